"""`upcoming` warns of two meetings at one hour for a member of both, on the days when they are held."""

from datetime import date, time, timedelta

from sqlalchemy import select

from terugkom.overview.upcoming import list_upcoming_steps
from terugkom.plan.model import Group, Person
from tests.meetings.conftest import MeetingMunicipality

HELD = date(2027, 3, 15)  # of the subgroup, from 14:00 to 15:30


def list_overlaps(town: MeetingMunicipality, today: date) -> list[tuple[date, str, str]]:
    with town.database.read_session() as session:
        found = list_upcoming_steps(session, town.municipality(session), today, today + timedelta(days=365))
    return [(each.date, each.subject, each.step) for each in found if "overlap" in each.step]


def set_core_group(town: MeetingMunicipality, anchor: date, months: int = 12) -> None:
    with town.database.write_session() as session:
        core = session.scalars(select(Group).where(Group.code == "KOP")).one()
        core.anchor, core.interval_months = anchor, months


def test_a_member_of_both_is_warned_of(town: MeetingMunicipality) -> None:
    town.import_plan()
    set_core_group(town, HELD)
    assert list_overlaps(town, date(2027, 1, 4)) == [(HELD, "KOP", "overlap with ENERGIE: 1 member")]
    with town.database.write_session() as session:
        session.scalars(select(Person).where(Person.code == "AN")).one().departed_on = HELD
    assert list_overlaps(town, date(2027, 1, 4)) == []


def test_a_meeting_that_was_moved_overlaps_where_it_is_now(town: MeetingMunicipality) -> None:
    town.import_plan()
    set_core_group(town, date(2027, 3, 17))
    assert list_overlaps(town, date(2027, 1, 4)) == []
    town.move(date(2027, 3, 1), to=date(2027, 3, 17))
    assert [day for day, *_ in list_overlaps(town, date(2027, 3, 1))] == [date(2027, 3, 17)]
    town.cancel(date(2027, 3, 2))
    assert list_overlaps(town, date(2027, 3, 2)) == []


def test_a_meeting_that_lasts_past_midnight_overlaps_with_one_of_the_next_day(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    set_core_group(town, HELD + timedelta(days=1))
    with town.database.write_session() as session:
        groups = {each.code: each for each in session.scalars(select(Group))}
        groups["ENERGIE"].meets_at, groups["ENERGIE"].meets_for = time(23), 120
        groups["KOP"].meets_at, groups["KOP"].meets_for = time(0, 30), 60
    assert list_overlaps(town, date(2027, 1, 4)) == [(HELD, "ENERGIE", "overlap with KOP: 1 member")]
    with town.database.write_session() as session:
        session.scalars(select(Group).where(Group.code == "ENERGIE")).one().meets_for = 90
    assert list_overlaps(town, date(2027, 1, 4)) == []
