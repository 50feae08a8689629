"""Come back together with each subgroup.

Guide: "een 6-maandelijks overleg met de deelgroepen".
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.meetings import find_meeting, follow_up, named_for_a_meeting
from tasks.parameters import DryRun, Early, GroupCode, Period, Today, Town
from terugkom import clock


@flow(name="subgroup-review", flow_run_name=named_for_a_meeting)
def subgroup_review(
    municipality: Town,
    group: GroupCode,
    period: Period = None,
    today: Today = None,
    early: Early = False,
    dry_run: DryRun = False,
) -> State[Any]:
    """Invite a subgroup, send its pack, ask for its minutes, and send them round.

    Started by the daily tick when a step is due. Started by hand it takes what is due for this group, and
    with *ahead of its day* the next invitation or pack. No step is taken twice.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        group: Code of the group, as in the workbook.
        period: The month it was planned for, such as 2027-03; leave empty for what is due, or the next.
        today: Run as if it were this day; leave empty for today.
        early: Take the next step even if its day has not come.
        dry_run: Only show what would be written; nothing is kept or sent.
    """
    meeting = find_meeting(
        "subgroup-review", municipality, group, period, today or clock.today(), early, dry_run
    )
    return follow_up(meeting)
