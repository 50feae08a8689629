"""Mastodon, against a stand-in that checks each request against the published API."""

import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from terugkom.delivery.channels import mastodon as module
from terugkom.delivery.channels.base import (
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    InDoubtPolicy,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.mastodon import MastodonChannel, MastodonSite, Visibility
from terugkom.delivery.channels.silent_hosts import SILENT_HOSTS
from terugkom.delivery.publication import Publication
from tests.delivery.fake_servers import Mastodon
from tests.delivery.publications import POST, parcel
from tests.delivery.web_server import GATEWAY, HANG, HUGE_ANSWER, LOST, NONSENSE, Fault, refused

STATUSES, MEDIA, INSTANCE = "POST /api/v1/statuses", "POST /api/v2/media", "GET /api/v2/instance"
HERE = RequestLimits(connect_timeout=2, read_timeout=1, total_timeout=10, allow_private=True)
(PICTURE,) = POST.enclosed


@pytest.fixture
def mastodon() -> Iterator[Mastodon]:
    with Mastodon() as server:
        yield server


def publish(server: Mastodon, publication: Publication = POST, **more: Any) -> str:
    site = MastodonSite(server.url, **{"token": server.token, "limits": HERE, **more})
    with closing(MastodonChannel(lambda _: site)) as channel:
        return channel.send(parcel(publication)) or ""


def edit_of(remote_id: str, text: str = "Rechtzetting: 11 kWh.") -> Publication:
    return replace(POST, key="correction 1", text=text, enclosed=(), edited_key=POST.key, remote_id=remote_id)


@pytest.mark.parametrize("visibility", Visibility)
def test_a_post_has_its_text_link_language_and_a_picture_that_is_described(
    mastodon: Mastodon, visibility: Visibility
) -> None:
    publish(mastodon, visibility=visibility)
    (status,), ((id, medium),) = mastodon.statuses, mastodon.media.items()
    assert status["status"] == [f"{POST.text}\n\n{POST.link}"]
    assert (status["visibility"], status["language"]) == ([visibility.value], ["nl"])
    assert (status["media_ids[]"], status["key"]) == ([id], POST.idempotency_key)
    assert (medium["description"], medium["content"]) == (PICTURE.alt, PICTURE.content)
    assert MastodonChannel.in_doubt_policy is InDoubtPolicy.HOLD


def test_a_link_that_stands_in_the_text_is_not_repeated(mastodon: Mastodon) -> None:
    publish(mastodon, replace(POST, text=f"Lees {POST.link}", enclosed=()))
    assert mastodon.statuses[0]["status"] == [f"Lees {POST.link}"]
    assert "media_ids[]" not in mastodon.statuses[0]


def test_posted_twice_within_the_hour_it_is_there_once(mastodon: Mastodon) -> None:
    first, second = publish(mastodon), publish(mastodon)
    (status,) = mastodon.statuses
    assert status["status"] == [f"{POST.text}\n\n{POST.link}"]
    assert first.split()[0] == second.split()[0], "the id of the one post"


def test_a_picture_that_takes_long_is_waited_for(mastodon: Mastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    mastodon.slow = 3
    publish(mastodon)
    assert [each for each in mastodon.methods() if "/media/" in each] == ["GET /api/v1/media/22348641"] * 3
    mastodon.slow = 1000
    with pytest.raises(TemporaryFailure, match="still processing a picture"):
        publish(mastodon, replace(POST, key="next"))
    assert len(mastodon.statuses) == 1


@pytest.mark.parametrize(
    ("longest", "told"), [(500, {}), (100, {}), (1200, {}), (1000, {"max_characters": 300})]
)
def test_a_post_fills_what_the_server_takes_and_no_more(
    mastodon: Mastodon, longest: int, told: dict[str, int]
) -> None:
    """An address counts for 23 characters, however long it is."""
    mastodon.longest = longest
    most = told.get("max_characters", longest)
    link = "https://www.lievegem.example/" + "x" * 400
    full = replace(POST, text="a" * (most - 25), link=link, enclosed=())
    publish(mastodon, full, **told)
    with pytest.raises(PermanentFailure, match=f"has {most + 1} characters, and this server takes {most}"):
        publish(mastodon, replace(full, key="next", text="a" * (most - 24)), **told)
    assert len(mastodon.statuses) == 1, "nothing is cut off"
    assert INSTANCE in mastodon.methods()


def test_a_picture_without_alternative_text_is_not_posted(mastodon: Mastodon) -> None:
    with pytest.raises(PermanentFailure, match="no alternative text"):
        publish(mastodon, replace(POST, enclosed=(replace(PICTURE, alt=""),)))
    assert mastodon.media == {}


def test_more_pictures_than_a_server_takes_are_not_posted(mastodon: Mastodon) -> None:
    many = tuple(replace(PICTURE, name=f"{number}.png") for number in range(5))
    with pytest.raises(PermanentFailure, match="takes 4 pictures"):
        publish(mastodon, replace(POST, enclosed=many))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("request_", "fault", "error", "posted"),
    [
        (INSTANCE, refused(503), TemporaryFailure, 0),
        (MEDIA, refused(429, Retry_After="300"), TemporaryFailure, 0),
        (MEDIA, LOST, TemporaryFailure, 0),
        (MEDIA, refused(422), PermanentFailure, 0),
        (MEDIA, NONSENSE, ChannelUnavailable, 0),
        (STATUSES, refused(401), ChannelUnavailable, 0),
        (STATUSES, refused(403), ChannelUnavailable, 0),
        (STATUSES, refused(422), PermanentFailure, 0),
        (STATUSES, refused(429, Retry_After="300"), TemporaryFailure, 0),
        (STATUSES, refused(500), TemporaryFailure, 0),
        (STATUSES, refused(308, Location="https://elders.example/"), ChannelUnavailable, 0),
        (STATUSES, LOST, DeliveryInDoubt, 1),
        (STATUSES, HANG, DeliveryInDoubt, 1),
        (STATUSES, GATEWAY, DeliveryInDoubt, 1),
        (STATUSES, HUGE_ANSWER, DeliveryInDoubt, 1),
        (STATUSES, NONSENSE, DeliveryInDoubt, 1),
    ],
)
def test_each_refusal_has_its_meaning_and_nobody_tries_again_by_himself(
    mastodon: Mastodon, request_: str, fault: Fault, error: type[ChannelError], posted: int
) -> None:
    mastodon.faults.append((request_, fault))
    with pytest.raises(ChannelError) as caught:
        publish(mastodon)
    assert type(caught.value) is error
    assert len(mastodon.statuses) == posted
    assert mastodon.methods().count(STATUSES) == (request_ == STATUSES)
    SILENT_HOSTS.forget()  # whoever tries again is another run
    publish(mastodon)
    assert len(mastodon.statuses) == 1, "whoever resends it within the hour does not post it twice"


def test_a_wrong_token_is_told_without_the_token(mastodon: Mastodon) -> None:
    site = MastodonSite(mastodon.url, "geheim-token", limits=HERE)
    with pytest.raises(ChannelUnavailable) as caught, closing(MastodonChannel(lambda _: site)) as channel:
        channel.send(parcel(POST))
    assert str(caught.value) == "127.0.0.1 answered 401: The access token Bearer *** is invalid"
    assert "geheim-token" not in "".join(traceback.format_exception(caught.value)) + repr(site)


def test_a_private_address_is_refused_unless_the_settings_allow_it(mastodon: Mastodon) -> None:
    site = MastodonSite(f"https://localhost:{mastodon.port}", mastodon.token)
    with pytest.raises(ChannelUnavailable, match="localhost has a private address"):
        MastodonChannel(lambda _: site).send(parcel(POST))
    assert mastodon.asked == []


def test_a_token_is_tried_without_a_post(mastodon: Mastodon) -> None:
    site = MastodonSite(mastodon.url, token=mastodon.token, limits=HERE)
    with closing(MastodonChannel(lambda _: site)) as channel:
        channel.check("lievegem")
    assert (mastodon.statuses, mastodon.methods()) == ([], ["GET /api/v1/apps/verify_credentials"])
    wrong = replace(site, token="verkeerd")
    with closing(MastodonChannel(lambda _: wrong)) as channel, pytest.raises(ChannelUnavailable, match="401"):
        channel.check("lievegem")


def test_an_edit_changes_the_post_and_keeps_its_pictures(mastodon: Mastodon) -> None:
    remote_id = publish(mastodon)
    (picture,) = mastodon.media
    assert remote_id == f"1032 {picture}"
    for _ in range(2):
        assert publish(mastodon, edit_of(remote_id)) == remote_id
    (status,) = mastodon.statuses
    assert status["status"] == [f"Rechtzetting: 11 kWh.\n\n{POST.link}"]
    assert status["media_ids[]"] == [picture]
    assert status["history"] == [[f"{POST.text}\n\n{POST.link}"]], "what it was can be read there, once"


def test_an_edit_with_another_picture_replaces_it(mastodon: Mastodon) -> None:
    remote_id = publish(mastodon)
    assert publish(mastodon, replace(edit_of(remote_id), enclosed=(PICTURE,))) == "1032 22348642"
    assert mastodon.statuses[0]["media_ids[]"] == ["22348642"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (LOST, TemporaryFailure),
        (HANG, TemporaryFailure),
        (GATEWAY, TemporaryFailure),
        (refused(404), ChannelUnavailable),
        (refused(422), PermanentFailure),
        (refused(401), ChannelUnavailable),
        (NONSENSE, ChannelUnavailable),
    ],
)
def test_an_edit_is_done_again_without_harm(
    mastodon: Mastodon, fault: Fault, error: type[ChannelError]
) -> None:
    remote_id = publish(mastodon)
    mastodon.faults.append(("PUT /api/v1/statuses", fault))
    with pytest.raises(ChannelError) as caught:
        publish(mastodon, edit_of(remote_id))
    assert type(caught.value) is error
    SILENT_HOSTS.forget()  # whoever tries again is another run
    publish(mastodon, edit_of(remote_id))
    assert (len(mastodon.statuses), len(mastodon.statuses[0]["history"])) == (1, 1)


def test_a_post_whose_id_is_not_known_is_for_a_person(mastodon: Mastodon) -> None:
    publish(mastodon)
    with pytest.raises(PermanentFailure, match="edit it by hand"):
        publish(mastodon, edit_of(""))


def test_a_post_that_is_gone_is_told_and_not_posted_anew(mastodon: Mastodon) -> None:
    publish(mastodon)
    mastodon.statuses.clear()
    with pytest.raises(PermanentFailure, match="not on the server any more"):
        publish(mastodon, edit_of("1032"))
    assert mastodon.statuses == []


LONG = "https://www.lievegem.example/" + "x" * 80


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 30, 30),
        (LONG, 23),
        (f"Zie {LONG}.", 28),
        (f"({LONG})", 25),
        (f"{LONG}_(fase_2)", 23),
        (f"{LONG}?a=1&b=2!", 24),
        ("https://x.be", 23),
        ("https://x.be, en dan", 31),
        ("https://www.énergie.example/é", 23),
        ("http://localhost/abc", 20),
        ("mvo@lievegem.example", 20),
        ("@mvo@sociaal.lievegem.example dankt", 10),
        ("@mvo@sociaal.lievegem.example.", 5),
        ("@mvo dankt", 10),
        ("👩‍👩‍👧‍👦 🇧🇪 👍🏽", 5),
        ("e\u0301e\u0301n", 3),
        ("één\n\ndag", 8),
    ],
)
def test_a_post_is_as_long_as_the_network_counts_it(mastodon: Mastodon, text: str, count: int) -> None:
    """What fits to the last character is posted, and the server agrees; one less is refused before that."""
    filled = replace(POST, text=f"{text} {'b' * (100 - count - 1)}", link="", enclosed=())
    mastodon.longest = 100
    publish(mastodon, filled)
    mastodon.longest = 99
    with pytest.raises(PermanentFailure, match="has 100 characters, and this server takes 99"):
        publish(mastodon, replace(filled, key="next"))
    status = {"status": filled.text, "visibility": "public", "language": "nl"}
    refusal = pytest.raises(PermanentFailure, match="Text character limit of 99 exceeded")
    with MastodonSite(mastodon.url, mastodon.token, limits=HERE).open_client() as client, refusal:
        client.request("POST", f"{mastodon.url}/api/v1/statuses", data=status)
    assert len(mastodon.statuses) == 1


def test_a_server_may_count_addresses_otherwise(mastodon: Mastodon) -> None:
    mastodon.per_url, mastodon.longest = 30, 40
    publish(mastodon, replace(POST, text="b" * 8, enclosed=()))
    with pytest.raises(PermanentFailure, match="has 41 characters"):
        publish(mastodon, replace(POST, key="next", text="b" * 9, enclosed=()))


def test_an_older_server_tells_its_limits_at_the_first_version_of_the_api(mastodon: Mastodon) -> None:
    mastodon.instance, mastodon.longest = "v1", 100
    with pytest.raises(PermanentFailure, match="this server takes 100"):
        publish(mastodon, replace(POST, text="b" * 100))


@pytest.mark.parametrize("told", [{}, {"max_characters": 300}])
@pytest.mark.parametrize("path", ["/wrong", "/@lievegem"])
def test_a_wrong_path_waits_for_the_settings(mastodon: Mastodon, path: str, told: dict[str, int]) -> None:
    site = MastodonSite(mastodon.url + path, mastodon.token, limits=HERE, **told)
    with pytest.raises(ChannelUnavailable, match="look at the address in the settings"):
        MastodonChannel(lambda _: site).send(parcel(POST))


def test_a_website_that_has_a_page_for_everything_is_no_mastodon_server(mastodon: Mastodon) -> None:
    mastodon.faults.append((INSTANCE, NONSENSE))
    with pytest.raises(ChannelUnavailable, match="not a Mastodon server"):
        publish(mastodon)
    assert mastodon.media == {}
