"""Build and render the coordinator's summary: what came back, what was sent, what needs somebody."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from terugkom.claims.outdated_claims import record_reported
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.asked_people import build_asked_id
from terugkom.delivery.bounces import has_bounced
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.state_condition import is_in_state
from terugkom.documents.letter import Address, Attachment
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.meetings.model import Meeting
from terugkom.meetings.occurrences import (
    MeetingOccurrence,
    find_next_meetings,
    format_meeting_name,
    list_occurrences,
)
from terugkom.plan.coordinator_page import build_coordinator_page_url
from terugkom.plan.model import Action, Group, Ownership, Person
from terugkom.plan.page_links import PageLinkPurpose, compute_link_expiry, create_page_links
from terugkom.plan.reachability import build_orphan_reason, is_orphaned
from terugkom.plan.summary_period import build_summary_period
from terugkom.plan.suppressed_addresses import is_unknown_address
from terugkom.reminders.coordinator_inbox import load_coordinator_inbox
from terugkom.reminders.dropped_deliveries import list_dropped
from terugkom.reminders.failed_deliveries import list_failed_deliveries
from terugkom.reminders.idle_groups import list_idle_groups
from terugkom.reminders.missing_minutes import list_missing_minutes
from terugkom.reminders.outdated_statements import list_outdated_statements
from terugkom.reminders.set_aside_mails import count_set_aside
from terugkom.reminders.skipped_reminders import list_skipped
from terugkom.reminders.summary_content import CoordinatorSummary, SummaryMeeting
from terugkom.reminders.summary_lists import SummaryAction, SummaryList, load_list
from terugkom.reminders.summary_news import forget_solved_points, has_news, is_repeated, record_points
from terugkom.reminders.summary_workbook import export_summary_workbook
from terugkom.reminders.undelivered import list_undelivered
from terugkom.reminders.unreleased import list_superseded, list_unreleased
from terugkom.reminders.week import ReminderWeek
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.model import Moment, Reminder
from terugkom.schedule.reminder_stages import StageKind, is_late_from_start
from terugkom.schedule.working_days import format_week

DOCUMENT = "coordinator-summary"
_SENT_STATES = (DeliveryState.SENT,)
_WAITING_STATES = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.IN_DOUBT)
_LOOKAHEAD = timedelta(days=42)
_SUMMARY_LIFETIME = timedelta(days=28)


def build_summary(session: Session, week: ReminderWeek) -> CoordinatorSummary:
    """Return the summary of this week, from the database."""
    since = _find_last_summary(session, week)
    period = build_summary_period(since, week.today)
    return CoordinatorSummary(
        reminded=_list_reminded(session, week, _SENT_STATES),
        waiting=_list_reminded(session, week, _WAITING_STATES),
        agenda=_list_agenda(session, week),
        orphans=list_orphaned_actions(session, week.municipality.id, week.today),
        skipped=list_skipped(session, week),
        failed=list_failed_deliveries(session, week.municipality.id),
        coming=_list_upcoming_meetings(session, week),
        came_back=load_coordinator_inbox(session, week.municipality, period, week.today, week.reader_id),
        undelivered=list_undelivered(session, week.municipality.id, period),
        dropped=list_dropped(session, week.municipality.id, since),
        set_aside=count_set_aside(session, week.municipality.id, period),
        outdated=list_outdated_statements(session, week.municipality, week.today),
        unreleased=list_unreleased(session, week.municipality),
        superseded=list_superseded(session, week.municipality, since),
        known_idle_groups=list_idle_groups(session, week.municipality.id, week.today, week.reader_id),
        known_missing_minutes=list_missing_minutes(session, week.municipality, week.today, week.reader_id),
    )


def render_summary(
    templates: Templates,
    week: ReminderWeek,
    summary: CoordinatorSummary,
    page: str = "",
    workbook: tuple[Attachment, ...] = (),
    *,
    by_mail: bool = False,
) -> OutboundDocument | None:
    """Return the summary as a mail; None if empty, without coordinator, or before the digest day.

    `page` is the address of the coordinator's page; without it what is asked is answered by command. The
    current `workbook` goes with it if there is one; `by_mail` says whether it can be mailed back.

    There is one a week: it is sent on the digest day, so that it includes that day's digests. That of a past
    week is sent when it is finished, unless that is more than four weeks later: then it is no news.
    """
    municipality, coordinator = week.municipality, week.coordinator
    if coordinator is None or not can_be_sent(week, summary):
        return None
    context = {
        "municipality": municipality.name,
        "reader": coordinator.name,
        "week": week.period.partition("W")[2].lstrip("0"),
        "page": page,
        "has_workbook": bool(workbook),
        "by_mail": by_mail,
        **summary.build_context(),
    }
    recipient = Recipient(
        _build_delivery_key(week),
        "coordinator",
        coordinator.id,
        Address(to_one_line(coordinator.name), coordinator.email),
    )
    folder = f"{municipality.slug}/{week.today.isoformat()}"
    letter = replace(templates.render_letter(DOCUMENT, context), attachments=workbook)
    return build_mail(letter, DOCUMENT, folder, week.period, [recipient])


def can_be_sent(week: ReminderWeek, summary: CoordinatorSummary) -> bool:
    """Return whether the day of the summary is reached, it says something, and is not too old."""
    is_stale = week.period < format_week(week.today - _SUMMARY_LIFETIME)
    has_reader = week.coordinator is not None
    return not is_stale and has_reader and summary.has_content and week.is_digest_day_reached


def enqueue_summary(
    context: RenderContext, run_context: RunContext, week: ReminderWeek
) -> tuple[CoordinatorSummary, OutboundDocument | None]:
    """Render and enqueue the summary of this week, once; return it with its mail, None if there is none.

    There is none if nothing in it is new, unless the municipality's setting says so. Raises TemplateError.
    """
    with context.database.read_session() as session:
        summary = build_summary(session, week)
        is_enqueued = is_summary_enqueued(session, week)
        is_wanted = not is_enqueued and is_summary_due(session, week, summary)
    mail, page = None, ""
    if is_wanted and can_be_sent(week, summary):
        page = build_coordinator_page_url(context, _build_delivery_key(week)) if week.coordinator else ""
        workbook = export_summary_workbook(context.database, run_context)
        reads_mail = bool(workbook) and context.reads_mail()
        mail = render_summary(context.templates, week, summary, page, workbook, by_mail=reads_mail)
    if mail is None:
        if not is_enqueued:
            with context.database.write_session() as session:
                forget_solved_points(session, week, summary)
        return summary, None
    write_documents(context.documents, [mail])
    try:
        with context.database.write_session() as session:
            enqueue_documents(session, run_context, [mail])
            told = {each.claim_id: each.key for each in summary.outdated.shown}
            record_reported(session, week.municipality.id, told, week.today)
            record_points(session, week, summary)
            if page and week.coordinator:
                reader = {_build_delivery_key(week): week.coordinator.id}
                expires_on = compute_link_expiry(week.municipality, week.today)
                create_page_links(session, PageLinkPurpose.COORDINATOR, reader, expires_on)
    except IntegrityError as error:
        if is_duplicate_key(error):  # another run enqueued it meanwhile
            return summary, None
        raise
    return summary, mail


def _find_last_summary(session: Session, week: ReminderWeek) -> datetime | None:
    """Return when the summary before this one was written; None if there is none."""
    return session.scalar(select(func.max(Delivery.created_at)).where(*_is_earlier_summary(week)))


def _find_last_summary_day(session: Session, week: ReminderWeek) -> date | None:
    """Return the day of the week in which the summary before this one was written; None if there is none."""
    query = select(func.max(Moment.day)).join(Delivery, Delivery.moment_id == Moment.id)
    return session.scalar(query.where(*_is_earlier_summary(week)))


def _is_earlier_summary(week: ReminderWeek) -> tuple[ColumnElement[bool], ...]:
    mine = f"{week.municipality.id}:{DOCUMENT}:"
    return Delivery.key > mine, Delivery.key < _build_delivery_key(week)


def is_summary_due(session: Session, week: ReminderWeek, summary: CoordinatorSummary) -> bool:
    """Return whether this summary is sent: something in it is new, or it is repeated by the setting."""
    return has_news(session, week, summary) or is_repeated(week, _find_last_summary_day(session, week))


def is_summary_enqueued(session: Session, week: ReminderWeek) -> bool:
    """Return whether the summary of this week was enqueued before."""
    return session.scalar(select(Delivery.id).where(Delivery.key == _build_delivery_key(week))) is not None


def list_orphaned_actions(session: Session, municipality_id: int, today: date) -> SummaryList[SummaryAction]:
    """Return the open actions without a reachable owner, with the reason."""
    why = build_orphan_reason(municipality_id, today)
    unknown = (
        select(func.min(Person.name))
        .join(Ownership, Ownership.person_id == Person.id)
        .where(Ownership.action_id == Action.id, is_unknown_address(Person))
        .scalar_subquery()
    )
    query = (
        select(Action.code, Action.title, Action.missing_since, why.label("why"), unknown.label("owner"))
        .where(is_orphaned(municipality_id, today))
        .order_by(Action.deadline.is_(None), Action.deadline, Action.code)
    )
    return load_list(
        session,
        query,
        lambda row: SummaryAction(
            row.code,
            row.title,
            row.owner or "",
            why=row.why,
            is_in_workbook=row.missing_since is None,
        ),
    )


def _build_delivery_key(week: ReminderWeek) -> str:
    return f"{week.municipality.id}:{DOCUMENT}:{week.period}"


def _list_reminded(
    session: Session, week: ReminderWeek, states: Sequence[DeliveryState]
) -> SummaryList[SummaryAction]:
    asks = _map_stages(week.municipality.effective_lead_times)
    asked = aliased(Person)
    query = (
        select(
            *(
                Action.code,
                Action.title,
                Action.followed_from,
                Reminder.stage,
                Reminder.deadline,
                Person.name,
            ),
            case((asked.id == Person.id, ""), else_=asked.name).label("stand_in"),
            asked.id.label("asked_id"),
        )
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Person, Person.id == Reminder.person_id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .join(asked, asked.id == build_asked_id())
        .where(Delivery.moment_id == week.moment_id, is_in_state(*states), not_(has_bounced()))
        .order_by(Reminder.stage.desc(), Action.code)
    )
    return load_list(
        session,
        query,
        lambda row: SummaryAction(
            row.code,
            row.title,
            owner=row.name,
            stand_in=row.stand_in,
            ask=_get_ask(row, asks, week).value,
            days_left=(row.deadline - week.today).days,
        ),
    )


def _list_agenda(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    meetings = find_next_meetings(session, week.municipality, week.today)
    query = (
        select(Action.code, Action.title, Group.name, AgendaPoint.deadline, AgendaPoint.group_id)
        .join(AgendaPoint, AgendaPoint.action_id == Action.id)
        .outerjoin(Group, Group.id == AgendaPoint.group_id)
        # a point about a text has no deadline, and no moment, as a preview has none
        .where(AgendaPoint.moment_id == week.moment_id, AgendaPoint.deadline.is_not(None))
        .order_by(AgendaPoint.deadline, Action.code)
    )
    return load_list(
        session,
        query,
        lambda row: SummaryAction(
            row.code,
            row.title,
            group=row.name or "",
            deadline=row.deadline,
            days_left=(row.deadline - week.today).days,
            has_meeting=row.group_id in meetings,
        ),
    )


def _list_upcoming_meetings(session: Session, week: ReminderWeek) -> list[SummaryMeeting]:
    municipality = week.municipality
    last = week.today + _LOOKAHEAD
    found = list_occurrences(session, municipality, week.today, last)
    coming = [each for each in found if week.today <= each.day <= last]
    has_place = _build_place_check(session, coming)
    return [
        SummaryMeeting(
            each.day,
            format_meeting_name(each.kind, each.name, municipality.language),
            "" if has_place(each) else "/".join(each.key),
            is_of_group=each.group_id is not None,
            is_opened=each.moment_id is not None,
        )
        for each in coming
    ]


def _build_place_check(
    session: Session, coming: Sequence[MeetingOccurrence]
) -> Callable[[MeetingOccurrence], bool]:
    """Return a function that says whether it is known where one of these meetings is, or will be."""
    opened = select(Meeting.moment_id).where(
        Meeting.moment_id.in_([each.moment_id for each in coming if each.moment_id]), Meeting.place != ""
    )
    groups = select(Group.id).where(
        Group.id.in_([each.group_id for each in coming if each.group_id]), Group.meets_in != ""
    )
    placed = set(session.scalars(opened)), set(session.scalars(groups))
    return lambda each: each.moment_id in placed[0] if each.moment_id else each.group_id in placed[1]


def _get_ask(row: Row[Any], asks: dict[int, StageKind], week: ReminderWeek) -> StageKind:
    if row.stage == 0 and is_late_from_start(row.deadline, row.followed_from):
        return StageKind.FIRST_CONTACT
    ask = asks.get(row.stage, StageKind.LATE)
    is_own = week.coordinator is not None and row.asked_id == week.coordinator.id  # who gets no copy
    return StageKind.LATE if is_own and ask is StageKind.COORDINATOR_IN_COPY else ask


def _map_stages(lead_times: LeadTimes) -> dict[int, StageKind]:
    return {
        -lead_times.first_reminder: StageKind.FIRST_REMINDER,
        -lead_times.second_reminder: StageKind.SECOND_REMINDER,
        0: StageKind.DUE_TODAY,
        lead_times.late: StageKind.LATE,
        lead_times.coordinator_in_copy: StageKind.COORDINATOR_IN_COPY,
    }
