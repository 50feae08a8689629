"""What is said to a Mastodon account, against a stand-in that checks requests against the published API."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import ChannelError, ChannelUnavailable, TemporaryFailure
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.mastodon import MastodonSite
from terugkom.mentions.fetch_all import fetch_all_mentions
from terugkom.mentions.fetch_mentions import FetchedMentions, MentionsRun, fetch_mentions
from terugkom.mentions.list_mentions import list_new_mentions, mark_seen
from terugkom.mentions.model import Mention, MentionCursor
from terugkom.mentions.store_mentions import ReceiptTime
from terugkom.plan.model import Municipality
from terugkom.plan.summary_period import build_summary_period
from tests.delivery.delivery_rows import get_or_add_municipality
from tests.delivery.fake_servers import Mastodon
from tests.delivery.web_server import DROPPED, GATEWAY, HUGE_ANSWER, NONSENSE, Fault, refused

TODAY, NOW = date(2026, 11, 24), datetime(2026, 12, 1, 6, tzinfo=UTC)  # the clock says another day
NOTED = ReceiptTime(TODAY, NOW)
HERE = RequestLimits(connect_timeout=2, read_timeout=1, total_timeout=10, allow_private=True)
NOTIFICATIONS = "GET /api/v1/notifications"


@pytest.fixture
def mastodon() -> Iterator[Mastodon]:
    with Mastodon() as server:
        yield server


@pytest.fixture
def town(sqlite_database: Database) -> Municipality:
    with sqlite_database.write_session() as session:
        return get_or_add_municipality(session, "lievegem")


def account(server: Mastodon) -> MastodonSite:
    return MastodonSite(server.url, server.token, limits=HERE)


def fetch(
    database: Database, town: Municipality, server: Mastodon, noted: ReceiptTime = NOTED
) -> FetchedMentions:
    return fetch_mentions(MentionsRun(database, town, account(server), noted))


def stored(database: Database) -> list[Mention]:
    with database.read_session() as session:
        return list(session.scalars(select(Mention).order_by(Mention.id)))


def texts(database: Database) -> list[str]:
    return [each.text for each in stored(database)]


def test_a_mention_is_kept_once_as_plain_text_with_who_when_where_and_what_it_answers(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    ours = mastodon.mention(
        "De fietsstraat<br />is klaar", account={"id": Mastodon.ACCOUNT, "acct": "lievegem"}
    )
    mastodon.notifications.clear()
    link = '<a href="https://x.example/a"><span class="invisible">https://</span><span>x.example/a</span></a>'
    status = mastodon.mention(
        f'<a href="{mastodon.url}/@lievegem">@lievegem</a> Fijn &amp; goed.<br />Zie {link}</p><p>Jan',
        in_reply_to_id=ours["id"],
        in_reply_to_account_id=Mastodon.ACCOUNT,
    )
    for _ in range(2):
        fetched = fetch(sqlite_database, town, mastodon)
    assert fetched == FetchedMentions()
    (mention,) = stored(sqlite_database)
    assert mention.text == "@lievegem Fijn & goed.\nZie https://x.example/a\n\nJan"
    assert (mention.author, mention.url) == ("Jan Kok (@jan@elders.example)", status["url"])
    assert (mention.source, mention.remote_id) == ("mastodon", f"127.0.0.1:{mastodon.port}/{status['id']}")
    assert (mention.answers, mention.answers_url) == ("De fietsstraat", ours["url"])
    assert mention.said_on == date(2026, 11, 24), "half past midnight in Brussels"
    assert (mention.noted_on, mention.noted_at, mention.seen_on) == (TODAY, NOW, None)


def test_an_answer_to_somebody_else_answers_no_post_of_ours(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    mastodon.mention("@an @lievegem ja", in_reply_to_id="5", in_reply_to_account_id="77")
    mastodon.mention(
        "@lievegem waar?", in_reply_to_id="6", in_reply_to_account_id=Mastodon.ACCOUNT
    )  # deleted
    fetch(sqlite_database, town, mastodon)
    assert [(each.answers, each.answers_url) for each in stored(sqlite_database)] == [("", ""), ("", "")]
    assert "GET /api/v1/statuses/5" not in mastodon.methods()


def test_all_pages_are_read_in_order_and_each_once(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    assert fetch(sqlite_database, town, mastodon) == FetchedMentions()
    said = [mastodon.mention(f"bericht {number}")["content"] for number in range(95)]
    assert fetch(sqlite_database, town, mastodon).new == 95
    assert [f"<p>{each}</p>" for each in texts(sqlite_database)] == said
    asked = [each.query.get("min_id") for each in mastodon.asked if each.path.endswith("/notifications")]
    assert asked == [None, "0", "10037", "10077", "10092"]


def test_the_first_time_only_the_newest_page_is_read(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    for number in range(100):
        mastodon.mention(f"oud {number}")
    assert fetch(sqlite_database, town, mastodon).new == 40
    mastodon.mention("nieuw")
    assert fetch(sqlite_database, town, mastodon).new == 1
    assert texts(sqlite_database)[-2:] == ["oud 99", "nieuw"]


def test_another_account_on_the_same_server_begins_anew(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    mastodon.mention("eerste")
    fetch(sqlite_database, town, mastodon)
    with sqlite_database.write_session() as session:
        session.scalars(select(MentionCursor)).one().account_id = "1"
    mastodon.notifications.clear()
    mastodon.mention("van vroeger, bij de andere")  # a lower number than where the first one was read up to
    assert fetch(sqlite_database, town, mastodon).new == 1


@pytest.mark.parametrize("count", [0, 1, 60])
def test_cut_off_between_two_pages_nothing_is_lost_and_nothing_is_taken_twice(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon, count: int
) -> None:
    fetch(sqlite_database, town, mastodon)
    said = [f"bericht {number}" for number in range(count)]
    for each in said:
        mastodon.mention(each)
    mastodon.faults += [(NOTIFICATIONS, DROPPED)]
    with pytest.raises(TemporaryFailure):
        fetch(sqlite_database, town, mastodon)
    fetch(sqlite_database, town, mastodon)
    assert texts(sqlite_database) == said


@pytest.mark.long
def test_two_that_fetch_at_once_store_each_mention_once(database: Database, mastodon: Mastodon) -> None:
    with database.write_session() as session:
        town = get_or_add_municipality(session, "lievegem")
    for number in range(30):
        mastodon.mention(f"bericht {number}")
    threads = [threading.Thread(target=fetch, args=(database, town, mastodon)) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert texts(database) == [f"bericht {number}" for number in range(30)]


def test_what_its_author_changes_is_changed_and_new_again_and_what_they_delete_is_emptied(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    changed, deleted, kept = (mastodon.mention(each) for each in ("eerst zo", "spijt ervan", "blijft"))
    fetch(sqlite_database, town, mastodon)
    with sqlite_database.write_session() as session:
        mark_seen(session, town, [each.id for each in session.scalars(select(Mention))], TODAY)
    changed["content"], changed["edited_at"] = "<p>nu anders</p>", "2026-11-25T08:00:00Z"
    del mastodon.said[deleted["id"]]
    later = ReceiptTime(TODAY + timedelta(days=1), NOW + timedelta(days=1))
    assert fetch(sqlite_database, town, mastodon, later) == FetchedMentions(changed=1, withdrawn=1)
    first, second, third = stored(sqlite_database)
    assert (first.text, first.noted_on, first.seen_on) == ("nu anders", later.today, None)
    assert (second.text, second.author, second.url, second.withdrawn_on) == ("", "", "", later.today)
    assert (third.text, third.seen_on) == ("blijft", TODAY)
    with sqlite_database.read_session() as session:
        assert [
            each.text for each in list_new_mentions(session, town.id, build_summary_period(None, later.today))
        ] == ["nu anders"]
    assert fetch(sqlite_database, town, mastodon, later) == FetchedMentions()
    assert kept["id"] in mastodon.asked[-1].path + mastodon.asked[-2].path


def test_what_was_said_long_ago_is_not_looked_at_again(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    mastodon.mention("lang geleden", created_at="2026-10-01T08:00:00Z")
    for _ in range(2):
        fetch(sqlite_database, town, mastodon)
    assert not any("/statuses/" in each for each in mastodon.methods())


def test_one_notification_that_cannot_be_read_stops_no_other_and_is_counted(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    mastodon.mention("voor")
    for broken in (
        {"content": None, "created_at": "gisteren"},
        {"account": None},
        {"id": "../../x"},
        {"id": 7},
    ):
        mastodon.mention("kapot", **broken)
    mastodon.notifications[-1]["status"] = None  # deleted meanwhile: no fault
    mastodon.mention("na")
    fetched = fetch(sqlite_database, town, mastodon)
    assert (fetched.new, fetched.unreadable) == (2, 3)
    assert texts(sqlite_database) == ["voor", "na"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://b.example/\0", "https://b.example/\ud800"])
def test_a_private_message_says_so_and_an_address_that_is_none_is_left_out(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon, url: str
) -> None:
    mastodon.mention("onder ons", visibility="direct", url=url, spoiler_text="Let op")
    fetch(sqlite_database, town, mastodon)
    (mention,) = stored(sqlite_database)
    assert (mention.is_private, mention.url, mention.text) == (True, "", "Let op\nonder ons")


def test_a_server_that_asks_to_wait_is_not_asked_before_that(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    mastodon.mention("eerste")
    mastodon.left = 1
    with pytest.raises(TemporaryFailure, match="429: Too many requests"):
        fetch(sqlite_database, town, mastodon)
    mastodon.left, asked = 300, len(mastodon.asked)
    with pytest.raises(TemporaryFailure, match=r"asked to wait until 2026-12-01 07:0[45]"):
        fetch(sqlite_database, town, mastodon)
    assert len(mastodon.asked) == asked
    assert fetch(sqlite_database, town, mastodon, ReceiptTime(TODAY, NOW + timedelta(minutes=6))).new == 1


@pytest.mark.parametrize(
    ("request_", "fault", "error"),
    [
        (NOTIFICATIONS, refused(503), TemporaryFailure),
        (NOTIFICATIONS, refused(401), ChannelUnavailable),
        (NOTIFICATIONS, refused(308, Location="https://elders.example/"), ChannelUnavailable),
        (NOTIFICATIONS, NONSENSE, ChannelUnavailable),
        (NOTIFICATIONS, HUGE_ANSWER, TemporaryFailure),
        (NOTIFICATIONS, GATEWAY, TemporaryFailure),
        ("GET /api/v1/accounts", NONSENSE, ChannelUnavailable),
        ("GET /api/v1/accounts", DROPPED, TemporaryFailure),
    ],
)
def test_a_server_that_fails_is_told_and_nothing_is_lost(
    sqlite_database: Database,
    town: Municipality,
    mastodon: Mastodon,
    request_: str,
    fault: Fault,
    error: type[ChannelError],
) -> None:
    mastodon.mention("eerste")
    mastodon.faults.append((request_, fault))
    with pytest.raises(error):
        fetch(sqlite_database, town, mastodon)
    assert texts(sqlite_database) == []
    assert fetch(sqlite_database, town, mastodon).new == 1


def test_a_token_that_may_only_post_is_told_which_rights_it_needs(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon
) -> None:
    mastodon.scopes = Mastodon.WRITING
    with pytest.raises(ChannelUnavailable, match="needs read:accounts, read:notifications and read:statuses"):
        fetch(sqlite_database, town, mastodon)


def test_one_municipality_whose_server_fails_keeps_no_other_from_hearing(
    sqlite_database: Database, mastodon: Mastodon
) -> None:
    mastodon.mention("voor wie werkt")
    with sqlite_database.write_session() as session:
        towns = [get_or_add_municipality(session, each) for each in ("aalter", "deinze", "eeklo", "lievegem")]

    def find(slug: str) -> MastodonSite | None:
        if slug == "deinze":
            raise RuntimeError("a bug")
        site = replace(account(mastodon), token="geheim" if slug == "eeklo" else mastodon.token)
        return None if slug == "aalter" else site

    result = fetch_all_mentions(sqlite_database, towns, find, NOTED)
    assert {slug: each.new for slug, each in result.fetched.items()} == {"lievegem": 1}
    (outage,) = result.outages
    assert (outage.channel, outage.municipality) == ("mentions", "eeklo")
    assert "401" in outage.reason
    assert "geheim" not in outage.reason
    assert [(slug, str(error)) for slug, error in result.errors] == [("deinze", "a bug")]


def test_the_address_in_a_link_header_leads_the_token_nowhere_else(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        mastodon,
        "build_headers",
        lambda *_: {"Link": '<https://dief.example/api?min_id=10000>; rel="prev"'},
    )
    mastodon.mention("eerste")
    fetch(sqlite_database, town, mastodon)
    fetch(sqlite_database, town, mastodon)
    queries: list[Any] = [each.query.get("min_id") for each in mastodon.asked if "notif" in each.path]
    assert queries == [None, "10000"]


def test_of_an_account_that_two_municipalities_share_neither_gets_what_is_said_to_the_other(
    sqlite_database: Database, mastodon: Mastodon
) -> None:
    mastodon.mention("onder ons", visibility="direct")
    with sqlite_database.write_session() as session:
        towns = [get_or_add_municipality(session, each) for each in ("aalter", "deinze", "eeklo")]
    own = replace(account(mastodon), token=mastodon.token)
    sites = {"aalter": account(mastodon), "deinze": own}
    for only in (None, "aalter"):
        result = fetch_all_mentions(sqlite_database, towns, sites.get, NOTED, only)
        assert result.shared == ["aalter", "deinze"][: 1 if only else 2]
        assert result.fetched == {}
    assert mastodon.asked == []
    result = fetch_all_mentions(sqlite_database, towns, {"eeklo": own}.get, NOTED, "eeklo")
    assert (result.shared, result.fetched["eeklo"].new) == ([], 1)


@pytest.mark.parametrize("fault", [NONSENSE, refused(404)])
def test_a_404_that_is_not_mastodons_empties_nothing(
    sqlite_database: Database, town: Municipality, mastodon: Mastodon, fault: Fault
) -> None:
    """A proxy in front of it, or a website that took its place, says so of all that there is."""
    mention = mastodon.mention("blijft")
    fetch(sqlite_database, town, mastodon)
    mastodon.faults.append((f"GET /api/v1/statuses/{mention['id']}", fault))
    later = ReceiptTime(TODAY + timedelta(days=1), NOW + timedelta(days=1))
    with pytest.raises(ChannelUnavailable, match="not a Mastodon server"):
        fetch(sqlite_database, town, mastodon, later)
    assert [each.text for each in stored(sqlite_database)] == ["blijft"]
