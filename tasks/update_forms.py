"""Prefect task that keeps the lists in the forms of the deployments up to date."""

import os

from deployments.forms import update_forms_and_print
from tasks.installation import get_installation
from tasks.run_log import log_info
from tasks.steps import step
from tasks.today import find_today


@step("update the forms")
def update_form_choices() -> None:
    """Write what exists into the forms; a run without a server that lasts has no forms."""
    if os.environ.get("PREFECT_API_URL"):
        installation = get_installation()
        update_forms_and_print(installation.database, installation.settings, find_today(), log_info)
