"""Prefect's worker with a limit of its own: `python -m deployments.worker --pool POOL --limit N`.

Prefect's has a fault (3.x): where a run that was suspended is resumed before its process is gone, the worker
has a place for that run already, asks for another one, and ends on the error. Ours takes the run a moment
later.
"""

import signal
import sys
import warnings
from typing import TYPE_CHECKING, Any

from prefect.cli import app
from prefect.workers.process import ProcessWorker

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it says that the type is Prefect's own: ours is meant to take its place

    class LimitedWorker(ProcessWorker):
        """A worker that leaves a run whose process is not gone yet for the next time that it looks."""

        type = ProcessWorker.type

        async def _submit_scheduled_flow_runs(self, flow_run_response: list[Any]) -> list["FlowRun"]:
            held = set(self._limiter.statistics().borrowers) if self._limiter else set()
            return await super()._submit_scheduled_flow_runs(
                [each for each in flow_run_response if each.flow_run.id not in held]
            )


def enable_interrupt() -> None:
    """Have this process end on SIGINT, by which Prefect's worker is stopped, also by SIGTERM: a shell has a
    program in the background ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":
    enable_interrupt()
    sys.argv = ["prefect", "worker", "start", *sys.argv[1:]]
    app()
