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
            return CommandParser(prog=prog, **texts)
        return cast(argparse.ArgumentParser, _Ignored())

    return cast(type[argparse.ArgumentParser], make_parser)


def _find_closest(name: str, known: Iterable[str]) -> str:
    """Return the question whether a name that is much like it is meant, "" if there is none."""
    from difflib import get_close_matches  # 8 ms

    return "".join(f"; is it {each}?" for each in get_close_matches(name, list(known), 1))


class CommandParser(argparse.ArgumentParser):
    """Names an option or a command that does not exist, and what is perhaps meant.

    Of an option argparse alone takes the value for an argument, and names that; of a command it lists sixty.
    """

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.nargs == argparse.PARSER and action.choices is not None and value not in action.choices:
            close = _find_closest(value, action.choices)
            self.error(f"there is no command {value}" + (close or f": see `{self.prog} --help`"))
        super()._check_value(action, value)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Do as argparse does; an option that does not exist is named."""
        if self._subparsers is None:  # else options of those may follow
            self._refuse_unknown_options(args or ())
        return super().parse_known_args(args, namespace)

    def _refuse_unknown_options(self, arguments: Iterable[str]) -> None:
        known = list(self._option_string_actions)
        for each in takewhile(lambda argument: argument != "--", arguments):
            name = each.partition("=")[0]
            if name.startswith("--") and not any(option.startswith(name) for option in known):
                self.error(f"there is no option {name}" + _find_closest(name, known))


class _Ignored:
    """Takes the arguments of a command that is not run."""

    def __getattr__(self, name: str) -> Callable[..., "_Ignored"]:
        return lambda *_, **__: self
