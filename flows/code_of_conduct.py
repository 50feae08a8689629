"""Send the code of conduct: to each newcomer once, to all staff when it changes.

Guide: "De interne visie op MVO en bijhorende gedragsregels kunnen worden opgenomen in de gedragscode die
nieuwe medewerkers krijgen uitgereikt. Ook voor het bestaande personeel blijft deze code een leidraad."
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.code_of_conduct import hand_out_the_code
from tasks.delivery import plan_next_try, send_all
from tasks.final_states import outcome
from tasks.parameters import DryRun, Today, Town, named_for_a_day
from terugkom import clock


@flow(name="code-of-conduct", flow_run_name=named_for_a_day)
def code_of_conduct(municipality: Town, today: Today = None, dry_run: DryRun = False) -> State[Any]:
    """Send the code of conduct to staff who did not receive this version, and ask them to confirm that they
    read it.

    Started by the daily run when there are recipients. The code is the file `gedragscode.md` in
    the municipality's folder; its header contains the version.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        today: Run as if it were this day; leave empty for today.
        dry_run: Only show what would happen; nothing is kept or sent.
    """
    handed = hand_out_the_code(municipality, today or clock.today(), dry_run)
    if dry_run or handed.moment_id is None:
        return outcome(handed.report, nothing="No recipients")
    report = plan_next_try(handed.report + send_all(handed.moment_id))
    return outcome(report, done="Sent")
