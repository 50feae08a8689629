"""`terugkom doctor`: all checks in one table, and `--alert` tells a person where nothing else looks."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from terugkom.alerts.record_alerts import get_machine_name
from terugkom.command_line import main
from terugkom.command_line.doctor_alerts import send_check_alerts
from terugkom.daily_runs.due_runs import record_daily_run
from terugkom.database.connection_pool import Database
from terugkom.health_checks.model import CheckState, HealthCheck
from terugkom.installation import load_settings
from tests.alerts.webhook_server import WebhookServer


@pytest.fixture
def webhook() -> Iterator[WebhookServer]:
    with WebhookServer() as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, webhook: WebhookServer) -> Path:
    """A home with an empty database of this version, and a webhook for alerts."""
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TERUGKOM_ALERT_WEBHOOK_URL", webhook.url)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert main(["init"]) == 0
    return tmp_path / "home"


def look(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, dict[str, Any]]]:
    capsys.readouterr()
    status = main(["doctor", "--json", *arguments])
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == status
    return status, {each["name"]: each for each in found["checks"]}


def change(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "terugkom.db")) as database:
        database.execute(statement)
        database.commit()


@pytest.mark.long
def test_a_new_home_is_fine_and_each_check_has_its_line(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = look(capsys)
    assert status == 0
    assert found.keys() == {
        *("settings", "database", "disk", "time zone", "versions", "migrations", "clock", "daily run"),
        *("deliveries", "alerts", "templates", "documents", "prefect server", "mail server", "mailbox"),
    }
    assert found["mail server"]["state"] == found["mailbox"]["state"] == "not set"
    main(["doctor"])
    assert "mail goes to the outbox folder" in capsys.readouterr().out


@pytest.mark.long
def test_a_mail_server_that_does_not_answer_is_broken_and_told_once(
    home: Path, webhook: WebhookServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "smtp://127.0.0.1:1")
    for _ in range(2):
        status, found = look(capsys, "--alert")
        assert (status, found["mail server"]["state"]) == (2, "broken")
    assert [each["title"] for each in webhook.messages] == ["Er is iets stuk aan Terugkom: de mailserver"]
    monkeypatch.delenv("TERUGKOM_SMTP_URL")
    change(home, "DELETE FROM mail_channel")
    assert look(capsys, "--alert")[0] == 0
    assert [each["status"] for each in webhook.messages] == ["trouble", "over"]


def test_a_daily_run_that_did_not_come_is_told_by_cron(
    home: Path, webhook: WebhookServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Database(f"sqlite:///{home}/terugkom.db")) as database, database.write_session() as session:
        long_ago = datetime.now(UTC) - timedelta(days=3)
        record_daily_run(session, long_ago.date(), long_ago)
    status, found = look(capsys, "--alert")
    assert (status, found["daily run"]["state"]) == (2, "broken")
    assert [each["kind"] for each in webhook.messages] == ["daily-run-missed"]


def test_a_newer_database_stops_nothing_but_what_needs_it(
    home: Path, webhook: WebhookServer, capsys: pytest.CaptureFixture[str]
) -> None:
    change(home, "UPDATE alembic_version SET version_num = '9999'")
    for _ in range(2):
        status, found = look(capsys, "--alert")
        assert (status, found["migrations"]["state"]) == (2, "broken")
        assert found["disk"]["state"] == "fine"
        assert found["connections"]["state"] == "not checked"
    assert [each["subject"] for each in webhook.messages] == ["migrations"], "a file remembers it"
    with closing(sqlite3.connect(home / "terugkom.db")) as database:
        (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == "9999", "nothing is changed"


@pytest.mark.long
def test_a_database_that_is_broken_is_told_once_and_told_again_when_it_is_back(
    home: Path, webhook: WebhookServer, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "terugkom.db").rename(home / "kept")
    for end in ("-wal", "-shm"):
        (home / f"terugkom.db{end}").unlink(missing_ok=True)
    (home / "terugkom.db").write_bytes(b"no database" * 1000)
    for _ in range(2):
        assert look(capsys, "--alert")[0] == 2
    assert [each["subject"] for each in webhook.messages] == ["database"]
    (home / "kept").replace(home / "terugkom.db")
    for _ in range(2):
        assert look(capsys, "--alert")[0] == 0
    assert [each["status"] for each in webhook.messages] == ["trouble", "over"]


def test_a_database_that_somebody_keeps_locked_is_told_once_and_told_again_when_it_is_free(
    home: Path,
    webhook: WebhookServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It can be read, so every check was fine; nothing could be recorded, and nobody heard of it."""
    monkeypatch.setattr("terugkom.database.connection_pool._BUSY_MILLISECONDS", 100)
    with closing(sqlite3.connect(home / "terugkom.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            assert main(["doctor", "--alert"]) == 1
            assert "database is locked" in capsys.readouterr().err
        assert [each["subject"] for each in webhook.messages] == ["database locked"]
    for _ in range(2):
        assert main(["doctor", "--alert"]) == 0
    assert [each["status"] for each in webhook.messages] == ["trouble", "over"]


def test_a_question_that_the_database_refuses_is_no_outage(
    home: Path, webhook: WebhookServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault of ours was mailed as a database that is broken, and there a person found nothing wrong."""
    with closing(Database(f"sqlite:///{home}/terugkom.db")) as database, database.write_session() as session:
        long_ago = datetime.now(UTC) - timedelta(days=3)
        record_daily_run(session, long_ago.date(), long_ago)
    change(home, "CREATE TRIGGER refuse BEFORE UPDATE ON alerts BEGIN SELECT RAISE(ABORT, 'Zoë'); END")
    capsys.readouterr()
    assert main(["doctor", "--alert"]) == 2
    said = capsys.readouterr().err
    assert "the database refused a question (IntegrityError)" in said
    assert "Zoë" not in said
    assert [each["kind"] for each in webhook.messages] == ["daily-run-missed"], "not that it is broken"
    assert not (home / "database-alert").exists()


def test_a_broken_database_of_which_the_telling_is_in_doubt_is_told_less_and_less_by_cron(
    home: Path, webhook: WebhookServer
) -> None:
    webhook.status = 502
    settings, began = load_settings(), datetime(2027, 3, 2, 5, tzinfo=UTC)
    broken = [HealthCheck("database", CheckState.BROKEN, "gone", "")]

    def tell(minutes: int) -> int:
        before = len(webhook.asked)
        send_check_alerts(settings, broken, lambda: began + timedelta(minutes=minutes))
        return len(webhook.asked) - before

    tries = [hour for hour in range(7 * 24) if tell(60 * hour)]
    assert len(tries) == 21
    assert tries[-1] - tries[-2] == 24
    webhook.status = 200
    assert [tell(60 * hour) for hour in range(7 * 24, 9 * 24)].count(1) == 1, "it was taken: once is enough"
    assert len(webhook.messages) == 1


@pytest.mark.long
def test_what_is_broken_on_one_machine_is_not_over_because_it_is_fine_on_another(
    home: Path, webhook: WebhookServer, postgres_database: Database
) -> None:
    url = postgres_database.engine.url.render_as_string(hide_password=False)
    of_one = ("documents", "templates", "prefect server", "mail server", "mail server linde", "connections")
    of_all = ("deployments", "worker", "blocks")
    fine = ("database", "migrations")

    def look(machine: str, *broken: str) -> list[tuple[str, str, str]]:
        settings = load_settings().model_copy(update={"database_url": SecretStr(url), "machine": machine})
        checks = [
            HealthCheck(name, CheckState.BROKEN if name in broken else CheckState.FINE, "", "")
            for name in (*fine, *of_one, *of_all)
        ]
        before = len(webhook.messages)
        assert send_check_alerts(settings, checks, lambda: datetime.now(UTC)) == []
        return sorted(
            (each["subject"], each["status"], each["machine"]) for each in webhook.messages[before:]
        )

    assert look("worker-1", *of_one, *of_all) == sorted(
        [*((name, "trouble", "worker-1") for name in of_one), *((name, "trouble", "") for name in of_all)]
    )
    assert look("worker-2") == [(name, "over", "") for name in sorted(of_all)]
    assert look("worker-1", *of_one) == []
    assert look("worker-1") == [(name, "over", "worker-1") for name in sorted(of_one)]


def test_what_could_not_be_checked_is_not_told_as_solved(home: Path, webhook: WebhookServer) -> None:
    """With Prefect's server down, the mail server of its blocks and its worker were told as mended."""
    fine = [HealthCheck(each, CheckState.FINE, "", "") for each in ("database", "migrations")]
    both = [HealthCheck(each, CheckState.BROKEN, "", "") for each in ("mail server", "worker")]
    down = HealthCheck("prefect server", CheckState.BROKEN, "", "")
    left = HealthCheck("mail server", CheckState.NOT_CHECKED, "", "")

    def tell(*checks: HealthCheck) -> list[tuple[str, str]]:
        before = len(webhook.messages)
        assert send_check_alerts(load_settings(), [*fine, *checks], lambda: datetime.now(UTC)) == []
        return sorted((each["subject"], each["status"]) for each in webhook.messages[before:])

    assert tell(*both) == [("mail server", "trouble"), ("worker", "trouble")]
    assert tell(down) == [("prefect server", "trouble")]
    assert tell(down, left) == []
    assert tell(*both) == []
    lost = HealthCheck("connections", CheckState.BROKEN, "", "")
    assert tell(lost) == [("connections", "trouble")]
    over = [("connections", "over"), ("mail server", "over")]
    assert tell(HealthCheck("mail server", CheckState.NOT_SET, "", "")) == over


def test_a_database_that_one_machine_does_not_reach_is_told_with_its_name(
    home: Path, webhook: WebhookServer, postgres_database: Database
) -> None:
    url = postgres_database.engine.url.render_as_string(hide_password=False)
    settings = load_settings().model_copy(update={"database_url": SecretStr(url), "machine": "worker-1"})
    for state in (CheckState.BROKEN, CheckState.FINE):
        checks = [HealthCheck("database", state, "", ""), HealthCheck("migrations", CheckState.FINE, "", "")]
        assert send_check_alerts(settings, checks, lambda: datetime.now(UTC)) == []
    assert [(each["status"], each["machine"]) for each in webhook.messages] == [
        ("trouble", "worker-1"),
        ("over", "worker-1"),
    ]


def test_the_name_of_a_machine_is_cut_where_its_column_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "x" * 64)
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", "postgresql://terugkom@database/terugkom")
    assert get_machine_name(load_settings()) == "x" * 60


@contextmanager
def somebody_else(home: Path) -> Iterator[None]:
    """Be somebody who may not look into the home, as after a restore by root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    else:
        home.chmod(0)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        else:
            home.chmod(0o700)


def test_a_home_of_somebody_else_is_told_each_time_rather_than_never(
    home: Path, webhook: WebhookServer, capsys: pytest.CaptureFixture[str]
) -> None:
    home.parent.chmod(0o755)
    with somebody_else(home):
        for _ in range(2):
            status, found = look(capsys, "--alert")
            assert (status, found["database"]["state"]) == (2, "broken")
        assert main(["doctor", "--unit-failed", "terugkom.service"]) == 0
    assert [each["subject"] for each in webhook.messages] == ["database"] * 2 + ["terugkom.service"]


def test_where_no_home_can_be_it_is_said_and_told(
    home: Path, webhook: WebhookServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("TERUGKOM_HOME", str(home / "file"))
    status, found = look(capsys, "--alert")
    assert (status, found["database"]["state"]) == (2, "broken")
    assert found["database"]["finding"] == f"{home / 'file'} cannot be used (File exists)"
    assert main(["doctor", "--unit-failed", "terugkom.service"]) == 0
    assert [each["subject"] for each in webhook.messages] == ["database", "terugkom.service"]


def test_a_service_that_systemd_gave_up_is_told_and_told_again_when_it_was_started(
    home: Path, webhook: WebhookServer
) -> None:
    for option in ("--unit-started", "--unit-failed", "--unit-failed", "--unit-started"):
        assert main(["doctor", option, "terugkom.service"]) == 0
    assert [each["title"] for each in webhook.messages] == [
        "Een dienst van Terugkom is gestopt: terugkom.service",
        "Opgelost: Een dienst van Terugkom is gestopt: terugkom.service",
    ]


def test_that_nobody_could_be_told_is_said_and_no_success(
    home: Path, webhook: WebhookServer, capsys: pytest.CaptureFixture[str]
) -> None:
    webhook.status = 500
    assert main(["doctor", "--unit-failed", "terugkom.service"]) == 1
    assert "nobody could be told" in capsys.readouterr().err


def test_wrong_settings_are_a_line_of_their_own(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_ALERT_TO", "it@example.org")
    assert main(["doctor"]) == 2
    assert "TERUGKOM_ALERT_TO: Value error, needs TERUGKOM_ALERT_SMTP_URL" in capsys.readouterr().err
    monkeypatch.delenv("TERUGKOM_ALERT_TO")
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "http://user:geheim@smtp.example.org")
    status, found = look(capsys)
    assert (status, found["settings"]["state"]) == (2, "broken")
    assert found["settings"]["finding"].startswith("TERUGKOM_SMTP_URL must read smtp://")
    assert "geheim" not in str(found)


def test_a_name_that_is_no_setting_is_said_with_what_may_be_meant(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_KEEP_DOCUMENT_DAYS", "30")
    monkeypatch.setenv("terugkom_nothing", "geheim")
    status, found = look(capsys)
    assert (status, found["settings"]["state"]) == (1, "warning")
    assert found["settings"]["finding"] == (
        "no settings of this version: TERUGKOM_KEEP_DOCUMENT_DAYS (TERUGKOM_KEEP_DOCUMENTS_DAYS?),"
        " terugkom_nothing"
    )


@pytest.mark.parametrize(
    ("name", "longest"),
    [
        *(("LEASE_SECONDS", 86_400), ("RETRY_SECONDS", 86_400)),
        *((f"KEEP_{what}_DAYS", 365_000) for what in ("DOCUMENTS", "DELIVERIES", "INBOX", "ERRORS", "LINKS")),
        *((f"KEEP_{what}_DAYS", 365_000) for what in ("MENTIONS", "IMPORTS", "RUNS")),
    ],
)
def test_a_time_that_no_date_can_hold_is_refused_before_a_run_falls_over_it(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    longest: int,
) -> None:
    monkeypatch.setenv(f"TERUGKOM_{name}", str(longest))
    assert main(["clean-up", "--dry-run"]) == 0
    monkeypatch.setenv(f"TERUGKOM_{name}", str(longest + 1))
    for command in (["clean-up", "--dry-run"], ["doctor"]):
        assert main(command) == 2
        assert f"TERUGKOM_{name}: Input should be less than or equal to {longest}" in capsys.readouterr().err


def test_a_mail_server_for_alerts_that_is_wrong_is_named_as_such(
    home: Path, webhook: WebhookServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_ALERT_TO", "it@example.org")
    monkeypatch.setenv("TERUGKOM_ALERT_SMTP_URL", "http://user:geheim@smtp.example.org")
    status, found = look(capsys, "--alert")
    assert (status, found["settings"]["state"]) == (2, "broken")
    assert found["settings"]["finding"].startswith("TERUGKOM_ALERT_SMTP_URL must read smtp://")
    assert [each["subject"] for each in webhook.messages] == ["settings"], "one fault, told once"
    monkeypatch.setenv("TERUGKOM_ALERT_SMTP_URL", "smtp://smtp.example.org")
    monkeypatch.setenv("TERUGKOM_ALERT_TO", "it..it@example.org")
    _, found = look(capsys)
    assert found["settings"]["finding"].startswith("TERUGKOM_ALERT_TO: each must be a mail address")


def test_an_alert_that_cannot_be_recorded_is_told_once_however_often_cron_looks(
    home: Path, webhook: WebhookServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each look told it anew: the row could not be changed, and the look before it had changed nothing."""
    settings, began = load_settings(), datetime.now(UTC)
    with closing(Database(f"sqlite:///{home}/terugkom.db")) as database, database.write_session() as session:
        record_daily_run(session, began.date() - timedelta(days=3), began - timedelta(days=3))
    change(home, "CREATE TRIGGER refuse BEFORE UPDATE ON alerts BEGIN SELECT RAISE(ABORT, 'Zoë'); END")
    fine = [HealthCheck(name, CheckState.FINE, "", "") for name in ("database", "migrations")]
    broken = HealthCheck("disk", CheckState.BROKEN, "", "")

    def look(hours: float) -> list[tuple[str, str]]:
        before = len(webhook.messages)
        send_check_alerts(settings, [*fine, broken], lambda: began + timedelta(hours=hours))
        return sorted((each["kind"], each["subject"]) for each in webhook.messages[before:])

    assert look(0) == [("check-broken", "disk"), ("daily-run-missed", "")]
    assert [look(hour) for hour in range(1, 50)] == [[]] * 49
    change(home, "DROP TRIGGER refuse")
    assert look(50) == look(51) == []
    with closing(sqlite3.connect(home / "terugkom.db")) as database:
        assert database.execute("SELECT count(*) FROM alerts WHERE told_at IS NULL").fetchone() == (0,)
    assert list(home.glob("alert-told-*")) == []


def test_a_database_that_is_locked_once_it_told_that_it_is_back_is_not_told_at_each_look(
    home: Path, webhook: WebhookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, began = load_settings(), datetime.now(UTC)
    fine = [HealthCheck(name, CheckState.FINE, "", "") for name in ("database", "migrations")]
    gone = [HealthCheck("database", CheckState.BROKEN, "", "")]

    def locked(*_: object) -> None:
        raise OperationalError("", {}, sqlite3.OperationalError("database is locked"))

    send_check_alerts(settings, gone, lambda: began)
    with monkeypatch.context() as patched:
        patched.setattr("terugkom.command_line.doctor_alerts.send_alerts", locked)
        for hour in range(1, 24):
            send_check_alerts(settings, fine, lambda hour=hour: began + timedelta(hours=hour))
    assert [each["status"] for each in webhook.messages] == ["trouble"]
    assert send_check_alerts(settings, fine, lambda: began + timedelta(hours=24)) == []
    assert [each["status"] for each in webhook.messages] == ["trouble", "over"]
