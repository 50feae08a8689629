"""The settings of a mailbox on an IMAP server."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from terugkom.delivery.channels.smtp import Security
from terugkom.delivery.oauth2 import TokenSource
from terugkom.delivery.secret_file import read_secret_file
from terugkom.errors import PublicInputError
from terugkom.web_address import is_host_name

_SCHEMES = {
    "imap": (Security.NONE, 143),
    "imap+starttls": (Security.STARTTLS, 143),
    "imaps": (Security.TLS, 993),
}


@dataclass(frozen=True)
class ImapServer:
    """A mailbox: the server, the login, and the folder that mails are read from.

    What was read is moved to `processed_folder`; without one it is marked as read, and only what is unread is
    read. `timeout` is in seconds, for each answer; `total_timeout` for all of one visit. Without TLS only on
    this machine.
    """

    host: str
    port: int
    security: Security = Security.TLS
    username: str = ""
    password: str = field(default="", repr=False)
    tokens: TokenSource | None = field(default=None, compare=False, repr=False)
    folder: str = "INBOX"
    processed_folder: str = ""
    timeout: float = 30
    total_timeout: float = 900

    def __post_init__(self) -> None:
        """Raise PublicInputError for a host that is none, and for folders that cannot be told apart."""
        if not is_host_name(self.host):
            raise PublicInputError("error.mailbox.host")
        if self.security is Security.STARTTLS and self.port == _SCHEMES["imaps"][1]:
            raise PublicInputError("error.mailbox.port")
        if self.folder == self.processed_folder:
            raise PublicInputError("error.mailbox.folder")

    @property
    def secrets(self) -> Sequence[str]:
        """What no text may hold."""
        return (self.password, *(self.tokens.secrets if self.tokens else ()))


def parse_mailbox_url(url: str, password_file: Path | None = None) -> ImapServer:
    """Parse ``imaps://user:password@host:port/FOLDER``, ``imap+starttls://`` or ``imap://``.

    Raises PublicInputError, without repeating the URL: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        # Not "from error": that one repeats the part of the URL it fell over.
        raise PublicInputError("error.mailbox.url") from None
    if parts.scheme not in _SCHEMES or not host or not parts.username:
        raise PublicInputError("error.mailbox.scheme")
    folder = unquote(parts.path.strip("/"))
    if parts.query or parts.fragment or port == 0 or not url.isprintable() or not folder.isprintable():
        raise PublicInputError("error.mailbox.rest")
    security, usual_port = _SCHEMES[parts.scheme]
    server = ImapServer(
        host,
        port or usual_port,
        security,
        unquote(parts.username),
        unquote(parts.password or ""),
        folder=folder or "INBOX",
    )
    if password_file is None:
        return server
    return replace(server, password=read_secret_file(password_file, "TERUGKOM_MAILBOX_PASSWORD_FILE"))
