"""A run of another day than today really sends only if it is asked to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from prefect.context import FlowRunContext

from tasks.installation import get_installation
from terugkom import clock
from terugkom.daily_runs.clock_jump import check_clock_jump

P = ParamSpec("P")
R = TypeVar("R")

_allowed: ContextVar[bool | None] = ContextVar("really send on another day than today", default=None)


def is_allowed() -> bool:
    """Return whether this run, or the one that started it, was asked to send on another day than today."""
    return bool(_allowed.get())


def refuse_other_day(function: Callable[P, R], *, is_unasked: bool = False) -> Callable[P, R]:
    """Have a flow with a field `really` raise PublicInputError, before it does anything, on another
    day than today where that field is not set and something would leave this machine.

    So is one that machines start (`is_unasked`), whose clock is far from that of the latest daily runs:
    nobody asked for its day.

    A dry run sends nothing. A run that another one of this process started was checked with that one. One
    that was suspended goes on weeks later: its day is compared with the one on which it began.
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
        if not (given["really"] or given.get("dry_run")):
            if given["today"]:
                get_installation().refuse_other_day(given["today"], given["municipality"], _find_first_day())
            is_today = given["today"] in (None, clock.today())  # the command gives the day of its clock
            if is_today and is_unasked:
                _refuse_clock_jump()
        with _remember(bool(given["really"])):
            return function(*args, **kwargs)

    return checked


def _refuse_clock_jump() -> None:
    installation = get_installation()
    with installation.database.read_session() as session:
        check_clock_jump(session, clock.now(), lambda: installation.list_real_channels(None))


def _find_first_day() -> date:
    """Return the day on which this run began."""
    context = FlowRunContext.get()
    began_at = context.flow_run.start_time if context and context.flow_run else None
    today = clock.today()
    return min(today, began_at.astimezone(clock.BRUSSELS).date()) if began_at else today


@contextmanager
def _remember(allowed: bool) -> Iterator[None]:
    token = _allowed.set(allowed)
    try:
        yield
    finally:
        _allowed.reset(token)
