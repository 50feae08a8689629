"""A host that was silent once in a run is not asked again in it: each of 300 sites was waited for."""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import Channel, HostSilent
from terugkom.delivery.channels.http_client import HttpClient, RequestLimits
from terugkom.delivery.channels.mastodon import MastodonChannel, MastodonSite
from terugkom.delivery.channels.silent_hosts import SILENT_HOSTS
from terugkom.delivery.channels.smtp import SmtpServer, build_smtp_connections
from terugkom.delivery.channels.webdav import WebdavChannel, WebdavSite
from terugkom.delivery.channels.webhook import WebhookChannel, WebhookSite
from terugkom.delivery.channels.wordpress import WordpressChannel, WordpressSite
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.sender import SenderConfig, SendResult, send_due
from terugkom.documents.document_store import DocumentStore
from terugkom.mentions.fetch_all import fetch_all_mentions
from terugkom.mentions.store_mentions import ReceiptTime
from tests.delivery.delivery_rows import TODAY, Clock, add_deliveries, get_or_add_municipality, rows
from tests.delivery.publications import PAGE, POST, published
from tests.delivery.test_folder import files
from tests.delivery.webdav_server import PASSWORD, USER, WebdavServer

BRIEF = RequestLimits(connect_timeout=0.3, read_timeout=0.3, total_timeout=5, allow_private=True)
SLUGS = [f"gemeente-{number}" for number in range(6)]


@dataclass
class SilentServer:
    """Takes connections, and says nothing."""

    port: int = 0
    kept: list[socket.socket] = field(default_factory=list)

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                self.kept.append(listening.accept()[0])
            except OSError:
                return


@pytest.fixture
def silent() -> Iterator[SilentServer]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = SilentServer(listening.getsockname()[1])
        thread = Thread(target=server.serve, args=(listening,), daemon=True)
        thread.start()
        yield server
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(20)
        for each in server.kept:
            each.close()


def send(database: Database, documents: Path, clock: Clock, *connections: Channel) -> SendResult:
    config = SenderConfig(
        database, DocumentStore(documents), clock, TODAY, lease_seconds=60, retry_seconds=300
    )
    with_all = SendResult()
    while (sent := send_due(config, connections)).states:
        with_all += sent
    return with_all


@pytest.mark.long
@pytest.mark.parametrize("kind", ["webdav", "wordpress", "webhook", "mastodon"])
def test_the_sites_of_many_on_one_silent_host_are_waited_for_once(
    sqlite_database: Database, tmp_path: Path, silent: SilentServer, kind: str
) -> None:
    url, clock = f"http://127.0.0.1:{silent.port}", Clock()
    channels: dict[str, Channel] = {
        "webdav": WebdavChannel(lambda slug: WebdavSite(f"{url}/{slug}", limits=BRIEF)),
        "wordpress": WordpressChannel(lambda slug: WordpressSite(f"{url}/{slug}", "mvo", "x", limits=BRIEF)),
        "webhook": WebhookChannel(
            lambda slug: WebhookSite(f"{url}/{slug}", resend_in_doubt=True, limits=BRIEF)
        ),
        "mastodon": MastodonChannel(lambda slug: MastodonSite(url, slug, limits=BRIEF)),
    }
    for slug in SLUGS:
        what = replace(POST if kind == "mastodon" else PAGE, key=f"{slug}/{kind}")
        published(sqlite_database, tmp_path, [what], kind, slug)
    assert send(sqlite_database, tmp_path, clock, channels[kind]).states == {DeliveryState.PENDING: 6}
    assert len(silent.kept) == 1
    found = rows(sqlite_database)
    assert "no answer in time" in found[0].reason
    assert {each.reason for each in found[1:]} == {
        "127.0.0.1 was silent before in this run (no answer in time), and is not asked again;"
        " it is tried again later"
    }
    assert [each.attempts for each in found] == [1, *[0] * 5], "what was not asked costs no attempt"
    clock.advance(3600)
    SILENT_HOSTS.forget()  # as the next run does
    assert send(sqlite_database, tmp_path, clock, channels[kind]).states == {DeliveryState.PENDING: 6}
    assert len(silent.kept) == 2


def test_a_host_that_answers_is_asked_beside_a_silent_one_and_the_rest_arrives_in_a_later_run(
    sqlite_database: Database, tmp_path: Path, silent: SilentServer
) -> None:
    folder, clock, is_mended = tmp_path / "site", Clock(), False
    folder.mkdir()
    for slug in SLUGS:
        published(sqlite_database, tmp_path, [replace(PAGE, key=slug)], "webdav", slug)
    with WebdavServer(folder) as fine:
        for slug in SLUGS:
            (folder / slug).mkdir()

        def find(slug: str) -> WebdavSite:
            is_fine = is_mended or slug in SLUGS[4:]
            url = fine.url if is_fine else f"http://127.0.0.1:{silent.port}"
            return WebdavSite(f"{url}/{slug}", USER, PASSWORD, BRIEF)

        channel = WebdavChannel(find)
        sent = send(sqlite_database, tmp_path, clock, channel)
        assert sent.states == {DeliveryState.PENDING: 4, DeliveryState.SENT: 2}
        is_mended = True
        clock.advance(3600)
        SILENT_HOSTS.forget()
        assert send(sqlite_database, tmp_path, clock, channel).states == {DeliveryState.SENT: 4}
    assert len([name for name in files(folder) if name.endswith("index.html")]) == 6


def test_a_mail_server_that_does_not_greet_is_waited_for_once_by_all_connections_and_batches(
    sqlite_database: Database, tmp_path: Path, silent: SilentServer
) -> None:
    """Each connection of each batch waited for half a minute."""
    server, clock = SmtpServer("127.0.0.1", silent.port, timeout=0.3), Clock()
    for number in range(3):  # as the batches of a daily run do, one after the other
        add_deliveries(sqlite_database, tmp_path, 10)
        clock.advance(number)
        connections = build_smtp_connections(server, 5)
        result = send(sqlite_database, tmp_path, clock, *connections)
        assert result.channel_down
        for each in connections:
            each.close()
    assert len(silent.kept) == 1
    found = rows(sqlite_database)
    assert [each.state for each in found] == [DeliveryState.PENDING] * 30
    assert all("no connection with the mail server" in each.reason for each in found)
    assert {each.attempts for each in found} == {0}


def test_the_accounts_of_many_on_one_silent_host_are_waited_for_once(
    sqlite_database: Database, silent: SilentServer
) -> None:
    with sqlite_database.write_session() as session:
        municipalities = [get_or_add_municipality(session, slug) for slug in SLUGS]
    url, noon = f"http://127.0.0.1:{silent.port}", Clock()()
    fetched = fetch_all_mentions(
        sqlite_database,
        municipalities,
        lambda slug: MastodonSite(url, slug, limits=BRIEF),
        ReceiptTime(noon, noon.date()),
    )
    assert [each.municipality for each in fetched.outages] == SLUGS
    assert len(silent.kept) == 1


def test_a_host_that_refuses_or_breaks_off_is_asked_each_time(silent: SilentServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        free = listening.getsockname()[1]
    for _ in range(2):
        with HttpClient(BRIEF) as client, pytest.raises(Exception, match="refused"):
            client.request("GET", f"http://127.0.0.1:{free}/")
    with closing(socket.create_connection(("127.0.0.1", silent.port))), HttpClient(BRIEF) as client:
        with pytest.raises(Exception, match="no answer in time"):
            client.request("GET", f"http://127.0.0.1:{silent.port}/")
        with pytest.raises(HostSilent):
            client.request("GET", f"http://127.0.0.1:{silent.port}/another")
