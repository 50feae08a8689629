"""Render the import report as an HTML page for the officer who submitted the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from terugkom.documents.letter import Letter
from terugkom.documents.templates import Templates
from terugkom.plan.history import ADDED, Change
from terugkom.workbook.dates.deadlines import written
from terugkom.workbook.foreign.fields import FIELDS
from terugkom.workbook.import_report import ImportReport

DOCUMENT = "import-report"
MOST_LINES = 500  # of each list; the report in JSON beside it has them all
_LONGEST = 160  # characters of a value
_WORDS = {
    "deadline_precision": "Hoe precies de deadline is",
    "deadline_text": "Deadline, in eigen woorden",
    "missing_since": "Niet meer in het bestand sinds",
    "extra": "Andere kolommen",
    "report": "Nieuws",
    "budget": "Budget in euro",
    "part_of": "Onderdeel van",
}
_VALUES = {
    **{"planned": "gepland", "running": "lopend", "done": "klaar", "stopped": "gestopt"},
    **{"high": "hoog", "medium": "middel", "low": "laag"},
    **{"day": "dag", "month": "maand", "quarter": "kwartaal", "half": "halfjaar", "year": "jaar"},
}
_WHY = (  # pattern of an English error message, and its Dutch explanation
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
_DAYS = ("start", "deadline", "snoozed_until")
_CHOSEN = ("status", "priority", "deadline_precision")


@dataclass(frozen=True)
class ChangeLine:
    """One change of an action, with Dutch labels."""

    code: str
    what: str
    old: str
    new: str


def page(templates: Templates, report: ImportReport, today: date) -> Letter:
    """Render the report of an imported file. Raises TemplateProblem."""
    changed = [each for each in report.changes if each.field not in (ADDED, "missing_since")]
    return templates.letter(
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
            "findings": sorted(report.findings, key=lambda each: (each.sheet, each.row))[:MOST_LINES],
            "found": len(report.findings),
            "added": _lines(each for each in report.changes if each.field == ADDED),
            "changes": _lines(changed),
            "changed": len(changed),
            "gone": _lines(each for each in report.changes if each.field == "missing_since" and each.new),
            "columns": [
                (each.sheet, each.column, FIELDS[each.field].header if each.field else "")
                for each in report.columns
            ],
            "unread": report.unread,
            "most": MOST_LINES,
        },
    )


def refusal(templates: Templates, municipality: str, file: str, why: str, today: date) -> Letter:
    """Render the reason why a file was refused; nothing was imported. Raises TemplateProblem."""
    told: dict[str, Any] = {"municipality": municipality, "file": file, "today": today, "refused": why}
    told["in_dutch"] = next(words for pattern, words in _WHY if re.search(pattern, why))
    return templates.letter(DOCUMENT, told)


def _lines(changes: Iterable[Change]) -> list[ChangeLine]:
    return [_line(each) for each in islice(changes, MOST_LINES)]


def _line(change: Change) -> ChangeLine:
    known = FIELDS.get(change.field)
    what = _WORDS.get(change.field) or (known.header if known else change.field)
    old, new = (_shown(change.field, text) for text in (change.old, change.new))
    return ChangeLine(change.code, what, old, new)


def _shown(field: str, text: str) -> str:
    if field in _CHOSEN:
        return _VALUES.get(text, text)
    if field in _DAYS and text:
        return written(date.fromisoformat(text))
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
