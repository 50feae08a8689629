"""Tables of the command line are what Rich would draw."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from terugkom.command_line.printing import print_table
from terugkom.command_line.table import draw_table, is_narrow

WIDTH = 60
words = st.lists(st.text("aé€-[:", min_size=1, max_size=30), max_size=6).map(" ".join)
cells = st.one_of(words, st.lists(words, min_size=2, max_size=3).map("\n".join))


def draw_with_rich(headers: list[str], rows: list[list[str]], width: int) -> list[str]:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    written = StringIO()
    Console(file=written, width=width, highlight=False).print(table)
    return written.getvalue().splitlines()


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5))
def test_a_table_is_what_rich_draws_folded_where_it_does_not_fit(rows: list[list[str]]) -> None:
    headers = ["Code", "Title", "Owners"]
    assert [*draw_table(headers, rows, WIDTH)] == draw_with_rich(headers, rows, WIDTH)


def test_an_address_that_does_not_fit_is_cut_and_not_left_out() -> None:
    address = "https://mvo.example.org/" + "a" * 90
    lines = [*draw_table(["Name", "Address"], [["site", address]], WIDTH)]
    assert "".join(line[8:].strip() for line in lines[3:-1]) == address
    assert {len(line) for line in lines} == {WIDTH}


@pytest.mark.parametrize(
    ("text", "narrow"),
    [("Ærø, € 12 – “ja”…", True), ("日本", False), ("e\u0301", False), ("a\u200bb", False), ("\t", False)],
)
def test_what_is_wider_or_narrower_than_a_letter_is_left_to_rich(text: str, narrow: bool) -> None:
    assert is_narrow(["Code", text]) is narrow


def test_nothing_in_a_table_is_read_as_markup(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("[bold]:leaf: \\[x]", "[bold]:leaf: 日本"):
        print_table(["Title"], [[text]])
        assert text in capsys.readouterr().out
