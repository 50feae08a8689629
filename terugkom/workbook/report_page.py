"""Render the import report as an HTML page for the officer who submitted the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from terugkom.documents.letter import Letter
from terugkom.documents.templates import Templates
from terugkom.plan.history import ADDED, FieldChange, HistoryValue, format_value
from terugkom.workbook.dates.deadlines import format_cell
from terugkom.workbook.foreign.fields import FIELDS
from terugkom.workbook.import_report import ImportReport

DOCUMENT = "import-report"
MAX_LINES = 500  # of each list; the report in JSON beside it has them all
_MAX_VALUE_LENGTH = 160  # characters of a value
_FIELD_LABELS = {
    "deadline_precision": "Hoe precies de deadline is",
    "deadline_text": "Deadline, in eigen woorden",
    "missing_since": "Niet meer in het bestand sinds",
    "extra": "Andere kolommen",
    "report": "Nieuws",
    "budget": "Budget in euro",
    "part_of": "Onderdeel van",
}
_VALUE_LABELS = {
    **{"planned": "gepland", "running": "lopend", "done": "klaar", "stopped": "gestopt"},
    **{"high": "hoog", "medium": "middel", "low": "laag"},
    **{"day": "dag", "month": "maand", "quarter": "kwartaal", "half": "halfjaar", "year": "jaar"},
}
_REFUSAL_TEXTS = (  # pattern of an English error message, and its Dutch explanation
    ("password", "Het bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord."),
    (
        "but it is a",
        "De naam van het bestand past niet bij wat erin zit. Bewaar het opnieuw als .xlsx of .csv.",
    ),
    ("nothing in it", "Er staat niets in het bestand."),
    (
        "holds the title",
        "Wij vonden geen kolom met de titels van de acties. Staan er koppen boven de kolommen?",
    ),
    ("is missing", "Er ontbreekt een kolom van ons werkboek."),
    ("no column", "Een kolom die bij een vorige keer werd opgegeven, ontbreekt."),
    (
        "than any plan|claims|more than|takes too long",
        "Het bestand is veel groter dan een actieplan. Wis wat ver buiten de tabel staat.",
    ),
    ("", "Het bestand is beschadigd, of het is geen werkboek. Open het, en bewaar het opnieuw als .xlsx."),
)
_DATE_FIELDS = ("start", "deadline", "snoozed_until")
_CHOICE_FIELDS = ("status", "priority", "deadline_precision")


@dataclass(frozen=True)
class ChangeLine:
    """One change of an action, with Dutch labels."""

    code: str
    what: str
    old: str
    new: str


def render_import_report(templates: Templates, report: ImportReport, today: date) -> Letter:
    """Render the report of an imported file. Raises TemplateError."""
    changed = [each for each in report.changes if each.field not in (ADDED, "missing_since")]
    return templates.render_letter(
        DOCUMENT,
        {
            "municipality": report.municipality,
            "file": report.file,
            "today": today,
            "refused": "",
            "dry_run": report.dry_run,
            "rows": report.rows,
            "total": report.total,
            "actions": report.actions,
            "findings": sorted(report.findings, key=lambda each: (each.sheet, each.row))[:MAX_LINES],
            "found": len(report.findings),
            "added": _build_lines(each for each in report.changes if each.field == ADDED),
            "changes": _build_lines(changed),
            "changed": len(changed),
            "gone": _build_lines(
                each for each in report.changes if each.field == "missing_since" and each.new
            ),
            "columns": [
                (each.sheet, each.column, FIELDS[each.field].header if each.field else "")
                for each in report.columns
            ],
            "unread": report.unread,
            "most": MAX_LINES,
        },
    )


def render_refusal(templates: Templates, municipality: str, file: str, why: str, today: date) -> Letter:
    """Render the reason why a file was refused; nothing was imported. Raises TemplateError."""
    context: dict[str, Any] = {"municipality": municipality, "file": file, "today": today, "refused": why}
    context["in_dutch"] = next(words for pattern, words in _REFUSAL_TEXTS if re.search(pattern, why))
    return templates.render_letter(DOCUMENT, context)


def _build_lines(changes: Iterable[FieldChange]) -> list[ChangeLine]:
    return [_build_line(each) for each in islice(changes, MAX_LINES)]


def _build_line(change: FieldChange) -> ChangeLine:
    known = FIELDS.get(change.field)
    what = _FIELD_LABELS.get(change.field) or (known.header if known else change.field)
    old, new = (_format_value(change.field, value) for value in (change.old, change.new))
    return ChangeLine(change.code, what, old, new)


def _format_value(field: str, value: HistoryValue) -> str:
    if isinstance(value, date) and field in _DATE_FIELDS:
        return format_cell(value)
    text = format_value(value)
    if field in _CHOICE_FIELDS:
        return _VALUE_LABELS.get(text, text)
    return f"{text[:_MAX_VALUE_LENGTH]}…" if len(text) > _MAX_VALUE_LENGTH else text
