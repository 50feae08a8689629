"""The mail server, the mailbox and the OAuth2 client of the settings."""

from dataclasses import replace

from terugkom.delivery.channels.smtp import SmtpServer, parse_server_url
from terugkom.delivery.oauth2 import OAuthClient, TokenSource, get_token_source
from terugkom.delivery.secret_file import read_secret_file
from terugkom.documents.messages import translate
from terugkom.errors import PublicInputError
from terugkom.imap.server import ImapServer, parse_mailbox_url
from terugkom.settings import Settings


def parse_smtp_server(settings: Settings) -> SmtpServer | None:
    """Return the mail server of the settings, or None. Raises InputError if it is invalid."""
    if settings.smtp_url is None:
        return None
    server = parse_server_url(settings.smtp_url.get_secret_value(), settings.smtp_password_file)
    server = replace(server, allow_plaintext_login=settings.smtp_allow_plaintext_login)
    wants_token = server.username and not server.password
    return replace(server, tokens=build_token_source(settings) if wants_token else None)


def parse_mailbox(settings: Settings) -> ImapServer | None:
    """Return the mailbox of the settings, or None. Raises InputError if it is invalid."""
    if settings.mailbox_url is None:
        return None
    server = parse_mailbox_url(settings.mailbox_url.get_secret_value(), settings.mailbox_password_file)
    processed = settings.mailbox_processed_folder
    if processed is None:
        processed = translate("mailbox.processed-folder", settings.language)
    server = replace(server, processed_folder=processed)
    return server if server.password else replace(server, tokens=build_token_source(settings))


def build_token_source(settings: Settings) -> TokenSource | None:
    """Return the source of tokens of the OAuth2 client in the settings, or None. Raises InputError."""
    if not settings.oauth2_client_id:
        return None
    client = OAuthClient(
        settings.oauth2_tenant or "", settings.oauth2_client_id, "", settings.oauth2_authority
    )
    if settings.oauth2_client_secret_file is None:
        raise PublicInputError("TERUGKOM_OAUTH2_CLIENT_SECRET_FILE is not set")
    secret = read_secret_file(settings.oauth2_client_secret_file, "TERUGKOM_OAUTH2_CLIENT_SECRET_FILE")
    return get_token_source(replace(client, client_secret=secret))
