"""The stages of a reminder: reached, not exact days, so that a missed run loses nothing.

Before a deadline a stage is dropped once the owner reported after its day. After it, the days of being
late count from the deadline, or from the day of the owner's last update: an update resets the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from terugkom.schedule.lead_times import LeadTimes


class StageKind(Enum):
    """The kind of a stage; the value is its name in templates and tables."""

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
) -> tuple[Stage, ...]:
    """Return the stages that are still due, in order."""
    quiet_until = max((day for day in (last_update_on, snoozed_until) if day), default=date.min)
    late_from = max(deadline, quiet_until)
    plan = (
        (StageKind.FIRST_REMINDER, -lead_times.first_reminder, deadline),
        (StageKind.SECOND_REMINDER, -lead_times.second_reminder, deadline),
        (StageKind.DUE_TODAY, 0, deadline),
        (StageKind.LATE, lead_times.late, late_from),
        (StageKind.COORDINATOR_IN_COPY, lead_times.coordinator_in_copy, late_from),
        (StageKind.ON_AGENDA, lead_times.on_agenda, late_from),
    )
    found = (Stage(ask, offset, counted + timedelta(days=offset)) for ask, offset, counted in plan)
    return tuple(stage for stage in found if stage.day > quiet_until)


def find_reached_stage(stages: Sequence[Stage], today: date) -> Stage | None:
    """Return the highest stage reached by today, or none."""
    return next((stage for stage in reversed(stages) if stage.day <= today), None)


def find_next_stage_day(stages: Sequence[Stage], today: date) -> date | None:
    """Return the day of the first stage after today, or none."""
    return next((stage.day for stage in stages if stage.day > today), None)


def find_first_stage_day(
    deadline: date, lead_times: LeadTimes, *, last_update_on: date | None, snoozed_until: date | None
) -> date | None:
    """Return the day of the first stage that is still due, or None."""
    counting = list_stages(deadline, lead_times, last_update_on=last_update_on, snoozed_until=snoozed_until)
    return counting[0].day if counting else None
