"""Run every measurement and print its table, with each goal beside what was reached."""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.file_creation import wait_for_fast_creation
from bench.plans import TODAY, fill
from bench.prefect_server import running_prefect
from bench.processes import ROOT, Measured, measure
from bench.sink import running_sink
from terugkom.database.connection_pool import Database, update_statistics
from tests.postgres import NoPostgres, running_postgres

SOURCE = shutil.which("smtp-source", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", ""))
POST_OFFICE = ROOT / "build" / "post-office" / "bin" / "python"  # see README.md
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "128MB"}
_PLAIN, _QUEUE = "plain script", "django-post_office, 2 processes"
_MAX_MEMORY, _MAX_GROWTH = 250, 1.05


def main() -> None:
    given = argparse.ArgumentParser(prog="make bench")
    given.add_argument("--owners", type=int, default=10_000)
    given.add_argument(
        "--times", type=int, default=10, help="so many times the owners in the large run; 1: no such run"
    )
    given.add_argument("--baseline", type=int, default=2_000, help="mails of a baseline, in each round")
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument(
        "--skip", nargs="*", default=[], choices=["postgresql", "quiet"], help="what to leave out"
    )
    sizes = given.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)  # not /tmp, which may be memory
    with (
        tempfile.TemporaryDirectory(dir=ROOT / "build") as folder,
        running_prefect(Path(folder)) as prefect,
    ):
        environment = prefect.environment
        with running_sink() as port:
            environment["TERUGKOM_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
            environment["TERUGKOM_SMTP_CONNECTIONS"] = "16"  # as for a mail server of one's own
            mails(Path(folder), environment, port, sizes)
        environment.pop("TERUGKOM_SMTP_URL")
        if "quiet" not in sizes.skip:
            nothing_due(Path(folder), environment)


def mails(folder: Path, environment: dict[str, str], port: int, sizes: argparse.Namespace) -> None:
    """Measure the reminders of many owners beside the baselines, in rounds: the middle one counts."""
    found: defaultdict[tuple[str, int], list[Measured]] = defaultdict(list)
    large = sizes.owners * sizes.times
    with ExitStack() as stack:
        server = None
        try:
            if "postgresql" not in sizes.skip:
                server = stack.enter_context(running_postgres(DURABLE))
        except NoPostgres as error:
            say(f"PostgreSQL is left out: {error}")
        for turn in range(sizes.rounds):
            for name, count, measured in baselines(folder / f"baseline-{turn}", port, sizes.baseline):
                found[name, count].append(measured)
            for owners in [sizes.owners, large] if turn == 0 and sizes.times > 1 else [sizes.owners]:
                home = folder / f"home-{owners}-{turn}"
                found["SQLite", owners].append(remind(home / "sqlite", environment, owners))
                if server:
                    url = server.create(f"bench_{owners}_{turn}", "template0")
                    found["PostgreSQL", owners].append(remind(home / "postgresql", environment, owners, url))
    tell(found, sizes.owners, large)


def baselines(home: Path, port: int, mails: int) -> Iterator[tuple[str, int, Measured]]:
    """Yield what others take for mails of the same size, the start of their processes included, and for how
    many."""
    with_plan(f"sqlite:///{home}/terugkom.db", mails)
    raw = home / "plain.db"
    copy_plainly(home / "terugkom.db", raw)
    arguments = [str(raw), str(port), str(mails)]
    wait_for_fast_creation(home)
    plain = measured(_PLAIN, [sys.executable, "-m", "bench.plain", *arguments])
    size = json.loads(plain.printed)["bytes"]
    yield _PLAIN, mails, plain
    if POST_OFFICE.exists():
        yield _QUEUE, mails, measured(_QUEUE, [str(POST_OFFICE), "-m", "bench.post_office", *arguments])
    else:
        say(f"django-post_office is left out: there is no {POST_OFFICE}")
    if SOURCE:
        many = ["-d", "-s", "10", "-m", str(mails * 10), "-l", str(size), f"127.0.0.1:{port}"]
        yield "smtp-source, 10 connections kept", mails * 10, measured("smtp-source", [SOURCE, *many])
    else:
        say("smtp-source is left out: Postfix is not installed")


def measured(name: str, command: Sequence[str]) -> Measured:
    say(f"... {name}", to=sys.stderr)
    return measure(command)


def tell(found: dict[tuple[str, int], list[Measured]], owners: int, large: int) -> None:
    """Print the table, of each figure the middle one of its rounds, and what was to be reached."""
    middle = {of: take_middle(runs) for of, runs in found.items()}
    per_mail = {of: run.seconds / of[1] for of, run in middle.items()}
    per_mail_cpu = {of: run.cpu_seconds / of[1] for of, run in middle.items()}
    plain = next(of for of in middle if of[0] == _PLAIN)
    say("\n| what | mails | mails/s | against plain | mails a processor second | against plain | peak MiB |")
    say("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for of, run in middle.items():
        say(
            f"| {of[0]} | {of[1]:,} | {1 / per_mail[of]:,.0f} | {per_mail[plain] / per_mail[of]:.1f}"
            f" | {1 / per_mail_cpu[of]:,.0f} | {per_mail_cpu[plain] / per_mail_cpu[of]:.1f}"
            f" | {run.memory:.0f} |"
        )
    say("\n| goal | wanted | reached |\n| --- | ---: | ---: |")
    for name in [each for each in ("SQLite", "PostgreSQL") if (each, owners) in middle]:
        here = (name, owners)
        tell_goal(f"{name}, {owners:,}: times the plain script", 6, per_mail[plain] / per_mail[here])
        for of in [each for each in middle if each[0] == _QUEUE]:
            tell_goal(f"{name}, {owners:,}: times django-post_office", 2, per_mail[of] / per_mail[here])
        tell_goal(f"{name}, {owners:,}: MiB", _MAX_MEMORY, middle[here].memory, at_most=True)
        if (there := (name, large)) in middle and large > owners:
            tell_goal(f"{name}, {large:,}: times the plain script", 10, per_mail[plain] / per_mail[there])
            tell_goal(
                f"{name}, {large:,}: growth", _MAX_GROWTH, per_mail[there] / per_mail[here], at_most=True
            )
            tell_goal(f"{name}, {large:,}: MiB", _MAX_MEMORY, middle[there].memory, at_most=True)


def take_middle(runs: Sequence[Measured]) -> Measured:
    """Return the median of each figure of several runs."""
    names = ("seconds", "cpu_seconds", "memory")
    of = {name: statistics.median(getattr(run, name) for run in runs) for name in names}
    return Measured(**of, printed=runs[-1].printed)


def tell_goal(what: str, wanted: float, reached: float, *, at_most: bool = False) -> None:
    """Print a goal, and plainly if it was missed."""
    is_reached = reached <= wanted if at_most else reached >= wanted
    remark = "" if is_reached else " **missed**"
    say(f"| {what} | {'≤' if at_most else '≥'} {wanted:g} | {reached:.2f}{remark} |")


def nothing_due(folder: Path, environment: dict[str, str]) -> None:
    """Measure a tick with nothing due on a small and on a very large plan."""
    found = {}
    for owners in (200, 20_000):
        home = environment | {"TERUGKOM_HOME": str(folder / f"quiet-{owners}")}
        with_plan(f"sqlite:///{folder}/quiet-{owners}/terugkom.db", owners, due=False)
        seconds = json.loads(run(home, "follow-up-calendar", 8).printed)["seconds"]
        found[owners * 5] = statistics.median(seconds[2:])
    small, large = found.values()
    say("\n| a tick with nothing due | ms, median of 6 |")
    say("| --- | ---: |")
    for actions, median in found.items():
        say(f"| {actions} actions | {median * 1000:.0f} |")
    say(f"\nOn 100,000 actions {large / small:.2f} times what it takes on 1,000.")


def remind(home: Path, environment: dict[str, str], owners: int, url: str = "") -> Measured:
    """Measure one run of the reminders, on a new plan."""
    with_plan(url or f"sqlite:///{home}/terugkom.db", owners)
    more = {"TERUGKOM_HOME": str(home)} | ({"TERUGKOM_DATABASE_URL": url} if url else {})
    wait_for_fast_creation(home / "documents" / "bench" / str(TODAY))
    found = run(environment | more, "owner-reminders", 1)
    if json.loads(found.printed)["sent"] != owners:
        raise SystemExit(f"not each of {owners} mails was sent: {found.printed}")
    return found


def with_plan(url: str, owners: int, *, due: bool = True) -> None:
    database = Database(url)
    database.upgrade()
    fill(database, owners, due=due)
    with database.engine.begin() as connection:
        update_statistics(connection)  # as an import does
    database.close()


def run(environment: dict[str, str], flow: str, times: int) -> Measured:
    """Measure a flow in a process of its own, with its start and the processes that it starts."""
    say(f"... {flow} in {'/'.join(Path(environment['TERUGKOM_HOME']).parts[-2:])}", to=sys.stderr)
    return measure([sys.executable, "-m", "bench.ours", flow, str(times)], environment)


def copy_plainly(source: Path, target: Path) -> None:
    """Copy a database without its write-ahead log: the plain script opens SQLite as it comes."""
    import sqlite3

    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    old.close()
    new.close()


def say(text: str, to: Any = None) -> None:
    print(text, file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    main()
