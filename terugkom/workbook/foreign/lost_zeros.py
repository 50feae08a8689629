"""Codes of which Excel dropped the last zero: 1.10 typed into an ordinary cell is the number 1.1.

Of such a number its row tells which code was meant: after 1.9, and where 1.1 stands already, it is 1.10.
"""

from collections.abc import Iterable

from terugkom.workbook.foreign.row_classification import RawAction
from terugkom.workbook.import_report import ImportNotes
from terugkom.workbook.special_cells import FormattedNumber


def restore_lost_zeros(rows: Iterable[RawAction], sheet: str, header: str, notes: ImportNotes) -> None:
    """Give each code that lost a zero that zero back, in place, with a finding; a code in text stays."""
    first_rows: dict[str, int] = {}
    previous = ""
    for raw in rows:
        cell, text = raw.cells.get("code"), raw.text("code")
        meant = _find_following_code(previous)
        if isinstance(cell, float) and text in first_rows and meant.rstrip("0") == text != meant:
            raw.cells["code"] = FormattedNumber(cell, meant)
            notes.add_finding(
                sheet, raw.row, header, "lost-zero", value=text, meant=meant, first=first_rows[text]
            )
            text = meant
        first_rows.setdefault(text, raw.row)
        previous = text or previous


def _find_following_code(code: str) -> str:
    """Return the code that follows one that ends in a number, as 1.10 follows 1.9; "" for any other."""
    head, point, last = code.rpartition(".")
    return f"{head}.{int(last) + 1}" if point and last.isdecimal() and len(last) < 10 else ""
