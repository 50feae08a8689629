"""The Markdown page of an inbox run: counts, roles and positions.

There are no cell contents, and no names of files, sheets or columns that somebody gave.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from tasks.markdown import render_table
from tasks.outcomes import get_language, get_message
from tasks.plan_words import describe_finding, name_field, name_value
from terugkom import clock
from terugkom.documents.formatting import join_clauses, join_label
from terugkom.editions.word_draft.apply_draft import DraftOutcome
from terugkom.errors import HIDDEN, InputError
from terugkom.inbox.draft_files import DraftFileResult
from terugkom.inbox.folder import STAMP_FORMAT
from terugkom.inbox.idea_files import IdeasFileResult
from terugkom.inbox.minutes_files import MinutesFileResult
from terugkom.inbox.plan_files import PlanFileResult
from terugkom.inbox.process_inbox import InboxResult
from terugkom.meetings.minutes.record_minutes import RecordedMinutes
from terugkom.overview.report_texts import format_count, format_counts, format_word
from terugkom.plan.history import FieldChange
from terugkom.workbook.import_report import CellFinding, ImportReport, OmittedRow, TableRead
from terugkom.workbook.own_layout import list_layouts
from terugkom.workbook.report_page import explain_refusal

_DISCLOSED_FIELDS = ("start", "deadline", "deadline_precision", "status", "priority", "missing_since")
# A hidden name before its sentence, with the mark that a language puts behind it: in French after a blank.
_HIDDEN_BEGIN = re.compile(rf"\A{re.escape(HIDDEN)}(?:\s?:|,)\s")


def render_inbox_page(result: InboxResult) -> str:
    """Return the results of an inbox as Markdown."""
    return "\n\n".join(_render_parts(result)) or get_message("run-page.no-files")


def format_minutes_counts(recorded: RecordedMinutes) -> str:
    """Return in words how many decisions, people and points minutes had."""
    counts = ("decisions", "present", "excused", "absent", "closed", "put_off")
    return format_counts("minutes", {each: getattr(recorded, each) for each in counts}, get_language())


def _render_parts(result: InboxResult) -> Iterator[str]:
    for number, plan in enumerate(result.plans, 1):
        yield _render_plan(number, plan, result.stamp)
    for number, minutes in enumerate(result.minutes, 1):
        heading = get_message("run-page.minutes", number=number)
        yield f"## {heading}\n\n{_format_minutes(minutes, result.stamp)}"
    for number, ideas in enumerate(result.ideas, 1):
        yield f"## {get_message('run-page.ideas', number=number)}\n\n{_format_ideas(ideas, result.stamp)}"
    for number, draft in enumerate(result.drafts, 1):
        yield f"## {get_message('run-page.draft', number=number)}\n\n{_format_draft(draft, result.stamp)}"
    if result.answers:
        rows = _name_counts("answer", dict(sorted(result.answers.items())))
        yield "\n".join([f"## {get_message('run-page.answers')}", *render_table("what count", rows)])


def _name_counts(about: str, counts: Mapping[str, int]) -> list[tuple[str, str]]:
    language = get_language()
    return [(format_word(about, key, language), str(count)) for key, count in counts.items()]


def _format_minutes(minutes: MinutesFileResult, stamp: str) -> str:
    recorded = minutes.recorded
    if recorded is None:
        problems = get_message("run-page.minutes-problems", count=len(minutes.problems))
        return _format_refusal(minutes.error, stamp, "" if minutes.error else problems)
    said = get_message("report.same-minutes") if recorded.again else format_minutes_counts(recorded)
    return f"{join_label(str(recorded.reference), said, get_language())}."


def _format_refusal(error: InputError | None, stamp: str, reason: str = "") -> str:
    """Return that a file was refused, why, and where its report lies: its name may be that of a person."""
    reason = reason or (_describe_reason(error) if error else "")
    lines = [get_message("run-page.rejected"), reason]
    if stamp:
        at = clock.format_minute(datetime.strptime(stamp, STAMP_FORMAT).replace(tzinfo=UTC))
        lines.append(get_message("run-page.report-place", at=at, stamp=stamp))
    return "\n\n".join(filter(None, lines))


def _describe_reason(error: InputError) -> str:
    """Return why a file was refused, without its name, with which most of these sentences begin."""
    text = error.render_public(get_language()).replace(f" ({HIDDEN})", "")
    text = _HIDDEN_BEGIN.sub("", text)
    if text.startswith(HIDDEN):
        text = get_message("run-page.this-file") + text.removeprefix(HIDDEN)
    return get_message("run-page.reason", reason=text.rstrip("."))


def _format_draft(draft: DraftFileResult, stamp: str) -> str:
    if draft.refused:
        return _format_refusal(draft.error, stamp)
    counts = {str(each): draft.count(each) for each in DraftOutcome}
    return f"{format_counts('draft-stories', counts, get_language())}."


def _format_ideas(ideas: IdeasFileResult, stamp: str) -> str:
    result = ideas.result
    if result is None:
        return _format_refusal(ideas.error, stamp)
    language = get_language()
    text = format_counts("idea-rows", dict(sorted(result.rows.items())), language)
    findings = format_count("idea-rows", "findings", len(result.findings), language)
    return f"{join_clauses((text or get_message('run-page.no-rows'), findings), language)}."


def _render_plan(number: int, plan: PlanFileResult, stamp: str) -> str:
    title, report = f"## {get_message('run-page.file', number=number)}", plan.report
    if report is None:
        advice = explain_refusal(plan.error, get_language()) if plan.error else ""
        return "\n\n".join(filter(None, (title, _format_refusal(plan.error, stamp), advice)))
    if plan.waiting:
        title += f"\n\n{get_message('run-page.waiting')}"
    counts = [*_name_counts("plan-actions", report.actions), *_name_counts("plan-rows", report.rows)]
    counts.append((f"**{get_message('plan-rows.all')}**", f"**{report.total}**"))
    own_words, sheets = _list_own_words(), _number_sheets(report)
    tables = (_format_table(each, _name_sheet(each.sheet, sheets, own_words)) for each in report.tables)
    omitted = (_format_omitted(each, _name_sheet(each.sheet, sheets, own_words)) for each in report.omitted)
    findings = (_format_finding(each, sheets, own_words) for each in report.findings)
    lines = [title, *render_table("what count", counts)]
    lines += render_table("sheet header-row rows fields kept-columns", tables)
    lines += render_table("sheet row what", omitted)
    lines += render_table("sheet row column finding", findings)
    lines += render_table("action field from to-value", map(_format_change, report.changes))
    return "\n".join(lines)


def _list_own_words() -> frozenset[str]:
    """Return the names of the sheets and columns of our own workbook, in each language."""
    sheets = [sheet for layout in list_layouts() for sheet in layout.data_sheets]
    headers = [column.header for sheet in sheets for column in sheet.columns]
    return frozenset([*(sheet.title for sheet in sheets), *headers])


def _number_sheets(report: ImportReport) -> list[str]:
    """Return the sheets that the page refers to, in the order in which it numbers them."""
    tables, rows = (each.sheet for each in report.tables), (each.sheet for each in report.omitted)
    return list(dict.fromkeys([*tables, *rows, *(each.sheet for each in report.findings)]))


def _name_sheet(sheet: str, sheets: list[str], own_words: frozenset[str]) -> str:
    """Return the name of a sheet of ours; what somebody else called one may be a name: it has a number."""
    return sheet if sheet in own_words else get_message("run-page.sheet", number=sheets.index(sheet) + 1)


def _format_table(table: TableRead, sheet: str) -> tuple[str, ...]:
    """Return how a table was understood as a table row: positions, counts and fields of ours."""
    fields = dict.fromkeys(each.field for each in table.columns if each.field)
    kept = sum(not each.field for each in table.columns)
    return sheet, str(table.header_row), str(table.rows), ", ".join(map(name_field, fields)), str(kept)


def _format_omitted(row: OmittedRow, sheet: str) -> tuple[str, ...]:
    """Return a row that is no action as a table row, without its text."""
    return sheet, str(row.row), format_word("plan-rows", row.outcome, get_language())


def _format_finding(finding: CellFinding, sheets: list[str], own_words: frozenset[str]) -> tuple[str, ...]:
    """Return a finding as a table row; what somebody called a column is not shown."""
    sheet = _name_sheet(finding.sheet, sheets, own_words)
    column = finding.column if finding.column in own_words else get_message("run-page.see-report")
    return sheet, str(finding.row), column, describe_finding(finding)


def _format_change(change: FieldChange) -> tuple[str, ...]:
    """Return a change as a table row; values of free text and owners are omitted."""
    is_disclosed = change.field in _DISCLOSED_FIELDS
    old, new = (name_value(change.field, each) if is_disclosed else "" for each in (change.old, change.new))
    return change.code, name_field(change.field), old, new
