"""On PostgreSQL leases are judged by its server's clock, also where somebody only looks or settles one."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update
from starlette.testclient import TestClient

from terugkom import clock
from terugkom.command_line import doctor
from terugkom.command_line.main import main
from terugkom.daily_runs.due_runs import CALENDAR, build_run_lease, find_daily_run_time, record_daily_run
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.health_checks.model import CheckState
from terugkom.installation import Installation
from terugkom.leases import acquire_lease
from terugkom.settings import Settings
from terugkom.site.run_site import build_server_config
from tests.delivery.delivery_rows import add_deliveries

AHEAD = timedelta(minutes=20)  # of this machine's clock; a lease lasts five


@pytest.fixture
def installation(postgres_database: Database, tmp_path: Path) -> Installation:
    """An installation with a daily run at work, and a delivery that a sender has."""
    url = postgres_database.engine.url.render_as_string(hide_password=False)
    found = Installation(
        Settings(home=tmp_path / "home", database_url=SecretStr(url), metrics_from="10.0.0.0/8"),
        postgres_database,
    )
    add_deliveries(postgres_database, tmp_path / "documents", 1)
    now = datetime.now(UTC)
    last_run = find_daily_run_time(now + AHEAD).date() - timedelta(days=1)
    with postgres_database.write_session() as session:
        assert acquire_lease(session, build_run_lease(CALENDAR, "", 300), found.now())
        session.execute(
            update(Delivery).values(
                lease="sender",
                lease_until=found.now() + timedelta(minutes=5),
                created_at=now - timedelta(hours=5),
            )
        )
        record_daily_run(session, last_run, now - timedelta(days=1))
    return found


def read_own() -> datetime:
    """Return what this machine's clock says, which is ahead."""
    return datetime.now(UTC) + AHEAD


def read_metrics(installation: Installation) -> dict[str, float]:
    config = build_server_config(installation, "127.0.0.1", 0, date.today, read_own)
    application: Any = config.app
    with TestClient(application, base_url="http://127.0.0.1", client=("10.1.1.1", 5000)) as browser:
        lines = browser.get("/metrics").text.splitlines()
    return {line.split(" ")[0]: float(line.split(" ")[1]) for line in lines if not line.startswith("#")}


def test_metrics_count_no_run_as_cut_off_and_no_delivery_as_due_that_is_held(
    installation: Installation,
) -> None:
    found = read_metrics(installation)
    assert found["terugkom_runs_cut_off"] == 0
    assert found["terugkom_deliveries_due"] == 0
    assert found["terugkom_daily_run_missed"] == 0


def test_doctor_sees_the_run_at_work_and_the_sender(installation: Installation) -> None:
    found = {each.name: each for each in doctor._check_work(installation, read_own())}
    assert found["daily run"].state is CheckState.FINE, found["daily run"].finding
    assert found["deliveries"].state is CheckState.FINE, found["deliveries"].finding
    assert found["clock"].state is CheckState.BROKEN


def test_what_a_sender_has_is_not_settled_by_hand(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(installation.settings.home))
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", installation.settings.database)
    monkeypatch.setattr(clock, "now", read_own)
    with installation.database.read_session() as session:
        (number,) = session.scalars(select(Delivery.id))
    assert main(["resolve", str(number), "drop"]) != 0
    assert main(["resolve", "--all", "drop", "--state", "pending"]) == 0
    capsys.readouterr()
    with installation.database.read_session() as session:
        assert session.get_one(Delivery, number).state is DeliveryState.PENDING
