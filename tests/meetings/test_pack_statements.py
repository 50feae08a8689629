"""A pack takes as many statements for a large group as for a small one."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.meetings.model import StepKind
from terugkom.meetings.open_meeting import MeetingDueSteps, list_due_meetings
from terugkom.plan.model import Group, GroupKind, Person
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.packs.conftest import queries_of

INVITED, PACKS_DUE = date(2027, 2, 22), date(2027, 3, 8)  # of the meetings on 15 March


def add_group(town: MeetingMunicipality, code: str, members: int) -> None:
    with town.database.write_session() as session:
        of = town.municipality(session)
        people = [
            Person(
                municipality_id=of.id,
                code=f"{code}{n}",
                name=f"Lid {n}",
                email=f"{code}{n}@linde.example.org",
            )
            for n in range(members)
        ]
        group = Group(
            municipality_id=of.id, code=code, name=code, kind=GroupKind.SUB, interval_months=6,
            anchor=date(2027, 3, 15), members=people,
        )  # fmt: skip
        session.add(group)


def list_due_packs(town: MeetingMunicipality) -> dict[str, MeetingDueSteps]:
    with town.database.read_session() as session:
        due = list_due_meetings(session, town.municipality(session), PACKS_DUE)
    return {each.occurrence.subject: each for each in due}


def count_statements(town: MeetingMunicipality, ready: MeetingDueSteps) -> int:
    def take() -> None:
        with town.database.read_session() as session:
            of = town.municipality(session)
        (done,) = town.take(of, ready, PACKS_DUE)
        assert (done.step, done.mail is not None) == (StepKind.PACK, True)

    return queries_of(town.database, take)


def list_invitations(town: MeetingMunicipality, code: str) -> Sequence[tuple[bool, int]]:
    with town.database.read_session() as session:
        query = select(MeetingInvitation.has_pack, MeetingInvitation.version).join(
            Person, Person.id == MeetingInvitation.person_id
        )
        rows = session.execute(query.where(Person.code.startswith(code)))
        return [(has_pack, version) for has_pack, version in rows]


def test_each_member_s_pack_is_recorded_in_as_many_statements(town: MeetingMunicipality) -> None:
    town.import_plan()
    add_group(town, "KLEIN", 2)
    add_group(town, "GROOT", 9)
    town.tick(INVITED)
    packs = list_due_packs(town)
    small, large = (count_statements(town, packs[each]) for each in ("KLEIN", "GROOT"))
    assert large <= small
    assert list_invitations(town, "KLEIN") == [(True, 2)] * 2
    assert list_invitations(town, "GROOT") == [(True, 2)] * 9
