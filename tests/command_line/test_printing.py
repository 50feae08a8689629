"""What the command line prints, as it is read and copied."""

import pytest

from terugkom.command_line import printing


def test_what_is_copied_is_never_broken_in_two(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Log in with what is in " + "/a-long-folder" * 20 + "/login, " + "and words " * 20 + "[ok]"
    printing.print_unwrapped(text)
    assert capsys.readouterr().out == text + "\n"
