"""The import report: the outcome of every row, every change, every finding."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from terugkom.documents.formatting import format_choices
from terugkom.documents.messages import translate
from terugkom.plan.history import FieldChange


class RowOutcome(StrEnum):
    """The outcome of a row."""

    HEADER = "header"
    IMPORTED = "imported"  # also when nothing in it was new, or one cell of it was wrong
    JOINED = "joined"  # merged into the row above it, or an exact duplicate of another row
    SECTION = "section"  # a heading above actions, or their sum
    REFUSED = "refused"
    EXAMPLE = "example"
    BLANK = "blank"


@dataclass(frozen=True)
class CellFinding:
    """A finding in one cell; rows count from 1 as in Excel, `column` is the header."""

    sheet: str
    row: int
    column: str
    code: str
    message: str


@dataclass(frozen=True)
class ColumnRead:
    """The field as which a column was imported; `field` is empty for a column stored as extra text."""

    sheet: str
    column: str
    field: str


class WrongCell(Exception):
    """An invalid cell; the import turns it into a finding and continues.

    `message` names the message of the finding where it is not that of its code.
    """

    def __init__(self, code: str, message: str = "", **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {**details, "message": message} if message else details


@dataclass
class ImportNotes:
    """The findings and row counts collected during an import; `language` is that of the findings."""

    language: str
    findings: list[CellFinding] = field(default_factory=list)
    row_counts: Counter[RowOutcome] = field(default_factory=Counter)
    columns: list[ColumnRead] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # sheets that were not imported

    def add_finding(self, sheet: str, row: int, column: str, code: str, **details: object) -> None:
        """Add a finding; its message is made from `details`."""
        shown = {key: self._format_detail(value) for key, value in details.items()}
        message = translate(f"workbook.finding.{shown.pop('message', code)}", self.language, **shown)
        self.findings.append(CellFinding(sheet, row, column, code, message))

    def _format_detail(self, value: object) -> object:
        return format_choices(value, self.language) if isinstance(value, tuple) else _shorten(value)


@dataclass(frozen=True)
class ImportReport:
    """The result of an import, or on a dry run what it would have been.

    `rows` counts each outcome over all sheets; `actions` counts added, changed, unchanged and missing. `plan`
    counts the actions, people and groups in the plan as it is now.
    """

    municipality: str
    file: str
    dry_run: bool
    rows: dict[str, int]
    actions: dict[str, int]
    findings: tuple[CellFinding, ...]
    changes: tuple[FieldChange, ...]
    columns: tuple[ColumnRead, ...] = ()
    unread: tuple[str, ...] = ()
    plan: dict[str, int] = field(default_factory=dict)
    municipality_name: str = ""

    @property
    def total(self) -> int:
        """The number of rows, up to the last filled one of each imported sheet."""
        return sum(self.rows.values())

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        return {
            "rows": dict(self.rows),
            "total": self.total,
            "actions": dict(self.actions),
            "findings": [asdict(finding) for finding in self.findings],
            "changes": [change.as_json() for change in self.changes],
            "columns": [asdict(column) for column in self.columns],
            "unread": list(self.unread),
        }


def _shorten(value: object) -> object:
    """Return a text cut at 80 characters, so that a message stays readable."""
    return f"{value[:80]}…" if isinstance(value, str) and len(value) > 80 else value
