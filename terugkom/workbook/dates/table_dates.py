"""Put the day first in columns of dates that a program of another country wrote with the month first."""

from collections.abc import Mapping

from terugkom.workbook.dates.day_order import (
    DayOrder,
    detect_column_orders,
    detect_day_order,
    put_day_first,
)
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.import_report import ImportNotes


def order_table_dates(table: Table, header_row: int, columns: Mapping[str, int], notes: ImportNotes) -> None:
    """Change the texts of these columns, by header, in place; each column that is changed is a finding.

    A typed date is no text, and stays what it is.
    """
    below = range(header_row + 1, len(table.rows))
    texts = {
        header: {
            index: text
            for index in below
            if at < len(table.rows[index]) and isinstance(text := table.rows[index][at], str) and text
        }
        for header, at in columns.items()
    }
    orders = detect_column_orders({header: [*found.values()] for header, found in texts.items()})
    for header, order in orders.items():
        if order is not DayOrder.MONTH_FIRST:
            continue
        for index, text in texts[header].items():
            table.rows[index][columns[header]] = put_day_first(text)
        proof = next((index for index, text in texts[header].items() if _is_proof(text)), None)
        if proof is not None:
            value, read = texts[header][proof], put_day_first(texts[header][proof])
            number = table.get_row_number(proof)
            notes.add_finding(table.sheet, number, header, "month-first", value=value, read=read)


def _is_proof(text: str) -> bool:
    return detect_day_order(text) is DayOrder.MONTH_FIRST
