"""Build and render the coordinator's summary: reminded, on agenda, orphaned, skipped and failed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.delivery.due_deliveries import needs_a_person
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.letter import Address
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates, to_one_line
from terugkom.meetings.occurrences import list_occurrences
from terugkom.plan.model import OPEN_STATUSES, Action, Group, Person
from terugkom.plan.reachability import build_orphan_reason, compute_reachability, is_orphaned
from terugkom.reminders.week import ReminderWeek, format_superseded_reason
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.model import AgendaPoint, Reminder
from terugkom.schedule.reminder_stages import StageKind, is_late_from_start
from terugkom.schedule.working_days import format_week

DOCUMENT = "coordinator-summary"
_SENT_STATES = (DeliveryState.SENT,)
_WAITING_STATES = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.IN_DOUBT)
MAX_SHOWN = 40  # items shown of each list; the others are only counted
_LOOKAHEAD = timedelta(days=42)
_SUMMARY_LIFETIME = timedelta(days=28)

T = TypeVar("T")


@dataclass(frozen=True)
class SummaryList(Generic[T]):
    """The first items of a list, and their total number."""

    shown: Sequence[T]
    total: int


@dataclass(frozen=True)
class SummaryAction:
    """An action in the summary."""

    code: str
    title: str
    owner: str = ""
    group: str = ""
    ask: str = ""
    why: str = ""
    reason: str = ""
    days_left: int = 0
    until: date | None = None
    deadline: date | None = None


@dataclass(frozen=True)
class SummaryDelivery:
    """A failed or doubtful delivery in the summary, which needs a person."""

    id: int
    name: str
    reason: str


@dataclass(frozen=True)
class SummaryMeeting:
    """An upcoming meeting in the summary."""

    day: date
    group: str


@dataclass(frozen=True)
class CoordinatorSummary:
    """The content of the coordinator's summary of one week."""

    reminded: SummaryList[SummaryAction]
    waiting: SummaryList[SummaryAction]  # written, and not sent yet: the mail server is away, for instance
    agenda: SummaryList[SummaryAction]
    orphans: SummaryList[SummaryAction]
    skipped: SummaryList[SummaryAction]
    failed: SummaryList[SummaryDelivery]
    coming: Sequence[SummaryMeeting]

    @property
    def needs_you(self) -> int:
        """How many points need a person."""
        return self.orphans.total + self.agenda.total + self.failed.total

    def count_attention(self, week: ReminderWeek) -> Counter[str]:
        """Return the number of points that need a person, by reason, without failed deliveries."""
        has_no_reader = self.has_content and week.coordinator is None
        return Counter(
            orphaned=self.orphans.total, on_agenda=self.agenda.total, no_coordinator=int(has_no_reader)
        )

    @property
    def has_content(self) -> bool:
        """Whether there is any content besides upcoming meetings."""
        return bool(self.needs_you or self.reminded.total or self.waiting.total or self.skipped.total)


def build_summary(session: Session, week: ReminderWeek) -> CoordinatorSummary:
    """Return the summary of this week, from the database."""
    return CoordinatorSummary(
        reminded=_list_reminded(session, week, _SENT_STATES),
        waiting=_list_reminded(session, week, _WAITING_STATES),
        agenda=_list_agenda(session, week),
        orphans=list_orphaned_actions(session, week.municipality.id, week.today),
        skipped=_list_skipped(session, week),
        failed=_list_failed_deliveries(session, week),
        coming=_list_upcoming_meetings(session, week),
    )


def render_summary(
    templates: Templates, week: ReminderWeek, summary: CoordinatorSummary
) -> OutboundDocument | None:
    """Return the summary as a mail; None if empty, without coordinator, or before the digest day.

    There is one a week: it is sent on the digest day, so that it includes that day's digests. That of a past
    week is sent when it is finished, unless that is more than four weeks later: then it is no news.
    """
    municipality, coordinator = week.municipality, week.coordinator
    is_stale = week.period < format_week(week.today - _SUMMARY_LIFETIME)
    if is_stale or not (summary.has_content and week.is_digest_day_reached and coordinator):
        return None
    context = {
        "municipality": municipality.name,
        "reader": coordinator.name,
        "week": week.period.partition("W")[2].lstrip("0"),
        "needs_you": summary.needs_you,
        **{name: getattr(summary, name) for name in CoordinatorSummary.__dataclass_fields__},
    }
    recipient = Recipient(
        _build_delivery_key(week),
        "coordinator",
        coordinator.id,
        Address(to_one_line(coordinator.name), coordinator.email),
    )
    folder = f"{municipality.slug}/{week.today.isoformat()}"
    return build_mail(templates.render_letter(DOCUMENT, context), DOCUMENT, folder, week.period, [recipient])


def enqueue_summary(
    context: RenderContext, run_context: RunContext, week: ReminderWeek
) -> tuple[CoordinatorSummary, OutboundDocument | None]:
    """Render and enqueue the summary of this week, once; return it with its mail, None if there is none.

    Raises TemplateError.
    """
    with context.database.read_session() as session:
        summary = build_summary(session, week)
        is_enqueued = is_summary_enqueued(session, week)
    mail = None if is_enqueued else render_summary(context.templates, week, summary)
    if mail is None:
        return summary, None
    write_documents(context.documents, [mail])
    try:
        with context.database.write_session() as session:
            enqueue_documents(session, run_context, [mail])
    except IntegrityError:  # another run enqueued it meanwhile
        return summary, None
    return summary, mail


def is_summary_enqueued(session: Session, week: ReminderWeek) -> bool:
    """Return whether the summary of this week was enqueued before."""
    return session.scalar(select(Delivery.id).where(Delivery.key == _build_delivery_key(week))) is not None


def list_orphaned_actions(session: Session, municipality_id: int, today: date) -> SummaryList[SummaryAction]:
    """Return the open actions without a reachable owner, with the reason."""
    why = build_orphan_reason(municipality_id, today)
    query = (
        select(Action.code, Action.title, why.label("why"))
        .where(is_orphaned(municipality_id, today))
        .order_by(Action.deadline.is_(None), Action.deadline, Action.code)
    )
    return _load_list(session, query, lambda row: SummaryAction(row.code, row.title, why=row.why))


def _build_delivery_key(week: ReminderWeek) -> str:
    return f"{week.municipality.id}:{DOCUMENT}:{week.period}"


def _list_reminded(
    session: Session, week: ReminderWeek, states: Sequence[DeliveryState]
) -> SummaryList[SummaryAction]:
    asks = _map_stages(week.municipality.effective_lead_times)
    query = (
        select(
            Action.code, Action.title, Action.followed_from, Person.name, Reminder.stage, Reminder.deadline
        )
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Person, Person.id == Reminder.person_id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id, Delivery.state.in_(states))
        .order_by(Reminder.stage.desc(), Action.code)
    )
    return _load_list(
        session,
        query,
        lambda row: SummaryAction(
            row.code,
            row.title,
            owner=row.name,
            ask=_get_ask(row, asks).value,
            days_left=(row.deadline - week.today).days,
        ),
    )


def _list_agenda(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    query = (
        select(Action.code, Action.title, Group.name, AgendaPoint.deadline)
        .join(AgendaPoint, AgendaPoint.action_id == Action.id)
        .outerjoin(Group, Group.id == AgendaPoint.group_id)
        .where(AgendaPoint.moment_id == week.moment_id)
        .order_by(AgendaPoint.deadline, Action.code)
    )
    return _load_list(
        session,
        query,
        lambda row: SummaryAction(row.code, row.title, group=row.name or "", deadline=row.deadline),
    )


def _list_skipped(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    lists = (
        _list_snoozed(session, week),
        _list_skipped_stages(session, week),
        _list_superseded(session, week),
        _list_absent_stand_ins(session, week),
    )
    shown = [line for one_list in lists for line in one_list.shown]
    return SummaryList(shown[:MAX_SHOWN], sum(one_list.total for one_list in lists))


def _list_snoozed(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    query = (
        select(Action.code, Action.title, Action.snooze_reason, Action.snoozed_until)
        .where(Action.municipality_id == week.municipality.id, Action.status.in_(OPEN_STATUSES))
        .where(Action.snoozed_until >= week.today)
        .order_by(Action.snoozed_until, Action.code)
    )
    return _load_list(
        session,
        query,
        lambda row: SummaryAction(
            row.code, row.title, why="snoozed", reason=row.snooze_reason, until=row.snoozed_until
        ),
    )


def _list_skipped_stages(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    query = (
        select(Action.code, Action.title)
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id, Reminder.skipped_stages != "")
        .distinct()
        .order_by(Action.code)
    )
    return _load_list(session, query, lambda row: SummaryAction(row.code, row.title, why="stages"))


def _list_superseded(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    query = (
        select(Document.subject)
        .join(Delivery, Delivery.document_id == Document.id)
        .where(Delivery.municipality_id == week.municipality.id, Delivery.state == DeliveryState.SKIPPED)
        .where(Delivery.reason == format_superseded_reason(week.period))
        .order_by(Delivery.id)
    )
    return _load_list(session, query, lambda row: SummaryAction("", row.subject, why="superseded"))


def _list_absent_stand_ins(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    reachability = compute_reachability(session, week.municipality.id, week.today)
    absent_ids = [person for person, reachable in reachability.items() if reachable.note]
    query = (
        select(Action.code, Action.title, Reminder.person_id)
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id, Reminder.person_id.in_(absent_ids))
        .order_by(Action.code)
    )
    return _load_list(
        session, query, lambda row: SummaryAction(row.code, row.title, why=reachability[row.person_id].note)
    )


def _list_failed_deliveries(session: Session, week: ReminderWeek) -> SummaryList[SummaryDelivery]:
    query = (
        select(Delivery.id, Person.name, Delivery.reason)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.municipality_id == week.municipality.id, needs_a_person())
        .order_by(Delivery.id.desc())
    )
    return _load_list(session, query, lambda row: SummaryDelivery(row.id, row.name or "", row.reason))


def _list_upcoming_meetings(session: Session, week: ReminderWeek) -> list[SummaryMeeting]:
    municipality = week.municipality
    last = week.today + _LOOKAHEAD
    return [
        SummaryMeeting(each.day, each.name)
        for each in list_occurrences(session, municipality, week.today, last)
        if week.today <= each.day <= last
    ]


def _get_ask(row: Row[Any], asks: dict[int, StageKind]) -> StageKind:
    if row.stage == 0 and is_late_from_start(row.deadline, row.followed_from):
        return StageKind.FIRST_CONTACT
    return asks.get(row.stage, StageKind.LATE)


def _map_stages(lead_times: LeadTimes) -> dict[int, StageKind]:
    return {
        -lead_times.first_reminder: StageKind.FIRST_REMINDER,
        -lead_times.second_reminder: StageKind.SECOND_REMINDER,
        0: StageKind.DUE_TODAY,
        lead_times.late: StageKind.LATE,
        lead_times.coordinator_in_copy: StageKind.COORDINATOR_IN_COPY,
    }


def _load_list(session: Session, query: Select[Any], line: Any) -> SummaryList[Any]:
    rows = session.execute(query.limit(MAX_SHOWN)).all()
    total = len(rows)
    if total == MAX_SHOWN:
        total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return SummaryList([line(row) for row in rows], total)
