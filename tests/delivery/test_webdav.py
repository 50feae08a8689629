"""WebDAV, against a real server on loopback: files whole, once, where they belong."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import (
    ChannelError,
    ChannelUnavailable,
    InDoubtPolicy,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.webdav import WebdavChannel, WebdavSite
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.publication import Enclosure, Publication
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore
from tests.delivery.delivery_rows import TODAY, Clock, rows, states
from tests.delivery.publications import FEED, PAGE, PICTURE, parcel, published
from tests.delivery.test_folder import files
from tests.delivery.web_server import FakeServer
from tests.delivery.webdav_server import PASSWORD, USER, WebdavServer

HERE = RequestLimits(connect_timeout=2, read_timeout=2, total_timeout=10, allow_private=True)
WHERE = {
    "mvo/2027-q1/foto/dak.png": PICTURE.content,
    "mvo/2027-q1/index.html": PAGE.html.encode(),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


@pytest.fixture
def server(folder: Path) -> Iterator[WebdavServer]:
    with WebdavServer(folder) as server:
        yield server


@pytest.fixture
def site(server: WebdavServer) -> WebdavSite:
    return WebdavSite(server.url, USER, PASSWORD, HERE)


def publish(site: WebdavSite | None, *publications: Publication) -> None:
    with closing(WebdavChannel(lambda _: site)) as channel:
        for each in publications:
            channel.send(parcel(each))


def test_a_page_its_pictures_and_a_feed_are_published(
    site: WebdavSite, folder: Path, database: Database, tmp_path: Path
) -> None:
    published(database, tmp_path, [PAGE, FEED])
    post = SenderConfig(
        database, DocumentStore(tmp_path), Clock(), TODAY, lease_seconds=60, retry_seconds=300
    )
    assert send_due(post, [WebdavChannel(lambda _: site)]).states == {DeliveryState.SENT: 2}
    assert states(database) == [DeliveryState.SENT] * 2
    assert files(folder) == {**WHERE, "mvo/feed.xml": FEED.text.encode()}


def test_published_twice_it_is_there_once_as_it_is_now(site: WebdavSite, folder: Path) -> None:
    publish(site, PAGE, PAGE)
    assert files(folder) == WHERE
    publish(site, replace(PAGE, key="the next", html="<main>Nieuw</main>"))
    assert files(folder) == {**WHERE, "mvo/2027-q1/index.html": b"<main>Nieuw</main>"}
    assert WebdavChannel.in_doubt_policy is InDoubtPolicy.RESEND


def test_a_file_that_is_no_text_is_published_as_it_is(site: WebdavSite, folder: Path) -> None:
    content = bytes(range(256)) * 100
    pdf = Publication(
        "k", "page", "Affiche", "mvo/affiche.pdf", "application/pdf",
        enclosed=(Enclosure("affiche.pdf", "application/pdf", content),),
    )  # fmt: skip
    publish(site, pdf)
    assert files(folder) == {"mvo/affiche.pdf": content}


def test_nobody_sees_half_a_file(site: WebdavSite, server: WebdavServer, folder: Path) -> None:
    """At each moment a page is there whole, or not at all; and never without its pictures."""
    publish(site, PAGE)
    new = replace(PAGE, key="new", html=PAGE.html.replace("Café", "Caféteria"))
    seen = []
    server.after = lambda *_: seen.append((folder / "mvo/2027-q1/index.html").read_text())
    publish(site, new)
    assert set(seen) == {PAGE.html, new.html}
    assert seen == sorted(seen, key=[PAGE.html, new.html].index), "first the old one, then the new one"
    written = [path for method, path in server.asked if method == "MOVE"]
    assert written[2:] == [path for path in written[2:] if path.endswith(".tmp")]
    assert ["dak.png" in written[2], "index.html" in written[3]] == [True, True]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("at", range(1, 9))
def test_broken_off_anywhere_and_tried_again_all_is_there_and_nothing_else(
    site: WebdavSite, server: WebdavServer, folder: Path, at: int, done: bool
) -> None:
    server.breaks_at, server.done = at, done
    with pytest.raises(TemporaryFailure, match="answered 503"):
        publish(site, PAGE)
    publish(site, PAGE)
    assert files(folder) == WHERE


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("423 Locked", TemporaryFailure),
        ("507 Insufficient Storage", TemporaryFailure),
        ("412 Precondition Failed", PermanentFailure),
        ("403 Forbidden", ChannelUnavailable),
    ],
)
def test_each_refusal_has_its_meaning(
    site: WebdavSite, server: WebdavServer, status: str, error: type[ChannelError]
) -> None:
    server.instead["PUT", f"/mvo/feed.xml.{FEED.idempotency_key[:12]}.tmp"] = status
    with pytest.raises(error, match=status[:3]):
        publish(site, FEED)


def test_a_wrong_password_stops_this_municipality_and_is_never_told(
    site: WebdavSite, folder: Path, database: Database, tmp_path: Path
) -> None:
    published(database, tmp_path, [PAGE, FEED], slug="zulte")
    published(database, tmp_path, [replace(FEED, key="lievegem/feed")])
    sites = {"lievegem": site, "zulte": replace(site, password="geheim-fout")}
    post = SenderConfig(
        database, DocumentStore(tmp_path), Clock(), TODAY, lease_seconds=60, retry_seconds=300
    )
    send_due(post, [WebdavChannel(sites.get)])
    assert states(database) == [DeliveryState.PENDING, DeliveryState.PENDING, DeliveryState.SENT]
    assert {each.reason for each in rows(database)} == {"127.0.0.1 answered 401", ""}
    assert files(folder) == {"mvo/feed.xml": FEED.text.encode()}


def test_a_folder_that_is_not_there_stops_this_municipality(site: WebdavSite, folder: Path) -> None:
    with pytest.raises(ChannelUnavailable, match="the folder in the settings does not exist"):
        publish(replace(site, url=f"{site.url}/not/here"), FEED)
    assert files(folder) == {}


def test_a_municipality_without_a_site_waits_until_it_has_one(site: WebdavSite, folder: Path) -> None:
    with pytest.raises(ChannelUnavailable, match="no webdav is set for this municipality any more"):
        publish(None, FEED)
    publish(site, FEED)
    assert sorted(files(folder)) == ["mvo/feed.xml"]


def test_a_private_address_is_refused_unless_the_settings_allow_it(
    site: WebdavSite, server: WebdavServer
) -> None:
    with pytest.raises(ChannelUnavailable, match="private address") as caught:
        publish(replace(site, url=site.url.replace("http:", "https:"), limits=RequestLimits()), FEED)
    assert server.asked == []
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_settings_show_no_secret(site: WebdavSite) -> None:
    assert PASSWORD not in repr(site)
    assert PASSWORD not in repr(site.open_client())


def test_a_document_that_is_no_publication_fails(site: WebdavSite) -> None:
    with pytest.raises(PermanentFailure), closing(WebdavChannel(lambda _: site)) as channel:
        channel.send(replace(parcel(PAGE), content=b"Subject: Hallo\r\n\r\nDag\r\n"))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["Nieuws website", "Énergie & klimaat", "100% groen", "a#b", "[oud]+é"])
@pytest.mark.parametrize("typed", [str, quote])
def test_a_folder_may_have_any_name_typed_or_pasted_from_a_browser(
    site: WebdavSite, folder: Path, name: str, typed: Callable[[str], str]
) -> None:
    (folder / name).mkdir()
    here = replace(site, url=f" {site.url}/{typed(name)}/ ")
    WebdavChannel(lambda _: here).check("lievegem")
    publish(here, PAGE)
    assert files(folder / name) == WHERE


def test_files_may_have_names_with_spaces_and_accents(site: WebdavSite, folder: Path) -> None:
    picture = replace(PICTURE, name="foto van Zoë.png")
    publish(site, replace(PAGE, path="mvo/Énergie 2027/één dag.html", enclosed=(picture,)))
    assert sorted(files(folder)) == [
        "mvo/Énergie 2027/foto van Zoë.png", "mvo/Énergie 2027/één dag.html",
    ]  # fmt: skip


@pytest.mark.parametrize("publication", [FEED, replace(FEED, path="feed.xml")])
def test_a_renamed_folder_fails_nothing_and_all_goes_once_it_is_mended(
    site: WebdavSite, folder: Path, database: Database, tmp_path: Path, publication: Publication
) -> None:
    """However long that takes, and a server that is away right afterwards costs it nothing either."""
    published(database, tmp_path, [publication, replace(PAGE, key="second")])
    clock = Clock()
    post = SenderConfig(database, DocumentStore(tmp_path), clock, TODAY, lease_seconds=60, retry_seconds=300)
    wrong = WebdavChannel(lambda _: replace(site, url=f"{site.url}/not here"))
    for _ in range(12):
        assert send_due(post, [wrong]).states == {DeliveryState.PENDING: 1}
        assert states(database) == [DeliveryState.PENDING] * 2
        clock.time += timedelta(days=1)
    assert {each.reason for each in rows(database)} == {"the folder in the settings does not exist"}
    away = WebdavChannel(lambda _: replace(site, url="http://127.0.0.1:9"))
    assert send_due(post, [away]).states == {DeliveryState.PENDING: 2}
    clock.time += timedelta(days=1)
    assert send_due(post, [WebdavChannel(lambda _: site)]).states == {DeliveryState.SENT: 2}
    assert len(files(folder)) == 3


@pytest.mark.parametrize(
    ("method", "status"),
    [
        *product(("PUT", "MOVE"), ("404 Not Found", "405 No", "409 Conflict", "501 Not Implemented")),
        *product(("MKCOL",), ("404 Not Found", "409 Conflict", "501 Not Implemented")),
    ],
)
def test_an_address_without_webdav_waits_for_the_settings(
    site: WebdavSite, server: WebdavServer, method: str, status: str
) -> None:
    server.refused[method] = status
    with pytest.raises(ChannelUnavailable):
        publish(site, FEED)


def test_a_website_that_has_a_page_for_whatever_it_is_asked_published_nothing() -> None:
    with FakeServer() as website:
        site = WebdavSite(website.url, USER, PASSWORD, HERE)
        with pytest.raises(ChannelUnavailable, match="no WebDAV folder: the server answered 200 to MOVE"):
            publish(site, FEED)
        with pytest.raises(ChannelUnavailable, match="no WebDAV folder: the server answered 200 to PROPFIND"):
            WebdavChannel(lambda _: site).check("lievegem")


def test_a_file_that_could_not_be_moved_is_tried_again(site: WebdavSite, server: WebdavServer) -> None:
    server.refused["MOVE"] = "207 Multi-Status"
    with pytest.raises(TemporaryFailure, match="could not move"):
        publish(site, FEED)
