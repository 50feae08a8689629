"""The text of a cell.

It needs nothing of the plan: the process that reads files from outside imports it at each file.
"""

from datetime import date, datetime

EXCEL_ERRORS = frozenset(  # in English and in Dutch
    f"#{name}"
    for name in (
        *("DIV/0!", "N/A", "NAME?", "NULL!", "NUM!", "REF!", "VALUE!"),
        *("DEEL/0!", "N/B", "NAAM?", "LEEG!", "GETAL!", "VERW!", "WAARDE!"),
    )
)


def format_cell(cell: object) -> str:
    """Return a cell as text: a date as dd/mm/yyyy, a whole number without a fraction, a boolean in Dutch."""
    if isinstance(cell, str):
        return cell.strip()
    match cell:
        case None:
            return ""
        case datetime() | date():
            return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
        case bool():
            return "WAAR" if cell else "ONWAAR"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).strip()
