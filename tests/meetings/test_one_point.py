"""A point is one, whichever group puts it off or deals with it, and in whatever order minutes come in."""

import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.kinds import REVIEW_KINDS
from terugkom.meetings.minutes.minutes_model import OpenPoint
from terugkom.meetings.minutes.parse_minutes import parse_attendance, parse_decision, parse_point_answer
from terugkom.meetings.minutes.record_minutes import MinutesRun, record_minutes
from terugkom.meetings.minutes.written_minutes import MeetingReference, RowLocation, WrittenMinutes
from terugkom.meetings.model import Meeting
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.meetings.open_meeting import open_meeting
from terugkom.plan.model import Action, ActionStatus, Group, GroupKind
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.meetings.conftest import MeetingMunicipality
from tests.soak import often

MOSTLY_SQLITE = True

RAISED, MARCH, APRIL, MAY = date(2027, 3, 1), date(2027, 3, 10), date(2027, 4, 12), date(2027, 5, 10)
LATE = date(2029, 1, 3)  # when all minutes are written down


@dataclass(frozen=True)
class Groups:
    """The groups of Linde around its one overdue action, and what each of them speaks of."""

    town: MeetingMunicipality

    def meet(self, subject: str, day: date) -> list[tuple[str, int]]:
        """Have a group meet; return the key of each point on its agenda, and how often it was put off."""
        with self.town.database.write_session() as session:
            group = session.scalars(select(Group).where(Group.code == subject)).one()
            of = MeetingOccurrence(
                REVIEW_KINDS[group.kind], subject, f"{day:%Y-%m}", day, 1, group.name, group.id
            )
            open_meeting(session, self.town.municipality(session), of, RunStamp(day, clock_on(day)))
        return self.agenda(subject, day)

    def agenda(self, subject: str, day: date) -> list[tuple[str, int]]:
        with self.town.database.read_session() as session:
            query = select(Meeting).join(Moment).where(Moment.subject == subject, Moment.day == day)
            points = list_agenda_points(session, session.scalars(query).one())
            return [(each.minutes_key, each.times_postponed) for each in points if not each.closed]

    def record(self, subject: str, day: date, owner: str = "", **answers: str) -> None:
        """Record minutes: the answers by the points' keys; what is not said is put off. `owner` is who was
        decided to own the one action."""
        there = (parse_attendance(RowLocation("Aanwezigheid", 1), "AN", "aanwezig"),)
        told = tuple(
            parse_point_answer(RowLocation("Agenda", row), key, "", "", answer)
            for row, (key, answer) in enumerate(answers.items(), 1)
        )
        with self.town.database.read_session() as session:
            code = session.scalars(select(Action.code)).one()
            kind = REVIEW_KINDS[session.scalars(select(Group.kind).where(Group.code == subject)).one()]
        words = ("trekker", code, owner, "")
        decided = (parse_decision(RowLocation("Besluiten", 1), *words),) if owner else ()
        reference = MeetingReference("linde", kind, subject, f"{day:%Y-%m}")
        record_minutes(
            self.town.desk, reference, WrittenMinutes(there, told, decided), MinutesRun(LATE, clock_on(LATE))
        )

    def points(self) -> list[tuple[str, str, int, bool]]:
        """Return whose each open point is, its text, how often it was put off and whether it is closed."""
        with self.town.database.read_session() as session:
            query = select(Group.code, OpenPoint).join(Group, Group.id == OpenPoint.group_id)
            return [
                (code, each.text, each.times_postponed, each.closed_moment_id is not None)
                for code, each in session.execute(query.order_by(OpenPoint.id))
            ]

    def key(self) -> str:
        with self.town.database.read_session() as session:
            return f"A{session.scalars(select(Action.id)).one()}"


def seated(town: MeetingMunicipality, of: str | None = "ENERGIE") -> Groups:
    """Three groups, and an overdue action of one of them that reminders put on the agenda."""
    town.import_plan()
    with town.database.write_session() as session:
        action = session.scalars(select(Action)).one()
        action.deadline = date(2027, 1, 15)
        session.add(
            Group(municipality_id=action.municipality_id, code="FOCUS", name="F", kind=GroupKind.FOCUS)
        )
        bring_up(session, action, of)
    return Groups(town)


def bring_up(session: Session, action: Action, of: str | None, reason: str = "overdue") -> None:
    group = session.scalar(select(Group).where(Group.code == of))
    action.group = group
    session.add(
        AgendaPoint(
            municipality_id=action.municipality_id,
            group_id=group.id if group else None,
            action_id=action.id,
            deadline=action.deadline,
            reason=reason,
            raised_on=RAISED,
        )
    )


def test_an_action_that_is_done_is_no_longer_to_be_decided(town: MeetingMunicipality) -> None:
    """*Nu beslissen, of schrappen* led the agenda of the core group half a year after it was done."""
    groups = seated(town)
    groups.meet("ENERGIE", MARCH)
    groups.record("ENERGIE", MARCH)
    with town.database.write_session() as session:
        session.scalars(select(Action)).one().status = ActionStatus.DONE
    assert groups.meet("ENERGIE", MAY) == []
    with town.database.write_session() as session:
        session.scalars(select(OpenPoint)).one().text = "Wie nodigt de pers uit?"
    assert [times for _, times in groups.agenda("ENERGIE", MAY)] == [1], (
        "words of its own are still to answer"
    )


def test_what_another_group_decided_is_not_asked_again(town: MeetingMunicipality) -> None:
    """The core group named an owner; half a year later that still led the agenda of the subgroup."""
    groups = seated(town)
    groups.meet("ENERGIE", MARCH)
    groups.record("ENERGIE", MARCH)
    assert [each[2:] for each in groups.points()] == [(1, False)]
    groups.meet("KOP", APRIL)
    groups.record("KOP", APRIL, owner="AN")
    assert [each[2:] for each in groups.points()] == [(1, True)]
    assert groups.meet("ENERGIE", MAY) == []


def test_what_the_focus_group_puts_off_is_the_subgroups_point_and_counts_on(
    town: MeetingMunicipality,
) -> None:
    groups = seated(town)
    assert groups.meet("FOCUS", MARCH) == [(groups.key(), 0)]
    groups.record("FOCUS", MARCH)
    assert groups.points() == [("ENERGIE", "Ledlampen", 1, False)]
    assert groups.meet("ENERGIE", APRIL) == [("P1", 1)]
    groups.record("ENERGIE", APRIL, P1="nee")
    assert groups.meet("FOCUS", MAY) == [("P1", 2)]
    groups.record("FOCUS", MAY)
    assert groups.points() == [("ENERGIE", "Ledlampen", 3, False)]
    assert groups.meet("ENERGIE", date(2027, 6, 14)) == [("P1", 3)]


@pytest.mark.parametrize(("first", "then"), [("FOCUS", "ENERGIE"), ("ENERGIE", "FOCUS")])
def test_what_one_group_deals_with_is_off_the_agenda_of_the_other(
    town: MeetingMunicipality, first: str, then: str
) -> None:
    groups = seated(town)
    groups.meet(first, MARCH)
    groups.record(first, MARCH)
    assert groups.meet(then, APRIL) == [("P1", 1)]
    groups.record(then, APRIL, P1="ja")
    assert groups.points() == [("ENERGIE", "Ledlampen", 1, True)]
    assert groups.meet(first, MAY) == groups.meet(then, date(2027, 6, 14)) == []


def test_a_point_without_a_group_is_the_core_groups(town: MeetingMunicipality) -> None:
    groups = seated(town, of=None)
    groups.meet("FOCUS", MARCH)
    groups.record("FOCUS", MARCH)
    assert groups.points() == [("KOP", "Ledlampen", 1, False)]
    assert groups.meet("KOP", APRIL) == [("P1", 1)]
    groups.record("KOP", APRIL, P1="ja")
    assert groups.meet("FOCUS", MAY) == []


def test_minutes_that_come_in_late_may_use_the_number_that_was_on_their_form(
    town: MeetingMunicipality,
) -> None:
    groups = seated(town)
    key = groups.key()
    assert groups.meet("FOCUS", MARCH) == groups.meet("ENERGIE", date(2027, 3, 15)) == [(key, 0)]
    groups.record("FOCUS", MARCH)
    assert groups.agenda("ENERGIE", date(2027, 3, 15)) == [("P1", 1)]
    groups.record("ENERGIE", date(2027, 3, 15), **{key: "nee"})
    assert groups.points() == [("ENERGIE", "Ledlampen", 2, False)]


def test_minutes_of_an_earlier_meeting_count_on_and_close_nothing_twice(town: MeetingMunicipality) -> None:
    groups = seated(town)
    groups.meet("ENERGIE", MARCH)
    groups.meet("FOCUS", APRIL)
    groups.record("FOCUS", APRIL)
    groups.record("ENERGIE", MARCH)
    assert groups.points() == [("ENERGIE", "Ledlampen", 2, False)]
    groups.meet("ENERGIE", MAY)
    groups.meet("FOCUS", date(2027, 6, 14))
    groups.record("FOCUS", date(2027, 6, 14), P1="ja")
    groups.record("ENERGIE", MAY, P1="ja")
    assert groups.points() == [("ENERGIE", "Ledlampen", 2, True)]


@pytest.fixture(scope="module")
def linde(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("linde")
    shutil.copyfile(sqlite_template, folder / "terugkom.db")
    with closing(Database(f"sqlite:///{folder}/terugkom.db")) as database:
        seated(MeetingMunicipality(database, folder))
    return folder


MEETINGS = st.tuples(st.sampled_from(["ENERGIE", "FOCUS"]), st.sampled_from(["", "nee", "ja"]), st.booleans())


@pytest.mark.long
@settings(max_examples=often(10, soak=300))
@given(held=st.lists(MEETINGS, min_size=1, max_size=7))
def test_whoever_meets_there_is_one_point_with_the_right_count(
    linde: Path, held: list[tuple[str, str, bool]]
) -> None:
    """Groups meet month after month; minutes that are late come in last of all, in any order with others'."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(linde, Path(name) / "town")
        with closing(Database(f"sqlite:///{name}/town/terugkom.db")) as database:
            groups = Groups(MeetingMunicipality(database, Path(name) / "town"))
            times, over, late = 0, False, []
            for month, (subject, answer, in_time) in enumerate(held):
                day = MARCH + relativedelta(months=month)
                on_agenda = groups.meet(subject, day)
                if not in_time:
                    late.append((subject, day))
                    continue
                assert len(on_agenda) == (0 if over else 1)
                groups.record(subject, day, **{key: answer for key, _ in on_agenda if answer})
                over = over or answer == "ja"
                times += not over
            assert [(each[0], each[2]) for each in groups.points()] == ([("ENERGIE", times)] if times else [])
            for subject, day in late:
                groups.record(subject, day)
            assert len([each for each in groups.points() if not each[3]]) <= 1
