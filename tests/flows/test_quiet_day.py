"""A day on which nothing is due: what it costs the database does not grow with the municipalities."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from prefect import Flow
from sqlalchemy import event
from sqlalchemy.orm import Session

from bench.busiest_day import copy_municipalities, fill_home
from bench.scale import find_due, list_other_steps
from tasks import calendar_page, each_municipality
from tasks.each_municipality import read_for_municipalities, run_for_municipalities
from tasks.gate import check_changed_plans
from tasks.installation import get_installation
from tasks.steps import _Cycle
from terugkom.database.connection_pool import Database
from terugkom.plan.model import Municipality
from terugkom.report import RunReport
from tests.meetings.packs.core_town import TODAY

QUIET = TODAY - timedelta(days=60)
FEW, TIMES = 2, 5


def list_steps(day: date) -> list[Callable[[], Any]]:
    """Return the steps of a daily run that look at each municipality."""
    return [lambda: find_due(day), lambda: check_changed_plans.fn(None, day), *list_other_steps(day)]


def count_statements(day: date) -> list[int]:
    """Return how many statements each step of this day takes."""
    get_installation.cache_clear()
    database, statements, counts = get_installation().database, list[str](), list[int]()

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    for step in list_steps(day):
        before = len(statements)
        step()
        counts.append(len(statements) - before)
    event.remove(database.engine, "before_cursor_execute", count)
    database.close()
    return counts


@pytest.mark.long
def test_a_quiet_day_of_many_municipalities_takes_the_statements_of_one_of_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    monkeypatch.setattr("tasks.gate_page.show_gate", lambda *_: None)  # which asks Prefect
    fill_home(tmp_path, FEW, actions=6)
    count_statements(QUIET)  # checks the plans and writes the calendars
    of_few = count_statements(QUIET)
    database = Database(f"sqlite:///{tmp_path}/terugkom.db")
    copy_municipalities(database, TIMES)
    database.close()
    count_statements(QUIET)
    of_many = count_statements(QUIET)
    get_installation.cache_clear()
    assert of_many == of_few
    assert sum(of_few) < 200


@pytest.mark.long
def test_the_table_of_the_coming_year_reads_the_meetings_of_all_its_municipalities_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    tables: list[list[tuple[str, ...]]] = []
    monkeypatch.setattr(
        calendar_page, "create_table", lambda _key, _columns, rows, _what: tables.append([*rows])
    )
    fill_home(tmp_path, FEW, actions=6)
    get_installation.cache_clear()
    database, statements = get_installation().database, list[str]()
    event.listen(database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for slug in (None, "bench0"):
        statements.clear()
        calendar_page._show_coming_year(slug, QUIET)
        of_meetings = [each for each in statements if "FROM meetings" in each]
        assert len(of_meetings) == 1
    database.close()
    get_installation.cache_clear()
    all_of_them, of_one = tables
    assert {row[1] for row in all_of_them} == {"bench0", "bench1"}
    assert of_one == [row for row in all_of_them if row[1] == "bench0"]


@pytest.fixture
def three(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    installation = SimpleNamespace(database=sqlite_database)
    monkeypatch.setattr(each_municipality, "get_installation", lambda: installation)
    with sqlite_database.write_session() as session:
        session.add_all(Municipality(slug=each, name=each) for each in ("aa", "bb", "cc"))
    return tmp_path / "errors.log"


def test_where_all_at_once_fails_each_is_looked_at_by_itself(three: Path) -> None:
    asked: list[list[str]] = []

    def look(_session: Session, municipalities: Sequence[Municipality]) -> dict[int, str]:
        asked.append([each.slug for each in municipalities])
        if "bb" in asked[-1]:
            raise RuntimeError("out of order")
        return {each.id: each.name for each in municipalities}

    found = read_for_municipalities(None, "try", look)
    assert ([(of.slug, name) for of, name in found.items], found.failed) == ([("aa", "aa"), ("cc", "cc")], 1)
    assert asked == [["aa", "bb", "cc"], ["aa"], ["bb"], ["cc"]]
    log = three.read_text()
    assert log.count("step 'try', municipality bb") == 1
    assert "municipality aa" not in log
    asked.clear()
    assert read_for_municipalities("cc", "try", look).failed == 0
    assert asked == [["cc"]]


def test_what_was_found_can_be_worked_on_without_a_session(three: Path) -> None:
    found = read_for_municipalities(
        None, "try", lambda _session, some: {each.id: each.slug != "cc" for each in some}
    )
    wanted = [each for each, is_wanted in found.items if is_wanted]
    done = run_for_municipalities(
        wanted, "try", lambda each: (each.slug, each.coordinator, list(each.closing_days))
    )
    assert (done.items, done.failed) == ([("aa", None, []), ("bb", None, [])], 0)


def some_flow(municipality: str | None, today: date, dry_run: bool, batch: Any) -> RunReport:
    raise AssertionError(municipality, today, dry_run, batch)


@pytest.mark.parametrize(
    "batch", [None, 7, "zulte", date(2027, 3, 1), 1.5, [date(2027, 3, 1)], {"a": Path("b")}]
)
def test_parameters_are_what_prefect_makes_of_them(batch: object) -> None:
    given = {"municipality": None, "today": date(2027, 1, 7), "dry_run": True, "batch": batch}
    ours = _Cycle(some_flow, name="ours").serialize_parameters(given)
    assert ours == Flow(some_flow, name="ours").serialize_parameters(given)
    assert ours["today"] == "2027-01-07"
