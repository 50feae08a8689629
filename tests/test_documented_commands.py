"""Each command in a code block of the documents is one that the program takes, arguments and all."""

import argparse
import re
import shlex
from collections.abc import Iterator

import pytest

from terugkom.command_line.main import _build_parser
from tests.test_docs import DOCUMENTS, ROOT

_COMMAND = re.compile(r"^(?: {4}|\t)*(?:sudo -u \S+ )?(?:\S*/)?terugkom (.+)$")


def list_commands(text: str) -> Iterator[str]:
    """Yield the arguments of `terugkom` in code blocks, indented or fenced, without what a shell adds."""
    is_fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            is_fenced = not is_fenced
        elif (is_fenced or line.startswith("    ")) and (found := _COMMAND.match(line)):
            yield re.split(r"\s(?:&&|\||>|;)\s", found[1])[0]


FOUND = sorted(
    (path.relative_to(ROOT).as_posix(), command)
    for path in DOCUMENTS
    if "decisions" not in path.parts
    for command in set(list_commands(path.read_text(encoding="utf-8")))
)


@pytest.mark.parametrize(("document", "command"), FOUND)
def test_a_documented_command_is_taken_as_it_stands(
    document: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status: object = 0
    try:
        _build_parser().parse_args(shlex.split(command, comments=True))
    except SystemExit as ended:
        status = ended.code
    assert status == 0, f"{document}: terugkom {command}: {capsys.readouterr().err}"


def test_the_commands_are_found() -> None:
    text = "text\n\n    make run\n    .venv/bin/terugkom import a.xlsx --new   # yes\n\nterugkom x\n"
    assert list(list_commands(text)) == ["import a.xlsx --new   # yes"]
    assert len(FOUND) > 60


def test_each_argument_of_each_command_is_explained() -> None:
    assert list(list_unexplained(_build_parser())) == []


def list_unexplained(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the arguments without a help text, of a parser and of the commands below it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from list_unexplained(each)
        elif not action.help:
            yield f"{parser.prog}: {action.metavar or action.dest}"
