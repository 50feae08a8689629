"""A formula without a stored result is a finding, and erases nothing; one with a result is its result."""

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.plan.model import Action
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.file_formats.xlsx_cells import find_xlsx_cells
from tests.workbook.open_document import write_ods

FULL: dict[str, dict[str, Any]] = {
    "Acties": {
        "Deadline": date(2027, 6, 30),
        "Start": date(2027, 1, 1),
        "Status": "lopend",
        "Thema": "energie",
        "Eigen nota": "bekijken",
    },
    "Mensen": {"Groepen": "energie", "Functie": "technicus"},
    "Groepen": {"Eerste terugkom-moment": date(2027, 3, 15), "Om de hoeveel maanden": 6},
    "Indicatoren": {"Eenheid": "gebouwen", "Nulmeting": 2},
}
CELLS = [
    *(
        ("Acties", name)
        for name in ("Titel", "Trekkers", "Groep", "Deadline", "Status", "Thema", "Eigen nota")
    ),
    *(("Mensen", name) for name in ("Naam", "E-mail", "Groepen")),
    ("Groepen", "Om de hoeveel maanden"),
    ("Indicatoren", "Streefwaarde"),
]


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(("sheet", "column"), CELLS)
def test_a_formula_without_a_result_in_our_workbook_erases_nothing(
    desk: Any, places: Any, sheet: str, column: str
) -> None:
    desk.import_file(desk.plan(**FULL))
    before = desk.all_rows()

    report = desk.import_file(desk.plan(**{**FULL, sheet: {**FULL[sheet], column: "=A1"}}))

    assert places(report) == [(sheet, 2, column, "formula-without-result")]
    assert "(=A1)" in report.findings[0].message
    assert desk.all_rows() == before


def test_no_action_is_missing_where_a_code_is_a_formula_without_a_result(desk: Any, places: Any) -> None:
    desk.import_file(desk.plan(**FULL))

    report = desk.import_file(desk.plan(Acties={**FULL["Acties"], "Code": "=A1"}))

    assert places(report)[0] == ("Acties", 2, "Code", "formula-without-result")
    assert (report.actions["missing"], report.rows["refused"]) == (0, 1)
    assert desk.action()["missing_since"] is None


HEADERS = ("Nr", "Actie", "Trekker", "Einddatum", "Status", "Budget", "Nota")
ROW = {"Nr": "1", "Actie": "Led in de sporthal", "Trekker": "An Peeters", "Einddatum": "2027-12-31"} | {
    "Status": "lopend",
    "Budget": "1000",
    "Nota": "zie verslag",
}
OTHER = ("2", "Zonnepanelen op de loods", "Bart Claes", "2028-12-31", "gepland", "2000", "")


def _write(path: Path, changed: Mapping[str, str]) -> Path:
    rows = [HEADERS, [{**ROW, **changed}[name] for name in HEADERS], OTHER]
    if path.suffix == ".ods":
        write_ods(path, "Plan", rows)
        return path
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("column", "suffix"), [*((name, "xlsx") for name in HEADERS), ("Einddatum", "ods"), ("Nota", "ods")]
)
def test_a_formula_without_a_result_in_a_foreign_file_erases_nothing(
    desk: Any, suffix: str, column: str
) -> None:
    path = desk.folder / f"plan.{suffix}"
    desk.import_file(_write(path, {}))
    before = desk.action("1")

    report = desk.import_file(_write(path, {column: "=B3&1"}))

    found = [(each.row, each.column) for each in report.findings if each.code == "formula-without-result"]
    assert found == [(2, column)]
    assert report.actions["missing"] == 0
    after = desk.action("1")
    kept = {column: "=B3&1"} if column != "Nota" else {}  # what stood in a note stays
    assert after["extra"] == before["extra"] | kept
    assert {**after, "extra": 0} == {**before, "extra": 0}


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_formula_without_a_result_is_kept_in_words_at_first(desk: Any, suffix: str) -> None:
    changed = {"Einddatum": "=TODAY()+30", "Nota": "=A1"}

    desk.import_file(_write(desk.folder / f"plan.{suffix}", changed))

    assert (desk.action("1")["deadline"], desk.action("1")["extra"]) == (None, changed)


def test_a_row_of_formulas_without_results_is_no_action_and_is_said(desk: Any, places: Any) -> None:
    path = _write(desk.folder / "plan.xlsx", {})
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["F5"] = "=SUM(F2:F3)"
    book.save(path)

    report = desk.import_file(path)

    assert ("Sheet", 5, "Budget", "formula-without-result") in places(report)
    assert (report.rows["imported"], report.rows["refused"]) == (2, 1)
    with desk.database.read_session() as session:
        assert not any("SUM" in str(extra) for extra in session.scalars(select(Action.extra)))


STORED = [
    ("<f>1+1</f><v>2</v>", "", 2.0),
    ("<f>A1</f><v></v>", ' t="str"', ""),  # the result is an empty text
    ("<f>A1</f><v>led</v>", ' t="str"', "led"),
    ('<f t="shared" si="0"/><v>3</v>', "", 3.0),
    ("<f>1+1</f>", "", "=1+1"),
    ("<f>1+1</f><v/>", "", "=1+1"),
    ("<f>1+1</f><v></v>", "", "=1+1"),
    ('<f t="shared" si="0"/>', "", "="),
    ("<f>A1&amp;&quot;x&quot;</f>", ' t="str"', '=A1&"x"'),
    ("<f>1/0</f><v>#DIV/0!</v>", ' t="e"', "#DIV/0!"),
]


@pytest.mark.parametrize(("content", "kind", "cell"), STORED)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_result_is_known_by_what_the_package_stores(
    tmp_path: Path, content: str, kind: str, cell: Any, prefix: str
) -> None:
    book = openpyxl.Workbook()
    for place in ("A1", "B2"):
        book.worksheets[0][place] = "x"
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "new.xlsx", "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(r'<c r="B2".*?</c>', f'<c r="B2"{kind}>{content}</c>', part)
                if prefix:
                    part = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", part).replace("xmlns=", "xmlns:x=")
            new.writestr(name, part)

    rows = read_tables(tmp_path / "new.xlsx")[0].rows
    assert [each for row in rows[1:] for each in row if each != ""] == ([cell] if cell != "" else [])


@pytest.mark.parametrize("row_number", ["", ' r="2"'])
def test_a_cell_that_does_not_say_where_it_stands_is_counted_to(tmp_path: Path, row_number: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "x"
    book.save(tmp_path / "plain.xlsx")
    rows = (
        '<row><c t="inlineStr"><is><t>x</t></is></c><c><v>1</v></c></row>'
        f"<row{row_number}><c><v>5</v></c><c/><c><f>A1+1</f></c></row>"
    )
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "new.xlsx", "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(r"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>", part)
            new.writestr(name, part)

    assert read_tables(tmp_path / "new.xlsx")[0].rows[1] == [5.0, "", "=A1+1"]


def test_an_error_in_an_open_document_is_seen(tmp_path: Path) -> None:
    write_ods(tmp_path / "plan.ods", "Plan", [["x", "y"]])
    cell = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    with zipfile.ZipFile(tmp_path / "plan.ods") as old, zipfile.ZipFile(tmp_path / "new.ods", "w") as new:
        for name in old.namelist():
            part = old.read(name).decode().replace("xmlns:text=", 'xmlns:calcext="urn:x" xmlns:text=')
            new.writestr(name, part.replace("</table:table-row>", f"{cell}</table:table-row>", 1))

    assert read_tables(tmp_path / "new.ods")[0].rows == [["x", "y", "#DIV/0!"]]


MANY_MARKS = [
    b'<row r="1">' + b'<c r="A1" s="1"' * 60_000,
    b'<c r="A1" t="e">' + b' t="e"' * 150_000,
    b'<c r="A1"><row r="1">' + b"<f" * 400_000,
    (b"<row>" + b"<c><f>A1</f></c>" * 16_000 + b"</row>") * 3,
]


@pytest.mark.parametrize("xml", MANY_MARKS, ids=["styles", "errors", "formulas", "places"])
def test_a_sheet_full_of_marks_is_searched_once(xml: bytes) -> None:
    began = process_time()
    list(find_xlsx_cells(xml, {b"1": "0.00"}))
    assert process_time() - began < 3.0  # seconds; from each mark to the end it would take minutes
