"""A run that Prefect's worker could not start is not lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL
from prefect.states import Crashed, Scheduled

from deployments.lost_starts import start_lost_and_print, start_lost_runs
from tests.flows.conftest import FlowHome
from tests.flows.state_names import name_state

BUSY = "Failed to submit flow run to infrastructure: PrefectHTTPStatusError: 503 Service Unavailable"


@flow(name="lost")
def lost() -> None:
    """Nothing."""


def lose(message: str, *tags: str) -> Any:
    with get_client(sync_client=True) as client:
        run = client.create_flow_run(lost, tags=tags, state=Scheduled())
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


def test_a_server_that_does_not_answer_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    start_lost_and_print("http://127.0.0.1:9/api", "nl", datetime.now(UTC), said.append)
    assert said == []
