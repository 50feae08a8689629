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

    def give_up() -> None:
        raise NoAnswer(f"no answer within {seconds:g} seconds")

    return call_and_watch(seconds, function, give_up)


def call_and_watch(seconds: float, function: Callable[[], T], watch: Callable[[], object]) -> T:
    """Return what a function returns; raises what it raises, and what `watch` raises, which is called
    whenever it took so many seconds more. Then it goes on in a thread, as in `call_within`."""
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
    while not results and not errors:
        watch()
        thread.join(seconds)
    if errors:
        raise errors[0]
    return results[0]
