"""What is to come: meetings with their steps, and reminders if nothing is heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from terugkom.plan.model import Action, Group, GroupKind, Municipality, Status
from terugkom.rhythm.model import Moment, MomentState, Reminder
from terugkom.rhythm.moments import meetings_between, steps
from terugkom.rhythm.stages import stages
from terugkom.rhythm.working_days import WorkingDays, digest_day, week_name

REVIEWS = {
    GroupKind.CORE: "core-group-review",
    GroupKind.SUB: "subgroup-review",
    GroupKind.FOCUS: "focus-group-review",
}


@dataclass(frozen=True, order=True)
class Upcoming:
    """One step to come. `kind` is the cycle, `subject` a group's or an action's code."""

    date: date
    kind: str
    subject: str
    step: str
    period: str


def upcoming(session: Session, municipality: Municipality, today: date, until: date) -> list[Upcoming]:
    """Return what is to come from today until a day, both included, in order."""
    found = [*reviews(session, municipality, today, until), *_reminders(session, municipality, today, until)]
    return sorted(found)


def actions_by_next_step(
    session: Session, municipality_id: int, today: date, until: date
) -> list[tuple[date, int]]:
    """Return for each day how many actions have a step to look at: quick also on a very large plan."""
    query = (
        select(Action.next_step_on, func.count())
        .where(Action.municipality_id == municipality_id, Action.next_step_on.between(today, until))
        .group_by(Action.next_step_on)
        .order_by(Action.next_step_on)
    )
    return [(day, count) for day, count in session.execute(query) if day]


def reviews(session: Session, municipality: Municipality, today: date, until: date) -> Iterator[Upcoming]:
    """Yield the steps of the meetings to come."""
    lead = municipality.leads
    reach = timedelta(days=max(lead.invitation, lead.minutes + lead.chase))
    groups = select(Group.code, Group.kind, Group.anchor, Group.interval_months)
    for code, kind, anchor, months in session.execute(groups.where(Group.municipality_id == municipality.id)):
        if anchor is None or months is None:
            continue
        days = municipality.working_days
        for meeting in meetings_between(anchor, months, days, today - reach, until + reach):
            for step in steps(meeting, lead):
                if today <= step.day <= until:
                    yield Upcoming(step.day, REVIEWS[kind], code, step.name, meeting.period)


def _reminders(session: Session, municipality: Municipality, today: date, until: date) -> Iterator[Upcoming]:
    """Yield the reminders that go out if nobody says anything: of each digest the highest stage."""
    days, lead = municipality.working_days, municipality.leads
    first = _first_digest(session, municipality, today)
    for action in session.execute(_armed(municipality.id, until + timedelta(days=lead.first_reminder))):
        on_day: dict[date, str] = {}
        for stage in stages(
            action.deadline, lead, heard_on=action.heard_on, snoozed_until=action.snoozed_until
        ):
            if action.last_told is None or stage.offset > action.last_told:
                day = _digest_on_or_after(stage.day, municipality.digest_weekday, days)
                on_day[max(day, first) if stage.day <= first else day] = stage.ask.value
        for day, step in on_day.items():
            if today <= day <= until:
                yield Upcoming(day, "owner-reminders", action.code, step, week_name(day))


def _armed(municipality_id: int, until: date) -> Select[Any]:
    last_told = (
        select(func.max(Reminder.stage))
        .where(Reminder.action_id == Action.id, Reminder.deadline == Action.deadline)
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
    """Return the day of the next digest: today if this week's is due and not done, else as the week says."""
    days, weekday = municipality.working_days, municipality.digest_weekday
    this_week = digest_day(today, weekday, days)
    done = session.scalar(
        select(Moment.id).where(
            Moment.municipality_id == municipality.id,
            Moment.kind == "owner-reminders",
            Moment.period == week_name(today),
            Moment.state == MomentState.DONE,
        )
    )
    if done is None and this_week and today >= this_week and today in days:
        return today
    after = today if done is None else today + timedelta(days=8 - today.isoweekday())
    return _digest_on_or_after(after, weekday, days)


def _digest_on_or_after(day: date, weekday: int, days: WorkingDays) -> date:
    found = digest_day(day, weekday, days)
    while found is None or found < day:
        day += timedelta(days=8 - day.isoweekday())
        found = digest_day(day, weekday, days)
    return found
