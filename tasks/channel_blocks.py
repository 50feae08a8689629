"""Prefect blocks of the HTTP publishing channels, and the channel source that loads them.

A block is saved under a municipality's short name; the block `terugkom` is the default.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Annotated, Self

from prefect.blocks.core import Block
from pydantic import Field

from tasks.mail_blocks import MailboxSettings, SmtpSettings, build_unreadable_block
from tasks.saved_blocks import load_block
from tasks.secret_fields import (
    DEFAULT_BLOCK_NAME,
    NO_SECRET,
    BlockSecret,
    describe_secret,
    require_secret,
)
from terugkom.delivery.channels.base import Channel, ConnectionFactory
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.mastodon import (
    MastodonChannel,
    MastodonSite,
    Visibility,
    build_mastodon_connections,
)
from terugkom.delivery.channels.smtp import SmtpServer
from terugkom.delivery.channels.webdav import WebdavChannel, WebdavSite, build_webdav_connections
from terugkom.delivery.channels.webhook import (
    WebhookChannel,
    WebhookFormat,
    WebhookSite,
    build_webhook_connections,
)
from terugkom.delivery.channels.wordpress import (
    WordpressChannel,
    WordpressSite,
    WordpressStatus,
    build_wordpress_connections,
)
from terugkom.editions.publish_channels import PublishChannels
from terugkom.imap.server import ImapServer

_SAVE_HELP = (
    "Save it under a municipality's short name, or under the name `terugkom` as the default for all others."
)

AllowPrivateAddresses = Annotated[
    bool, Field(description="Enable only if the server is in your own network; http:// is then allowed too")
]
InternalOnly = Annotated[
    bool,
    Field(
        description="Enable if only staff can read it (an intranet): internal pages are then published here, "
        "and no public pages"
    ),
]
TimeoutSeconds = Annotated[
    float, Field(gt=0, le=240, description="Maximum total time of one publication, in seconds")
]


class ChannelBlock(Block):
    """Base class of the channel blocks. A field that is an enum is documented by the enum's docstring."""

    @classmethod
    def load_for(cls, municipality: str) -> Self | None:
        """Return the block saved for this municipality, or the default block, or None."""
        for name in (municipality, DEFAULT_BLOCK_NAME):
            if saved := load_block(cls, name):
                return saved
        return None

    @property
    def saved_as(self) -> str:
        """The name of the block: of a municipality, or of the default."""
        return self._block_document_name or DEFAULT_BLOCK_NAME

    @classmethod
    def build_connections(cls) -> list[Channel]:
        """Return the connections that send over this channel at once; each kind of channel has its own."""
        raise NotImplementedError

    @classmethod
    def load_for_or_raise(cls, municipality: str) -> Self | None:
        """Return it as `load_for` does. Raises ChannelUnavailable, which names the kind of block alone."""
        try:
            return cls.load_for(municipality)
        except Exception as error:  # nothing was sent yet, so nothing is in doubt; its text may hold a secret
            raise build_unreadable_block(str(cls._block_type_name), error) from None


class WebdavSettings(ChannelBlock):
    """A folder on a Nextcloud, a SharePoint or a web server that takes files."""

    _block_type_name = "Terugkom WebDAV folder"
    _block_type_slug = "terugkom-webdav-folder"
    _description = f"A folder (Nextcloud, SharePoint, web server) in which pages are published. {_SAVE_HELP}"

    url: str = Field(
        description="Address of the folder, such as https://cloud.example.org/remote.php/dav/files/mvo/site; "
        "{municipality} in it stands for the short name, so that several do not share a folder"
    )
    username: str = Field(default="", description="Leave empty if the server asks for no login")
    password: BlockSecret = Field(
        default=NO_SECRET,
        description=describe_secret("webdav-folder", "Of that user; for Nextcloud an app password"),
    )
    internal: InternalOnly = False
    allow_private_addresses: AllowPrivateAddresses = False
    timeout_seconds: TimeoutSeconds = 120

    @classmethod
    def build_connections(cls) -> list[Channel]:
        """Return the channel that writes files."""
        return build_webdav_connections(cache(cls.load_site))

    @classmethod
    def load_site(cls, municipality: str) -> WebdavSite | None:
        """Return the site settings of this municipality, or None."""
        saved = cls.load_for_or_raise(municipality)
        if saved is None:
            return None
        limits = RequestLimits(
            total_timeout=saved.timeout_seconds, allow_private=saved.allow_private_addresses
        )
        url = saved.url.replace("{municipality}", municipality)
        password = require_secret(saved.password, "webdav-folder", saved.saved_as) if saved.username else ""
        return WebdavSite(url, saved.username, password, limits)


class WordpressSettings(ChannelBlock):
    """A WordPress site."""

    _block_type_name = "Terugkom WordPress site"
    _block_type_slug = "terugkom-wordpress-site"
    _description = f"A WordPress site on which pages are published as posts. {_SAVE_HELP}"

    url: str = Field(
        description="Final address of the site, after redirects, such as https://www.example.org"
    )
    username: str = Field(description="A user who may publish posts and upload media: an author or editor")
    password: BlockSecret = Field(
        default=NO_SECRET,
        description=describe_secret(
            "wordpress-site", "An application password of that user (Users, Profile, Application Passwords)"
        ),
    )
    status: WordpressStatus = WordpressStatus.DRAFT
    internal: InternalOnly = False
    allow_private_addresses: AllowPrivateAddresses = False
    timeout_seconds: TimeoutSeconds = 120

    @classmethod
    def build_connections(cls) -> list[Channel]:
        """Return the channel that makes posts."""
        return build_wordpress_connections(cache(cls.load_site))

    @classmethod
    def load_site(cls, municipality: str) -> WordpressSite | None:
        """Return the site settings of this municipality, or None."""
        saved = cls.load_for_or_raise(municipality)
        if saved is None:
            return None
        limits = RequestLimits(
            total_timeout=saved.timeout_seconds, allow_private=saved.allow_private_addresses
        )
        secret = require_secret(saved.password, "wordpress-site", saved.saved_as)
        return WordpressSite(saved.url, saved.username, secret, saved.status, limits)


class MastodonSettings(ChannelBlock):
    """An account on a Mastodon server."""

    _block_type_name = "Terugkom Mastodon account"
    _block_type_slug = "terugkom-mastodon-account"
    _description = f"A Mastodon account that posts. {_SAVE_HELP}"

    url: str = Field(description="Address of the server, such as https://mastodon.example.org")
    token: BlockSecret = Field(
        default=NO_SECRET,
        description=describe_secret(
            "mastodon-account",
            "Access token of an application of the account (Preferences, Development), with the scopes "
            "write:statuses and write:media; and, to fetch mentions, read:accounts, read:notifications and "
            "read:statuses",
        ),
    )
    visibility: Visibility = Visibility.PUBLIC
    longest: int = Field(
        default=0,
        ge=0,
        le=100_000,
        description="Maximum number of characters of a post; 0 uses the limit of the server",
    )
    mentions: bool = Field(
        default=True,
        description="Fetch mentions of the account and answers to its posts, for the coordinator alone; "
        "not if several municipalities share the account",
    )
    allow_private_addresses: AllowPrivateAddresses = False
    timeout_seconds: TimeoutSeconds = 120

    @classmethod
    def build_connections(cls) -> list[Channel]:
        """Return the channel that posts."""
        return build_mastodon_connections(cache(cls.load_site))

    @classmethod
    def load_site(cls, municipality: str) -> MastodonSite | None:
        """Return the site settings of this municipality, or None."""
        saved = cls.load_for_or_raise(municipality)
        if saved is None:
            return None
        limits = RequestLimits(
            total_timeout=saved.timeout_seconds, allow_private=saved.allow_private_addresses
        )
        token = require_secret(saved.token, "mastodon-account", saved.saved_as)
        return MastodonSite(saved.url, token, saved.visibility, saved.longest, limits, saved.mentions)


class WebhookSettings(ChannelBlock):
    """An address that takes messages."""

    _block_type_name = "Terugkom webhook"
    _block_type_slug = "terugkom-webhook"
    _description = f"A webhook of Mattermost, Teams or a website's own program. {_SAVE_HELP}"

    url: BlockSecret = Field(
        default=NO_SECRET,
        description=describe_secret(
            "webhook", "Full URL of the webhook; a secret, because anybody who has it can post"
        ),
    )
    form: WebhookFormat = WebhookFormat.TEXT
    secret: BlockSecret = Field(
        default=NO_SECRET,
        description=describe_secret(
            "webhook-signature",
            "If set, each message is signed with it in the header X-Terugkom-Signature",
        ),
    )
    internal: bool = Field(
        default=False,
        description="Enable if only staff can read it: a message in doubt is then sent again automatically, "
        "at the risk of a duplicate",
    )
    allow_private_addresses: AllowPrivateAddresses = False
    timeout_seconds: TimeoutSeconds = 120

    @classmethod
    def build_connections(cls) -> list[Channel]:
        """Return the channel that posts messages."""
        return build_webhook_connections(cache(cls.load_site))

    @classmethod
    def load_site(cls, municipality: str) -> WebhookSite | None:
        """Return the site settings of this municipality, or None."""
        saved = cls.load_for_or_raise(municipality)
        if saved is None:
            return None
        limits = RequestLimits(
            total_timeout=saved.timeout_seconds, allow_private=saved.allow_private_addresses
        )
        url, secret = require_secret(saved.url, "webhook", saved.saved_as), saved.secret.get_secret_value()
        return WebhookSite(url, saved.form, secret, saved.internal, limits)


_mail_server: ContextVar[list[SmtpServer | None] | None] = ContextVar("mail server", default=None)
CHANNEL_BLOCKS: dict[str, type[ChannelBlock]] = {
    WebdavChannel.name: WebdavSettings,
    WordpressChannel.name: WordpressSettings,
    MastodonChannel.name: MastodonSettings,
    WebhookChannel.name: WebhookSettings,
}


@contextmanager
def remember_mail_server() -> Iterator[None]:
    """Read the saved mail server once while the context lasts: Prefect is asked for it with each mail else.

    Each time costs 15 ms of this process and as much of the server (measured).
    """
    token = _mail_server.set([])
    try:
        yield
    finally:
        _mail_server.reset(token)


class BlockChannels:
    """The channel source of a Prefect process: the saved blocks."""

    def load_smtp_server(self) -> SmtpServer | None:
        """Return the saved mail server, or None; within a batch it is read once."""
        remembered = _mail_server.get()
        if remembered is None:
            return SmtpSettings.load_server()
        if not remembered:
            remembered.append(SmtpSettings.load_server())
        return remembered[0]

    def load_mailbox(self, name: str) -> ImapServer | None:
        """Return the mailbox that is saved under this name, or None."""
        return MailboxSettings.load_server(name)

    def get_connection_factory(self, channel: str) -> ConnectionFactory | None:
        """Return a factory of parallel connections for a publishing channel; None for an unknown one."""
        return CHANNEL_BLOCKS[channel].build_connections if channel in CHANNEL_BLOCKS else None

    def load_mentions_account(self, slug: str) -> MastodonSite | None:
        """Return the Mastodon account whose mentions are fetched for a municipality, or None.

        Raises ChannelUnavailable if it cannot be read, with a text that may be shown anywhere.
        """
        site = MastodonSettings.load_site(slug)
        return site if site and site.reads_mentions else None

    def load_publish_channels(self, slug: str) -> PublishChannels:
        """Return the publishing channels saved for a municipality, public and internal.

        Raises ChannelUnavailable if one cannot be read, with a text that may be shown anywhere.
        """
        saved = {name: block.load_for_or_raise(slug) for name, block in CHANNEL_BLOCKS.items()}
        internal = {name for name, block in saved.items() if block and getattr(block, "internal", False)}
        return PublishChannels(
            frozenset(name for name, block in saved.items() if block) - internal, frozenset(internal)
        )
