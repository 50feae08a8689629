"""A limit of time for what has none of its own, or one of many minutes."""

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


class NoAnswer(Exception):
    """What was asked did not answer in time."""


def call_within(seconds: float, function: Callable[[], T]) -> T:
    """Return what a function returns; raises what it raises, and NoAnswer if it takes longer.

    It goes on in a thread then, which keeps no process from ending: so it must hold no lock or session of its
    caller.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            results.append(function())
        except BaseException as error:
            errors.append(error)

    thread = Thread(target=call, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise NoAnswer(f"no answer within {seconds:g} seconds")
    return results[0]
