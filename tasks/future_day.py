"""A run of a day in the future really sends only if it is asked to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from tasks.installation import get_installation

P = ParamSpec("P")
R = TypeVar("R")

_allowed: ContextVar[bool | None] = ContextVar("really send on a day in the future", default=None)


def is_allowed() -> bool:
    """Return whether this run, or the one that started it, was asked to send on a day in the future."""
    return bool(_allowed.get())


def refuse_future_day(function: Callable[P, R]) -> Callable[P, R]:
    """Have a flow with a field `really` raise PublicInputError, before it does anything, on a day in the
    future where that field is not set and something would leave this machine.

    A dry run sends nothing. A run that another one of this process started was checked with that one.
    """
    if "really" not in signature(function).parameters:
        return function

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = signature(function).bind(*args, **kwargs)
        bound.apply_defaults()
        given = bound.arguments
        if _allowed.get() is not None:
            return function(*args, **kwargs)
        if given["today"] and not (given["really"] or given.get("dry_run")):
            get_installation().refuse_future_day(given["today"], given["municipality"])
        with _remember(bool(given["really"])):
            return function(*args, **kwargs)

    return checked


@contextmanager
def _remember(allowed: bool) -> Iterator[None]:
    token = _allowed.set(allowed)
    try:
        yield
    finally:
        _allowed.reset(token)
