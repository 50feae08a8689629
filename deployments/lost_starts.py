"""Runs that a worker took and that never began: they are started again.

Prefect calls a run that a worker could not start, because the server was too busy or the worker's disk was
full, crashed, with an address of its own pages, and leaves it at that. One whose process ended before it
began, with its worker or because the server did not answer, it shows as pending for ever. What somebody asked
for in a form was lost. So too of a run that was suspended for a form, or is retried, and does not go on.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import takewhile
from typing import Any

import requests

from deployments.prefect_request import request_prefect
from tasks.run_tags import TAG
from terugkom.documents.messages import translate

_TRIED_FOR = timedelta(hours=1)
_LOOKED_BACK = timedelta(days=1)
_TIME_TO_BEGIN = timedelta(minutes=10)  # of a run that a worker took; else its process is gone


@dataclass(frozen=True)
class _Lost:
    """A way in which a start is lost: for how long it is tried again, and the ids of what is said of it."""

    tried_for: timedelta
    again: str
    given_up: str


_CRASHES = {  # by how Prefect's worker begins the message
    "Failed to submit flow run to infrastructure": _Lost(
        _TRIED_FOR, "report.starts-again", "report.not-started"
    ),
    "Flow run could not start": _Lost(_TRIED_FOR, "report.begins-again", "report.not-begun"),
}
_NOT_BEGUN = _Lost(_LOOKED_BACK, "report.begins-again", "report.not-begun")


def start_lost_runs(api: str, language: str, now: datetime) -> list[str]:
    """Have our runs that could not start or begin wait for a worker again; return their names.

    What could not start for an hour, or begin for a day, is said to be so, in the language of the
    installation, and left. That time counts from when this start was first lost: a run that was suspended was
    to start weeks ago. Raises requests.RequestException if the server does not answer.
    """
    started = []
    for run, how in [*_list_not_taken(api, now), *_list_not_begun(api)]:
        if now - _find_first_loss(api, run) < how.tried_for:
            state = {
                "type": "SCHEDULED",
                "message": translate(how.again, language),
                "state_details": {"scheduled_time": now.isoformat()},
            }
            started.append(str(run["name"]))
        else:
            state = {"type": "CRASHED", **_describe_given_up(run, how, language)}
        _ask(api, f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})
    return started


def _describe_given_up(run: dict[str, Any], how: _Lost, language: str) -> dict[str, str]:
    """Return the name and the message of the state of what is left; of a run that began before, what it did
    stays."""
    if run["run_count"]:
        name, message = translate("state.interrupted", language), translate("report.not-gone-on", language)
    else:
        name, message = translate("state.not-started", language), translate(how.given_up, language)
    return {"name": name, "message": message}


def _find_first_loss(api: str, run: dict[str, Any]) -> datetime:
    """Return when this start of a run was first lost, by the clock of the server: since it last ran, was
    suspended or came to an end, as by hand or because it was given up before."""
    states = _read(api, f"/flow_run_states/?flow_run_id={run['id']}").json()  # oldest first
    since = takewhile(_is_of_a_start, reversed(states))
    lost = [each["timestamp"] for each in since if each["type"] != "SCHEDULED"]
    return datetime.fromisoformat(lost[-1] if lost else run["state"]["timestamp"])


def _is_of_a_start(state: dict[str, Any]) -> bool:
    is_lost = state["type"] == "CRASHED" and str(state["message"]).startswith(tuple(_CRASHES))
    return is_lost or state["type"] in ("SCHEDULED", "PENDING")


def _list_not_taken(api: str, now: datetime) -> list[tuple[dict[str, Any], _Lost]]:
    wanted = {
        "state": {"type": {"any_": ["CRASHED"]}},
        "tags": {"all_": [TAG]},
        "end_time": {"after_": (now - _LOOKED_BACK).isoformat()},
    }
    found = _ask(api, "/flow_runs/filter", {"flow_runs": wanted}).json()
    return [
        (each, how)
        for each in found
        for begin, how in _CRASHES.items()
        if str(each["state"]["message"]).startswith(begin)
    ]


def _list_not_begun(api: str) -> list[tuple[dict[str, Any], _Lost]]:
    """Return the runs that have been pending for longer than a process needs to begin, by the clock of the
    server, which dated that state. Without a deployment no worker would take one again."""
    wanted = {"state": {"type": {"any_": ["PENDING"]}}, "tags": {"all_": [TAG]}}
    answer = _ask(api, "/flow_runs/filter", {"flow_runs": wanted})
    since = _read_date(answer) - _TIME_TO_BEGIN
    return [
        (each, _NOT_BEGUN)
        for each in answer.json()
        if each["deployment_id"] and datetime.fromisoformat(each["state"]["timestamp"]) <= since
    ]


def _read_date(answer: requests.Response) -> datetime:
    """Return when the server answered, by its own clock."""
    return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)


def _read(api: str, path: str) -> requests.Response:
    return _request("GET", api + path, None)


def _ask(api: str, path: str, content: dict[str, Any]) -> requests.Response:
    return _request("POST", api + path, content)


def _request(method: str, url: str, content: dict[str, Any] | None) -> requests.Response:
    answer = request_prefect(method, url, content, os.environ.get("PREFECT_API_AUTH_STRING", ""))
    answer.raise_for_status()
    return answer


def start_lost_and_print(api: str, language: str, now: datetime, print_line: Callable[[str], None]) -> None:
    """Start what never began, and print it; a server that does not answer is asked again later."""
    try:
        for name in start_lost_runs(api, language, now):
            print_line(f"Started again, because it never began: {name}.")
    except requests.RequestException:
        return
