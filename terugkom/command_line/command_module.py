"""A module of commands that is imported when one of them is run."""

import argparse
from collections.abc import Callable

from terugkom.process.gc_paused import import_and_freeze


class CommandModule:
    """Gives the functions of a module without importing it: to import all takes over a second.

    They return the exit status; True, as 1, is that something needs attention.
    """

    def __init__(self, name: str) -> None:
        self._name = f"terugkom.command_line.{name}"

    def __getattr__(self, function: str) -> Callable[[argparse.Namespace], int]:
        def run_command(given: argparse.Namespace) -> int:
            done: int = getattr(import_and_freeze(self._name), function)(given)
            return done

        run_command.__module__, run_command.__name__ = self._name, function
        return run_command
