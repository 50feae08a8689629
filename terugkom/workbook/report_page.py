"""Render the import report as an HTML page for the officer who submitted the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from terugkom.documents.letter import Letter
from terugkom.documents.messages import translate
from terugkom.documents.templates import Templates
from terugkom.plan.history import ADDED, FieldChange, HistoryValue, format_value
from terugkom.workbook.dates.deadlines import format_cell
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.own_layout import get_layout

DOCUMENT = "import-report"
MAX_LINES = 500  # of each list; the report in JSON beside it has them all
_MAX_VALUE_LENGTH = 160  # characters of a value
# Fields with a label of their own; any other is called as its column of our workbook.
_LABELLED_FIELDS = frozenset(
    {
        *("deadline_precision", "deadline_text", "missing_since", "extra", "report", "budget"),
        *("part_of", "part", "subtheme", "organisation", "email"),
    }
)
_REFUSALS = (  # pattern of an English error message, and its explanation
    ("^mail: ", "import-report.refused.mail"),
    ("is a link|no plain file", "import-report.refused.not-a-file"),
    ("password", "import-report.refused.password"),
    ("but it is a", "import-report.refused.other-type"),
    ("nothing in it", "import-report.refused.empty"),
    ("holds the title", "import-report.refused.no-title-column"),
    ("is missing", "import-report.refused.missing-column"),
    ("no column", "import-report.refused.unknown-column"),
    ("than any plan|claims|more than|takes too long", "import-report.refused.too-large"),
    ("", "import-report.refused.damaged"),
)
_DATE_FIELDS = ("start", "deadline", "snoozed_until")
_VALUE_MESSAGES = {
    "status": "choice.status",
    "priority": "choice.priority",
    "deadline_precision": "precision",
}


@dataclass(frozen=True)
class ChangeLine:
    """One change of an action, with labels in the reader's language."""

    code: str
    what: str
    old: str
    new: str


def render_import_report(templates: Templates, report: ImportReport, today: date) -> Letter:
    """Render the report of an imported file. Raises TemplateError."""
    language = templates.language
    changed = [each for each in report.changes if each.field not in (ADDED, "missing_since")]
    return templates.render_letter(
        DOCUMENT,
        {
            "municipality": report.municipality_name,
            "file": report.file,
            "today": today,
            "refused": "",
            "dry_run": report.dry_run,
            "rows": report.rows,
            "total": report.total,
            "plan": report.plan,
            "actions": report.actions,
            "findings": sorted(report.findings, key=lambda each: (each.sheet, each.row))[:MAX_LINES],
            "found": len(report.findings),
            "added": _build_lines((each for each in report.changes if each.field == ADDED), language),
            "changes": _build_lines(changed, language),
            "changed": len(changed),
            "gone": _build_lines(
                (each for each in report.changes if each.field == "missing_since" and each.new), language
            ),
            "columns": [
                (each.sheet, each.column, _translate_field(each.field, language) if each.field else "")
                for each in report.columns
            ],
            "unread": report.unread,
            "most": MAX_LINES,
        },
    )


def render_refusal(templates: Templates, municipality: str, file: str, why: str, today: date) -> Letter:
    """Render the reason why a file was refused; nothing was imported. Raises TemplateError."""
    context: dict[str, Any] = {"municipality": municipality, "file": file, "today": today, "refused": why}
    message = next(message for pattern, message in _REFUSALS if re.search(pattern, why))
    context["explanation"] = translate(message, templates.language)
    return templates.render_letter(DOCUMENT, context)


def _build_lines(changes: Iterable[FieldChange], language: str) -> list[ChangeLine]:
    return [_build_line(each, language) for each in islice(changes, MAX_LINES)]


def _build_line(change: FieldChange, language: str) -> ChangeLine:
    old, new = (_format_value(change.field, value, language) for value in (change.old, change.new))
    return ChangeLine(change.code, _translate_field(change.field, language), old, new)


def _translate_field(field: str, language: str) -> str:
    """Return what a field of an action is called, as it is where it has no name that people know."""
    if field in _LABELLED_FIELDS:
        return translate(f"import-report.field.{field}", language)
    headers = {column.field: column.header for column in get_layout(language).actions.columns}
    return headers.get(field, field)


def _format_value(field: str, value: HistoryValue, language: str) -> str:
    if isinstance(value, date) and field in _DATE_FIELDS:
        return format_cell(value)
    text = format_value(value)
    if field in _VALUE_MESSAGES and text:
        return translate(f"{_VALUE_MESSAGES[field]}.{text}", language)
    return f"{text[:_MAX_VALUE_LENGTH]}…" if len(text) > _MAX_VALUE_LENGTH else text
