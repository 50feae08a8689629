"""Send pending deliveries."""

from typing import Any

from prefect.client.schemas.objects import State

from tasks import artifacts
from tasks.delivery import schedule_next_attempt, send_all
from tasks.final_states import build_final_state
from tasks.parameters import format_minute_run_name
from tasks.steps import cycle


@cycle("deliver", run_name=format_minute_run_name)
def deliver() -> State[Any]:
    """Retry pending deliveries, and take over expired claims of senders that stopped.

    A run is scheduled for the next attempt; the daily run sends the rest.
    """
    report = send_all()
    report = schedule_next_attempt(report)
    artifacts.show_deliveries(report)
    return build_final_state(report, nothing="Nothing to deliver")
