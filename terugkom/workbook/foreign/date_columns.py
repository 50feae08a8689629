"""Read the dates of a foreign table in the order of its columns: with the day first, or the month."""

from collections.abc import Sequence

from terugkom.workbook.dates.day_order import (
    DayOrder,
    detect_column_orders,
    detect_day_order,
    is_ambiguous,
    put_day_first,
)
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.row_classification import RawAction
from terugkom.workbook.import_report import ImportNotes

_DATE_FIELDS = ("start", "deadline")


def order_dates(
    detected: DetectedTable, rows: Sequence[RawAction], notes: ImportNotes
) -> dict[tuple[int, str], str]:
    """Put the day first in the texts of columns that have the month first, in place; that is a finding.
    Return those texts as they were written, by row and field.

    In a column that has both, what can be read in two ways is read with the day first, each with a finding.
    A typed date is no text, and stays what it is.
    """
    columns = {
        name: [text for raw in rows if isinstance(text := raw.cells.get(name), str)]
        for name in _DATE_FIELDS
        if name in detected.fields
    }
    written: dict[tuple[int, str], str] = {}
    for name, order in detect_column_orders(columns).items():
        texts = [raw for raw in rows if isinstance(raw.cells.get(name), str)]
        if order is DayOrder.MONTH_FIRST:
            written |= _swap_column(detected, name, texts, notes)
        elif order is DayOrder.MIXED:
            _ask_about_column(detected, name, texts, notes)
    return written


def _swap_column(
    detected: DetectedTable, name: str, rows: Sequence[RawAction], notes: ImportNotes
) -> dict[tuple[int, str], str]:
    swapped = [raw for raw in rows if put_day_first(raw.text(name)) != raw.text(name)]
    proof = next((raw for raw in swapped if detect_day_order(raw.text(name)) is not DayOrder.UNKNOWN), None)
    texts = {(raw.row, name): raw.text(name) for raw in swapped}
    for raw in swapped:
        written = raw.text(name)
        raw.cells[name] = put_day_first(written)
        if raw is (proof or swapped[0]):
            _add_finding(
                detected,
                name,
                raw,
                "month-first" if proof else "month-first-beside",
                notes,
                value=written,
                read=raw.text(name),
            )
    return texts


def _ask_about_column(
    detected: DetectedTable, name: str, rows: Sequence[RawAction], notes: ImportNotes
) -> None:
    orders: dict[DayOrder, RawAction] = {}
    for raw in rows:
        orders.setdefault(detect_day_order(raw.text(name)), raw)
        if is_ambiguous(raw.text(name)):
            _add_finding(detected, name, raw, "ambiguous-date", notes, value=raw.text(name))
    day_first, month_first = orders.get(DayOrder.DAY_FIRST), orders.get(DayOrder.MONTH_FIRST)
    if day_first and month_first:
        details = {"other": day_first.text(name), "first": day_first.row}
        written = month_first.text(name)
        _add_finding(detected, name, month_first, "mixed-day-order", notes, value=written, **details)


def _add_finding(
    detected: DetectedTable, name: str, raw: RawAction, code: str, notes: ImportNotes, **details: object
) -> None:
    notes.add_finding(detected.table.sheet, raw.row, detected.header_of(name), code, **details)
