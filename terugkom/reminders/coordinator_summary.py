"""Build and render the coordinator's summary: reminded, on agenda, orphaned, skipped and failed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import Mail, Recipient, mail_of
from terugkom.delivery.model import Delivery, State
from terugkom.documents.letter import Address
from terugkom.documents.model import Document
from terugkom.documents.templates import Templates, one_line
from terugkom.meetings.occurrences import occasions
from terugkom.plan.model import Action, Group, Ownership, Person
from terugkom.plan.next_reminder import has_reachable_owner
from terugkom.plan.reachability import reach_of_all
from terugkom.reminders.due_actions import OPEN
from terugkom.reminders.week import Week, superseded
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.model import AgendaPoint, Reminder
from terugkom.schedule.reminder_stages import Ask

DOCUMENT = "coordinator-summary"
_SHOWN = 40  # items shown of each list; the others are only counted
_AHEAD = timedelta(days=42)

T = TypeVar("T")


@dataclass(frozen=True)
class Some(Generic[T]):
    """The first items of a list, and their total number."""

    shown: Sequence[T]
    total: int


@dataclass(frozen=True)
class About:
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
class NotDelivered:
    """A failed or doubtful delivery in the summary, which needs a person."""

    id: int
    name: str
    reason: str


@dataclass(frozen=True)
class Coming:
    """An upcoming meeting in the summary."""

    day: date
    group: str


@dataclass(frozen=True)
class Summary:
    """The content of the coordinator's summary of one week."""

    reminded: Some[About]
    agenda: Some[About]
    orphans: Some[About]
    skipped: Some[About]
    failed: Some[NotDelivered]
    coming: Sequence[Coming]

    @property
    def needs_you(self) -> int:
        """How many points need a person."""
        return self.orphans.total + self.agenda.total + self.failed.total

    def attention(self, week: Week) -> Counter[str]:
        """Return the number of points that need a person, by reason, without failed deliveries."""
        unread = self.says_something and week.coordinator is None
        return Counter(orphaned=self.orphans.total, on_agenda=self.agenda.total, no_coordinator=int(unread))

    @property
    def says_something(self) -> bool:
        """Whether there is any content besides upcoming meetings."""
        return bool(self.needs_you or self.reminded.total or self.skipped.total)


def summary_of(session: Session, week: Week) -> Summary:
    """Return the summary of this week, from the database."""
    return Summary(
        reminded=_reminded(session, week),
        agenda=_agenda(session, week),
        orphans=orphans(session, week.municipality.id, week.today),
        skipped=_skipped(session, week),
        failed=_failed(session, week),
        coming=_coming(session, week),
    )


def write_summary(templates: Templates, week: Week, summary: Summary) -> Mail | None:
    """Return the summary as a mail; None if empty, without coordinator, or before the digest day.

    There is one a week: it is sent on the digest day, so that it includes that day's digests.
    """
    town, head = week.municipality, week.coordinator
    if not (summary.says_something and week.day_has_come and head):
        return None
    context = {
        "municipality": town.name,
        "reader": head.name,
        "week": week.period.partition("W")[2].lstrip("0"),
        "needs_you": summary.needs_you,
        **{name: getattr(summary, name) for name in Summary.__dataclass_fields__},
    }
    recipient = Recipient(_key(week), "coordinator", head.id, Address(one_line(head.name), head.email))
    folder = f"{town.slug}/{week.today.isoformat()}"
    return mail_of(templates.letter(DOCUMENT, context), DOCUMENT, folder, week.period, [recipient])


def was_written(session: Session, week: Week) -> bool:
    """Return whether this week's summary was enqueued already."""
    return session.scalar(select(Delivery.id).where(Delivery.key == _key(week))) is not None


def orphans(session: Session, municipality_id: int, today: date) -> Some[About]:
    """Return the open actions without a reachable owner, with the reason."""
    departed = select(Person.id).join(Ownership, Ownership.person_id == Person.id)
    departed = departed.where(Ownership.action_id == Action.id, Person.departed_on <= today)
    owned = select(Ownership.person_id).where(Ownership.action_id == Action.id)
    why = case((~owned.exists(), "no_owner"), (departed.exists(), "departed"), else_="no_address")
    query = (
        select(Action.code, Action.title, why.label("why"))
        .where(Action.municipality_id == municipality_id, Action.status.in_(OPEN))
        .where(~has_reachable_owner(today))
        .order_by(Action.deadline.is_(None), Action.deadline, Action.code)
    )
    return _some(session, query, lambda row: About(row.code, row.title, why=row.why))


def _key(week: Week) -> str:
    return f"{week.municipality.id}:{DOCUMENT}:{week.period}"


def _reminded(session: Session, week: Week) -> Some[About]:
    asks = _asks(week.municipality.leads)
    query = (
        select(Action.code, Action.title, Person.name, Reminder.stage, Reminder.deadline)
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Person, Person.id == Reminder.person_id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id)
        .order_by(Reminder.stage.desc(), Action.code)
    )
    return _some(
        session,
        query,
        lambda row: About(
            row.code,
            row.title,
            owner=row.name,
            ask=asks.get(row.stage, Ask.LATE).value,
            days_left=(row.deadline - week.today).days,
        ),
    )


def _agenda(session: Session, week: Week) -> Some[About]:
    query = (
        select(Action.code, Action.title, Group.name, AgendaPoint.deadline)
        .join(AgendaPoint, AgendaPoint.action_id == Action.id)
        .outerjoin(Group, Group.id == AgendaPoint.group_id)
        .where(AgendaPoint.moment_id == week.moment_id)
        .order_by(AgendaPoint.deadline, Action.code)
    )
    return _some(
        session,
        query,
        lambda row: About(row.code, row.title, group=row.name or "", deadline=row.deadline),
    )


def _skipped(session: Session, week: Week) -> Some[About]:
    lists = (
        _snoozed(session, week),
        _passed_over(session, week),
        _superseded(session, week),
        _away(session, week),
    )
    shown = [about for some in lists for about in some.shown]
    return Some(shown[:_SHOWN], sum(some.total for some in lists))


def _snoozed(session: Session, week: Week) -> Some[About]:
    query = (
        select(Action.code, Action.title, Action.snooze_reason, Action.snoozed_until)
        .where(Action.municipality_id == week.municipality.id, Action.status.in_(OPEN))
        .where(Action.snoozed_until >= week.today)
        .order_by(Action.snoozed_until, Action.code)
    )
    return _some(
        session,
        query,
        lambda row: About(
            row.code, row.title, why="snoozed", reason=row.snooze_reason, until=row.snoozed_until
        ),
    )


def _passed_over(session: Session, week: Week) -> Some[About]:
    query = (
        select(Action.code, Action.title)
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id, Reminder.passed_over != "")
        .distinct()
        .order_by(Action.code)
    )
    return _some(session, query, lambda row: About(row.code, row.title, why="stages"))


def _superseded(session: Session, week: Week) -> Some[About]:
    query = (
        select(Document.subject)
        .join(Delivery, Delivery.document_id == Document.id)
        .where(Delivery.municipality_id == week.municipality.id, Delivery.state == State.SKIPPED)
        .where(Delivery.reason == superseded(week.period))
        .order_by(Delivery.id)
    )
    return _some(session, query, lambda row: About("", row.subject, why="superseded"))


def _away(session: Session, week: Week) -> Some[About]:
    reach = reach_of_all(session, week.municipality.id, week.today)
    away = [person for person, how in reach.items() if how.note]
    query = (
        select(Action.code, Action.title, Reminder.person_id)
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id, Reminder.person_id.in_(away))
        .order_by(Action.code)
    )
    return _some(session, query, lambda row: About(row.code, row.title, why=reach[row.person_id].note))


def _failed(session: Session, week: Week) -> Some[NotDelivered]:
    stuck = or_(
        Delivery.state == State.FAILED, and_(Delivery.state == State.IN_DOUBT, Delivery.next_try_at.is_(None))
    )
    query = (
        select(Delivery.id, Person.name, Delivery.reason)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.municipality_id == week.municipality.id, stuck)
        .order_by(Delivery.id.desc())
    )
    return _some(session, query, lambda row: NotDelivered(row.id, row.name or "", row.reason))


def _coming(session: Session, week: Week) -> list[Coming]:
    town = week.municipality
    last = week.today + _AHEAD
    return [
        Coming(each.day, each.name)
        for each in occasions(session, town, week.today, last)
        if week.today <= each.day <= last
    ]


def _asks(lead: LeadTimes) -> dict[int, Ask]:
    return {
        -lead.first_reminder: Ask.FIRST_REMINDER,
        -lead.second_reminder: Ask.SECOND_REMINDER,
        0: Ask.DUE_TODAY,
        lead.late: Ask.LATE,
        lead.coordinator_in_copy: Ask.COORDINATOR_IN_COPY,
    }


def _some(session: Session, query: Select[Any], line: Any) -> Some[Any]:
    rows = session.execute(query.limit(_SHOWN)).all()
    total = len(rows)
    if total == _SHOWN:
        total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return Some([line(row) for row in rows], total)
