"""The header of a text file: fields as YAML, of which only plain values and short lists are taken.

Files come from people and from whatever else can write into a folder. A few hundred bytes of YAML can stand
for gigabytes (aliases), and nested brackets take quadratic time or the interpreter's stack; so the header is
first read as a stream of events, which stops at the first thing that a header does not need.
"""

from contextlib import suppress
from enum import StrEnum
from typing import Any

import yaml

from terugkom.yaml_loader import TEXT_LOADER

_MAX_LENGTH = 20_000  # characters of a header
_MAX_DEPTH = 2  # the fields, and a list in one of them


class HeaderProblem(StrEnum):
    """Why a header cannot be used."""

    TOO_LARGE = "too-large"
    ALIAS = "alias"
    NESTED = "nested"
    UNREADABLE = "unreadable"


_TEXTS = {
    HeaderProblem.TOO_LARGE: "it is too long",
    HeaderProblem.ALIAS: "no value may begin with * or &; put the text between quotes",
    HeaderProblem.NESTED: "brackets or lists are inside each other; put a text with brackets between quotes",
    HeaderProblem.UNREADABLE: "it is not valid YAML",
}


class InvalidHeaderFields(Exception):
    """A header cannot be used. `line` counts from 0; `detail` is what the parser says, or empty."""

    def __init__(self, problem: HeaderProblem, line: int = 0, detail: str = "") -> None:
        """Say what is wrong in which line."""
        super().__init__(detail or _TEXTS[problem])
        self.problem, self.line, self.detail = problem, line, detail


def parse_header_fields(text: str) -> Any:
    """Return a header's fields: a mapping, or whatever else it holds; all values are text or lists of text.

    Raises InvalidHeaderFields.
    """
    if len(text) > _MAX_LENGTH:
        raise InvalidHeaderFields(HeaderProblem.TOO_LARGE)
    with suppress(yaml.YAMLError):  # libyaml refuses some escapes that the other takes, and says less
        return _parse_fields(text, TEXT_LOADER)
    try:
        return _parse_fields(text, yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        is_alias = isinstance(error, yaml.scanner.ScannerError) and "alias" in str(error.context)
        problem = (
            HeaderProblem.ALIAS if is_alias else HeaderProblem.UNREADABLE
        )  # *so* is how people write too
        raise InvalidHeaderFields(problem, line, error.problem or "") from error
    except yaml.YAMLError as error:  # a character that YAML does not take
        line = text.count("\n", 0, getattr(error, "position", None) or 0)
        raise InvalidHeaderFields(HeaderProblem.UNREADABLE, line, getattr(error, "reason", "")) from error


def _parse_fields(text: str, loader: type[yaml.BaseLoader]) -> Any:
    _check_events(text, loader)
    _check_repeated_fields(text, loader)
    return yaml.load(text, Loader=loader)  # noqa: S506  texts alone


def _check_events(text: str, loader: type[yaml.BaseLoader]) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InvalidHeaderFields(HeaderProblem.ALIAS, line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise InvalidHeaderFields(HeaderProblem.NESTED, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _check_repeated_fields(text: str, loader: type[yaml.BaseLoader]) -> None:
    """Raise InvalidHeader for a field that is there twice: YAML would take the last one in silence."""
    header = yaml.compose(text, Loader=loader)
    seen: set[str] = set()
    for key, _ in header.value if isinstance(header, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                problem = f"{key.value} is there twice"
                raise InvalidHeaderFields(HeaderProblem.UNREADABLE, key.start_mark.line, problem)
            seen.add(key.value)
