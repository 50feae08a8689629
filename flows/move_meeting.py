"""Move a meeting.

Guide: "regelmatige terugkom-momenten ... zodat je een zicht houdt op de uitvoering": a meeting that cannot be
held on its day is held on another day.
"""

from datetime import time
from typing import Any

from prefect.client.schemas.objects import State

from tasks.meeting_changes import change_and_tell
from tasks.parameters import MeetingReference, MunicipalitySlug, NewDay, NewTime, Really, Today
from tasks.run_names import name_by
from tasks.steps import FORM_TIMEOUT, cycle
from tasks.today import find_today
from terugkom.meetings.reschedule import MeetingChange


@cycle("move-meeting", run_name=name_by("municipality", "meeting", "day"), timeout_seconds=FORM_TIMEOUT)
def move_meeting(
    municipality: MunicipalitySlug,
    meeting: MeetingReference,
    day: NewDay,
    starts_at: NewTime = None,
    today: Today = None,
    really: Really = False,
) -> State[Any]:
    """Reschedule a meeting to another day; the invitees get an update, and the steps follow the new day.

    Args:
        meeting: Code of the group and the month it was planned for, such as ENERGIE/2027-03; without the
            month it is the group's next meeting.
    """
    change = MeetingChange(day, time.fromisoformat(starts_at) if starts_at else None)
    return change_and_tell(municipality, meeting, change, today or find_today())
