"""Do items in threads: what belongs together one after the other, and a few of such chains at once."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 2  # while one is typeset or waits for the disk, Python works on the other


def run_concurrently(
    chains: Iterable[Sequence[T]],
    do: Callable[[T], R],
    record: Callable[[T, R], None],
    at_once: int = AT_ONCE,
) -> None:
    """Do each item of each chain in a thread, in the context of this one, and record in this thread what came
    of it.

    An error ends it: what is being done then is waited for, and nothing more is begun.
    """
    waiting = [[*reversed(chain)] for chain in chains if chain]
    if len(waiting) == 1:  # which needs no thread
        for item in reversed(waiting[0]):
            record(item, do(item))
        return
    running: dict[Future[R], tuple[T, list[T]]] = {}
    with ThreadPoolExecutor(at_once, "item") as threads:
        waiting.reverse()
        while waiting or running:
            while waiting and len(running) < at_once:
                chain = waiting.pop()
                item = chain.pop()
                running[threads.submit(copy_context().run, do, item)] = item, chain
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                item, chain = running.pop(done)
                record(item, done.result())
                if chain:
                    waiting.append(chain)
