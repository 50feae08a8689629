"""Codes keep how they are written, whatever the type and the number format of their cells."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from terugkom.plan.model import Action
from terugkom.workbook.file_formats.number_formats import format_shown_number, format_special
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.special_cells import format_share
from tests.workbook.old_excel import write_xls
from tests.workbook.open_document import write_ods

FORMATS = [
    (1.1, "0.00", "1.10"),
    (1.1, "General", ""),
    (1.1, "0.0", ""),
    (1.25, "0.0", ""),  # would be rounded
    (7, "000", "007"),
    (7, "@", ""),
    (1, "0.0#", "1.0"),
    (1.1, "0.00;[Red]-0.00", "1.10"),
    (1.1, "0.00_ ", "1.10"),
    (12, '"A-"000', "A-012"),
    (110, r"0\.00", "1.10"),
    (10203, '00"."00"."00', "01.02.03"),
    (1100.5, "#,##0.00", ""),
    (2.1, "#,##0.00", "2.10"),
    (2.1, "#,##0.0", ""),
    (999.9, "#,##0.00", "999.90"),
    (1000.0, "#,##0.00", ""),
    (2, "#,##0", ""),
    (7, "#,#00", "07"),
    (2.1, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-', "2.10"),
    (2.1, '"€" #,##0.00', "2.10"),
    (2.1, "€ 0.00", "2.10"),
    (2.1, "[$-413]#,##0.00", "2.10"),
    (2.1, '0.00" EUR"', "2.10"),
    (500, '"€" 0', ""),
    (2.1, "#,##0.00,", ""),  # in thousands
    (0.5, "0.00%", ""),
    (46000, "dd/mm/yyyy", ""),
    (1.1, "# ?/?", ""),
]


@pytest.mark.parametrize(("number", "number_format", "shown"), FORMATS)
def test_a_number_is_shown_as_its_format_says(number: float, number_format: str, shown: str) -> None:
    assert format_shown_number(number, number_format) == shown


CODES: list[Any] = [(1.1, "0.0"), (1.1, "0.00"), (7, "000"), (7, "0"), "1.1.10", "08", (2.1, "#,##0.00")]
WRITTEN = ["007", "08", "1.1", "1.1.10", "1.10", "2.10", "7"]
HEADERS = ("Nr", "Actie", "Deadline")


def _rows(codes: Sequence[Any]) -> list[Sequence[Any]]:
    return [HEADERS, *((code, f"Actie nummer {at}", "2027") for at, code in enumerate(codes))]


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            place = page.cell(at, column, cell[0] if isinstance(cell, tuple) else cell)
            if isinstance(cell, tuple):
                place.number_format = cell[1]
    book.save(path)


def _codes(desk: Any) -> list[str]:
    with desk.database.read_session() as session:
        return sorted(code for (code,) in session.query(Action.code))


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "csv"])
def test_each_code_is_that_of_its_sheet_in_every_format(desk: Any, suffix: str) -> None:
    path = desk.folder / f"plan.{suffix}"
    if suffix == "xlsx":
        write_xlsx(path, _rows(CODES))
    elif suffix == "xls":
        write_xls(path, "Plan", _rows(CODES))
    else:
        shown = {"0.0": "1.1", "0.00": "1,10" if suffix == "ods" else "1.10", "000": "007", "0": "7"}
        shown["#,##0.00"] = "2,10" if suffix == "ods" else "2.10"
        pairs = [(code[0], shown[code[1]]) if isinstance(code, tuple) else code for code in CODES]
        if suffix == "ods":
            write_ods(path, "Plan", _rows(pairs))
        else:
            desk.table(_rows([pair[1] if isinstance(pair, tuple) else pair for pair in pairs]))

    report = desk.import_file(path)

    assert _codes(desk) == WRITTEN
    assert [each for each in report.findings if "code" in each.code] == []
    assert desk.import_file(path).actions["unchanged"] == len(CODES)


def test_codes_of_our_own_workbook_come_back_as_they_were(desk: Any) -> None:
    desk.table(_rows(["1.10", "1.1", "007"]))
    desk.import_file(desk.folder / "plan.csv")

    assert desk.import_file(desk.give_out()).actions["unchanged"] == 3
    assert _codes(desk) == ["007", "1.1", "1.10"]


def test_a_number_that_lost_its_zero_gets_it_back_where_the_row_tells_so(desk: Any, places: Any) -> None:
    numbers = [1.8, 1.9, 1.1, 1.11, 1.19, 1.2]  # 1.10 and 1.20, typed into an ordinary cell
    write_xlsx(desk.folder / "plan.xlsx", _rows([1.1, 1.2, *numbers]))

    report = desk.import_file(desk.folder / "plan.xlsx")

    assert _codes(desk) == sorted(["1.1", "1.2", "1.8", "1.9", "1.10", "1.11", "1.19", "1.20"])
    assert places(report) == [("Sheet", row, "Nr", "lost-zero") for row in (6, 9)]


def test_a_code_of_more_digits_than_python_reads_goes_in_as_it_is(desk: Any) -> None:
    write_xlsx(desk.folder / "plan.xlsx", _rows(["1." + "9" * 5000, 1.2]))

    desk.import_file(desk.folder / "plan.xlsx")

    assert len(_codes(desk)) == 2


def test_a_number_twice_of_which_nothing_tells_that_it_lost_a_zero_is_a_double_code(
    desk: Any, places: Any
) -> None:
    write_xlsx(desk.folder / "plan.xlsx", _rows([1.1, 1.2, 1.1]))

    assert places(desk.import_file(desk.folder / "plan.xlsx")) == [("Sheet", 4, "Nr", "duplicate-code-kept")]


def test_a_code_that_excel_made_a_date_of_is_asked_about(desk: Any, places: Any) -> None:
    path = desk.folder / "plan.xlsx"
    write_xlsx(path, _rows(["1.10", date(2026, 2, 1), date(2026, 3, 1), "1.4"]))
    report = desk.import_file(path)

    assert places(report) == [("Sheet", row, "Nr", "date-for-code") for row in (3, 4)]
    assert report.actions["added"] == 4


@pytest.mark.parametrize("code", ["01/02/2026", "1/feb", "feb-26", "1-mrt"])
def test_so_is_one_that_excel_wrote_into_a_csv(desk: Any, places: Any, code: str) -> None:
    report = desk.import_file(desk.table(_rows(["1.10", code, "mar-1a", "1-2-3"])))

    assert places(report) == [("plan.csv", 3, "Nr", "date-for-code")]


@pytest.mark.parametrize(
    ("number", "number_format", "shown"), [(0.5, "0%", "50%"), (1.0, "0.0%", "100.0%"), (0.5, "0.00", "0.50")]
)
def test_a_share_is_shown_per_cent(number: float, number_format: str, shown: str) -> None:
    assert format_special(number, number_format) == shown


def test_a_share_of_a_workbook_is_its_status(desk: Any, tmp_path: Path) -> None:
    rows = [["Nr", "Actie", "Trekker", "Voortgang"]]
    rows += [[str(n), f"Hek {n} plaatsen", "An Wils", (share, "0%")] for n, share in enumerate((0, 0.4, 1))]
    path = tmp_path / "plan.xlsx"
    write_xlsx(path, rows)
    desk.import_file(path)

    assert [desk.action(str(n))["status"] for n in range(3)] == ["planned", "running", "done"]


@pytest.mark.long
def test_a_long_column_of_shares_is_allowed_what_it_takes(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page, share = book.add_worksheet("Plan"), book.add_format({"num_format": "0%"})
        for row in range(60_000):
            page.write_number(row, 0, row)
            page.write_number(row, 1, (row % 101) / 100, share)

    (table,) = read_tables(path)
    assert {format_share(row[1]) for row in table.rows} == {f"{share}%" for share in range(101)}
