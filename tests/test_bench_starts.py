"""The benches of starts and of a quiet day run, at the smallest size."""

import os
from pathlib import Path

import pytest

from bench.busiest_day import fill_home
from bench.prefect_server import running_prefect
from bench.quiet_day import run_quiet_days
from bench.starts import (
    CHANGES,
    COMMANDS,
    FLOORS,
    RUN,
    list_starts,
    make_home,
    measure_starts,
    name_command,
    tell,
)


@pytest.mark.long
def test_the_starts_are_measured_and_a_goal_that_is_missed_is_said(tmp_path: Path) -> None:
    environment = make_home(tmp_path)
    starts = {name: each for name, each in list_starts().items() if name != name_command(RUN)}
    assert [*starts] == [*FLOORS, *map(name_command, (*COMMANDS, *CHANGES))]
    seconds = measure_starts(environment, starts, rounds=1)
    assert all(used > 0 for used in seconds.values())
    lines = [*tell(seconds | {name_command(RUN): 9.0, "`terugkom actions`": 0.1})]
    assert lines[-1] == "| `terugkom run` | 9.00 | ≤ 2 **missed** |"
    assert "| `terugkom actions` | 0.10 | ≤ 0.4 |" in lines


@pytest.mark.long
def test_a_quiet_day_is_measured(tmp_path: Path) -> None:
    home = tmp_path / "home"
    fill_home(home, 2, 6)
    with running_prefect(tmp_path) as server:
        (cost,) = run_quiet_days(home, server, rounds=1)
    assert cost.clock > 0
    assert cost.processor > cost.server > 0
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
