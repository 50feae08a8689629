"""Which secrets blocks have, and how one is set: `terugkom secret NAME`."""

from dataclasses import dataclass
from typing import cast

from prefect.blocks.core import Block
from prefect.exceptions import ObjectNotFound
from pydantic import SecretStr

from tasks.channel_blocks import MastodonSettings, WebdavSettings, WebhookSettings, WordpressSettings
from tasks.mail_blocks import MailboxSettings, OAuthClientSettings, SmtpSettings
from tasks.secret_fields import DEFAULT_BLOCK_NAME, SHOWN
from terugkom.errors import CommandError
from terugkom.web_address import is_web_address


@dataclass(frozen=True)
class SecretPlace:
    """Where a secret is kept: a field of a block."""

    block: type[Block]
    field: str


SECRET_PLACES = {
    "mail-server": SecretPlace(SmtpSettings, "password"),
    "mailbox": SecretPlace(MailboxSettings, "password"),
    "oauth2-client": SecretPlace(OAuthClientSettings, "client_secret"),
    "webdav-folder": SecretPlace(WebdavSettings, "password"),
    "wordpress-site": SecretPlace(WordpressSettings, "password"),
    "mastodon-account": SecretPlace(MastodonSettings, "token"),
    "webhook": SecretPlace(WebhookSettings, "url"),
    "webhook-signature": SecretPlace(WebhookSettings, "secret"),
}
_OF_ALL = ("mail-server", "oauth2-client")


def check_saved(name: str, municipality: str | None) -> None:
    """Raise InputError if the block of this secret was not saved yet, or cannot be read."""
    _load_block(name, municipality)


def set_secret(name: str, secret: str, municipality: str | None = None) -> str:
    """Set a secret in the block of a municipality, or in the default one; return what was set.

    Raises InputError if that block was not saved yet, cannot be read, or cannot have this secret.
    """
    if secret == SHOWN:
        raise CommandError("these are the asterisks that stand for a secret; nothing was changed")
    if name == "webhook" and not is_web_address(secret):
        raise CommandError("the URL of a webhook must read https:// and then a host; nothing was changed")
    place, block = SECRET_PLACES[name], _load_block(name, municipality)
    setattr(block, place.field, SecretStr(secret))
    saved_as = municipality or DEFAULT_BLOCK_NAME
    block.save(saved_as, overwrite=True)
    return f"{place.field} of *{place.block.get_block_type_name()}*, block {saved_as}"


def _load_block(name: str, municipality: str | None) -> Block:
    if name in _OF_ALL and municipality:
        raise CommandError(f"there is one {name}, for all municipalities")
    block, saved_as = SECRET_PLACES[name].block, municipality or DEFAULT_BLOCK_NAME
    what = f"block *{block.get_block_type_name()}*"
    try:
        return cast(Block, block.load(saved_as))
    except ValueError as error:  # its text may hold a secret
        if isinstance(error.__cause__, ObjectNotFound):
            raise CommandError(
                f"no {what} is saved as {saved_as}: save it in the UI first (Blocks, +), then set its secret"
            ) from None
        raise CommandError(f"the {what} {saved_as} cannot be read: {type(error).__name__}") from None
