"""Whether somebody can be reached is one rule: of one person and of a whole plan, all hear the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.meetings.recipients import find_reachable_person
from terugkom.overview.upcoming import list_upcoming_steps
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.model import Action, ActionStatus, Municipality, Ownership, Person
from terugkom.plan.next_reminder import reschedule_reminder, schedule_orphaned_actions
from terugkom.plan.queries import get_municipality
from terugkom.plan.reachability import Reachability, compute_reachability, find_represented_people
from terugkom.reminders.coordinator_summary import list_orphaned_actions
from terugkom.reminders.week import ReminderWeek, list_digest_recipients, open_week
from terugkom.schedule.reminder_stages import StageKind
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.reminders.tick_calendar import CalendarMunicipality

TODAY = date(2026, 11, 30)  # a Monday
SOON = TODAY + timedelta(days=5)  # a deadline of which people are reminded today


@dataclass(frozen=True)
class PersonState:
    """A person as the rule sees them; `stand_in` is a number in the list."""

    address: bool
    departed: int | None  # days from today, as are the others
    absent: tuple[int | None, int | None]
    stand_in: int | None


DAYS = st.none() | st.integers(-2, 2)
PEOPLE = st.lists(
    st.builds(
        PersonState,
        address=st.sampled_from([True, True, False]),
        departed=st.sampled_from([None, None, None, -1, 0, 1]),
        absent=st.tuples(DAYS, DAYS),
        stand_in=st.none() | st.integers(0, 4),
    ),
    min_size=1,
    max_size=5,
)


def is_absent(one: PersonState) -> bool:
    first, last = one.absent
    return (
        (first is not None or last is not None)
        and (first is None or first <= 0)
        and (last is None or last >= 0)
    )


def is_gone(one: PersonState) -> bool:
    return one.departed is not None and one.departed <= 0


def why_unreachable(one: PersonState) -> str:
    return "departed" if is_gone(one) else "no_address"


def expected(people: list[PersonState], number: int) -> Reachability:
    """The rule once more, person by person."""
    owner = people[number]
    if is_gone(owner):
        return Reachability(None)
    at, seen = number, {number}
    while is_absent(people[at]):
        following = people[at].stand_in
        if following is None or following % len(people) in seen:
            break
        at = following % len(people)
        seen.add(at)
    last = people[at]
    if at != number and not is_absent(last) and last.address and not is_gone(last):
        return Reachability(at)
    if not owner.address:
        return Reachability(None)
    return Reachability(number, note="stand_in_absent" if is_absent(owner) else "")


def write(session: Session, town: Municipality, people: list[PersonState]) -> list[int]:
    """Write the people, an action of each and one of all; return the ids of the people."""
    session.execute(update(Municipality).values(coordinator_id=None))
    session.execute(update(Person).values(stand_in_id=None))
    for table in (Ownership, Action, Person):
        session.execute(delete(table))
    session.expire_all()

    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY + timedelta(days=offset)

    rows = [
        Person(
            municipality_id=town.id, code=f"p{n}", name=f"P {n}",
            email=f"p{n}@x.example" if one.address else "",
            departed_on=day(one.departed), absent_from=day(one.absent[0]), absent_until=day(one.absent[1]),
        )
        for n, one in enumerate(people)
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    for row, one in zip(rows, people, strict=True):
        row.stand_in = None if one.stand_in is None else rows[one.stand_in % len(rows)]
    owned = {**{f"A{n}": [row] for n, row in enumerate(rows)}, "all": rows, "none": []}
    for code, owners in owned.items():
        action = Action(
            municipality_id=town.id, code=code, title=code, deadline=SOON, status=ActionStatus.RUNNING
        )
        action.owners = owners
        reschedule_reminder(action, town.effective_lead_times)
        session.add(action)
    town.coordinator = rows[0]
    session.flush()
    return [row.id for row in rows]


def orphans_of(people: list[PersonState]) -> dict[str, str]:
    found = [expected(people, n) for n in range(len(people))]
    why = {f"A{n}": why_unreachable(people[n]) for n, each in enumerate(found) if each.recipient_id is None}
    if len(why) == len(people):
        why["all"] = "departed" if "departed" in why.values() else "no_address"
    return why | {"none": "no_owner"}


@pytest.mark.long
@given(people=PEOPLE)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whoever_asks_hears_the_same(
    sqlite_database: Database, tmp_path: Path, people: list[PersonState]
) -> None:
    everybody_agrees(sqlite_database, tmp_path, people)


A_CIRCLE = [
    PersonState(True, None, (0, None), 1),
    PersonState(False, None, (None, 0), 2),
    PersonState(True, None, (0, 0), 0),
]
A_CHAIN = [
    PersonState(False, None, (0, 0), 1),
    PersonState(True, None, (0, 0), 2),
    PersonState(True, None, (None, None), 0),
]
NOBODY_THERE = [PersonState(False, None, (0, 0), 1), PersonState(True, None, (0, 0), None)]


@pytest.mark.parametrize("people", [A_CIRCLE, A_CHAIN, NOBODY_THERE])
def test_and_on_both_databases(database: Database, tmp_path: Path, people: list[PersonState]) -> None:
    everybody_agrees(database, tmp_path, people)


def everybody_agrees(database: Database, folder: Path, people: list[PersonState]) -> None:
    with database.read_session() as session:
        known = session.scalar(select(Municipality.id))
    if known is None:
        CalendarMunicipality.new(database, folder)
    with database.write_session(dry_run=True) as session:
        town = get_municipality(session, "lievegem")
        ids = write(session, town, people)
        asked = [_people, _facts, _orphans, _digests, _upcoming, _coordinator, _scheduled]
        for ask in asked:
            ask(session, town, people, ids)


def _people(session: Session, town: Municipality, people: list[PersonState], ids: list[int]) -> None:
    found = compute_reachability(session, town.id, TODAY)
    for n, number in enumerate(ids):
        right = expected(people, n)
        recipient = None if right.recipient_id is None else ids[right.recipient_id]
        assert found[number] == Reachability(recipient, right.note)
        met = find_reachable_person(session, town, number, "member", TODAY)
        assert (met.person_id if met else None) == recipient
        received = {each for each, of in found.items() if of.recipient_id == number}
        person = session.get_one(Person, number)
        assert find_represented_people(session, person, TODAY) == {number, *received}


def _facts(session: Session, town: Municipality, people: list[PersonState], ids: list[int]) -> None:
    facts = load_action_facts(session, town.id, TODAY)
    assert {each.code: each.orphan_reason for each in facts if each.orphan_reason} == orphans_of(people)


def _orphans(session: Session, town: Municipality, people: list[PersonState], ids: list[int]) -> None:
    found = list_orphaned_actions(session, town.id, TODAY)
    assert {each.code: each.why for each in found.shown} == orphans_of(people)
    assert found.total == len(orphans_of(people))


def _digests(session: Session, town: Municipality, people: list[PersonState], ids: list[int]) -> None:
    week = ReminderWeek(town, "2026-W49", TODAY, None)
    found = {each.person_id: set(each.owner_ids) for each in list_digest_recipients(session, week)}
    right: dict[int, set[int]] = {}
    for n, number in enumerate(ids):
        recipient = expected(people, n).recipient_id
        if recipient is not None:
            right.setdefault(ids[recipient], set()).add(number)
    assert found == right


def _upcoming(session: Session, town: Municipality, people: list[PersonState], ids: list[int]) -> None:
    found = list_upcoming_steps(session, town, TODAY, TODAY + timedelta(days=30))
    told = {
        each.subject for each in found if each.kind == "owner-reminders" and each.step != StageKind.ON_AGENDA
    }
    codes = {*(f"A{n}" for n in range(len(people))), "all", "none"}
    assert told == codes - orphans_of(people).keys()


def _coordinator(session: Session, town: Municipality, people: list[PersonState], ids: list[int]) -> None:
    week = open_week(session, town, RunStamp(TODAY, clock_on(TODAY)), dry_run=True)
    recipient = expected(people, 0).recipient_id
    assert week
    assert (week.coordinator.id if week.coordinator else None) == (
        None if recipient is None else ids[recipient]
    )


def _scheduled(session: Session, town: Municipality, people: list[PersonState], ids: list[int]) -> None:
    session.execute(update(Action).values(next_reminder_on=None))
    schedule_orphaned_actions(session, town.id, TODAY)
    found = session.scalars(select(Action.code).where(Action.next_reminder_on == TODAY))
    assert set(found) == orphans_of(people).keys()


def test_postgresql_has_room_for_a_list_of_half_a_million_actions(postgres_database: Database) -> None:
    """One without room is compared row by row: a quarter of an hour for 500,000 actions, and not done."""
    with postgres_database.write_session(dry_run=True) as session:
        numbers = "SELECT n FROM generate_series(1, 500000) n"
        plan = session.scalars(text(f"EXPLAIN SELECT 1 FROM actions WHERE id NOT IN ({numbers})")).all()
    assert any("hashed SubPlan" in line for line in plan), plan
