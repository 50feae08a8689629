"""Where a page is ended, from what a document says of its layout."""

import pytest

from terugkom.documents.page_balance import (
    Layout,
    Mark,
    find_bad_break,
    find_filling_break,
    list_earlier_breaks,
    read_layout,
)

HEIGHT = 748.0


def a_table(name: str, *pages: int, tops: float = 600.0, below: int | None = None) -> list[Mark]:
    """A section with a table, its heading on the page of its first row, each row on one of the pages."""
    rows = [Mark(name, page, tops + 10 * n, n, len(pages)) for n, page in enumerate(pages)]
    said = [] if below is None else [Mark(name, below, 30, len(pages), len(pages))]
    return [Mark(name, pages[0], tops - 30), *rows, *said]


def laid_out(*marks: Mark, pages: int = 2, filled: float = 400.0) -> Layout:
    return Layout(pages, filled, HEIGHT, marks)


@pytest.mark.parametrize(
    ("marks", "place"),
    [
        (a_table("late", 1, 1, 1, 1, 1, 1), None),
        (a_table("late", 1, 1, 1, 2, 2, 2), None),
        (a_table("late", 1, 2, 2, 2, 2, 2), "late"),
        (a_table("late", 1, 1, 1, 1, 1, 2), "late:4"),
        (a_table("late", 1, 1, 1, 1, 2), "late:3"),
        (a_table("late", 1, 1, 1, 1, 1, below=2), "late:3"),
        (a_table("late", 1, 1, 2, 2), "late"),
        (a_table("late", 1, 1, 1, 2, 2, 3), "late"),
    ],
    ids=[
        "whole", "parted well", "one row before", "one row after", "one after, of five",
        "only what is below it",        "four rows", "no two rows are left before it",
    ],
)  # fmt: skip
def test_a_table_leaves_no_row_alone(marks: list[Mark], place: str | None) -> None:
    assert find_bad_break(laid_out(*marks, pages=3), ()) == place


def test_a_heading_without_its_table_is_moved_and_a_break_is_made_once() -> None:
    heading, *rows = a_table("late", 2, 2, 2)
    alone = laid_out(Mark("late", 1, 700.0), *rows)
    assert find_bad_break(alone, ()) == "late"
    assert find_bad_break(alone, ("late",)) is None
    assert find_bad_break(laid_out(heading, *rows), ()) is None


@pytest.mark.parametrize(("heading_top", "place"), [(680.0, "figures"), (500.0, "told:0")])
def test_a_heading_right_above_goes_with_what_is_moved(heading_top: float, place: str) -> None:
    """With a picture between them it stays, and so does the picture."""
    told = [Mark("told", 1, 704.0, 0, 2), Mark("told", 2, 0.0, 1, 2)]
    layout = laid_out(Mark("figures", 1, heading_top), *told, Mark("silent", 2, 40.0))
    assert find_bad_break(layout, ()) == place


@pytest.mark.parametrize(
    ("filled", "tops", "place"),
    [
        (40.0, (560.0, 630.0, 700.0), "b"),  # 118 points more: what is left of the first page is full
        (100.0, (560.0, 630.0, 700.0), "b"),
        (105.0, (560.0, 630.0, 700.0), "c"),
        (60.0, (400.0, 560.0), "b"),  # a few lines: rather a first page that is less full
        (100.0, (400.0, 560.0), None),
        (40.0, (200.0,), None),
    ],
)
def test_a_last_page_gets_more_from_the_page_before(
    filled: float, tops: tuple[float, ...], place: str | None
) -> None:
    marks = [Mark(name, 1, top) for name, top in zip("abc", tops, strict=False)]
    found = find_filling_break(laid_out(*marks, filled=filled))
    assert (found and found.place) == place


def test_what_was_broken_after_a_new_break_is_laid_out_anew() -> None:
    layout = laid_out(Mark("a", 1, 100.0), Mark("b", 1, 500.0), Mark("c", 2, 0.0))
    assert list_earlier_breaks(layout, ("a", "c"), layout.marks[1]) == ("a",)


def test_a_page_of_a_municipality_s_own_may_tell_less() -> None:
    layout = read_layout({"page": 2, "filled": 30.0})
    assert layout.ends_short
    assert find_bad_break(layout, ()) is None
    assert find_filling_break(layout) is None
