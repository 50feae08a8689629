"""Send the code of conduct: to each newcomer once, to all staff when it changes.

Guide: "De interne visie op MVO en bijhorende gedragsregels kunnen worden opgenomen in de gedragscode die
nieuwe medewerkers krijgen uitgereikt. Ook voor het bestaande personeel blijft deze code een leidraad."
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.code_of_conduct import distribute_code_of_conduct
from tasks.parameters import DryRun, MunicipalitySlug, Really, Today
from tasks.run_names import format_day_run_name
from tasks.steps import cycle
from tasks.today import find_today


@cycle("code-of-conduct", run_name=format_day_run_name)
def code_of_conduct(
    municipality: MunicipalitySlug, today: Today = None, dry_run: DryRun = False, really: Really = False
) -> State[Any]:
    """Send the code of conduct to staff who did not receive this version, and ask them to confirm that they
    read it.

    Started by the daily run when there are recipients. The code is the file `gedragscode.md` in
    the municipality's folder; its header contains the version.
    """
    return distribute_code_of_conduct(municipality, today or find_today(), dry_run)
