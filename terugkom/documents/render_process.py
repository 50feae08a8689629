"""A process that renders beside this one, in which Python works on one document at a time."""

from collections.abc import Callable
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any, Generic, Self, TypeVar

from terugkom.process.child_process import answer_call, end_child, run_child, start_child

R = TypeVar("R")


class RenderProcess(Generic[R]):
    """A running process that calls one function, which is pickled to it, for the threads of this one.

    It ends with the context, or with this process.
    """

    def __init__(self, render: Callable[..., R]) -> None:
        """Start it."""
        self._process, self._connection = start_child(__name__, render)
        self._turn = Lock()
        self.has_ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        end_child(self._process, self._connection)

    def render_if_free(self, *arguments: Any) -> R | None:
        """Return what the function returns there, which is never None; waits for it.

        Return None if it is at work for another thread, has ended, or if the function failed: then the caller
        renders here, and what is wrong is raised where it is seen.
        """
        if self.has_ended or not self._turn.acquire(blocking=False):
            return None
        try:
            self._connection.send(arguments)
            rendered: R | None
            rendered, _ = self._connection.recv()
        except (EOFError, OSError):
            self.has_ended = True
            return None
        finally:
            self._turn.release()
        return rendered


def _render_for(function: Callable[..., Any], parent: Connection) -> None:
    while True:
        parent.send_bytes(answer_call(function, parent.recv()))


if __name__ == "__main__":
    run_child(_render_for)
