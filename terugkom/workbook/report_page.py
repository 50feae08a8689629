"""Render the import report as an HTML page for the officer who submitted the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from terugkom.documents.letter import Letter
from terugkom.documents.messages import translate
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.plan.history import ADDED, FieldChange
from terugkom.workbook.field_texts import translate_field, translate_value
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.table_lines import build_table_lines, list_column_lines

DOCUMENT = "import-report"
AGREED_MESSAGE = "import-report.agreed-word"  # in front of a file's name: let it in as it was read
MAX_LINES = 500  # of each list; the report in JSON beside it has them all
_REFUSALS = {  # the message of an error, and what to do about it
    "error.inbox.link": "import-report.refused.not-a-file",
    "error.inbox.not-plain": "import-report.refused.not-a-file",
    "error.file.password": "import-report.refused.password",
    "error.file.other-type": "import-report.refused.other-type",
    "error.plan-file.empty": "import-report.refused.empty",
    "error.plan-file.people-only": "import-report.refused.people-only",
    "error.plan-file.no-title": "import-report.refused.no-title-column",
    "error.plan-file.missing-column": "import-report.refused.missing-column",
    "error.plan-file.no-column": "import-report.refused.unknown-column",
    "error.inbox.too-large": "import-report.refused.too-large",
} | dict.fromkeys(
    (
        *("error.file.too-large", "error.file.unpacked", "error.file.text", "error.file.claims"),
        *(
            "error.file.slow",
            "error.file.sheets",
            "error.file.all-cells",
            "error.file.sheet-claims",
            "error.file.sheet-cells",
        ),
        *("error.file.columns", "error.file.sheet-columns", "error.file.cells", "error.file.rows"),
        *(
            "error.file.blank-rows",
            "error.file.lines",
            "error.file.long-line",
            "error.file.merged",
            "error.file.content",
            "error.file.merged",
            "error.file.content",
        ),
        "error.file.sheet-cells",
    ),
    "import-report.refused.too-large",
)


@dataclass(frozen=True)
class ChangeLine:
    """One change of an action, with labels in the reader's language."""

    code: str
    what: str
    old: str
    new: str


def render_import_report(
    templates: Templates, report: ImportReport, today: date, *, waiting: bool = False, by_mail: bool = False
) -> Letter:
    """Render the report of an imported file, or of one that waits for a person. Raises TemplateError.

    `by_mail`: the file can be mailed again, else who manages the installation must have it.
    """
    language = templates.language
    changed = [each for each in report.changes if each.field not in (ADDED, "missing_since")]
    return templates.render_letter(
        DOCUMENT,
        {
            "municipality": report.municipality_name,
            "file": report.file,
            "today": today,
            "refused": "",
            "waiting": waiting,
            "by_mail": by_mail,
            "agreed_word": translate(AGREED_MESSAGE, language),
            "dry_run": report.dry_run or waiting,
            "rows": report.rows,
            "total": report.total,
            "plan": report.plan,
            "actions": report.actions,
            "replaced": report.replaced,
            "findings": sorted(report.findings, key=lambda each: (each.sheet, each.row))[:MAX_LINES],
            "found": len(report.findings),
            "added": _build_lines((each for each in report.changes if each.field == ADDED), language),
            "changes": _build_lines(changed, language),
            "changed": len(changed),
            "gone": _build_lines(
                (each for each in report.changes if each.field == "missing_since" and each.new), language
            ),
            "columns": list(list_column_lines(report, language)),
            "tables": [build_table_lines(each, language) for each in report.tables if each.samples],
            "omitted": report.omitted[:MAX_LINES],
            "omitted_count": len(report.omitted),
            "unread": report.unread,
            "has_coordinator": report.has_coordinator,
            "has_answer_address": report.has_answer_address,
            "new_coordinator": report.new_coordinator,
            "most": MAX_LINES,
        },
    )


def explain_refusal(error: InputError, language: str) -> str:
    """Return what to do about a file that was refused."""
    return translate(_REFUSALS.get(error.message_id, "import-report.refused.damaged"), language)


def render_refusal(
    templates: Templates,
    municipality: str,
    file: str,
    why: str,
    explanation: str,
    today: date,
    *,
    by_mail: bool = False,
) -> Letter:
    """Render why a file was refused, with what to do about it; nothing was imported. Raises TemplateError."""
    context: dict[str, Any] = {"municipality": municipality, "file": file, "today": today, "refused": why}
    return templates.render_letter(DOCUMENT, context | {"explanation": explanation, "by_mail": by_mail})


def _build_lines(changes: Iterable[FieldChange], language: str) -> list[ChangeLine]:
    return [_build_line(each, language) for each in islice(changes, MAX_LINES)]


def _build_line(change: FieldChange, language: str) -> ChangeLine:
    old, new = (translate_value(change.field, value, language) for value in (change.old, change.new))
    return ChangeLine(change.code, translate_field(change.field, language), old, new)
