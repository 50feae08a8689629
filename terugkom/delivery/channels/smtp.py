"""SMTP: one reused connection, and the meaning of each answer."""

import contextlib
import smtplib
import ssl
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, cast

from terugkom.delivery.channels.base import (
    SMTP,
    Channel,
    ChannelError,
    ChannelSuspected,
    ChannelUnavailable,
    ConnectionBroke,
    DeliveryInDoubt,
    InDoubtPolicy,
    OutgoingMessage,
    PermanentFailure,
    Reason,
    TemporaryFailure,
)
from terugkom.delivery.channels.silent_hosts import SILENT_HOSTS, SilentHosts
from terugkom.delivery.channels.smtp_answers import is_about_us, redact_secrets
from terugkom.delivery.channels.smtp_connection import (
    LimitedSmtp,
    LimitedTime,
    LimitedTls,
    ServerActivity,
    is_loopback,
)
from terugkom.delivery.channels.smtp_xoauth2 import authenticate_by_token, describe_refused_token
from terugkom.delivery.oauth2 import TokenSource
from terugkom.documents.mail_address import needs_smtputf8
from terugkom.errors import Message, PublicInputError, find_own_message
from terugkom.web_address import is_host_name

_MAILS_PER_CONNECTION = 100  # many servers close after a hundred; a new connection is cheaper than a refusal
_ACCEPTED_CODES = ((250,), (250, 251), (354,))  # the answers to MAIL, RCPT and DATA that let a mail go on
_UTF8_PARAMETERS = " SMTPUTF8 BODY=8BITMIME"  # RFC 6531, 3.4
_CLOSED = "Connection unexpectedly closed"  # by smtplib, which puts the cause after it
_PYTHON_WORDS = {_CLOSED: Message("channel.smtp.closed"), "timed out": Message("channel.smtp.timed-out")}
_CONFIGURATION_CODES = {502, 503, 504, 530, 534, 535, 538}  # refusals of our settings, not of the recipient


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class SmtpServer:
    """A mail server. `timeout` is in seconds, for each answer; `total_timeout` for all about one mail.

    `allow_plaintext_login`: log in over a connection without TLS too, which is else done on loopback only.
    `tokens`: log in by OAuth2, without a password.
    """

    host: str
    port: int
    security: Security = Security.NONE
    username: str = ""
    password: str = ""
    timeout: float = 30
    total_timeout: float = 180
    allow_plaintext_login: bool = False
    tokens: TokenSource | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Raise PublicInputError for a host that is none, such as a URL."""
        if not is_host_name(self.host):
            raise PublicInputError("error.mail-server.host")

    def __repr__(self) -> str:
        """Without the login: settings end up in logs."""
        return f"SmtpServer({self.host}:{self.port}, {self.security})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no text may hold."""
        return (self.password, *(self.tokens.secrets if self.tokens else ()))


def open_connection(server: SmtpServer, limit: LimitedTime) -> LimitedSmtp:
    """Open a connection, secure it and log in, as the settings say; never less secure than that.

    A token that is refused is asked anew once. Raises ChannelUnavailable for a login that would be readable
    on the network, and for a token that the server or the token server refuses.
    """
    if server.tokens is None or not server.username:
        return _open_and_log_in(server, limit)
    token = server.tokens.get_token()
    try:
        return _open_and_log_in(server, limit, token)
    except smtplib.SMTPAuthenticationError:
        token = server.tokens.renew_token(token)
    try:
        return _open_and_log_in(server, limit, token)
    except smtplib.SMTPAuthenticationError as error:
        said = redact_secrets(_get_text(error).decode("utf-8", "replace"), server.secrets)
        why = describe_refused_token(said, token)
        answer = f"{error.smtp_code} {said}"
        raise ChannelUnavailable(Message("channel.smtp.token-refused", answer=answer, why=why)) from None


def _open_and_log_in(server: SmtpServer, limit: LimitedTime, token: str = "") -> LimitedSmtp:
    tls = LimitedTls(limit)
    smtp = LimitedSmtp(server.host, server.port, limit, tls if server.security is Security.TLS else None)
    try:
        if server.security is Security.STARTTLS:
            smtp.starttls(context=cast(ssl.SSLContext, tls))  # smtplib asks no more of it
        if server.username:
            if server.security is Security.NONE and not (
                server.allow_plaintext_login or is_loopback(smtp.peer_address)
            ):
                raise ChannelUnavailable(Message("channel.smtp.no-tls"))
            if token:
                authenticate_by_token(smtp, server.username, token)
            else:
                smtp.login(server.username, server.password)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _get_text(error: smtplib.SMTPResponseException) -> bytes:
    text = error.smtp_error
    return text if isinstance(text, bytes) else str(text).encode()


class SmtpChannel(Channel):
    """Sends mails to one server. A mail in doubt is sent again with its old Message-ID."""

    name: ClassVar[str] = SMTP
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.RESEND

    def __init__(
        self,
        server: SmtpServer,
        silent_hosts: SilentHosts | None = None,
        activity: ServerActivity | None = None,
    ) -> None:
        """Send to `server`, unless it is among the `silent_hosts`; nothing is opened before a message.

        `activity` is that of the server on all connections with it.
        """
        self._server, self._silent_hosts = server, silent_hosts or SilentHosts()
        self._activity = activity or ServerActivity()
        self._limit = LimitedTime(server.timeout, server.total_timeout, self._activity)
        self._smtp: LimitedSmtp | None = None
        self._sent_count = 0
        self._is_within_mail = False

    def send(self, message: OutgoingMessage) -> None:
        """Send one mail over the open connection, or a new one."""
        for _ in self.send_in_steps(message):
            pass

    def send_in_steps(self, message: OutgoingMessage) -> Generator[None, None, None]:
        """Send one mail, yielding before each answer. All of it takes no longer than the total limit.

        Raises ConnectionBroke before the content was handed over, else as `send` does.
        """
        self._limit.restart()
        try:
            yield from self._send_envelope(self._open(), message)
        except OSError as error:  # smtplib's own errors are OSErrors
            self.close()
            reason = Message("channel.smtp.broke-before", why=self._describe_error(error))
            raise ConnectionBroke(reason) from None
        yield from self._send_content(self._open(), message)
        self._sent_count += 1
        self._silent_hosts.record_acceptance(self._server.host, self._server.port)
        self._is_within_mail = False

    def check(self, municipality: str) -> None:
        """Connect and log in; no mail is sent. Raises ChannelUnavailable."""
        self._limit.restart()
        self._open()

    def record_silence(self, reason: Reason) -> None:
        """Record it for all connections of this run, unless the server accepted mails in it."""
        where = self._server.host, self._server.port
        if not self._silent_hosts.has_accepted(*where):
            self._silent_hosts.record(*where, reason)

    def close(self) -> None:
        """Quit and close the connection; errors are ignored. Within a mail no server is waited for."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError):
                _ = self._is_within_mail or smtp.quit()
            smtp.close()

    def _open(self) -> LimitedSmtp:
        if self._smtp is not None and self._sent_count >= _MAILS_PER_CONNECTION:
            self.close()
        if self._smtp is None:
            where = self._server.host, self._server.port
            if why := self._silent_hosts.find(*where):
                raise ChannelUnavailable(why)
            try:
                self._smtp, self._sent_count = open_connection(self._server, self._limit), 0
            except OSError as error:
                reason = Message("channel.smtp.no-connection", why=self._describe_error(error))
                self._silent_hosts.record_if_silent(*where, error, reason)
                raise ChannelUnavailable(reason) from None  # these errors hold what the server said
            except ValueError:
                raise ChannelUnavailable(Message("channel.smtp.login-failed")) from None
        return self._smtp

    def _send_envelope(self, smtp: LimitedSmtp, message: OutgoingMessage) -> Iterator[None]:
        """Send the envelope commands for this recipient; at once if pipelining is possible (RFC 2920)."""
        sender, recipient = _format_path(message.sender), _format_path(message.recipient)
        if sender is None:
            raise ChannelUnavailable(Message("channel.smtp.sender"), one_municipality=True)
        if recipient is None:
            raise PermanentFailure(Message("channel.smtp.recipient"))
        is_utf8 = needs_smtputf8(message.recipient)
        if is_utf8 and not smtp.has_extn("smtputf8"):  # RFC 6531, 3.5
            raise PermanentFailure(Message("channel.smtp.address-letters"))
        commands = (
            f"MAIL FROM:{sender}{_UTF8_PARAMETERS if is_utf8 else ''}",
            f"RCPT TO:{recipient}",
            "DATA",
        )
        self._is_within_mail = True
        smtp.command_encoding = "utf-8"  # the same for an address in ASCII
        if not smtp.has_extn("pipelining"):
            for command, wanted in zip(commands, _ACCEPTED_CODES, strict=True):
                smtp.putcmd(command)
                yield
                self._expect(smtp.getreply(), wanted, at_sender=command is commands[0])
            return
        smtp.send("".join(f"{command}\r\n" for command in commands))
        yield
        answers = [smtp.getreply() for _ in commands]
        if answers[-1][0] == 354 and answers[1][0] not in _ACCEPTED_CODES[1]:
            smtp.docmd(".")  # it waits for a mail without a valid recipient: an empty one, which it refuses
        for answer, wanted in zip(answers, _ACCEPTED_CODES, strict=True):
            self._expect(answer, wanted, at_sender=answer is answers[0])

    def _send_content(self, smtp: LimitedSmtp, message: OutgoingMessage) -> Iterator[None]:
        """Send the mail itself: an error before the final dot is temporary, after it the mail is in doubt."""
        try:
            smtp.send(_stuff_dots(message.content))
        except OSError as error:
            self.close()
            reason = Message("channel.smtp.broke-while", why=self._describe_error(error))
            raise ConnectionBroke(reason) from None
        yield
        try:
            answer = smtp.get_content_reply()
        except OSError as error:
            self.close()
            raise DeliveryInDoubt(
                Message("channel.smtp.no-answer", why=self._describe_error(error))
            ) from None
        self._expect(answer, (250,))

    def _expect(self, answer: tuple[int, bytes], wanted: tuple[int, ...], *, at_sender: bool = False) -> None:
        if answer[0] not in wanted:
            error = self._build_refusal(answer, at_sender)
            self._reset_after(answer[0])
            raise error

    def _build_refusal(self, answer: tuple[int, bytes], at_sender: bool) -> ChannelError:
        """Return the error for a refusal; `at_sender`: of our sender's address."""
        code, text = answer[0], self._redact(answer[1])
        reason = f"{code} {text}"
        if code in _CONFIGURATION_CODES:
            return ChannelUnavailable(reason)
        if at_sender and code != 421:
            return ChannelUnavailable(reason, one_municipality=True)
        if is_about_us(code, text):
            return ChannelSuspected(reason)
        return PermanentFailure(reason) if 500 <= code < 600 else TemporaryFailure(reason)

    def _describe_error(self, error: OSError) -> Reason:
        if own := find_own_message(error):
            return own
        if isinstance(error, ssl.SSLCertVerificationError):
            return Message("channel.certificate", host=self._server.host, why=error.verify_message)
        if isinstance(error, smtplib.SMTPResponseException):
            return f"{error.smtp_code} {self._redact(_get_text(error))}"
        said, _, why = (str(error) or type(error).__name__).partition(": ")
        if said == _CLOSED and why:
            cause = find_own_message(error.__context__) or self._describe_words(why)
            return Message("channel.smtp.closed.why", why=cause)
        return self._describe_words(str(error) or type(error).__name__)

    def _describe_words(self, said: str) -> Reason:
        """Return a message for what Python itself often says, else the words."""
        return _PYTHON_WORDS.get(said) or self._redact(said.encode())

    def _redact(self, text: bytes) -> str:
        """Return what the server said without our password or token, which some servers repeat."""
        return redact_secrets(text.decode("utf-8", "replace"), self._server.secrets)

    def _reset_after(self, code: int) -> None:
        """Reset the connection for the next mail after a refusal."""
        self._is_within_mail = False
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
    activity = ServerActivity()
    return [SmtpChannel(server, SILENT_HOSTS, activity) for _ in range(count)]


def _format_path(address: str) -> str | None:
    """Return an address for a command; None for one that could hold a command."""
    if not address.isprintable() or any(sign in address for sign in "<> "):
        return None
    return f"<{address}>"


def _stuff_dots(message: bytes) -> bytes:
    """Return the mail as it is sent (RFC 5321): dots at a line's start doubled, and the final dot."""
    body = message.replace(b"\r\n.", b"\r\n..")
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")
