"""The page of the daily run: what its runs did, what waits for a person, and the coming twelve months."""

from datetime import date, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tasks.artifacts import show_selected_deliveries, show_summary
from tasks.delivery import find_own_deliveries
from tasks.installation import get_installation
from tasks.markdown import MAX_ROWS
from tasks.outcomes import get_language, get_message
from tasks.run_page import create_table
from terugkom.delivery.due_deliveries import DeliveryFilter, waits_for_a_person
from terugkom.delivery.find_deliveries import is_any_found
from terugkom.documents.formatting import join_label
from terugkom.documents.messages import translate_plural
from terugkom.editions.corrections.correction_model import CorrectionState, StoryCorrection
from terugkom.editions.corrections.list_corrections import list_corrections, select_with_corrections
from terugkom.editions.due_steps import list_waiting_editions, select_with_waiting_editions
from terugkom.editions.edition_period import format_edition
from terugkom.editions.model import EditionState
from terugkom.meetings.occurrences import MeetingRows, load_meeting_rows
from terugkom.meetings.overlaps import MeetingOverlap
from terugkom.meetings.upcoming_meetings import UpcomingStep
from terugkom.overview.report_texts import format_count, format_word
from terugkom.overview.upcoming import load_upcoming_steps
from terugkom.plan.model import Municipality
from terugkom.plan.queries import list_municipalities
from terugkom.report import RunReport

_WAITS = {
    EditionState.APPROVAL_REQUESTED: "asked",
    EditionState.NOT_READY: "not-ready",
    EditionState.SENT_BACK: "sent-back",
}


def show_calendar(municipality: str | None, today: date, report: RunReport) -> None:
    """Create the artifacts of a calendar run: the sum of its child runs, and the coming twelve months."""
    lines = _list_waiting_editions(municipality)
    lines += [f"- {get_message('report.next-due', day=report.next_due_on)}"] if report.next_due_on else []
    show_summary("follow-up-calendar", get_message("run-page.due", day=today), report, lines)
    _show_coming_year(municipality, today)
    _show_waiting_for_a_person(find_own_deliveries(municipality))


def _show_waiting_for_a_person(which: DeliveryFilter) -> None:
    """Show the deliveries of any run that wait for a person, if there are any: they are not forgotten."""
    waiting = and_(which.build_condition(), waits_for_a_person())
    with get_installation().database.read_session() as session:
        is_any = is_any_found(session, waiting)
    if is_any:
        show_selected_deliveries(get_message("run-page.waiting"), waiting)


def _list_waiting_editions(slug: str | None) -> list[str]:
    """Return a line for each edition that waits for a person, of which no run says so again each day."""
    with get_installation().database.read_session() as session:
        return [
            get_message(
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
        get_message(
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
        get_message("run-page.coming-year", day=today),
    )
    if len(shown) > MAX_ROWS:
        shown = shown[:MAX_ROWS]
        what = get_message("run-page.coming-year-cut", day=today, last=shown[-1][0])
    create_table("coming-year", columns, shown, what)


def _list_coming_year(
    session: Session, municipality: Municipality, meetings: MeetingRows, today: date, until: date
) -> list[tuple[str, ...]]:
    language = get_language()
    coming = load_upcoming_steps(session, municipality, meetings, today, until)
    steps = [
        (each.date, each.kind, join_label(each.subject, format_word("step", each.step, language), language))
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
    said = format_word("step", step.step, language)
    return join_label(format_edition(step.period, language), said, language)


def _format_overlap(overlap: MeetingOverlap, language: str) -> str:
    """Return that a meeting is at the hour of another one."""
    said = translate_plural("run-page.overlap", overlap.members, language, other=overlap.other)
    return join_label(overlap.meeting.subject, said, language)
