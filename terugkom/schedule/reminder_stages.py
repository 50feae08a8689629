"""The stages of a reminder: reached, not exact days, so that a missed run loses nothing.

Before a deadline a stage is dropped once the owner reported after its day. After it, the days of being
late count from the deadline, or from the day of the owner's last update: an update resets the clock.

An action that was late already when it came into the plan has a first contact in the place of the day itself:
a question where it stands. Nothing else is sent before it, and the days of being late count from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from terugkom.schedule.lead_times import LeadTimes

BELOW_ALL_STAGES = -10_000  # as the key of a stage: of whom nothing was reminded yet


class StageKind(Enum):
    """The kind of a stage; the value is its name in templates and tables."""

    FIRST_CONTACT = "first_contact"
    FIRST_REMINDER = "first_reminder"
    SECOND_REMINDER = "second_reminder"
    DUE_TODAY = "due_today"
    LATE = "late"
    COORDINATOR_IN_COPY = "coordinator_in_copy"
    ON_AGENDA = "on_agenda"


@dataclass(frozen=True)
class Stage:
    """One stage of one deadline. `offset` is its key: days from the deadline, by the lead times."""

    kind: StageKind
    offset: int
    day: date


@lru_cache(maxsize=4096)  # in a large plan many actions share a deadline
def list_stages(
    deadline: date,
    lead_times: LeadTimes,
    *,
    last_update_on: date | None = None,
    snoozed_until: date | None = None,
    followed_from: date | None = None,
    is_contacted: bool = False,
) -> tuple[Stage, ...]:
    """Return the stages that are still due, in order.

    `followed_from` is the day since when the action is followed up, None if that was before its first stage;
    after a first contact, the day of that. `is_contacted` says whether the owner had that first contact.
    """
    quiet_until = max((day for day in (last_update_on, snoozed_until) if day), default=date.min)
    if followed_from and is_late_from_start(deadline, followed_from):
        contact_on = max(followed_from, _add_days(quiet_until, lead_times.late))
        if not is_contacted:
            contact = Stage(StageKind.FIRST_CONTACT, 0, contact_on)
            return (contact, *_list_late_stages(contact_on, lead_times))
        return _list_late_stages(max(followed_from, quiet_until), lead_times)
    offsets = (
        (StageKind.FIRST_REMINDER, -lead_times.first_reminder),
        (StageKind.SECOND_REMINDER, -lead_times.second_reminder),
        (StageKind.DUE_TODAY, 0),
    )
    before = (Stage(kind, offset, _add_days(deadline, offset)) for kind, offset in offsets)
    due = [stage for stage in before if stage.day > quiet_until]
    if followed_from:  # of the stages that passed before it, only the last still makes sense: none was missed
        passed = sum(stage.day < followed_from for stage in due)
        del due[: max(passed - 1, 0)]
    return (*due, *_list_late_stages(max(deadline, quiet_until), lead_times))


def is_late_from_start(deadline: date, followed_from: date | None) -> bool:
    """Return whether the deadline had passed when the follow-up of the action began."""
    return followed_from is not None and deadline < followed_from


def _list_late_stages(late_from: date, lead_times: LeadTimes) -> tuple[Stage, ...]:
    kinds = (
        (StageKind.LATE, lead_times.late),
        (StageKind.COORDINATOR_IN_COPY, lead_times.coordinator_in_copy),
        (StageKind.ON_AGENDA, lead_times.on_agenda),
    )
    return tuple(Stage(kind, offset, _add_days(late_from, offset)) for kind, offset in kinds)


def _add_days(day: date, days: int) -> date:
    return day + timedelta(days=days)


def find_reached_stage(stages: Sequence[Stage], today: date) -> Stage | None:
    """Return the highest stage reached by today, or none; a first contact comes before any other."""
    if stages and stages[0].kind is StageKind.FIRST_CONTACT:
        return stages[0] if stages[0].day <= today else None
    return next((stage for stage in reversed(stages) if stage.day <= today), None)


def find_next_stage_day(stages: Sequence[Stage], today: date) -> date | None:
    """Return the day of the first stage after today, or none."""
    return next((stage.day for stage in stages if stage.day > today), None)


def find_first_stage_day(
    deadline: date,
    lead_times: LeadTimes,
    *,
    last_update_on: date | None,
    snoozed_until: date | None,
    followed_from: date | None = None,
) -> date | None:
    """Return the day of the first stage that is still due, or None."""
    counting = list_stages(
        deadline,
        lead_times,
        last_update_on=last_update_on,
        snoozed_until=snoozed_until,
        followed_from=followed_from,
    )
    return counting[0].day if counting else None
