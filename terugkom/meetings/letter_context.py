"""The template context that all letters about a meeting share."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from terugkom.documents.formatting import hour
from terugkom.documents.templates import one_line
from terugkom.meetings.due_steps import Calendar
from terugkom.meetings.model import Meeting, Step
from terugkom.meetings.occurrences import Occasion
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class About:
    """A meeting in templates. `was`: its date before the last move; `reason`: of the move or cancellation."""

    kind: str
    name: str
    day: date
    starts_at: str
    ends_at: str
    place: str
    pack_on: date
    was: date | None = None
    reason: str = ""


def context_of(town: Municipality, meeting: Meeting) -> dict[str, Any]:
    """Return the context for the templates of a meeting."""
    head = town.coordinator
    return {
        "meeting": about(town, meeting),
        "municipality": town.name,
        "coordinator": head.name if head else town.name,
    }


def about(town: Municipality, meeting: Meeting) -> About:
    """Return the details of a meeting for templates."""
    moment = meeting.moment
    ends = datetime.combine(moment.day, meeting.starts_at) + timedelta(minutes=meeting.minutes)
    last = meeting.moves[-1] if meeting.moves else {}
    calendar = Calendar(town.leads, town.working_days)
    plain = Occasion(moment.kind, moment.subject, moment.period, moment.day, 1, "", meeting.group_id)
    return About(
        kind=moment.kind,
        name=one_line(meeting.group.name if meeting.group else town.name),
        day=moment.day,
        starts_at=hour(meeting.starts_at, town.language),
        ends_at=hour(ends.time(), town.language),
        place=meeting.place,
        pack_on=calendar.of(plain)[Step.PACK],
        was=date.fromisoformat(last["from"]) if last else None,
        reason=meeting.cancelled_because or last.get("reason", ""),
    )
