"""The secret fields of Prefect blocks: set on a terminal, never typed in a form.

Prefect's form shows what is typed in a secret field as plain text. So the schema of ours offers one choice,
the asterisks that Prefect shows of a secret that is set: nothing can be typed, and a saved form keeps it.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.errors import Message

DEFAULT_BLOCK_NAME = "terugkom"
SHOWN = "********"  # of any secret, by Prefect; saved back, it changes nothing


def _drop_shown(value: Any) -> Any:
    """Return an empty secret where the form of a new block chose the asterisks, or nothing."""
    return "" if value is None or value == SHOWN else value


BlockSecret = Annotated[SecretStr, BeforeValidator(_drop_shown), Field(json_schema_extra={"enum": [SHOWN]})]
NO_SECRET = SecretStr("")


def describe_secret(name: str, what: str) -> str:
    """Return the description of a secret field in the form."""
    return f"{what}. Set it with `terugkom secret {name}` once this is saved; asterisks: it is set"


def require_secret(secret: SecretStr, name: str, municipality: str = DEFAULT_BLOCK_NAME) -> str:
    """Return the text of a secret. Raises ChannelUnavailable if it was not set yet: deliveries wait."""
    if text := secret.get_secret_value():
        return text
    if municipality == DEFAULT_BLOCK_NAME:
        raise ChannelUnavailable(Message("channel.secret", name=name))
    raise ChannelUnavailable(Message("channel.secret.municipality", name=name, municipality=municipality))
