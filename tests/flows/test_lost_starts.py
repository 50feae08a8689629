"""A run that Prefect's worker could not start, or that never began, is not lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL
from prefect.states import Crashed, Pending, Running, Scheduled, Suspended

from deployments import lost_starts
from deployments.lost_starts import start_lost_and_print, start_lost_runs
from tests.flows.conftest import FlowHome
from tests.flows.state_names import name_state

AGAIN = "het proces stopte voor het begon; de run start opnieuw"
BUSY = "Failed to submit flow run to infrastructure: PrefectHTTPStatusError: 503 Service Unavailable"


@flow(name="lost")
def lost() -> None:
    """Nothing."""


def lose(message: str, *tags: str, ago: timedelta = timedelta()) -> Any:
    with get_client(sync_client=True) as client:
        planned = Scheduled(scheduled_time=datetime.now(UTC) - ago)
        run = client.create_flow_run(lost, tags=tags, state=planned)
        client.set_flow_run_state(run.id, Crashed(message=message), force=True)
    return run.id


def state_of(run: Any) -> State[Any]:
    with get_client(sync_client=True) as client:
        found = client.read_flow_run(run).state
    assert found
    return found


def test_what_the_server_was_too_busy_for_is_started_again_for_an_hour(home: FlowHome) -> None:
    ours, other = lose(BUSY, "terugkom"), lose(BUSY)
    crashed = lose("Flow run infrastructure exited with non-zero status code 1.", "terugkom")
    now, said = datetime.now(UTC), list[str]()
    start_lost_and_print(PREFECT_API_URL.value(), "nl", now, said.append)
    assert len(said) == 1
    state = state_of(ours)
    assert (state.type, state.message) == ("SCHEDULED", "de server had het te druk; de run start opnieuw")
    assert [state_of(each).type for each in (other, crashed)] == ["CRASHED", "CRASHED"]
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(ours, Crashed(message=BUSY), force=True)
    assert start_lost_runs(PREFECT_API_URL.value(), "nl", now + timedelta(hours=2)) == []
    state = state_of(ours)
    assert (state.type, state.name) == ("CRASHED", name_state("not-started"))
    assert str(state.message).endswith(
        "want de server had het te druk: er is niets gedaan. Start hem opnieuw"
    )
    assert start_lost_runs(PREFECT_API_URL.value(), "nl", now) == []


def test_what_had_no_process_on_one_machine_is_started_again_perhaps_on_another(home: FlowHome) -> None:
    run, now = (
        lose("Flow run could not start: [Errno 28] No space left on device", "terugkom"),
        datetime.now(UTC),
    )
    assert len(start_lost_runs(PREFECT_API_URL.value(), "nl", now)) == 1
    state = state_of(run)
    assert (state.type, state.message) == ("SCHEDULED", AGAIN)


def leave_pending(deployment: Any) -> Any:
    with get_client(sync_client=True) as client:
        run = client.create_flow_run_from_deployment(deployment)
        client.set_flow_run_state(run.id, Pending(name="Submitting"), force=True)
    return run.id


def test_what_a_worker_took_and_never_began_is_started_again_for_a_day(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    with get_client(sync_client=True) as client:
        flow_id = client.create_flow(lost)
        deployments = {
            tag: client.create_deployment(flow_id, tag, tags=[tag]) for tag in ("terugkom", "theirs")
        }
        inner = client.create_flow_run(lost, tags=["terugkom"], state=Pending()).id
    ours, other = leave_pending(deployments["terugkom"]), leave_pending(deployments["theirs"])
    now, api = datetime.now(UTC), PREFECT_API_URL.value()
    assert start_lost_runs(api, "nl", now) == [], "its process may be about to begin"
    assert state_of(ours).name == "Submitting"

    monkeypatch.setattr(lost_starts, "_TIME_TO_BEGIN", timedelta(seconds=-2))
    assert len(start_lost_runs(api, "nl", now)) == 1
    state = state_of(ours)
    assert (state.type, state.message) == ("SCHEDULED", AGAIN)
    assert [state_of(each).type for each in (other, inner)] == ["PENDING", "PENDING"]

    with get_client(sync_client=True) as client:
        client.set_flow_run_state(ours, Pending(), force=True)
    assert start_lost_runs(api, "nl", now + timedelta(days=2)) == []
    state = state_of(ours)
    assert (state.type, state.name) == ("CRASHED", name_state("not-started"))
    assert str(state.message).endswith(
        "want het proces stopte telkens: er is niets gedaan. Start hem opnieuw"
    )


def lose_resumed(deployment: Any, state: State[Any]) -> Any:
    """Make a run of days ago that was suspended for a form, and then lost its start."""
    with get_client(sync_client=True) as client:
        run = client.create_flow_run_from_deployment(
            deployment, state=Scheduled(scheduled_time=datetime.now(UTC) - timedelta(days=5))
        )
        for each in (Pending(), Running(), Suspended(timeout_seconds=60), Scheduled(name="Resuming"), state):
            client.set_flow_run_state(run.id, each, force=True)
    return run.id


def test_a_run_that_was_suspended_for_days_and_does_not_go_on_is_started_again_as_well(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lost_starts, "_TIME_TO_BEGIN", timedelta(seconds=-2))
    with get_client(sync_client=True) as client:
        deployment = client.create_deployment(client.create_flow(lost), "resumed", tags=["terugkom"])
    runs = [lose_resumed(deployment, each) for each in (Pending(), Crashed(message=BUSY))]
    now, api = datetime.now(UTC), PREFECT_API_URL.value()
    assert len(start_lost_runs(api, "nl", now)) == 2
    assert [state_of(each).type for each in runs] == ["SCHEDULED"] * 2

    with get_client(sync_client=True) as client:
        client.set_flow_run_state(runs[0], Pending(), force=True)
        client.set_flow_run_state(runs[1], Crashed(message=BUSY), force=True)
    assert len(start_lost_runs(api, "nl", now + timedelta(hours=2))) == 1, (
        "the server was too busy for an hour"
    )
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(runs[0], Pending(), force=True)
    assert start_lost_runs(api, "nl", now + timedelta(hours=25)) == []
    for each in runs:
        state = state_of(each)
        assert (state.type, state.name) == ("CRASHED", name_state("interrupted"))
        assert str(state.message).endswith("wat hij eerder deed, blijft. Start hem opnieuw")


def test_a_run_that_was_given_up_and_is_retried_is_started_again_as_well(home: FlowHome) -> None:
    run, api, now = lose(BUSY, "terugkom", ago=timedelta(days=3)), PREFECT_API_URL.value(), datetime.now(UTC)
    assert start_lost_runs(api, "nl", now + timedelta(hours=2)) == []
    assert state_of(run).name == name_state("not-started")
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run, Scheduled(name="AwaitingRetry"), force=True)
        client.set_flow_run_state(run, Crashed(message=BUSY), force=True)
    assert len(start_lost_runs(api, "nl", datetime.now(UTC) + timedelta(minutes=59))) == 1


def test_a_server_that_does_not_answer_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    start_lost_and_print("http://127.0.0.1:9/api", "nl", datetime.now(UTC), said.append)
    assert said == []
