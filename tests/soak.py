"""How long a test that repeats itself goes on: briefly in `make test`, long in `make soak`."""

import os
from typing import TypeVar

T = TypeVar("T")
SOAK = os.environ.get("TERUGKOM_SOAK") == "1"


def often(brief: T, *, soak: T) -> T:
    """Return how often, or what, to repeat: the brief form, or under `make soak` the long one."""
    return soak if SOAK else brief
