"""Measure what a start costs: commands of the shell, and a daily run with nothing due.

.venv/bin/python -m bench.starts [--rounds 5]

Processor seconds of our own process, by turns, the lowest of each; beside them what the libraries alone take
to import. The run is that of a small plan, beside a Prefect server that is running.
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import takewhile
from pathlib import Path

from bench.busiest_day import fill_home
from bench.prefect_server import running_prefect
from bench.processes import ROOT, measure
from terugkom.command_line.main import DONE, NEEDS_ATTENTION
from tests.meetings.packs.core_town import TODAY

ACTIONS = 18
QUIET = str(TODAY - timedelta(days=60))
_DATABASE = "import sqlalchemy.orm, pydantic_settings"
_PREFECT = f"{_DATABASE}, prefect.main, prefect.flow_engine, prefect.task_engine"
FLOORS = {"the database library and the settings alone": _DATABASE, "and Prefect": _PREFECT}
COMMANDS = (  # that only list
    *(["actions"], ["history"], ["upcoming", "--today", QUIET], ["questions"], ["ideas"], ["remarks"]),
    *(["look"], ["corrections"], ["claims"], ["held"], ["mentions"], ["resolve"], ["mail-channel"]),
    *(["check-home"], ["check"], ["readers"], ["person", "show", "an@linde.example.org"]),
)
_PERSON, _PLAN, _FILE = "p0@bench0.example.org", "bench0", str(Path(tempfile.gettempdir(), "terugkom-bench"))
CHANGES = (  # that write, and do the same again at each round
    *(["unsubscribe", _PERSON], ["answer-idea", "I1", "later", "--because", "Volgend jaar."]),
    *(["person", "links", _PERSON], ["person", "erase", _PERSON], ["mail-channel", "folder"]),
    *(["share", f"{_FILE}.json"], ["export", f"{_FILE}.xlsx"]),
    ["import", f"{_FILE}.xlsx", "--municipality", _PLAN],
)
RUN = ["run", "--today", QUIET, "--really", "--json"]
_STATUSES = (DONE, NEEDS_ATTENTION)
COMMAND_GOAL, RUN_GOAL = 0.4, 2.0  # seconds


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.starts")
    given.add_argument("--rounds", type=int, default=5)
    sizes = given.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder, running_prefect(Path(folder)) as server:
        environment = make_home(Path(folder) / "home", server.environment)
        seconds = measure_starts(environment, list_starts(), sizes.rounds)
    print("| what | processor seconds | wanted |\n| --- | ---: | --- |")
    for line in tell(seconds):
        print(line, flush=True)


def make_home(home: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Make a home with a small plan of which nothing is due; return the environment of its processes."""
    fill_home(home, 1, ACTIONS)
    return {**environment, "TERUGKOM_HOME": str(home)}


def list_starts() -> dict[str, list[str]]:
    """Return what is measured by its name: the arguments of Python."""
    floors = {name: ["-c", code] for name, code in FLOORS.items()}
    return floors | {name_command(each): ["-m", "terugkom", *each] for each in (*COMMANDS, *CHANGES, RUN)}


def name_command(arguments: Sequence[str]) -> str:
    """Return how a command stands in the table."""
    words = takewhile(re.compile(r"[a-z]+(-[a-z]+)*").fullmatch, arguments)
    return f"`terugkom {' '.join(words)}`"


def measure_starts(
    environment: Mapping[str, str], starts: Mapping[str, Sequence[str]], rounds: int
) -> dict[str, float]:
    """Return the lowest processor seconds of each; before the rounds each is run once, for its bytecode."""
    found: dict[str, list[float]] = {name: [] for name in starts}
    for turn in range(rounds + 1):
        for name, arguments in starts.items():
            used = measure([sys.executable, *arguments], environment, _STATUSES).cpu_seconds
            found[name] += [used] if turn else []
    return {name: min(each) for name, each in found.items()}


def tell(seconds: Mapping[str, float]) -> Iterator[str]:
    """Yield the lines of the table, with a goal that is missed."""
    for name, used in seconds.items():
        goal = RUN_GOAL if name == name_command(RUN) else COMMAND_GOAL
        missed = "" if used <= goal else " **missed**"
        yield f"| {name} | {used:.2f} | {'' if name in FLOORS else f'≤ {goal:g}{missed}'} |"


if __name__ == "__main__":
    main()
