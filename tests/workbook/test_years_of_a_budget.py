"""A budget by year, in columns of their own: below one header, or each with its year in its header."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.plan.model import Action
from terugkom.workbook.foreign.amounts import read_amount
from terugkom.workbook.foreign.year_columns import join_years
from terugkom.workbook.special_cells import FormattedNumber

Rows = Sequence[Sequence[Any]]
ACTIONS: Rows = [
    ["1", "Led plaatsen in de sporthal", "An Peeters", date(2027, 12, 31), 1000, 2000, 3000],
    ["2", "Zonnepanelen leggen", "Cas Wils", date(2027, 6, 30), None, 500, None],
]
UPPER = ["Nr", "Actie", "Trekker", "Deadline", "Budget", None, None]
WHOLE = ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1")


def write(desk: Any, rows: Rows, *merged: str) -> Any:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for each in merged:
        page.merge_cells(each)
    book.save(desk.folder / "plan.xlsx")
    return desk.folder / "plan.xlsx"


def list_budgets(desk: Any) -> list[tuple[str, float | None, str, dict[str, str]]]:
    with desk.database.read_session() as session:
        found = session.scalars(select(Action).order_by(Action.code))
        return [(each.title, each.budget, each.budget_text, each.extra) for each in found]


@pytest.mark.parametrize("merged", [(), ("E1:G1",), WHOLE])
@pytest.mark.parametrize("years", [[2025, 2026, 2027], ["2025", "2026", "2027"]])
def test_years_below_a_budget_are_its_parts(desk: Any, merged: tuple[str, ...], years: list[Any]) -> None:
    lower = [None, None, None, None, *years]

    report = desk.import_file(write(desk, [UPPER, lower, *ACTIONS], *merged))

    assert (report.actions["added"], report.rows["header"], report.rows["refused"]) == (2, 2, 0)
    codes = {each.code for each in report.findings}
    assert not codes & {"plan-not-read", "no-title", "unsure-amount"}
    assert list_budgets(desk) == [
        ("Led plaatsen in de sporthal", 6000, "2025: 1000; 2026: 2000; 2027: 3000", {}),
        ("Zonnepanelen leggen", 500, "2026: 500", {}),
    ]


def test_a_year_in_each_header_is_a_part_as_well(desk: Any) -> None:
    header = [*UPPER[:4], "Budget 2025", "Budget 2026", "Budget 2027"]

    desk.import_file(write(desk, [header, *ACTIONS]))

    assert [each[1] for each in list_budgets(desk)] == [6000, 500]


def test_the_total_is_the_budget_where_there_is_one(desk: Any) -> None:
    lower = [None, None, None, None, 2025, 2026, "Totaal"]

    desk.import_file(write(desk, [UPPER, lower, *ACTIONS], *WHOLE))

    assert list_budgets(desk)[0][1:] == (3000, "3000", {"Budget 2025": "1000", "Budget 2026": "2000"})


def test_years_below_another_header_are_named_by_it(desk: Any) -> None:
    upper = [*UPPER[:4], "Besparing in ton", None, None]

    desk.import_file(write(desk, [upper, [None, None, None, None, 2025, 2026, 2027], *ACTIONS]))

    extra = {
        f"Besparing in ton {year}": f"{number}" for year, number in ((2025, 1000), (2026, 2000), (2027, 3000))
    }
    assert list_budgets(desk)[0] == ("Led plaatsen in de sporthal", None, "", extra)


def test_crosses_below_years_are_still_a_planning(desk: Any) -> None:
    upper = ["Nr", "Actie", "Trekker", "Planning", None, None]
    lower = [None, None, None, 2025, 2026, 2027]
    actions = [["1", "Led plaatsen in de sporthal", "An Peeters", "x", "x", None]]
    actions += [["2", "Zonnepanelen leggen", "Cas Wils", None, None, "x"]]

    desk.import_file(write(desk, [upper, lower, *actions], "D1:F1"))

    assert [str(desk.action(code)["deadline"]) for code in ("1", "2")] == ["2026-12-31", "2027-12-31"]


@pytest.mark.parametrize(
    ("total", "years"),
    [("Budget totaal", "Budget"), ("Coût total", "Coût"), ("Kosten gesamt", "Kosten"), ("Budget", "Budget")],
)
def test_where_the_total_is_blank_its_years_say_it(desk: Any, total: str, years: str) -> None:
    rows = [
        ["Nr", "Actie", "Trekker", "Deadline", total, f"{years} 2026", f"{years} 2027"],
        ["1", "Led plaatsen in de sporthal", "An Peeters", date(2027, 12, 31), None, 1000, 2000],
        ["2", "Zonnepanelen leggen", "Cas Wils", date(2027, 6, 30), 5000, 2000, 3000],
        ["3", "Bomen planten in de straat", "Cas Wils", date(2027, 6, 30), None, None, None],
    ]

    desk.import_file(write(desk, rows))

    assert [(budget, text) for _, budget, text, _ in list_budgets(desk)] == [
        (3000, "2026: 1000; 2027: 2000"),
        (5000, "5000"),
        (None, ""),
    ]


@pytest.mark.parametrize(
    ("cells", "total", "text"),
    [
        ((2500.125, 12.345, None), 2512.47, "2025: 2500.1250; 2026: 12.3450"),
        (
            (1000 / 3, 1000 / 3, 1000 / 3),
            1000,
            "; ".join(f"{n}: 333.3333333333333" for n in (2025, 2026, 2027)),
        ),
        ((1e-7, 2500.5, None), 2500.5, "2025: 0.0000001; 2026: 2500.5"),
        (("2.500", 12.5, None), 2512.5, "2025: 2.500; 2026: 12.5"),
    ],
)
def test_a_typed_amount_of_a_year_is_what_was_typed(
    desk: Any, cells: tuple[Any, ...], total: float, text: str
) -> None:
    lower = [None, None, None, None, 2025, 2026, 2027]
    others = [[*ACTIONS[0][:4], *cells], ACTIONS[1]]

    desk.import_file(write(desk, [UPPER, lower, *others]))

    assert list_budgets(desk)[0][1:3] == (total, text)
    assert read_amount(text).value == total


def test_a_share_of_a_year_is_no_amount() -> None:
    headers = ["Budget 2025", "Budget 2026"]
    text = join_years(headers, [FormattedNumber(0.5, "50%"), 1000], [0, 1])

    assert (text, read_amount(text).value) == ("2025: 50%; 2026: 1000", None)


def test_a_title_above_years_is_no_header_of_theirs(desk: Any) -> None:
    header = [*UPPER[:4], 2025, 2026, 2027]

    desk.import_file(write(desk, [["Actieplan 2026-2031"], header, *ACTIONS]))

    assert list_budgets(desk)[0][3] == {"2025": "1000", "2026": "2000", "2027": "3000"}


def test_a_year_without_a_clear_amount_leaves_the_sum_open() -> None:
    assert read_amount("2026: € 1.000; 2027: 2500").value == 3500
    assert read_amount("2026: € 1.000; 2027: p.m.").value is None
    assert read_amount("2026: 1.000/jaar; 2027: 2500").value is None
