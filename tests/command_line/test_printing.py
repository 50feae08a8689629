"""What the command line prints, as it is read and copied."""

import io
import re
from pathlib import Path

import pytest
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from terugkom.command_line import printing
from terugkom.command_line.log import print_deliveries


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


_ROWS: list[list[object]] = [
    ["E-01", "Zonnepanelen op het dak", "2027-03-01"],
    ["E-02", "", None],
    ["E-03", "  between spaces  ", 7],
    ["E-04", "[b]no markup[/b] :leaf:", "日本 é"],
    ["", "", ""],
]
_EMPTY: list[object] = ["", "", ""]
_LONG, _BROKEN, _TAB = ["E-05", "word " * 40, "x"], ["E-06", "one\ntwo", "x"], ["E-07", "one\ttwo", "x"]
_STRANGE, _ADDRESS = ["E-08", "a\u2028b\x07c\x85d\xa0e", "x"], ["E-09", "a" * 150 + "@example.org", "x"]


@pytest.mark.parametrize("title", ["", "5 findings"])
@pytest.mark.parametrize("width", [20, 43, 44, 45, 46, 60, 110])
@pytest.mark.parametrize(
    "rows", [[], [_EMPTY], _ROWS, *([*_ROWS, each] for each in (_LONG, _BROKEN, _TAB, _STRANGE, _ADDRESS))]
)
def test_a_table_is_printed_as_if_each_row_were_laid_out_alone(
    rows: list[list[object]], width: int, title: str
) -> None:
    headers = ("Code", "Title", "Deadline")
    alone = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for header in headers:
        alone.add_column(header, overflow="fold")
    for row in rows:
        alone.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    made = printing.build_table(headers, rows, title, width)
    assert _print(made, width) == _print(alone, width)


def test_rows_of_one_line_are_laid_out_at_once() -> None:
    rows = [[f"E-{number}", "Zonnepanelen"] for number in range(200)]
    assert printing.build_table(["Code", "Title"], rows, "", 110).row_count == 1
    assert printing.build_table(["Code", "Title"], rows, "", 10).row_count == 200


def _print(table: Table, width: int) -> str:
    printed = io.StringIO()
    Console(file=printed, width=width, highlight=False, emoji=False).print(table)
    return printed.getvalue()


def test_deliveries_are_listed_with_the_time_of_a_clock_here(capsys: pytest.CaptureFixture[str]) -> None:
    told = {
        "channel": "smtp",
        "recipient": "an@example.org",
        "subject": "Acties",
        "attempts": 1,
        "reason": "",
    }
    sent = told | {"id": 1, "state": "sent", "sent_at": "2026-07-29T22:30:08.442662+00:00"}
    print_deliveries([sent, told | {"id": 2, "state": "pending", "sent_at": None}])
    said = capsys.readouterr().out
    assert "Sent at" in said
    assert "2026-07-30 00:30" in said
    assert "None" not in said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The plan.",
        "a [bold]b[/bold] :smile: 12",
        "x" * 109,
        "x" * 110,
        "x" * 111,
        "é" * 30,
        "a\tb",
        "1 2 " * 60,
    ],
)
def test_a_short_line_is_printed_as_rich_prints_it(capfd: pytest.CaptureFixture[str], text: str) -> None:
    printing.print_line(text)
    ours = capfd.readouterr().out
    printing._get_console().print(text, markup=False)
    assert ours == capfd.readouterr().out


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (1, ("story was", "stories were"), "1 story was"),
        (0, ("story was", "stories were"), "0 stories were"),
        (1, ("action",), "1 action"),
        (2, ("action",), "2 actions"),
    ],
)
def test_a_count_of_one_reads_as_one(count: int, words: tuple[str, ...], said: str) -> None:
    assert printing.count_nouns(count, *words) == said


def test_no_command_prints_a_count_with_a_word_that_is_right_for_several_only() -> None:
    """*1 stories were written anew*: a count stands before its noun in `count_nouns` alone."""
    folder = Path(printing.__file__).parent
    counted = re.compile(r"\{len\([^}]*\)\} (?:[a-z]+ )?[a-z]+s\b")
    found = [
        f"{path.name}: {each}"
        for path in sorted(folder.glob("*.py"))
        for each in counted.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []
