"""Upcoming steps: meetings with their steps, editions, and reminders if there is no update."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from terugkom.editions import due_steps
from terugkom.meetings.occurrences import MeetingRows, load_meeting_rows
from terugkom.meetings.overlaps import MeetingOverlap, list_upcoming_overlaps
from terugkom.meetings.upcoming_meetings import UpcomingStep, iterate_upcoming_meeting_steps
from terugkom.plan.model import OPEN_STATUSES, Action, Municipality, Ownership
from terugkom.plan.reachability import select_reachable_people
from terugkom.reminders.last_reminded import build_last_reminded_stage, is_contacted
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.reminder_stages import BELOW_ALL_STAGES, Stage, StageKind, list_stages
from terugkom.schedule.working_days import WorkingDays, find_digest_day, format_week


@dataclass(frozen=True)
class UpcomingSteps:
    """What is to come of a municipality, the reminders of each action only as how many there are on a day."""

    meetings: tuple[UpcomingStep, ...]
    overlaps: tuple[MeetingOverlap, ...]  # the meetings that ask somebody to be in two places
    editions: tuple[UpcomingStep, ...]
    reminders: tuple[tuple[date, int], ...]


def list_upcoming_steps(
    session: Session, municipality: Municipality, today: date, until: date
) -> list[UpcomingStep]:
    """Return the upcoming steps from today until a day, both included, in order.

    Among them are the meetings that overlap for somebody, each as a step that names the other one.
    """
    rows = load_meeting_rows(session, [municipality])[municipality.id]
    overlaps = list_upcoming_overlaps(session, municipality, rows, today, until)
    return sorted(
        [
            *iterate_upcoming_meeting_steps(municipality, rows, today, until),
            *map(_build_overlap_step, overlaps),
            *list_upcoming_edition_steps(session, municipality, today, until),
            *_list_upcoming_reminders(session, municipality, today, until),
        ]
    )


def load_upcoming_steps(
    session: Session, municipality: Municipality, rows: MeetingRows, today: date, until: date
) -> UpcomingSteps:
    """Return what `list_upcoming_steps` does, in the same order by kind, also of a very large plan.

    `rows` are the meetings of the municipality.
    """
    return UpcomingSteps(
        tuple(sorted(iterate_upcoming_meeting_steps(municipality, rows, today, until))),
        tuple(list_upcoming_overlaps(session, municipality, rows, today, until)),
        tuple(sorted(list_upcoming_edition_steps(session, municipality, today, until))),
        tuple(_count_upcoming_reminders(session, municipality, today, until)),
    )


def _build_overlap_step(overlap: MeetingOverlap) -> UpcomingStep:
    meeting, plural = overlap.meeting, "s" if overlap.members > 1 else ""
    step = f"overlap with {overlap.other}: {overlap.members} member{plural}"
    return UpcomingStep(meeting.day, meeting.kind, meeting.subject, step, meeting.period)


def find_next_days(
    session: Session, municipalities: Sequence[Municipality], today: date, until: date
) -> dict[int, date | None]:
    """Return by id the first day after today with a step of a meeting or an edition, or with due reminders.

    As many statements however many municipalities, besides those for each edition that waits.
    """
    tomorrow, ids = today + timedelta(days=1), [each.id for each in municipalities]
    rows, states = load_meeting_rows(session, municipalities), due_steps.load_edition_states(session, ids)
    reminders = _load_next_reminder_days(session, ids, tomorrow, until)
    found: dict[int, date | None] = {}
    for each in municipalities:
        meetings = iterate_upcoming_meeting_steps(each, rows[each.id], tomorrow, until)
        editions = due_steps.iterate_upcoming_steps(session, each, states[each.id], tomorrow, until)
        days = [step.date for step in meetings] + [day for day, _, _ in editions]
        if each.id in reminders:
            reminder_on = reminders[each.id]
            days.append(_find_digest_day_from(reminder_on, each.digest_weekday, each.working_days))
        found[each.id] = min(days, default=None)
    return found


def _load_next_reminder_days(
    session: Session, municipality_ids: Sequence[int], first: date, last: date
) -> dict[int, date]:
    """Return by municipality the first of these days on which an action has a reminder stage to check."""
    query = (
        select(Action.municipality_id, func.min(Action.next_reminder_on))
        .where(Action.municipality_id.in_(municipality_ids), Action.next_reminder_on.between(first, last))
        .group_by(Action.municipality_id)
    )
    return {each: day for each, day in session.execute(query) if day}


def list_upcoming_edition_steps(
    session: Session, municipality: Municipality, today: date, until: date
) -> Iterator[UpcomingStep]:
    """Yield the editions that begin, and the reminders about one that awaits approval if nobody answers."""
    for day, step, quarter in due_steps.iterate_upcoming_editions(session, municipality, today, until):
        yield UpcomingStep(day, "newsletter", municipality.slug, step, str(quarter))


def _list_upcoming_reminders(
    session: Session, municipality: Municipality, today: date, until: date
) -> Iterator[UpcomingStep]:
    """Yield the reminders that are sent if there is no update: of each digest the highest stage."""
    first = _find_first_digest_day(session, municipality, today)
    for action in session.execute(_select_actions_with_reminders(municipality, today, until)):
        for day, step in _list_reminder_days(action, first, municipality):
            if today <= day <= until:
                yield UpcomingStep(day, "owner-reminders", action.code, step, format_week(day))


def _count_upcoming_reminders(
    session: Session, municipality: Municipality, today: date, until: date
) -> list[tuple[date, int]]:
    """Return how many of those there are on each day: in a large plan many actions are alike in all that
    counts."""
    first = _find_first_digest_day(session, municipality, today)
    actions = _select_actions_with_reminders(municipality, today, until).subquery()
    alike = [each for each in actions.c if each.name != "code"]
    counts: Counter[date] = Counter()
    for row in session.execute(select(*alike, func.count().label("number")).group_by(*alike)):
        for day, _ in _list_reminder_days(row, first, municipality):
            if today <= day <= until:
                counts[day] += row.number
    return sorted(counts.items())


def _find_first_digest_day(session: Session, municipality: Municipality, today: date) -> date:
    return _find_next_digest_day(session, municipality, max(today, municipality.go_live_on or today))


def _list_reminder_days(action: Row[Any], first: date, municipality: Municipality) -> list[tuple[date, str]]:
    """Return the days of the digests with this action, and of each the highest stage; `first` is the first
    digest."""
    on_day: dict[date, str] = {}
    contact_on, stages = _list_stages(action, municipality.effective_lead_times, first, municipality)
    if contact_on:
        on_day[contact_on] = StageKind.FIRST_CONTACT.value
    for stage in stages:
        mailed = stage.kind is not StageKind.ON_AGENDA
        if mailed and (action.last_told is None or stage.offset <= action.last_told):
            continue
        day = _find_digest_day_of(stage, first, municipality)
        on_day[day] = _name_stage(stage.kind, (day - action.deadline).days)
    return list(on_day.items())


def _name_stage(kind: StageKind, days_late: int) -> str:
    """Return the stage as the mail of that day says it: the digest may come days after the deadline."""
    if kind is StageKind.DUE_TODAY and days_late > 0:
        return f"{days_late} day{'s' if days_late > 1 else ''} late"
    return kind.value


def _list_stages(
    action: Row[Any], lead: LeadTimes, first: date, municipality: Municipality
) -> tuple[date | None, tuple[Stage, ...]]:
    """Return the day of the digest with the first contact, if that is still to come, and the other stages."""
    list_from = partial(
        list_stages,
        action.deadline,
        lead,
        last_update_on=action.last_update_on,
        snoozed_until=action.snoozed_until,
    )
    if action.last_told is not None:
        found = list_from(followed_from=action.followed_from, is_contacted=is_contacted(action.last_told))
        if found and found[0].kind is StageKind.FIRST_CONTACT:
            contact_on = _find_digest_day_of(found[0], first, municipality)
            return contact_on, list_from(followed_from=contact_on, is_contacted=True)
    return None, list_from(followed_from=action.followed_from, is_contacted=True)


def _find_digest_day_of(stage: Stage, first: date, municipality: Municipality) -> date:
    """Return the day of the digest with this stage; `first` is that of the next digest."""
    if stage.day <= first:
        return first
    return _find_digest_day_from(stage.day, municipality.digest_weekday, municipality.working_days)


def _select_actions_with_reminders(municipality: Municipality, today: date, until: date) -> Select[Any]:
    """Return the query for the actions with an upcoming reminder until a day.

    `last_told` is the highest stage that every owner was reminded of; NULL if no owner can be
    reached.
    """
    last = until + timedelta(days=municipality.effective_lead_times.first_reminder)
    upcoming = (
        Action.municipality_id == municipality.id,
        Action.next_reminder_on <= last,
        Action.deadline.is_not(None),
        Action.status.in_(OPEN_STATUSES),
    )
    # Joined: with IN, SQLite looks at everybody again for each action.
    reachable = select_reachable_people(municipality.id, today).subquery()
    reminded = (
        select(
            Action.id,
            func.min(func.coalesce(build_last_reminded_stage(), BELOW_ALL_STAGES)).label("last_told"),
        )
        .join(Ownership, Ownership.action_id == Action.id)
        .join(reachable, reachable.c.person_id == Ownership.person_id)
        .where(*upcoming)
        .group_by(Action.id)
        .subquery()
    )
    return (
        select(
            Action.code,
            Action.deadline,
            Action.last_update_on,
            Action.snoozed_until,
            Action.followed_from,
            reminded.c.last_told,
        )
        .outerjoin(reminded, reminded.c.id == Action.id)
        .where(*upcoming)
    )


def _find_next_digest_day(session: Session, municipality: Municipality, today: date) -> date:
    """Return the day of the next digest: this week's; a missed one is caught up within the week."""
    days, weekday = municipality.working_days, municipality.digest_weekday
    this_week, next_week = (
        find_digest_day(today, weekday, days),
        today + timedelta(days=8 - today.isoweekday()),
    )
    state = session.scalar(
        select(Moment.state).where(
            Moment.municipality_id == municipality.id,
            Moment.kind == "owner-reminders",
            Moment.period == format_week(today),
        )
    )
    if this_week and state is not MomentState.DONE:
        catch_up_day = days.on_or_after(today)
        if this_week >= today:
            return this_week
        if catch_up_day < next_week and (state or _has_due_actions(session, municipality.id, this_week)):
            return catch_up_day
    return _find_digest_day_from(next_week, weekday, days)


def _has_due_actions(session: Session, municipality_id: int, day: date) -> bool:
    due = select(Action.id).where(Action.municipality_id == municipality_id, Action.next_reminder_on <= day)
    return session.scalar(due.limit(1)) is not None


def _find_digest_day_from(day: date, weekday: int, days: WorkingDays) -> date:
    found = find_digest_day(day, weekday, days)
    while found is None or found < day:
        day += timedelta(days=8 - day.isoweekday())
        found = find_digest_day(day, weekday, days)
    return found
