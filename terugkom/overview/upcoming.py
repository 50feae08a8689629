"""Upcoming steps: meetings with their steps, editions, and reminders if there is no update."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from terugkom.editions.due_steps import steps_to_come
from terugkom.meetings.upcoming_meetings import Upcoming, reviews
from terugkom.plan.model import Action, Municipality, Ownership, Person, Status
from terugkom.schedule.model import Moment, MomentState, Reminder
from terugkom.schedule.reminder_stages import Ask, stages
from terugkom.schedule.working_days import WorkingDays, digest_day, week_name

_NEVER = -10_000  # below each stage


def upcoming(session: Session, municipality: Municipality, today: date, until: date) -> list[Upcoming]:
    """Return the upcoming steps from today until a day, both included, in order."""
    ways = (reviews, editions, _reminders)
    return sorted(each for way in ways for each in way(session, municipality, today, until))


def actions_by_next_step(
    session: Session, municipality_id: int, today: date, until: date
) -> list[tuple[date, int]]:
    """Return for each day how many actions have a reminder stage to check: fast also on a very large plan."""
    query = (
        select(Action.next_step_on, func.count())
        .where(Action.municipality_id == municipality_id, Action.next_step_on.between(today, until))
        .group_by(Action.next_step_on)
        .order_by(Action.next_step_on)
    )
    return [(day, count) for day, count in session.execute(query) if day]


def next_day(session: Session, municipality: Municipality, today: date, until: date) -> date | None:
    """Return the first day after today on which a meeting or an edition has a step, or reminders are due."""
    tomorrow = today + timedelta(days=1)
    ways = (reviews, editions)
    found = [each.date for way in ways for each in way(session, municipality, tomorrow, until)]
    weekday, days = municipality.digest_weekday, municipality.working_days
    for day, _ in actions_by_next_step(session, municipality.id, tomorrow, until)[:1]:
        found.append(_digest_on_or_after(day, weekday, days))
    return min(found, default=None)


def editions(session: Session, municipality: Municipality, today: date, until: date) -> Iterator[Upcoming]:
    """Yield the editions that begin, and the reminders about one that awaits approval if nobody answers."""
    for day, step, quarter in steps_to_come(session, municipality, today, until):
        yield Upcoming(day, "newsletter", municipality.slug, step, str(quarter))


def _reminders(session: Session, municipality: Municipality, today: date, until: date) -> Iterator[Upcoming]:
    """Yield the reminders that are sent if there is no update: of each digest the highest stage."""
    days, lead = municipality.working_days, municipality.leads
    first = _first_digest(session, municipality, today)
    for action in session.execute(
        _armed(municipality.id, today, until + timedelta(days=lead.first_reminder))
    ):
        on_day: dict[date, str] = {}
        for stage in stages(
            action.deadline, lead, heard_on=action.heard_on, snoozed_until=action.snoozed_until
        ):
            mailed = stage.ask is not Ask.ON_AGENDA
            if mailed and (action.last_told is None or stage.offset <= action.last_told):
                continue
            late = stage.day <= first
            day = first if late else _digest_on_or_after(stage.day, municipality.digest_weekday, days)
            on_day[day] = stage.ask.value
        for day, step in on_day.items():
            if today <= day <= until:
                yield Upcoming(day, "owner-reminders", action.code, step, week_name(day))


def _armed(municipality_id: int, today: date, until: date) -> Select[Any]:
    """Return the query for the actions with an upcoming reminder.

    `last_told` is the highest stage that every owner was reminded of; NULL if no owner can be reached.
    """
    told = (
        select(func.max(Reminder.stage))
        .where(
            Reminder.action_id == Action.id,
            Reminder.deadline == Action.deadline,
            Reminder.person_id == Ownership.person_id,
        )
        .correlate(Action, Ownership)
        .scalar_subquery()
    )
    last_told = (
        select(func.min(func.coalesce(told, _NEVER)))
        .select_from(Ownership)
        .join(Person, Person.id == Ownership.person_id)
        .where(Ownership.action_id == Action.id, Person.email != "")
        .where(or_(Person.departed_on.is_(None), Person.departed_on > today))
        .correlate(Action)
        .scalar_subquery()
    )
    return select(
        Action.code,
        Action.deadline,
        Action.heard_on,
        Action.snoozed_until,
        last_told.label("last_told"),
    ).where(
        Action.municipality_id == municipality_id,
        Action.next_step_on <= until,
        Action.deadline.is_not(None),
        Action.status.in_([status for status in Status if status.is_open]),
    )


def _first_digest(session: Session, municipality: Municipality, today: date) -> date:
    """Return the day of the next digest: this week's; a missed one is caught up within the week."""
    days, weekday = municipality.working_days, municipality.digest_weekday
    this_week, next_week = digest_day(today, weekday, days), today + timedelta(days=8 - today.isoweekday())
    state = session.scalar(
        select(Moment.state).where(
            Moment.municipality_id == municipality.id,
            Moment.kind == "owner-reminders",
            Moment.period == week_name(today),
        )
    )
    if this_week and state is not MomentState.DONE:
        made_up = days.on_or_after(today)
        if this_week >= today:
            return this_week
        if made_up < next_week and (state or _was_due(session, municipality.id, this_week)):
            return made_up
    return _digest_on_or_after(next_week, weekday, days)


def _was_due(session: Session, municipality_id: int, day: date) -> bool:
    due = select(Action.id).where(Action.municipality_id == municipality_id, Action.next_step_on <= day)
    return session.scalar(due.limit(1)) is not None


def _digest_on_or_after(day: date, weekday: int, days: WorkingDays) -> date:
    found = digest_day(day, weekday, days)
    while found is None or found < day:
        day += timedelta(days=8 - day.isoweekday())
        found = digest_day(day, weekday, days)
    return found
