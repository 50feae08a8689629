"""Two daily runs never work at the same time, and one that died does not stop the next."""

import re
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.states import Failed, Running
from sqlalchemy import select, update

from flows.deliver import deliver
from flows.follow_up_calendar import follow_up_calendar
from tasks import exclusive_run
from tasks.installation import get_installation
from terugkom import clock
from terugkom.command_line import main
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.inbox import folder
from terugkom.leases import HeldLease, LeaseLost
from tests.flows.conftest import FlowHome, children_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state


def run_tick(**more: Any) -> Any:
    return follow_up_calendar(today=MONDAY, return_state=True, **more)


def leases(home: FlowHome) -> list[HeldLease]:
    with home.database.read_session() as session:
        held = session.scalars(select(HeldLease))
        return [each for each in held if not each.name.startswith("run ")]


def results(home: FlowHome) -> list[tuple[str, str, bool]]:
    with home.database.read_session() as session:
        found = session.scalars(select(DailyRunResult))
        return [(each.run_id, each.state, each.is_failed) for each in found]


def hold(home: FlowHome, expires_in: timedelta) -> None:
    """Have another daily run hold the lease, as a run of another process does."""
    now = datetime.now(UTC)
    with home.database.write_session() as session:
        times = {"acquired_at": now - timedelta(hours=1), "expires_at": now + expires_in}
        session.add(HeldLease(name=exclusive_run.LEASE, holder="another", run_id="1f2e", **times))


@pytest.mark.long
def test_a_second_tick_that_starts_while_one_works_ends_at_once_and_does_nothing(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    home.town()
    found: list[Any] = []
    look = folder.list_municipalities_with_new_files

    def start_another(root: Any) -> Any:
        if not found:
            thread = Thread(target=lambda: found.append(run_tick()))
            thread.start()
            thread.join()
        return look(root)

    monkeypatch.setattr(folder, "list_municipalities_with_new_files", start_another)
    first = run_tick()
    (second,) = found
    assert (second.type, second.name) == ("CANCELLED", name_state("already-running"))
    assert re.fullmatch(
        r"de dagelijkse ronde die op 20\d\d-\d\d-\d\d \d\d:\d\d begon, is nog bezig; deze deed niets\. "
        r"Is die andere afgebroken, dan kan een nieuwe vanaf \d\d:\d\d:\d\d",
        second.message,
    )
    assert f"INFO {second.message} ({first.state_details.flow_run_id})" in lines, "its log has the id"
    assert children_of(second) == []
    assert (first.name, home.states()) == (name_state("delivered"), ["sent"] * 3)
    assert leases(home) == []


@pytest.mark.long
def test_the_lease_of_a_tick_that_died_expires_and_the_next_tick_goes_on(home: FlowHome) -> None:
    home.town()
    hold(home, timedelta(minutes=2))
    assert run_tick().name == name_state("already-running")
    assert home.states() == []
    with home.database.write_session() as session:
        session.execute(update(HeldLease).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert run_tick().name == name_state("delivered")
    assert leases(home) == []


@pytest.mark.long
def test_who_goes_on_with_the_work_of_runs_that_died_marks_them_in_prefect(home: FlowHome) -> None:
    home.town()
    now = datetime.now(UTC)
    with get_client(sync_client=True) as client:
        names = ("daily", "reminders", "at-work", "ended")
        runs = {name: str(client.create_flow_run(deliver, state=Running()).id) for name in names}
        client.set_flow_run_state(UUID(runs["ended"]), Failed(name="Mislukt"), force=True)
    of = {"daily": exclusive_run.LEASE, "reminders": "run owner-reminders a", "ended": "run newsletter b"}
    with home.database.write_session() as session:
        for name in names:
            until = now + timedelta(minutes=9 if name == "at-work" else -1)
            times = {"acquired_at": now - timedelta(hours=1), "expires_at": until}
            lease = of.get(name, "run deliver c")
            session.add(HeldLease(name=lease, holder=name, run_id=runs[name], **times))
    assert run_tick().name == name_state("delivered")
    with get_client(sync_client=True) as client:
        states = {name: client.read_flow_run(UUID(run)).state for name, run in runs.items()}
    interrupted = ("CRASHED", name_state("interrupted"))
    assert {name: state and (state.type.value, state.name) for name, state in states.items()} == {
        "daily": interrupted,
        "reminders": interrupted,
        "at-work": ("RUNNING", "Running"),
        "ended": ("FAILED", "Mislukt"),
    }


def test_a_dry_run_needs_no_lease(home: FlowHome) -> None:
    home.town()
    hold(home, timedelta(minutes=2))
    assert run_tick(dry_run=True).name == name_state("dry-run")


def test_a_tick_that_was_held_up_stops_where_another_took_over(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town()
    look = folder.list_municipalities_with_new_files

    def be_held_up(root: Any) -> Any:
        with home.database.write_session() as session:
            session.execute(update(HeldLease).values(holder="another"))
        return look(root)

    monkeypatch.setattr(folder, "list_municipalities_with_new_files", be_held_up)
    state = run_tick()
    assert state.type == "FAILED"
    assert isinstance(state.result(raise_on_failure=False), LeaseLost)
    assert (children_of(state), home.states()) == ([], [])
    assert [each.holder for each in leases(home)] == ["another"], "the other's lease stays"


def test_a_tick_that_fails_releases_its_lease(home: FlowHome, monkeypatch: pytest.MonkeyPatch) -> None:
    home.town()

    def fail(_root: Any) -> Any:
        raise OSError("the disk is gone")

    monkeypatch.setattr(folder, "list_municipalities_with_new_files", fail)
    assert run_tick().type == "FAILED"
    assert leases(home) == []
    assert results(home) == [], "a run of another day is nobody's daily run"
    state = follow_up_calendar(return_state=True)
    assert results(home) == [(str(state.state_details.flow_run_id), "Failed", True)]


@pytest.mark.long
def test_the_lease_is_renewed_while_a_tick_works_longer_than_it_lasts(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_LEASE_SECONDS", "1")
    get_installation.cache_clear()
    home.town()
    look = folder.list_municipalities_with_new_files
    seen: list[bool] = []

    def take_long(root: Any) -> Any:
        until = datetime.now(UTC) + timedelta(seconds=2.5)
        while datetime.now(UTC) < until:
            seen.append(leases(home)[0].expires_at > datetime.now(UTC))
        return look(root)

    monkeypatch.setattr(folder, "list_municipalities_with_new_files", take_long)
    assert run_tick().name == name_state("delivered")
    assert all(seen), "it never expires"


def test_the_command_line_says_that_a_daily_run_is_at_work(
    home: FlowHome, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deployments.environment.configure_environment", lambda _: None)
    home.town()
    hold(home, timedelta(minutes=2))
    since = clock.format_minute(leases(home)[0].acquired_at)
    assert main(["run", "--today", MONDAY.isoformat()]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(
        f"terugkom: de dagelijkse ronde die op {since} begon, is nog bezig; deze deed niets. "
    )
    assert "1f2e" not in said
