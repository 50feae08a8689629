"""A worker of an older version than the database says so, in the installation's language; nothing is done."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from flows.follow_up_calendar import follow_up_calendar
from flows.work_batch import work_batch
from tasks.installation import get_installation
from terugkom.database.connection_pool import Database
from terugkom.migrations.check_schema import list_known_revisions
from terugkom.work_batches.model import BatchState, WorkBatch
from tests.flows.conftest import FlowHome, artifacts_of, run_of
from tests.flows.state_names import name_state

NEWEST = list_known_revisions()[-1]
SAID = (
    "de databank heeft versie 9000, die deze versie van Terugkom niet kent: een nieuwere maakte ze. "
    f"Deze kent ze tot {NEWEST}. Installeer hier de nieuwere versie, of zet een oudere back-up terug"
)
ADVICE = "Wat u nu doet: geef dit door aan wie Terugkom beheert."


def set_revision(database: Database, revision: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def forget_installation() -> None:
    get_installation().database.close()
    get_installation.cache_clear()


def test_a_daily_run_of_an_older_version_says_which_versions_there_are(home: FlowHome) -> None:
    """It failed with a message of Python's, in English, and had no page."""
    home.town(owners=1)
    database = Database(home.database.url)
    set_revision(database, "9000")
    forget_installation()
    state = follow_up_calendar(return_state=True)
    set_revision(database, NEWEST)
    database.close()
    assert (state.type, state.name, state.message) == ("FAILED", name_state("rejected"), SAID)
    page = artifacts_of(run_of(state))["refused"]
    assert SAID in page
    assert ADVICE in page
    assert "juiste waarden" not in page


@pytest.mark.long
def test_a_batch_that_an_older_worker_took_is_left_for_a_newer_one(
    home: FlowHome, postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    forget_installation()
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", url)
    monkeypatch.setenv("TERUGKOM_MACHINE", "worker-2")
    batch = WorkBatch(
        day=date(2026, 11, 23),
        **{"cycle": "owner-reminders", "part": 1, "parts": 1, "state": BatchState.PENDING},
        **{"items": [], "results": {}, "attempts": 0, "run_id": ""},
        planned_at=datetime(2026, 11, 23, 5, tzinfo=UTC),
    )
    with postgres_database.write_session() as session:
        session.add(batch)
        session.flush()
        number = batch.id
    set_revision(postgres_database, "9000")
    state = work_batch(number, return_state=True)
    set_revision(postgres_database, NEWEST)
    assert (state.name, state.message) == (name_state("rejected"), f"{SAID}; op de machine worker-2")
    with postgres_database.read_session() as session:
        left = session.get_one(WorkBatch, number)
        assert (left.state, left.attempts) == (BatchState.PENDING, 0)
    assert work_batch(number, return_state=True).type == "COMPLETED"


def test_a_restore_that_is_not_done_stops_a_run_with_words(home: FlowHome) -> None:
    database = Database(home.database.url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE restore_at_work (machine TEXT, began_at TEXT)")
        connection.exec_driver_sql("INSERT INTO restore_at_work VALUES ('db-1', '2027-03-01 10:00')")
    forget_installation()
    state = follow_up_calendar(return_state=True)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE restore_at_work")
    database.close()
    began = "een back-up wordt in deze databank teruggezet, sinds 2027-03-01 10:00 UTC op db-1"
    assert str(state.message).startswith(began)
    assert ADVICE in artifacts_of(run_of(state))["refused"]


def test_a_database_that_was_changed_by_hand_is_named_in_the_log_alone(home: FlowHome) -> None:
    database = Database(home.database.url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes_of_an (id INTEGER)")
    forget_installation()
    state = follow_up_calendar(return_state=True)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE notes_of_an")
    database.close()
    assert str(state.message).startswith("de databank is niet zoals deze versie van Terugkom ze maakt: …")
    assert "notes_of_an" in Path(home.folder, "errors.log").read_text(encoding="utf-8")
