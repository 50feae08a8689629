"""The processes and the planned runs of a served instance."""

import time

import psutil

from tests.deployments.serving import Serving, wait_for
from tests.processes import read_command_line


class SlowRecipients(dict[str, str]):
    """Rules for a mail server that take all mail, but need a while for each."""

    def get(self, _address: str, _default: object = None) -> None:  # type: ignore[override]
        time.sleep(0.015)


def list_run_processes(serving: Serving) -> list[psutil.Process]:
    """The process of the run that is under way, and then those that it started."""
    found = serving.worker.children(recursive=True)
    run = next(each for each in found if "prefect" in read_command_line(each))
    return [run, *(each for each in found if each != run)]


def list_planned_ticks(serving: Serving) -> list[str]:
    """Wait until the coming ticks are planned by the schedule; return when they are."""
    (schedule,) = serving.deployment("follow-up-calendar")["schedules"]
    assert schedule["active"]
    assert not serving.deployment("follow-up-calendar")["paused"]

    def found() -> list[str]:
        runs = serving.runs(deployment_id={"any_": [serving.deployment("follow-up-calendar")["id"]]})
        # not those that go on with what was cut off
        return [str(run["expected_start_time"]) for run in runs if run["auto_scheduled"]]

    wait_for(lambda: len(found()) >= 3)
    return found()
