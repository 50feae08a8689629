"""SMTP: one reused connection, and the meaning of each answer."""

import contextlib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from terugkom.delivery.channels.base import (
    Channel,
    ChannelUnavailable,
    DeliveryInDoubt,
    InDoubtPolicy,
    OutgoingMessage,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.errors import PublicInputError

_MAILS_PER_CONNECTION = 100  # many servers close after a hundred; a new connection is cheaper than a refusal
_ACCEPTED_CODES = ((250,), (250, 251), (354,))  # the answers to MAIL, RCPT and DATA that let a mail go on
_CONFIGURATION_CODES = {502, 503, 504, 530, 534, 535, 538}  # refusals of our settings, not of the recipient


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class SmtpServer:
    """A mail server. `timeout` is in seconds, for each answer."""

    host: str
    port: int
    security: Security = Security.NONE
    username: str = ""
    password: str = ""
    timeout: float = 30

    def __repr__(self) -> str:
        """Without the login: settings end up in logs."""
        return f"SmtpServer({self.host}:{self.port}, {self.security})"


_SCHEMES = {
    "smtp": (Security.NONE, 25),
    "smtp+starttls": (Security.STARTTLS, 587),
    "smtps": (Security.TLS, 465),
}


def parse_server_url(url: str, password_file: Path | None = None) -> SmtpServer:
    """Parse ``smtp://user:password@host:port``, ``smtp+starttls://`` or ``smtps://``.

    Raises InputError, without repeating the URL: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        # Not "from error": that one repeats the part of the URL it fell over.
        raise PublicInputError("TERUGKOM_SMTP_URL is not a URL: smtp://user:password@host:port") from None
    if parts.scheme not in _SCHEMES or not host:
        raise PublicInputError(
            "TERUGKOM_SMTP_URL must read smtp://, smtp+starttls:// or smtps:// and then a host"
        )
    security, usual_port = _SCHEMES[parts.scheme]
    server = SmtpServer(
        host, port or usual_port, security, unquote(parts.username or ""), unquote(parts.password or "")
    )
    if password_file is None:
        return server
    try:
        return replace(server, password=password_file.read_text().strip())
    except OSError as error:
        raise PublicInputError(f"TERUGKOM_SMTP_PASSWORD_FILE cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise PublicInputError("TERUGKOM_SMTP_PASSWORD_FILE is not text in UTF-8") from None


def open_connection(server: SmtpServer) -> smtplib.SMTP:
    """Open a connection, secure it and log in, as the settings say; never less secure than that."""
    if server.security is Security.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout, context=ssl.create_default_context()
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security is Security.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
        if server.username:
            smtp.login(server.username, server.password)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


class SmtpChannel(Channel):
    """Sends mails to one server. A mail in doubt is sent again with its old Message-ID."""

    name: ClassVar[str] = "smtp"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.RESEND

    def __init__(
        self, server: SmtpServer, connect: Callable[[SmtpServer], smtplib.SMTP] = open_connection
    ) -> None:
        """Send to `server`; no connection is opened before the first message."""
        self._server = server
        self._connect = connect
        self._smtp: smtplib.SMTP | None = None
        self._sent_count = 0

    def send(self, message: OutgoingMessage) -> None:
        """Send one mail over the open connection, or a new one."""
        for _ in self.send_in_steps(message):
            pass

    def send_in_steps(self, message: OutgoingMessage) -> Iterator[None]:
        """Send one mail, yielding before each answer."""
        try:
            yield from self._send_envelope(self._open(), message)
        except OSError as error:  # smtplib's own errors are OSErrors
            self.close()
            raise TemporaryFailure(
                f"the connection broke before the mail was sent: {_describe_error(error)}"
            ) from error
        yield from self._send_content(self._open(), message)
        self._sent_count += 1

    def close(self) -> None:
        """Quit and close the connection; errors are ignored."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError):
                smtp.quit()
            smtp.close()

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None and self._sent_count >= _MAILS_PER_CONNECTION:
            self.close()
        if self._smtp is None:
            try:
                self._smtp, self._sent_count = self._connect(self._server), 0
            except OSError as error:
                raise ChannelUnavailable(
                    f"no connection with the mail server: {_describe_error(error)}"
                ) from error
            except UnicodeError:  # smtplib encodes ASCII only; its error would show the text
                raise ChannelUnavailable("the mail server's name, user and password must be ASCII") from None
        return self._smtp

    def _send_envelope(self, smtp: smtplib.SMTP, message: OutgoingMessage) -> Iterator[None]:
        """Send the envelope commands for this recipient; at once if pipelining is possible (RFC 2920)."""
        commands = (
            f"MAIL FROM:{_format_path(message.sender)}",
            f"RCPT TO:{_format_path(message.recipient)}",
            "DATA",
        )
        if not smtp.has_extn("pipelining"):
            for command, wanted in zip(commands, _ACCEPTED_CODES, strict=True):
                smtp.putcmd(command)
                yield
                self._expect(smtp.getreply(), wanted)
            return
        smtp.send("".join(f"{command}\r\n" for command in commands))
        yield
        answers = [smtp.getreply() for _ in commands]
        if answers[-1][0] == 354 and answers[1][0] not in _ACCEPTED_CODES[1]:
            smtp.docmd(".")  # it waits for a mail without a valid recipient: an empty one, which it refuses
        for answer, wanted in zip(answers, _ACCEPTED_CODES, strict=True):
            self._expect(answer, wanted)

    def _send_content(self, smtp: smtplib.SMTP, message: OutgoingMessage) -> Iterator[None]:
        """Send the mail itself: an error before the final dot is temporary, after it the mail is in doubt."""
        try:
            smtp.send(_stuff_dots(message.content))
        except OSError as error:
            self.close()
            raise TemporaryFailure(f"the connection broke while sending: {_describe_error(error)}") from error
        yield
        try:
            answer = smtp.getreply()
        except OSError as error:
            self.close()
            raise DeliveryInDoubt(
                f"no answer after the whole mail was sent: {_describe_error(error)}"
            ) from error
        self._expect(answer, (250,))

    def _expect(self, answer: tuple[int, bytes], wanted: tuple[int, ...]) -> None:
        code, text = answer
        if code in wanted:
            return
        reason = f"{code} {text.decode('utf-8', 'replace')}"
        self._reset_after(code)
        if code in _CONFIGURATION_CODES:
            raise ChannelUnavailable(reason)
        if 500 <= code < 600:
            raise PermanentFailure(reason)
        raise TemporaryFailure(reason)

    def _reset_after(self, code: int) -> None:
        """Reset the connection for the next mail after a refusal."""
        if (
            code == 421 or code in _CONFIGURATION_CODES
        ):  # the server is closing, or wants another conversation
            self.close()
        elif self._smtp is not None:
            try:
                self._smtp.rset()
            except OSError:
                self.close()


def build_smtp_connections(server: SmtpServer, count: int) -> list[Channel]:
    """Return connections to one server, to send in parallel: that many mails are in progress."""
    return [SmtpChannel(server) for _ in range(count)]


def _format_path(address: str) -> str:
    """Return an address for a command. Raises PermanentFailure for one that could hold a command."""
    if not address.isascii() or not address.isprintable() or any(sign in address for sign in "<> "):
        raise PermanentFailure("501 not an address that can be mailed to")
    return f"<{address}>"


def _stuff_dots(message: bytes) -> bytes:
    """Return the mail as it is sent (RFC 5321): dots at a line's start doubled, and the final dot."""
    body = message.replace(b"\r\n.", b"\r\n..")
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _describe_error(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return str(error) or type(error).__name__
