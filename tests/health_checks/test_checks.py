"""Each check of `terugkom doctor` sees what is wrong, and says what to do; what is not set is no fault."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from sqlalchemy import text

from deployments.forms import PrefectApi, load_deployments
from deployments.prefect_checks import (
    check_blocks,
    check_deployments,
    check_server,
    check_worker,
    describe_schedule,
)
from terugkom.daily_runs.daily_run_status import DailyRunResult, record_daily_run_result
from terugkom.daily_runs.due_runs import record_daily_run
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.blobs import BlobStoreUnavailable, FolderBlobs
from terugkom.documents.built_in_templates import LANGUAGES
from terugkom.documents.bundle_store import BundleStore, forget_opened_bundles
from terugkom.documents.file_store import sha256
from terugkom.documents.model import Document
from terugkom.documents.templates import Templates
from terugkom.errors import CommandError, InputError
from terugkom.health_checks import check_machine
from terugkom.health_checks.check_database import check_database, check_migrations
from terugkom.health_checks.check_documents import check_documents
from terugkom.health_checks.check_machine import check_clock, check_disk, check_time_zone, check_versions
from terugkom.health_checks.check_work import (
    check_alerts,
    check_daily_run,
    check_deliveries,
    check_templates,
)
from terugkom.health_checks.invented_letters import URGENT_LETTERS
from terugkom.health_checks.model import (
    CheckState,
    Finding,
    HealthCheck,
    compute_exit_status,
    run_check,
)
from terugkom.installation import Installation
from terugkom.migrations.check_schema import list_known_revisions
from terugkom.plan.model import Municipality
from terugkom.settings import Settings
from tests.delivery.delivery_rows import add_deliveries
from tests.documents.stores import open_store

NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)
FINE, NOT_SET, WARNING, BROKEN = (
    CheckState.FINE,
    CheckState.NOT_SET,
    CheckState.WARNING,
    CheckState.BROKEN,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", prefect_url="https://mvo.example.org")


def test_the_exit_status_is_that_of_the_worst() -> None:
    states = list(CheckState)
    checks = [HealthCheck("x", state, "") for state in states]
    assert [compute_exit_status([each]) for each in checks] == [0, 0, 0, 1, 2]
    assert (compute_exit_status(checks), compute_exit_status([])) == (2, 0)


def test_a_check_that_crashes_fails_alone_and_shows_no_text_of_the_error() -> None:
    def crash() -> Finding:
        raise RuntimeError("an@zb.example.org")

    found = run_check("clock", crash)
    assert (found.name, found.state) == ("clock", BROKEN)
    assert "RuntimeError" in found.finding
    assert "example.org" not in found.finding


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (CommandError("the key cannot be read from /etc/key"), "the key cannot be read from /etc/key"),
        (BlobStoreUnavailable("the bucket is not there"), "the bucket is not there"),
        (
            InputError("error.home.shared", home="/srv/home"),
            "/srv/home is shared by all users of this machine: choose a folder of its own",
        ),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/srv/an@zb"), "No space left on device"),
    ],
)
def test_a_check_that_cannot_be_made_says_why(error: Exception, text: str) -> None:
    def refuse() -> Finding:
        raise error

    found = run_check("connections", refuse)
    assert (found.state, found.finding) == (BROKEN, text)
    assert found.advice


# The database


def test_a_database_of_this_version_is_fine(database: Database, settings: Settings) -> None:
    assert check_database(database, settings).state is FINE
    assert check_migrations(database).state is FINE


@pytest.mark.parametrize("damage", ["head", "cut off"])
def test_a_file_whose_first_page_is_damaged_is_said_to_be_so(
    tmp_path: Path, settings: Settings, sqlite_database: Database, damage: str
) -> None:
    """Its disk was blamed, and nothing said that a backup is to be restored."""
    sqlite_database.close()
    file = sqlite_database.file
    assert file is not None
    content = file.read_bytes()
    file.write_bytes(b"\xff" * 2000 + content[2000:] if damage == "head" else content[:40_000])
    again = Database(sqlite_database.url)
    found = check_database(again, settings)
    again.close()
    assert (found.state, found.advice) == (BROKEN, "restore a backup: docs/backup.md")
    assert found.text.startswith("SQLite does not answer: the file is damaged (")


def test_a_folder_in_place_of_the_file_is_said_to_be_one(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "folder.db").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'folder.db'}")
    found = check_database(database, settings)
    database.close()
    assert (found.state, found.text) == (BROKEN, f"{tmp_path / 'folder.db'} is a folder, and no database")


def test_one_that_is_behind_warns_and_one_that_is_ahead_or_changed_is_broken(database: Database) -> None:
    def at(revision: str) -> Finding:
        with database.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
        return check_migrations(database)

    *_, before, newest = list_known_revisions()
    assert at(before).state is WARNING
    assert "terugkom upgrade" in at(before).advice
    ahead = at("9999")
    assert (ahead.state, "newer version" in ahead.text) == (BROKEN, True)
    at(newest)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE alerts ADD COLUMN mine INTEGER")
    assert check_migrations(database).state is BROKEN


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(f"sqlite:///{tmp_path / 'home' / 'terugkom.db'}")) as database:
        yield database


def test_an_empty_one_is_no_fault_unless_there_are_documents(
    empty: Database, settings: Settings, tmp_path: Path
) -> None:
    assert check_database(empty, settings).state is NOT_SET
    assert not (tmp_path / "home/terugkom.db").exists(), "looking makes nothing"
    (settings.documents / "zb/2027-03-01").mkdir(parents=True)
    (settings.documents / "zb/2027-03-01/a.eml").write_bytes(b"x")
    found = check_database(empty, settings)
    assert (found.state, "lost" in found.text) == (BROKEN, True)


def test_another_program_s_database_and_a_damaged_one_are_broken(
    empty: Database, settings: Settings, tmp_path: Path
) -> None:
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE albums (id INTEGER)")
    assert "none of Terugkom's" in check_database(empty, settings).text
    empty.close()
    (tmp_path / "home/terugkom.db").write_bytes(b"no database" * 1000)
    found = check_database(empty, settings)
    assert (found.state, "does not answer" in found.text) == (BROKEN, True)


def test_a_server_that_does_not_answer_is_broken_without_its_password(settings: Settings) -> None:
    url = "postgresql+psycopg://u:geheim@127.0.0.1:1/terugkom"
    with closing(Database(url)) as database:
        found = check_database(database, settings.model_copy(update={"database_url": "set"}))
    assert found.state is BROKEN
    assert "geheim" not in found.text
    assert "TERUGKOM_DATABASE_URL" in found.advice


@pytest.mark.only_sqlite
def test_a_file_that_cannot_be_written_to_is_broken_and_one_that_somebody_writes_to_is_not(
    sqlite_database: Database, settings: Settings, tmp_path: Path
) -> None:
    before = (tmp_path / "terugkom.db").read_bytes()
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="zb", name="Zilverbeke"))
        session.flush()
        assert check_database(sqlite_database, settings).state is FINE
        session.rollback()
    assert (tmp_path / "terugkom.db").read_bytes() == before, "looking writes nothing"
    sqlite_database.close()
    with (tmp_path / "terugkom.db").open("r+b") as file:
        file.seek(18)  # as of a version of SQLite that this one may read after, and not write after
        file.write(b"\3")
    found = check_database(sqlite_database, settings)
    assert (found.state, found.text) == (BROKEN, "SQLite can be read, and not written to")


def test_a_server_that_only_answers_questions_is_broken(
    postgres_database: Database, settings: Settings
) -> None:
    with postgres_database.engine.connect() as connection:
        name = connection.exec_driver_sql("SELECT current_database()").scalar()
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        connection.commit()
    postgres_database.close()
    try:
        found = check_database(postgres_database, settings)
    finally:
        postgres_database.close()
        with postgres_database.engine.connect() as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = off")
            connection.commit()
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
            connection.commit()
        postgres_database.close()
    assert (found.state, found.text) == (BROKEN, "PostgreSQL can be read, and not written to")


@contextmanager
def opened_by_another_user(database: Database, *grants: str) -> Iterator[Database]:
    """Yield the same database, opened by a user who is granted this alone."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE reads_only LOGIN")
        for each in grants:
            connection.exec_driver_sql(f"GRANT {each} IN SCHEMA public TO reads_only")
    other = Database(database.engine.url.set(username="reads_only").render_as_string(hide_password=False))
    try:
        yield other
    finally:
        other.close()
        with database.engine.begin() as connection:
            connection.exec_driver_sql("DROP OWNED BY reads_only")
            connection.exec_driver_sql("DROP ROLE reads_only")


@pytest.mark.parametrize(
    "grants",
    [
        (),
        ("SELECT ON ALL TABLES",),
        ("SELECT, INSERT, UPDATE ON ALL TABLES", "USAGE ON ALL SEQUENCES"),
        ("SELECT, INSERT, UPDATE, DELETE ON ALL TABLES",),
    ],
)
def test_a_user_of_the_database_without_all_rights_is_told_which_to_grant(
    grants: tuple[str, ...], postgres_database: Database, settings: Settings
) -> None:
    """Who may only read was fine; who may not even do that was told to start the database."""
    with opened_by_another_user(postgres_database, *grants) as other:
        found = check_database(other, settings)
    assert found.state is BROKEN
    assert found.text.startswith("the user of TERUGKOM_DATABASE_URL may not read and write the tables ")
    assert " more" in found.text
    assert "grant this one SELECT, INSERT, UPDATE and DELETE" in found.advice


def test_a_user_of_the_database_with_all_rights_need_not_own_it(
    postgres_database: Database, settings: Settings
) -> None:
    grants = ("SELECT, INSERT, UPDATE, DELETE ON ALL TABLES", "USAGE ON ALL SEQUENCES")
    with opened_by_another_user(postgres_database, *grants) as other:
        assert check_database(other, settings).state is FINE


# Documents


@pytest.mark.parametrize("back_end", ["bundles", "database", "memory"])
def test_the_newest_document_is_read_back_from_where_it_is_kept(
    sqlite_database: Database, tmp_path: Path, back_end: str
) -> None:
    def look() -> tuple[CheckState, str]:
        with sqlite_database.read_session() as session:
            found = check_documents(session, store.bundles)
        return found.state, found.text

    store = open_store(back_end, tmp_path, sqlite_database)
    assert store.bundles
    where = store.bundles.blobs.describe()
    assert look() == (FINE, f"{where}, nothing in it yet")
    store.write("zb/2027-03-01/a.eml", b"mail")
    with sqlite_database.write_session() as session:
        session.add(Municipality(id=1, slug="zb", name="Zilverbeke"))
        session.flush()
        of = {"municipality_id": 1, "kind": "owner-digest", "subject": "", "created_at": NOW}
        session.add(Document(path="zb/2027-03-01/a.eml", sha256=sha256(b"mail"), **of))
    assert look() == (FINE, f"{where}, the newest was read back")
    ((name, _),) = store.bundles.blobs.list()
    content = store.bundles.blobs.get(name)
    store.bundles.blobs.delete(name)
    assert look()[0] is FINE, "what this process has opened it can still read"
    forget_opened_bundles()
    assert look() == (BROKEN, f"the newest bundle cannot be read from {where}")
    store.bundles.blobs.put(name, content[:-1])
    assert look() == (BROKEN, f"the newest bundle in {where} is damaged")


def test_a_store_that_cannot_be_reached_is_broken_and_files_are_no_fault(
    sqlite_database: Database, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"no folder")
    bundles = BundleStore(sqlite_database, FolderBlobs(tmp_path / "file"))
    with sqlite_database.read_session() as session:
        assert check_documents(session, bundles).state is BROKEN
        assert check_documents(session, None).state is FINE


# The machine


@pytest.mark.parametrize(
    ("blocks", "files", "state"),
    [(10**7, 10**6, FINE), (10**5, 10**6, WARNING), (10**4, 10**6, BROKEN), (10**7, 500, WARNING)],
)
def test_little_space_warns_and_hardly_any_is_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, blocks: int, files: int, state: CheckState
) -> None:
    found = SimpleNamespace(f_bavail=blocks, f_frsize=4096, f_favail=files, f_files=10**7)
    monkeypatch.setattr(os, "statvfs", lambda _: found)
    assert check_disk([tmp_path / "not/yet/there"]).state is state


def test_a_disk_that_nothing_can_be_written_to_is_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK or path != tmp_path)
    found = check_disk([tmp_path / "not/yet/there"])
    assert (found.state, found.text) == (BROKEN, f"nothing can be written to {tmp_path}")


def test_a_file_or_a_link_to_nowhere_in_place_of_a_folder_of_the_home_is_broken(tmp_path: Path) -> None:
    """Nothing was said, and the next run failed on it."""
    (tmp_path / "documents").symlink_to(tmp_path / "disk-that-is-not-mounted")
    (tmp_path / "municipalities").write_text("x")
    for name in ("documents", "municipalities"):
        found = check_disk([tmp_path, tmp_path / name])
        assert (found.state, found.text) == (BROKEN, f"{tmp_path / name} is no folder")
        assert found.advice


def test_a_clock_that_is_behind_the_newest_row_is_broken(database: Database) -> None:
    with database.write_session() as session:
        record_daily_run(session, NOW.date(), NOW)
    with database.read_session() as session:
        times = [NOW - timedelta(days=1), NOW - timedelta(seconds=60)]
        found = [check_clock(session, each) for each in times]
        right = check_clock(session, datetime.now(UTC)) if not database.is_sqlite else None
    assert found[0].state is BROKEN
    assert found[0].text == ("it is 2027-03-01 10:00 here, and the newest row is of 2027-03-02 10:00"), (
        "as clocks in Brussels"
    )
    if right is None:
        assert found[1].state is FINE
    else:  # the clock of its server counts there
        assert "apart" in found[1].text


def test_where_the_server_has_a_clock_a_newer_row_is_of_another_machine(database: Database) -> None:
    now = datetime.now(UTC)
    with database.write_session() as session:
        record_daily_run(session, now.date(), now + timedelta(hours=1))
    with database.read_session() as session:
        found = check_clock(session, now)
    assert found.state is (BROKEN if database.is_sqlite else WARNING)
    is_told = found.text.endswith("though this clock is that of the database's server")
    assert is_told is not database.is_sqlite


def test_the_time_zone_is_known_and_one_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_time_zone().state is FINE
    monkeypatch.setattr(check_machine, "_ZONE", "Europe/Nergens")
    assert check_time_zone().state is BROKEN


def test_a_package_of_another_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_versions().state is FINE
    real = check_machine.version
    monkeypatch.setattr(
        check_machine, "version", lambda name: "2.1.0" if name == "sqlalchemy" else real(name)
    )
    found = check_versions()
    assert (found.state, "sqlalchemy 2.1.0 (<2.1,>=2.0.36)" in found.text) == (WARNING, True)


# The work


def test_the_daily_run_is_fine_failed_or_missed(database: Database, settings: Settings) -> None:
    def look(at: datetime) -> Finding:
        with database.read_session() as session:
            return check_daily_run(session, settings, at, at)

    assert look(NOW).state is NOT_SET
    with database.write_session() as session:
        record_daily_run(session, NOW.date(), NOW)
    assert look(NOW).state is FINE
    with database.write_session() as session:
        failed = DailyRunResult(run_id="4d1c", started_at=NOW, ended_at=NOW, state="Mislukt", is_failed=True)
        record_daily_run_result(session, failed)
    assert look(NOW).state is WARNING
    assert look(NOW).advice == "see https://mvo.example.org/runs/flow-run/4d1c"
    assert look(NOW + timedelta(days=1)).state is BROKEN


def test_deliveries_that_wait_for_a_person_or_too_long_are_counted(
    database: Database, tmp_path: Path
) -> None:
    def look(**values: Any) -> Finding:
        with database.write_session() as session:
            session.query(Delivery).update(values)
            return check_deliveries(session, NOW)

    add_deliveries(database, tmp_path, 2)
    assert look(created_at=NOW - timedelta(hours=1), state=DeliveryState.PENDING).state is FINE
    assert look(created_at=NOW - timedelta(hours=3)).text == "2 are due for more than two hours"
    assert look(state=DeliveryState.FAILED).text == "2 failed or in doubt"


def test_own_templates_that_do_not_compile_are_named(sqlite_database: Database, settings: Settings) -> None:
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="zb", name="Zilverbeke"))
    installation = Installation(settings, sqlite_database)
    assert check_templates(installation).text == "ours alone"
    folder = settings.municipalities / "zb/templates/owner-digest"
    folder.mkdir(parents=True)
    (folder / "body.txt").write_text("Beste {{ reader }}")
    assert check_templates(Installation(settings, sqlite_database)).text == "1 own template"
    (folder / "body.html").write_text("{% for x in %}")
    (folder / "pack.typ").write_text('#import "@preview/x:1.0.0"')
    (folder / "minutes.docx").write_text("no document")
    found = check_templates(Installation(settings, sqlite_database))
    assert found.state is BROKEN
    for name in ("body.html", "pack.typ", "minutes.docx"):
        assert f"owner-digest/{name}" in found.text
    assert "body.txt" not in found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invented_values_of_urgent_letters_have_each_name_that_ours_use(language: str) -> None:
    for kind, values in URGENT_LETTERS.items():
        assert Templates(language).render_letter(kind, dict(values)).text


def test_an_own_template_of_an_urgent_letter_is_rendered_too(
    sqlite_database: Database, settings: Settings
) -> None:
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="zb", name="Zilverbeke"))
    folder = settings.municipalities / "zb/templates/page-link"
    folder.mkdir(parents=True)
    (folder / "body.txt").write_text("{{ nobody.knows.this }}")
    found = check_templates(Installation(settings, sqlite_database))
    assert found.state is BROKEN
    assert "zb: the template page-link/body.txt" in found.text


def test_a_look_that_cannot_be_used_is_of_its_municipality_alone(
    sqlite_database: Database, settings: Settings
) -> None:
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="aa", name="Aa"))
        session.add(Municipality(slug="zb", name="Zilverbeke"))
    look, folder = settings.municipalities / "aa/look", settings.municipalities / "zb/templates"
    for each in (look, folder):
        each.mkdir(parents=True)
    (look / "logo.png").write_text("no picture")
    (folder / "style.css").write_text("{% for x in %}")
    found = check_templates(Installation(settings, sqlite_database))
    assert found.state is BROKEN
    assert found.text.startswith("aa: ")
    assert "zb: the template style.css" in found.text


def test_that_nobody_is_told_is_no_fault_but_said(sqlite_database: Database, settings: Settings) -> None:
    with sqlite_database.read_session() as session:
        assert check_alerts(session, settings, NOW).state is NOT_SET
        told = Settings(alert_webhook_url="https://chat.example.org/hooks/x")
        assert check_alerts(session, told, NOW).state is FINE


# Prefect


class Server(PrefectApi):
    """A Prefect server that has these answers, by the end of the path."""

    answers: dict[str, Any]

    def request(self, method: str, path: str, content: dict[str, Any] | None = None) -> Any:
        return next((found for end, found in self.answers.items() if path.endswith(end)), None)


def answering(**answers: Any) -> Server:
    server = Server("http://127.0.0.1:4200/api")
    object.__setattr__(server, "answers", {key.replace("_", "-"): each for key, each in answers.items()})
    return server


def deployed(**changes: Any) -> dict[str, Any]:
    found = {
        each["name"].replace("-", "_"): {
            "entrypoint": each["entrypoint"],
            "paused": False,
            "schedules": [{"active": True}],
        }
        for each in load_deployments()
    }
    return found | changes


def test_deployments_that_are_missing_old_or_paused_are_named() -> None:
    assert check_deployments(answering(**deployed())).state is FINE
    missing = check_deployments(answering(**deployed(deliver=None)))
    assert (missing.state, missing.text) == (BROKEN, "missing: deliver")
    old = check_deployments(answering(**deployed(deliver={"entrypoint": "x"})))
    assert (old.state, old.text) == (WARNING, "of another version: deliver")
    paused = deployed()
    paused["follow_up_calendar"] = paused["follow_up_calendar"] | {"paused": True}
    assert check_deployments(answering(**paused)).state is WARNING
    assert describe_schedule(answering(**deployed())) == "the follow-up calendar runs every day at 06:00."
    assert describe_schedule(answering(**paused)).startswith("the follow-up calendar is paused: nothing runs")


def test_without_a_worker_nothing_runs() -> None:
    server = answering(filter=[{"status": "OFFLINE"}])
    assert check_worker(server).state is BROKEN
    assert check_worker(answering(filter=[{"status": "ONLINE"}])).text == "1 online"


def test_a_block_of_nobody_is_named() -> None:
    assert check_blocks(answering(filter=[]), set()).state is NOT_SET
    found = check_blocks(answering(filter=[{"name": "terugkom"}, {"name": "zulte"}]), {"zb"})
    assert (found.state, found.text) == (WARNING, "used by nobody: zulte")


def test_a_server_that_does_not_answer_is_broken_and_none_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert check_server(None).state is NOT_SET
    assert check_server(answering(version="3.8.8")).text.startswith("Prefect 3.8.8")

    monkeypatch.setattr(time, "sleep", lambda _: None)  # a busy server is asked again

    def answer(method: str, url: str, **_: Any) -> requests.Response:  # as Prefect's without its database
        found = requests.Response()
        found.status_code = 503 if url.endswith("/ready") else 200
        found.raw = BytesIO(b'"3.8.8"')
        return found

    monkeypatch.setattr(requests, "request", answer)
    found = check_server(PrefectApi("http://127.0.0.1:1/api"))
    assert (found.state, found.text) == (
        BROKEN,
        "http://127.0.0.1:1/api: it answers, but its database does not answer to it",
    )

    def refuse(*_: Any, **__: Any) -> Any:
        raise requests.ConnectionError("http://user:geheim@x")

    monkeypatch.setattr(requests, "request", refuse)
    found = check_server(PrefectApi("http://127.0.0.1:1/api"))
    assert (found.state, found.text) == (BROKEN, "http://127.0.0.1:1/api: Prefect's server cannot be reached")
