"""The line over HTTP: whom it speaks to, for how long, and what it makes of each answer."""

import gzip
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from terugkom.delivery.channels.base import (
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import HttpClient, RequestLimits
from terugkom.delivery.channels.http_response import HttpResponse
from terugkom.delivery.channels.public_addresses import is_public
from tests.delivery.web_server import (
    DRIP,
    DROPPED,
    GATEWAY,
    HANG,
    HUGE_ANSWER,
    LOST,
    RESET,
    FakeServer,
    Fault,
    refused,
)
from tests.mail_server import Certificates

HERE = RequestLimits(connect_timeout=2, read_timeout=0.3, total_timeout=5, allow_private=True)
SECRET = "geheim-wachtwoord-€"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server


def ask(
    server: FakeServer, reach: RequestLimits = HERE, method: str = "POST", creates: bool = True
) -> HttpResponse:
    with HttpClient(reach, ("redactie", SECRET)) as line:
        return line.request(method, f"{server.url}/deur", creates=creates, data=b"x" * 4000)


def wrong(
    server: FakeServer, fault: Fault, reach: RequestLimits = HERE, creates: bool = True
) -> ChannelError:
    server.faults.append(("POST", fault))
    with pytest.raises(ChannelError) as caught:
        ask(server, reach, creates=creates)
    assert SECRET not in repr(caught.value)
    return caught.value


def test_what_was_taken_is_returned_as_it_was_said(server: FakeServer) -> None:
    answer = ask(server)
    assert (answer.status, answer.json()) == (200, {"ok": True})
    (asked,) = server.asked
    assert asked.content == b"x" * 4000
    assert asked.headers["Authorization"] == "Basic cmVkYWN0aWU6Z2VoZWltLXdhY2h0d29vcmQt4oKs"


# What an answer means


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, ChannelUnavailable), (302, ChannelUnavailable), (303, ChannelUnavailable),
        (307, ChannelUnavailable), (308, ChannelUnavailable),
        (400, PermanentFailure), (413, PermanentFailure), (422, PermanentFailure),
        (401, ChannelUnavailable), (403, ChannelUnavailable), (404, ChannelUnavailable),
        (405, ChannelUnavailable), (410, ChannelUnavailable), (501, ChannelUnavailable),
        (408, TemporaryFailure), (423, TemporaryFailure), (425, TemporaryFailure), (429, TemporaryFailure),
        (500, TemporaryFailure), (503, TemporaryFailure), (507, TemporaryFailure),
        (502, DeliveryInDoubt), (504, DeliveryInDoubt),
    ],
)  # fmt: skip
def test_each_status_has_its_meaning(server: FakeServer, status: int, error: type[ChannelError]) -> None:
    found = wrong(server, refused(status, Location="https://elders.example/"))
    assert type(found) is error
    assert f"127.0.0.1 answered {status}: as asked" in str(found)
    assert len(server.asked) == 1, "nobody followed a redirect, nobody tried again"


def test_where_asking_twice_is_harmless_a_gateway_leaves_no_doubt(server: FakeServer) -> None:
    assert type(wrong(server, refused(504), creates=False)) is TemporaryFailure
    assert type(wrong(server, LOST, creates=False)) is TemporaryFailure


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "120"}, 120),
        ({"Retry_After": "0"}, 0),
        ({"Retry_After": "9" * 400}, float("inf")),
        ({"Retry_After": "-5"}, 0),
        ({"Retry_After": "soon"}, 0),
        ({"Retry_After": "Mon, 01 Mar 2027 00:02:00"}, 0),
        ({}, 0),
    ],
)
def test_a_server_may_say_when_to_come_back(
    server: FakeServer, headers: dict[str, str], seconds: float
) -> None:
    found = wrong(server, refused(429, **headers))
    assert isinstance(found, TemporaryFailure)
    assert found.retry_after == seconds


def test_when_to_come_back_may_be_a_date_by_the_servers_own_clock(server: FakeServer) -> None:
    late = wrong(server, refused(503, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"))
    assert isinstance(late, TemporaryFailure)
    assert late.retry_after > 86400
    past = wrong(server, refused(503, Retry_After="Wed, 01 Jan 2020 00:00:00 GMT"))
    assert isinstance(past, TemporaryFailure)
    assert past.retry_after == 0


def test_a_redirect_is_not_even_read() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: https://elders.example/\r\nContent-Length: 900000000\r\n\r\n"
    elsewhere = pytest.raises(ChannelUnavailable, match="a redirect, which is refused")
    with bare(head + b"x" * 2_000_000) as port, HttpClient(HERE) as line, elsewhere:
        line.request("POST", f"http://127.0.0.1:{port}/", creates=True)


# What is not heard


@pytest.mark.parametrize("fault", [LOST, HANG, HUGE_ANSWER, GATEWAY])
def test_what_was_done_and_not_heard_is_in_doubt(server: FakeServer, fault: str) -> None:
    assert type(wrong(server, fault)) is DeliveryInDoubt
    assert len(server.asked) == 1


def test_an_answer_without_end_is_not_read_to_the_end(server: FakeServer) -> None:
    found = wrong(server, HUGE_ANSWER)
    assert str(found) == "127.0.0.1 answered more than 1000000 bytes"


def test_an_answer_that_only_grows_when_unpacked_is_not_read_either() -> None:
    packed = gzip.compress(b"x" * 50_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    too_large = pytest.raises(TemporaryFailure, match="more than 1000000 bytes")
    with bare(head + packed) as port, HttpClient(HERE) as line, too_large:
        line.request("GET", f"http://127.0.0.1:{port}/")


def test_an_answer_that_drips_ends_with_the_time_for_the_whole(server: FakeServer) -> None:
    began = time.monotonic()
    found = wrong(server, DRIP, RequestLimits(read_timeout=5, total_timeout=0.5, allow_private=True))
    assert type(found) is DeliveryInDoubt
    assert str(found) == "127.0.0.1: no answer after all was sent: not done within 0.5 seconds"
    assert time.monotonic() - began < 3


def test_the_time_for_the_whole_holds_over_several_requests(server: FakeServer) -> None:
    with HttpClient(RequestLimits(read_timeout=5, total_timeout=0.4, allow_private=True)) as line:
        line.request("GET", f"{server.url}/een")
        time.sleep(0.5)
        with pytest.raises(TemporaryFailure, match=r"not done within 0\.4 seconds"):
            line.request("GET", f"{server.url}/twee")


@pytest.mark.parametrize("fault", [DROPPED, RESET])
def test_a_connection_that_broke_before_all_was_sent_costs_nothing(fault: str) -> None:
    whole = b"x" * 20_000_000  # more than the system takes off our hands
    with FakeServer(faults=[("POST", fault)]) as server, HttpClient(HERE) as line:
        with pytest.raises(TemporaryFailure):
            line.request("POST", f"{server.url}/", creates=True, data=whole)
        assert server.asked == []


def test_nobody_there_is_tried_again_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        HttpClient(HERE) as line,
        pytest.raises(TemporaryFailure, match=r"^127\.0\.0\.1: Connection refused$"),
    ):
        line.request("POST", f"http://127.0.0.1:{port}/", creates=True)


@pytest.mark.parametrize(
    ("code", "error", "said"),
    [
        (socket.EAI_NONAME, ChannelUnavailable, " does not exist; look at the address in the settings"),
        (socket.EAI_AGAIN, TemporaryFailure, ": Temporary failure in name resolution"),
    ],
)
def test_a_name_that_does_not_exist_is_of_the_settings_and_one_that_is_not_found_now_is_not(
    monkeypatch: pytest.MonkeyPatch, code: int, error: type[ChannelError], said: str
) -> None:
    def answer(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(code, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", answer)
    with HttpClient(HERE) as line, pytest.raises(error, match=rf"^nergens\.invalid{said}$"):
        line.request("POST", "https://nergens.invalid/geheim", creates=True)


# Whom it speaks to


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"])
def test_a_private_address_is_refused_before_anything_is_sent(server: FakeServer, name: str) -> None:
    with HttpClient(RequestLimits()) as line, pytest.raises(ChannelUnavailable, match="private address"):
        line.request("POST", f"https://{name}:{server.port}/deur", creates=True)
    assert server.asked == []


def test_a_name_is_judged_by_the_address_that_is_connected_to(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name whose answer changes: public for who checks, private for who connects."""
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    real, asked = socket.getaddrinfo, []

    def turning(host: str, port: int, *args: object, **more: object) -> object:
        if host != "www.lievegem.example":
            return real(host, port, *args, **more)  # type: ignore[call-overload]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), server.port))]

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    socket.getaddrinfo("www.lievegem.example", server.port)  # whoever looked before: it seemed public
    with (
        HttpClient(RequestLimits(connect_timeout=1)) as line,
        pytest.raises(ChannelUnavailable, match="private address"),
    ):
        line.request("POST", f"https://www.lievegem.example:{server.port}/", creates=True)
    assert (server.asked, len(asked)) == ([], 2)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1",
     "64:ff9b:1::808:808", "64:ff9b:1::7f00:1", "fec0::1", "feff::1", "::7f00:1", "::808:808",
     "::ffff:0:7f00:1", "::ffff:0:808:808", "2002:808:808::", "2001:0:808:808::1", "2001:20::1", "100::1",
     "3fff::1", "5f00::1", "4000::1", "2a02:1800::5efe:7f00:1", "2a02:1800::200:5efe:a00:1",
     "192.88.99.1", "192.0.0.9", "198.18.0.1", "203.0.113.9", "240.0.0.1", "ff0e::1", "::ffff:100.64.1.1"],
)  # fmt: skip
def test_these_are_not_of_the_internet_at_large(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2a02:1800::5efe:808:808",
     "192.0.1.1", "100.128.0.1", "172.32.0.1", "2001:200::1"],
)  # fmt: skip
def test_these_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["", "www.lievegem.example", "ftp://a.example/", "file:///etc/passwd", "https://", "https://[::1",
     "https://a.example:99999/", "https://a.example:x/", f"https://{'a' * 70}.example/", "http://www.a.example/"],
)  # fmt: skip
def test_an_address_that_is_none_stops_the_way_out_and_is_not_repeated(url: str) -> None:
    with HttpClient(RequestLimits()) as line, pytest.raises(ChannelUnavailable) as caught:
        line.request("POST", url and url + "?geheim", creates=True)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("token", ["with\nbreak", "with €"])
def test_a_token_that_cannot_be_sent_stops_the_way_out_and_is_not_repeated(
    server: FakeServer, token: str
) -> None:
    with (
        HttpClient(HERE, token=token) as line,
        pytest.raises(ChannelUnavailable, match="cannot be sent") as caught,
    ):
        line.request("POST", server.url, creates=True)
    assert (token not in repr(caught.value), server.asked) == (True, [])


def test_no_proxy_or_netrc_of_the_machine_is_used(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ander password ander\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with HttpClient(HERE) as line:
        line.request("GET", server.url)
    assert "Authorization" not in server.asked[0].headers


# TLS


def test_a_certificate_that_nobody_trusts_stops_the_way_out(issued: Certificates) -> None:
    with FakeServer(tls=issued.context()) as server, HttpClient(HERE) as line:
        with pytest.raises(ChannelUnavailable, match="certificate that is not trusted"):
            line.request("POST", server.url.replace("http:", "https:"), creates=True)
        assert server.asked == []


def test_a_certificate_that_the_machine_trusts_will_do(certificates: Certificates) -> None:
    assert os.environ["SSL_CERT_FILE"]
    with FakeServer(tls=certificates.context()) as server, HttpClient(HERE) as line:
        assert line.request("GET", server.url.replace("http:", "https:")).status == 200


def test_a_certificate_for_another_host_stops_the_way_out(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *args, **more: real("127.0.0.1", *args, **more))
    with FakeServer(tls=certificates.context()) as server, HttpClient(HERE) as line:
        with pytest.raises(ChannelUnavailable, match="certificate that is not trusted"):
            line.request("POST", f"https://www.lievegem.example:{server.port}/", creates=True)
        assert server.asked == []


def test_a_handshake_that_never_ends_ends_with_the_time_for_the_whole() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        HttpClient(RequestLimits(total_timeout=0.4, allow_private=True)) as line,
    ):
        began = time.monotonic()
        with pytest.raises(TemporaryFailure, match="not done within"):
            line.request("POST", f"https://127.0.0.1:{silent.getsockname()[1]}/", creates=True)
        assert time.monotonic() - began < 3


class bare:  # noqa: N801  reads as a word
    """A server that says the same to whoever comes first."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> int:
        self._thread.start()
        return int(self._listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(self._answer)
            except OSError:
                return
