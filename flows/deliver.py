"""Send what stayed behind."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from tasks import artifacts
from tasks.delivery import plan_next_try, send_all
from tasks.final_states import outcome
from tasks.parameters import named_for_a_minute


@flow(name="deliver", flow_run_name=named_for_a_minute)
def deliver() -> State[Any]:
    """Try again what could not be delivered, and take over from senders that died.

    A run is scheduled for the moment at which the next try is due; the daily tick sweeps the rest.
    """
    report = send_all()
    report = plan_next_try(report)
    artifacts.show_deliveries(report)
    return outcome(report, nothing="Nothing to deliver")
