"""Errors of formulas in every format and language: a finding, and no code, name or erased value."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.plan.model import Person
from terugkom.workbook.cell_texts import is_excel_error
from terugkom.workbook.file_formats.read_tables import read_tables
from tests.workbook.old_excel import CellError, Rows, write_xls

HEADERS = ("Nr", "Actie", "Trekker", "Einddatum", "Kosten")
RIGHT = [("1", "Led plaatsen", "An Peeters", "2027", "500"), ("2", "Zon leggen", "Bo Maes", "2028", "900")]


@pytest.mark.parametrize(
    "text",
    [
        *("#REF!", "#N/A", "#SPILL!", "#CALC!", "#ERROR!", "#VERW!", "#N/B", "#NAAM?", "#OVERLOOP!"),
        *("#BEZUG!", "#NV", "#WERT!", "#ÜBERLAUF!", "#NOM?", "#VALEUR!", "#PROPAGATION!"),
        *("Err:502", "Fout:504", "Err :508", "###", "########"),
    ],
)
def test_an_error_is_known_in_each_language(text: str) -> None:
    assert is_excel_error(text)


@pytest.mark.parametrize(
    "text", ["#", "##", "#klimaat!", "#1", "Err", "Error 5", "NV", "N/A", "Err:5020", ""]
)
def test_what_only_looks_like_an_error_is_none(text: str) -> None:
    assert not is_excel_error(text)


@pytest.mark.parametrize("is_result", [True, False])
def test_an_error_in_an_old_workbook_erases_nothing(desk: Any, tmp_path: Path, is_result: bool) -> None:
    path = tmp_path / "plan.xls"
    write_xls(path, "Plan", [HEADERS, *RIGHT])
    desk.import_file(path)
    before = desk.action("1")
    errors = [CellError(code, is_result) for code in (0x07, 0x2A, 0x17)]
    rows: Rows = [HEADERS, ("1", "Led plaatsen", *errors), RIGHT[1]]
    write_xls(path, "Plan", rows)

    assert read_tables(path)[0].rows[1] == ["1", "Led plaatsen", "#DIV/0!", "#N/A", "#REF!"]
    report = desk.import_file(path)

    found = [(each.row, each.column, each.code) for each in report.findings]
    assert (2, "Trekker", "excel-error") in found
    assert (2, "Einddatum", "impossible-date") in found
    assert (2, "Kosten", "excel-error") in found
    after = desk.action("1")
    kept = ("owners", "deadline", "deadline_text", "budget")
    assert [after[name] for name in kept] == [before[name] for name in kept]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("1", "Led plaatsen", "#BEZUG!", "2027", "500"), "Trekker"),
        (("#NV", "Led plaatsen", "An Peeters", "2027", "500"), "Nr"),
    ],
)
def test_an_error_becomes_no_code_and_no_owner(desk: Any, row: Sequence[str], column: str) -> None:
    desk.import_file(desk.table([HEADERS, *RIGHT]))

    report = desk.import_file(desk.table([HEADERS, row, RIGHT[1]]))

    found = [(each.row, each.column) for each in report.findings if each.code == "excel-error"]
    assert found == [(2, column)]
    assert (report.actions["added"], report.actions["missing"]) == (0, 0)
    assert desk.action("1")["owners"] == ["an-peeters"]
    with desk.database.read_session() as session:
        assert set(session.scalars(select(Person.code))) == {"an-peeters", "bo-maes"}


def test_the_points_of_a_chart_in_an_old_workbook_are_no_cells(tmp_path: Path) -> None:
    """An error of its second series stood in the place of a title; a note behind the chart is read still."""
    points: Rows = [(1.0, 2.0), (CellError(0x2A, False), CellError(0x07, False))]
    write_xls(tmp_path / "plan.xls", "Plan", [HEADERS, *RIGHT], chart=points, note="Let op")

    (table,) = read_tables(tmp_path / "plan.xls")
    assert table.rows == [[*HEADERS], *map(list, RIGHT)]
    assert [(each.row, each.column, each.text) for each in table.marks] == [(0, 0, "Let op")]
