"""The weekly moment of the reminders: when it is due, opening it, and the recipients of its digests."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.delivery.model import Delivery, State
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.reachability import reach_of_all
from terugkom.reminders.due_actions import owners_to_look_at
from terugkom.schedule.model import Moment, MomentState, Reminder
from terugkom.schedule.working_days import digest_day, week_name

KIND = "owner-reminders"
READERS = ("owner", "stand-in")  # the delivery roles of recipients of a digest
_CHUNK = 1000


@dataclass(frozen=True)
class Week:
    """The reminders of one municipality in one week; `moment_id` is None on a dry run."""

    municipality: Municipality
    period: str
    today: date
    moment_id: int | None

    @property
    def coordinator(self) -> Person | None:
        """The coordinator, who receives the summary; None if not set, departed or without an address."""
        head = self.municipality.coordinator
        if head is None or not head.email or (head.departed_on and head.departed_on <= self.today):
            return None
        return head

    @property
    def day_has_come(self) -> bool:
        """Whether the digest day is reached: a week started by hand before it stays open until then."""
        day = digest_day(self.today, self.municipality.digest_weekday, self.municipality.working_days)
        return day is None or self.today >= day


@dataclass(frozen=True)
class Reader:
    """The recipient of a digest, and the owners whose actions it contains: ids only."""

    id: int
    owners: tuple[int, ...]


def is_due(session: Session, municipality: Municipality, today: date) -> bool:
    """Return whether this week's reminders are due: the digest day is reached, and an action was due by then.

    Never on a non-working day. A missed digest day is caught up within the week; actions that become due
    after it wait for the next week.
    """
    day = digest_day(today, municipality.digest_weekday, municipality.working_days)
    if day is None or today < day or today not in municipality.working_days:
        return False
    moment = _moment_of(session, municipality.id, week_name(today))
    if moment is not None:
        return moment.state is MomentState.OPEN
    return _something_to_look_at(session, municipality.id, day)


def open_week(
    session: Session, municipality: Municipality, *, today: date, now: datetime, run_id: str, dry_run: bool
) -> Week | None:
    """Return this week's moment, created if needed; None if it is done, or no action is due."""
    period = week_name(today)
    moment = _moment_of(session, municipality.id, period)
    if moment is None:
        if not _something_to_look_at(session, municipality.id, today):
            return None
        if dry_run:
            return Week(municipality, period, today, None)
        moment = _opened(session, municipality.id, period, today, now, run_id)
    if moment.state is MomentState.DONE:
        return None
    return Week(municipality, period, today, moment.id)


def readers_of(session: Session, week: Week) -> list[Reader]:
    """Return the people who are still to get a digest: owners with due actions, or their stand-ins."""
    reach = reach_of_all(session, week.municipality.id, week.today)
    owners_of: defaultdict[int, list[int]] = defaultdict(list)
    for owner in owners_to_look_at(session, week.municipality.id, week.today):
        if (reader := reach[owner].reader) is not None:
            owners_of[reader].append(owner)
    done = written_to(session, week)
    return [Reader(reader, tuple(owners)) for reader, owners in owners_of.items() if reader not in done]


def _moment_of(session: Session, municipality_id: int, period: str) -> Moment | None:
    return session.scalar(_moments_of(municipality_id, period))


def _moments_of(municipality_id: int, period: str) -> Select[tuple[Moment]]:
    return select(Moment).where(
        Moment.municipality_id == municipality_id, Moment.kind == KIND, Moment.period == period
    )


def _opened(
    session: Session, municipality_id: int, period: str, today: date, now: datetime, run_id: str
) -> Moment:
    moment = Moment(
        municipality_id=municipality_id,
        kind=KIND,
        subject="",
        period=period,
        day=today,
        state=MomentState.OPEN,
        run_id=run_id,
        opened_at=now,
    )
    try:
        with session.begin_nested():
            session.add(moment)
    except IntegrityError:  # another run created it meanwhile
        return session.scalars(_moments_of(municipality_id, period)).one()
    _take_back_undelivered(session, municipality_id, moment, now)
    return moment


def _something_to_look_at(session: Session, municipality_id: int, today: date) -> bool:
    found = select(Action.id).where(Action.municipality_id == municipality_id, Action.next_step_on <= today)
    return session.scalar(found.limit(1)) is not None


def _take_back_undelivered(session: Session, municipality_id: int, moment: Moment, now: datetime) -> None:
    """Skip the pending digests of earlier weeks, and make their actions due again: nobody gets two at once.

    A copy is skipped with its digest. A copy alone, or a summary, is still sent: it would not be repeated.
    """
    earlier = select(Moment.id).where(
        Moment.municipality_id == municipality_id, Moment.kind == KIND, Moment.id != moment.id
    )
    skipping = (
        update(Delivery)
        .where(Delivery.moment_id.in_(earlier), Delivery.state == State.PENDING)
        .where(or_(Delivery.lease_until.is_(None), Delivery.lease_until < now))
        .values(state=State.SKIPPED, reason=superseded(moment.period))
        .execution_options(synchronize_session=False)
    )
    digests = skipping.where(Delivery.role.in_(READERS)).returning(Delivery.id, Delivery.document_id)
    for some in batched(session.execute(digests).all(), _CHUNK):
        skipped, documents = [row.id for row in some], [row.document_id for row in some]
        session.execute(skipping.where(Delivery.document_id.in_(documents)))
        told = select(Reminder.action_id).where(Reminder.delivery_id.in_(skipped))
        session.execute(
            update(Action)
            .where(Action.id.in_(told))
            .values(next_step_on=moment.day)
            .execution_options(synchronize_session=False)
        )
        session.execute(delete(Reminder).where(Reminder.delivery_id.in_(skipped)))


def superseded(period: str) -> str:
    """Return the skip reason of a delivery that the digest of a later week replaces."""
    return f"superseded: repeated in {period}"


def written_to(session: Session, week: Week) -> set[int]:
    """Return the ids of the people who already have a digest this week."""
    if week.moment_id is None:
        return set()
    found = session.scalars(
        select(Delivery.person_id).where(Delivery.moment_id == week.moment_id, Delivery.role.in_(READERS))
    )
    return {person for person in found if person is not None}
