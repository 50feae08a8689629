"""A tick with nothing due reads through an index, however large the plan."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select

from terugkom.database import Database
from terugkom.plan.model import Action, ActionStatus, Municipality
from terugkom.plan.queries import get_municipality
from terugkom.reminders import week
from tests.reminders.tick_calendar import CalendarMunicipality
from tests.soak import often

MONDAY = date(2026, 11, 30)


@pytest.fixture
def large(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    """A plan of many actions, none of them due."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    with town.database.write_session() as session:
        home = session.scalars(select(Municipality.id)).one()
        rows = [
            {
                "municipality_id": home,
                "code": f"E{number}",
                "title": "Led",
                "status": ActionStatus.RUNNING,
                "snooze_reason": "",
                "extra": {},
                "deadline": MONDAY + timedelta(days=100 + number % 700),
                "next_reminder_on": MONDAY + timedelta(days=70 + number % 700),
            }
            for number in range(often(5_000, soak=100_000))
        ]
        session.execute(insert(Action), rows)
    return town


@pytest.mark.soak
def test_whether_any_of_many_actions_is_due_is_read_from_an_index(large: CalendarMunicipality) -> None:
    asked: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(large.database.engine, "before_cursor_execute", listen)
    with large.database.read_session() as session:
        assert week.is_due(session, get_municipality(session, large.slug), MONDAY) is False
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
