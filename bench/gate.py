"""Measure the gate: one long text, a plan of 1,000 actions and one of 10,000, and how good it is.

.venv/bin/python -m bench.gate
"""

import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import update

from bench.plans import ACTIONS_EACH, fill
from terugkom.database.connection_pool import Database
from terugkom.gate.check_action import ActionToCheck, check_action, check_action_text
from terugkom.gate.check_plan import check_plan
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from tests.gate import labelled_plans
from tests.gate.test_quality import FILES, table

LENGTH = 2000
SIZES = (1_000, 10_000)


def main() -> None:
    if sys.argv[1:]:
        print(*one_pass(int(sys.argv[1])))
        return
    print("| a text of 2,000 characters | ms, median |\n| --- | ---: |")
    for what, forget in (("read for the first time", True), ("its words known", False)):
        print(f"| {what} | {long_text(forget):.2f} |")
    print("\n| actions | seconds | µs an action | peak MiB |\n| ---: | ---: | ---: | ---: |")
    found = {size: measured(size) for size in SIZES}
    for size, (seconds, peak) in found.items():
        print(f"| {size} | {seconds:.2f} | {seconds / size * 1e6:.0f} | {peak:.0f} |")
    small, large = (found[size] for size in SIZES)
    slower, larger = large[0] / small[0], large[1] / small[1]
    print(f"\nTen times the actions: {slower:.1f} times the time, {larger:.2f} times the memory.")
    for language in FILES:
        print(f"\n| {language}, the half kept aside | right | wrong | missed | precision | recall |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for ground, (right, wrong, missed) in table(language, kept_aside=True).items():
            precision, recall = share(right, wrong), share(right, missed)
            print(f"| {ground} | {right} | {wrong} | {missed} | {precision} | {recall} |")
    print("\n| actions of public plans | right | wrong | missed | precision | recall |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name in labelled_plans.FILES:
        right, wrong, missed = labelled_plans.count_judgements(name)
        precision, recall = share(right, wrong), share(right, missed)
        print(f"| {name} | {right} | {wrong} | {missed} | {precision} | {recall} |")


def share(right: int, others: int) -> str:
    return f"{right / (right + others):.2f}" if right + others else "-"


def long_text(forget: bool) -> float:
    """Return how many milliseconds a text takes; each is another, and none was checked before."""
    with FILES["nl"].open(encoding="utf-8", newline="") as file:
        everything = " ".join(f"{row['title']}. {row['description']}" for row in csv.DictReader(file))
    texts = [everything[at : at + LENGTH] for at in range(0, len(everything) - LENGTH, 500)]
    check_action(ActionToCheck("warm"), "nl")
    if not forget:
        for text in texts:
            check_action(ActionToCheck(text), "nl")
        check_action_text.cache_clear()
    times = []
    for text in texts if not forget else texts[:: LENGTH // 500]:
        started = time.perf_counter()
        check_action(ActionToCheck(text, owners=("An Peeters",), has_deadline=True), "nl")
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def measured(size: int) -> tuple[float, float]:
    """Return the seconds and the peak of memory of a pass in a process of its own."""
    command = [sys.executable, "-m", "bench.gate", str(size)]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    seconds, peak = out.split()
    return float(seconds), float(peak)


def one_pass(size: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/terugkom.db")
        database.upgrade()
        fill(database, size // ACTIONS_EACH)
        with database.write_session() as session:  # no two the same: each is really read
            session.execute(update(Action).values(title=Action.title + ", " + Action.code))
        with database.read_session() as session:
            town = get_municipality(session, "bench")
            started = time.perf_counter()
            count = sum(1 for _ in check_plan(session, town))
            seconds = time.perf_counter() - started
        database.close()
    if count != size:
        raise SystemExit(f"{count} actions were checked, not {size}")
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
