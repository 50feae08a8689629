"""A module of commands that is imported when one of them is run."""

import argparse
from collections.abc import Callable
from importlib import import_module

from terugkom.gc_paused import pause_gc


class CommandModule:
    """Gives the functions of a module without importing it: to import all takes over a second."""

    def __init__(self, name: str) -> None:
        self._name = f"terugkom.command_line.{name}"

    def __getattr__(self, function: str) -> Callable[[argparse.Namespace], bool]:
        def run_command(given: argparse.Namespace) -> bool:
            with pause_gc():
                module = import_module(self._name)
            done: bool = getattr(module, function)(given)
            return done

        run_command.__module__, run_command.__name__ = self._name, function
        return run_command
