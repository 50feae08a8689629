"""A workbook is ours by the headers of its sheets, not by what its sheets are called or how it is saved."""

from typing import Any

import openpyxl
import pytest

from terugkom.errors import InputError
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


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_and_said(desk: Any, places: Any, state: str) -> None:
    path = foreign(desk, "Plan 2026")
    book = openpyxl.load_workbook(path)
    archive = book.create_sheet("Archief 2019")
    for row in book["Plan 2026"].values:
        archive.append([str(cell).replace("Led", "Oude lampen") for cell in row])
    archive.sheet_state = state
    book.save(path)
    report = desk.import_file(path)
    assert report.actions["added"] == 2
    assert ("Archief 2019", 1, "", "hidden-sheet") in places(report)
    assert report.unread == ("Archief 2019",)


def test_a_workbook_of_which_all_is_hidden_is_refused(desk: Any) -> None:
    path = foreign(desk, "Plan 2026")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Leeg")
    book["Plan 2026"].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(InputError, match="hidden"):
        desk.import_file(path)
