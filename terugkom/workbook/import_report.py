"""The import report: the outcome of every row, every change, every finding."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from terugkom.documents.choice_list import format_choices
from terugkom.documents.messages import translate
from terugkom.errors import Message
from terugkom.plan.history import FieldChange, HistoryValue, format_value
from terugkom.plan.model import ActionStatus, Priority
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.choices import translate_choice
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table

UNREAD_PLAN = "plan-not-read"  # the finding for what looks like a table of actions and was not read
MISREAD_HEAD = "head-read-as-action"  # the finding for the head of another table that went in as an action
_MAX_TEXT_LENGTH = 300  # characters of a row that is shown


class RowOutcome(StrEnum):
    """The outcome of a row."""

    HEADER = "header"
    IMPORTED = "imported"  # also when nothing in it was new, or one cell of it was wrong
    JOINED = "joined"  # merged into the row above it, or an exact duplicate of another row
    SECTION = "section"  # a heading above actions, or their sum
    REFUSED = "refused"
    EXAMPLE = "example"
    BLANK = "blank"


class FindingMessage(Message):
    """The message of a finding, by its code."""

    def __init__(self, code: str, /, **details: object) -> None:
        super().__init__(f"workbook.finding.{code}", **details)


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """A detail of a finding: a field, which is called otherwise in each language."""

    field: str


@dataclass(frozen=True, slots=True)
class CellFinding:
    """A finding in one cell; rows count from 1 as in Excel, `column` is the header.

    `message` is in the language of the plan, and may show what the cell holds; `told` is the same for any
    language, also without what cells hold.
    """

    sheet: str
    row: int
    column: str
    code: str
    message: str
    told: FindingMessage = field(compare=False, repr=False)

    def render(self, language: str) -> str:
        """Return the message in a language; it may show what the cell holds."""
        shown = {key: _format_detail(value, language) for key, value in self.told.values.items()}
        return translate(self.told.message_id, language, **shown)

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        return {name: getattr(self, name) for name in ("sheet", "row", "column", "code", "message")}


@dataclass(frozen=True)
class ColumnRead:
    """The field as which a column was imported; `field` is empty for a column stored as extra text."""

    sheet: str
    column: str
    field: str


@dataclass(frozen=True)
class OmittedRow:
    """A row that did not become an action, with its outcome and its text; blank rows are not among them."""

    sheet: str
    row: int
    outcome: RowOutcome
    text: str


@dataclass(frozen=True)
class SampleRow:
    """One of the first rows of a table as it goes in: its values by field, without what is empty."""

    row: int
    code: str
    values: Mapping[str, HistoryValue]

    def as_json(self) -> dict[str, Any]:
        """Return the row with its values as text."""
        return {
            "row": self.row,
            "code": self.code,
            "values": {field: format_value(value) for field, value in self.values.items()},
        }


@dataclass(frozen=True)
class TableRead:
    """A table as it was understood: where its headers stand, its columns, how many of its rows went in, and
    the first of those."""

    sheet: str
    header_row: int  # counts from 1
    columns: tuple[ColumnRead, ...]
    rows: int
    samples: tuple[SampleRow, ...]
    is_own: bool = False  # a sheet of our own workbook, whose headers say what they are

    def as_json(self) -> dict[str, Any]:
        """Return the table as a JSON object."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "columns": [asdict(column) for column in self.columns],
            "rows": self.rows,
            "samples": [sample.as_json() for sample in self.samples],
        }


@dataclass(frozen=True)
class NewCoordinator:
    """Who became the coordinator, and whether a mail can tell them."""

    name: str
    is_reachable: bool


class CellLocation(NamedTuple):
    """Where a cell is; rows count from 1 as in Excel, `column` is the header."""

    sheet: str
    row: int
    column: str


@dataclass
class ImportNotes:
    """The findings and row counts collected during an import; `language` is that of the findings."""

    language: str
    findings: list[CellFinding] = field(default_factory=list)
    row_counts: Counter[RowOutcome] = field(default_factory=Counter)
    columns: list[ColumnRead] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # sheets that were not imported
    has_unknown_keys: bool = False  # a row's code or title could not be known: it may be any action
    tables: list[TableRead] = field(default_factory=list)
    omitted: list[OmittedRow] = field(default_factory=list)
    # numbers of rows that went in, from 1, by sheet
    imported: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    anchors: dict[str, CellLocation] = field(default_factory=dict)  # by code of a group: its first day
    form_rows: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # of these

    def add_omitted_row(self, table: Table, index: int, outcome: RowOutcome) -> None:
        """Count a row (from 0) that is no action, and keep its text."""
        self.row_counts[outcome] += 1
        if outcome is not RowOutcome.BLANK:
            text = format_row(table, index)
            self.omitted.append(OmittedRow(table.sheet, table.get_row_number(index), outcome, text))

    def add_finding(self, sheet: str, row: int, column: str, code: str, **details: object) -> None:
        """Add a finding; its message is made from `details`."""
        told = FindingMessage(str(details.pop("message", code)), **details)
        finding = CellFinding(sheet, row, column, code, "", told)
        self.findings.append(replace(finding, message=finding.render(self.language)))

    def use_language(self, language: str) -> None:
        """Have the findings in another language, as of a plan whose settings are read after its actions."""
        if language != self.language:
            self.language = language
            self.findings = [replace(each, message=each.render(language)) for each in self.findings]


def report_doubtful_status(
    notes: ImportNotes, sheet: str, row: int, column: str, cell: Cell, status: ActionStatus
) -> None:
    """Add the finding that a word was read as a status which it may not mean."""
    choices = tuple(ActionStatus)
    value = format_cell(cell)
    notes.add_finding(sheet, row, column, "doubtful-status", value=value, status=status, choices=choices)


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
    tables: tuple[TableRead, ...] = ()
    omitted: tuple[OmittedRow, ...] = ()
    replaced: int = 0  # actions of an earlier reading of the same file, which are no longer in the plan
    plan: dict[str, int] = field(default_factory=dict)
    municipality_name: str = ""
    has_coordinator: bool = True  # else nobody gets the questions and the weekly summary
    has_answer_address: bool = True  # else an answer to a mail would reach nobody
    new_coordinator: NewCoordinator | None = None  # who is to be told that they are it
    anchors: Mapping[str, CellLocation] = field(default_factory=dict)  # by group: the cell of its first day

    @property
    def total(self) -> int:
        """The number of rows, up to the last filled one of each imported sheet."""
        return sum(self.rows.values())

    @property
    def has_unread_plan(self) -> bool:
        """Whether the file holds what looks like a table of actions and was not read, or not as one."""
        return any(finding.code in (UNREAD_PLAN, MISREAD_HEAD) for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        return {
            "rows": dict(self.rows),
            "total": self.total,
            "actions": dict(self.actions),
            "findings": [finding.as_json() for finding in self.findings],
            "changes": [change.as_json() for change in self.changes],
            "columns": [asdict(column) for column in self.columns],
            "unread": list(self.unread),
            "replaced": self.replaced,
            "tables": [table.as_json() for table in self.tables],
            "omitted": [asdict(row) for row in self.omitted],
            "has_coordinator": self.has_coordinator,
            "has_answer_address": self.has_answer_address,
            "new_coordinator": asdict(self.new_coordinator) if self.new_coordinator else None,
        }


class UnreadPlan(Exception):
    """A file was not imported, for it holds a plan that was not read; the report says what would go in."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__("the file holds what looks like a plan and was not read")
        self.report = report


def format_row(table: Table, index: int) -> str:
    """Return the text of a row (from 0): its filled cells, cut so that it can be shown."""
    cells = (" ".join(format_cell(cell).split()) for cell in table.rows[index] if cell != "")
    text = " | ".join(filter(None, cells))
    return f"{text[:_MAX_TEXT_LENGTH]}…" if len(text) > _MAX_TEXT_LENGTH else text


def _format_detail(value: object, language: str) -> object:
    """Return a detail of a finding as a reader of this language has it."""
    match value:
        case tuple():
            return format_choices([str(_format_detail(each, language)) for each in value], language)
        case FieldLabel(name):
            return translate(f"plan-field.{name}", language)
        case ActionStatus():
            return translate(f"plan-value.status.{value}", language)
        case Priority():
            return translate(f"plan-value.priority.{value}", language)
        case bool() | StrEnum():
            return translate_choice(value, language)
        case _:
            return _shorten(value)


def _shorten(value: object) -> object:
    """Return a text cut at 80 characters, so that a message stays readable."""
    return f"{value[:80]}…" if isinstance(value, str) and len(value) > 80 else value
