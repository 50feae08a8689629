"""A daily run that failed or did not come is told to a person: once, with its address, and its end."""

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from deployments.alert_watch import AlertWatch, send_alerts_and_print
from terugkom.alerts.alert_text import build_alert_text
from terugkom.alerts.model import Alert, Trouble, TroubleKind, is_over_before
from terugkom.alerts.record_alerts import end_trouble, list_unsent_alerts, open_trouble, record_troubles
from terugkom.alerts.send_alerts import send_alerts, send_unrecorded_alert
from terugkom.catalogues import list_languages
from terugkom.daily_runs.daily_run_status import (
    DailyRunResult,
    load_daily_run_status,
    record_daily_run_result,
)
from terugkom.daily_runs.due_runs import CALENDAR, DailyRun, claim_start, record_daily_run
from terugkom.database.connection_pool import Database
from terugkom.documents.messages import translate
from terugkom.leases import LeaseRequest, acquire_lease
from terugkom.plan.model import Municipality
from terugkom.settings import Settings
from terugkom.workbook.undo.journal import PlanImport
from tests.alerts.webhook_server import WebhookServer
from tests.mail_server import MailServer
from tests.test_catalogues import calls, sources

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

SIX = datetime(2027, 3, 2, 5, tzinfo=UTC)  # in Brussels, of the day that is watched
HOUR = timedelta(hours=1)
DAY = 24 * 60  # minutes
UI = "https://mvo.example.org"


@pytest.fixture
def webhook() -> Iterator[WebhookServer]:
    with WebhookServer() as server:
        yield server


class Watched:
    """An installation whose alerts go to a webhook and a mail server, and the time on its clock."""

    def __init__(self, database: Database, **settings: Any) -> None:
        self.database, self.now = database, SIX
        self.settings = Settings(prefect_url=UI, **settings)
        self.lines: list[str] = []
        with database.write_session() as session:
            record_daily_run(session, SIX.date() - timedelta(days=1), SIX - 23 * HOUR)

    def look(self, after: timedelta) -> str:
        self.now = SIX + after
        return send_alerts_and_print(
            AlertWatch(self.database, self.settings, lambda: self.now), self.lines.append, ""
        )

    def end_run(
        self, after: timedelta, *, is_failed: bool, run_id: str = "", failed_as: str = "Deels gedaan"
    ) -> None:
        with self.database.write_session() as session:
            record_daily_run(session, (SIX + after).date(), SIX + after)
            ended = DailyRunResult(
                run_id=run_id,
                started_at=SIX + after,
                ended_at=SIX + after + timedelta(minutes=1),
                state=failed_as if is_failed else "Gedaan",
                is_failed=is_failed,
            )
            record_daily_run_result(session, ended)

    def alerts(self) -> list[Alert]:
        with self.database.read_session() as session:
            return list(session.scalars(select(Alert).order_by(Alert.id)))


@pytest.fixture
def watched(database: Database, webhook: WebhookServer) -> Watched:
    return Watched(database, alert_webhook_url=webhook.url)


def test_a_run_that_did_not_come_is_told_once_and_once_more_when_it_came(
    watched: Watched, webhook: WebhookServer
) -> None:
    watched.look(timedelta(minutes=59))
    assert webhook.messages == []
    for minutes in (61, 62, 300):
        watched.look(timedelta(minutes=minutes))
    assert [(each["kind"], each["status"]) for each in webhook.messages] == [("daily-run-missed", "trouble")]
    assert webhook.messages[0]["url"] == f"{UI}/runs"
    assert webhook.messages[0]["since"] == SIX.isoformat()
    assert "De dagelijkse ronde is niet gestart" in webhook.messages[0]["text"]
    watched.look(24 * HOUR)  # it still does not come: that is the same trouble
    assert len(webhook.messages) == 1
    watched.end_run(26 * HOUR, is_failed=False)
    for _ in range(2):
        watched.look(27 * HOUR)
    assert [each["status"] for each in webhook.messages] == ["trouble", "over"]
    assert webhook.messages[1]["title"] == "Opgelost: De dagelijkse ronde is niet gestart"


def test_a_run_that_is_at_work_is_not_late(watched: Watched, webhook: WebhookServer) -> None:
    with watched.database.write_session() as session:
        assert acquire_lease(session, LeaseRequest(CALENDAR, "holder", "", 36_000), SIX)
    watched.look(9 * HOUR)
    assert webhook.messages == []


def test_a_run_that_was_just_started_to_make_up_for_it_gets_time_to_begin(
    watched: Watched, webhook: WebhookServer
) -> None:
    with watched.database.write_session() as session:
        assert claim_start(session, CALENDAR, SIX + 9 * HOUR, 300)
    watched.look(9 * HOUR + timedelta(minutes=9))
    assert webhook.messages == []
    watched.look(9 * HOUR + timedelta(minutes=11))
    assert len(webhook.messages) == 1


def test_a_first_run_that_never_comes_is_told_once_there_is_a_plan(
    watched: Watched, webhook: WebhookServer
) -> None:
    with watched.database.write_session() as session:
        session.execute(delete(DailyRun))
    watched.look(2 * HOUR)
    assert webhook.messages == [], "nothing is there to run for"
    with watched.database.write_session() as session:
        municipality = Municipality(slug="zb", name="Zilverbeke")
        session.add(municipality)
        session.flush()
        imported: dict[str, Any] = {
            name: {} for name in ("added", "changed", "deleted", "after", "marks", "before")
        }
        at = {"imported_on": SIX.date(), "imported_at": SIX + HOUR}
        session.add(PlanImport(municipality_id=municipality.id, file="plan.xlsx", **at, **imported))
    watched.look(24 * HOUR)
    assert webhook.messages == [], "the first one may still come"
    watched.look(26 * HOUR)
    assert [each["kind"] for each in webhook.messages] == ["daily-run-missed"]


def test_a_run_that_failed_is_told_with_its_address_until_one_goes_well(
    watched: Watched, webhook: WebhookServer
) -> None:
    watched.end_run(timedelta(), is_failed=True, run_id="4d1c")
    watched.look(timedelta(minutes=2))
    watched.end_run(HOUR, is_failed=True, run_id="5e2d")
    watched.look(2 * HOUR)
    assert [each["url"] for each in webhook.messages] == [f"{UI}/runs/flow-run/4d1c"]
    assert "De dagelijkse ronde is mislukt (Deels gedaan)" in webhook.messages[0]["text"]
    watched.end_run(3 * HOUR, is_failed=False)
    watched.look(4 * HOUR)
    watched.end_run(5 * HOUR, is_failed=True, run_id="6f3e")
    watched.look(6 * HOUR)
    assert [each["status"] for each in webhook.messages] == ["trouble", "over", "trouble"]
    assert webhook.messages[2]["url"] == f"{UI}/runs/flow-run/6f3e"


def test_without_an_address_of_prefect_it_is_told_how_the_run_is_found(
    watched: Watched, webhook: WebhookServer
) -> None:
    """The page of the run was spoken of, and no address was there."""
    watched.settings = watched.settings.model_copy(update={"prefect_url": None})
    watched.end_run(HOUR, is_failed=True, run_id="0123")
    watched.look(2 * HOUR)
    (failed,) = webhook.messages
    assert failed["url"] == ""
    found = "Zet achter het adres van de pagina's van Prefect: /runs/flow-run/0123 (met TERUGKOM_PREFECT_URL"
    assert found in failed["text"]
    watched.look(26 * HOUR)
    assert "Prefect: /runs (met" in webhook.messages[-1]["text"]
    with watched.database.write_session() as session:
        open_trouble(session, Trouble(TroubleKind.SERVICE_STOPPED, watched.now, "terugkom.service"))
    watched.look(26 * HOUR)
    assert "Prefect" not in webhook.messages[-1]["text"], "what has no page has no address"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("Failed", "door een fout in het programma"),
        ("Crashed", "onderbroken"),
        ("TimedOut", "het duurde te lang"),
        ("Cancelled", "geannuleerd"),
    ],
)
def test_a_state_that_prefect_gave_is_told_in_the_language_of_the_installation(
    watched: Watched, webhook: WebhookServer, state: str, words: str
) -> None:
    watched.end_run(timedelta(), is_failed=True, run_id="4d1c", failed_as=state)
    watched.look(timedelta(minutes=2))
    assert f"De dagelijkse ronde is mislukt ({words})" in webhook.messages[0]["text"]


def test_it_is_told_by_mail_through_the_server_set_for_it(database: Database) -> None:
    with MailServer() as server:
        watched = Watched(
            database,
            alert_smtp_url=f"smtp://127.0.0.1:{server.port}",
            alert_to="it@example.org, wacht@example.org",
            alert_from="terugkom@example.org",
        )
        watched.end_run(timedelta(), is_failed=True, run_id="4d1c")
        for minutes in (1, 2):
            watched.look(timedelta(minutes=minutes))
        assert server.recipients == ["it@example.org", "wacht@example.org"]
        mail = message_from_bytes(server.mails[0].content, policy=policy.default)
    assert (mail["From"], mail["To"]) == ("terugkom@example.org", "it@example.org")
    assert mail["Subject"] == "Terugkom: De dagelijkse ronde is mislukt (Deels gedaan)"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert f"{UI}/runs/flow-run/4d1c" in text
    assert "Sinds 2027-03-02 06:00." in text


def test_what_could_not_be_told_is_told_later_and_printed_without_the_secret(
    watched: Watched, webhook: WebhookServer
) -> None:
    webhook.status = 500
    watched.end_run(timedelta(), is_failed=True)
    assert watched.look(timedelta(minutes=1))
    assert "500" in watched.lines[0]
    assert "geheim" not in watched.lines[0]
    webhook.status = 200
    watched.look(timedelta(minutes=2))
    assert webhook.messages == [], "it waits a few minutes"
    watched.look(timedelta(minutes=7))
    assert len(webhook.messages) == 1


def test_one_channel_that_takes_it_is_enough(database: Database, webhook: WebhookServer) -> None:
    watched = Watched(
        database,
        alert_webhook_url=webhook.url,
        alert_smtp_url="smtp://127.0.0.1:1",
        alert_to="it@example.org",
    )
    watched.end_run(timedelta(), is_failed=True)
    for minutes in (1, 7):
        watched.look(timedelta(minutes=minutes))
    assert len(webhook.messages) == 1
    assert "no connection" in watched.lines[0]


def test_without_a_channel_nothing_is_told_and_nothing_fails(database: Database) -> None:
    watched = Watched(database)
    watched.end_run(timedelta(), is_failed=True)
    assert watched.look(timedelta(minutes=1)) == ""
    assert [(each.told_at, each.over_at) for each in watched.alerts()] == [(None, None)]


def test_a_trouble_that_came_and_went_while_nobody_could_be_told_is_told_with_its_end(
    watched: Watched, webhook: WebhookServer
) -> None:
    webhook.status = 500
    watched.end_run(timedelta(), is_failed=True)
    watched.look(timedelta(minutes=1))
    watched.end_run(HOUR, is_failed=False)
    webhook.status = 200
    watched.look(2 * HOUR)
    assert [each["status"] for each in webhook.messages] == ["over"]


def test_several_machines_tell_it_once(watched: Watched, webhook: WebhookServer) -> None:
    watched.end_run(timedelta(), is_failed=True)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: watched.look(timedelta(minutes=1)), range(8)))
    assert len(webhook.messages) == 1
    assert len(watched.alerts()) == 1


def test_a_database_that_does_not_answer_is_printed_once(watched: Watched) -> None:
    with watched.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE daily_run_results")
    watch = AlertWatch(watched.database, watched.settings, lambda: SIX)
    failure = send_alerts_and_print(watch, watched.lines.append)
    assert send_alerts_and_print(watch, watched.lines.append, failure) == failure != ""
    assert len(watched.lines) == 1


def test_a_database_that_does_not_answer_for_minutes_is_told_once_and_its_end(
    watched: Watched, webhook: WebhookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = AlertWatch(watched.database, watched.settings, lambda: watched.now)

    def look(minutes: int) -> None:
        watched.now = SIX + timedelta(minutes=minutes)
        send_alerts_and_print(watch, watched.lines.append)

    with monkeypatch.context() as down:
        down.setattr(watched.database, "read_session", lambda: closed.read_session())
        closed = Database("postgresql+psycopg://u:geheim@127.0.0.1:1/terugkom")
        for minutes in (0, 4, 6, 7):
            look(minutes)
        closed.close()
    assert [(each["subject"], each["since"]) for each in webhook.messages] == [("database", SIX.isoformat())]
    assert webhook.messages[0]["title"] == "Er is iets stuk aan Terugkom: de databank"
    for minutes in (8, 9):
        look(minutes)
    assert [each["status"] for each in webhook.messages] == ["trouble", "over"]
    assert "geheim" not in str(watched.lines)


def test_troubles_that_are_over_for_long_are_forgotten(watched: Watched) -> None:
    watched.end_run(timedelta(), is_failed=True)
    watched.look(timedelta(minutes=1))
    with watched.database.write_session() as session:
        session.execute(delete(Alert).where(is_over_before(SIX + 100 * HOUR)))
    assert len(watched.alerts()) == 1, "it goes on"
    watched.end_run(HOUR, is_failed=False)
    watched.look(2 * HOUR)
    with watched.database.write_session() as session:
        session.execute(delete(Alert).where(is_over_before(SIX + 100 * HOUR)))
    assert watched.alerts() == []


def test_the_status_knows_when_the_last_run_ended_and_how_long_it_took(watched: Watched) -> None:
    watched.end_run(timedelta(), is_failed=False)
    with watched.database.read_session() as session:
        status = load_daily_run_status(session, SIX + HOUR, HOUR)
    assert (status.last_day, status.last_ended_at) == (SIX.date(), SIX)
    assert not status.is_missed
    assert not status.is_failed
    assert status.result is not None
    assert status.result.seconds == 60


@pytest.mark.long
def test_each_check_that_can_be_broken_has_a_name_in_each_language() -> None:
    (doctor,) = (nodes for file, nodes in sources() if file == "terugkom/command_line/doctor.py")
    checks = {
        call.args[0].value for _, call in calls(doctor, "run_check") if isinstance(call.args[0], ast.Constant)
    }
    names = checks - {"daily run"} | {"mail server", "connections"}  # the daily run has an alert of its own
    assert len(names) > 10
    for language in list_languages():
        for name in names:
            alert = Alert(kind=TroubleKind.CHECK_BROKEN, subject=str(name), since=SIX, run_id="")
            shown = build_alert_text(alert, language, None).title
            assert translate(f"alert.check.{str(name).replace(' ', '-')}", language) in shown


def test_an_address_that_is_refused_keeps_no_other_from_being_told(database: Database) -> None:
    with MailServer(at_rcpt={"weg@example.org": "550 5.1.1 unknown"}) as server:
        watched = Watched(
            database,
            alert_smtp_url=f"smtp://127.0.0.1:{server.port}",
            alert_to="weg@example.org,it@example.org,weg@example.org",
        )
        watched.end_run(timedelta(), is_failed=True)
        for minutes in (1, 7, 13):
            watched.look(timedelta(minutes=minutes))
        assert server.recipients == ["it@example.org"], "told once, though another address was refused"
    assert [each.told_at is not None for each in watched.alerts()] == [True]
    assert len(watched.lines) == 1
    assert watched.lines[0].count("550 5.1.1 unknown") == 1


def test_a_domain_with_letters_outside_ascii_is_told(database: Database) -> None:
    with MailServer() as server:
        watched = Watched(
            database, alert_smtp_url=f"smtp://127.0.0.1:{server.port}", alert_to="it@gemeente-é.example.org"
        )
        watched.end_run(timedelta(), is_failed=True)
        assert watched.look(timedelta(minutes=1)) == ""
        assert server.recipients == ["it@xn--gemeente--j4a.example.org"]


def test_a_password_file_that_is_gone_is_printed_and_keeps_no_webhook_from_telling(
    database: Database, webhook: WebhookServer, tmp_path: Path
) -> None:
    mail = {
        "alert_smtp_url": "smtp://it@127.0.0.1:1",
        "alert_smtp_password_file": tmp_path / "gone",
        "alert_to": "it@example.org",
    }
    watched = Watched(database, **mail)
    watched.end_run(timedelta(), is_failed=True)
    said = watched.look(timedelta(minutes=1))
    assert "TERUGKOM_ALERT_SMTP_PASSWORD_FILE cannot be read: No such file" in said
    watched.settings = Settings(prefect_url=UI, alert_webhook_url=webhook.url, **mail)
    assert watched.look(timedelta(minutes=2)) == said
    assert [each["kind"] for each in webhook.messages] == ["daily-run-failed"]


def test_where_no_channel_can_be_used_nobody_took_what_cannot_be_recorded(tmp_path: Path) -> None:
    settings = Settings(
        alert_smtp_url="smtp://it@127.0.0.1:1",
        alert_smtp_password_file=tmp_path / "gone",
        alert_to="it@example.org",
    )
    told = send_unrecorded_alert(settings, Trouble(TroubleKind.CHECK_BROKEN, SIX, "database"), SIX)
    assert told is not None
    assert (len(told.failures), told.is_taken, told.is_in_doubt) == (1, False, False)
    assert "TERUGKOM_ALERT_SMTP_PASSWORD_FILE cannot be read" in told.failures[0]
    assert send_unrecorded_alert(Settings(), Trouble(TroubleKind.CHECK_BROKEN, SIX, "database"), SIX) is None


def test_whatever_telling_raises_it_is_printed_once_and_serve_goes_on(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a text with piet@example.org")

    monkeypatch.setattr("deployments.alert_watch.load_daily_run_status", fail)
    watch = AlertWatch(watched.database, watched.settings, lambda: SIX)
    failure = send_alerts_and_print(watch, watched.lines.append)
    assert send_alerts_and_print(watch, watched.lines.append, failure) == failure == "RuntimeError"
    assert len(watched.lines) == 1


def test_a_run_of_a_clock_that_was_ahead_hides_none_that_does_not_come(
    watched: Watched, webhook: WebhookServer
) -> None:
    with watched.database.write_session() as session:
        record_daily_run(session, SIX.date() + timedelta(days=365), SIX + timedelta(days=365))
        ahead = SIX + timedelta(days=365)
        assert acquire_lease(session, LeaseRequest(f"run {CALENDAR}", "holder", "", 300), ahead)
    watched.look(timedelta(minutes=61))
    assert [each["kind"] for each in webhook.messages] == ["daily-run-missed"]
    with watched.database.read_session() as session:
        status = load_daily_run_status(session, SIX + 2 * HOUR, HOUR)
    assert status.last_day == SIX.date() - timedelta(days=1)
    assert status.last_ended_at == SIX - 23 * HOUR
    watched.end_run(3 * HOUR, is_failed=False)
    watched.look(4 * HOUR)
    assert [each["status"] for each in webhook.messages] == ["trouble", "over"]


@pytest.mark.parametrize(
    "status", [502, *(pytest.param(each, marks=pytest.mark.long) for each in (504, None))]
)
def test_what_nobody_knows_to_be_told_is_told_again_less_often_the_longer_it_lasts(
    watched: Watched, webhook: WebhookServer, status: int | None
) -> None:
    """A chat server that is away behind its gateway says 502: then nobody would ever hear of it."""
    webhook.status = status
    watched.end_run(timedelta(), is_failed=True)
    tries = []
    for minutes in range(1, 241):
        before = len(webhook.asked)
        watched.look(timedelta(minutes=minutes))
        tries += [minutes] * (len(webhook.asked) - before)
    assert tries == [1, 6, 12, 24, 48, 96, 156, 216]
    webhook.status = 200
    watched.look(timedelta(minutes=276))
    watched.look(timedelta(minutes=400))
    assert [each["kind"] for each in webhook.messages][-1] == "daily-run-failed"
    assert len(webhook.asked) == len(tries) + 1, "it was taken: once is enough"


def find_tries(
    watched: Watched, webhook: WebhookServer, minutes: range, *, is_failed: bool = True
) -> list[int]:
    """Return in which of these minutes a person was told; the daily run of each day ends as it did."""
    tries = []
    for minute in minutes:
        if minute % DAY == 0:
            watched.end_run(timedelta(minutes=minute), is_failed=is_failed)
        before = len(webhook.asked)
        watched.look(timedelta(minutes=minute))
        tries += [minute] * (len(webhook.asked) - before)
    return tries


@pytest.mark.long
def test_over_days_what_is_in_doubt_is_told_some_twenty_times_and_then_once_a_day(
    watched: Watched, webhook: WebhookServer
) -> None:
    webhook.status = 502
    tries = find_tries(watched, webhook, range(0, 8 * DAY, 15))
    waits = [later - earlier for earlier, later in pairwise(tries)]
    assert len([each for each in tries if each < DAY]) == 14
    assert len([each for each in tries if each < 4 * DAY]) == 21
    assert len(tries) == 25
    late = [wait for wait, at in zip(waits, tries[1:], strict=True) if at > 300]
    assert late == sorted(late), "they grow apart"
    assert late[-1] == DAY


def test_a_new_trouble_is_told_at_once_while_another_one_is_in_doubt(
    watched: Watched, webhook: WebhookServer
) -> None:
    webhook.status = 502
    find_tries(watched, webhook, range(0, 4 * DAY, 60))
    webhook.status = 200
    with watched.database.write_session() as session:
        open_trouble(session, Trouble(TroubleKind.SERVICE_STOPPED, watched.now, "terugkom.service"))
    watched.look(timedelta(days=4, minutes=6))
    assert [each["kind"] for each in webhook.messages] == ["service-stopped"]


@pytest.mark.long
def test_the_end_of_a_trouble_that_is_in_doubt_is_told_for_a_day(
    watched: Watched, webhook: WebhookServer
) -> None:
    watched.end_run(timedelta(), is_failed=True)
    watched.look(timedelta(minutes=1))
    webhook.status = 502
    watched.end_run(timedelta(hours=1), is_failed=False)
    tries = find_tries(watched, webhook, range(60, 10 * DAY, 15), is_failed=False)
    assert 8 < len(tries) < 20
    assert DAY < tries[-1] < 1.5 * DAY
    assert [each["status"] for each in webhook.messages] == ["trouble"]
    with watched.database.read_session() as session:
        assert list_unsent_alerts(session, watched.now) == []


def test_a_channel_that_took_it_is_enough_where_another_is_in_doubt(
    database: Database, webhook: WebhookServer
) -> None:
    webhook.status = 502
    with MailServer() as server:
        watched = Watched(
            database,
            alert_webhook_url=webhook.url,
            alert_smtp_url=f"smtp://127.0.0.1:{server.port}",
            alert_to="it@example.org",
        )
        watched.end_run(timedelta(), is_failed=True)
        for minutes in (1, 7, 20):
            watched.look(timedelta(minutes=minutes))
        assert (server.recipients, len(webhook.asked)) == (["it@example.org"], 1)


def test_a_database_that_is_away_is_told_until_it_is_known_to_be_taken(
    watched: Watched, webhook: WebhookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = AlertWatch(watched.database, watched.settings, lambda: watched.now)
    closed = Database("postgresql+psycopg://u:geheim@127.0.0.1:1/terugkom")
    monkeypatch.setattr(watched.database, "read_session", lambda: closed.read_session())
    webhook.status = 502
    tries = []
    for minutes in range(60):
        webhook.status = 200 if minutes == 40 else 502
        watched.now, before = SIX + timedelta(minutes=minutes), len(webhook.asked)
        send_alerts_and_print(watch, watched.lines.append)
        tries += [minutes] * (len(webhook.asked) - before)
    closed.close()
    assert tries == [5, 10, 20, 40]
    assert [each["subject"] for each in webhook.messages] == ["database"]


def test_a_service_that_stopped_before_alerts_named_machines_is_over_when_it_starts(
    database: Database,
) -> None:
    stopped = Trouble(TroubleKind.SERVICE_STOPPED, SIX, "terugkom.service")
    with database.write_session() as session:
        for machine in ("", "worker-1", "worker-2"):
            open_trouble(session, replace(stopped, machine=machine))
        end_trouble(session, replace(stopped, machine="worker-1"), SIX + HOUR)
    with database.read_session() as session:
        assert session.scalars(select(Alert.machine).where(Alert.open_key.is_not(None))).all() == ["worker-2"]


def test_what_is_wrong_with_one_machine_is_not_over_because_another_is_fine(
    database: Database, webhook: WebhookServer
) -> None:
    """`doctor --alert` of a machine with a good disk told that the disk of another one was good again."""
    settings = Settings(alert_webhook_url=webhook.url)
    disk = Trouble(TroubleKind.CHECK_BROKEN, SIX, "disk", machine="worker-1")

    def look(machine: str, troubles: list[Trouble], after: timedelta) -> list[str]:
        before = len(webhook.messages)
        with database.write_session() as session:
            record_troubles(session, troubles, [TroubleKind.CHECK_BROKEN], SIX + after, machine)
        assert send_alerts(database, settings, lambda: SIX + after) == []
        return [each["title"] for each in webhook.messages[before:]]

    (title,) = look("worker-1", [disk], timedelta())
    assert title.endswith("de schijf (worker-1)")
    assert look("worker-2", [], HOUR) == []
    assert look("worker-1", [disk], 2 * HOUR) == []
    assert look("worker-1", [], 3 * HOUR) == [f"Opgelost: {title}"]
    assert webhook.messages[-1]["machine"] == "worker-1"


def test_a_service_with_a_long_name_is_over_once_it_starts(database: Database) -> None:
    """Its key was stored cut and searched whole."""
    stopped = Trouble(TroubleKind.SERVICE_STOPPED, SIX, "u" * 200, machine="m" * 60)
    with database.write_session() as session:
        open_trouble(session, stopped)
    with database.write_session() as session:
        end_trouble(session, stopped, SIX + HOUR)
    with database.read_session() as session:
        assert [each.over_at for each in session.scalars(select(Alert))] == [SIX + HOUR]


@pytest.mark.parametrize(
    ("statement", "revision", "subject"),
    [
        ("DROP TABLE daily_run_results", "", "migrations"),
        ("ALTER TABLE alerts RENAME COLUMN subject TO subject_of_old", "0001", "migrations"),
    ],
)
def test_a_schema_of_another_version_is_told_as_that(
    watched: Watched, webhook: WebhookServer, statement: str, revision: str, subject: str
) -> None:
    with watched.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
        if revision:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    watch = AlertWatch(watched.database, watched.settings, lambda: watched.now)
    for minutes in (0, 6, 7):
        watched.now = SIX + timedelta(minutes=minutes)
        send_alerts_and_print(watch, watched.lines.append)
    assert [each["subject"] for each in webhook.messages] == [subject]


def test_a_fault_of_the_program_is_told_as_that_and_its_end(
    watched: Watched, webhook: WebhookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was told as a database that is broken, in which nobody found anything wrong, or told to nobody."""
    watch = AlertWatch(watched.database, watched.settings, lambda: watched.now)

    def look(minutes: int) -> str:
        watched.now = SIX + timedelta(minutes=minutes)
        return send_alerts_and_print(watch, watched.lines.append)

    def ask_wrongly(session: Session, *_: object) -> None:
        session.execute(text("SELECT no_such_column FROM alerts"))

    def fail(*_: object) -> None:
        raise RuntimeError("a text with piet@example.org")

    for number, fault in enumerate((ask_wrongly, fail)):
        with monkeypatch.context() as wrong:
            wrong.setattr("deployments.alert_watch.load_daily_run_status", fault)
            for minutes in (0, 4, 6, 7):
                look(20 * number + minutes)
        assert look(20 * number + 9) == ""
    assert [(each["subject"], each["status"]) for each in webhook.messages] == [
        ("program", "trouble"),
        ("program", "over"),
    ] * 2
    assert webhook.messages[0]["title"] == "Er is iets stuk aan Terugkom: een fout in het programma"
    assert "Met de databank is niets mis" in webhook.messages[0]["text"]
    assert "piet" not in str(watched.lines) + str(webhook.messages)


def test_what_was_told_and_could_not_be_recorded_is_not_told_again(
    watched: Watched, webhook: WebhookServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row said that nobody was told: a person heard it every five minutes, or every hour of cron."""
    watched.settings = watched.settings.model_copy(update={"home": tmp_path})
    watched.end_run(timedelta(), is_failed=True)
    watch = AlertWatch(watched.database, watched.settings, lambda: watched.now)

    def refuse(*_: object) -> None:
        raise OperationalError("UPDATE alerts", {}, Exception("disk I/O error"))

    def look(minutes: int) -> list[str]:
        watched.now = SIX + timedelta(minutes=minutes)
        return watch.send()

    with monkeypatch.context() as full:
        full.setattr("terugkom.alerts.send_alerts._record_outcome", refuse)
        for minutes in range(0, 3 * DAY, 7):
            look(minutes)
    failed = [each for each in webhook.messages if each["kind"] == "daily-run-failed"]
    assert len(failed) == 1
    told_as = [each["subject"] for each in webhook.messages if each["kind"] == "check-broken"]
    assert len(told_as) <= 1
    watched.end_run(timedelta(days=4), is_failed=False)
    assert look(4 * DAY + 5) == []
    assert [each["status"] for each in webhook.messages if each["kind"] == "daily-run-failed"] == [
        "trouble",
        "over",
    ]
    assert list(tmp_path.glob("alert-told-*")) == []
