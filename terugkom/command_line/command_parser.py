"""The parser of the command that is given, without those of the sixty others."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any, cast


def find_command(arguments: Sequence[str]) -> str:
    """Return which command is given, "" if none is: the first argument that is no option."""
    return next((each for each in arguments if not each.startswith("-")), "")


def choose_parser_class(only: str | None) -> type[argparse.ArgumentParser]:
    """Return what makes the parser of a command: of each, or of `only` one, as to make them all takes 9 ms.

    The names and texts of the others are known to the parser that they are added to, for its help and errors.
    """

    def make_parser(*, prog: str, **texts: Any) -> argparse.ArgumentParser:
        if only is None or prog.rpartition(" ")[2] == only:
            return argparse.ArgumentParser(prog=prog, **texts)
        return cast(argparse.ArgumentParser, _Ignored())

    return cast(type[argparse.ArgumentParser], make_parser)


class _Ignored:
    """Takes the arguments of a command that is not run."""

    def __getattr__(self, name: str) -> Callable[..., "_Ignored"]:
        return lambda *_, **__: self
