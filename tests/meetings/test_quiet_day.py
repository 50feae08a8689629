"""A day on which nothing changed: as many statements, however many meetings were announced."""

from datetime import date

from sqlalchemy import select

from terugkom.meetings.attendance_warnings import list_low_attendances
from terugkom.meetings.model import StepKind
from terugkom.meetings.open_meeting import list_due_meetings
from terugkom.plan.model import Group, GroupKind, Person
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.packs.conftest import queries_of

INVITED, NEAR = date(2027, 2, 22), date(2027, 3, 8)  # of the meetings on 15 March


def add_groups(town: MeetingMunicipality, *codes: str) -> None:
    with town.database.write_session() as session:
        of = town.municipality(session)
        members = session.scalars(select(Person).where(Person.code.in_(("AN", "BE")))).all()
        for code in codes:
            group = Group(
                municipality_id=of.id, code=code, name=code, kind=GroupKind.SUB, interval_months=6,
                anchor=date(2027, 3, 15), members=list(members),
            )  # fmt: skip
            session.add(group)


def look(town: MeetingMunicipality) -> None:
    with town.database.read_session() as session:
        of = town.municipality(session)
        assert list_due_meetings(session, of, date(2027, 2, 23)) == []
        assert list_low_attendances(session, of, NEAR) == ()


def test_announced_meetings_are_compared_together(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.tick(INVITED)
    add_groups(town, "A", "B", "C", "D")
    of_one = queries_of(town.database, lambda: look_without_new(town))
    assert {each.step for each in town.tick(INVITED)} == {StepKind.INVITATION}
    assert queries_of(town.database, lambda: look(town)) <= of_one


def look_without_new(town: MeetingMunicipality) -> None:
    """Look while one meeting alone is announced; the invitations of the new groups are due."""
    with town.database.read_session() as session:
        of = town.municipality(session)
        due = list_due_meetings(session, of, date(2027, 2, 23))
        assert {each.step for ready in due for each in ready.due_steps} == {StepKind.INVITATION}
        assert list_low_attendances(session, of, NEAR) == ()


def test_who_joins_one_of_many_groups_is_invited_to_that_one(town: MeetingMunicipality) -> None:
    town.import_plan()
    add_groups(town, "A", "B", "C")
    town.tick(INVITED)
    with town.database.write_session() as session:
        group = session.scalars(select(Group).where(Group.code == "B")).one()
        group.members.append(session.scalars(select(Person).where(Person.code == "CO")).one())
    with town.database.read_session() as session:
        due = list_due_meetings(session, town.municipality(session), date(2027, 2, 23))
    assert [(ready.occurrence.subject, [each.step for each in ready.due_steps]) for ready in due] == [
        ("B", [StepKind.LATE_INVITATION])
    ]
