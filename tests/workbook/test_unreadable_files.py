"""Files that are no plan: a clear error that names the file, and nothing changed."""

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from terugkom.errors import InputError, UnreadableFile
from terugkom.workbook.file_formats import sandboxed_reader
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.file_formats.sandboxed_reader import read_in_sandbox
from tests.workbook.open_document import write_ods


def _far_out(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Acties")
        page.write_string(0, 0, "Code")
        page.write_string(1048575, 16383, "x")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for number in range(41):
            package.writestr(f"xl/media/{number}", b" " * 10_000_000)


def _entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/_rels/workbook.xml.rels", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')


def _cut_short(path: Path) -> None:
    openpyxl.Workbook().save(path)
    path.write_bytes(path.read_bytes()[:2000])


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.xlsx", b""),
        ("plan.xlsx", b"Code;Titel\n"),
        ("plan.xlsx", b"PK\x03\x04 and then nothing"),
        ("plan.xlsx", _far_out),
        ("plan.xlsx", _bomb),
        ("plan.xlsx", _entities),
        ("plan.xlsx", _cut_short),
        ("plan.csv", b"PK\x03\x04\x00\x00"),
        ("plan.csv", b"Titel\n\x81\x8d"),
        ("plan.csv", b'Titel\n"' + b"x" * 200_000),
        ("plan.doc", b"Titel"),
        ("plan", b"Titel"),
        ("nergens.csv", None),
    ],
)
def test_what_is_no_plan_is_refused_by_name_and_changes_nothing(desk: Any, name: str, content: Any) -> None:
    desk.import_file(desk.plan())
    before = desk.all_rows()
    path = desk.folder / name
    if callable(content):
        content(path)
    elif content is not None:
        path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=name):
        desk.import_file(path, column_map={"Titel": "title"})

    assert desk.all_rows() == before


def test_a_header_that_is_missing_is_named_with_file_and_sheet(desk: Any) -> None:
    path = desk.plan()
    book = openpyxl.load_workbook(path)
    book["Mensen"]["B1"] = "Hoe heet je"
    book.save(path)
    before = desk.all_rows()

    with pytest.raises(InputError, match=r"plan\.xlsx, sheet Mensen, row 1: the column 'Naam' is missing"):
        desk.import_file(path)

    assert desk.all_rows() == before


@pytest.mark.parametrize("content", ["", "\n\n", "sep=;\n"])
def test_a_file_with_nothing_in_it_is_refused(desk: Any, content: str) -> None:
    (desk.folder / "plan.csv").write_text(content)

    with pytest.raises(InputError, match=r"plan\.csv"):
        desk.import_file(desk.folder / "plan.csv")


def test_columns_and_rows_before_the_table_do_not_shift_the_row_numbers(desk: Any, places: Any) -> None:
    path = desk.plan(Acties={"Status": "half"})
    book = openpyxl.load_workbook(path)
    book["Acties"].insert_rows(1, 3)
    book["Acties"].insert_cols(1, 2)
    book.save(path)

    report = desk.import_file(path)

    assert places(report) == [("Acties", 5, "Status", "unknown-status")]
    assert report.rows["blank"] == 3


def test_cells_with_an_error_of_excel_are_seen_and_not_read_as_cleared(desk: Any, places: Any) -> None:
    desk.import_file(desk.plan(Acties={"Deadline": "2027", "Thema": "energie"}))
    before = desk.all_rows()
    path = desk.plan()
    book = openpyxl.load_workbook(path)
    columns = {cell.value: cell.column_letter for cell in book["Acties"][1]}
    for name in ("Deadline", "Thema"):
        book["Acties"][f"{columns[name]}2"] = "#REF!"
        book["Acties"][f"{columns[name]}2"].data_type = "e"
    book.save(path)

    assert places(desk.import_file(path)) == [
        ("Acties", 2, "Thema", "excel-error"),
        ("Acties", 2, "Deadline", "impossible-date"),
    ]
    assert desk.all_rows() == before


def test_spaces_that_nobody_sees_and_numbers_as_codes_make_no_other_code(desk: Any) -> None:
    desk.import_file(desk.workbook(Acties=[{"Code": "\u00a03 ", "Titel": "Zon\u00a0op\u202fdak"}]))

    report = desk.import_file(desk.workbook(Acties=[{"Code": 3.0, "Titel": "Zon op dak"}]))

    assert report.actions["unchanged"] == 1


def test_no_argument_of_a_process_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    run = subprocess.run

    def record(command: list[str], **more: Any) -> Any:
        commands.append(command)
        return run(command, **more)

    monkeypatch.setattr(
        sandboxed_reader, "subprocess", subprocess
    )  # as it is, without what the tests put there
    monkeypatch.setattr(subprocess, "run", record)
    path = tmp_path / "xaverine-markeer.ods"
    path.write_bytes(b"no document")
    with pytest.raises(UnreadableFile, match="xaverine-markeer"):
        list(read_in_sandbox(path))
    assert commands
    assert "arkeer" not in str(commands)


@pytest.mark.parametrize("suffix", [".xls", ".xlsx", ".ods"])
@pytest.mark.parametrize("own", [".xlsx", ".ods"])
def test_the_type_of_a_renamed_workbook_is_named(tmp_path: Path, own: str, suffix: str) -> None:
    made, path = tmp_path / f"a{own}", tmp_path / f"plan{suffix}"
    if own == ".xlsx":
        openpyxl.Workbook().save(made)
    else:
        write_ods(made, "a", [["Titel"]])
    made.rename(path)
    if own == suffix:
        read_tables(path)
        return
    with pytest.raises(UnreadableFile, match=rf"plan{suffix}: .*{suffix}, .*{own} "):
        read_tables(path)
