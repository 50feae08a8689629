"""Send pending deliveries."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from tasks import artifacts
from tasks.delivery import plan_next_try, send_all
from tasks.final_states import outcome
from tasks.parameters import named_for_a_minute


@flow(name="deliver", flow_run_name=named_for_a_minute)
def deliver() -> State[Any]:
    """Retry pending deliveries, and take over expired claims of senders that stopped.

    A run is scheduled for the next attempt; the daily run sends the rest.
    """
    report = send_all()
    report = plan_next_try(report)
    artifacts.show_deliveries(report)
    return outcome(report, nothing="Nothing to deliver")
