"""A town whose subgroup comes together, with a plan of any size and everything that a pack can tell."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from terugkom.database.connection_pool import Database
from terugkom.documents.templates import Templates
from terugkom.editions.coverage import load_coverage
from terugkom.meetings.kinds import FOCUS_GROUP, SUBGROUP
from terugkom.meetings.minutes.minutes_model import Decision, OpenPoint
from terugkom.meetings.model import DecisionKind, Meeting, MeetingState
from terugkom.meetings.pack_letter import MeetingPack, render_pack
from terugkom.meetings.packs.group_pack import GroupPack, build_group_pack
from terugkom.meetings.packs.meeting_context import load_meeting_context
from terugkom.plan.history import ADDED
from terugkom.plan.history_model import ActionChange
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import (
    Action,
    ActionStatus,
    Group,
    GroupKind,
    Municipality,
    Person,
    Precision,
    ProgressReport,
)
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment
from tests.clock import clock_on

TODAY, DAY = date(2027, 3, 8), date(2027, 3, 15)
LAST = date(2026, 9, 15)
TITLES = (
    "Het dak van de sporthal isoleren (1.200 m²)",
    "Ledverlichting in de gemeentelijke basisschool",
    "Stimuleren van fietsgebruik bij het personeel",
    "Energieverbruik van elk gebouw maandelijks aflezen",
    "Zonnepanelen op het gemeentehuis (60 kWp)",
)


@dataclass
class PackMunicipality:
    """The town of Linde with its meeting on 15 March 2027."""

    database: Database

    def pack(
        self, kind: str = SUBGROUP, templates: Templates | None = None, page_language: str = "nl"
    ) -> MeetingPack:
        with self.database.read_session() as session:
            town, meeting = self.find(session, kind)
            return render_pack(
                session,
                templates or Templates("nl"),
                town,
                meeting,
                TODAY,
                load_coverage(session, town, TODAY),
                page_language,
            )

    def context(self, kind: str = SUBGROUP) -> GroupPack:
        with self.database.read_session() as session:
            town, meeting = self.find(session, kind)
            assert meeting.group
            return build_group_pack(
                session, town, load_meeting_context(session, meeting, meeting.group), TODAY
            )

    @staticmethod
    def find(session, kind):  # type: ignore[no-untyped-def]
        meeting = session.scalars(
            select(Meeting).join(Moment).where(Moment.kind == kind, Moment.day == DAY)
        ).one()
        return session.scalars(select(Municipality)).one(), meeting


def a_moment(town: int, kind: str, group: Group, day: date, state: MeetingState) -> Meeting:
    moment = Moment(
        municipality_id=town, kind=kind, subject=group.code, period=f"{day:%Y-%m}", day=day,
        opened_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    uid = f"{kind}-{day}@linde.example.org"
    return Meeting(moment=moment, group=group, starts_at=time(14), duration_minutes=90, uid=uid, state=state)


def an_action(town: int, n: int, group: Group, an: Person) -> Action:
    """The n-th action: in turn late, silent, heard of, done and new."""
    turn = n % 5
    action = Action(
        municipality_id=town,
        code=f"E-{n:02}",
        title=TITLES[turn],
        group=group,
        status=ActionStatus.DONE if turn == 3 else ActionStatus.RUNNING,
        deadline=TODAY - timedelta(days=50 + n) if turn == 0 else DAY + timedelta(days=100 + n),
        deadline_precision=Precision.DAY,
        last_update_on=date(2027, 1, 10) if turn == 2 else None,
    )
    action.owners = [] if n % 10 == 1 else [an]
    if turn in (0, 2):
        text = "De aannemer wacht op een premie van de netbeheerder; zodra die er is, beginnen we."
        action.reports = [ProgressReport(reported_on=date(2026, 8, 20), text=text)]
    return action


@pytest.fixture
def other_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A second empty database, to compare with."""
    path = tmp_path / "other.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


def queries_of(database: Database, made: Callable[[], object]) -> int:
    """Return how many statements a database is sent while something is made."""
    sent: list[str] = []

    def count(*given: Any) -> None:
        sent.append(given[2])

    event.listen(database.engine, "before_cursor_execute", count)
    made()
    event.remove(database.engine, "before_cursor_execute", count)
    return len(sent)


@pytest.fixture
def town_of(sqlite_database: Database) -> Callable[..., PackMunicipality]:
    def make(actions: int, database: Database = sqlite_database) -> PackMunicipality:
        with database.write_session() as session:
            town = Municipality(slug="linde", name="Gemeente Linde", lead_times={}, column_map={})
            session.add(town)
            session.flush()
            an = Person(municipality_id=town.id, code="AN", name="An Wijn", email="an@linde.example.org")
            group, focus = (
                Group(municipality_id=town.id, code=code, name=name, kind=kind, interval_months=6)
                for code, name, kind in (
                    ("ENERGIE", "Deelgroep energie", GroupKind.SUB),
                    ("FOCUS", "Focusgroep duurzaamheid", GroupKind.FOCUS),
                )
            )
            last = a_moment(town.id, SUBGROUP, group, LAST, MeetingState.MINUTED)
            session.add_all([an, last, a_moment(town.id, SUBGROUP, group, DAY, MeetingState.PLANNED)])
            session.add(a_moment(town.id, FOCUS_GROUP, focus, DAY, MeetingState.PLANNED))
            made = [an_action(town.id, n, group, an) for n in range(actions)]
            session.add_all(made)
            session.flush()
            for n, action in enumerate(made):
                added = date(2027, 1, 1) if n % 5 == 4 else date(2026, 1, 5)
                session.add(ActionChange(
                    action_id=action.id, field=ADDED, changed_on=added, changed_at=clock_on(added),
                    source="test",
                ))  # fmt: skip
                if n % 5 == 3:
                    day = date(2026, 12, 1)
                    session.add(ActionChange(
                        action_id=action.id, field="status", old="running", new="done", changed_on=day,
                        changed_at=clock_on(day),
                        source="test",
                    ))  # fmt: skip
            if made:
                session.add_all(told_of(town.id, last.moment_id, made, group))
        return PackMunicipality(database)

    return make


def told_of(town: int, moment: int, made: list[Action], group: Group) -> list[object]:
    """What earlier meetings and the reminders left, and two indicators."""

    def indicator(code: str, values: list[float]) -> Indicator:
        found = Indicator(
            municipality_id=town, action=made[0], code=code, name=f"Gasverbruik {code}", unit="MWh",
            baseline=2140.0, target=1700.0, target_on=date(2027, 12, 31),
        )  # fmt: skip
        days = (date(2026, 3, 1), date(2026, 9, 1), date(2027, 2, 1))
        found.measurements = [
            Measurement(measured_on=day, value=value) for day, value in zip(days, values, strict=False)
        ]
        return found

    late = made[0]
    assert late.deadline
    return [
        indicator("stadhuis", [2100.0, 2050.5, 1985.0]),
        indicator("zwembad", [2130.0]),
        Decision(moment_id=moment, number=1, action=made[-1], kind=DecisionKind.DEADLINE,
                 text="De datum gaat naar eind juni"),
        OpenPoint(municipality_id=town, group_id=group.id, text="Wie leest de meters af in de vakantie?",
                  raised_moment_id=moment, times_postponed=3),
        OpenPoint(municipality_id=town, group_id=group.id, text="Een charter voor verenigingen",
                  raised_moment_id=moment, times_postponed=1),
        AgendaPoint(municipality_id=town, group_id=group.id, action_id=late.id, deadline=late.deadline,
                    reason="overdue", raised_on=TODAY, moment_id=moment),
    ]  # fmt: skip
