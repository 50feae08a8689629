"""Try the connections that are configured."""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.final_states import build_final_state
from tasks.mailboxes import try_connections
from tasks.outcomes import Outcome
from tasks.parameters import OptionalMunicipalitySlug
from tasks.run_names import format_day_run_name
from tasks.steps import cycle


@cycle("check-connections", run_name=format_day_run_name)
def check_connections(municipality: OptionalMunicipalitySlug = None) -> State[Any]:
    """Log in to the mail server, the mailboxes, the token server and the publishing channels.

    Nothing is sent, published or moved. What is not configured is no fault.
    """
    return build_final_state(try_connections(municipality), nothing=Outcome.DONE)
