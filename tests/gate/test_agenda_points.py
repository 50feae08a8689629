"""What the gate finds goes on the agenda of the action's group, and off it once there is nothing to ask."""

from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from terugkom.database.table_base import Base
from terugkom.gate.agenda_points import VAGUE_REASON
from terugkom.plan.model import Action, ActionStatus, Group
from terugkom.schedule.agenda_model import AgendaPoint
from tests.gate.test_accept_action import accepted
from tests.gate.test_plan_review import DUE, JUNE, MARCH, file, plan
from tests.gate.test_plan_review import VAGUE as VAGUE_TEXT
from tests.reminders.tick_calendar import CalendarMunicipality

APRIL = date(2026, 4, 6)
MONDAY = date(2026, 11, 23)


def vague_points(town: CalendarMunicipality) -> list[tuple[str, str | None, date]]:
    """Which action is on whose agenda because of its words, and since when."""
    query = (
        select(Action.code, Group.code, AgendaPoint.raised_on)
        .join(Action, Action.id == AgendaPoint.action_id)
        .outerjoin(Group, Group.id == AgendaPoint.group_id)
        .where(AgendaPoint.reason == VAGUE_REASON)
        .order_by(Action.code, AgendaPoint.id)
    )
    with town.database.read_session() as session:
        return list(session.execute(query).tuples())


def test_a_vague_action_goes_on_the_agenda_of_its_group_once(
    town_of_each_kind: CalendarMunicipality, tmp_path: Path
) -> None:
    town = town_of_each_kind
    plan(town)
    file(town, tmp_path, MARCH)
    expected = [("A", "energie", MARCH), ("C", None, MARCH)]
    assert vague_points(town) == expected
    file(town, tmp_path, APRIL)
    assert vague_points(town) == expected


@pytest.mark.parametrize(
    "change",
    [{"title": "Twintig dienstfietsen kopen"}, {"status": ActionStatus.DONE}, {"missing_since": MARCH}],
)
def test_what_is_concrete_or_closed_goes_off_it(
    town_of_each_kind: CalendarMunicipality, tmp_path: Path, change: dict[str, object]
) -> None:
    plan(town_of_each_kind)
    file(town_of_each_kind, tmp_path, MARCH)
    town_of_each_kind.change("A", **change)
    file(town_of_each_kind, tmp_path, APRIL)
    assert vague_points(town_of_each_kind) == [("C", None, MARCH)]


def test_what_an_officer_accepts_goes_off_it(town: CalendarMunicipality, tmp_path: Path) -> None:
    plan(town)
    file(town, tmp_path, MARCH)
    accepted(town, "A")
    file(town, tmp_path, APRIL)
    assert vague_points(town) == [("C", None, MARCH)]


def test_an_action_that_is_rewritten_and_still_vague_is_spoken_of_again(
    town: CalendarMunicipality, tmp_path: Path
) -> None:
    plan(town)
    file(town, tmp_path, MARCH)
    town.change("A", title="Stimuleren van het fietsgebruik")
    file(town, tmp_path, APRIL)
    assert vague_points(town) == [("A", "energie", APRIL), ("C", None, MARCH)]


def test_an_action_goes_to_the_agenda_of_its_new_group(
    town_of_each_kind: CalendarMunicipality, tmp_path: Path
) -> None:
    town = town_of_each_kind
    plan(town)
    town.group("mobiliteit")
    file(town, tmp_path, MARCH)
    with town.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "C")).one()
        action.group_id = session.scalar(select(Group.id).where(Group.code == "mobiliteit"))
    file(town, tmp_path, JUNE)
    assert vague_points(town) == [("A", "energie", MARCH), ("C", "mobiliteit", JUNE)]


def test_a_missed_deadline_is_a_point_of_its_own(town: CalendarMunicipality, tmp_path: Path) -> None:
    town.action("A", date(2026, 9, 1), title=VAGUE_TEXT)
    file(town, tmp_path, MONDAY)
    town.tick(MONDAY)
    with town.database.read_session() as session:
        reasons = set(session.scalars(select(AgendaPoint.reason)))
    assert reasons == {VAGUE_REASON, "overdue"}
    assert [each.code for each in town.summary_on(MONDAY).agenda.shown] == ["A"]


def test_the_same_text_cannot_be_put_on_it_twice(town_of_each_kind: CalendarMunicipality) -> None:
    town_of_each_kind.action("A", DUE, title=VAGUE_TEXT)
    with town_of_each_kind.database.write_session() as session:
        action = session.scalars(select(Action)).one()
        same = {"municipality_id": action.municipality_id, "action_id": action.id, "text_sha256": "x" * 64}
        session.add_all(AgendaPoint(reason=VAGUE_REASON, raised_on=MARCH, **same) for _ in range(2))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


@pytest.mark.long
def test_the_migration_goes_down_and_up_again_and_keeps_missed_deadlines(
    town_of_each_kind: CalendarMunicipality, tmp_path: Path
) -> None:
    town, database = town_of_each_kind, town_of_each_kind.database
    town.action("A", date(2026, 9, 1), title=VAGUE_TEXT)
    file(town, tmp_path, MONDAY)
    town.tick(MONDAY)
    database.downgrade("0003")
    database.upgrade()
    with database.read_session() as session:
        assert list(session.scalars(select(AgendaPoint.reason))) == ["overdue"]
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Base.metadata) == []
