"""Focus group review meeting.

Guide: "er wordt een focusgroep 'duurzaamheid' geïnstalleerd. Deze focusgroep staat o.m. in voor de opvolging
van het MVO-actieplan."
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.meetings import run_meeting
from tasks.parameters import DryRun, Early, GroupCode, MunicipalitySlug, Period, Really, Today
from tasks.run_names import format_meeting_run_name
from tasks.steps import cycle


@cycle("focus-group-review", run_name=format_meeting_run_name)
def focus_group_review(
    municipality: MunicipalitySlug,
    group: GroupCode,
    period: Period = None,
    today: Today = None,
    early: Early = False,
    dry_run: DryRun = False,
    really: Really = False,
) -> State[Any]:
    """Invite a focus group, send the pack, request the minutes, and send the minutes to the members.

    Started by the daily run when a step is due. Each due step is executed once; with *before the due date*,
    and no step due, the next invitation or pack.
    """
    return run_meeting("focus-group-review", municipality, group, period, today, early, dry_run)
