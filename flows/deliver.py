"""Send pending deliveries."""

from typing import Any

from prefect.client.schemas.objects import State

from tasks import artifacts
from tasks.approval import open_approval_forms
from tasks.delivery import find_own_deliveries, schedule_all_waiting, send_all
from tasks.exclusive_run import forget_interrupted_runs
from tasks.final_states import build_final_state
from tasks.installation import get_installation
from tasks.outcomes import Outcome
from tasks.parameters import OptionalMunicipalitySlug, Really, Today
from tasks.run_names import format_minute_run_name
from tasks.steps import cycle
from tasks.today import find_today
from terugkom.daily_runs.due_runs import DELIVER


@cycle("deliver", run_name=format_minute_run_name, is_unasked=True)
def deliver(
    municipality: OptionalMunicipalitySlug = None, today: Today = None, really: Really = False
) -> State[Any]:
    """Retry pending deliveries, and take over expired claims of senders that stopped.

    A run is scheduled for the next attempt; the daily run sends the rest. Who unsubscribed, departed or
    bounced meanwhile is skipped.

    Args:
        municipality: Short name of the municipality; leave empty for all.
        today: Run as if it were this day; leave empty for today.
    """
    started_at, which = get_installation().now(), find_own_deliveries(municipality)
    day = today or find_today()
    report = send_all(day, which)
    open_approval_forms(municipality, day)
    report = schedule_all_waiting(report, which)
    artifacts.show_deliveries(report, which)
    forget_interrupted_runs(started_at, DELIVER, municipality)
    return build_final_state(report, nothing=Outcome.NOTHING_TO_DELIVER)
