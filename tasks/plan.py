"""Prefect task that imports plans."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import select

from tasks.installation import get_installation
from tasks.steps import step
from terugkom import clock
from terugkom.inbox.folder import PlanFileResult, import_new_plans
from terugkom.inbox.idea_files import list_ideas_files as files_with_ideas
from terugkom.plan.history import FieldChange
from terugkom.plan.model import Municipality
from terugkom.report import RunReport
from terugkom.workbook.import_report import CellFinding

_DISCLOSED_FIELDS = ("start", "deadline", "deadline_precision", "status", "priority", "missing_since")


@dataclass(frozen=True)
class InboxImport:
    """The results of importing the new files of an inbox."""

    results: tuple[PlanFileResult, ...]
    dry_run: bool

    @property
    def report(self) -> RunReport:
        """The results as a run report."""
        found = sum(len(each.report.findings) for each in self.results if each.report)
        refused = sum(1 for each in self.results if each.report is None)
        attention = +Counter(findings=found, files_refused=refused)
        return RunReport(files=len(self.results), attention=attention, dry_run=self.dry_run)

    @property
    def markdown(self) -> str:
        """The results as Markdown: counts and cell positions; no cell contents and no file names."""
        pages = (_render_file(number, each) for number, each in enumerate(self.results, 1))
        return "\n\n".join(pages) or "No new files."


@step("import new files")
def import_new_files(slug: str, today: date, dry_run: bool) -> InboxImport:
    """Import each new file of a municipality's inbox."""
    folder = get_installation().settings.municipalities / slug
    with get_installation().database.read_session() as session:
        municipality = session.scalar(select(Municipality).where(Municipality.slug == slug))
    render_context = get_installation().build_render_context(
        municipality or Municipality(slug=slug, language="nl")
    )
    results = import_new_plans(
        get_installation().database,
        folder,
        render_context.templates,
        today=today,
        now=clock.now(),
        dry_run=dry_run,
        excluded=files_with_ideas(folder),
    )
    return InboxImport(tuple(results), dry_run)


def _render_file(number: int, result: PlanFileResult) -> str:
    if result.report is None:
        return f"## File {number}\n\nRejected; see the report next to it in `refused`."
    report = result.report
    counts = [f"| {what} | {count} |" for what, count in report.actions.items()]
    rows = [f"| rows {fate} | {count} |" for fate, count in report.rows.items()]
    lines = [f"## File {number}", "", "| what | count |", "| --- | --- |", *counts, *rows]
    lines.append(f"| **all rows** | **{report.total}** |")
    lines += _render_table(
        ("sheet", "row", "column", "finding"), (_format_finding(each) for each in report.findings)
    )
    lines += _render_table(
        ("action", "field", "from", "to"), (_format_change(each) for each in report.changes)
    )
    return "\n".join(lines)


def _format_finding(finding: CellFinding) -> tuple[str, ...]:
    return finding.sheet, str(finding.row), finding.column, finding.code


def _format_change(change: FieldChange) -> tuple[str, ...]:
    """Return a change as a table row; values of free text and owners are omitted."""
    told = (change.old_text, change.new_text) if change.field in _DISCLOSED_FIELDS else ("", "")
    return change.code, change.field, *told


def _render_table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    found = [" | ".join(map(_escape_cell, row)) for row in islice(rows, 200)]
    if not found:
        return []
    rule = " | ".join("---" for _ in heads)
    return ["", f"| {' | '.join(heads)} |", f"| {rule} |", *(f"| {row} |" for row in found)]


def _escape_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
