"""Prefect blocks of the mail server that is sent through, of mailboxes, and of the OAuth2 client of both."""

from enum import StrEnum
from typing import Self

from prefect.blocks.core import Block
from pydantic import Field

from tasks.saved_blocks import load_block
from tasks.secret_fields import (
    DEFAULT_BLOCK_NAME,
    NO_SECRET,
    BlockSecret,
    describe_secret,
    require_secret,
)
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.smtp import Security, SmtpServer
from terugkom.delivery.oauth2 import MICROSOFT_AUTHORITY, OAuthClient, TokenSource, get_token_source
from terugkom.documents.messages import translate
from terugkom.errors import Message, PublicInputError
from terugkom.imap.server import ImapServer
from terugkom.installation import load_settings


class LoginKind(StrEnum):
    """How the user logs in: with the password, or with a token of the block *Terugkom OAuth2 client*."""

    PASSWORD = "password"  # noqa: S105
    OAUTH2 = "oauth2"


def build_unreadable_block(block: str, error: Exception) -> ChannelUnavailable:
    """Return the error for a block of this kind that cannot be read, as with another encryption key: with the
    class of its cause alone, whose text may hold a secret."""
    return ChannelUnavailable(Message("channel.block.unreadable", block=block, kind=type(error).__name__))


class MailBlock(Block):
    """Base class of these blocks. A field that is an enum is documented by the enum's docstring."""

    @classmethod
    def load_saved(cls, name: str = DEFAULT_BLOCK_NAME) -> Self | None:
        """Return the block saved under this name, or None.

        Raises ChannelUnavailable if it cannot be read, as with another encryption key.
        """
        try:
            return load_block(cls, name)
        except Exception as error:  # its text may hold a secret
            raise build_unreadable_block(str(cls._block_type_name), error) from None


class OAuthClientSettings(MailBlock):
    """The app by which Terugkom logs in to a mail server that takes no password, such as Exchange Online."""

    _block_type_name = "Terugkom OAuth2 client"
    _block_type_slug = "terugkom-oauth2-client"
    _description = "The app by which mail is sent and read without a password. Save it as `terugkom`."

    tenant: str = Field(description="Id or domain of the organisation, such as example.onmicrosoft.com")
    client_id: str = Field(description="Application (client) id of the app registration")
    client_secret: BlockSecret = Field(
        default=NO_SECRET,
        description=describe_secret("oauth2-client", "The value of a client secret of the app"),
    )
    authority: str = Field(default=MICROSOFT_AUTHORITY, description="Address of the token server")

    @classmethod
    def load_tokens(cls) -> TokenSource:
        """Return the source of its tokens. Raises ChannelUnavailable if it was not saved, or is invalid."""
        saved = cls.load_saved()
        if saved is None:
            block = cls._block_type_name
            raise ChannelUnavailable(Message("channel.block.none", block=block, name=DEFAULT_BLOCK_NAME))
        secret = require_secret(saved.client_secret, "oauth2-client")
        try:
            return get_token_source(OAuthClient(saved.tenant, saved.client_id, secret, saved.authority))
        except PublicInputError as error:
            raise ChannelUnavailable(error) from None


class MailboxSettings(MailBlock):
    """A mailbox that answers come to."""

    _block_type_name = "Terugkom mailbox"
    _block_type_slug = "terugkom-mailbox"
    _description = (
        "A mailbox that answers come to. Save it under a municipality's short name, or under the name "
        "`terugkom` if all share it. Both are read."
    )

    host: str = Field(
        description="Name of the IMAP server, such as imap.example.org or outlook.office365.com"
    )
    port: int = Field(default=993, ge=1, le=65535, description="993 for TLS, 143 for STARTTLS")
    security: Security = Field(default=Security.TLS, description="How the connection is protected")
    username: str = Field(description="The user; for Exchange Online the address of the mailbox")
    login: LoginKind = LoginKind.PASSWORD
    password: BlockSecret = Field(default=NO_SECRET, description=describe_secret("mailbox", "Of that user"))
    folder: str = Field(default="INBOX", description="Folder that mails are read from")
    processed_folder: str | None = Field(
        default=None,
        description="Folder that mails which were read are moved to; made if new. If empty, Verwerkt",
    )

    @classmethod
    def load_server(cls, name: str) -> ImapServer | None:
        """Return the mailbox that is saved under this name, or None. Raises ChannelUnavailable."""
        saved = cls.load_saved(name)
        if saved is None:
            return None
        processed = translate("mailbox.processed-folder", load_settings().language)
        try:
            return ImapServer(
                saved.host,
                saved.port,
                saved.security,
                saved.username,
                require_secret(saved.password, "mailbox", name) if saved.login is LoginKind.PASSWORD else "",
                OAuthClientSettings.load_tokens() if saved.login is LoginKind.OAUTH2 else None,
                saved.folder,
                saved.processed_folder or processed,
            )
        except PublicInputError as error:
            raise ChannelUnavailable(error) from None


class SmtpSettings(MailBlock):
    """The mail server through which Terugkom sends. Save it under the name ``terugkom``."""

    _block_type_name = "Terugkom mail server"
    _block_type_slug = "terugkom-mail-server"
    _description = "The mail server through which Terugkom sends. Save it under the name `terugkom`."

    host: str = Field(description="Name of the mail server, such as smtp.example.org")
    port: int = Field(default=587, ge=1, le=65535, description="587 for STARTTLS, 465 for TLS, 25 for none")
    security: Security = Field(default=Security.STARTTLS, description="How the connection is protected")
    username: str = Field(default="", description="Leave empty if the server asks for no login")
    login: LoginKind = LoginKind.PASSWORD
    password: BlockSecret = Field(
        default=NO_SECRET, description=describe_secret("mail-server", "Of that user")
    )
    allow_plaintext_login: bool = Field(
        default=False,
        description="Send the user and the password without TLS too; anybody on the network can read them",
    )
    timeout_seconds: float = Field(default=30, gt=0, le=300, description="How long to wait for each answer")
    total_timeout_seconds: float = Field(
        default=180, gt=0, le=240, description="Maximum total time of waiting for the server, for one mail"
    )

    @classmethod
    def load_server(cls) -> SmtpServer | None:
        """Return the saved mail server, or None if none was saved.

        Raises ChannelUnavailable if it cannot be read, as with another encryption key, or has a user without
        a password.
        """
        saved = cls.load_saved()
        if saved is None:
            return None
        has_password = saved.username and saved.login is LoginKind.PASSWORD
        has_token = saved.username and saved.login is LoginKind.OAUTH2
        return SmtpServer(
            host=saved.host,
            port=saved.port,
            security=saved.security,
            username=saved.username,
            password=require_secret(saved.password, "mail-server") if has_password else "",
            timeout=saved.timeout_seconds,
            total_timeout=saved.total_timeout_seconds,
            allow_plaintext_login=saved.allow_plaintext_login,
            tokens=OAuthClientSettings.load_tokens() if has_token else None,
        )
