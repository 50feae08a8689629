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


def test_no_word_between_colons_becomes_a_picture(capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_line("plan:key:2027")
    printing.print_unwrapped("/srv/:leaf:/plan.xlsx")
    printing.print_progress("a :leaf: more")
    printing.print_table([":key:"], [["x"]], title="of :leaf:")
    said = capsys.readouterr()
    assert said.out.startswith("plan:key:2027\n/srv/:leaf:/plan.xlsx\n")
    assert ":key:" in said.out.removeprefix("plan:key:2027")
    assert ":leaf:" in said.out.partition(":key: ")[0].removeprefix("plan:key:2027\n/srv/:leaf:")
    assert said.err == "a :leaf: more\n"
