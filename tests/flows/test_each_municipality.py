"""A step for all municipalities goes on when one of them raises, and counts it; no server is needed."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from sqlalchemy.exc import InternalError
from sqlalchemy.orm import Session

from tasks import each_municipality, subscribers
from tasks.approval import start_separate_run
from tasks.delivery import schedule_next_attempt
from tasks.each_municipality import for_each_municipality, read_for_municipalities
from tasks.exclusive_run import Tick
from tasks.final_states import build_final_state, combine_reports, count_failed_steps
from tasks.steps import StepFailed, step
from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.errors import TemplateError
from terugkom.plan.model import Municipality
from terugkom.report import RunReport
from terugkom.subscribers import subscription
from tests.flows.state_names import name_state


def test_the_others_are_done_and_the_error_is_kept(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    monkeypatch.setattr(
        each_municipality, "get_installation", lambda: SimpleNamespace(database=sqlite_database)
    )
    with sqlite_database.write_session() as session:
        session.add_all(Municipality(slug=each, name=each) for each in ("aa", "bb", "cc"))

    def work(_session: Session, municipality: Municipality) -> str:
        if municipality.slug == "bb":
            raise RuntimeError("out of order \udcff")
        return municipality.name

    found = for_each_municipality(None, "try", work)
    assert (found.items, found.failed) == (["aa", "cc"], 1)
    log = (tmp_path / "errors.log").read_text()
    assert "step 'try', municipality bb" in log
    assert "RuntimeError: out of order \\udcff" in log
    assert for_each_municipality("cc", "try", work).failed == 0


class _Away(Exception):
    sqlstate = "08006"


def _refuse() -> None:
    raise InternalError("SELECT", None, _Away())


def test_a_database_that_is_away_is_asked_for_two_municipalities_at_most_and_told_once(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of three hundred waited for it, and each was told of as if it were its fault."""
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    monkeypatch.setattr(
        each_municipality, "get_installation", lambda: SimpleNamespace(database=sqlite_database)
    )
    with sqlite_database.write_session() as session:
        session.add_all(Municipality(slug=each, name=each) for each in ("aa", "bb", "cc", "dd"))
    asked: list[str] = []
    away = {"bb", "cc", "dd"}

    def work(_session: Session, municipality: Municipality) -> str:
        asked.append(municipality.slug)
        if municipality.slug in away:
            _refuse()
        return municipality.name

    def read(_session: Session, some: Any) -> dict[int, str]:
        asked.append(str(len(some)))
        _refuse()
        return {}

    with pytest.raises(InternalError):
        for_each_municipality(None, "try", work)
    with pytest.raises(InternalError):
        for_each_municipality("bb", "try", work)
    with pytest.raises(InternalError):
        read_for_municipalities(None, "try", read)
    assert asked == ["aa", "bb", "cc", "bb", "4"]
    assert not (tmp_path / "errors.log").exists(), "the step that failed is told, once"
    asked.clear()
    away -= {"cc"}  # a connection that broke is of one of them
    found = for_each_municipality(None, "try", work)
    assert (found.items, found.failed, asked) == (["aa", "cc"], 2, ["aa", "bb", "cc", "dd"])
    log = (tmp_path / "errors.log").read_text()
    assert "municipality bb" in log
    assert "municipality dd" in log


def test_a_template_that_fails_a_step_is_named_in_the_language_of_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))

    def write() -> None:
        raise TemplateError("owner-digest/body.txt", ValueError("could not convert 'An Peeters'"))

    with pytest.raises(StepFailed) as caught:
        step("write")(write).fn()
    assert str(caught.value).startswith("het sjabloon owner-digest/body.txt kan niet gebruikt worden: …; ")
    assert "Peeters" not in str(caught.value)
    assert "cannot be used: could not convert 'An Peeters'" in (tmp_path / "errors.log").read_text()


def test_a_run_with_a_failed_step_is_not_green() -> None:
    states = [
        Completed(data=RunReport(attention=Counter(failed_steps=1, findings=3))),
        Failed(data=RuntimeError("x")),
        Completed(data=None),
    ]
    report = count_failed_steps(states)
    assert report.attention == {"failed_steps": 2}
    assert report.needs_attention
    state = build_final_state(report + RunReport(deliveries=Counter(sent=2)))
    assert (state.is_failed(), state.name) == (True, name_state("partly-done"))
    assert count_failed_steps([Completed(data=RunReport())]).is_empty


def test_refused_addresses_are_recorded_one_by_one_where_all_at_once_fails(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    installation = SimpleNamespace(database=sqlite_database)
    for module in (each_municipality, subscribers):
        monkeypatch.setattr(module, "get_installation", lambda: installation)
    with sqlite_database.write_session() as session:
        session.add_all(Municipality(slug=each, name=each) for each in ("aa", "bb", "cc"))

    def record(_session: Session, municipality: Municipality | None, *_: object) -> int:
        if municipality is None or municipality.slug == "bb":
            raise RuntimeError("out of order")
        return 1

    monkeypatch.setattr(subscription, "record_refusals", record)
    report = subscribers.record_refusals.fn.__wrapped__(None, date(2027, 3, 1))
    assert report.attention == {"bounced": 2, "failed_steps": 1}
    assert "municipality bb" in (tmp_path / "errors.log").read_text()


@pytest.mark.parametrize("state", ["25006", "08006"])  # read-only after a failover; the server is away
def test_refused_addresses_are_left_to_the_next_attempt_while_the_database_records_nothing(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    """Each municipality was tried by itself, in vain, and the step was not tried again."""
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    installation = SimpleNamespace(database=sqlite_database)
    for module in (each_municipality, subscribers):
        monkeypatch.setattr(module, "get_installation", lambda: installation)
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="aa", name="aa"))

    class Refused(Exception):
        sqlstate = state

    def refuse(*_: object) -> int:
        raise InternalError("UPDATE", None, Refused())  # neither of the two classes that were looked for

    monkeypatch.setattr(subscription, "record_refusals", refuse)
    with pytest.raises(InternalError):
        subscribers.record_refusals.fn.__wrapped__.__wrapped__(None, date(2027, 3, 1))
    assert not (tmp_path / "errors.log").exists()


def test_a_next_attempt_that_prefect_cannot_schedule_fails_no_run_that_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))

    def refuse(*_: object, **__: object) -> None:
        raise OSError("ann@lievegem.example")

    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr("tasks.delivery.find_next_attempt_time", lambda _: later)
    monkeypatch.setattr("tasks.start_deployment.run_deployment", refuse)
    report = schedule_next_attempt(RunReport(deliveries=Counter(sent=2, pending=1)))
    assert (report.next_try_at, report.deliveries["sent"]) == (later, 2)
    assert "\nOSError: ann@" in (tmp_path / "errors.log").read_text()


def test_a_child_run_that_prefect_cannot_start_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))

    def refuse(*_: object, **__: object) -> State[Any]:
        raise OSError("ann@lievegem.example")

    monkeypatch.setattr("tasks.start_deployment.run_deployment", refuse)
    assert not start_separate_run("aa", "2027-Q1", date(2027, 3, 1), False), "the caller runs it"
    child: Any = refuse
    child.name = "newsletter"
    state = Tick(None, clock.now() + timedelta(hours=1)).run(child, "aa")
    assert state.is_failed()
    assert "ann@" not in str(state.message)
    assert (tmp_path / "errors.log").read_text().count("\nOSError: ann@") == 2
    assert combine_reports([state], dry_run=False).attention == {"failed_runs": 1}
