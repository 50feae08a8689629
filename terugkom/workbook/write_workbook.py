"""Write our workbook as an ``.xlsx`` file, with drop-downs, help texts and formats."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.documents.file_store import write_atomically
from terugkom.documents.messages import translate
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.plausible_years import PLAUSIBLE_YEARS
from terugkom.workbook.choices import find_word
from terugkom.workbook.columns import CellKind, Column, SheetLayout
from terugkom.workbook.export_stamp import format_stamp
from terugkom.workbook.own_layout import WorkbookLayout, get_layout
from terugkom.workbook.own_settings import LEAD_TIME_FIELDS, SETTING_DEFAULTS
from terugkom.workbook.styles import Styles
from terugkom.workbook.workbook_content import WorkbookContent

_LINE_HEIGHT, _MAX_ROW_HEIGHT = 15, 405  # in points; 409 is Excel's limit
_LETTERS_PER_WIDTH = 1.15  # letters in the width of a digit, of which a column's width is counted
SPARE_ROWS = 500  # empty rows below the last one that still have drop-downs and help
_FIXED_CREATION_TIME = datetime(2026, 1, 1, tzinfo=UTC).replace(
    tzinfo=None
)  # the same plan gives the same bytes


def write_template(path: Path) -> None:
    """Write an empty workbook with one example row per sheet, which an import skips."""
    layout = get_layout(DEFAULT_LANGUAGE)
    rows = {sheet.title: [sheet.example] for sheet in layout.data_sheets if sheet.example}
    settings = _default_settings(layout)
    _write(path, WorkbookContent(rows, settings=settings), examples=True)


def write_plan(path: Path, content: WorkbookContent) -> None:
    """Write a plan; an existing file is replaced atomically."""
    _write(path, content, examples=False)


def _default_settings(layout: WorkbookLayout) -> dict[str, Any]:
    words = {
        column.field: find_word(column.choices, SETTING_DEFAULTS[column.field])
        for column in layout.setting_rows
        if column.choices
    }
    return words | {name: getattr(LeadTimes(), name) for name in LEAD_TIME_FIELDS}


def _write(path: Path, content: WorkbookContent, *, examples: bool) -> None:
    made = BytesIO()  # whole before it is a file: the library names no error of a disk that is full
    # whatever a cell begins with, it is text: never a formula, never a link
    text_only_options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,  # else thirty temporary files, which take half of the time (measured)
    }
    with xlsxwriter.Workbook(made, text_only_options) as book:
        layout = get_layout(content.language)
        book.set_properties({"title": layout.title, "created": _FIXED_CREATION_TIME})
        book.set_calc_mode("auto")
        styles = Styles(book)
        stamp = format_stamp(content.stamp) if content.stamp else ""
        _write_explanation(book.add_worksheet(layout.explanation_title), layout, stamp, styles)
        for sheet in layout.data_sheets:
            page = book.add_worksheet(sheet.title)
            if sheet is layout.settings:
                _write_settings(page, layout, content.settings, stamp, styles)
            else:
                rows = content.rows.get(sheet.title, ())
                extra = content.extra if sheet is layout.actions else ()
                _write_sheet(page, layout, sheet, rows, extra, styles, example=examples)
    write_atomically(path.parent, path.name, made.getvalue())


def _write_explanation(page: Worksheet, layout: WorkbookLayout, stamp: str, styles: Styles) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 3)
    page.set_column(1, 1, 100)
    for row, (kind, text) in enumerate(layout.explanation, start=1):
        style = {"title": styles.title, "heading": styles.heading}.get(kind, styles.text)
        height = {"title": 32, "heading": 30}.get(kind, 17 * (1 + len(text) // 105))
        page.set_row(row, height)
        page.write_string(row, 1, text, style)
    if stamp:
        page.write_string(len(layout.explanation) + 2, 1, stamp, styles.hint)
    _set_up_print(page, layout.language, landscape=False)


def _write_sheet(
    page: Worksheet,
    layout: WorkbookLayout,
    sheet: SheetLayout,
    rows: Sequence[Mapping[str, Any]],
    extra: Sequence[str],
    styles: Styles,
    *,
    example: bool,
) -> None:
    _write_header(page, sheet, styles, frozen_columns=2 if sheet is layout.actions else 1)
    last = len(rows) + SPARE_ROWS
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width, styles.columns[column.kind])
        page.data_validation(1, at, last, at, _build_validation(column, layout.language))
    for at, name in enumerate(extra, start=len(sheet.columns)):
        page.set_column(at, at, 24)
        page.write_string(0, at, name, styles.header)
    for number, row in enumerate(rows, start=1):
        for at, column in enumerate(sheet.columns):
            formats = styles.examples if example else styles.cells
            style = formats[column.kind]
            if isinstance(row.get(column.field), date):
                style = styles.example_dates if example else styles.dates
            write_cell(page, number, at, row.get(column.field), style)
        for at, name in enumerate(extra, start=len(sheet.columns)):
            write_cell(page, number, at, row.get("extra", {}).get(name), styles.extra)
        _set_row_height(page, number, [(row.get(column.field), column.width) for column in sheet.columns])
    width = len(sheet.columns) + len(extra)
    page.autofilter(0, 0, len(rows), width - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    _set_up_print(page, layout.language)


def _write_header(page: Worksheet, sheet: SheetLayout, styles: Styles, *, frozen_columns: int = 1) -> None:
    page.freeze_panes(1, frozen_columns)
    page.set_row(0, 33)
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column.header, styles.header)
        page.write_comment(0, at, column.help, {"x_scale": 2, "font_size": 10, "author": "Terugkom"})


def _write_settings(
    page: Worksheet, layout: WorkbookLayout, values: Mapping[str, Any], stamp: str, styles: Styles
) -> None:
    columns = layout.settings.columns
    _write_header(page, layout.settings, styles)
    if stamp:
        page.set_column(len(columns), len(columns), 4, None, {"hidden": True})
        page.write_string(0, len(columns), stamp)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width, styles.columns[column.kind])
    for row, setting in enumerate(layout.setting_rows, start=1):
        page.write_string(row, 0, setting.header, styles.label)
        write_cell(page, row, 1, values.get(setting.field), styles.cells[setting.kind])
        page.write_string(row, 2, setting.help, styles.hint)
        _set_row_height(page, row, [(setting.help, columns[2].width)])
        page.data_validation(row, 1, row, 1, _build_validation(setting, layout.language))
    _set_up_print(page, layout.language)


def _set_row_height(page: Worksheet, row: int, cells: Iterable[tuple[Any, float]]) -> None:
    """Set the row height for its longest text, given with its column's width: Calc does not do so itself."""
    lines = max((_count_lines(value, width) for value, width in cells if isinstance(value, str)), default=1)
    if lines > 1:
        page.set_row(row, min(_LINE_HEIGHT * lines, _MAX_ROW_HEIGHT))


def _count_lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(line) / (_LETTERS_PER_WIDTH * width))) for line in text.split("\n"))


def write_cell(page: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    """Write one value by its type; text always as text, also when it begins with ``=``."""
    if value is None or value == "":
        page.write_blank(row, column, None, style)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    elif isinstance(value, int | float):
        page.write_number(row, column, value, style)
    else:
        page.write_string(row, column, str(value), style)


def _build_validation(column: Column, language: str) -> dict[str, Any]:
    """Return the data validation and help of a cell. Only a fixed choice refuses values outside its list."""
    help_text = {"input_title": column.header, "input_message": column.help}
    if column.choices:
        words = list(column.choices)
        return help_text | {
            "validate": "list",
            "source": words,
            "error_title": column.header,
            "error_message": translate("workbook.validation.choice", language, choices=", ".join(words)),
        }
    if column.options_sheet:
        codes = (
            f"=OFFSET({column.options_sheet}!$A$2,0,0,MAX(1,COUNTA({column.options_sheet}!$A$2:$A$5000)),1)"
        )
        several = column.kind is CellKind.CODES
        return help_text | {
            "validate": "list",
            "source": codes,
            "show_error": not several,
            "error_type": "warning",
            "error_title": column.header,
            "error_message": translate("workbook.validation.code", language, sheet=column.options_sheet),
        }
    if column.kind is CellKind.DAY:
        return help_text | {
            "validate": "date",
            "criteria": "between",
            "minimum": date(PLAUSIBLE_YEARS[0], 1, 1),
            "maximum": date(PLAUSIBLE_YEARS[-1], 12, 31),
            "error_title": column.header,
            "error_message": translate("workbook.validation.day", language),
        }
    if column.kind is CellKind.NUMBER:
        return help_text | {
            "validate": "decimal",
            "criteria": ">=",
            "value": -1e15,
            "error_title": column.header,
            "error_message": translate("workbook.validation.number", language),
        }
    if column.kind is CellKind.WHOLE:
        return help_text | {
            "validate": "integer",
            "criteria": ">=",
            "value": 1,
            "error_title": column.header,
            "error_message": translate("workbook.validation.whole-number", language),
        }
    return help_text | {"validate": "any"}


def _set_up_print(page: Worksheet, language: str, *, landscape: bool = True) -> None:
    page.set_paper(9)  # A4
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    if landscape:
        page.set_landscape()
        page.repeat_rows(0)
        page.set_footer("&L&A&R" + translate("workbook.footer", language, page="&P", pages="&N"))
