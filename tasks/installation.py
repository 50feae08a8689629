"""The installation of a Prefect process, with the channels of the Prefect blocks."""

import gc
from datetime import date
from functools import cache

from prefect.runtime import flow_run

from tasks.channel_blocks import BlockChannels
from terugkom import clock
from terugkom.installation import Installation, build_installation
from terugkom.schedule.run_stamp import RunStamp


@cache
def get_installation() -> Installation:
    """Return this process's installation, with its database schema upgraded."""
    installation = build_installation(BlockChannels())
    gc.freeze()  # Prefect's half a million objects stay: scanning them again costs a tenth of a large run
    gc.set_threshold(50_000)  # few reference cycles in a run: frequent collection costs a fifteenth
    return installation


def get_run_id() -> str:
    """Return the id of the current flow run; empty outside a run."""
    return str(flow_run.get_id() or "")


def build_run_stamp(today: date) -> RunStamp:
    """Return the mark of the current run on what it opens now, for this day."""
    return RunStamp(today, clock.now(), get_run_id())
