"""Exchange meeting with other municipalities.

Guide: "een terugkom-moment te organiseren samen met andere pilootprojecten: zodat men van elkaar kan leren
rond acties, thema's en gemeenschappelijke intenties."
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.meetings import execute_due_steps, find_meeting, format_meeting_run_name
from tasks.parameters import DryRun, Early, MunicipalitySlug, Period, Today
from tasks.steps import cycle
from terugkom import clock


@cycle("peer-exchange", run_name=format_meeting_run_name)
def peer_exchange(
    municipality: MunicipalitySlug,
    period: Period = None,
    today: Today = None,
    early: Early = False,
    dry_run: DryRun = False,
) -> State[Any]:
    """Invite the core group to an exchange, send the pack, request the minutes, and send the minutes to the
    members.

    Started by the daily run when a step is due. Started by hand it executes the due steps of this exchange,
    and
    with *before the due date* the next invitation or pack. No step is executed twice.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        period: The month it was planned for, such as 2027-03; leave empty for what is due, or the next.
        today: Run as if it were this day; leave empty for today.
        early: Execute the next step before its due date.
        dry_run: Only show what would be written; nothing is kept or sent.
    """
    meeting = find_meeting(
        "peer-exchange", municipality, municipality, period, today or clock.today(), early, dry_run
    )
    return execute_due_steps(meeting)
