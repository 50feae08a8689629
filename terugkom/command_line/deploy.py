"""The commands deploy, server, worker, watch and environment: what several machines need."""

import os
import platform
import sys
from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_progress
from terugkom.errors import CommandError
from terugkom.installation import load_settings, open_installation


def deploy(given: Namespace) -> bool:
    """Create or update the work pool, the block types and the deployments on the Prefect server."""
    from deployments import environment

    environment.configure_environment(load_settings())
    _require_server()
    with open_installation():  # one of a newer version stops it before the server is changed
        pass
    from deployments.apply import apply_deployments, complete_forms, prepare_server
    from deployments.forms import load_deployments

    prepare_server()
    _release_limit_of_serve()
    removed = apply_deployments()
    complete_forms(print_progress)
    deployed = sorted(each["name"] for each in load_deployments())
    if given.json:
        print_json({"server": os.environ["PREFECT_API_URL"], "deployed": deployed, "removed": removed})
        return False
    current = count_nouns(len(deployed), "deployment is", "deployments are")
    print_line(f"{current} up to date on {os.environ['PREFECT_API_URL']}.")
    for name in removed:
        print_line(f"Removed: {name}")
    return False


def watch(given: Namespace) -> bool:
    """Check the database, once or until interrupted, and start a run when something is due."""
    from deployments import environment
    from deployments.alert_watch import AlertWatch
    from deployments.mailbox_watch import build_mailbox_watch
    from deployments.watch import Watch, keep_watching

    settings = load_settings()
    environment.configure_environment(settings)
    _require_server()
    with open_installation() as installation:
        this = Watch(
            installation.database,
            os.environ["PREFECT_API_URL"],
            settings.lease_seconds,
            installation.now,
            build_mailbox_watch(settings),
            settings.language,
        )
        if given.once:
            print_line(", ".join(this.start_due_runs()) or "Nothing is due.")
        else:
            print_progress(
                f"Watching the database and {os.environ['PREFECT_API_URL']}, every {this.seconds:.0f} s."
                " What it starts is printed here."
            )
            alerts = AlertWatch(installation.database, settings, installation.now, clock.now)
            keep_watching(this, alerts, print_line)
    return False


def run_server(given: Namespace) -> bool:
    """Run the Prefect server with the home's login, until it is interrupted.

    Raises InputError if it is to be reached from elsewhere but its public address is not known: then each
    request would be refused as one for another name.
    """
    from deployments import environment
    from terugkom.web_address import LOOPBACK_NAMES

    settings = load_settings()
    environment.configure_environment(settings)
    if given.host not in LOOPBACK_NAMES and not os.environ.get("PREFECT_UI_API_URL"):
        raise CommandError("set TERUGKOM_PREFECT_URL to the public address, such as https://SERVER")
    host = f"[{given.host}]" if ":" in given.host else given.host
    os.environ.setdefault("PREFECT_UI_API_URL", f"http://{host}:{settings.port}/api")
    from deployments.server import run_server as serve_requests

    print_progress(
        f"Prefect's server listens on http://{host}:{settings.port}; people and workers reach it at"
        f" {os.environ['PREFECT_UI_API_URL'].removesuffix('/api')}."
    )
    serve_requests(given.host, settings.port)
    return False


def run_worker(given: Namespace) -> bool:
    """Become a worker of our work pool, with the home's login.

    A daily run starts all its batches at once: without a limit each would be a process on one machine. The
    limit is that of the worker, as machines differ; that of the pool, if `serve` set one, is taken away.
    """
    from deployments import environment

    environment.configure_environment(load_settings())
    _require_server()
    with open_installation():  # one of a newer version stops it here, and not each of its runs
        pass
    from deployments.serve import WORK_POOL, count_runs_at_once

    _release_limit_of_serve()
    name = ("--name", given.name or f"worker-{platform.node()}")  # a random one would be new at each start
    limit = str(given.limit or count_runs_at_once())
    health = ("--with-healthcheck",) if given.health else ()
    start = ("deployments.worker", "--pool", WORK_POOL, "--limit", limit, *name, *health)
    command = [sys.executable, "-m", *start]
    os.execv(sys.executable, command)  # noqa: S606  the login is in the environment


def _release_limit_of_serve() -> None:
    """Take away the limit of the pool that `serve` set, which is for one worker."""
    import requests

    from deployments.forms import find_api
    from deployments.prefect_request import describe_prefect_failure
    from deployments.run_limit import release_limit_of_serve

    try:
        if api := find_api(load_settings()):
            release_limit_of_serve(api)
    except requests.RequestException as error:  # it starts later; `doctor` sees it too
        print_progress(f"The limit of the work pool could not be read ({describe_prefect_failure(error)}).")


def _require_server() -> None:
    if not os.environ.get("PREFECT_API_URL"):
        raise CommandError("no Prefect server: set PREFECT_API_URL, or start `terugkom serve` in this home")


def print_environment(given: Namespace) -> bool:
    """Print the settings with which Prefect runs here, as lines for an environment file."""
    from deployments.environment import PREFECT_SETTINGS

    if given.json:
        print_json(PREFECT_SETTINGS)
    else:
        print_line("\n".join(f"{name}={value}" for name, value in PREFECT_SETTINGS.items()))
    return False
