"""Whether Prefect's server answers, has the deployments of this version, and has a worker at work."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import requests

from deployments.forms import PrefectApi, load_deployments
from deployments.prefect_request import describe_prefect_failure
from deployments.run_limit import is_set_by_serve, read_pool, read_workers
from terugkom.daily_runs.due_runs import CALENDAR
from terugkom.health_checks.model import CheckState, Finding

_BLOCKS = {"block_types": {"name": {"like_": "Terugkom"}}, "include_secrets": False}
_DEPLOY = "`terugkom deploy`; on one machine start `terugkom serve` again"
SILENT = "the server does not answer any more"


def find_or_say_silent(find: Callable[[], Finding]) -> Finding:
    """Return what a check finds, or that the server stopped answering meanwhile."""
    try:
        return find()
    except (requests.ConnectionError, requests.Timeout):
        return Finding(CheckState.BROKEN, SILENT, "see its log, and start it again")


def check_server(api: PrefectApi | None) -> Finding:
    """Return whether a server that is configured or served answers to our login, and its database to it."""
    if api is None:
        return Finding(CheckState.NOT_SET, "no server: `terugkom run` makes one for each run")
    try:
        found = api.request("GET", "/admin/version")
        api.request("GET", "/ready")
    except requests.RequestException as error:
        answer = getattr(error, "response", None)
        if answer is not None and answer.status_code == requests.codes.service_unavailable:
            what = f"{api.url}: it answers, but its database does not answer to it"
            return Finding(CheckState.BROKEN, what, "start that database, or mend its address on the server")
        what = f"{api.url}: {describe_prefect_failure(error)}"
        return Finding(CheckState.BROKEN, what, "start it, or mend PREFECT_API_URL or the login")
    return Finding(CheckState.FINE, f"Prefect {found} at {api.url}")


def check_deployments(api: PrefectApi) -> Finding:
    """Return whether each deployment is there, and the daily run on its schedule."""
    wanted = {each["name"]: each for each in load_deployments()}
    found = {name: api.request("GET", f"/deployments/name/{name}/{name}") for name in wanted}
    missing = sorted(name for name, each in found.items() if each is None)
    if missing:
        return Finding(CheckState.BROKEN, f"missing: {', '.join(missing)}", _DEPLOY)
    other = sorted(
        name for name, each in found.items() if each and each["entrypoint"] != wanted[name]["entrypoint"]
    )
    if other:
        return Finding(CheckState.WARNING, f"of another version: {', '.join(other)}", _DEPLOY)
    if not is_scheduled(found[CALENDAR] or {}):
        advice = "resume the schedule of follow-up-calendar in the UI"
        return Finding(CheckState.WARNING, "the daily run is paused or has no schedule", advice)
    return Finding(CheckState.FINE, f"{len(found)}, the daily run on its schedule")


def describe_schedule(api: PrefectApi) -> str:
    """Return when the daily run starts, or that it does not: somebody may have switched its schedule off."""
    found = None
    with suppress(requests.RequestException):  # a busy server: the usual is said
        found = api.request("GET", f"/deployments/name/{CALENDAR}/{CALENDAR}")
    if found is None or is_scheduled(found):
        return "the follow-up calendar runs every day at 06:00."
    return "the follow-up calendar is paused: nothing runs by itself until its schedule is resumed in the UI."


def check_worker(api: PrefectApi) -> Finding:
    """Return whether a worker of our pool is at work: without one no run starts. A limit of the pool is for
    all of them together: that of `serve` is too low for others beside its worker."""
    workers = read_workers(api)
    online = [each for each in workers if each["status"] == "ONLINE"]
    if not online:
        advice = "start `terugkom worker`; on one machine `terugkom serve` starts it"
        return Finding(CheckState.BROKEN, f"none of {len(workers)} is online", advice)
    pool, text = read_pool(api), f"{len(online)} online"
    if pool["concurrency_limit"] is None:
        return Finding(CheckState.FINE, text)
    text += f", which do at most {pool['concurrency_limit']} runs at once in all"
    of_serve = {each["name"] for each in workers if is_set_by_serve(pool, each["name"])}
    if of_serve and not of_serve >= {each["name"] for each in online}:
        advice = "stop `serve` and start `terugkom worker` again, or clear the pool's limit in the UI"
        return Finding(CheckState.WARNING, f"{text}: that is the limit of `serve` alone", advice)
    return Finding(CheckState.FINE, text)


def check_blocks(api: PrefectApi, slugs: set[str]) -> Finding:
    """Return whether each block of ours is one that is used: of a municipality, or the default."""
    blocks: Any = api.request("POST", "/block_documents/filter", _BLOCKS) or []
    if not blocks:
        return Finding(CheckState.NOT_SET, "none is saved")
    unused = sorted({each["name"] for each in blocks} - slugs - {"terugkom"})
    if unused:
        advice = "save it under the short name of a municipality, or as terugkom"
        return Finding(CheckState.WARNING, f"used by nobody: {', '.join(unused)}", advice)
    return Finding(CheckState.FINE, f"{len(blocks)} saved")


def is_scheduled(deployment: Mapping[str, Any]) -> bool:
    """Return whether a deployment starts by itself: it is not paused, and has a schedule that is on."""
    schedules = deployment.get("schedules", ())
    return not deployment.get("paused") and any(each.get("active") for each in schedules)
