"""The shell starts quickly: a command imports what it needs, and nothing before it is known which it is."""

import argparse
import subprocess
import sys
from importlib import import_module

import pytest

from terugkom.command_line import main
from terugkom.ideas.answer_idea import VERDICTS
from terugkom.meetings.kinds import MEETING_KINDS

_PROGRAM = """
import sys
from terugkom.command_line import main
try:
    main(["--help"])
finally:
    print(*sys.modules)
"""


def list_commands() -> dict[str, argparse.ArgumentParser]:
    return list_subcommands(sys.modules[main.__module__]._build_parser())  # type: ignore[attr-defined]


def list_subcommands(parser: argparse.ArgumentParser, before: str = "") -> dict[str, argparse.ArgumentParser]:
    """Return the parsers by command, with those of `person show` and the like in the place of `person`."""
    found = {before: parser} if before else {}
    for each in parser._actions:
        if isinstance(each, argparse._SubParsersAction):
            found.pop(before, None)
            for name, added in each.choices.items():
                found |= list_subcommands(added, f"{before} {name}".strip())
    return found


def test_the_help_imports_no_room_no_database_and_no_prefect() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "usage: terugkom" in done.stdout
    assert "terugkom.command_line.main" in loaded
    assert not loaded & {"sqlalchemy", "pydantic", "prefect", "rich", "openpyxl", "terugkom.plan"}


@pytest.mark.parametrize("name", list_commands())
def test_the_function_of_each_command_exists(name: str) -> None:
    function = list_commands()[name].get_default("command")
    assert callable(getattr(import_module(function.__module__), function.__name__))


def test_the_choices_of_the_arguments_are_those_of_the_subject() -> None:
    command_line = sys.modules[main.__module__]
    assert tuple(VERDICTS) == command_line.VERDICTS  # type: ignore[attr-defined]
    assert command_line.MEETING_KINDS == MEETING_KINDS  # type: ignore[attr-defined]


def test_a_setting_that_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_PORT", "many")
    assert main(["actions"]) == 2
    assert "TERUGKOM_PORT: " in capsys.readouterr().err
