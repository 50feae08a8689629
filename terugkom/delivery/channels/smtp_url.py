"""A mail server as a URL of the settings."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from terugkom.delivery.channels.smtp import Security, SmtpServer
from terugkom.delivery.secret_file import read_secret_file
from terugkom.errors import PublicInputError

_SCHEMES = {
    "smtp": (Security.NONE, 25),
    "smtp+starttls": (Security.STARTTLS, 587),
    "smtps": (Security.TLS, 465),
}


def parse_server_url(
    url: str, password_file: Path | None = None, setting: str = "TERUGKOM_SMTP_URL"
) -> SmtpServer:
    """Parse ``smtp://user:password@host:port``, ``smtp+starttls://`` or ``smtps://``.

    Raises PublicInputError, which names the `setting` and does not repeat the URL: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        # Not "from error": that one repeats the part of the URL it fell over.
        raise PublicInputError("error.mail-server.url", setting=setting) from None
    if parts.scheme not in _SCHEMES or not host:
        raise PublicInputError("error.mail-server.scheme", setting=setting)
    if parts.path not in ("", "/") or parts.query or parts.fragment or port == 0 or not url.isprintable():
        raise PublicInputError("error.mail-server.rest", setting=setting)
    security, usual_port = _SCHEMES[parts.scheme]
    server = SmtpServer(
        host, port or usual_port, security, unquote(parts.username or ""), unquote(parts.password or "")
    )
    if password_file is None:
        return server
    return replace(
        server, password=read_secret_file(password_file, f"{setting.removesuffix('_URL')}_PASSWORD_FILE")
    )
