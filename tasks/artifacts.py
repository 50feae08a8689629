"""Prefect artifacts of a run: roles and counts only, never names or addresses."""

import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_

from tasks.installation import get_installation
from tasks.markdown import MAX_ROWS, escape_cell, format_picture
from tasks.outcomes import get_language, get_message, join_label
from tasks.run_page import create_page, create_table
from terugkom import clock
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.delivery.find_deliveries import list_with_kind
from terugkom.delivery.model import NEVER_SENT, Delivery, DeliveryState
from terugkom.documents.chart import draw_bars
from terugkom.overview.report_texts import (
    format_changed_meeting,
    format_channel,
    format_count,
    format_delivery_reason,
    format_outage,
    format_word,
    list_attention,
)
from terugkom.plan.media import Medium
from terugkom.reminders.week import ReminderWeek
from terugkom.report import WITH_ANOTHER_SENDER, MeetingLine, MomentLine, RunReport

_SMTP_CODE = re.compile(r"\d{3}( \d\.\d{1,3}\.\d{1,3})?(?=\W|$)")


def show_week(week: ReminderWeek, report: RunReport) -> None:
    """Create the artifacts of a week of reminders: a summary with a chart, and its deliveries."""
    what = get_message("run-page.reminders", municipality=week.municipality.name, week=week.period)
    show_summary("owner-reminders", what, report)
    if week.moment_id is not None:
        show_selected_deliveries(
            get_message("run-page.deliveries-of", what=week.period), Delivery.moment_id == week.moment_id
        )


def show_deliveries(report: RunReport, which: DeliveryFilter) -> None:
    """Create the artifacts of a delivery run: its results, and the deliveries that are not sent."""
    show_summary("deliver", get_message("run-page.tried"), report)
    not_sent = Delivery.state.not_in([DeliveryState.SENT, *NEVER_SENT])
    show_selected_deliveries(get_message("run-page.not-sent"), and_(which.build_condition(), not_sent))


def show_imports(municipality: str, page: str, followed: RunReport) -> None:
    """Create the artifact of imported files, with the meetings that follow the new plan."""
    meetings = [_format_changed_meeting(each, dry_run=False) for each in followed.meetings[:MAX_ROWS]]
    create_page(
        "import-plan",
        "\n".join([page, *meetings]),
        get_message("run-page.new-files", municipality=municipality),
    )


def show_summary(key: str, what: str, report: RunReport, more: Sequence[str] = ()) -> None:
    """Create the page of a run: its counts as a chart, what was due or needs attention, `more` lines."""
    language = get_language()
    made = "planned_documents" if report.dry_run else "documents"
    counts = {made: report.document_count, **dict(sorted(report.deliveries.items()))}
    shown = [(format_word("bar", key, language), count) for key, count in counts.items() if count]
    lines = [f"## {what}", ""]
    if report.dry_run:
        lines += [get_message("run-page.dry-run"), ""]
    if shown:
        lines += [format_picture(draw_bars(get_message("run-page.numbers"), shown)), ""]
    elif report.is_empty and not any(more):
        lines += [get_message("run-page.nothing-due"), ""]
    lines += [_format_moment(each) for each in report.moments[:MAX_ROWS]]
    lines += [_format_changed_meeting(each, dry_run=report.dry_run) for each in report.meetings[:MAX_ROWS]]
    lines += [f"- **{escape_cell(format_outage(each, language))}**" for each in report.outages]
    lines += [f"- {join_label(f'**{text.what}**', text.advice)}" for text in list_attention(report, language)]
    if leased := report.deliveries[WITH_ANOTHER_SENDER]:
        what = format_count("delivery-count", WITH_ANOTHER_SENDER, leased, language)
        lines.append(f"- {join_label(f'**{what}**', get_message('run-page.with-another-sender'))}")
    if report.next_try_at:
        at = clock.format_minute(report.next_try_at)
        lines.append(f"- {get_message('report.next-attempt', at=at)}")
    lines += format_planned_lines(report)
    create_page(key, "\n".join([*lines, *more]), what)


def format_planned_lines(report: RunReport) -> list[str]:
    """Return what a dry run would send, by role: a subject may name somebody."""
    counts = Counter((each.kind, each.role) for each in report.planned)
    language = get_language()
    return [
        get_message(
            "run-page.planned",
            count=count,
            kind=_format_document_kind(kind),
            role=format_word("role", role, language),
        )
        for (kind, role), count in sorted(counts.items())
    ]


def _format_document_kind(kind: str) -> str:
    """Return the word for a kind of document; that of a medium of an edition is the medium.

    A correction has a number at the end of its kind.
    """
    kind = re.sub(r"-\d+$", "", kind)
    medium = kind.removeprefix("edition-")
    about = ("medium", medium) if medium in tuple(Medium) else ("document", kind)
    return format_word(*about, get_language())


def _format_moment(moment: MomentLine) -> str:
    kind = format_word("cycle", moment.kind, get_language())
    return get_message("run-page.moment", kind=kind, municipality=moment.municipality, period=moment.period)


def _format_changed_meeting(meeting: MeetingLine, *, dry_run: bool) -> str:
    return f"- {escape_cell(format_changed_meeting(meeting, get_language(), dry_run=dry_run))}"


def show_selected_deliveries(what: str, which: ColumnElement[bool]) -> None:
    """Create the table of the deliveries that meet a condition, those that are not sent first; no names.

    The state and its reason stand first: a screen of usual width does not show the last columns.
    """
    language = get_language()
    with get_installation().database.read_session() as session:
        rows = [
            (
                format_word("delivery", delivery.state, language),
                format_delivery_reason(redact_reason(delivery.reason), language),
                _format_document_kind(kind),
                f"{format_word('role', delivery.role, language)} {delivery.person_id or ''}".strip(),
                format_channel(delivery.channel, language),
                delivery.attempts,
                delivery.id,
            )
            for delivery, kind in list_with_kind(session, which, MAX_ROWS)
        ]
    create_table("deliveries", "state reason document to channel attempts delivery", rows, what)


def redact_reason(reason: str) -> str:
    """Return a delivery's reason without server text, which may contain names and addresses.

    The result is the SMTP status code, or our own text up to the first colon or semicolon.
    """
    said = _SMTP_CODE.match(reason)
    return said[0] if said else reason.partition(":")[0].partition(";")[0][:80]
