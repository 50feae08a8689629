"""What a command does when it changed what there is to choose from in Prefect's forms."""

import os

from terugkom.command_line.printing import print_progress
from terugkom.installation import Installation


def update_forms(installation: Installation) -> None:
    """Update the lists in the forms, if Prefect's server of this home runs; what fails is said on stderr."""
    if not (os.environ.get("PREFECT_API_URL") or (installation.settings.prefect / "server.url").exists()):
        return  # without importing what asks a server
    from deployments.forms import update_forms_and_print
    from terugkom.demo_day import find_today

    today = find_today(installation.is_demo)
    update_forms_and_print(installation.database, installation.settings, today, print_progress)
