"""The Markdown page of an inbox run: counts, roles and positions.

There are no cell contents, and no names of files, sheets or columns that somebody gave.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from terugkom.ideas.import_ideas import IdeasImportResult
from terugkom.inbox.process_inbox import InboxResult
from terugkom.meetings.record_minutes import RecordedMinutes
from terugkom.plan.history import FieldChange
from terugkom.report import format_counts
from terugkom.workbook.import_report import CellFinding, ImportReport
from terugkom.workbook.own_layout import list_layouts

_DISCLOSED_FIELDS = ("start", "deadline", "deadline_precision", "status", "priority", "missing_since")
_REJECTED = "Rejected; see the report next to it in `refused`."


def render_inbox_page(result: InboxResult) -> str:
    """Return the results of an inbox as Markdown."""
    return "\n\n".join(_render_parts(result)) or "No new files."


def format_minutes_counts(recorded: RecordedMinutes) -> str:
    """Return the counts of recorded minutes."""
    counts = ("decisions", "present", "excused", "absent", "closed", "put_off")
    return format_counts([(each, getattr(recorded, each)) for each in counts])


def _render_parts(result: InboxResult) -> Iterator[str]:
    for number, plan in enumerate(result.plans, 1):
        yield _render_plan(number, plan.report)
    for number, minutes in enumerate(result.minutes, 1):
        yield f"## Minutes {number}\n\n{_format_minutes(minutes.recorded)}"
    for number, ideas in enumerate(result.ideas, 1):
        yield f"## Ideas {number}\n\n{_format_ideas(ideas.result)}"
    if result.answers:
        rows = [f"| {word} | {count} |" for word, count in sorted(result.answers.items())]
        yield "\n".join(["## Answers by mail", "", "| what | count |", "| --- | --- |", *rows])


def _format_minutes(recorded: RecordedMinutes | None) -> str:
    if recorded is None:
        return _REJECTED
    if recorded.again:
        return f"{recorded.reference}: recorded before, nothing was changed."
    return f"{recorded.reference}: {format_minutes_counts(recorded)}."


def _format_ideas(result: IdeasImportResult | None) -> str:
    if result is None:
        return _REJECTED
    text = format_counts(sorted(result.rows.items()))
    return f"{text or 'no rows'}; {len(result.findings)} findings."


def _render_plan(number: int, report: ImportReport | None) -> str:
    if report is None:
        return f"## File {number}\n\n{_REJECTED}"
    counts = [f"| {what} | {count} |" for what, count in report.actions.items()]
    rows = [f"| rows {fate} | {count} |" for fate, count in report.rows.items()]
    lines = [f"## File {number}", "", "| what | count |", "| --- | --- |", *counts, *rows]
    lines.append(f"| **all rows** | **{report.total}** |")
    own_words, sheets = _list_own_words(), list(dict.fromkeys(each.sheet for each in report.findings))
    lines += _render_table(
        ("sheet", "row", "column", "finding"),
        (_format_finding(each, sheets, own_words) for each in report.findings),
    )
    lines += _render_table(
        ("action", "field", "from", "to"), (_format_change(each) for each in report.changes)
    )
    return "\n".join(lines)


def _list_own_words() -> frozenset[str]:
    """Return the names of the sheets and columns of our own workbook, in each language."""
    sheets = [sheet for layout in list_layouts() for sheet in layout.data_sheets]
    headers = [column.header for sheet in sheets for column in sheet.columns]
    return frozenset([*(sheet.title for sheet in sheets), *headers])


def _format_finding(finding: CellFinding, sheets: list[str], own_words: frozenset[str]) -> tuple[str, ...]:
    """Return a finding as a table row.

    What somebody called a sheet or a column may be a name and is not shown: such a sheet has a number, in the
    order of the findings.
    """
    sheet = finding.sheet if finding.sheet in own_words else f"sheet {sheets.index(finding.sheet) + 1}"
    column = finding.column if finding.column in own_words else "see the report"
    return sheet, str(finding.row), column, finding.code


def _format_change(change: FieldChange) -> tuple[str, ...]:
    """Return a change as a table row; values of free text and owners are omitted."""
    text = (change.old_text, change.new_text) if change.field in _DISCLOSED_FIELDS else ("", "")
    return change.code, change.field, *text


def _render_table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    found = [" | ".join(map(_escape_cell, row)) for row in islice(rows, 200)]
    if not found:
        return []
    rule = " | ".join("---" for _ in heads)
    return ["", f"| {' | '.join(heads)} |", f"| {rule} |", *(f"| {row} |" for row in found)]


def _escape_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
