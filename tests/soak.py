"""Which tests are run, and how long one that repeats itself goes on: briefly, or long in `make soak`."""

import os
from collections.abc import Iterable
from typing import Any, TypeVar

import pytest

T = TypeVar("T")
SOAK = os.environ.get("TERUGKOM_SOAK") == "1"
LONG = os.environ.get("TERUGKOM_LONG") == "1"  # the tests marked `long`, and no others


def often(brief: T, *, soak: T) -> T:
    """Return how often, or what, to repeat: the brief form, or under `make soak` the long one."""
    return soak if SOAK else brief


def keep_every(nth: int, values: Iterable[Any]) -> list[Any]:
    """Return values as parameters of one argument: the first and each nth for `make test`, the others `long`.

    For inputs of one kind, of which each shows much the same and takes long enough to count.
    """
    return [
        pytest.param(each, marks=pytest.mark.long if number % nth else ())
        for number, each in enumerate(values)
    ]
