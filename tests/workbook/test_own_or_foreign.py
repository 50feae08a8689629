"""A workbook is ours by the headers of its sheets, not by what its sheets are called or how it is saved."""

from typing import Any

import openpyxl
import pytest

from tests.workbook.open_document import write_ods

MOSTLY_SQLITE = True


def foreign(desk: Any, sheet: str, *more: str) -> Any:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    page.append(["Actie", "Wie", "Klaar tegen"])
    page.append(["Led in de sporthal", "An Peeters", "2027"])
    page.append(["Zonnepanelen op de loods", "Bart Claes", "2028"])
    for title in more:
        extra = book.create_sheet(title)
        extra.append(["Jaar", "Verbruik"])
        extra.append([2025, 412])
    book.save(desk.folder / "plan.xlsx")
    return desk.folder / "plan.xlsx"


@pytest.mark.parametrize("sheet", ["Acties", "acties", "Mensen", "Groepen", "Indicatoren", "Instellingen"])
def test_a_foreign_workbook_with_a_sheet_called_like_ours_is_foreign(desk: Any, sheet: str) -> None:
    report = desk.import_file(foreign(desk, sheet))
    assert report.actions["added"] == 2
    assert {each.field for each in report.columns} == {"title", "owners", "deadline"}


def test_so_is_one_with_other_sheets_called_like_ours(desk: Any) -> None:
    assert desk.import_file(foreign(desk, "Acties", "Indicatoren", "Groepen")).actions["added"] == 2


def test_our_workbook_saved_as_ods_is_ours(desk: Any) -> None:
    exported = openpyxl.load_workbook(desk.plan())["Acties"]
    lines = [[str(cell) if cell is not None else "" for cell in row] for row in exported.values]
    lines[1][lines[0].index("Trekkers")] = lines[1][lines[0].index("Groep")] = ""
    write_ods(desk.folder / "plan.ods", "Acties", lines)
    report = desk.import_file(desk.folder / "plan.ods")
    assert (report.actions["added"], report.columns) == (1, ())
    assert desk.action("A1")["title"] == "Led in alle gebouwen"
