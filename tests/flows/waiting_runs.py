"""Runs of a deployment, which are suspended for their form, without a worker: this process is the worker."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import Pause
from prefect.flow_engine import run_flow
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, temporary_settings
from prefect.states import Cancelled, Pending, Scheduled

from deployments.prefect_request import request_prefect

UI = "https://prefect.example.org"
_CREATED: set[UUID] = set()  # deployments


@pytest.fixture(autouse=True)
def forget_deployments() -> Iterator[None]:
    """Delete the deployments that a test created: other tests on this server have none."""
    yield
    with get_client(sync_client=True) as client:
        while _CREATED:
            client.delete_deployment(_CREATED.pop())


@dataclass(frozen=True)
class WaitingRun:
    """A run of a deployment of a flow, by its id."""

    flow: Flow[..., Any]
    id: UUID

    @classmethod
    def start(cls, flow: Flow[..., Any], **parameters: Any) -> "WaitingRun":
        """Start a run, and work on it until it ends or is suspended."""
        with get_client(sync_client=True) as client:
            deployment = client.create_deployment(client.create_flow(flow), name=flow.name)
            _CREATED.add(deployment)
            made = client.create_flow_run_from_deployment(deployment, parameters=parameters, state=Pending())
        run = cls(flow, made.id)
        run.work()
        return run

    def work(self) -> None:
        run = self.read()
        with temporary_settings({PREFECT_UI_URL: UI}), suppress(Pause):
            run_flow(self.flow, flow_run=run, parameters=run.parameters, return_type="state")

    def read(self) -> FlowRun:
        with get_client(sync_client=True) as client:
            return client.read_flow_run(self.id)

    @property
    def state(self) -> State[Any]:
        state = self.read().state
        assert state
        return state

    @property
    def said(self) -> tuple[str, str]:
        """The name and the message of its state."""
        return self.state.name or "", self.state.message or ""

    @property
    def link(self) -> str:
        return f"{UI}/runs/flow-run/{self.id}"

    def submit(self, **fields: Any) -> None:
        """Submit its form, as *Resume* does, and have it go on."""
        given = {"decision": "goedkeuren", "name": "Lotte", "channels": ["alle kanalen"]} | fields
        given = {name: each for name, each in given.items() if each is not None}
        answer = request_prefect(
            "POST", f"{PREFECT_API_URL.value()}/flow_runs/{self.id}/resume", {"run_input": given}
        )
        answer.raise_for_status()
        assert answer.json()["status"] == "ACCEPT", answer.text
        self._go_on()

    def retry(self) -> None:
        """Start it again once it ended, as *Retry* does."""
        self._set(Scheduled(name="AwaitingRetry"))
        self._go_on()

    def cancel(self) -> None:
        self._set(Cancelled())

    def delete(self) -> None:
        with get_client(sync_client=True) as client:
            client.delete_flow_run(self.id)

    def pages(self, key: str) -> list[str]:
        """The pages with this key that it made, the oldest first."""
        which = {"artifacts": {"flow_run_id": {"any_": [str(self.id)]}, "key": {"any_": [key]}}}
        answer = request_prefect("POST", f"{PREFECT_API_URL.value()}/artifacts/filter", which)
        answer.raise_for_status()
        return [each["data"] for each in sorted(answer.json(), key=lambda each: each["created"])]

    def inputs(self) -> list[str]:
        """What Prefect keeps of its forms."""
        with get_client(sync_client=True) as client:
            found = client.filter_flow_run_input(self.id, key_prefix="", limit=200, exclude_keys=set())
        return [each.value for each in found]

    def _set(self, state: State[Any]) -> None:
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(self.id, state, force=True)

    def _go_on(self) -> None:
        self._set(Pending())
        self.work()
