"""What a command does when it changed what there is to choose from in Prefect's forms."""

from terugkom import clock
from terugkom.command_line.printing import print_progress
from terugkom.installation import Installation


def update_forms(installation: Installation) -> None:
    """Update the lists in the forms, if Prefect's server of this home runs; what fails is said on stderr."""
    from deployments.forms import update_forms_and_say

    update_forms_and_say(installation.database, installation.settings, clock.today(), print_progress)
