"""The template context that all letters about a meeting share."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from terugkom.documents.formatting import format_time
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.due_steps import StepCalendar
from terugkom.meetings.model import Meeting, MeetingState, StepKind
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.meetings.unannounced_changes import describe_changes, is_resumed
from terugkom.plan.model import Municipality
from terugkom.schedule.meeting_hours import MeetingHours


@dataclass(frozen=True)
class MeetingDetails:
    """A meeting in templates. `previous_day`: before the last move; `reason`: of the cancellation, or of
    the changes since the invited were told last."""

    kind: str
    name: str
    day: date
    starts_at: str
    ends_at: str
    place: str
    pack_on: date
    previous_day: date | None = None
    reason: str = ""
    is_cancelled: bool = False
    is_resumed: bool = False  # it was cancelled, which its invitees know, and takes place after all


def build_letter_context(municipality: Municipality, meeting: Meeting) -> dict[str, Any]:
    """Return the context for the templates of a meeting."""
    return {
        "meeting": build_meeting_details(municipality, meeting),
        "municipality": municipality.name,
        "coordinator": municipality.signatory,
        "answer_to": municipality.answer_address,
    }


def format_end(hours: MeetingHours, language: str) -> str:
    """Return the hour at which a meeting ends, as its event in a calendar has it; midnight ends its day."""
    ends = hours.local_end.time()
    midnight = format_time(time(), language)
    return midnight.replace("00", "24", 1) if ends == time() else format_time(ends, language)


def build_meeting_details(municipality: Municipality, meeting: Meeting) -> MeetingDetails:
    """Return what letters say of a meeting: its name, hours and place in words, and the days of its steps."""
    moment = meeting.moment
    hours = MeetingHours(moment.day, meeting.starts_at, meeting.duration_minutes)
    last_move = meeting.moves[-1] if meeting.moves else {}
    calendar = StepCalendar(municipality.effective_lead_times, municipality.working_days)
    occurrence = MeetingOccurrence(
        moment.kind, moment.subject, moment.period, moment.day, 1, "", meeting.group_id
    )
    return MeetingDetails(
        kind=moment.kind,
        name=to_one_line(meeting.group.name if meeting.group else municipality.name),
        day=moment.day,
        starts_at=format_time(hours.local_start.time(), municipality.language),
        ends_at=format_end(hours, municipality.language),
        place=meeting.place,
        pack_on=calendar.list_step_days(occurrence)[StepKind.PACK],
        previous_day=date.fromisoformat(last_move["from"]) if last_move else None,
        reason=meeting.cancellation_reason or describe_changes(meeting),
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        is_resumed=is_resumed(meeting),
    )
