"""The daily run of today goes on with what a version from before left."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from flows.follow_up_calendar import follow_up_calendar
from terugkom.report import RunReport
from tests.flows.conftest import FlowHome

OLD = Path(__file__).parents[1] / "old_databases"
MONDAY = date(2026, 12, 7)  # two weeks after the last run of then


@pytest.mark.soak_only  # each renders all documents of a day; tests/test_upgrade.py compares the rows
@pytest.mark.parametrize(
    ("revision", "kinds"),
    [
        ("0003", {"owner-digest", "coordinator-summary"}),
        ("0010", {"owner-digest", "coordinator-summary", "meeting-pack", "meeting-invitation"}),
    ],
)
def test_a_daily_run_in_a_home_of_an_earlier_version_writes_and_delivers(
    home: FlowHome, revision: str, kinds: set[str]
) -> None:
    home.folder.mkdir(exist_ok=True)
    shutil.rmtree(home.folder / "documents", ignore_errors=True)
    for name in ("terugkom.db", "terugkom.db-wal", "terugkom.db-shm"):
        (home.folder / name).unlink(missing_ok=True)
    with closing(sqlite3.connect(home.folder / "terugkom.db")) as database:
        database.executescript((OLD / f"revision-{revision}.sql").read_text(encoding="utf-8"))
    before = {each.id for each in home.deliveries()}
    state = follow_up_calendar(today=MONDAY, return_state=True)
    report = state.result(raise_on_failure=False)
    assert isinstance(report, RunReport)
    assert report.attention["failed_runs"] == report.attention["failed_steps"] == 0
    assert kinds <= {each.kind for each in report.documents}
    new = [each for each in home.deliveries() if each.id not in before]
    assert new
    assert {each.state.value for each in new} == {"sent"}
