"""Move a meeting.

Guide: "regelmatige terugkom-momenten ... zodat je een zicht houdt op de uitvoering": a meeting that cannot be
held on its day is held on another day.
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.meeting_changes import build_meeting_change, change_and_notify
from tasks.parameters import MeetingReference, MunicipalitySlug, NewDay, NewTime, Really, Today
from tasks.run_names import build_run_namer
from tasks.steps import FORM_TIMEOUT, cycle
from tasks.today import find_today


@cycle(
    "move-meeting", run_name=build_run_namer("municipality", "meeting", "day"), timeout_seconds=FORM_TIMEOUT
)
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
    change = build_meeting_change(day, starts_at)
    return change_and_notify(municipality, meeting, change, today or find_today())
