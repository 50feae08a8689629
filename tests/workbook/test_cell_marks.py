"""What a workbook shows beside its cells is told, with its place: what is crossed out, notes, text boxes."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font

from terugkom.workbook.file_formats.cell_marks import CellMark, MarkKind
from terugkom.workbook.file_formats.ods_marks import find_ods_marks
from tests.libreoffice import convert, office

ROWS = [
    ["Nr", "Actie", "Trekker", "Deadline", "Status"],
    ["1", "Led in de sporthal", "An Peeters", "31/12/2027", "lopend"],
    ["2", "Zonnepanelen op school", "Jan Maes", "30/06/2027", "gepland"],
    ["3", "Fietsenstalling station", "An Peeters", "2028", "gepland"],
]
CODES = ("crossed-out", "cell-note", "drawn-text")


def _plan(desk: Any) -> tuple[openpyxl.Workbook, Any, Path]:
    book = openpyxl.Workbook()
    page = book.active
    assert page
    page.title = "Plan"
    for row in ROWS:
        page.append(row)
    return book, page, desk.folder / "plan.xlsx"


def _find_marks(desk: Any, path: Path) -> list[tuple[int, str, str]]:
    report = desk.import_file(path)
    return [(each.row, each.column, each.code) for each in report.findings if each.code in CODES]


def test_a_row_and_a_cell_that_are_crossed_out_are_told_and_read(desk: Any) -> None:
    book, page, path = _plan(desk)
    for cell in page[3]:
        cell.font = Font(strike=True)
    page["D4"].font = Font(strike=True)
    page["F4"].font = Font(strike=True)  # an empty cell
    page["B2"].font = Font(strike=False)
    book.save(path)
    report = desk.import_file(path)
    marked = [each for each in report.findings if each.code == "crossed-out"]
    assert [(each.row, each.column) for each in marked] == [(3, ""), (4, "Deadline")]
    assert "2 | Zonnepanelen op school | Jan Maes" in marked[0].message
    assert desk.action("2")["title"] == "Zonnepanelen op school"


def test_words_that_are_crossed_out_in_a_cell_are_told(desk: Any) -> None:
    path = desk.folder / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Plan")
        for index, row in enumerate(ROWS):
            page.write_row(index, 0, row)
        crossed_out, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        page.write_rich_string(1, 2, crossed_out, "An Peeters ", bold, "Els Claes")
        page.write_rich_string(2, 1, "Zonne", bold, "panelen")
    assert _find_marks(desk, path) == [(2, "Trekker", "crossed-out")]


def test_a_note_and_a_text_box_are_told_and_not_a_note_at_the_header(desk: Any) -> None:
    path = desk.folder / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Plan")
        for index, row in enumerate(ROWS):
            page.write_row(index, 0, row)
        page.write_comment("D2", "verschoven naar 1 mei & later")
        page.write_comment("A1", "zo vult u dit in")
        page.insert_textbox(6, 1, "4 Haag planten")
    report = desk.import_file(path)
    marked = [each for each in report.findings if each.code in CODES]
    assert [(each.row, each.column, each.code) for each in marked] == [
        (2, "Deadline", "cell-note"),
        (7, "", "drawn-text"),
    ]
    assert "verschoven naar 1 mei & later" in marked[0].message
    assert "4 Haag planten" in marked[1].message


def test_a_note_without_runs_is_told(desk: Any) -> None:
    """Excel writes runs of text in a note; other programs write the text alone."""
    book, page, path = _plan(desk)
    page["D2"].comment = Comment("verschoven naar 2028", "An")
    book.save(path)
    report = desk.import_file(path)
    (note,) = [each for each in report.findings if each.code == "cell-note"]
    assert (note.row, note.column) == (2, "Deadline")
    assert "verschoven naar 2028" in note.message


def test_of_a_conversation_what_is_not_resolved_is_told_once(desk: Any) -> None:
    book, page, path = _plan(desk)
    page["D2"].comment = Comment("[Threaded comment]\n\nYour version of Excel ...", "tc")
    page["D3"].comment = Comment("[Threaded comment]\n\nYour version of Excel ...", "tc")
    book.save(path)
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    thread = (
        "<ThreadedComments>"
        '<threadedComment ref="D2" id="a"><text>Wacht op de subsidie</text></threadedComment>'
        '<threadedComment ref="D3" id="b" done="1"><text>Klaar</text></threadedComment></ThreadedComments>'
    )
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    related = f'<Relationship Id="t" Type="{kind}" Target="../threadedComments/t1.xml"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", related.encode())
    parts["xl/threadedComments/t1.xml"] = thread.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    report = desk.import_file(path)
    assert [each.message for each in report.findings if each.code == "cell-note"] == [
        "Bij deze cel staat een opmerking: “Wacht op de subsidie”. Opmerkingen lezen wij niet. "
        "Hoort ze bij het plan, zet de tekst dan in een cel."
    ]


def test_our_own_workbook_has_no_marks(desk: Any) -> None:
    desk.import_file(desk.plan())
    assert _find_marks(desk, desk.give_out()) == []


def _write_marked(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Plan")
        crossed_out, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        for index, row in enumerate(ROWS):
            page.write_row(index, 0, row, crossed_out if index == 2 else None)
        page.write(3, 4, "gepland", crossed_out)
        page.write_comment("D2", "verschoven naar 1 mei & later")
        page.write_comment("A1", "zo vult u dit in")
        page.insert_textbox(6, 1, "4 Haag planten")
        page.write_rich_string(1, 2, "An Peeters ", bold, "Els Claes")


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_workbooks_are_told_as_an_xlsx(desk: Any, kind: str) -> None:
    """What was crossed out or noted in them was read without a word."""
    _write_marked(desk.folder / "plan.xlsx")
    path = convert(desk.folder / "plan.xlsx", kind, desk.folder / "saved")
    report = desk.import_file(path)
    marked = [each for each in report.findings if each.code in CODES]
    assert sorted((each.row, each.column, each.code) for each in marked if each.code != "drawn-text") == [
        (2, "Deadline", "cell-note"),
        (3, "", "crossed-out"),
        (4, "Status", "crossed-out"),
    ]
    texts = " ".join(each.message for each in marked)
    for text in ("verschoven naar 1 mei & later", "4 Haag planten", "2 | Zonnepanelen op school | Jan Maes"):
        assert text in texts


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
@pytest.mark.parametrize(("kind", "code"), [("ods", "crossed-out"), ("xls", "crossed-words")])
def test_crossed_out_words_of_other_workbooks_are_told(desk: Any, kind: str, code: str) -> None:
    path = desk.folder / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Plan")
        for index, row in enumerate(ROWS):
            page.write_row(index, 0, row)
        crossed_out = book.add_format({"font_strikeout": True})
        page.write_rich_string(1, 2, "An Peeters ", crossed_out, "Els Claes")
    report = desk.import_file(convert(path, kind, desk.folder / "saved"))
    assert [each.code for each in report.findings if each.code in (*CODES, "crossed-words")] == [code]


ODS_SHEET = """<office:document-content><office:automatic-styles>
<style:style style:name="A" style:family="table-cell" style:parent-style-name="Weg"/>
<style:style style:name="B" style:family="table-cell" style:parent-style-name="Weg">
<style:text-properties style:text-line-through-style="none"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Plan">
<table:table-column table:default-cell-style-name="A" table:number-columns-repeated="2"/>
<table:table-column/>{}</table:table></office:spreadsheet></office:body></office:document-content>"""
ODS_COMMON = """<office:styles><style:style style:name="Weg" style:family="table-cell">
<style:text-properties style:text-line-through-type="single"/></style:style></office:styles>"""


def test_an_ods_crosses_out_by_the_style_of_its_column_too(tmp_path: Path) -> None:
    cell = "<table:table-cell {}><text:p>x</text:p>{}</table:table-cell>"
    note = "<office:annotation><dc:creator>An</dc:creator><text:p>Wacht</text:p></office:annotation>"
    cells = "".join(cell.format(*each) for each in (("", ""), ('table:style-name="B"', note), ("", "")))
    row = f"<table:table-row>{cells}"
    with zipfile.ZipFile(tmp_path / "plan.ods", "w") as package:
        package.writestr("content.xml", ODS_SHEET.format(f"{row}</table:table-row>"))
        package.writestr("styles.xml", ODS_COMMON)
    with zipfile.ZipFile(tmp_path / "plan.ods") as package:
        marks = find_ods_marks(package)
    assert marks == {"Plan": (CellMark(0, 0, MarkKind.CROSSED_OUT), CellMark(0, 1, MarkKind.NOTE, "Wacht"))}
