"""What one mailbox shows of its server holds for the others there: silence, and a refusal too."""

import socket
from collections.abc import Iterator
from functools import partial
from threading import Event, Thread

import pytest

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.name_lookup import SocketAddress
from terugkom.delivery.channels.smtp import Security
from terugkom.imap.fetch_mails import count_waiting_mails
from terugkom.imap.server import ImapServer
from terugkom.mailboxes import SilentServers


def ask(servers: SilentServers, host: str, port: int) -> int:
    server = ImapServer(host, port, Security.NONE, "x", "x", timeout=0.2)
    return servers.ask(server, partial(count_waiting_mails, server))


def test_a_name_server_that_is_silent_is_waited_for_once_for_each_mail_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The addresses were looked up, and then by the attempt once more."""
    asked, released, servers = list[str](), Event(), SilentServers()

    def look_up(host: str, *_more: object, **_named: object) -> list[SocketAddress]:
        asked.append(host)
        released.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    for host in ("mail.a.example", "mail.b.example", "mail.a.example"):
        with pytest.raises(ChannelUnavailable, match=f"{host} gave no answer in time"):
            ask(servers, host, 143)
    released.set()
    assert asked == ["mail.a.example", "mail.b.example"]


@pytest.fixture
def half_silent_port() -> Iterator[int]:
    """The port of a server that says nothing to one connection, refuses the login of the next, and so on."""
    kept: list[socket.socket] = []

    def refuse(connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"* OK hello\r\n")
            for line in lines:
                tag, command = line.split()[:2]
                if command == b"CAPABILITY":
                    connection.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
                else:
                    connection.sendall(tag + b" NO wrong password\r\n")

    def serve() -> None:
        while True:
            try:
                kept.append(listening.accept()[0])
            except OSError:
                return
            if len(kept) % 2 == 0:
                refuse(kept[-1])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(20)
    for each in kept:
        each.close()


def test_a_mailbox_that_is_refused_shows_that_its_server_answers(
    half_silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password between two silent names held back the mailboxes of all others at that address."""
    look_up, servers = socket.getaddrinfo, SilentServers()
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *more, **named: look_up("127.0.0.1", *more, **named)
    )
    refused = "login is refused"
    for name, said in (("a", "no answer"), ("b", refused), ("c", "no answer"), ("d", refused)):
        with pytest.raises(ChannelUnavailable, match=said):
            ask(servers, f"mail.{name}.example", half_silent_port)
