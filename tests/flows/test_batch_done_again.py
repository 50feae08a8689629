"""A batch that is done again after its run died: its sum, its pages and the states of its runs say it all."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.states import Crashed, Running
from sqlalchemy import select

from flows.work_batch import work_batch
from tasks import meetings, remind_owners, work_batches
from terugkom import clock
from terugkom.meetings.model import MeetingStep, StepOutcome
from terugkom.report import MomentLine
from terugkom.work_batches.claim_batch import claim_batch
from terugkom.work_batches.model import WorkItem
from terugkom.work_batches.plan_batches import plan_batches
from tests.flows.conftest import FlowHome, artifacts_of, report_of, run_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state
from tests.flows.test_meetings import linde
from tests.flows.test_work_batches import _Killed, batches, kill_in, plan, run_until_killed

__all__ = ["linde"]
AFTER_THE_MEETING = date(2027, 3, 18)


PROMISE = "het proces stopte; een volgende run doet de rest"


@flow(name="some-flow")
def some_flow() -> None:
    """Not run: only its runs are recorded."""


def record_run(state: State[Any]) -> str:
    with get_client(sync_client=True) as client:
        made = client.create_flow_run(some_flow)
        client.set_flow_run_state(made.id, state, force=True)
        return str(made.id)


def read_state(run: str) -> State[Any]:
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(UUID(run)).state
    assert state
    return state


def die_in(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Have the process die the first time that it comes to a function."""
    works = getattr(module, name)

    def die(*_given: Any, **_more: Any) -> None:
        monkeypatch.setattr(module, name, works)
        raise _Killed

    monkeypatch.setattr(module, name, die)


@pytest.mark.long
def test_what_a_killed_run_did_without_a_mail_is_in_the_sum(
    linde: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The invitation and the pack of a meeting that was are skipped, of which nobody is mailed."""
    with linde.database.write_session() as session:
        item = WorkItem("linde", "Energie", "2027-03")
        (batch,) = plan_batches(session, AFTER_THE_MEETING, "subgroup-review", [[item]], clock.now())
    die_in(monkeypatch, meetings, "send_all")
    run_until_killed(linde, batch)
    with linde.database.read_session() as session:
        steps = list(session.scalars(select(MeetingStep.outcome)))
    skipped = steps.count(StepOutcome.SKIPPED)
    assert skipped
    state = work_batch(batch, return_state=True)
    report = report_of(state)
    assert report.moments == (MomentLine("linde", "subgroup-review", "Energie", "2027-03"),)
    assert report.attention["steps_skipped"] == skipped
    assert f"{skipped} " in str(state.message).partition("een eerdere poging: ")[2]


@pytest.mark.long
def test_a_week_that_a_killed_run_closed_is_a_moment_of_the_batch(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town("aalter", owners=1)
    (batch,) = plan(home, [WorkItem("aalter")])
    die_in(monkeypatch, remind_owners, "schedule_next_attempt")
    run_until_killed(home, batch)
    report = report_of(work_batch(batch, return_state=True))
    week = f"{MONDAY:%G-W%V}"
    assert report.moments == (MomentLine("aalter", "owner-reminders", "aalter", week),)


@pytest.mark.long
def test_the_page_of_a_municipality_that_a_killed_run_did_is_made_by_the_next(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("aalter", "brakel"):
        home.town(slug, owners=1)
    monkeypatch.setattr(work_batches, "_SAVED_EVERY", timedelta(0))
    (batch,) = plan(home, [WorkItem("aalter"), WorkItem("brakel")])
    kill_in(monkeypatch, "close_week", None, _Killed())
    run_until_killed(home, batch)
    pages = artifacts_of(run_of(work_batch(batch, return_state=True)))
    lines = pages["municipality-aalter"].splitlines()
    assert any(line.startswith("- herinneringen aan de trekkers: **Verstuurd** ") for line in lines)
    lost = "Dit deed een eerdere poging, die daarna werd onderbroken. De pagina ervan ontbreekt."
    assert lost in lines
    assert lost not in pages["municipality-brakel"]


def test_the_page_of_a_municipality_that_nobody_did_says_no_more_than_that_it_failed(home: FlowHome) -> None:
    home.town("aalter", owners=1)
    (batch,) = plan(home, [WorkItem("aalter")])
    for hours in range(3):
        run, at = record_run(Crashed(message=PROMISE)), clock.now() - timedelta(hours=9 - hours)
        with home.database.write_session() as session:
            assert claim_batch(session, batch, run, 300, at)
    page = artifacts_of(run_of(work_batch(batch, return_state=True)))["municipality-aalter"]
    assert page.rstrip().endswith("- herinneringen aan de trekkers: **Mislukt**")


def test_the_state_of_a_run_that_died_or_failed_says_which_run_did_the_rest(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town("aalter", owners=1)
    (batch,) = plan(home, [WorkItem("aalter")])
    do = work_batches.run_item_and_report

    def fail(*_given: Any, **_more: Any) -> Any:
        monkeypatch.setattr(work_batches, "run_item_and_report", do)
        raise OSError("the disk is full")

    monkeypatch.setattr(work_batches, "run_item_and_report", fail)
    assert work_batch(batch, return_state=True).is_failed()
    kill_in(monkeypatch, "close_week", _Killed())
    run_until_killed(home, batch)
    done = work_batch(batch, return_state=True)
    assert done.is_completed()
    row = batches(home.database)[0].results["0"]
    failed, killed, last = (read_state(each) for each in (*row["earlier_runs"], row["run_id"]))
    said = f"; een latere run deed de rest ({clock.format_minute(clock.now())[:10]}"
    for state, kind in ((failed, "FAILED"), (killed, "CRASHED")):
        assert (state.type, said in str(state.message)) == (kind, True), state.message
        assert str(state.message).endswith(f"): {run_of(done).id}")
    assert "OSError in " in str(failed.message)
    assert "latere run" not in str(last.message)


def test_a_run_that_is_shown_as_running_is_marked_and_promises_nothing_that_was_done(home: FlowHome) -> None:
    home.town("aalter", owners=1)
    (batch,) = plan(home, [WorkItem("aalter")])
    runs = [record_run(Running()), record_run(Crashed(message=PROMISE))]
    for hours, run in enumerate(runs):
        with home.database.write_session() as session:
            assert claim_batch(session, batch, run, 300, clock.now() - timedelta(hours=9 - hours))
    done = work_batch(batch, return_state=True)
    for run in runs:
        state = read_state(run)
        assert (state.type, str(state.message).partition(" (")[0]) == (
            "CRASHED",
            "het proces stopte; een latere run deed de rest",
        )
        assert str(state.message).endswith(f"): {run_of(done).id}")


def test_the_runs_of_a_batch_that_is_given_up_say_so_and_its_page_names_who_is_left(home: FlowHome) -> None:
    home.town("aalter", owners=1)
    (batch,) = plan(home, [WorkItem("aalter")])
    runs = [record_run(Crashed(message=PROMISE)) for _ in range(3)]
    for hours, run in enumerate(runs):
        with home.database.write_session() as session:
            assert claim_batch(session, batch, run, 300, clock.now() - timedelta(hours=9 - hours))
    state = work_batch(batch, return_state=True)
    assert state.is_failed()
    said = "het proces stopte; een latere run gaf de rest op ("
    assert [str(read_state(run).message).startswith(said) for run in runs] == [True] * 3
    assert f"| {name_state('failed')} |  | aalter | " in artifacts_of(run_of(state))["batch"]


def test_an_import_that_is_done_again_says_that_earlier_files_are_not_counted(home: FlowHome) -> None:
    home.town("aalter", owners=1)
    with home.database.write_session() as session:
        (batch,) = plan_batches(session, MONDAY, "import-plan", [[WorkItem("aalter")]], clock.now())
        assert claim_batch(session, batch, "a run that was killed", 300, clock.now() - timedelta(hours=1))
    state = work_batch(batch, return_state=True)
    assert str(state.message).startswith(
        "bestanden die een eerdere poging al verwerkte, tellen hier niet mee"
    )
