"""Record the minutes of a meeting on a form.

Guide: "regelmatige terugkom-momenten ... zodat je een zicht houdt op de uitvoering": what is decided there
goes back into the plan.
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.minutes import (
    AbsentCodes,
    DecisionEntries,
    ExcusedCodes,
    PointCodes,
    PresentCodes,
    finish_minutes,
    record_minutes_form,
)
from tasks.parameters import DryRun, MeetingReference, MunicipalitySlug, Really, Today
from tasks.run_names import build_run_namer
from tasks.steps import FORM_TIMEOUT, cycle
from tasks.today import find_today
from terugkom.meetings.model import Presence


@cycle("record-minutes", run_name=build_run_namer("municipality", "meeting"), timeout_seconds=FORM_TIMEOUT)
def record_minutes(
    municipality: MunicipalitySlug,
    meeting: MeetingReference,
    present: PresentCodes = [],  # noqa: B006  Prefect builds the form from it; it is never changed
    excused: ExcusedCodes = [],  # noqa: B006
    absent: AbsentCodes = [],  # noqa: B006
    closed: PointCodes = [],  # noqa: B006
    decisions: DecisionEntries = [],  # noqa: B006
    today: Today = None,
    dry_run: DryRun = False,
    really: Really = False,
) -> State[Any]:
    """Record attendance and decisions: the plan is changed, and the members get the minutes.

    All or nothing: if one decision is not valid, the run reports which and why. The input of this form
    stays in Prefect's history: it takes people by their code only, and no text that names one of the plan.
    To write more, or where codes have spaces, use the Word document.

    Args:
        meeting: Code of the group and the month it was planned for, such as ENERGIE/2027-03.
        present: Codes of those who were there.
        excused: Codes of those who were excused.
        absent: Codes of those who were absent.
        closed: Points of the agenda that were dealt with, by their number in the document: P12, or A7.
        decisions: What was decided, one by one.
    """
    attendance = {Presence.PRESENT: present, Presence.EXCUSED: excused, Presence.ABSENT: absent}
    day = today or find_today()
    recorded = record_minutes_form(municipality, meeting, attendance, closed, decisions, day, dry_run)
    return finish_minutes(recorded, municipality, day, dry_run)
