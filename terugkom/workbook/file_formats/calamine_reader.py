"""Read the sheets of a workbook; what its package claims is looked at before it is unpacked."""

import os
import zipfile
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from python_calamine import CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from terugkom.workbook.clean_cells import Cell, MergedRange, clean_cell
from terugkom.workbook.file_formats.cell_marks import CellMark
from terugkom.workbook.file_formats.file_types import EXCEL_SUFFIXES, check_package_type
from terugkom.workbook.file_formats.ods_cells import find_ods_cells
from terugkom.workbook.file_formats.ods_marks import find_ods_marks
from terugkom.workbook.file_formats.ods_package import scan_ods
from terugkom.workbook.file_formats.refused_content import RefusedContent
from terugkom.workbook.file_formats.resource_limits import ResourceLimits
from terugkom.workbook.file_formats.xls_cells import find_xls_cells
from terugkom.workbook.file_formats.xlsx_marks import find_xlsx_marks
from terugkom.workbook.file_formats.xlsx_package import MAX_CELLS, MAX_SHEETS, list_sheets, scan_package
from terugkom.workbook.special_cells import SpecialCell, apply_special_cells

MAX_ROWS = 200_000  # of one sheet, empty ones included
MAX_MERGED_RANGES = 20_000  # of one sheet
_BYTES_PER_XLS_CELL = 14  # at least


@dataclass(frozen=True)
class SheetRows:
    """One sheet, whose rows are read as they are asked for."""

    title: str
    rows: Iterator[list[Cell]]
    merged: tuple[MergedRange, ...] = ()
    is_hidden: bool = False
    marks: tuple[CellMark, ...] = ()
    widths: "array[int]" = field(default_factory=lambda: array("H"))  # of a csv, filled as its rows are read


def read_sheets(file: BinaryIO, suffix: str, limits: ResourceLimits) -> Iterator[SheetRows]:
    """Yield the worksheets of a workbook. Raises RefusedContent."""
    special_cells, merged_cells, marks = _scan(file, suffix, limits)
    file.seek(0)
    try:
        with load_workbook(_find_path(file)) as workbook:
            if len(workbook.sheets_metadata) > MAX_SHEETS:
                raise RefusedContent("error.file.sheets", most=MAX_SHEETS)
            for each in workbook.sheets_metadata:
                if each.typ is SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(each.name)
                    merged = _limit_merged_ranges(sheet, merged_cells.get(each.name, ()))
                    is_hidden = each.visible is not SheetVisibleEnum.Visible
                    rows = _iterate_rows(sheet, special_cells.get(each.name, ()))
                    yield SheetRows(each.name, rows, merged, is_hidden, marks.get(each.name, ()))
    except PasswordError as error:
        raise RefusedContent("error.file.password") from error


def _find_path(file: BinaryIO) -> str | BinaryIO:
    """Return a path of an open file where the system has one: the reader then does not load it whole."""
    path = f"/dev/fd/{file.fileno()}"
    return path if os.path.exists(path) else file  # noqa: PTH110  no link of it is followed


def _scan(
    file: BinaryIO, suffix: str, limits: ResourceLimits
) -> tuple[
    Mapping[str, list[SpecialCell]], Mapping[str, list[MergedRange]], Mapping[str, tuple[CellMark, ...]]
]:
    """Allow what the content of a file needs; return by sheet the special cells, the merged ranges that
    calamine does not find, and the marks."""
    if suffix == ".xls":
        limits.allow(cells=file.seek(0, 2) // _BYTES_PER_XLS_CELL)
        file.seek(0)
        special_cells, marks = find_xls_cells(file.read())
        return special_cells, {}, marks
    with zipfile.ZipFile(file) as package:
        check_package_type(package, suffix)
        if suffix in EXCEL_SUFFIXES:
            special_cells = scan_package(package, limits)
            return special_cells, {}, find_xlsx_marks(package, list_sheets(package))
        scan_ods(package, limits)
        cells = find_ods_cells(package)
        return cells.special, cells.merged, find_ods_marks(package)


def _limit_merged_ranges(sheet: CalamineSheet, further: Iterable[MergedRange]) -> tuple[MergedRange, ...]:
    """Return the merged ranges, as far as the sheet is filled. Raises RefusedContent for too many."""
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)  # its totals are one short
    if height * width > MAX_CELLS or height > MAX_ROWS:
        raise RefusedContent("error.file.sheet-claims", sheet=sheet.name[:80], rows=height, columns=width)
    found: list[MergedRange] = []
    area = 0
    ranges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    for top, left, bottom, right in (*ranges, *further):
        if top < height and left < width:
            found.append((top, left, min(bottom, height - 1), min(right, width - 1)))
            area += (found[-1][2] - top + 1) * (found[-1][3] - left + 1)
    if len(found) > MAX_MERGED_RANGES or area > height * width:  # one cell is in one range
        raise RefusedContent("error.file.merged", sheet=sheet.name[:80])
    return tuple(found)


def _iterate_rows(sheet: CalamineSheet, special_cells: Iterable[SpecialCell]) -> Iterator[list[Cell]]:
    """Yield the rows with their special cells; further rows where the reader left out the last of them."""
    by_row: dict[int, list[SpecialCell]] = {}
    for cell in special_cells:
        by_row.setdefault(cell.row, []).append(cell)
    before: list[Any] = [""] * (sheet.start[1] if sheet.start else 0)
    index = -1
    for index, raw in enumerate(sheet.iter_rows()):
        row = before + [cell if cell == "" else clean_cell(cell) for cell in raw]
        yield apply_special_cells(row, by_row.pop(index, ()))
    for number in range(index + 1, max(by_row, default=-1) + 1):
        yield apply_special_cells([], by_row.get(number, ()))
