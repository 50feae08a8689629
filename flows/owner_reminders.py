"""Send reminders to action owners.

Guide: "Duidt één of meerdere personen aan als verantwoordelijke/trekker van de uit te voeren actie(s)." and
"Zorg ervoor dat geplande acties niet vaag of vrijblijvend zijn."
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.parameters import DryRun, MunicipalitySlug, Really, Today
from tasks.remind_owners import remind_owners
from tasks.run_names import format_day_run_name
from tasks.steps import cycle
from tasks.today import find_today


@cycle("owner-reminders", run_name=format_day_run_name)
def owner_reminders(
    municipality: MunicipalitySlug, today: Today = None, dry_run: DryRun = False, really: Really = False
) -> State[Any]:
    """Send each owner one digest of due actions, and a summary to the coordinator.

    Started by the daily run on the municipality's weekday; started by hand it does not wait for
    that day. Nobody gets two digests in one week. An earlier week that a run left open is finished first.
    """
    return remind_owners(municipality, today or find_today(), dry_run)
