"""/health says when the daily run last ended; /metrics answers those alone whom the setting names."""

import ipaddress
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update
from starlette.testclient import TestClient

from terugkom.alerts.model import Trouble, TroubleKind
from terugkom.alerts.record_alerts import open_trouble
from terugkom.daily_runs.daily_run_status import DailyRunResult, record_daily_run_result
from terugkom.daily_runs.due_runs import record_daily_run
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.installation import Installation
from terugkom.report import RunReport
from terugkom.settings import Settings
from terugkom.site.application import build_application
from terugkom.site.metrics import CYCLES_IN_BATCHES
from terugkom.work_batches.claim_batch import claim_batch, end_batch
from terugkom.work_batches.cycles import OWNER_REMINDERS
from terugkom.work_batches.model import BatchState, ItemResult, WorkItem
from terugkom.work_batches.plan_batches import plan_batches
from tests.clock import clock_on
from tests.delivery.delivery_rows import add_deliveries
from tests.site.conftest import TODAY, ServedPages

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

NOW = clock_on(TODAY)  # seven o'clock in Brussels, in summer
ENDED = NOW - timedelta(minutes=30)


def end_run(pages: ServedPages, ago: timedelta, *, is_failed: bool = False) -> None:
    at = NOW - ago
    with pages.database.write_session() as session:
        record_daily_run(session, at.date(), at)
        ended = DailyRunResult(started_at=at - timedelta(seconds=90), ended_at=at, is_failed=is_failed)
        record_daily_run_result(session, ended)


def test_health_says_when_the_daily_run_ended_and_that_it_failed(pages: ServedPages) -> None:
    answer = pages.browser.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "last_daily_run": None})
    end_run(pages, timedelta(minutes=30), is_failed=True)
    answer = pages.browser.get("/health")
    assert answer.status_code == 200
    assert answer.json()["last_daily_run"] == {
        "day": (NOW - timedelta(minutes=30)).date().isoformat(),
        "ended_at": (NOW - timedelta(minutes=30)).isoformat(),
        "failed": True,
    }


def test_a_daily_run_that_did_not_come_is_unhealthy_and_alive(pages: ServedPages) -> None:
    end_run(pages, timedelta(hours=47))
    answer = pages.browser.get("/health")
    assert (answer.status_code, answer.json()["problem"]) == (503, "daily-run-missed")
    assert answer.json()["last_daily_run"]["failed"] is False
    alive = pages.browser.get("/health/live")
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})


def test_a_database_that_cannot_be_read_is_unhealthy(pages: ServedPages) -> None:
    with pages.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE daily_run_results"))
    answer = pages.browser.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"status": "unhealthy", "problem": "database"})


@pytest.mark.only_sqlite
def test_a_database_whose_file_is_gone_is_unhealthy_and_not_alive(
    sqlite_database: Database, tmp_path: Path
) -> None:
    installation = Installation(Settings(home=tmp_path / "home"), sqlite_database)
    file = Path(str(sqlite_database.engine.url.database))
    application = build_application(installation, lambda: TODAY, lambda: NOW)
    with TestClient(application, base_url="http://127.0.0.1:4280") as browser:
        assert browser.get("/health").status_code == 200
        kept = file.rename(file.with_name("kept"))
        for page in ("/health", "/health/live", "/health"):
            answer = browser.get(page)
            assert (answer.status_code, answer.json()) == (
                503,
                {"status": "unhealthy", "problem": "database"},
            )
        kept.rename(file)
        assert browser.get("/health/live").status_code == 200


# Metrics


@pytest.fixture
def scraper(database: Database, tmp_path: Path) -> Iterator[Any]:
    """Ask for /metrics from an address, of a site whose setting names these networks."""
    opened: list[TestClient] = []

    def scrape(allowed: str, client: str, **headers: str) -> Any:
        settings = Settings(home=tmp_path / "home", metrics_from=allowed)
        application = build_application(Installation(settings, database), lambda: TODAY, lambda: NOW)
        browser = TestClient(application, base_url="http://127.0.0.1:4280", client=(client, 5000))
        opened.append(browser)
        return browser.get(
            "/metrics", headers={name.replace("_", "-"): each for name, each in headers.items()}
        )

    yield scrape
    for each in opened:
        each.close()


def read_samples(answer: Any) -> dict[tuple[str, ...], float]:
    return {
        (sample.name.removeprefix("terugkom_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.mark.parametrize(
    ("allowed", "client", "status"),
    [
        ("", "127.0.0.1", 404),
        ("127.0.0.1", "127.0.0.1", 200),
        ("127.0.0.1", "10.0.0.5", 404),
        ("10.0.0.0/24,::1", "10.0.0.5", 200),
        ("10.0.0.0/24,::1", "::1", 200),
        ("127.0.0.1", "testclient", 404),
    ],
)
def test_metrics_answer_those_alone_whom_the_setting_names(
    scraper: Any, allowed: str, client: str, status: int
) -> None:
    assert scraper(allowed, client).status_code == status


def test_metrics_answer_nobody_through_a_proxy(scraper: Any) -> None:
    """Behind a proxy that is no good, everybody comes from this machine."""
    assert scraper("127.0.0.1", "127.0.0.1", x_forwarded_for="127.0.0.1").status_code == 404
    assert scraper("127.0.0.1", "127.0.0.1", forwarded="for=127.0.0.1").status_code == 404


def test_without_a_database_there_are_no_metrics_and_the_target_is_down(
    database: Database, scraper: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert scraper("127.0.0.1", "127.0.0.1").status_code == 200
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE daily_run_results"))
    answer = scraper("127.0.0.1", "127.0.0.1")
    assert (answer.status_code, answer.text) == (503, "the database cannot be read\n")
    assert scraper("127.0.0.1", "10.0.0.5").status_code == 404, "others learn nothing"
    assert caplog.records == []


@pytest.mark.parametrize("wrong", ["0.0.0.0/0", "*", "prometheus.example.org"])
def test_everybody_is_no_setting(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"metrics_from"):
        Settings(metrics_from=wrong)
    assert ipaddress.ip_network(Settings(metrics_from=" 127.0.0.1 ").metrics_from)


def test_the_metrics_are_those_of_the_database(database: Database, scraper: Any, tmp_path: Path) -> None:
    add_deliveries(database, tmp_path, 3)
    with database.write_session() as session:
        session.execute(update(Delivery).values(created_at=NOW - timedelta(hours=2)))
        session.execute(update(Delivery).where(Delivery.id == 1).values(state=DeliveryState.SENT))
        session.execute(update(Delivery).where(Delivery.id == 2).values(state=DeliveryState.FAILED))
        record_daily_run(session, ENDED.date(), ENDED)
        record_daily_run_result(
            session,
            DailyRunResult(started_at=ENDED - timedelta(seconds=90), ended_at=ENDED, is_failed=True),
        )
        open_trouble(session, Trouble(TroubleKind.DAILY_RUN_FAILED, ENDED))
    answer = scraper("127.0.0.1", "127.0.0.1")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = read_samples(answer)
    assert found[("daily_run_last_end_timestamp_seconds",)] == ENDED.timestamp()
    assert found[("daily_run_seconds",)] == 90
    assert (found[("daily_run_failed",)], found[("daily_run_missed",)]) == (1, 0)
    states = {name[1]: value for name, value in found.items() if name[0] == "deliveries"}
    assert states.keys() == set(DeliveryState)
    assert (states["sent"], states["failed"], states["pending"], states["held"]) == (1, 1, 1, 0)
    assert found[("deliveries_due",)] == found[("deliveries_for_a_person",)] == 1
    assert found[("deliveries_oldest_pending_seconds",)] == 7200
    assert found[("troubles", "daily-run-failed")] == 1
    assert found[("runs_cut_off",)] == 0
    assert "example" not in answer.text


def test_the_metrics_say_by_cycle_what_is_due_and_undone_and_how_long_batches_took(
    database: Database, scraper: Any
) -> None:
    items = [WorkItem("aalter"), WorkItem("brakel"), WorkItem("celles")]
    done = ItemResult("Verzonden", "", False, "run", 0.2, RunReport())
    results = {0: done, 1: replace(done, is_failed=True)}
    with database.write_session() as session:
        ids = plan_batches(session, NOW.date(), OWNER_REMINDERS, [items[:2], items[2:]], NOW)
        work = claim_batch(session, ids[0], "run", 300, ENDED)
        assert work is not None
        end_batch(session, work, results, BatchState.DONE, ENDED + timedelta(seconds=42))
    found = read_samples(scraper("127.0.0.1", "127.0.0.1"))
    for name in ("moments_due", "moments_undone", "work_batches_ended", "work_batches_longest_seconds"):
        assert {key[1] for key in found if key[0] == name} == set(CYCLES_IN_BATCHES)
    assert (found["moments_due", OWNER_REMINDERS], found["moments_undone", OWNER_REMINDERS]) == (3, 2)
    assert found["work_batches_ended", OWNER_REMINDERS] == 1
    assert found["work_batches_ended_seconds", OWNER_REMINDERS] == 42
    assert found["work_batches_longest_seconds", OWNER_REMINDERS] == 42
    assert found["moments_due", "peer-exchange"] == found["work_batches_ended", "peer-exchange"] == 0


@pytest.mark.parametrize(("last_run_ago", "due"), [(3, 1), (2, 1), (1, 0)])
def test_nothing_is_due_where_a_later_daily_run_found_nothing(
    database: Database, scraper: Any, last_run_ago: int, due: int
) -> None:
    """A run that died is none that ended: what it found counts until the next one looks."""
    with database.write_session() as session:
        day, ended = NOW.date() - timedelta(days=2), NOW - timedelta(days=last_run_ago)
        plan_batches(session, day, OWNER_REMINDERS, [[WorkItem("aalter")]], NOW)
        record_daily_run(session, ended.date(), ended)
    found = read_samples(scraper("127.0.0.1", "127.0.0.1"))
    assert found["moments_due", OWNER_REMINDERS] == found["moments_undone", OWNER_REMINDERS] == due
