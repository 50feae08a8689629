"""Prefect artifacts of a run: roles and counts only, never names or addresses."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from tasks.delivery import find_own_deliveries
from tasks.edition_page import format_coverage_lines, format_proof_lines
from tasks.gate_page import render_gate_page
from tasks.installation import get_installation
from tasks.markdown import MAX_ROWS, escape_cell, format_picture
from tasks.outcomes import get_language, say
from tasks.run_page import create_page, create_table
from terugkom import clock
from terugkom.delivery.due_deliveries import DeliveryFilter, waits_for_a_person
from terugkom.delivery.model import NEVER_SENT, Delivery, DeliveryState
from terugkom.documents.chart import draw_bars
from terugkom.documents.messages import translate_plural
from terugkom.documents.model import Document
from terugkom.editions.correction_approval import select_with_corrections
from terugkom.editions.correction_model import CorrectionState, StoryCorrection
from terugkom.editions.coverage import load_coverage
from terugkom.editions.due_steps import list_waiting_editions, select_with_waiting_editions
from terugkom.editions.edition_period import format_edition
from terugkom.editions.list_corrections import list_corrections
from terugkom.editions.model import EditionState
from terugkom.editions.review import EditionReview
from terugkom.gate.plan_review import PlanReview
from terugkom.meetings.execute_step import MeetingStepResult
from terugkom.meetings.model import SkipReason, StepKind
from terugkom.meetings.occurrences import MeetingOccurrence, MeetingRows, load_meeting_rows
from terugkom.meetings.overlaps import MeetingOverlap
from terugkom.meetings.upcoming_meetings import UpcomingStep
from terugkom.overview.report_texts import (
    describe_attention,
    format_channel,
    format_count,
    format_delivery_reason,
    format_outage,
    format_word,
)
from terugkom.overview.upcoming import load_upcoming_steps
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.plan.queries import list_municipalities
from terugkom.reminders.week import ReminderWeek
from terugkom.report import WITH_ANOTHER_SENDER, MomentLine, RunReport

_WAITS = {
    EditionState.APPROVAL_REQUESTED: "asked",
    EditionState.NOT_READY: "not-ready",
    EditionState.SENT_BACK: "sent-back",
}
_SMTP_CODE = re.compile(r"\d{3}( \d\.\d{1,3}\.\d{1,3})?(?=\W|$)")


def show_week(week: ReminderWeek, report: RunReport) -> None:
    """Create the artifacts of a week of reminders: a summary with a chart, and its deliveries."""
    what = say("run-page.reminders", municipality=week.municipality.name, week=week.period)
    _show_summary("owner-reminders", what, report)
    if week.moment_id is not None:
        _show_deliveries(
            say("run-page.deliveries-of", what=week.period), Delivery.moment_id == week.moment_id
        )


def show_meeting(occurrence: MeetingOccurrence, made: Sequence[MeetingStepResult], report: RunReport) -> None:
    """Create the artifacts of a meeting: the steps executed, and its deliveries by role."""
    kind, of = format_word("cycle", occurrence.kind, get_language()), occurrence
    what = say("run-page.meeting", kind=kind, group=of.subject, period=of.period, day=of.day)
    skipped = [_format_skipped(each.step, each.skip_reason, of.day) for each in made if each.skip_reason]
    pages = [each.markdown for each in made if each.markdown]
    _show_summary(occurrence.kind, what, report, [*skipped, "", *pages])
    if occurrence.moment_id is not None:
        _show_deliveries(say("run-page.deliveries-of", what=what), Delivery.moment_id == occurrence.moment_id)


def _format_skipped(step: StepKind, reason: SkipReason, meeting_day: date) -> str:
    why = say(f"meeting.skipped.{reason}", day=meeting_day)
    return say("run-page.skipped", step=format_word("step", step, get_language()), reason=why)


def show_deliveries(report: RunReport, which: DeliveryFilter) -> None:
    """Create the artifacts of a delivery run: its results, and the deliveries that are not sent."""
    _show_summary("deliver", say("run-page.tried"), report)
    not_sent = Delivery.state.not_in([DeliveryState.SENT, *NEVER_SENT])
    _show_deliveries(say("run-page.not-sent"), and_(which.build_condition(), not_sent))


def show_imports(municipality: str, page: str) -> None:
    """Create the artifact of imported files."""
    create_page("import-plan", page, say("run-page.new-files", municipality=municipality))


def show_calendar(municipality: str | None, today: date, report: RunReport) -> None:
    """Create the artifacts of a calendar run: the sum of its child runs, and the coming twelve months."""
    lines = _list_waiting_editions(municipality)
    lines += [f"- {say('report.next-due', day=report.next_due_on)}"] if report.next_due_on else []
    _show_summary("follow-up-calendar", say("run-page.due", day=today), report, lines)
    _show_coming_year(municipality, today)
    _show_waiting_for_a_person(find_own_deliveries(municipality))


def _show_waiting_for_a_person(which: DeliveryFilter) -> None:
    """Show the deliveries of any run that wait for a person, if there are any: they are not forgotten."""
    waiting = and_(which.build_condition(), waits_for_a_person())
    with get_installation().database.read_session() as session:
        is_any = session.scalar(select(Delivery.id).where(waiting).limit(1)) is not None
    if is_any:
        _show_deliveries(say("run-page.waiting"), waiting)


def _list_waiting_editions(slug: str | None) -> list[str]:
    """Return a line for each edition that waits for a person, of which no run says so again each day."""
    with get_installation().database.read_session() as session:
        return [
            say(
                f"run-page.edition-{_WAITS[state]}",
                municipality=municipality.slug,
                quarter=format_edition(quarter, get_language()),
                since=since,
            )
            for municipality in list_municipalities(session, slug, select_with_waiting_editions())
            for quarter, state, since in list_waiting_editions(session, municipality)
        ][:MAX_ROWS] + _list_waiting_corrections(session, slug)


def _list_waiting_corrections(session: Session, slug: str | None) -> list[str]:
    asked = select_with_corrections(StoryCorrection.state == CorrectionState.APPROVAL_REQUESTED)
    return [
        say(
            "run-page.correction-asked",
            municipality=municipality.slug,
            story=each.story_code,
            quarter=format_edition(each.moment.period, get_language()),
            since=each.proposed_on,
        )
        for municipality in list_municipalities(session, slug, asked)
        for each in list_corrections(session, municipality)
        if each.state is CorrectionState.APPROVAL_REQUESTED
    ][:MAX_ROWS]


def _show_coming_year(slug: str | None, today: date) -> None:
    """Show the coming twelve months: what `terugkom upcoming` lists, of reminders how many there are."""
    until = today + timedelta(days=365)
    first = select(Municipality).order_by(Municipality.slug).limit(20)
    if slug:
        first = first.where(Municipality.slug == slug)
    with get_installation().database.read_session() as session:
        municipalities = session.scalars(first).all()
        meetings = load_meeting_rows(session, municipalities)
        rows = [
            row
            for each in municipalities
            for row in _list_coming_year(session, each, meetings[each.id], today, until)
        ]
    columns, shown, what = (
        "date municipality cycle what",
        sorted(rows),
        say("run-page.coming-year", day=today),
    )
    if len(shown) > MAX_ROWS:
        shown = shown[:MAX_ROWS]
        what = say("run-page.coming-year-cut", day=today, last=shown[-1][0])
    create_table("coming-year", columns, shown, what)


def _list_coming_year(
    session: Session, municipality: Municipality, meetings: MeetingRows, today: date, until: date
) -> list[tuple[str, ...]]:
    language = get_language()
    coming = load_upcoming_steps(session, municipality, meetings, today, until)
    steps = [
        (each.date, each.kind, f"{each.subject}: {format_word('step', each.step, language)}")
        for each in coming.meetings
    ]
    steps += [
        (each.meeting.day, each.meeting.kind, _format_overlap(each, language)) for each in coming.overlaps
    ]
    steps += [(each.date, each.kind, _format_edition_step(each, language)) for each in coming.editions]
    steps += [
        (day, "owner-reminders", format_count("done", "actions", count, language))
        for day, count in coming.reminders
    ]
    return [
        (day.isoformat(), municipality.slug, format_word("cycle", cycle, language), what)
        for day, cycle, what in steps
    ]


def _format_edition_step(step: UpcomingStep, language: str) -> str:
    return f"{format_edition(step.period, language)}: {format_word('step', step.step, language)}"


def _format_overlap(overlap: MeetingOverlap, language: str) -> str:
    """Return that a meeting is at the hour of another one."""
    said = translate_plural("run-page.overlap", overlap.members, language, other=overlap.other)
    return f"{overlap.meeting.subject}: {said}"


def _show_summary(key: str, what: str, report: RunReport, more: Sequence[str] = ()) -> None:
    language = get_language()
    made = "planned_documents" if report.dry_run else "documents"
    counts = {made: report.document_count, **dict(sorted(report.deliveries.items()))}
    shown = [(format_word("bar", key, language), count) for key, count in counts.items() if count]
    lines = [f"## {what}", ""]
    if report.dry_run:
        lines += [say("run-page.dry-run"), ""]
    if shown:
        lines += [format_picture(draw_bars(say("run-page.numbers"), shown)), ""]
    elif report.is_empty and not any(more):
        lines += [say("run-page.nothing-due"), ""]
    lines += [_format_moment(each) for each in report.moments[:MAX_ROWS]]
    lines += [f"- **{escape_cell(format_outage(each, language))}**" for each in report.outages]
    lines += [_format_attention(key, count) for key, count in report.attention_counts.items()]
    if leased := report.deliveries[WITH_ANOTHER_SENDER]:
        what = format_count("delivery-count", WITH_ANOTHER_SENDER, leased, language)
        lines.append(f"- **{what}**: {say('run-page.with-another-sender')}")
    if report.next_try_at:
        at = clock.format_minute(report.next_try_at)
        lines.append(f"- {say('report.next-attempt', at=at)}")
    lines += _format_planned_lines(report)
    create_page(key, "\n".join([*lines, *more]), what)


def _format_planned_lines(report: RunReport) -> list[str]:
    """Return what a dry run would send, by role: a subject may name somebody."""
    counts = Counter((each.kind, each.role) for each in report.planned)
    language = get_language()
    return [
        say(
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
    return say("run-page.moment", kind=kind, municipality=moment.municipality, period=moment.period)


def _format_attention(key: str, count: int) -> str:
    text = describe_attention(key, count, get_language())
    return f"- **{text.what}**: {text.advice}"


def show_gate(municipality: Municipality, review: PlanReview) -> None:
    """Create the artifact of a plan check: grades by group, and findings by action code; no free text."""
    key = f"gate-{re.sub('[^a-z0-9]+', '-', municipality.slug.lower())}"
    title = say("run-page.gate", municipality=municipality.name)
    create_page(key, render_gate_page(municipality, review), title)


def _show_deliveries(what: str, which: ColumnElement[bool]) -> None:
    language = get_language()
    query = (
        select(Delivery, Document.kind)
        .join(Document, Document.id == Delivery.document_id)
        .where(which)
        .order_by(Delivery.state == DeliveryState.SENT, Delivery.id)
        .limit(MAX_ROWS)
    )
    with get_installation().database.read_session() as session:
        rows = [
            (
                delivery.id,
                _format_document_kind(kind),
                f"{format_word('role', delivery.role, language)} {delivery.person_id or ''}".strip(),
                format_channel(delivery.channel, language),
                format_word("delivery", delivery.state, language),
                delivery.attempts,
                format_delivery_reason(redact_reason(delivery.reason), language),
            )
            for delivery, kind in session.execute(query)
        ]
    create_table("deliveries", "delivery document to channel state attempts reason", rows, what)


def redact_reason(reason: str) -> str:
    """Return a delivery's reason without server text, which may contain names and addresses.

    The result is the SMTP status code, or our own text up to the first colon or semicolon.
    """
    said = _SMTP_CODE.match(reason)
    return said[0] if said else reason.partition(":")[0].partition(";")[0][:80]


def show_edition(
    municipality: Municipality,
    period: str,
    moment_id: int,
    review: EditionReview,
    report: RunReport,
    notes: Sequence[str],
    today: date,
) -> None:
    """Create the artifacts of an edition: its stories by kind, number of problems, and deliveries."""
    with get_installation().database.read_session() as session:
        coverage = load_coverage(session, municipality, today)
    lines = [
        *format_proof_lines(review),
        "",
        *(f"- {line}" for line in notes),
        *format_coverage_lines(coverage),
    ]
    what = say(
        "run-page.edition", municipality=municipality.name, period=format_edition(period, get_language())
    )
    _show_summary("newsletter", what, report, lines)
    _show_deliveries(say("run-page.deliveries-of", what=period), Delivery.moment_id == moment_id)


def show_correction(municipality: Municipality, period: str, report: RunReport) -> None:
    """Create the artifact of a correction: what was made and sent, and what is left to a person."""
    what = say(
        "run-page.correction", municipality=municipality.name, period=format_edition(period, get_language())
    )
    _show_summary("correct-edition", what, report)


def show_proof(municipality: Municipality, period: str, review: EditionReview, report: RunReport) -> None:
    """Create the artifact of an edition preview: its stories by kind, and what would be sent."""
    what = say(
        "run-page.preview", municipality=municipality.name, period=format_edition(period, get_language())
    )
    lines = [f"# {what}", "", *format_proof_lines(review), "", *_format_planned_lines(report)]
    create_page("newsletter", "\n".join(lines), what)
