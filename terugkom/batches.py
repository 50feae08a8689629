"""Batches of items: large enough to be fast, small enough to use little memory."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of at most `size`; the standard library has this from Python 3.12."""
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch


def drain(items: list[T]) -> Iterator[T]:
    """Yield the items in order and take each out of its list, so that one that was used can be freed."""
    items.reverse()
    while items:
        yield items.pop()
