"""What fields of an action and their values are called, in the reader's language."""

from datetime import date

from terugkom.documents.messages import translate
from terugkom.plan.history import HistoryValue, format_value
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.own_layout import get_layout

# Fields with a label of their own; any other is called as its column of our workbook.
LABELLED_FIELDS = frozenset(
    {
        *("deadline_precision", "deadline_text", "missing_since", "extra", "report", "budget"),
        *("part_of", "part", "subtheme", "organisation", "email"),
    }
)
_MAX_VALUE_LENGTH = 160  # characters of a value
_DATE_FIELDS = ("start", "deadline", "snoozed_until")
_VALUE_MESSAGES = {
    "status": "choice.status",
    "priority": "choice.priority",
    "deadline_precision": "precision",
}


def translate_field(field: str, language: str) -> str:
    """Return what a field of an action is called, as it is where it has no name that people know."""
    if field in LABELLED_FIELDS:
        return translate(f"import-report.field.{field}", language)
    headers = {column.field: column.header for column in get_layout(language).actions.columns}
    return headers.get(field, field)


def translate_value(field: str, value: HistoryValue, language: str) -> str:
    """Return a value of a field as text, cut so that it can be shown."""
    if isinstance(value, date) and field in _DATE_FIELDS:
        return format_cell(value)
    text = format_value(value)
    if field in _VALUE_MESSAGES and text:
        return translate(f"{_VALUE_MESSAGES[field]}.{text}", language)
    return f"{text[:_MAX_VALUE_LENGTH]}…" if len(text) > _MAX_VALUE_LENGTH else text
