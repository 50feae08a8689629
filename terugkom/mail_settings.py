"""The mail server, the mailbox, the OAuth2 client and the channels of alerts of the settings."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.documents.messages import translate
from terugkom.errors import PublicInputError
from terugkom.settings import Settings

if TYPE_CHECKING:  # with what sends, for few commands
    from terugkom.delivery.channels.smtp import SmtpServer
    from terugkom.delivery.oauth2 import TokenSource
    from terugkom.imap.server import ImapServer


def check_mail_settings(settings: Settings) -> None:
    """Raise InputError for an invalid mail server or mailbox, or a way to alert that is invalid."""
    from terugkom.alerts.send_alerts import load_alert_channels  # with what speaks HTTP, for few commands

    parse_smtp_server(settings)
    parse_mailbox(settings)
    load_alert_channels(settings)


SHARED_MAILBOX = "terugkom"  # the name of the mailbox that all share, as of the default block


def parse_smtp_server(settings: Settings) -> "SmtpServer | None":
    """Return the mail server of the settings, or None. Raises InputError if it is invalid."""
    if settings.smtp_url is None:
        return None
    from terugkom.delivery.channels.smtp_url import parse_server_url

    server = parse_server_url(settings.smtp_url.get_secret_value(), settings.smtp_password_file)
    server = replace(server, allow_plaintext_login=settings.smtp_allow_plaintext_login)
    wants_token = server.username and not server.password
    return replace(server, tokens=build_token_source(settings) if wants_token else None)


def parse_mailbox(settings: Settings) -> "ImapServer | None":
    """Return the mailbox of the settings, or None. Raises InputError if it is invalid."""
    if settings.mailbox_url is None:
        return None
    from terugkom.imap.server import parse_mailbox_url

    server = parse_mailbox_url(settings.mailbox_url.get_secret_value(), settings.mailbox_password_file)
    processed = settings.mailbox_processed_folder
    if processed is None:
        processed = translate("mailbox.processed-folder", settings.language)
    server = replace(server, processed_folder=processed)
    return server if server.password else replace(server, tokens=build_token_source(settings))


class MailboxSource(Protocol):
    """Where mailboxes are configured, besides the settings."""

    def load_mailbox(self, name: str) -> "ImapServer | None":
        """Return the mailbox that is configured under exactly this name, or None."""


def are_mailed_files_read(
    settings: Settings, is_demo: Callable[[], bool], mailboxes: MailboxSource, slug: str
) -> bool:
    """Return whether files that are mailed to a municipality are read: its mails are fetched, also if its
    mailbox cannot be reached now, and a mail server is named whose word proves who wrote one. The demo's are
    not."""
    if is_demo() or not settings.authentication_server:
        return False
    try:
        found = (mailboxes.load_mailbox(name) is not None for name in (SHARED_MAILBOX, slug))
        return settings.mailbox_url is not None or any(found)
    except ChannelUnavailable:
        return True


def build_token_source(settings: Settings) -> "TokenSource | None":
    """Return the source of tokens of the OAuth2 client in the settings, or None. Raises InputError."""
    if not settings.oauth2_client_id:
        return None
    from terugkom.delivery.oauth2 import OAuthClient, get_token_source
    from terugkom.delivery.secret_file import read_secret_file

    client = OAuthClient(
        settings.oauth2_tenant or "", settings.oauth2_client_id, "", settings.oauth2_authority
    )
    if settings.oauth2_client_secret_file is None:
        raise PublicInputError("error.oauth2.no-secret")
    secret = read_secret_file(settings.oauth2_client_secret_file, "TERUGKOM_OAUTH2_CLIENT_SECRET_FILE")
    return get_token_source(replace(client, client_secret=secret))
