"""Measure the pages: 2,000 owners open their link and send a report, while a tick works on the same database.

.venv/bin/python -m bench.site

The pages are served as `terugkom site` serves them, in one process and in two beside one another; the owners
come from a process of their own, on a schedule that does not wait for slow answers.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
import requests
from PIL import Image
from sqlalchemy import func, select

from bench.__main__ import say, with_plan
from bench.plans import TODAY
from bench.prefect_server import running_prefect
from bench.processes import ROOT, find_free_port
from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.plan.model import Action, Municipality, ProgressReport
from terugkom.plan.page_links import OWNER_PAGE_PATH, PageLinkPurpose, create_page_links

SECONDS = 600  # in which the goal has all owners come
GOAL_MS = 300
CLIENTS = 8  # at once, where the highest rate is looked for
PHOTO_OF = 50  # one owner in so many sends a photo
_CHOICES = ("on-track", "done", "on-track", "later", "on-track", "done", "later", "stuck")


@dataclass(frozen=True)
class Answer:
    """One request: what it was for, how long it took, and its status; 0 if there was no answer."""

    kind: str
    ms: float
    status: int


@dataclass(frozen=True)
class Visit:
    """One owner: the addresses of their page and of the form, and what they send."""

    start: float  # seconds after the first
    base: str
    token: str
    number: int


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.site")
    given.add_argument("--owners", type=int, default=2_000)
    given.add_argument("--seconds", type=float, default=300, help="in which they come")
    given.add_argument("--without-tick", action="store_true")
    given.add_argument("--load", help=argparse.SUPPRESS)
    sizes = given.parse_args()
    if sizes.load:
        return print(json.dumps(_load(json.loads(sys.stdin.read()), sizes.load)))
    (ROOT / "build").mkdir(exist_ok=True)
    say(f"\n{sizes.owners} owners, a page and a report each, in {sizes.seconds:.0f} s (goal: {SECONDS}).\n")
    say("| pages | tick | requests/s | median ms | 99 % ms | slowest ms | photo ms | lost | failed |")
    say("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    reached = []
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as name, ExitStack() as stack:
        folder = Path(name)
        environment = dict(os.environ)
        if not sizes.without_tick:
            environment = stack.enter_context(running_prefect(folder)).environment
        for processes in (1, 2):
            with_tick = not sizes.without_tick
            reached.append(
                _measure(folder / f"{processes}", environment, sizes, processes, with_tick=with_tick)
            )
        for processes in (1, 2):
            _measure(
                folder / f"most-{processes}", environment, sizes, processes, with_tick=False, is_most=True
            )
    outcome = "reached" if all(reached) else "MISSED"
    say(f"\nThe goal, 99 % under {GOAL_MS} ms, nothing lost and nothing failed, is {outcome}.")


def _measure(
    home: Path,
    environment: Mapping[str, str],
    sizes: argparse.Namespace,
    processes: int,
    *,
    with_tick: bool,
    is_most: bool = False,
) -> bool:
    """Measure one way of serving, print its row, and return whether the goal is reached."""
    tokens = _fill(home, sizes.owners)
    environment = {**environment, "TERUGKOM_HOME": str(home), "TERUGKOM_SITE_URL": "http://127.0.0.1:4280"}
    draw = random.Random(12)
    with ExitStack() as stack:
        bases = [stack.enter_context(_running_site(environment)) for _ in range(processes)]
        visits = [
            Visit(0 if is_most else draw.uniform(0, sizes.seconds), bases[n % processes], token, n + 1)
            for n, token in enumerate(tokens)
        ]
        if with_tick:
            stack.enter_context(_ticking(environment))
        command = [sys.executable, "-m", "bench.site", "--load", "most" if is_most else "paced"]
        sent = json.dumps([asdict(each) for each in visits])
        started = time.perf_counter()
        done = subprocess.run(command, input=sent, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
        seconds = time.perf_counter() - started
    answers = [Answer(**each) for each in json.loads(done.stdout)]
    lost = sizes.owners - _count_reports(home)
    failed = sum(each.status not in (200, 303) for each in answers)
    times = sorted(each.ms for each in answers if each.kind != "photo")
    photos = sorted(each.ms for each in answers if each.kind == "photo")
    last = times[int(len(times) * 0.99)]
    say(
        f"| {processes} | {'at work' if with_tick else 'none'}{', as fast as it goes' if is_most else ''}"
        f" | {len(answers) / seconds:.0f} | {times[len(times) // 2]:.0f} | **{last:.0f}** | {times[-1]:.0f}"
        f" | {photos[len(photos) // 2] if photos else 0:.0f} | {lost} | {failed} |"
    )
    return last < GOAL_MS and not lost and not failed


def _fill(home: Path, owners: int) -> Sequence[str]:
    """Write the plan and return the token of each owner."""
    url = f"sqlite:///{home}/terugkom.db"
    with_plan(url, owners)
    database = Database(url)
    with database.write_session() as session:
        session.scalars(select(Municipality)).one().coordinator_id = 1
        people = {str(n): n for n in range(1, owners + 1)}
        expires_on = clock.today() + timedelta(days=90)
        tokens = create_page_links(session, PageLinkPurpose.OWNER, people, expires_on)
    database.close()
    return [tokens[str(n)] for n in range(1, owners + 1)]


def _count_reports(home: Path) -> int:
    """Return how many owners have a report of their first action."""
    database = Database(f"sqlite:///{home}/terugkom.db")
    with database.read_session() as session:
        first = select(func.count(ProgressReport.action_id.distinct())).join(Action)
        found = session.scalar(first.where(Action.code.like("A-%-0"))) or 0
    database.close()
    return found


@contextmanager
def _running_site(environment: Mapping[str, str]) -> Iterator[str]:
    """Give the address of pages that are served by a process of their own."""
    port = find_free_port()
    command = [sys.executable, "-m", "terugkom", "site", "--port", str(port)]
    server = subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                if requests.get(f"{base}/health", timeout=2).ok:
                    break
            except requests.RequestException:
                time.sleep(0.1)
        yield base
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _ticking(environment: Mapping[str, str]) -> Iterator[None]:
    """Have one tick after the other at work, each a week later, so that each has reminders to send."""
    loop = [sys.executable, "-m", "bench.site_ticks", str(TODAY)]
    ticks = subprocess.Popen(loop, env=dict(environment), cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(5)  # until the first is at work
    try:
        yield
        if ticks.poll() is not None:
            raise SystemExit(f"the ticks ended: {ticks.returncode}")
    finally:
        ticks.terminate()
        ticks.wait()


# The process of the owners.


def _load(visits: Sequence[Mapping[str, Any]], pace: str) -> list[dict[str, Any]]:
    """Have all owners come; return their answers."""
    found = [Visit(**each) for each in visits]
    return [asdict(each) for each in asyncio.run(_come(found, pace))]


async def _come(visits: Sequence[Visit], pace: str) -> list[Answer]:
    answers: list[Answer] = []
    at_once = asyncio.Semaphore(CLIENTS if pace == "most" else len(visits))
    photo = _make_photo()
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=20)
    async with httpx2.AsyncClient(timeout=120, limits=limits) as client:

        async def visit(each: Visit) -> None:
            await asyncio.sleep(each.start)
            async with at_once:
                answers.extend([answer async for answer in _visit(client, each, photo, pace)])

        await asyncio.gather(*(visit(each) for each in visits))
    return answers


async def _visit(client: httpx2.AsyncClient, visit: Visit, photo: bytes, pace: str) -> Any:
    choice = _CHOICES[visit.number % len(_CHOICES)]
    address = f"{visit.base}{OWNER_PAGE_PATH}{visit.token}"
    code = f"A-{visit.number}-0"
    shown = f"{address}?action={code}&choice={choice}"
    yield await _time("page", client.get(shown))
    if pace != "most":
        await asyncio.sleep(2)  # who writes fast
    given = {
        "action": code,
        "seen_deadline": str(TODAY + timedelta(days=7)),
        "choice": choice,
        "text": f"Wij wachten op de aannemer, dossier {visit.number}.",
        "new_deadline": str(clock.today() + timedelta(days=60)),
    }
    if visit.number % PHOTO_OF:
        yield await _time("report", client.post(address, data=given))
        return
    given |= {"photo_caption": "Het dak.", "photographer": "René", "photo_permission": "y"}
    yield await _time("photo", client.post(address, data=given, files={"photo": ("IMG_1.jpg", photo)}))


async def _time(kind: str, request: Any) -> Answer:
    started = time.perf_counter()
    try:
        status = (await request).status_code
    except httpx2.HTTPError:
        status = 0
    return Answer(kind, (time.perf_counter() - started) * 1000, status)


def _make_photo() -> bytes:
    """Return a photo of three megapixels, with noise as a camera has it."""
    made = BytesIO()
    Image.effect_noise((2048, 1536), 40).convert("RGB").save(made, "JPEG", quality=80)
    return made.getvalue()


if __name__ == "__main__":
    main()
