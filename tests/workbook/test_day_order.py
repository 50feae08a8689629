"""The dates of a column are read in one order: with the day first, or with the month where one proves it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from terugkom.workbook.dates.day_order import DayOrder, detect_day_order, put_day_first

TEXTS = [
    ("12/31/2027", DayOrder.MONTH_FIRST, "31/12/2027"),
    ("12-31-27", DayOrder.MONTH_FIRST, "31-12-27"),
    ("3.15.2027", DayOrder.MONTH_FIRST, "15.3.2027"),
    ("by 12/31/2027", DayOrder.MONTH_FIRST, "by 31/12/2027"),
    ("01/02/2027 - 12/31/2027", DayOrder.MONTH_FIRST, "02/01/2027 - 31/12/2027"),
    ("12/31/2027 12:00:00 AM", DayOrder.MONTH_FIRST, "31/12/2027"),
    ("31/12/2027", DayOrder.DAY_FIRST, "12/31/2027"),
    ("03/04/2027", DayOrder.UNKNOWN, "04/03/2027"),
    ("13/13/2027", DayOrder.UNKNOWN, "13/13/2027"),
    ("31/12/2027 - 12/31/2028", DayOrder.MIXED, "12/31/2027 - 31/12/2028"),
    ("2027-12-31", DayOrder.UNKNOWN, "2027-12-31"),
    ("2024/2025", DayOrder.UNKNOWN, "2024/2025"),
    ("1.2.13.2027", DayOrder.UNKNOWN, "1.2.13.2027"),
    ("12/2027", DayOrder.UNKNOWN, "12/2027"),
]


@pytest.mark.parametrize(("text", "order", "swapped"), TEXTS)
def test_a_text_proves_an_order_and_can_be_put_in_the_other(text: str, order: DayOrder, swapped: str) -> None:
    assert (detect_day_order(text), put_day_first(text)) == (order, swapped)


def _import(desk: Any, dates: Sequence[Any], starts: Sequence[Any] = ()) -> tuple[list[Any], list[Any], Any]:
    """Import one action a date; return the deadlines and starts as stored, and where the findings stand."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Nr", "Action", "Due date", *(["Start date"] if starts else [])])
    for at, cell in enumerate(dates):
        book.worksheets[0].append([f"A{at}", f"Action number {at}", cell, *starts[at : at + 1]])
    book.save(desk.folder / "plan.xlsx")
    report = desk.import_file(desk.folder / "plan.xlsx")
    actions = [desk.action(f"A{at}") for at in range(len(dates))]
    found = [(each.row, each.column, each.code) for each in report.findings]
    return [each["deadline"] for each in actions], [each["start"] for each in actions], found


def test_one_date_that_can_only_have_its_month_first_makes_the_column_so(desk: Any) -> None:
    deadlines, _, found = _import(
        desk, ["03/04/2027", "12/31/2027", "1/2/27", "2027-05-06", date(2027, 5, 6)]
    )

    assert deadlines == [date(2027, 3, 4), date(2027, 12, 31), date(2027, 1, 2), *[date(2027, 5, 6)] * 2]
    assert found == [(3, "Due date", "month-first")]


def test_the_text_of_a_cell_with_the_month_first_is_kept_through_our_own_workbook(desk: Any) -> None:
    cells = ["03/04/2027", "12/31/2027", "01/02/2027 - 12/31/2027", "from 12/31/2027", "01/15/2027 - 12/2027"]
    deadlines, _, _ = _import(desk, cells)
    texts = [desk.action(f"A{at}")["deadline_text"] for at in range(5)]
    assert texts == [*cells[:3], "from 31/12/2027", "15/01/2027 - 12/2027"]
    assert [desk.action(f"A{at}")["extra"] for at in (0, 3, 4)] == [
        {},
        {"Due date": cells[3]},
        {"Due date": cells[4]},
    ]
    before = desk.all_rows()

    assert desk.import_file(desk.folder / "plan.xlsx").changes == ()
    report = desk.import_file(desk.give_out())

    assert report.changes == ()
    assert [each.code for each in report.findings] == ["start-no-deadline"]
    assert desk.all_rows()["actions"] == before["actions"]
    assert deadlines == [date(2027, 3, 4), *[date(2027, 12, 31)] * 2, None, date(2027, 12, 31)]


def test_without_such_a_date_the_day_is_first(desk: Any) -> None:
    deadlines, _, found = _import(desk, ["03/04/2027", "31/12/2027", "1/2/27"])

    assert deadlines == [date(2027, 4, 3), date(2027, 12, 31), date(2027, 2, 1)]
    assert found == []


def test_a_column_with_both_orders_is_asked_about(desk: Any) -> None:
    deadlines, _, found = _import(desk, ["03/04/2027", "12/31/2027", "31/12/2027", "05/05/2027"])

    assert deadlines == [date(2027, 4, 3), None, date(2027, 12, 31), date(2027, 5, 5)]
    assert sorted(found) == [
        (2, "Due date", "ambiguous-date"),
        (3, "Due date", "impossible-date"),
        (3, "Due date", "mixed-day-order"),
    ]


def test_a_column_that_proves_nothing_has_the_order_of_the_one_beside_it(desk: Any) -> None:
    deadlines, starts, found = _import(desk, ["12/31/2027", "6/30/2027"], ["01/02/2027", "03/04/2027"])

    assert (deadlines, starts) == (
        [date(2027, 12, 31), date(2027, 6, 30)],
        [date(2027, 1, 2), date(2027, 3, 4)],
    )
    assert sorted(found) == [(2, "Due date", "month-first"), (2, "Start date", "month-first-beside")]


def test_columns_of_two_orders_are_each_read_in_their_own(desk: Any) -> None:
    deadlines, starts, _ = _import(desk, ["12/31/2027", "03/04/2027"], ["31/01/2027", "03/04/2027"])

    assert (deadlines, starts) == (
        [date(2027, 12, 31), date(2027, 3, 4)],
        [date(2027, 1, 31), date(2027, 4, 3)],
    )


def test_a_column_of_dates_with_the_month_first_is_one_of_dates(desk: Any) -> None:
    _, starts, _ = _import(desk, ["12/31/2027", "12/30/2027"], ["1/31/2027", "3/14/2027"])

    assert starts == [date(2027, 1, 31), date(2027, 3, 14)]
