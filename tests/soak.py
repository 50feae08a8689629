"""Which tests are run, and how long one that repeats itself goes on: briefly, or long in `make soak`."""

import os
from typing import TypeVar

T = TypeVar("T")
SOAK = os.environ.get("TERUGKOM_SOAK") == "1"
POSTGRES = os.environ.get("TERUGKOM_POSTGRES") == "1"  # on PostgreSQL what else runs on SQLite alone
LONG = os.environ.get("TERUGKOM_LONG") == "1"  # the tests marked `long`, and no others


def often(brief: T, *, soak: T) -> T:
    """Return how often, or what, to repeat: the brief form, or under `make soak` the long one."""
    return soak if SOAK else brief
