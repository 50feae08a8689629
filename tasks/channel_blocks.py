"""Prefect blocks of the HTTP publishing channels.

A block is saved under a municipality's short name; the block `terugkom` is the default.
"""

from functools import cache
from typing import Annotated, Self, cast

from prefect.blocks.core import Block
from prefect.exceptions import ObjectNotFound
from pydantic import Field, SecretStr

from tasks.mail_blocks import NAME
from terugkom.delivery.channels import Channel, ChannelDown
from terugkom.delivery.channels.http_client import Reach
from terugkom.delivery.channels.mastodon import MastodonChannel, MastodonSite, Visibility, mastodon_lanes
from terugkom.delivery.channels.webdav import WebdavChannel, WebdavSite, webdav_lanes
from terugkom.delivery.channels.webhook import Form, WebhookChannel, WebhookSite, webhook_lanes
from terugkom.delivery.channels.wordpress import Status, WordpressChannel, WordpressSite, wordpress_lanes

_SAVE = (
    "Save it under a municipality's short name, or under the name `terugkom` as the default for all others."
)

Private = Annotated[
    bool, Field(description="Enable only if the server is in your own network; http:// is then allowed too")
]
Internal = Annotated[
    bool,
    Field(
        description="Enable if only staff can read it (an intranet): internal pages are then published here, "
        "and no public pages"
    ),
]
Seconds = Annotated[
    float, Field(gt=0, le=240, description="Maximum total time of one publication, in seconds")
]


class WayOut(Block):
    """Base class of the channel blocks. A field that is an enum is documented by the enum's docstring."""

    @classmethod
    def saved_for(cls, municipality: str) -> Self | None:
        """Return the block saved for this municipality, or the default block, or None."""
        for name in (municipality, NAME):
            try:
                return cast(Self, cls.load(name))
            except ValueError as error:  # raised as well for one that is there and cannot be read
                if not isinstance(error.__cause__, ObjectNotFound):
                    raise
        return None

    @classmethod
    def lanes(cls) -> list[Channel]:
        """Return parallel connections of this channel."""
        raise NotImplementedError

    @classmethod
    def _found_for(cls, municipality: str) -> Self | None:
        try:
            return cls.saved_for(municipality)
        except Exception as error:  # nothing was sent yet, so nothing is in doubt; its text may hold a secret
            kind = type(error).__name__
            raise ChannelDown(f"the block {cls._block_type_name} cannot be read: {kind}") from None


class WebdavSettings(WayOut):
    """A folder on a Nextcloud, a SharePoint or a web server that takes files."""

    _block_type_name = "Terugkom WebDAV folder"
    _block_type_slug = "terugkom-webdav-folder"
    _description = f"A folder (Nextcloud, SharePoint, web server) in which pages are published. {_SAVE}"

    url: str = Field(
        description="Address of the folder, such as https://cloud.example.org/remote.php/dav/files/mvo/site; "
        "{municipality} in it stands for the short name, so that several do not share a folder"
    )
    username: str = Field(default="", description="Leave empty if the server asks for no login")
    password: SecretStr = Field(
        default=SecretStr(""), description="Kept as a secret; for Nextcloud an app password"
    )
    internal: Internal = False
    allow_private_addresses: Private = False
    timeout_seconds: Seconds = 120

    @classmethod
    def lanes(cls) -> list[Channel]:
        """Return the channel that writes files."""
        return webdav_lanes(cache(cls.site_of))

    @classmethod
    def site_of(cls, municipality: str) -> WebdavSite | None:
        """Return the site settings of this municipality, or None."""
        saved = cls._found_for(municipality)
        if saved is None:
            return None
        reach = Reach(total=saved.timeout_seconds, private=saved.allow_private_addresses)
        url = saved.url.replace("{municipality}", municipality)
        return WebdavSite(url, saved.username, saved.password.get_secret_value(), reach)


class WordpressSettings(WayOut):
    """A WordPress site."""

    _block_type_name = "Terugkom WordPress site"
    _block_type_slug = "terugkom-wordpress-site"
    _description = f"A WordPress site on which pages are published as posts. {_SAVE}"

    url: str = Field(
        description="Final address of the site, after redirects, such as https://www.example.org"
    )
    username: str = Field(description="A user who may publish posts and upload media: an author or editor")
    password: SecretStr = Field(
        description="An application password of that user (Users, Profile, Application Passwords)"
    )
    status: Status = Status.DRAFT
    internal: Internal = False
    allow_private_addresses: Private = False
    timeout_seconds: Seconds = 120

    @classmethod
    def lanes(cls) -> list[Channel]:
        """Return the channel that makes posts."""
        return wordpress_lanes(cache(cls.site_of))

    @classmethod
    def site_of(cls, municipality: str) -> WordpressSite | None:
        """Return the site settings of this municipality, or None."""
        saved = cls._found_for(municipality)
        if saved is None:
            return None
        reach = Reach(total=saved.timeout_seconds, private=saved.allow_private_addresses)
        secret = saved.password.get_secret_value()
        return WordpressSite(saved.url, saved.username, secret, saved.status, reach)


class MastodonSettings(WayOut):
    """An account on a Mastodon server."""

    _block_type_name = "Terugkom Mastodon account"
    _block_type_slug = "terugkom-mastodon-account"
    _description = f"A Mastodon account that posts. {_SAVE}"

    url: str = Field(description="Address of the server, such as https://mastodon.example.org")
    token: SecretStr = Field(
        description="Access token of an application of the account (Preferences, Development), "
        "with the scopes write:statuses and write:media"
    )
    visibility: Visibility = Visibility.PUBLIC
    longest: int = Field(
        default=0,
        ge=0,
        le=100_000,
        description="Maximum number of characters of a post; 0 uses the limit of the server",
    )
    allow_private_addresses: Private = False
    timeout_seconds: Seconds = 120

    @classmethod
    def lanes(cls) -> list[Channel]:
        """Return the channel that posts."""
        return mastodon_lanes(cache(cls.site_of))

    @classmethod
    def site_of(cls, municipality: str) -> MastodonSite | None:
        """Return the site settings of this municipality, or None."""
        saved = cls._found_for(municipality)
        if saved is None:
            return None
        reach = Reach(total=saved.timeout_seconds, private=saved.allow_private_addresses)
        token = saved.token.get_secret_value()
        return MastodonSite(saved.url, token, saved.visibility, saved.longest, reach)


class WebhookSettings(WayOut):
    """An address that takes messages."""

    _block_type_name = "Terugkom webhook"
    _block_type_slug = "terugkom-webhook"
    _description = f"A webhook of Mattermost, Teams or a website's own program. {_SAVE}"

    url: SecretStr = Field(
        description="Full URL of the webhook; stored as a secret, because anybody who has it can post"
    )
    form: Form = Form.TEXT
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="If set, each message is signed with it in the header X-Terugkom-Signature",
    )
    internal: bool = Field(
        default=False,
        description="Enable if only staff can read it: a message in doubt is then sent again automatically, "
        "at the risk of a duplicate",
    )
    allow_private_addresses: Private = False
    timeout_seconds: Seconds = 120

    @classmethod
    def lanes(cls) -> list[Channel]:
        """Return the channel that posts messages."""
        return webhook_lanes(cache(cls.site_of))

    @classmethod
    def site_of(cls, municipality: str) -> WebhookSite | None:
        """Return the site settings of this municipality, or None."""
        saved = cls._found_for(municipality)
        if saved is None:
            return None
        reach = Reach(total=saved.timeout_seconds, private=saved.allow_private_addresses)
        url, secret = saved.url.get_secret_value(), saved.secret.get_secret_value()
        return WebhookSite(url, saved.form, secret, saved.internal, reach)


WAYS: dict[str, type[WayOut]] = {
    WebdavChannel.name: WebdavSettings,
    WordpressChannel.name: WordpressSettings,
    MastodonChannel.name: MastodonSettings,
    WebhookChannel.name: WebhookSettings,
}
