"""Runs that a worker could not start, because Prefect's server was too busy: they are started again.

Prefect calls such a run crashed, with an address of its own pages, and leaves it at that: what somebody asked
for in a form was lost.
"""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import requests

from deployments.prefect_request import request_prefect
from tasks.run_tags import TAG
from terugkom.documents.messages import translate

_NOT_SUBMITTED = "Failed to submit flow run to infrastructure"  # how Prefect's worker begins the message
_TRIED_FOR = timedelta(hours=1)
_LOOKED_BACK = timedelta(days=1)


def start_lost_runs(api: str, language: str, now: datetime) -> list[str]:
    """Have our runs that could not start wait for a worker again; return their names.

    What could not start for an hour is said to be so, in the language of the installation, and left. Raises
    requests.RequestException if the server does not answer.
    """
    started = []
    for run in _list_lost_runs(api, now):
        if now - datetime.fromisoformat(run["expected_start_time"]) < _TRIED_FOR:
            message = translate("report.starts-again", language)
            state = {
                "type": "SCHEDULED",
                "message": message,
                "state_details": {"scheduled_time": now.isoformat()},
            }
            started.append(str(run["name"]))
        else:
            name = translate("state.not-started", language)
            state = {"type": "CRASHED", "name": name, "message": translate("report.not-started", language)}
        _ask(api, f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})
    return started


def _list_lost_runs(api: str, now: datetime) -> list[dict[str, Any]]:
    wanted = {
        "state": {"type": {"any_": ["CRASHED"]}},
        "tags": {"all_": [TAG]},
        "expected_start_time": {"after_": (now - _LOOKED_BACK).isoformat()},
    }
    found: list[dict[str, Any]] = _ask(api, "/flow_runs/filter", {"flow_runs": wanted})
    never_ran = (each for each in found if not each["run_count"])
    return [each for each in never_ran if str(each["state"]["message"]).startswith(_NOT_SUBMITTED)]


def _ask(api: str, path: str, content: dict[str, Any]) -> Any:
    answer = request_prefect("POST", api + path, content, os.environ.get("PREFECT_API_AUTH_STRING", ""))
    answer.raise_for_status()
    return answer.json()


def start_lost_and_print(api: str, language: str, now: datetime, print_line: Callable[[str], None]) -> None:
    """Start what could not start, and print it; a server that does not answer is asked again later."""
    try:
        for name in start_lost_runs(api, language, now):
            print_line(f"Started again, because the server was too busy: {name}.")
    except requests.RequestException:
        return
