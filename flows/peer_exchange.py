"""Exchange meeting with other municipalities.

Guide: "een terugkom-moment te organiseren samen met andere pilootprojecten: zodat men van elkaar kan leren
rond acties, thema's en gemeenschappelijke intenties."
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.meetings import run_meeting
from tasks.parameters import DryRun, Early, MunicipalitySlug, Period, Really, Today
from tasks.run_names import format_meeting_run_name
from tasks.steps import cycle


@cycle("peer-exchange", run_name=format_meeting_run_name)
def peer_exchange(
    municipality: MunicipalitySlug,
    period: Period = None,
    today: Today = None,
    early: Early = False,
    dry_run: DryRun = False,
    really: Really = False,
) -> State[Any]:
    """Invite the core group to an exchange, send the pack, request the minutes, and send the minutes to the
    members.

    Started by the daily run when a step is due. Each due step is executed once; with *before the due date*,
    and no step due, the next invitation or pack.
    """
    return run_meeting("peer-exchange", municipality, municipality, period, today, early, dry_run)
