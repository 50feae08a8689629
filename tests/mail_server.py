"""Mail servers on loopback that keep what arrives and misbehave on request.

`MailServer` is aiosmtpd with a few rules. `BareServer` is a few lines on a socket, for what aiosmtpd does
too well: it leaves in the middle of a mail, and asks for a mail whose recipient it refused.
"""

import asyncio
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.parser import BytesHeaderParser
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
DROP = "drop the connection"
HANG = "say nothing"


@dataclass(frozen=True)
class ReceivedMail:
    """One mail that was handed over whole."""

    sender: str
    recipient: str
    content: bytes

    @cached_property
    def message_id(self) -> str:
        return str(BytesHeaderParser(policy=policy.default).parsebytes(self.content)["Message-ID"])


class Mailbox:
    """What arrived, in the order in which it did."""

    def __init__(self) -> None:
        self.mails: list[ReceivedMail] = []

    @property
    def recipients(self) -> list[str]:
        return [mail.recipient for mail in self.mails]

    @property
    def message_ids(self) -> Counter[str]:
        return Counter(mail.message_id for mail in self.mails)


class Certificates:
    """A certificate for a server on loopback, and the authority that a client has to trust."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.authority = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.authority))
        self._authority = authority
        self._certificate = authority.issue_cert(HOST, "localhost")

    def expired_context(self) -> ssl.SSLContext:
        """Return a context whose certificate was valid until 2021."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        ended = self._authority.issue_cert(HOST, not_after=datetime(2021, 1, 1, tzinfo=UTC))
        ended.configure_cert(context)
        return context

    def write(self, certificate: Path, key: Path) -> None:
        """Write it for a server that reads it from files."""
        self._certificate.cert_chain_pems[0].write_to_path(str(certificate))
        self._certificate.private_key_pem.write_to_path(str(key))
        key.chmod(0o600)

    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._certificate.configure_cert(context)
        return context


@dataclass
class MailServer(Mailbox):
    """A real SMTP server in a thread.

    The rules hold until they are taken away: an answer for a recipient, at that step (MAIL has none yet, so
    there it is by sender). Instead of an answer a rule can be DROP or HANG.
    """

    starttls: ssl.SSLContext | None = None
    tls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    pipelining: bool = False
    utf8: bool = False  # takes addresses outside ASCII (RFC 6531)
    at_mail: dict[str, str] = field(default_factory=dict)
    at_rcpt: dict[str, str] = field(default_factory=dict)
    at_dot: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self.peers: list[object] = []
        self.options: list[list[str]] = []  # of each MAIL command
        self._controller = _Controller(
            _MailHandler(self),
            hostname=HOST,
            port=0,
            ssl_context=self.tls,
            tls_context=self.starttls,
            auth_required=self.login is not None,
            auth_require_tls=False,
            enable_SMTPUTF8=self.utf8,
            authenticator=self._authenticate if self.login else None,
        )

    @property
    def port(self) -> int:
        return int(self._controller.port)

    @property
    def connections(self) -> int:
        """How many connections said hello."""
        return len(set(self.peers))

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        given = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self.login, handled=False)


class _Controller(Controller):
    """Listens on a port that the system picks, and leaves no connection open behind it."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def factory(self) -> SMTP:
        connection = super().factory()
        self.handler.open.append(connection)
        return connection

    def cancel_tasks(self, stop_loop: bool = True) -> None:
        for connection in self.handler.open:
            if connection.transport is not None:
                connection.transport.abort()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        # Not at once: what was aborted above has yet to be let go of.
        self.loop.call_later(0.02, super().cancel_tasks, stop_loop)


class _MailHandler:
    def __init__(self, rules: MailServer) -> None:
        self._rules = rules
        self.open: list[SMTP] = []

    async def handle_EHLO(  # noqa: N802  aiosmtpd's names
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._rules.peers.append(session.peer)
        hello, *offers = responses
        return [hello, "250-PIPELINING", *offers] if self._rules.pipelining else responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._rules.options.append(options)
        answer = await _by(self._rules.at_mail.get(address), server)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = await _by(self._rules.at_rcpt.get(address), server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        rule = self._rules.at_dot.get(recipient)
        if rule in (None, DROP, HANG):
            self._rules.mails.append(
                ReceivedMail(str(envelope.mail_from), recipient, envelope.original_content)
            )
        return await _by(rule, server)


async def _by(rule: str | None, server: SMTP) -> str:
    if rule == HANG:
        await asyncio.sleep(3600)
    if rule == DROP:
        server.transport.abort()
        await asyncio.sleep(3600)  # until it is noticed, and this is cancelled
    if rule is not None and rule.startswith("421"):
        asyncio.get_running_loop().call_later(0.01, server.transport.close)
    return rule or "250 OK"


@dataclass
class BareServer(Mailbox):
    """A few lines of SMTP, one thread a connection.

    `refused` recipients get 550. With `asks_all_the_same` their DATA is answered with 354 after all, and what
    then comes is kept in `unasked`. With `leaves_after` it breaks off that many bytes into a mail.
    """

    pipelining: bool = True
    refused: frozenset[str] = frozenset()
    asks_all_the_same: bool = False
    leaves_after: int | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self.unasked: list[bytes] = []
        self.connections = 0
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._listen)]
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self._listener.close()
        for connection in self._open:
            with _gone_is_fine():
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._converse, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _converse(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines, _gone_is_fine():
            _say(connection, "220 here")
            sender, recipient, refused = "", "", False
            for line in lines:
                verb = line[:4].upper()
                if verb == b"EHLO":
                    _say(connection, *(["250-here", "250 PIPELINING"] if self.pipelining else ["250 here"]))
                elif verb == b"MAIL":
                    sender = _address(line)
                    _say(connection, "250 OK")
                elif verb == b"RCPT":
                    recipient = _address(line)
                    refused = recipient in self.refused
                    _say(connection, "550 nobody of that name" if refused else "250 OK")
                elif verb == b"DATA" and refused and not self.asks_all_the_same:
                    _say(connection, "554 for whom?")
                elif verb == b"DATA":
                    _say(connection, "354 go on")
                    if self.leaves_after is not None:
                        lines.read(self.leaves_after)
                        _reset(connection)
                        return
                    content = b"".join(_until_the_dot(lines))
                    if refused:
                        self.unasked.append(content)
                    else:
                        self.mails.append(ReceivedMail(sender, recipient, content))
                    _say(connection, "554 for nobody" if refused else "250 OK")
                elif verb == b"QUIT":
                    _say(connection, "221 bye")
                    return
                else:
                    _say(connection, "250 OK")


class _gone_is_fine:  # noqa: N801  reads as a word
    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, OSError)


def _say(connection: socket.socket, *lines: str) -> None:
    connection.sendall("".join(f"{line}\r\n" for line in lines).encode())


def _address(line: bytes) -> str:
    return line.decode().partition("<")[2].partition(">")[0]


def _until_the_dot(lines: Iterable[bytes]) -> Iterable[bytes]:
    for line in lines:
        if line == b".\r\n":
            return
        yield line.removeprefix(b".")
    raise ConnectionResetError


def _reset(connection: socket.socket) -> None:
    """Break off so that the other side hears of it at once, whatever it still sends."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
