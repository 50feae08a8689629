"""Run every measurement and print its table."""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests

from bench.plans import fill
from bench.sink import running_sink
from terugkom.database import Database
from tests.postgres import NoPostgres, running_postgres

ROOT = Path(__file__).parents[1]
SOURCE = shutil.which("smtp-source", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", ""))
_FIGURES = ("ratio", "seconds", "peak", "tasks")
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "128MB"}


def main() -> None:
    given = argparse.ArgumentParser(prog="make bench")
    given.add_argument("--owners", type=int, default=10_000)
    given.add_argument("--plain", type=int, default=1_500, help="mails of the plain script, in each round")
    given.add_argument("--rounds", type=int, default=3)
    sizes = given.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)  # not /tmp: see "recently deleted" in README.md
    with (
        tempfile.TemporaryDirectory(dir=ROOT / "build") as folder,
        running_prefect(Path(folder)) as environment,
    ):
        with running_sink() as port:
            environment["TERUGKOM_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
            environment["TERUGKOM_SMTP_CONNECTIONS"] = "16"  # as for a mail server of one's own
            mails(Path(folder), environment, port, sizes)
        environment.pop("TERUGKOM_SMTP_URL")
        nothing_due(Path(folder), environment)


def mails(folder: Path, environment: dict[str, str], port: int, sizes: argparse.Namespace) -> None:
    """Measure the reminders of many owners beside a plain script, in rounds: the middle one counts."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    rates, counts = list[float](), (sizes.owners // 10, sizes.owners)
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_postgres(DURABLE))
        except NoPostgres as error:
            server = None
            say(f"PostgreSQL is left out: {error}")
        for turn in range(sizes.rounds):
            rates.append(rate := plainly(folder / f"plain-{turn}", port, sizes.plain))
            for owners in counts:
                home = folder / f"home-{owners}-{turn}"
                run = remind(home / "sqlite", environment, owners)
                found["SQLite", owners].append(run | {"ratio": owners / run["seconds"] / rate})
                if server:
                    url = server.create(f"bench_{owners}_{turn}", "template0")
                    run = remind(home / "postgresql", environment, owners, url)
                    found["PostgreSQL", owners].append(run | {"ratio": owners / run["seconds"] / rate})
    tell(found, rates, source(port, sizes.owners) if SOURCE else None)


def tell(found: dict[tuple[str, int], list[dict[str, Any]]], rates: list[float], limit: float | None) -> None:
    """Print the table: of each figure the middle one of its rounds, of the ratios all."""
    rate = statistics.median(rates)
    say("\n| what | mails | mails/s | against plain | seconds | peak MiB | task runs |")
    say("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    say(f"| plain script ({', '.join(f'{each:.0f}' for each in rates)}) | | {rate:.0f} | 1.0 | | | |")
    middle = {
        of: {
            name: statistics.median(run[name] for run in runs)
            for name in ("ratio", "seconds", "peak", "tasks")
        }
        for of, runs in sorted(found.items(), key=lambda each: (each[0][0] != "SQLite", each[0][1]))
    }
    for (name, owners), of in middle.items():
        ratios = ", ".join(f"{run['ratio']:.1f}" for run in found[name, owners])
        say(
            f"| owner-reminders, {name} | {owners} | {owners / of['seconds']:.0f} | **{of['ratio']:.1f}**"
            f" ({ratios}) | {of['seconds']:.1f} | {of['peak']:.0f} | {of['tasks']:.0f} |"
        )
    if limit:
        say(f"| smtp-source, 10 connections | | {limit:.0f} | {limit / rate:.1f} | | | |")
    for name in dict.fromkeys(name for name, _ in middle):
        small, large = (of for (which, _), of in middle.items() if which == name)
        say(
            f"\n{name}, ten times the owners: {large['seconds'] / small['seconds']:.1f} times the time,"
            f" {large['peak'] / small['peak']:.2f} times the memory."
        )


def nothing_due(folder: Path, environment: dict[str, str]) -> None:
    """Measure a tick with nothing due on a small and on a very large plan."""
    found = {}
    for owners in (200, 20_000):
        home = environment | {"TERUGKOM_HOME": str(folder / f"quiet-{owners}")}
        with_plan(f"sqlite:///{folder}/quiet-{owners}/terugkom.db", owners, due=False)
        seconds = run(home, "follow-up-calendar", 8)["seconds"]
        found[owners * 5] = statistics.median(seconds[2:])
    small, large = found.values()
    say("\n| a tick with nothing due | ms, median of 6 |")
    say("| --- | ---: |")
    for actions, median in found.items():
        say(f"| {actions} actions | {median * 1000:.0f} |")
    say(f"\nOn 100,000 actions {large / small:.2f} times what it takes on 1,000.")


def remind(home: Path, environment: dict[str, str], owners: int, url: str = "") -> dict[str, Any]:
    """Measure one run of the reminders, on a new plan."""
    with_plan(url or f"sqlite:///{home}/terugkom.db", owners)
    more = {"TERUGKOM_HOME": str(home)} | ({"TERUGKOM_DATABASE_URL": url} if url else {})
    before = task_runs(environment)
    found = run(environment | more, "owner-reminders", 1)
    if found["sent"] != owners:
        raise SystemExit(f"{found['sent']} of {owners} mails were sent: {found}")
    return found | {"seconds": found["seconds"][0], "tasks": task_runs(environment) - before}


def with_plan(url: str, owners: int, *, due: bool = True) -> None:
    database = Database(url)
    database.upgrade()
    fill(database, owners, due=due)
    database.close()


def run(environment: dict[str, str], flow: str, times: int) -> dict[str, Any]:
    say(f"... {flow} in {'/'.join(Path(environment['TERUGKOM_HOME']).parts[-2:])}", to=sys.stderr)
    return program([sys.executable, "-m", "bench.ours", flow, str(times)], environment)


def plainly(home: Path, port: int, mails: int) -> float:
    """Return how many mails a second the plain script sends."""
    say("... the plain script", to=sys.stderr)
    with_plan(f"sqlite:///{home}/terugkom.db", mails)
    raw = home / "plain.db"
    copy_plainly(home / "terugkom.db", raw)
    command = [sys.executable, "-m", "bench.plain", str(raw), str(port), str(mails)]
    rate: float = program(command, dict(os.environ))["rate"]
    return rate


def copy_plainly(source: Path, target: Path) -> None:
    """Copy a database without its write-ahead log: the plain script opens SQLite as it comes."""
    import sqlite3

    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    old.close()
    new.close()


def source(port: int, mails: int) -> float:
    started = time.perf_counter()
    size = ["-l", "9000"]
    subprocess.run([str(SOURCE), "-s", "10", "-m", str(mails), *size, f"127.0.0.1:{port}"], check=True)
    return mails / (time.perf_counter() - started)


def program(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def task_runs(environment: dict[str, str]) -> int:
    time.sleep(3)  # the server writes task runs down a little later
    answer = requests.post(f"{environment['PREFECT_API_URL']}/task_runs/count", json={}, timeout=30)
    count: int = answer.json()
    return count


@contextmanager
def running_prefect(folder: Path) -> Iterator[dict[str, str]]:
    """Give the environment of a Prefect server that all measurements share."""
    port = find_free_port()
    environment = os.environ | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(120):
            try:
                if requests.get(f"{environment['PREFECT_API_URL']}/health", timeout=2).ok:
                    break
            except requests.RequestException:
                time.sleep(1)
        yield environment
    finally:
        server.terminate()
        server.wait()


def find_free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def say(text: str, to: Any = None) -> None:
    print(text, file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    main()
