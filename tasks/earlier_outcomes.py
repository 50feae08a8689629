"""What a run came to before it was started again: the new outcome takes the place of that one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from tasks.outcomes import Outcome, get_language, get_message, join_clauses
from terugkom import clock
from terugkom.documents.formatting import join_label

P = ParamSpec("P")


def keep_earlier_outcomes(function: Callable[P, State[Any]]) -> Callable[P, State[Any]]:
    """Have the final state of a run that is started again say what it came to before."""

    @wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        state = function(*args, **kwargs)
        if flow_run.get_run_count() < 2 or not (earlier := _describe_earlier()):
            return state
        message = join_clauses((state.message, f"{_introduce()} {earlier}"))
        return state.model_copy(update={"message": message})

    return kept


def _introduce() -> str:
    return get_message("report.earlier-outcome")


def _describe_earlier() -> str:
    """Return the outcomes of the earlier attempts that came to an end, the first one first.

    One that ended to wait for the approval is none: it went on.
    """
    with get_client(sync_client=True) as client:
        states = client.read_flow_run_states(UUID(str(flow_run.get_id())))
    ended = sorted((each for each in states if each.is_completed()), key=lambda each: each.timestamp)
    told = [_describe(each) for each in ended if each.name != Outcome.WAITING_FOR_APPROVAL.state_name]
    return " | ".join(dict.fromkeys(told))


def _describe(state: State[Any]) -> str:
    own = (state.message or "").partition(_introduce())[0].rstrip("; \u202f").strip()
    when = f"{state.name} ({clock.format_minute(state.timestamp)})"
    return join_label(when, own, get_language()) if own else when
