"""A host that was silent once in a run is not asked again in it: each of 300 sites was waited for."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import Thread, local

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels import http_client
from terugkom.delivery.channels.base import Channel, HostSilent, TemporaryFailure
from terugkom.delivery.channels.http_client import HttpClient, RequestLimits
from terugkom.delivery.channels.mastodon import MastodonChannel, MastodonSite
from terugkom.delivery.channels.name_lookup import SocketAddress
from terugkom.delivery.channels.silent_hosts import SILENT_HOSTS, SilentHosts
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
from tests.delivery.test_smtp_limits import serving, usual
from tests.delivery.web_server import DRIP, HANG, FakeServer
from tests.delivery.webdav_server import PASSWORD, USER, WebdavServer
from tests.mail_server import HANG as HANG_MAIL
from tests.mail_server import MailServer

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


@pytest.mark.parametrize(("step", "timeout", "limit"), [("at_mail", 0.6, 2.4), ("at_dot", 0.3, 2.7)])
def test_a_mail_server_that_greets_and_then_is_silent_is_waited_for_once_by_all_connections_and_batches(
    sqlite_database: Database, tmp_path: Path, step: str, timeout: float, limit: float
) -> None:
    """Five connections that asked at once were each waited for, one after the other, in each batch. After the
    content they are still, in the first one."""
    clock, connections = Clock(), list[Channel]()
    with MailServer() as hanging:
        server = SmtpServer("127.0.0.1", hanging.port, timeout=timeout)
        rules: dict[str, str] = getattr(hanging, step)
        names = [f"t{number}@b.be" for number in range(12)]
        rules |= dict.fromkeys(["mvo@lievegem.example"] if step == "at_mail" else names, HANG_MAIL)
        started = time.monotonic()
        for number in range(2):
            some = names[6 * number : 6 * number + 6]
            add_deliveries(sqlite_database, tmp_path, 6, recipients=some)
            clock.advance(1)
            connections = build_smtp_connections(server, 5)
            assert send(sqlite_database, tmp_path, clock, *connections).channel_down
            for each in connections:
                each.close()
        assert time.monotonic() - started < limit, "five tries in each batch take ten times the timeout"
    found = rows(sqlite_database)
    assert {each.attempts for each in found[5:]} == {0}
    assert {each.state for each in found[5:]} == {DeliveryState.PENDING}


def test_a_mail_server_that_answers_one_connection_after_the_other_is_waited_for(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """A scanner that looks at one mail at a time: the last of five waits as long as all together."""
    order, here, first = count(1), local(), list[float]()

    def scan(line: str) -> str:
        if line.startswith("MAIL"):
            here.number = next(order)
        if line == ".":
            first.append(time.monotonic())
            time.sleep(max(0.0, first[0] + 0.15 * here.number - time.monotonic()))
        return usual(line)

    add_deliveries(sqlite_database, tmp_path, 5)
    with serving(scan) as port:
        connections = build_smtp_connections(SmtpServer("127.0.0.1", port, timeout=0.4), 5)
        assert send(sqlite_database, tmp_path, Clock(), *connections).states == {DeliveryState.SENT: 5}
        for each in connections:
            each.close()


def test_a_mail_server_that_accepted_mails_in_an_earlier_batch_of_the_run_is_not_left_alone(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """Five slow mails at the head of the next batch held back all others of the run."""
    clock, names = Clock(), [f"t{number}@b.be" for number in range(5)]
    with MailServer() as half:
        half.at_dot |= dict.fromkeys(names, HANG_MAIL)
        server = SmtpServer("127.0.0.1", half.port, timeout=0.1)
        for batch in (["t5@b.be"], names, ["t6@b.be"]):
            add_deliveries(sqlite_database, tmp_path, len(batch), recipients=batch)
            clock.advance(1)
            connections = build_smtp_connections(server, 5)
            send(sqlite_database, tmp_path, clock, *connections)
            for each in connections:
                each.close()
        assert [each.state for each in rows(sqlite_database)][-1] == DeliveryState.SENT
        SILENT_HOSTS.forget()
        assert not SILENT_HOSTS.has_accepted("127.0.0.1", half.port), "another run knows nothing of this one"


def test_a_mail_server_that_answers_a_little_late_has_four_of_five_mails_sent_once(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """All were handed over at once; the first was waited for, and the others sent again unheard."""
    limit, handed_over = 0.4, list[float]()

    def answer(line: str) -> str:
        if line == ".":
            handed_over.append(time.monotonic())
            time.sleep(max(0.0, handed_over[0] + 1.4 * limit - time.monotonic()))
        return usual(line)

    add_deliveries(sqlite_database, tmp_path, 5)
    with serving(answer) as port:
        connections = build_smtp_connections(SmtpServer("127.0.0.1", port, timeout=limit), 5)
        send(sqlite_database, tmp_path, Clock(), *connections)
        for each in connections:
            each.close()
    states = [each.state for each in rows(sqlite_database)]
    assert states == [DeliveryState.IN_DOUBT, *[DeliveryState.SENT] * 4]


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


def find_here(host: str, port: int, _seconds: float) -> list[SocketAddress]:
    """Find each name at the same address; before it at one that takes no connection, if it is `two.*`."""
    where = ["127.0.0.9", "127.0.0.1"] if host.startswith("two.") else ["127.0.0.1"]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, (each, port)) for each in where]


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "look_up", find_here)


@pytest.mark.usefixtures("named")
def test_the_sites_with_names_of_their_own_on_one_silent_machine_are_waited_for_twice(
    sqlite_database: Database, tmp_path: Path, silent: SilentServer
) -> None:
    """Twice, for one site that hangs says nothing of the others on its machine."""
    limits = replace(BRIEF, read_timeout=0.1)
    channel = WebdavChannel(
        lambda slug: WebdavSite(f"http://{slug}.example:{silent.port}/site", limits=limits)
    )
    for slug in SLUGS:
        published(sqlite_database, tmp_path, [replace(PAGE, key=slug)], "webdav", slug)
    assert send(sqlite_database, tmp_path, Clock(), channel).states == {DeliveryState.PENDING: 6}
    assert len(silent.kept) == 2
    found = rows(sqlite_database)
    assert [each.attempts for each in found] == [1, 1, 0, 0, 0, 0]
    assert found[5].reason == (
        "gemeente-5.example (127.0.0.1) was silent before in this run (no answer in time),"
        " and is not asked again; it is tried again later"
    )


def ask(host: str, port: int, scheme: str = "http", limits: RequestLimits = BRIEF) -> None:
    with HttpClient(limits) as client:
        client.request("GET", f"{scheme}://{host}:{port}/")


@pytest.mark.usefixtures("named")
def test_a_machine_that_takes_a_connection_and_begins_no_tls_is_waited_for_once(
    silent: SilentServer,
) -> None:
    with pytest.raises(TemporaryFailure, match="no answer in time"):
        ask("een.example", silent.port, "https")
    with pytest.raises(HostSilent):
        ask("twee.example", silent.port, "https")
    assert len(silent.kept) == 1


@pytest.mark.usefixtures("named")
def test_an_address_that_takes_no_connection_is_waited_for_once_and_another_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []
    connect = socket.create_connection

    def wait(where: tuple[str, int], seconds: float) -> socket.socket:
        tried.append(where[0])
        if where[0] == "127.0.0.9":
            raise TimeoutError
        return connect(where, seconds)

    monkeypatch.setattr(socket, "create_connection", wait)
    with FakeServer() as server:
        for host in ("two.een.example", "two.twee.example"):
            ask(host, server.port)
    assert tried == ["127.0.0.9", "127.0.0.1", "127.0.0.1"]


def test_sites_that_hang_on_a_machine_whose_others_answer_are_no_silence_of_it() -> None:
    hosts = SilentHosts()
    hosts.record("een.example", 443, "slow", "192.0.2.1")
    assert hosts.find_address("192.0.2.1", 443) is None
    hosts.record_answer("192.0.2.1", 443)
    hosts.record("twee.example", 443, "slow", "192.0.2.1")
    assert hosts.find_address("192.0.2.1", 443) is None
    assert hosts.find("een.example", 443) == "slow", "it is not asked again itself"
    hosts.record("drie.example", 443, "slow", "192.0.2.1")
    assert hosts.find_address("192.0.2.1", 443) == "slow"
    assert hosts.find_address("192.0.2.1", 80) is None
    assert hosts.find_address("192.0.2.2", 443) is None


def test_a_process_that_goes_on_asks_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts, seconds = SilentHosts(), 0.0
    monkeypatch.setattr("terugkom.clock.measure", lambda: seconds)
    for host in ("een.example", "twee.example"):
        hosts.record(host, 443, "slow", "192.0.2.1")
    hosts.record("192.0.2.2", 443, "slow")
    assert hosts.find_address("192.0.2.1", 443)
    seconds = 1300.0
    assert hosts.find("een.example", 443) is None
    assert hosts.find_address("192.0.2.1", 443) is None
    assert hosts.find_address("192.0.2.2", 443) is None
    hosts.record("een.example", 443, "slow", "192.0.2.1")
    assert hosts.find_address("192.0.2.1", 443) is None


@pytest.mark.parametrize("fault", [None, HANG], ids=["between", "during"])
def test_a_host_that_answered_until_the_time_for_all_requests_ran_out_is_not_silent(
    fault: str | None,
) -> None:
    limits = RequestLimits(read_timeout=5, total_timeout=0.3, allow_private=True)
    with FakeServer() as server:
        with HttpClient(limits) as client:
            for _ in range(2):
                client.request("GET", f"{server.url}/")
            if fault:
                server.faults.append(("GET", fault))
            else:
                time.sleep(0.4)
            with pytest.raises(TemporaryFailure, match="not done within"):
                client.request("GET", f"{server.url}/")
        with HttpClient(BRIEF) as client:
            client.request("GET", f"{server.url}/")


def test_a_host_that_says_nothing_in_all_the_time_there_is_is_silent(silent: SilentServer) -> None:
    """The time for all requests is a setting, which may be less than that for one."""
    limits = RequestLimits(total_timeout=0.2, allow_private=True)
    with pytest.raises(TemporaryFailure, match="not done within"):
        ask("127.0.0.1", silent.port, limits=limits)
    with pytest.raises(HostSilent):
        ask("127.0.0.1", silent.port, limits=limits)


def test_a_host_that_began_an_answer_is_not_silent() -> None:
    with FakeServer(faults=[("GET", DRIP)]) as server:
        with pytest.raises(TemporaryFailure, match="no answer in time"):
            ask("127.0.0.1", server.port, limits=replace(BRIEF, read_timeout=0.02))
        ask("127.0.0.1", server.port)


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
