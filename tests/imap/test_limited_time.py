"""A mail server that hangs or drips, from its greeting on, is left when its time is up."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import pytest

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.smtp import Security
from terugkom.imap import connection
from terugkom.imap.connection import open_mailbox
from terugkom.imap.fetch_mails import count_waiting_mails
from terugkom.imap.server import ImapServer
from terugkom.mailboxes import SilentServers

_GREETING = b"* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n"


@contextmanager
def dripping(first: bytes, drip: bytes) -> Iterator[int]:
    """Yield the port of a server that says `first` at once, and then the rest a byte at a time."""
    ended = threading.Event()

    def answer() -> None:
        opened, _ = listener.accept()
        with opened:
            try:
                opened.sendall(first)
                for byte in drip * 1000:
                    if ended.wait(0.05):
                        return
                    opened.sendall(bytes([byte]))
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        ended.set()
        thread.join()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("first", [b"", _GREETING])
def test_a_server_that_drips_is_left_when_its_time_is_up(security: Security, first: bytes) -> None:
    before = time.monotonic()
    with dripping(first, b"x") as port:
        server = ImapServer("127.0.0.1", port, security, "u", "p", timeout=1, total_timeout=0.5)
        with pytest.raises(ChannelUnavailable) as raised, open_mailbox(server):
            pass
        assert time.monotonic() - before < 10, "and not after the last of many bytes"
    assert len(str(raised.value)) < 400


def test_what_a_server_says_without_end_is_not_kept_whole() -> None:
    with dripping(b"* BYE " + b"x" * 100_000 + b"\r\n", b"") as port:
        server = ImapServer("127.0.0.1", port, Security.NONE, "u", "p", timeout=5, total_timeout=5)
        with pytest.raises(ChannelUnavailable) as raised, open_mailbox(server):
            pass
    assert len(str(raised.value)) < 400


def test_a_server_that_drips_and_lets_nobody_in_is_known_as_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """It took a quarter of an hour for each mailbox there: two days for three hundred."""
    monkeypatch.setattr(connection, "LOGIN_SECONDS", 0.5)
    before = time.monotonic()
    with dripping(b"", b"x") as port:
        server = ImapServer("127.0.0.1", port, Security.NONE, "u", "p")
        silent = SilentServers()
        for each in (server, replace(server, username="w")):
            with pytest.raises(ChannelUnavailable) as raised:
                silent.ask(each, partial(count_waiting_mails, each))
    assert time.monotonic() - before < 10
    assert "not done within 0.5 seconds" in str(raised.value)
