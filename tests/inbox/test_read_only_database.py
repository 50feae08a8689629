"""A mail that is read while PostgreSQL takes no rows is no faulty mail: it waits, and is read again."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.plan import history
from terugkom.plan.model import ActionStatus
from tests.inbox.answering import MONDAY, AnsweringMunicipality, reply_to
from tests.reminders.tick_calendar import CalendarMunicipality


def test_it_waits_and_is_read_again(
    postgres_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = CalendarMunicipality.new(postgres_database, tmp_path)
    town.action("E-01", date(2027, 3, 20))
    town.tick(MONDAY)
    one, insert_many = AnsweringMunicipality(town), history.insert_many

    def take_no_rows(session: Session, *rows: Any) -> None:  # as after a failover, or on a full disk
        session.execute(text("SET TRANSACTION READ ONLY"))
        insert_many(session, *rows)

    with monkeypatch.context() as broken:
        broken.setattr(history, "insert_many", take_no_rows)
        with pytest.raises(DBAPIError):
            one.take(reply_to(one.digest(), "E-01: klaar"))
    assert one.names() == ["0.eml"]
    assert one.names("refused") == []
    assert one.take() == {"reported": 1}
    assert one.status("E-01") is ActionStatus.DONE
