"""Measure a daily run of many municipalities on which nothing is due, in a row with another such day.

.venv/bin/python -m bench.quiet_day [--municipalities 300] [--actions 200] [--rounds 3]

As `python -m bench.busiest_day`, whose quiet day comes only after its busiest one. The first day, which
writes the calendars, is not counted.
"""

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.busiest_day import MUNICIPALITIES, Cost, fill_home, judge, run_day
from bench.prefect_server import PrefectServer, running_prefect
from bench.processes import ROOT
from tests.meetings.packs.core_town import TODAY

FIRST = TODAY - timedelta(days=60)


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.quiet_day")
    given.add_argument("--municipalities", type=int, default=MUNICIPALITIES)
    given.add_argument("--actions", type=int, default=200)
    given.add_argument("--rounds", type=int, default=3)
    sizes = given.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder, running_prefect(Path(folder)) as server:
        home = Path(folder) / "home"
        fill_home(home, sizes.municipalities, sizes.actions)
        print("| seconds | processor seconds | of Prefect's server | goal |\n| ---: | ---: | ---: | --- |")
        for cost in run_quiet_days(home, server, sizes.rounds):
            verdict = judge("quiet", cost, sizes.municipalities)
            print(f"| {cost.clock:.1f} | {cost.processor:.1f} | {cost.server:.1f} | {verdict} |", flush=True)


def run_quiet_days(home: Path, server: PrefectServer, rounds: int) -> list[Cost]:
    """Return what each of some quiet days in a row took. Raises SystemExit if something was due on one."""
    costs = []
    for after in range(rounds + 1):
        cost, report = run_day(home, server, str(FIRST + timedelta(days=after)))
        if report["deliveries"] or report["documents"]:
            raise SystemExit(f"something was due: {report}")
        costs.append(cost)
    return costs[1:]


if __name__ == "__main__":
    main()
