"""The commands deploy, watch and environment: what an installation on several machines needs."""

import os
from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line
from terugkom.errors import InputError
from terugkom.installation import open_installation
from terugkom.settings import Settings


def deploy(given: Namespace) -> bool:
    """Create or update the work pool, the block types and the deployments on the Prefect server."""
    from deployments import environment

    environment.configure_environment(Settings())
    if "PREFECT_API_URL" not in os.environ:
        raise InputError("no Prefect server: set PREFECT_API_URL, or start `terugkom serve` in this home")
    from deployments.apply import apply_deployments, load_deployments, prepare_server

    prepare_server()
    removed = apply_deployments()
    deployed = sorted(each["name"] for each in load_deployments())
    if given.json:
        print_json({"server": os.environ["PREFECT_API_URL"], "deployed": deployed, "removed": removed})
        return False
    print_line(f"{len(deployed)} deployments are up to date on {os.environ['PREFECT_API_URL']}.")
    for name in removed:
        print_line(f"Removed: {name}")
    return False


def watch(given: Namespace) -> bool:
    """Look into the database, once or until interrupted, and start a run when something is due."""
    from deployments import environment
    from deployments.watch import Watch, keep_watching

    settings = Settings()
    environment.configure_environment(settings)
    if "PREFECT_API_URL" not in os.environ:
        raise InputError("no Prefect server: set PREFECT_API_URL, or start `terugkom serve` in this home")
    with open_installation() as installation:
        this = Watch(installation.database, os.environ["PREFECT_API_URL"], settings.lease_seconds, clock.now)
        if given.once:
            print_line(", ".join(this.look()) or "Nothing is due.")
        else:
            keep_watching(this, print_line)
    return False


def print_environment(given: Namespace) -> bool:
    """Print the settings with which Prefect runs here, as lines for an environment file."""
    from deployments.environment import PREFECT_SETTINGS

    if given.json:
        print_json(PREFECT_SETTINGS)
    else:
        print_line("\n".join(f"{name}={value}" for name, value in PREFECT_SETTINGS.items()))
    return False
