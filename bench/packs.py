"""Measure packs: one of 10 and one of 100 actions, those of 30 and 300 municipalities in one run, and the
pack of an exchange between as many.

.venv/bin/python -m bench.packs
"""

import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from datetime import time as hour
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from string import ascii_lowercase

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.documents.templates import Templates
from terugkom.editions.coverage import load_coverage
from terugkom.meetings.kinds import PEER_EXCHANGE, REVIEW_KINDS
from terugkom.meetings.model import Meeting
from terugkom.meetings.pack_letter import render_pack
from terugkom.plan.model import Action, Group, GroupKind, Municipality, ProgressReport
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from tests.meetings.packs.core_town import DAY, TODAY, add_municipality

SIZES = (10, 100)  # actions
TOWNS = (30, 300)
ACTIONS = 60  # a municipality
GROUPS = 5  # a municipality: four subgroups and the core group
WORKERS = 2
_TIMES = 7
_SOME = 30  # municipalities written at once
_LEARNT = {
    "Wat werkte": "Samen aankopen met drie buurgemeenten scheelde een vijfde.",
    "Wat werkte niet": "De aannemer kwam in de examens.",
}
_IN_THE_DATABASE = {"synchronize_session": False}
_opened: list[Database] = []


def main() -> None:
    print("| one pack | actions | ms, median |\n| --- | ---: | ---: |")
    for size in SIZES:
        for name, milliseconds in one_pack(size):
            print(f"| {name} | {size} | {milliseconds:.0f} |")
    print(f"\n| municipalities, {WORKERS} workers | packs | seconds | ms a pack | peak MiB of a worker |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    found = {towns: one_run(towns) for towns in TOWNS}
    for towns, (seconds, peak) in found.items():
        packs = towns * GROUPS
        print(f"| {towns} | {packs:,} | {seconds:.1f} | {seconds / packs * 1000:.0f} | {peak:.0f} |")
    small, large = (found[towns] for towns in TOWNS)
    slower, larger = large[0] / small[0], large[1] / small[1]
    print(f"\nTen times the municipalities: {slower:.1f} times the time, {larger:.2f} times the memory.")
    print(f"\n| an exchange, municipalities of {SIZES[-1]} actions | ms, median |\n| ---: | ---: |")
    exchanges = {towns: one_exchange(towns) for towns in TOWNS}
    for towns, milliseconds in exchanges.items():
        print(f"| {towns} | {milliseconds:.0f} |")
    small, large = (exchanges[towns] for towns in TOWNS)
    print(f"\nTen times the municipalities: {large / small:.1f} times the time.")


def one_pack(actions: int) -> Iterator[tuple[str, float]]:
    """Yield how many milliseconds the pack of a subgroup with so many actions takes, and the core group's."""
    with tempfile.TemporaryDirectory() as folder:
        database = filled(folder, 1, actions)
        with database.write_session() as session:
            sub = session.scalars(select(Group.id).where(Group.kind == GroupKind.SUB).limit(1)).one()
            session.execute(update(Action).values(group_id=sub))
        with database.read_session() as session:
            town = get_municipality(session, "bench0")
            for meeting in meetings_of(session, town)[:2]:
                coverage = load_coverage(session, town, TODAY)
                made = partial(render_pack, session, Templates("nl"), town, meeting, TODAY, coverage)
                yield meeting.moment.kind, _median(made, partial(give_other_words, session))
        database.close()


def one_exchange(towns: int) -> float:
    """Return how many milliseconds the pack of an exchange takes, within one installation of so many."""
    with tempfile.TemporaryDirectory() as folder:
        database = filled(folder, towns, SIZES[-1])
        with database.write_session() as session:
            session.execute(update(Action).values(sdgs="7; 11; 13"))
            session.execute(update(Action).where(Action.id % 3 == 0).values(extra=_LEARNT))
        with database.read_session() as session, session.no_autoflush:
            town = get_municipality(session, "bench0")
            found = _median(
                lambda: render_pack(
                    session,
                    Templates("nl"),
                    town,
                    _meeting(town, None),
                    TODAY,
                    load_coverage(session, town, TODAY),
                )
            )
        database.close()
    return found


def give_other_words(session: Session, number: int) -> None:
    """Have each title and report end with another letter: Typst remembers the paragraphs that it laid out."""
    for text in (Action.title, ProgressReport.text):
        other = func.substr(text, 1, func.length(text) - 1).concat(ascii_lowercase[number])
        session.execute(update(text.class_).values({text: other}).execution_options(**_IN_THE_DATABASE))
    session.expire_all()


def _median(made: Callable[[], object], change: Callable[[int], None] = lambda _: None) -> float:
    """Return how many milliseconds something takes, once fonts and rules are loaded; before each time
    something is changed, by its number."""
    made()
    times = []
    for number in range(_TIMES):
        change(number)
        started = time.perf_counter()
        made()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def one_run(towns: int) -> tuple[float, float]:
    """Return the seconds of a run for so many municipalities, workers started, and a worker's peak in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        filled(folder, towns, ACTIONS).close()
        started = time.perf_counter()
        with ProcessPoolExecutor(WORKERS, get_context("spawn"), _open, (folder,)) as workers:
            made = list(workers.map(packs_of, [f"bench{n}" for n in range(towns)]))
        seconds = time.perf_counter() - started
    if sum(count for count, _ in made) != towns * GROUPS:
        raise SystemExit("not each group has its pack")
    return seconds, max(peak for _, peak in made)


def packs_of(slug: str) -> tuple[int, float]:
    """Make the packs of a municipality; return how many there are, and this process's peak in MiB."""
    with _opened[0].read_session() as session:
        town = get_municipality(session, slug)
        templates = Templates(town.language)
        made = [
            render_pack(session, templates, town, each, TODAY, load_coverage(session, town, TODAY))
            for each in meetings_of(session, town)
        ]
    count = sum(each.letter.attachments[0].content.startswith(b"%PDF") for each in made)
    return count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def meetings_of(session: Session, town: Municipality) -> list[Meeting]:
    """Return a meeting to come of each group, as a dry run sees it: the core group's first."""
    groups = session.scalars(
        select(Group).where(Group.municipality_id == town.id).order_by(Group.kind, Group.code)
    ).all()
    with session.no_autoflush:
        return [_meeting(town, group) for group in groups[:GROUPS]]


def _meeting(town: Municipality, group: Group | None) -> Meeting:
    kind, subject = (REVIEW_KINDS[group.kind], group.code) if group else (PEER_EXCHANGE, town.slug)
    moment = Moment(
        municipality_id=town.id, kind=kind, subject=subject, period="bench", day=DAY,
        opened_at=datetime(2027, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    return Meeting(
        moment=moment,
        group=group,
        group_id=group.id if group else None,
        starts_at=hour(14),
        duration_minutes=90,
        uid="",
        sequence=0,
    )


def filled(folder: str, towns: int, actions: int) -> Database:
    """Return a database with so many municipalities of so many actions."""
    database = _database(folder)
    database.upgrade()
    for first in range(0, towns, _SOME):
        with database.write_session() as session:
            for n in range(first, min(first + _SOME, towns)):
                add_municipality(session, f"bench{n}", actions)
    return database


def _database(folder: str) -> Database:
    return Database(f"sqlite:///{Path(folder)}/terugkom.db")


def _open(folder: str) -> None:
    _opened.append(_database(folder))


if __name__ == "__main__":
    main()
