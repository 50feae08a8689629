"""A connection with a mailbox: secured, logged in, in limited time, and what its answers mean."""

import contextlib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from imaplib import IMAP4, IMAP4_SSL
from threading import Timer
from typing import Any

from imap_tools import BaseMailBox, ImapToolsError, UnexpectedCommandStatusError

from terugkom import clock
from terugkom.delivery.channels.base import ChannelUnavailable, Reason
from terugkom.delivery.channels.name_lookup import look_up
from terugkom.delivery.channels.smtp import Security
from terugkom.delivery.channels.smtp_answers import redact_secrets
from terugkom.delivery.channels.smtp_connection import is_loopback
from terugkom.delivery.oauth2 import describe_missing_right, format_xoauth2
from terugkom.errors import Message
from terugkom.imap.server import ImapServer

_ERRORS = (IMAP4.error, ImapToolsError, OSError, UnicodeError)
LOGIN_SECONDS = 60.0  # from the connection to the end of the login
_MAX_SAID = 300  # characters of what a server says that are shown
_NOT_CONNECTED = "authenticated but not connected"  # Exchange Online, of a mailbox that is not granted


@dataclass
class _LimitedTime:
    """The time for all of one visit, and for each part of it: the limit of a socket is per byte, from the
    greeting on."""

    ends_at: float  # of the visit, by the clock that measures
    seconds: float = 0.0  # for what is done now
    client: IMAP4 | None = None  # as soon as it has a connection
    is_expired: bool = False
    _timer: Timer | None = field(default=None, init=False)

    def start(self, seconds: float) -> None:
        """Break the connection off after so many seconds, and at the end of the visit."""
        self.stop()
        self.seconds = min(seconds, max(0.0, self.ends_at - clock.measure()))
        self._timer = Timer(self.seconds, self._break_off)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """Break nothing off any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _break_off(self) -> None:
        self.is_expired = True
        opened: socket.socket | None = getattr(self.client, "sock", None)
        if opened is not None:
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)


class _Client(IMAP4):
    """A connection that can be broken off before its server has greeted us, which imaplib waits for."""

    def __init__(self, server: ImapServer, limit: _LimitedTime, **more: Any) -> None:
        self._limit = limit
        super().__init__(server.host, server.port, timeout=server.timeout, **more)

    def open(self, *given: Any, **named: Any) -> None:
        """Connect, and let the limit know of it."""
        self._limit.client = self
        super().open(*given, **named)


class _TlsClient(_Client, IMAP4_SSL):
    """The same, encrypted from the start."""


class OpenMailbox(BaseMailBox):
    """The mailbox of a connection that is open."""

    def __init__(self, client: IMAP4, limit: _LimitedTime) -> None:
        self._opened = client
        self._limit = limit
        super().__init__()

    def limit_next(self, seconds: float) -> None:
        """Break the connection off unless this is called again within so many seconds."""
        self._limit.start(seconds)

    def _get_mailbox_client(self) -> IMAP4:
        return self._opened


@contextmanager
def open_mailbox(server: ImapServer) -> Iterator[OpenMailbox]:
    """Yield a mailbox after the login, before a folder is chosen; then log out.

    A token that is refused is asked anew once. Raises ChannelUnavailable, with the server's words but no
    secret of ours, for whatever the server does in the context too. One that has not let us in within a
    minute is silent, however many bytes it said.
    """
    limit, mailbox = _LimitedTime(clock.measure() + server.total_timeout), None
    try:
        try:
            limit.start(LOGIN_SECONDS)
            with _call_slow_silent(limit):
                mailbox = _connect(server, limit)
                _log_in(server, mailbox)
            limit.start(server.total_timeout)
            yield mailbox
        finally:
            limit.stop()
            if mailbox is not None:
                _close(mailbox)
    except _ERRORS as error:
        if limit.is_expired:
            raise ChannelUnavailable(Message("channel.too-slow", seconds=round(limit.seconds, 1))) from None
        raise ChannelUnavailable(_describe_error(server, error)) from None


@contextmanager
def _call_slow_silent(limit: _LimitedTime) -> Iterator[None]:
    """Context in which a connection that was broken off raises TimeoutError: its server is silent."""
    try:
        yield
    except (*_ERRORS, ChannelUnavailable) as error:
        if limit.is_expired:
            raise TimeoutError from error
        raise


def _connect(server: ImapServer, limit: _LimitedTime) -> OpenMailbox:
    """Return a connection that is protected as the settings say. Raises what imaplib does."""
    look_up(server.host, server.port, server.timeout)  # the system's own has no limit of time
    if server.security is Security.TLS:
        return OpenMailbox(_TlsClient(server, limit, ssl_context=ssl.create_default_context()), limit)
    mailbox = OpenMailbox(_Client(server, limit), limit)
    try:
        if server.security is Security.STARTTLS:
            mailbox.client.starttls(ssl.create_default_context())
        elif not is_loopback(str(mailbox.client.sock.getpeername()[0])):
            raise ChannelUnavailable(Message("channel.imap.no-tls"))
    except BaseException:
        _close(mailbox)
        raise
    return mailbox


def _log_in(server: ImapServer, mailbox: BaseMailBox) -> None:
    """Log in. Raises ChannelUnavailable if the login is refused, or cannot be tried."""
    if server.tokens is None:
        try:
            _log_in_by_password(server, mailbox)
        except IMAP4.abort:  # the connection broke
            raise
        except (IMAP4.error, ImapToolsError) as error:
            why = _describe_error(server, error)
            raise ChannelUnavailable(Message("channel.imap.login-refused", why=why)) from None
        return
    if "AUTH=XOAUTH2" not in mailbox.client.capabilities:
        raise ChannelUnavailable(Message("channel.imap.no-xoauth2"))
    token = server.tokens.get_token()
    try:
        _authenticate_by_token(mailbox, server.username, token)
    except IMAP4.abort:
        raise
    except IMAP4.error:
        token = server.tokens.renew_token(token)
    else:
        return
    try:
        _authenticate_by_token(mailbox, server.username, token)
    except IMAP4.abort:
        raise
    except IMAP4.error as error:
        said = _describe_error(server, error)
        why = describe_missing_right(token, "IMAP.AccessAsApp") or Message("channel.imap.not-granted")
        raise ChannelUnavailable(Message("channel.imap.token-refused", said=said, why=why)) from None


def _log_in_by_password(server: ImapServer, mailbox: BaseMailBox) -> None:
    is_plain = server.username.isascii() and server.password.isascii()
    if "AUTH=PLAIN" in mailbox.client.capabilities or not is_plain:
        mailbox.login_utf8(server.username, server.password, initial_folder=None)
    else:
        mailbox.login(server.username, server.password, initial_folder=None)


def _authenticate_by_token(mailbox: BaseMailBox, username: str, token: str) -> None:
    """Log in by XOAUTH2: to a second challenge, which says why it is refused, the answer is an empty line."""
    answers = [format_xoauth2(username, token).encode()]
    mailbox.client.authenticate("XOAUTH2", lambda _challenge: answers.pop() if answers else b"")


def _describe_error(server: ImapServer, error: Exception) -> Reason:
    """Return what went wrong, in the server's words, without a secret of ours."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Message("channel.certificate", host=server.host, why=error.verify_message)
    if isinstance(error, TimeoutError):
        return Message("channel.imap.no-answer", host=server.host)
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        return Message("channel.imap.no-connection", host=server.host, why=why)
    if isinstance(error, UnicodeError):
        return Message("channel.imap.cannot-be-sent")
    said = (
        _get_answer(error.command_result) if isinstance(error, UnexpectedCommandStatusError) else str(error)
    )
    shown = redact_secrets(said, server.secrets)[:_MAX_SAID] or type(error).__name__
    return Message("channel.imap.not-connected", said=shown) if _NOT_CONNECTED in said else shown


def _get_answer(result: tuple[object, ...]) -> str:
    """Return the server's words in the result of a command."""
    lines = result[1] if len(result) > 1 and isinstance(result[1], list) else []
    return " ".join(each.decode("utf-8", "replace") for each in lines if isinstance(each, bytes))


def _close(mailbox: BaseMailBox) -> None:
    """Log out and close; errors are ignored: what was done is done."""
    with contextlib.suppress(*_ERRORS):
        mailbox.client.logout()
    with contextlib.suppress(OSError):
        mailbox.client.shutdown()
