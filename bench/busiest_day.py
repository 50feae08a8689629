"""Measure a daily run of many municipalities: the busiest day, on which each owner is reminded and each group
gets its pack, and a quiet one.

.venv/bin/python -m bench.busiest_day [--municipalities 300] [--actions 200]

It runs as `terugkom run` does, on SQLite, in one process with the batches in it, beside a Prefect server that
is running. Seconds on the clock and of all processors: its own, its children's, and the server's.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import time as hour
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, String, cast, insert, select, text, update
from sqlalchemy.orm import Session

from bench.file_creation import wait_for_fast_creation
from bench.prefect_server import PrefectServer, running_prefect
from bench.processes import ROOT
from terugkom.database.connection_pool import Database, update_statistics
from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.meetings.kinds import CORE_GROUP, SUBGROUP
from terugkom.meetings.model import InvitationState, Meeting, MeetingState, MeetingStep, StepKind
from terugkom.plan.model import OPEN_STATUSES, Action, Group, GroupKind, Municipality, Person, ProgressReport
from terugkom.schedule.model import Moment, MomentState
from terugkom.tables import Base
from tests.meetings.packs.core_town import DAY, LAST, TODAY, add_municipality, at

MEMBERS = 5  # of each group
STARTS_AT, MINUTES, PLACE = hour(14), 120, "Raadzaal"
MUNICIPALITIES = 300  # that the goals are for
GOALS = {"busiest": 60.0, "quiet": 5.0}  # seconds
_MADE = 10  # municipalities that are made; the others are copies
_APART = 1_000_000  # the ids of copies


@dataclass(frozen=True)
class Cost:
    """What a run took in seconds: on the clock, of the processors, and of those Prefect's server."""

    clock: float
    processor: float
    server: float


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.busiest_day")
    given.add_argument("--municipalities", type=int, default=MUNICIPALITIES)
    given.add_argument("--actions", type=int, default=200)
    given.add_argument("--home", type=Path, help="made before: it is copied")
    sizes = given.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder, running_prefect(Path(folder)) as server:
        home = Path(folder) / "home"
        fill_home(home, sizes.municipalities, sizes.actions)
        wait_for_fast_creation(home)
        print("| day | deliveries | seconds | processor seconds | of Prefect's server | goal |")
        print("| --- | ---: | ---: | ---: | ---: | --- |", flush=True)
        for name, day in (("busiest", TODAY), ("quiet", TODAY + timedelta(days=1))):
            cost, report = run_day(home, server, str(day))
            verdict = judge(name, cost, sizes.municipalities)
            sent = report["deliveries"].get("sent", 0)
            print(
                f"| {name} | {sent:,} | {cost.clock:.1f} | {cost.processor:.1f} | {cost.server:.1f} "
                f"| {verdict} |",
                flush=True,
            )


def judge(day: str, cost: Cost, municipalities: int) -> str:
    """Return whether the goal of a day was reached; of a smaller installation only what the goal is."""
    goal = f"{GOALS[day]:.0f}"
    if municipalities < MUNICIPALITIES:
        return f"{goal} for {MUNICIPALITIES}"
    return "reached" if cost.clock <= GOALS[day] else f"MISSED: {goal}"


def run_day(home: Path, server: PrefectServer, day: str) -> tuple[Cost, dict[str, Any]]:
    """Run the daily run of a day as the command does; return what it took, and its report."""
    environment = server.environment | {"TERUGKOM_HOME": str(home)}
    command = [sys.executable, "-m", "terugkom", "run", "--today", day, "--really", "--json"]
    before, started = server.processor_seconds, time.perf_counter()
    own = os.times()
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    clock, after = time.perf_counter() - started, os.times()
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr[-3000:])
    children = after.children_user + after.children_system - own.children_user - own.children_system
    of_server = server.processor_seconds - before
    report: dict[str, Any] = json.loads(done.stdout)
    if report["attention"].get("failed_runs"):
        raise SystemExit(f"not all is done: {report['attention']}")
    return Cost(clock, children + of_server, of_server), report


def fill_home(home: Path, municipalities: int, actions: int, url: str = "") -> None:
    """Make a home, on SQLite or the database of `url`, with everything due on `TODAY`."""
    home.mkdir(parents=True, exist_ok=True)
    database = Database(url or f"sqlite:///{home}/terugkom.db")
    database.upgrade()
    made = min(_MADE, municipalities)
    with database.write_session() as session:
        for number in range(made):
            _add_busy_municipality(session, f"bench{number}", actions)
    copy_municipalities(database, ceil(municipalities / made))
    with database.write_session() as session:
        _give_own_words(session)
        update_statistics(session.connection())  # as an import does
    database.close()


def _give_own_words(session: Session) -> None:
    """Have the texts of each plan end with its own words: Typst remembers the paragraphs that it laid out."""
    for words, owner in (
        (Action.title, Action.municipality_id),
        (ProgressReport.text, ProgressReport.action_id),
    ):
        other = words.concat(" ").concat(cast(owner, String))
        session.execute(update(words.class_).values({words: other}))


def copy_municipalities(database: Database, times: int) -> None:
    """Have each municipality so many times in all: its rows are copied, with ids of their own."""
    tables = [each for each in Base.metadata.sorted_tables if each.name != "secret_keys"]
    with database.engine.connect() as connection, connection.begin():
        checked_later = "PRAGMA defer_foreign_keys=ON"
        unchecked = checked_later if database.is_sqlite else "SET session_replication_role = replica"
        connection.execute(text(unchecked))
        for copy in range(1, times):
            for table in tables:
                columns = [_shift(column, copy) for column in table.columns]
                rows = select(*columns)
                if table.name == "municipalities":
                    rows = rows.where(table.c.id < _APART)
                elif keys := [each for each in table.columns if _is_shifted(each)]:
                    rows = rows.where(keys[0] < _APART)
                connection.execute(insert(table).from_select(list(table.columns), rows))
        if not database.is_sqlite:
            for table in tables:
                if "id" in table.columns:
                    following = (
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {times * _APART})"
                    )
                    connection.execute(text(following))


def _is_shifted(column: Column[Any]) -> bool:
    return bool(column.foreign_keys) or (column.primary_key and column.name == "id")


def _shift(column: Column[Any], copy: int) -> ColumnElement[Any]:
    """Return a column as the copy has it."""
    if _is_shifted(column):
        return column + copy * _APART
    return column + f"-{copy}" if column.name in ("slug", "uid") else column


def _add_busy_municipality(session: Session, slug: str, actions: int) -> None:
    """Write a municipality whose reminders, and the packs of all its groups, are due on `TODAY`."""
    town = add_municipality(session, slug, actions)
    people = session.scalars(select(Person).where(Person.municipality_id == town.id)).all()
    town.coordinator_id = people[0].id
    town.sender = town.reply_to = f"mvo@{slug}.example.org"
    town.digest_weekday = TODAY.isoweekday()
    # Their minutes were sent long ago; what a year of other meetings left open is no work of this day.
    held = (Moment.municipality_id == town.id, Moment.day < TODAY)
    session.execute(update(Moment).where(*held).values(state=MomentState.DONE, done_at=at(TODAY)))
    due = update(Action).where(Action.municipality_id == town.id, Action.status.in_(OPEN_STATUSES))
    session.execute(due.values(next_reminder_on=TODAY))
    groups = session.scalars(select(Group).where(Group.municipality_id == town.id)).all()
    for number, group in enumerate(groups):
        group.anchor, group.interval_months = DAY, 12 if group.kind is GroupKind.CORE else 6
        group.meets_at, group.meets_for, group.meets_in = STARTS_AT, MINUTES, PLACE
        group.members = [people[(number + each) % len(people)] for each in range(MEMBERS)]
        session.flush()
        meeting = _find_meeting(session, town, group)
        meeting.starts_at, meeting.duration_minutes, meeting.place = STARTS_AT, MINUTES, PLACE
        step = MeetingStep(moment_id=meeting.moment_id, step=StepKind.INVITATION, day=LAST, done_at=at(LAST))
        session.add(step)
        session.add_all(_invite(meeting, each) for each in group.members)


def _invite(meeting: Meeting, person: Person) -> MeetingInvitation:
    return MeetingInvitation(
        moment_id=meeting.moment_id, person_id=person.id, state=InvitationState.INVITED, role="member",
        address=person.email, sequence=meeting.sequence or 0, day=DAY, starts_at=STARTS_AT, place=PLACE,
        version=1, has_pack=False, sent_at=at(LAST),
    )  # fmt: skip


def _find_meeting(session: Session, town: Municipality, group: Group) -> Meeting:
    """Return the meeting of a group a week after `TODAY`, made if the town has none."""
    kind = CORE_GROUP if group.kind is GroupKind.CORE else SUBGROUP
    of_group = select(Meeting).join(Meeting.moment).where(Meeting.group_id == group.id, Moment.day == DAY)
    if found := session.scalar(of_group):
        return found
    moment = Moment(
        municipality_id=town.id, kind=kind, subject=group.code, period=f"{DAY:%Y-%m}", day=DAY,
        opened_at=at(LAST),
    )  # fmt: skip
    meeting = Meeting(
        moment=moment, group=group, starts_at=STARTS_AT, duration_minutes=MINUTES,
        state=MeetingState.PLANNED, uid=f"{group.code}-{DAY}@{town.slug}.example.org",
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    return meeting


if __name__ == "__main__":
    main()
