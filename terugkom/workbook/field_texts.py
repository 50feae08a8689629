"""What fields of an action and their values are called, in the reader's language."""

from datetime import date

from terugkom.documents.formatting import format_number, join_label
from terugkom.documents.messages import translate
from terugkom.plan.history import (
    INDICATOR,
    DatedReport,
    HistoryValue,
    IndicatorValue,
    MeasuredValue,
    format_value,
)
from terugkom.plan.model import GroupKind, PersonKind
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.own_layout import get_layout

# Fields with a label of their own; any other is called as its column of our workbook.
LABELLED_FIELDS = frozenset(
    {
        *("deadline_precision", "deadline_text", "missing_since", "extra", "report", "budget"),
        *("part_of", "part", "subtheme", "organisation", "email", "result", "indicator", "measurement"),
    }
)
_MAX_VALUE_LENGTH = 160  # characters of a value
_KIND = "kind"  # of a group, or of who owns an action
_KINDS = {each.value: "group" for each in GroupKind} | {each.value: "person" for each in PersonKind}
_VALUE_MESSAGES = {
    "status": "choice.status",
    "priority": "choice.priority",
    "deadline_precision": "precision",
}


def translate_field(field: str, language: str) -> str:
    """Return what a field of an action is called, as it is where it has no name that people know."""
    if field in LABELLED_FIELDS:
        return translate(f"import-report.field.{field}", language)
    whole, _, part = field.partition(".")
    if part and whole == INDICATOR:
        headers = {column.field: column.header for column in get_layout(language).indicators.columns}
        return join_label(translate_field(INDICATOR, language), headers.get(part, part), language)
    headers = {column.field: column.header for column in get_layout(language).actions.columns}
    return headers.get(field, field)


def translate_value(field: str, value: HistoryValue, language: str) -> str:
    """Return a value of a field as text, cut so that it can be shown."""
    text = _format_value(field, value, language)
    if field in _VALUE_MESSAGES and text:
        return translate(f"{_VALUE_MESSAGES[field]}.{text}", language)
    return f"{text[:_MAX_VALUE_LENGTH]}…" if len(text) > _MAX_VALUE_LENGTH else text


def _format_value(field: str, value: HistoryValue, language: str) -> str:
    """Return a value as people write it, where the history has it as a program reads it."""
    match value:
        case bool():
            return translate("choice.yes" if value else "choice.no", language)
        case str() if field == _KIND and value in _KINDS:
            return translate(f"choice.{_KINDS[value]}.{value}", language)
        case date():
            return format_cell(value)
        case DatedReport(day, text):
            return join_label(format_cell(day), text, language)
        case IndicatorValue(code, inner):
            return join_label(code, _format_value(field, inner, language), language)
        case MeasuredValue(code, day, number):
            return join_label(f"{code}, {format_cell(day)}", format_number(number, language), language)
        case int() | float():
            return format_number(value, language)
        case _:
            return format_value(value)
