"""The installation of a Prefect process, with the channels of the Prefect blocks."""

import gc
from functools import cache

from prefect.runtime import flow_run

from tasks.channel_blocks import BlockChannels
from terugkom.installation import Installation, build_installation


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
