"""Load a block that is saved under a name, and know which names have one without asking for each.

A request costs 15 ms of this process and as much of Prefect's server (measured), and a daily run looks for
blocks of every municipality, most of which have none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import TypeVar, cast

from prefect.blocks.core import Block
from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

B = TypeVar("B", bound=Block)
_names: ContextVar[dict[str, frozenset[str] | None] | None] = ContextVar("names of blocks", default=None)


@contextmanager
def remember_block_names() -> Iterator[None]:
    """List the names of the saved blocks once for each kind while the context lasts."""
    token = _names.set({})
    try:
        yield
    finally:
        _names.reset(token)


def load_block(kind: type[B], name: str) -> B | None:
    """Return the block of this kind that is saved under this name, or None.

    Raises what Prefect raises for one that is there and cannot be read.
    """
    if not _may_be_saved(kind, name):
        return None
    try:
        return cast(B, kind.load(name))
    except ValueError as error:  # raised as well for one that is there and cannot be read
        if isinstance(error.__cause__, ObjectNotFound):
            return None
        raise


def _may_be_saved(kind: type[Block], name: str) -> bool:
    remembered = _names.get()
    if remembered is None:
        return True
    slug = kind.get_block_type_slug()
    if slug not in remembered:
        remembered[slug] = _list_names(slug)
    names = remembered[slug]
    return names is None or name in names


def _list_names(slug: str) -> frozenset[str] | None:
    """Return the names of all blocks of a kind; None if they cannot be listed: one may be unreadable."""
    with get_client(sync_client=True) as client:
        try:
            saved = client.read_block_documents_by_type(slug, include_secrets=False)
            return frozenset(each.name for each in saved if each.name)
        except PrefectHTTPStatusError as error:  # without this kind, no block of it was ever registered
            return frozenset() if error.response.status_code == HTTPStatus.NOT_FOUND else None
