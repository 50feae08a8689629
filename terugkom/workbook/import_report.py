"""What an import tells: every row accounted for, every change listed, every wrong cell named."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from terugkom.plan.history import Change
from terugkom.workbook.texts import FINDINGS


class Fate(StrEnum):
    """What became of a row."""

    HEADER = "header"
    IMPORTED = "imported"  # also when nothing in it was new, or one cell of it was wrong
    JOINED = "joined"  # it goes on about the row above it, or says just the same as another
    SECTION = "section"  # a heading above actions, or their sum
    REFUSED = "refused"
    EXAMPLE = "example"
    BLANK = "blank"


@dataclass(frozen=True)
class Finding:
    """Something to look at in one cell; rows count from 1 as in Excel, `column` is the header."""

    sheet: str
    row: int
    column: str
    code: str
    message: str


@dataclass(frozen=True)
class ColumnRead:
    """As what a column was read; `field` is empty for one that is not understood and kept as it is."""

    sheet: str
    column: str
    field: str


class WrongCell(Exception):
    """A cell that cannot be taken; the import turns it into a finding and goes on."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass
class Notes:
    """What is written down while an import is under way."""

    findings: list[Finding] = field(default_factory=list)
    fates: Counter[Fate] = field(default_factory=Counter)
    columns: list[ColumnRead] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # sheets that are no plan

    def find(self, sheet: str, row: int, column: str, code: str, **details: object) -> None:
        """Add a finding; its message is made from `details`."""
        shown = {key: _shown(value) for key, value in details.items()}
        message = FINDINGS[code].format(**{"or_period": "", **shown})
        self.findings.append(Finding(sheet, row, column, code, message))


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or on a dry run would have done.

    `rows` counts each fate over all sheets; `actions` counts added, changed, unchanged and missing.
    """

    municipality: str
    file: str
    dry_run: bool
    rows: dict[str, int]
    actions: dict[str, int]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    columns: tuple[ColumnRead, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many rows there were, down to the last filled one of each sheet that was read."""
        return sum(self.rows.values())

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        return {
            "rows": dict(self.rows),
            "total": self.total,
            "actions": dict(self.actions),
            "findings": [asdict(finding) for finding in self.findings],
            "changes": [asdict(change) for change in self.changes],
            "columns": [asdict(column) for column in self.columns],
            "unread": list(self.unread),
        }


def _shown(value: object) -> object:
    """Keep a message readable when somebody pasted a page into a cell."""
    return f"{value[:80]}…" if isinstance(value, str) and len(value) > 80 else value
