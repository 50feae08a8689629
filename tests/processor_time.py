"""A limit of the time of the processor, for what once took minutes."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def limited_processor(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes the processor longer, however busy the machine is."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"it took more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
