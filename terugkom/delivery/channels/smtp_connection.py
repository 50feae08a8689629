"""An SMTP connection with a limit on the time that its server may take, and on the length of an answer.

The limit of a socket is per byte: a server that sends one now and then would never reach it. Here the time
that is spent waiting for the server is added up over a whole conversation. What this process does meanwhile
on other connections is not counted there: the answer may long have been there. Nor is a server that answers
elsewhere silent; of one that answers on none of five connections, all asked at once, one is waited for. But
each one that was given a mail is waited for: that mail would be sent again.
"""

import base64
import hmac
import io
import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from terugkom import clock
from terugkom.delivery.channels.name_lookup import SocketAddress, look_up
from terugkom.errors import Message

_MAX_ANSWER_BYTES = 64 * 1024
_MAX_CHALLENGES = 5  # of one login
_SHORTEST = 1 / 10  # of the time for an answer: what came meanwhile is read, however long ago it was asked


@dataclass
class ServerActivity:
    """When a server last answered, on whichever of several connections with it."""

    answered_at: float = float("-inf")


class LimitedTime:
    """How long the server may still take, in seconds: `per_answer` at once, and `total` since `restart`."""

    def __init__(self, per_answer: float, total: float, activity: ServerActivity) -> None:
        self._per_answer, self._total, self._activity = per_answer, total, activity
        self._left, self._left_of_answer = total, per_answer

    def restart(self) -> None:
        """Begin a new conversation."""
        self._left = self._total

    def restart_answer(self, asked_at: float | None = None) -> None:
        """Begin to wait for the next answer, which was asked at that moment, or for a connection."""
        silent_since = None if asked_at is None else max(asked_at, self._activity.answered_at)
        waited = 0.0 if silent_since is None else clock.measure() - silent_since
        self._left_of_answer = max(self._per_answer - waited, self._per_answer * _SHORTEST)

    def record_answer(self) -> None:
        """Record that the server answered."""
        self._activity.answered_at = clock.measure()

    def start(self, *, sends: bool = False) -> tuple[float, float]:
        """Return how long the next call may wait, and when it starts. Raises TimeoutError if time is up."""
        left = self._left if sends else min(self._left, self._left_of_answer)
        if left <= 0:
            limit = self._total if self._left <= 0 else self._per_answer
            raise TimeoutError(Message("channel.timed-out", seconds=limit))
        return left, clock.measure()

    def stop(self, started: float) -> None:
        """Count the time since `started`."""
        taken = clock.measure() - started
        self._left -= taken
        self._left_of_answer -= taken


class LimitedTls:
    """Encrypts a socket in limited time; what smtplib needs of an SSL context."""

    def __init__(self, limit: LimitedTime) -> None:
        """Read no certificates yet: many connections, such as those to a relay on this machine, need none."""
        self._limit = limit

    def wrap_socket(self, opened: socket.socket, server_hostname: str) -> ssl.SSLSocket:
        """Return the encrypted socket; the certificates of the system are trusted. Raises OSError."""
        context = ssl.create_default_context()
        self._limit.restart_answer()
        seconds, started = self._limit.start()
        try:
            opened.settimeout(seconds)
            return context.wrap_socket(opened, server_hostname=server_hostname)
        finally:
            self._limit.stop(started)


class LimitedSmtp(smtplib.SMTP):
    """`smtplib.SMTP` with limited time; with `tls` the connection is encrypted from the start."""

    def __init__(self, host: str, port: int, limit: LimitedTime, tls: "LimitedTls | None" = None) -> None:
        """Connect. Raises OSError."""
        self._limit, self._tls = limit, tls
        self._asked_at: float | None = None  # since when an answer is awaited
        super().__init__(host, port)

    @property
    def peer_address(self) -> str:
        """The IP address at the other end."""
        return str(self.sock.getpeername()[0]) if self.sock else ""

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        """Connect to the first address that answers (overridden as `smtplib.SMTP_SSL` does)."""
        error: OSError = OSError(Message("channel.smtp.no-address"))
        for family, kind, protocol, address in self._look_up(host, port):
            opened = socket.socket(family, kind, protocol)
            self._limit.restart_answer()
            seconds, started = self._limit.start()
            try:
                opened.settimeout(seconds)
                opened.connect(address)
            except OSError as failed:
                opened.close()
                error = failed
            else:
                break
            finally:
                self._limit.stop(started)
        else:
            raise error
        return self._tls.wrap_socket(opened, host) if self._tls else opened

    def _look_up(self, host: str, port: int) -> list[SocketAddress]:
        self._limit.restart_answer()
        seconds, started = self._limit.start()
        try:
            return look_up(host, port, seconds)
        finally:
            self._limit.stop(started)

    def auth(
        self,
        mechanism: str,
        authobject: Callable[..., str | None],
        *,
        initial_response_ok: bool = True,
    ) -> tuple[int, bytes]:
        """Log in with a user and a password in UTF-8 (RFC 4616); smtplib refuses all that is not ASCII.

        Raises SMTPException.
        """
        first = authobject() if initial_response_ok else None
        begin = f"{mechanism.upper()} {_encode(first)}" if first is not None else mechanism.upper()
        code, answer = self.docmd("AUTH", begin)
        already = 0 if first is None else 1
        for count in range(already + 1, already + 1 + _MAX_CHALLENGES):
            if code != 334:
                break
            self._auth_challenge_count = count  # smtplib's LOGIN answers by it: first the user
            code, answer = self.docmd(_encode(authobject(base64.decodebytes(answer))))
        if code in (235, 503):
            return code, answer
        raise smtplib.SMTPAuthenticationError(code, answer)

    def auth_cram_md5(self, challenge: bytes | None = None) -> Any:  # type: ignore[override]
        """Return the answer to a challenge (RFC 2195), None before there is one; the password in UTF-8."""
        if challenge is None:
            return None
        return f"{self.user} {hmac.new(self.password.encode(), challenge, 'md5').hexdigest()}"

    def getreply(self) -> tuple[int, bytes]:
        """Return an answer. Raises TimeoutError if it is not there in time, OSError if it is too long."""
        if self.file is None and self.sock is not None:
            self._reader = _LimitedReader(self, self._limit)
            self.file = io.BufferedReader(self._reader)
        if self.file is not None:
            self._reader.byte_count = 0
        self._limit.restart_answer(self._asked_at)
        answer = super().getreply()
        self._limit.record_answer()
        return answer

    def get_content_reply(self) -> tuple[int, bytes]:
        """Return the answer to the content of a mail, as `getreply`, with the time of an answer from now on.

        A mail whose answer is not waited for is in doubt, and sent again.
        """
        self._asked_at = None
        return self.getreply()

    def send(self, s: Any) -> None:
        """Send all of it, within the time that is left."""
        if self.sock is None:
            super().send(s)
            return
        seconds, started = self._limit.start(sends=True)
        try:
            self.sock.settimeout(seconds)
            super().send(s)
        finally:
            self._limit.stop(started)
            self._asked_at = clock.measure()


def is_loopback(address: str) -> bool:
    """Return whether a connection to an IP address stays on this machine. A name would say nothing."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def _encode(text: str | None) -> str:
    """Return an answer to a server as it is sent."""
    return base64.b64encode((text or "").encode()).decode("ascii")


class _LimitedReader(io.RawIOBase):
    """Reads from the socket of a connection, for as long as its time lasts."""

    def __init__(self, smtp: LimitedSmtp, limit: LimitedTime) -> None:
        self._smtp, self._limit, self.byte_count = smtp, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.byte_count > _MAX_ANSWER_BYTES:
            raise OSError(Message("channel.smtp.answer-too-large", limit=_MAX_ANSWER_BYTES))
        if self._smtp.sock is None:
            return 0
        seconds, started = self._limit.start()
        try:
            self._smtp.sock.settimeout(seconds)
            count = self._smtp.sock.recv_into(buffer)
        finally:
            self._limit.stop(started)
        self.byte_count += count
        return count
