"""Measure how well workers share a day: the batches of one daily run, done by one, two and four processes.

.venv/bin/python -m bench.workers [--municipalities 10] [--actions 60]

On PostgreSQL, each process with a home of its own but for the documents, as several workers have. A batch is
claimed and done by the code of its run, without Prefect, whose start of a process for each comes on top. The
figure is the processor seconds of one process alone divided by those of the busiest of several, so it
does not depend on how many processors there are.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import select

from bench.busiest_day import fill_home
from terugkom.clock import now
from terugkom.database.connection_pool import Database
from terugkom.demo_home import mark_demo_home
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.plan.queries import list_municipalities
from terugkom.work_batches.claim_batch import claim_batch, end_batch
from terugkom.work_batches.cut_batches import cut_batches
from terugkom.work_batches.model import OPEN_STATES, BatchState, ItemResult, WorkBatch, WorkItem
from terugkom.work_batches.plan_batches import plan_batches
from tests.meetings.packs.core_town import TODAY
from tests.postgres import Postgres, running_postgres

GOALS = {2: 1.8, 4: 3.2}
SECONDS = 60.0  # of a lease
_BATCHES = 24  # cut so small that four workers may share them evenly


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.workers")
    given.add_argument("--municipalities", type=int, default=20)
    given.add_argument("--actions", type=int, default=60)
    sizes = given.parse_args()
    print("| workers | processor seconds of the busiest | of all | one alone / busiest | goal |")
    print("| ---: | ---: | ---: | ---: | --- |", flush=True)
    with running_postgres() as server:
        alone = 0.0
        for workers in (1, 2, 4):
            used = share_day(server, workers, sizes.municipalities, sizes.actions)
            alone, ratio = alone or max(used), (alone or max(used)) / max(used)
            goal = GOALS.get(workers, 1.0)
            verdict = "reached" if ratio >= goal else f"MISSED: {goal}"
            print(f"| {workers} | {max(used):.1f} | {sum(used):.1f} | {ratio:.2f} | {verdict} |", flush=True)


def share_day(server: Postgres, workers: int, municipalities: int, actions: int) -> list[float]:
    """Have so many processes do the busiest day; return the processor seconds of each."""
    with tempfile.TemporaryDirectory() as folder:
        url = server.create(f"workers_{workers}", "template0")
        fill_home(Path(folder) / "made", municipalities, actions, url)
        plan_day(url)
        homes = [str(Path(folder) / f"home-{number}") for number in range(workers)]
        (Path(folder) / "documents").mkdir()
        for home in homes:
            Path(home).mkdir()
            (Path(home) / "documents").symlink_to(Path(folder) / "documents")
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            used = list(pool.map(work, homes, [url] * workers))
        database = Database(url)
        with database.read_session() as session:
            if set(session.scalars(select(WorkBatch.state))) != {BatchState.DONE}:
                raise SystemExit("not all batches are done")
        database.close()
    return used


def plan_day(url: str) -> None:
    """Plan the reminders and the packs of all groups; the mails go to a folder, as a demo's do."""
    database = Database(url)
    with database.read_session() as session:
        slugs = [each.slug for each in list_municipalities(session, None)]
    groups = [f"G{number}" for number in range(5)]
    period = f"{TODAY:%Y-%m}"
    core, sub, *_ = MEETING_KINDS
    due = {
        "owner-reminders": [WorkItem(slug, weight=1.0) for slug in slugs],
        sub: [WorkItem(slug, group, period, weight=1.0) for slug in slugs for group in groups],
        core: [WorkItem(slug, "KOP", period, weight=1.0) for slug in slugs],
    }
    limit = max(1.0, sum(map(len, due.values())) / _BATCHES)
    with database.write_session() as session:
        mark_demo_home(session, slugs[0])
        for cycle, items in due.items():
            plan_batches(session, TODAY, cycle, cut_batches(items, limit), now())
    database.close()


def work(home: str, url: str) -> float:
    """Do batches until none is left; return the processor seconds of this process and of those it started."""
    os.environ |= {"TERUGKOM_HOME": home, "TERUGKOM_DATABASE_URL": url}
    from tasks.installation import get_installation
    from tasks.work_batches import run_item_and_report

    database, run = get_installation().database, f"process {os.getpid()}"
    started, free = sum(os.times()[:4]), True
    while free:
        with database.read_session() as session:
            waiting = session.scalars(select(WorkBatch.id).where(WorkBatch.state.in_(OPEN_STATES))).all()
        free = bool(waiting)
        for batch in waiting:
            with database.write_session() as session:
                claimed = claim_batch(session, batch, run, SECONDS, now())
            if claimed is None:
                continue
            results = {}
            for position, item in enumerate(claimed.items):
                state, _ = run_item_and_report(claimed.cycle, item, claimed.day, dry_run=False)
                report = state.result(raise_on_failure=False)
                if isinstance(report, Exception):
                    raise report
                results[position] = ItemResult(state.name or "", "", False, run, 0.0, report)
            with database.write_session() as session:
                end_batch(session, claimed, results, BatchState.DONE, now())
            break
        else:
            time.sleep(0.2)
    return sum(os.times()[:4]) - started


if __name__ == "__main__":
    main()
