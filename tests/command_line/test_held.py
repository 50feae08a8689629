"""held: what a restore holds, and until when what is made is held too."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.delivery import restore_hold
from tests.command_line.conftest import Call

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


def test_it_says_until_when_what_is_made_is_held(
    terugkom: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert terugkom("init").status == 0
    database = Database(f"sqlite:///{home}/terugkom.db")
    with database.write_session() as session:
        restore_hold.start_hold(session, NOW - timedelta(days=1), NOW)
    assert "Run `terugkom run`" in terugkom("held").out
    with database.write_session() as session:
        restore_hold.end_hold(session, NOW)
    said = terugkom("held")
    assert "Run `terugkom run`" not in said.out
    assert "A daily run has caught up since the restore. What is made until 2027-03-01 11:30" in said.out
    told = terugkom("held", "--json").json
    assert told["next_daily_run_is_held"] is True
    assert told["held_until"] == "2027-03-01T10:30:00+00:00"
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    assert terugkom("held").out == "No delivery is held by a restore.\n"
    database.close()
