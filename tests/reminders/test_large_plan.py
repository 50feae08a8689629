"""A tick with nothing due reads through an index, and a summary looks once at each action, however many."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.plan.model import Action, ActionStatus, Municipality, Ownership, Person
from terugkom.plan.queries import get_municipality
from terugkom.reminders import week
from terugkom.reminders.coordinator_summary import build_summary
from terugkom.reminders.week import ReminderWeek
from tests.query_steps import count_query_steps
from tests.reminders.tick_calendar import CalendarMunicipality, build_action_row
from tests.soak import often

MONDAY = date(2026, 11, 30)


@pytest.fixture
def large(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    """A plan of many actions, none of them due."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    with town.database.write_session() as session:
        home = session.scalars(select(Municipality.id)).one()
        rows = [
            build_action_row(
                home,
                number,
                deadline=MONDAY + timedelta(days=100 + number % 700),
                next_reminder_on=MONDAY + timedelta(days=70 + number % 700),
            )
            for number in range(often(5_000, soak=100_000))
        ]
        session.execute(insert(Action), rows)
    return town


@pytest.mark.soak
@pytest.mark.only_sqlite
def test_whether_any_of_many_actions_is_due_is_read_from_an_index(large: CalendarMunicipality) -> None:
    asked: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(large.database.engine, "before_cursor_execute", listen)
    with large.database.read_session() as session:
        assert week.is_week_due(session, get_municipality(session, large.slug), MONDAY) is False
    event.remove(large.database.engine, "before_cursor_execute", listen)
    about_actions = [(statement, given) for statement, given in asked if "FROM actions" in statement]
    assert len(about_actions) == 1
    with large.database.engine.connect() as connection:
        for statement, given in asked:
            if statement.startswith("SELECT"):
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
                assert all("SCAN actions" not in row[3] for row in rows), rows
                if (statement, given) in about_actions:
                    assert "USING COVERING INDEX ix_actions_next_reminder" in rows[0][3]
    assert large.tick(MONDAY) is None


def add_owned_actions(database: Database, first: int, last: int) -> None:
    """Add an action for each number, with an owner of its own; each fourth owner has no address."""
    with database.write_session() as session:
        home = session.scalars(select(Municipality.id)).one()
        numbers = range(first, last)
        people = [
            {"id": 1000 + each, "municipality_id": home, "code": f"p{each}", "name": f"P {each}",
             "email": f"p{each}@x.example" if each % 4 else ""}
            for each in numbers
        ]  # fmt: skip
        actions = [
            {"id": 1000 + each, "municipality_id": home, "code": f"E{each}", "title": "Led", "extra": {},
             "status": ActionStatus.RUNNING, "snooze_reason": "", "deadline": MONDAY + timedelta(days=400)}
            for each in numbers
        ]  # fmt: skip
        session.execute(insert(Person), people)
        session.execute(insert(Action), actions)
        session.execute(
            insert(Ownership), [{"action_id": 1000 + each, "person_id": 1000 + each} for each in numbers]
        )


@pytest.mark.only_sqlite
def test_what_the_summary_looks_at_grows_with_the_plan_and_not_with_its_square(
    town: CalendarMunicipality,
) -> None:
    """Whether an owner can be reached was asked of all people again for each action."""

    def measure(orphans: int) -> int:
        def build(session: Session) -> None:
            municipality = get_municipality(session, town.slug)
            summary = build_summary(session, ReminderWeek(municipality, "2026-W49", MONDAY, None))
            assert summary.orphans.total == orphans

        return count_query_steps(town.database, build)

    add_owned_actions(town.database, 0, 200)
    small = measure(50)
    add_owned_actions(town.database, 200, 800)
    assert measure(200) < 5 * small  # 3.7 times; it was 12
