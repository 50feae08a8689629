"""Focus group review meeting.

Guide: "er wordt een focusgroep 'duurzaamheid' geïnstalleerd. Deze focusgroep staat o.m. in voor de opvolging
van het MVO-actieplan."
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.meetings import execute_due_steps, find_meeting, format_meeting_run_name
from tasks.parameters import DryRun, Early, GroupCode, MunicipalitySlug, Period, Today
from tasks.steps import cycle
from terugkom import clock


@cycle("focus-group-review", run_name=format_meeting_run_name)
def focus_group_review(
    municipality: MunicipalitySlug,
    group: GroupCode,
    period: Period = None,
    today: Today = None,
    early: Early = False,
    dry_run: DryRun = False,
) -> State[Any]:
    """Invite a focus group, send the pack, request the minutes, and send the minutes to the members.

    Started by the daily run when a step is due. Started by hand it executes the due steps of this group, and
    with *before the due date* the next invitation or pack. No step is executed twice.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        group: Code of the group, as in the workbook.
        period: The month it was planned for, such as 2027-03; leave empty for what is due, or the next.
        today: Run as if it were this day; leave empty for today.
        early: Execute the next step before its due date.
        dry_run: Only show what would be written; nothing is kept or sent.
    """
    meeting = find_meeting(
        "focus-group-review", municipality, group, period, today or clock.today(), early, dry_run
    )
    return execute_due_steps(meeting)
