"""Have the packs of a day rendered by a process beside the run too, where no workers share the batches."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from tasks.installation import get_installation
from tasks.run_log import log_info
from terugkom.meetings.execute_step import MeetingStepResult, render_step

if TYPE_CHECKING:  # on most days there is little to do
    from terugkom.documents.render_context import RenderContext
    from terugkom.meetings.pack_process import PackProcess
    from terugkom.meetings.step_request import StepRequest

WORTH_A_PROCESS = 100  # meetings of a day: it starts in the time that ten packs take, and takes 90 MiB
_PROCESS: ContextVar["PackProcess | None"] = ContextVar("pack_process", default=None)


@contextmanager
def start_pack_process(meetings: int) -> Iterator["PackProcess | None"]:
    """Start the process for a day with so many meetings, if it is worth it; yield it, or None.

    On PostgreSQL it is for workers to share the batches. If the process ends, the run renders all itself.
    """
    installation = get_installation()
    if meetings < WORTH_A_PROCESS or not installation.database.is_sqlite or os.cpu_count() == 1:
        yield None
        return
    from terugkom.meetings.pack_process import PackProcess

    with PackProcess(installation.database, installation.documents) as process:
        token = _PROCESS.set(process)
        try:
            yield process
        finally:
            _PROCESS.reset(token)
            if process.has_ended:
                log_info("the process that renders packs ended early; this run rendered the rest")


def has_pack_process() -> bool:
    """Return whether there is a process that renders packs for this run."""
    return _PROCESS.get() is not None


def get_step_renderer() -> Callable[["RenderContext", "StepRequest"], MeetingStepResult]:
    """Return what renders the step of a meeting in this run: `render_step`, or what gives packs to the
    process."""
    process = _PROCESS.get()
    return process.render_step if process else render_step
