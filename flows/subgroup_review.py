"""Subgroup review meeting.

Guide: "een 6-maandelijks overleg met de deelgroepen".
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.meetings import run_meeting
from tasks.parameters import DryRun, Early, GroupCode, MunicipalitySlug, Period, Really, Today
from tasks.run_names import format_meeting_run_name
from tasks.steps import cycle


@cycle("subgroup-review", run_name=format_meeting_run_name)
def subgroup_review(
    municipality: MunicipalitySlug,
    group: GroupCode,
    period: Period = None,
    today: Today = None,
    early: Early = False,
    dry_run: DryRun = False,
    really: Really = False,
) -> State[Any]:
    """Invite a subgroup, send the pack, request the minutes, and send the minutes to the members.

    Started by the daily run when a step is due. Each due step is executed once; with *before the due date*,
    and no step due, the next invitation or pack.
    """
    return run_meeting("subgroup-review", municipality, group, period, today, early, dry_run)
