"""Cells that say something by their colour alone are told, with their column and what to do."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.libreoffice import convert, office

HEADERS = ["Nr", "Actie", "Trekker", "Status", "Q1", "Q2", "Q3", "Q4"]
COLOURS = {"groen": "FF00B050", "oranje": "FFFFC000", "rood": "FFFF0000", "grijs": "FFD9D9D9"}


def _write(
    path: Path,
    cells: dict[str, str],
    status: str | None = None,
    *,
    merged: str = "",
    values: dict[str, str] | None = None,
) -> Path:
    """Write a plan of three actions, with coloured cells."""
    book = openpyxl.Workbook()
    page = book.active
    assert page
    page.title = "Plan"
    page.append(HEADERS)
    for number, title in enumerate(("Led in de zaal", "Zonnepanelen", "Fietsen stallen"), 1):
        page.append([number, title, "An Peeters", status])
    if merged:
        page.merge_cells(merged)
    for cell, colour in cells.items():
        page[cell].fill = PatternFill("solid", fgColor=COLOURS[colour])
    for cell, value in (values or {}).items():
        page[cell] = value
    book.save(path)
    return path


def _find(desk: Any, path: Path) -> list[tuple[str, int, str]]:
    report = desk.import_file(path)
    return [(each.sheet, each.row, each.column) for each in report.findings if each.code == "coloured-cells"]


STATUS = {"D2": "groen", "D3": "oranje", "D4": "rood"}
HEADER_ROW = dict.fromkeys(["A1", "B1", "C1", "D1"], "grijs")


def test_a_status_by_its_colour_alone_is_told(desk: Any) -> None:
    path = _write(desk.folder / "plan.xlsx", HEADER_ROW | STATUS)
    assert _find(desk, path) == [("Plan", 2, "Status")]
    (told,) = [each.message for each in desk.import_file(path).findings if each.code == "coloured-cells"]
    assert "3 lege cellen van “Status”" in told
    assert desk.action("1")["status"] == "planned"


@pytest.mark.parametrize(
    "cells",
    [
        HEADER_ROW,
        {"D2": "groen"},
        {f"{column}{row}": "grijs" for column in "ABCDE" for row in (2, 4)},
        {"H2": "groen", "J2": "groen", "J3": "groen"},
    ],
    ids=["header", "one cell", "banded rows", "without header"],
)
def test_other_colours_are_not_told(desk: Any, cells: dict[str, str]) -> None:
    assert _find(desk, _write(desk.folder / "plan.xlsx", cells)) == []


@pytest.mark.parametrize(
    ("cells", "values", "merged"),
    [
        (
            {"E2": "rood", "E3": "groen", "E4": "groen"},  # whatever colour Excel kept below the first
            {"E2": "Wonen", "A5": "4", "B5": "Bomen planten", "E5": "Energie"},
            "E2:E4",
        ),
        (dict.fromkeys(["E2", "E3", "E4"], "groen") | {"E1": "grijs"}, {"E2": "Wonen"}, ""),
        (dict.fromkeys(["E2", "E3", "E4"], "groen"), {"E4": "klaar"}, ""),
        (dict.fromkeys(["E2", "E3", "E4"], "grijs"), {}, ""),
        (dict.fromkeys(["E5", "E6"], "grijs"), {"A7": "4", "B7": "Bomen planten"}, ""),
        ({"E2": "groen", "E3": "groen", "E4": "oranje"}, {"E2": "Wonen"}, ""),
    ],
    ids=["merged", "block", "one colour", "input column", "separator rows", "block and one cell"],
)
def test_colours_of_ordinary_layouts_are_not_told(
    desk: Any, cells: dict[str, str], values: dict[str, str], merged: str
) -> None:
    path = _write(desk.folder / "plan.xlsx", cells, values=values, merged=merged)
    assert _find(desk, path) == []


def test_a_status_by_its_colour_is_told_where_another_has_a_word(desk: Any) -> None:
    path = _write(desk.folder / "plan.xlsx", STATUS, values={"D2": "klaar"})
    assert _find(desk, path) == [("Plan", 3, "Status")]


def test_a_coloured_cell_with_a_word_is_read(desk: Any) -> None:
    assert _find(desk, _write(desk.folder / "plan.xlsx", STATUS, status="klaar")) == []
    assert desk.action("1")["status"] == "done"


def test_bars_of_a_calendar_are_one_finding(desk: Any) -> None:
    cells = {f"{column}{row}": "groen" for column in "EFGH" for row in (2, 3)}
    assert _find(desk, _write(desk.folder / "plan.xlsx", cells)) == [("Plan", 2, "")]


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
def test_a_status_by_its_colour_alone_is_told_in_an_ods(desk: Any) -> None:
    path = _write(desk.folder / "plan.xlsx", HEADER_ROW | STATUS)
    assert _find(desk, convert(path, "ods", desk.folder / "saved")) == [("Plan", 2, "Status")]


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
def test_a_block_in_one_colour_is_not_told_in_an_ods(desk: Any) -> None:
    cells = {"E2": "groen", "E3": "groen", "E4": "oranje"}
    path = _write(desk.folder / "plan.xlsx", cells, values={"E2": "Wonen"})
    assert _find(desk, convert(path, "ods", desk.folder / "saved")) == []
