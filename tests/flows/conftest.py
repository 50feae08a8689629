"""A home for each test of flows."""

import tests.flows.prefect_environment  # noqa: F401, I001  before Prefect

import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.logging.formatters import PrefectFormatter
from prefect.settings import PREFECT_API_URL
from sqlalchemy import select, update

from deployments.prefect_request import request_prefect
from tasks.installation import get_installation
from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery
from terugkom.report import RunReport
from tests.import_workbook import import_workbook
from tests.fill_once import fill_once
from tests.flows.plan_workbooks import MONDAY, write_small_plan

LAST_DAY = date(2099, 12, 31)


@dataclass
class FlowHome:
    """An installation in a folder of its own."""

    folder: Path

    @property
    def elsewhere(self) -> Path:
        """A folder of the officer's, outside the home."""
        folder = self.folder.with_name(f"{self.folder.name} elsewhere")
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def database(self) -> Database:
        return get_installation().database

    def town(self, slug: str = "lievegem", owners: int = 3, **more: Any) -> None:
        """Take a small municipality in, as an officer would."""
        path = self.elsewhere / f"{slug}.xlsx"

        def fill() -> None:
            write_small_plan(path, owners, **more)
            told = {"slug": slug, "today": MONDAY, "now": datetime(2026, 11, 23, 5, tzinfo=UTC)}
            report = import_workbook(self.database, path, **told)
            assert report.findings == ()

        fill_once(self.database, self.elsewhere, (slug, owners, more), fill)

    def deliveries(self) -> list[Delivery]:
        with self.database.read_session() as session:
            return list(session.scalars(select(Delivery).order_by(Delivery.id)))

    def states(self) -> list[str]:
        return [each.state.value for each in self.deliveries()]

    def let_time_pass(self) -> None:
        """Have what is to be tried again be due."""
        with self.database.write_session() as session:
            session.execute(update(Delivery).values(next_try_at=datetime(2026, 11, 23, tzinfo=UTC)))

    def all_files(self) -> dict[str, bytes]:
        """Every file of the home with its content; the database as its rows."""
        found = {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.startswith("terugkom.db")
        }
        with self.database.read_session() as session:
            raw = session.connection().connection.driver_connection
            assert raw is not None
            return found | {"rows": "\n".join(raw.iterdump()).encode()}


@pytest.fixture
def home(
    prefect_server: str, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlowHome]:
    for name in [name for name in os.environ if name.startswith("TERUGKOM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    shutil.copyfile(sqlite_template, tmp_path / "terugkom.db")
    monkeypatch.setattr(clock, "today", lambda: LAST_DAY)  # else a day of a test may be in the future
    get_installation.cache_clear()
    yield FlowHome(tmp_path)
    get_installation().database.close()
    get_installation.cache_clear()


@pytest.fixture
def lines(home: FlowHome) -> Iterator[list[str]]:
    """What runs log, as Prefect keeps it: with tracebacks."""
    found: list[str] = []
    formatter = PrefectFormatter("%(levelname)s %(message)s")

    class RecordingHandler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(formatter.format(record))

    loggers = [logging.getLogger(f"prefect.{name}") for name in ("flow_runs", "task_runs")]
    keeper = RecordingHandler()
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(keeper)
        logger.setLevel(logging.INFO)
    yield found
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(keeper)
        logger.setLevel(level)


def report_of(state: State[Any]) -> RunReport:
    found = state.result(raise_on_failure=False)
    assert isinstance(found, RunReport), found
    return found


def run_of(state: State[Any]) -> FlowRun:
    assert state.state_details.flow_run_id
    with get_client(sync_client=True) as client:
        return client.read_flow_run(state.state_details.flow_run_id)


def children_of(state: State[Any], *, but: str = " ") -> list[FlowRun]:
    """The runs that a run started, in order; those of another cycle left out."""
    mine = {"parent_flow_run_id": {"any_": [str(run_of(state).id)]}}
    found = _found("flow_runs", flow_runs=mine, sort="EXPECTED_START_TIME_ASC")
    runs = [FlowRun.model_validate(each) for each in found]
    return [run for run in runs if not run.name.startswith(but)]


def artifacts_of(run: FlowRun) -> dict[str, str]:
    """What a run shows, by key."""
    found = _found("artifacts", artifacts={"flow_run_id": {"any_": [str(run.id)]}})
    return {each["key"]: str(each["data"]) for each in found}


def _found(what: str, **which: Any) -> list[dict[str, Any]]:
    answer = request_prefect("POST", f"{PREFECT_API_URL.value()}/{what}/filter", which)
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()
    return found
