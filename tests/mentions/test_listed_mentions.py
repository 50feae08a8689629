"""What others say is listed for the coordinator, and is published, kept and shown nowhere else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.document_store import DocumentStore
from terugkom.editions import due_steps, publish_edition
from terugkom.editions.edition_context import PublishTargets
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionVerdict
from terugkom.editions.publish_channels import PublishChannels
from terugkom.errors import InputError
from terugkom.mentions.list_mentions import mark_seen
from terugkom.mentions.model import Mention
from terugkom.mentions.store_mentions import (
    NewMention,
    ReceiptTime,
    store_mention,
    store_pasted,
    withdraw_mention,
)
from terugkom.personal_data.erase_person import erase_person
from terugkom.personal_data.find_personal_data import find_personal_data
from terugkom.plan.queries import get_municipality
from terugkom.retention.clean_up import clean_up
from terugkom.retention.model import Retention, RetentionPeriods
from tests.clock import clock_on
from tests.documents.accessibility import problems
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.reminders.conftest import town as town
from tests.reminders.test_coordinator_inbox import get_body, read_summaries
from tests.reminders.tick_calendar import CalendarMunicipality
from tests.test_floors import ROOT, arrows

SUNDAY, MONDAY, NEXT_MONDAY = date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 8)
SAID = 'Mooi <b>plan</b>!\nMaar "wanneer"? zeepkist-4711'
STATUS = NewMention(
    "mastodon",
    "mastodon.example/1",
    SAID,
    date(2027, 2, 27),
    author="Jan <Kok> (@jan@elders.example)",
    url="https://elders.example/@jan/1",
    answers="De fietsstraat is klaar",
)


def store(database: Database, slug: str, *mentions: NewMention, day: date = MONDAY) -> list[int]:
    with database.write_session() as session:
        municipality = get_municipality(session, slug)
        noted = ReceiptTime(day, clock_on(day))
        found = [store_mention(session, municipality, each, noted) for each in mentions]
        return [each.id for each in found if each]


def rows(database: Database) -> list[Mention]:
    with database.read_session() as session:
        return list(session.scalars(select(Mention).order_by(Mention.id)))


def test_the_weekly_summary_lists_what_is_new_once(town: CalendarMunicipality) -> None:
    forwarded = replace(STATUS, source="mail", remote_id="2", author="", answers="")
    private = replace(STATUS, source="facebook", remote_id="3", is_private=True, url="")
    store(town.database, town.slug, STATUS, forwarded, private, day=SUNDAY)
    town.tick(MONDAY)
    town.deliver(MONDAY)
    (mail,) = read_summaries(town)
    text = get_body(mail)
    assert "WAT ANDEREN ZEGGEN (3)" in text
    assert (
        "- zaterdag 27 februari 2027, Jan <Kok> (@jan@elders.example), op Mastodon, op ons bericht"
        ' "De fietsstraat is klaar": "Mooi <b>plan</b>! Maar "wanneer"? zeepkist-4711"\n'
        "  https://elders.example/@jan/1\n" in text
    )
    assert '- zaterdag 27 februari 2027, door u doorgestuurd: "Mooi' in text
    assert "facebook (alleen aan ons)" in text
    html = get_body(mail, "html")
    assert "Jan &lt;Kok&gt;" in html
    assert "<b>plan" not in html
    assert 'href="https://elders.example/@jan/1"' in html
    assert problems(html) == []
    store(town.database, town.slug, replace(STATUS, remote_id="4", text="later gezegd"), day=date(2027, 3, 3))
    town.tick(NEXT_MONDAY)
    town.deliver(NEXT_MONDAY)
    second = get_body(read_summaries(town)[-1])
    assert "WAT ANDEREN ZEGGEN (1)" in second
    assert "zeepkist" not in second


def test_what_was_seen_or_withdrawn_is_no_news(town: CalendarMunicipality) -> None:
    seen, gone = store(town.database, town.slug, STATUS, replace(STATUS, remote_id="2"))
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        assert mark_seen(session, municipality, [seen, seen], MONDAY) == 1
        assert mark_seen(session, municipality, [seen], MONDAY) == 0
        withdraw_mention(session.get_one(Mention, gone), MONDAY)
        with pytest.raises(InputError, match="no mention 999"):
            mark_seen(session, municipality, [seen, 999], MONDAY)
    town.tick(MONDAY)
    town.deliver(MONDAY)
    assert read_summaries(town) == []


@pytest.mark.long
def test_nothing_of_it_is_in_any_document_of_an_edition(sqlite_database: Database, tmp_path: Path) -> None:
    room = EditionMunicipality(sqlite_database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW)
    said = "zeepkist-4711 over de fietsstraat"
    store(sqlite_database, room.slug, replace(STATUS, text=said, author="@praatvaar@x"), day=ASKED)
    with sqlite_database.write_session() as session:
        noted = ReceiptTime(ASKED, clock_on(ASKED))
        assert store_pasted(session, get_municipality(session, room.slug), "facebook", said, ASKED, noted)
    room.take_due_step(ASKED)
    room.record_decision(EditionVerdict.APPROVE)
    review = room.compile(ASKED)
    with sqlite_database.read_session() as session:
        municipality = get_municipality(session, room.slug)
        edition = due_steps.find_edition(session, municipality, room.quarter)
        assert edition
        origin = RunContext(municipality, edition.moment_id, "folder", "", clock_on(ASKED), ASKED)
    channels = PublishChannels(frozenset({"webdav", "wordpress", "mastodon"}), frozenset({"webhook"}))
    targets = PublishTargets(room.home / "outbox", room.home / room.slug, channels)
    publish_edition.publish_edition(room.desk, origin, review, targets, RENDERERS)
    paths = [path for path in tmp_path.rglob("*") if path.is_file() and "terugkom.db" not in path.name]
    files = [path.read_bytes() for path in paths]
    assert len(files) > 30
    assert not [each for each in files if b"zeepkist" in each or b"praatvaar" in each]


@pytest.mark.long
def test_nothing_that_is_published_or_goes_to_groups_reads_mentions() -> None:
    found = arrows(ROOT / "terugkom")
    readers = {room for room, others in found.items() if "mentions" in others}
    assert readers == {"command_line", "health_checks", "inbox", "personal_data", "reminders", "retention"}


def test_the_same_text_is_pasted_once_and_what_is_no_text_is_refused(town: CalendarMunicipality) -> None:
    noted = ReceiptTime(MONDAY, clock_on(MONDAY))
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        pasted = [
            store_pasted(session, municipality, source, text, MONDAY, noted) is not None
            for source, text in (("facebook", "Mooi!\r\n"), ("facebook", " Mooi! "), ("x", "Mooi!"))
        ]
        for source, text in (("facebook", " \n"), ("", "Mooi!"), ("x" * 61, "Mooi!")):
            with pytest.raises(InputError):
                store_pasted(session, municipality, source, text, MONDAY, noted)
        odd = NewMention("x", "1", "a\x00b\ud800" + "é" * 9_000, MONDAY, author="\x07" * 500)
        assert store_mention(session, municipality, odd, noted)
    assert pasted == [True, False, True]
    assert [len(each.text) for each in rows(town.database)] == [5, 5, 5_000]
    assert rows(town.database)[-1].text.endswith("é…"), "what was cut says so"


def test_it_is_kept_a_year_and_then_deleted(town: CalendarMunicipality) -> None:
    store(town.database, town.slug, replace(STATUS, remote_id="1"), day=date(2026, 1, 5))
    store(town.database, town.slug, replace(STATUS, remote_id="2"))
    periods = RetentionPeriods(0, 0, 0, 0, page_links=0, mentions=365, imports=90)
    now = datetime(2027, 3, 1, 6, tzinfo=UTC)
    documents = DocumentStore(town.folder / "documents")
    for_ever = Retention(town.database, documents, town.folder, replace(periods, mentions=0), now)
    assert clean_up(for_ever, dry_run=False).rows["mentions"] == 0
    kept = replace(for_ever, periods=periods)
    assert clean_up(kept, dry_run=True).rows["mentions"] == 1
    assert clean_up(kept, dry_run=False).rows["mentions"] == 1
    assert [each.remote_id for each in rows(town.database)] == ["2"]


@pytest.mark.parametrize("where", ["author", "text"])
def test_who_is_erased_is_taken_from_mentions_whole_and_does_not_come_back(
    town: CalendarMunicipality, where: str
) -> None:
    named = replace(STATUS, **{where: "Van @jan@elders.example zelf"}) if where == "text" else STATUS
    named = replace(named, author="@x@y") if where == "text" else named
    store(town.database, town.slug, named, replace(STATUS, remote_id="2", author="@jana@elders.example"))
    found = find_personal_data(town.database, town.folder, "jan@elders.example")
    assert [(each.table, each.column) for each in found.values] == [("mentions", where)]
    erase_person(town.database, town.folder, "jan@elders.example", today=MONDAY, now=clock_on(NEXT_MONDAY))
    store(town.database, town.slug, replace(named, text="en nog eens"))
    erased, kept = rows(town.database)
    assert (erased.text, erased.author, erased.url, erased.withdrawn_on) == ("", "", "", MONDAY)
    assert kept.text == SAID
