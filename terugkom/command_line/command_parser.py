"""The parser of the command that is given, without those of the sixty others."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
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
            return _CommandParser(prog=prog, **texts)
        return cast(argparse.ArgumentParser, _Ignored())

    return cast(type[argparse.ArgumentParser], make_parser)


class _CommandParser(argparse.ArgumentParser):
    """Names an option that does not exist: argparse alone takes its value for an argument, and names that."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._subparsers is None:  # else options of those may follow
            self._refuse_unknown_options(args or ())
        return super().parse_known_args(args, namespace)

    def _refuse_unknown_options(self, arguments: Iterable[str]) -> None:
        known = list(self._option_string_actions)
        for each in takewhile(lambda argument: argument != "--", arguments):
            name = each.partition("=")[0]
            if name.startswith("--") and not any(option.startswith(name) for option in known):
                from difflib import get_close_matches

                close = get_close_matches(name, known, 1)
                self.error(f"there is no option {name}" + "".join(f"; is it {option}?" for option in close))


class _Ignored:
    """Takes the arguments of a command that is not run."""

    def __getattr__(self, name: str) -> Callable[..., "_Ignored"]:
        return lambda *_, **__: self
