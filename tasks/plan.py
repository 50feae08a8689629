"""Prefect task that imports plans."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import select

from tasks.installation import installation
from tasks.steps import step
from terugkom import clock
from terugkom.inbox.folder import Taken, take_all
from terugkom.inbox.idea_files import waiting as files_with_ideas
from terugkom.plan.history import Change
from terugkom.plan.model import Municipality
from terugkom.report import Report
from terugkom.workbook.import_report import Finding

_TOLD = ("start", "deadline", "deadline_precision", "status", "priority", "missing_since")


@dataclass(frozen=True)
class Imported:
    """The results of importing the new files of an inbox."""

    files: tuple[Taken, ...]
    dry_run: bool

    @property
    def report(self) -> Report:
        """The results as a run report."""
        found = sum(len(each.report.findings) for each in self.files if each.report)
        refused = sum(1 for each in self.files if each.report is None)
        attention = +Counter(findings=found, files_refused=refused)
        return Report(files=len(self.files), attention=attention, dry_run=self.dry_run)

    @property
    def markdown(self) -> str:
        """The results as Markdown: counts and cell positions; no cell contents and no file names."""
        pages = (_markdown(number, each) for number, each in enumerate(self.files, 1))
        return "\n\n".join(pages) or "No new files."


@step("import new files")
def import_new_files(municipality: str, today: date, dry_run: bool) -> Imported:
    """Import each new file of a municipality's inbox."""
    folder = installation().settings.municipalities / municipality
    with installation().database.reading() as session:
        town = session.scalar(select(Municipality).where(Municipality.slug == municipality))
    desk = installation().desk(town or Municipality(slug=municipality, language="nl"))
    taken = take_all(
        installation().database,
        folder,
        desk.templates,
        today=today,
        now=clock.now(),
        dry_run=dry_run,
        but=files_with_ideas(folder),
    )
    return Imported(tuple(taken), dry_run)


def _markdown(number: int, taken: Taken) -> str:
    if taken.report is None:
        return f"## File {number}\n\nRejected; see the report next to it in `refused`."
    report = taken.report
    counts = [f"| {what} | {count} |" for what, count in report.actions.items()]
    rows = [f"| rows {fate} | {count} |" for fate, count in report.rows.items()]
    lines = [f"## File {number}", "", "| what | count |", "| --- | --- |", *counts, *rows]
    lines.append(f"| **all rows** | **{report.total}** |")
    lines += _table(("sheet", "row", "column", "finding"), (_place(each) for each in report.findings))
    lines += _table(("action", "field", "from", "to"), (_change(each) for each in report.changes))
    return "\n".join(lines)


def _place(finding: Finding) -> tuple[str, ...]:
    return finding.sheet, str(finding.row), finding.column, finding.code


def _change(change: Change) -> tuple[str, ...]:
    """Return a change as a table row; values of free text and owners are omitted."""
    told = (change.old, change.new) if change.field in _TOLD else ("", "")
    return change.code, change.field, *told


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    found = [" | ".join(map(_cell, row)) for row in islice(rows, 200)]
    if not found:
        return []
    rule = " | ".join("---" for _ in heads)
    return ["", f"| {' | '.join(heads)} |", f"| {rule} |", *(f"| {row} |" for row in found)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
