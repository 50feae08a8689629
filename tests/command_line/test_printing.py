"""What the command line prints, as it is read and copied."""

import pytest

from terugkom.command_line import printing


def test_what_is_copied_is_never_broken_in_two(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Log in with what is in " + "/a-long-folder" * 20 + "/login, " + "and words " * 20 + "[ok]"
    printing.print_unwrapped(text)
    assert capsys.readouterr().out == text + "\n"


def test_nothing_in_a_table_is_read_as_markup(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("[bold]:leaf: \\[x]", "[bold]:leaf: 日本"):
        printing.print_table(["Title"], [[text]])
        assert text in capsys.readouterr().out
