"""List the meetings with due steps, and open a meeting: create its rows once."""

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

_BACK = timedelta(days=400)  # earlier meetings are not caught up
_AHEAD = timedelta(days=800)
_REST = timedelta(days=14)  # longer than any series of non-working days


@dataclass(frozen=True)
class Ready:
    """A meeting with its due steps."""

    occasion: Occasion
    due: tuple[Due, ...]


def calendar_of(town: Municipality) -> Calendar:
    """Return the lead times and working days of a municipality."""
    return Calendar(town.leads, town.working_days)


def meetings_due(session: Session, town: Municipality, today: date) -> list[Ready]:
    """Return the meetings with a due step; none on a non-working day, the next tick lists them."""
    if today not in town.working_days:
        return []
    calendar = calendar_of(town)
    return [
        Ready(each, tuple(due))
        for each in within_reach(session, town, today)
        if (due := steps_due(each, calendar, today))
    ]


def within_reach(session: Session, town: Municipality, today: date) -> list[Occasion]:
    """Return the meetings that may have due steps: open, upcoming within the lead times, or just past.

    A meeting held before the municipality's first recorded step is left out, unless it is so recent
    that its minutes can still be requested.
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
    """Return a meeting with its due steps, also on a non-working day.

    Without a period: the first with a due step, else the next one. Raises InputError if there is none.
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
    """Return a changed meeting with its due steps: none if it is done."""
    calendar = calendar_of(town)
    found = next((each for each in occasions(session, town, of.day, of.day) if each.key == of.key), None)
    return Ready(found, tuple(steps_due(found, calendar, today))) if found else Ready(of, ())


def towns(session: Session, municipality: str | None) -> Sequence[Municipality]:
    """Return the municipality with this slug; all if it is None."""
    if municipality is not None:
        return [municipality_named(session, municipality)]
    return session.scalars(select(Municipality).order_by(Municipality.slug)).all()


def named(found: Sequence[Occasion], kind: str | None, subject: str, period: str | None) -> Occasion:
    """Return the meeting of this group and period; without a period the first one listed.

    Raises InputError, listing the available meetings.
    """
    of_subject = [each for each in found if each.subject == subject and kind in (None, each.kind)]
    for each in of_subject:
        if period in (None, each.period):
            return each
    there = ", ".join(f"{each.subject}/{each.period}" for each in (of_subject or found)[:20])
    name = f"{subject}/{period}" if period else subject
    raise InputError(f"there is no meeting {name}; available: {there or 'none'}")


def uid_of(slug: str, occasion: Occasion) -> str:
    """Return the iCalendar UID of a meeting: derived from its key, equal in feeds and invitations."""
    return f"{uuid5(NAMESPACE_URL, '/'.join(('terugkom', slug, *occasion.key)))}@terugkom"


def as_meeting(session: Session, town: Municipality, occasion: Occasion) -> Meeting:
    """Return a new meeting with its defaults, not added to the session."""
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
    """Return the meeting, creating its rows if they do not exist."""
    if occasion.moment_id is None:
        meeting = as_meeting(session, town, occasion)
        meeting.moment.opened_at, meeting.moment.run_id = now, run_id
        try:
            with session.begin_nested():
                session.add(meeting)
        except IntegrityError:  # another run created it meanwhile
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
