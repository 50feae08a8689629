"""Merged cells of an ``.ods`` file count for all their rows and columns, as those of an ``.xlsx`` file."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from terugkom.errors import InputError
from terugkom.workbook.file_formats.read_tables import read_tables
from tests.libreoffice import convert, has_calc
from tests.workbook.open_document import write_ods

ROWS = [
    ["Nr", "Thema", "Actie", "Trekker", "Deadline", "Budget", ""],
    ["", "", "", "", "", "2025", "2026"],
    ["1", "Energie", "Led plaatsen in de sporthal", "An Peeters", date(2027, 12, 31), 1000.0, 2000.0],
    ["2", "", "Zonnepanelen leggen", "", date(2027, 6, 30), 500.0, ""],
    ["3", "Water", "Hemelwater opvangen", "Cas Wils", date(2027, 6, 30), "", 70.0],
]
MERGED = [*((0, at, 1, at) for at in range(5)), (0, 5, 0, 6), (2, 1, 3, 1), (2, 3, 3, 3)]
SHOWN = ("theme", "owners", "budget", "budget_text")


def list_actions(desk: Any) -> list[list[Any]]:
    return [[desk.action(code)[name] for name in SHOWN] for code in ("1", "2", "3")]


def write_xlsx(desk: Any) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in ROWS:
        page.append([None if cell == "" else cell for cell in row])
    for top, left, bottom, right in MERGED:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(desk.folder / "plan.xlsx")
    return Path(desk.folder / "plan.xlsx")


def test_a_cell_merged_over_rows_counts_for_each_of_them(desk: Any) -> None:
    write_ods(desk.folder / "plan.ods", "Plan", ROWS, merged=MERGED)

    report = desk.import_file(desk.folder / "plan.ods")

    assert (report.actions["added"], report.rows["header"], report.rows["refused"]) == (3, 2, 0)
    assert list_actions(desk) == [
        ["Energie", ["an-peeters"], 3000, "2025: 1000; 2026: 2000"],
        ["Energie", ["an-peeters"], 500, "2025: 500"],
        ["Water", ["cas-wils"], 70, "2026: 70"],
    ]


def test_the_ranges_are_those_of_the_same_file_as_xlsx(desk: Any) -> None:
    write_ods(desk.folder / "plan.ods", "Plan", ROWS, merged=MERGED)

    (ods,), (xlsx,) = (read_tables(path) for path in (desk.folder / "plan.ods", write_xlsx(desk)))

    assert sorted(ods.merged) == sorted(xlsx.merged) == sorted(MERGED)
    assert ods.rows == xlsx.rows


@pytest.mark.skipif(not has_calc(), reason="no LibreOffice that opens workbooks")
def test_libreoffice_writes_them_so(desk: Any) -> None:
    saved = convert(write_xlsx(desk), "ods", desk.folder)

    (table,) = read_tables(saved)

    assert sorted(table.merged) == sorted(MERGED)


def test_cells_that_claim_to_be_merged_over_one_another_are_refused(desk: Any) -> None:
    write_ods(desk.folder / "plan.ods", "Plan", ROWS, merged=[(2, at, 3, 6) for at in range(7)])

    with pytest.raises(InputError, match=r"plan\.ods"):
        read_tables(desk.folder / "plan.ods")
