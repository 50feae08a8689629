"""Which meetings have a step due, and how a meeting begins: once, whoever looks first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.errors import InputError
from terugkom.meetings.due_steps import Calendar, Due, steps_due
from terugkom.meetings.kinds import MINUTES, STARTS_AT
from terugkom.meetings.model import Meeting, MeetingState
from terugkom.meetings.occurrences import Occasion, occasions
from terugkom.plan.model import Group, Municipality
from terugkom.plan.queries import municipality_named
from terugkom.schedule.model import Moment, MomentState

_BACK = timedelta(days=400)  # further back nothing is made up for
_AHEAD = timedelta(days=800)
_REST = timedelta(days=14)  # more than any row of days of rest


@dataclass(frozen=True)
class Ready:
    """A meeting with the steps that are due."""

    occasion: Occasion
    due: tuple[Due, ...]


def calendar_of(town: Municipality) -> Calendar:
    """Return how a municipality counts."""
    return Calendar(town.leads, town.working_days)


def meetings_due(session: Session, town: Municipality, today: date) -> list[Ready]:
    """Return the meetings that have a step due; none on a day of rest, which waits for the next tick."""
    if today not in town.working_days:
        return []
    calendar = calendar_of(town)
    return [
        Ready(each, tuple(due))
        for each in within_reach(session, town, today)
        if (due := steps_due(each, calendar, today))
    ]


def within_reach(session: Session, town: Municipality, today: date) -> list[Occasion]:
    """Return the meetings about which something may be due: begun and not over, coming soon, or just missed.

    A meeting that was held before we followed this municipality is none of ours, unless it is so short ago
    that its minutes can be asked for.
    """
    leads = town.leads
    soon = today + timedelta(days=leads.invitation) + _REST
    just = today - timedelta(days=leads.minutes + leads.chase)
    return [
        each
        for each in occasions(session, town, today - _BACK, soon)
        if each.moment_id is not None or each.followed or each.day >= just
    ]


def ready(
    session: Session, town: Municipality, kind: str, subject: str, period: str | None, today: date
) -> Ready:
    """Return a meeting with what is due for it, whatever day of the week it is.

    Without a period it is the first with something due, else the next one. Raises InputError for none.
    """
    calendar = calendar_of(town)
    near = within_reach(session, town, today)
    mine = [each for each in near if (each.kind, each.subject) == (kind, subject)]
    for each in mine:
        due = steps_due(each, calendar, today)
        if due and period in (None, each.period):
            return Ready(each, tuple(due))
    to_come = [each for each in occasions(session, town, today, today + _AHEAD) if each.kind == kind]
    if period is None:
        to_come = [each for each in to_come if each.day >= today] or to_come
    return Ready(named(to_come, kind, subject, period), ())


def due_now(session: Session, town: Municipality, of: Occasion, today: date) -> Ready:
    """Return a meeting that was just changed, with what is due for it: nothing for one that is over."""
    calendar = calendar_of(town)
    found = next((each for each in occasions(session, town, of.day, of.day) if each.key == of.key), None)
    return Ready(found, tuple(steps_due(found, calendar, today))) if found else Ready(of, ())


def towns(session: Session, municipality: str | None) -> Sequence[Municipality]:
    """Return the one municipality that was named, or all."""
    if municipality is not None:
        return [municipality_named(session, municipality)]
    return session.scalars(select(Municipality).order_by(Municipality.slug)).all()


def named(found: Sequence[Occasion], kind: str | None, subject: str, period: str | None) -> Occasion:
    """Return the meeting of this group and period; without a period the first that is not over.

    Raises InputError, which names those that there are.
    """
    of_subject = [each for each in found if each.subject == subject and kind in (None, each.kind)]
    for each in of_subject:
        if period in (None, each.period):
            return each
    there = ", ".join(f"{each.subject}/{each.period}" for each in (of_subject or found)[:20])
    name = f"{subject}/{period}" if period else subject
    raise InputError(f"there is no meeting {name} to speak of now; there are: {there or 'none'}")


def uid_of(slug: str, occasion: Occasion) -> str:
    """Return a meeting's iCalendar UID: the same in a feed made long before as in its invitation."""
    return f"{uuid5(NAMESPACE_URL, '/'.join(('terugkom', slug, *occasion.key)))}@terugkom"


def as_meeting(session: Session, town: Municipality, occasion: Occasion) -> Meeting:
    """Return a meeting that did not begin yet as it would begin, not stored."""
    group = session.get(Group, occasion.group_id) if occasion.group_id else None
    moment = Moment(
        municipality_id=town.id,
        kind=occasion.kind,
        subject=occasion.subject,
        period=occasion.period,
        day=occasion.day,
        state=MomentState.OPEN,
    )
    return Meeting(
        moment=moment,
        group=group,
        group_id=occasion.group_id,
        starts_at=(group.meets_at if group else None) or STARTS_AT,
        minutes=(group.meets_for if group else None) or MINUTES,
        place=group.meets_in if group else "",
        uid=uid_of(town.slug, occasion),
        sequence=0,
        state=MeetingState.PLANNED,
        moves=[],
        cancelled_because="",
    )


def begin(session: Session, town: Municipality, occasion: Occasion, *, now: datetime, run_id: str) -> Meeting:
    """Have a meeting begin, or find that it has begun."""
    if occasion.moment_id is None:
        meeting = as_meeting(session, town, occasion)
        meeting.moment.opened_at, meeting.moment.run_id = now, run_id
        try:
            with session.begin_nested():
                session.add(meeting)
        except IntegrityError:  # another run began it between our look and our write
            session.expire_all()
        else:
            return meeting
    return session.scalars(
        select(Meeting)
        .join(Meeting.moment)
        .where(
            Moment.municipality_id == town.id,
            Moment.kind == occasion.kind,
            Moment.subject == occasion.subject,
            Moment.period == occasion.period,
        )
    ).one()
