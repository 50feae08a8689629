"""Have the packs of a batch rendered by a process beside the run too, where no workers share the batches."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from tasks.installation import get_installation
from tasks.run_log import log_info
from terugkom.meetings.execute_step import MeetingStepResult, render_step

if TYPE_CHECKING:  # most batches are small
    from terugkom.meetings.pack_process import PackProcess

WORTH_A_PROCESS = 20  # meetings of a batch: it starts in the time in which some ten packs are rendered
_PROCESS: ContextVar["PackProcess | None"] = ContextVar("pack_process", default=None)


@contextmanager
def render_packs_beside(meetings: int) -> Iterator["PackProcess | None"]:
    """Start the process for a batch of so many meetings, if it is worth it; yield it, or None.

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


def get_step_renderer() -> Callable[..., MeetingStepResult]:
    """Return what renders the step of a meeting in this run: `render_step`, or what gives packs to the
    process."""
    process = _PROCESS.get()
    return process.render_step if process else render_step
