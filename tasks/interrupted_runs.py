"""Mark runs whose process died as crashed: Prefect shows them as running for ever.

Whoever goes on with their work marks them, or `serve` when it starts, or `terugkom watch`.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from tasks.installation import get_installation, get_run_id
from tasks.outcomes import Outcome, get_message, join_clauses
from tasks.run_log import log_info
from terugkom import clock
from terugkom.settings import build_run_url

_ACTIVE_TYPES = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
ACTIVE = FlowRunFilterState(type=FlowRunFilterStateType(any_=_ACTIVE_TYPES))
_PAGE = 100


def find_flow_run(client: SyncPrefectClient, run: str) -> FlowRun | None:
    """Return a run by its id, None if Prefect does not know it (any more); an answer that cannot be read is
    an error."""
    try:
        number = UUID(run)
    except ValueError:
        return None
    try:
        return client.read_flow_run(number)
    except ObjectNotFound:
        return None


def mark_interrupted(runs: Iterable[str]) -> None:
    """Mark the runs of these ids that Prefect shows as active. Whoever went on with their work goes on if
    that cannot be done, and says so in its log: the mark is for people."""
    ids = dict.fromkeys(runs)
    if not ids:
        return
    with get_client(sync_client=True) as client:
        for each in ids:
            try:
                run = find_flow_run(client, each)
                if run and run.state_type in _ACTIVE_TYPES:
                    mark_crashed(client, run)
            except Exception as error:
                log_info(f"the run {each}, which was cut off, is not marked: {type(error).__name__}")


def annotate_states(runs: Iterable[str], message_id: str) -> None:
    """Have the states of runs that were cut off, or failed, say that this run went on with their work: each
    keeps its type and name, for it did not do it. A message that promises a later run makes place for this.

    What cannot be told stops nothing, and is in the log: the work is done.
    """
    earlier = tuple(runs)
    if not earlier:
        return
    address = build_run_url(get_installation().settings.prefect_url, get_run_id()) or get_run_id()
    said = get_message(message_id, at=clock.format_minute(clock.now()), run=address)
    with get_client(sync_client=True) as client:
        for each in earlier:
            try:
                if run := find_flow_run(client, each):
                    _tell_in_state(client, run, said)
            except Exception as error:
                log_info(f"the run {each} is not told who went on with its work: {type(error).__name__}")


def _tell_in_state(client: SyncPrefectClient, run: FlowRun, said: str) -> None:
    promised, ended = get_message("report.interrupted"), get_message("report.interrupted-before")
    state, told = run.state, State[Any](type=StateType.CRASHED, name=Outcome.INTERRUPTED.state_name)
    if state is None or state.type in _ACTIVE_TYPES:
        mark_crashed(client, run)
        before = ended
    elif state.type in (StateType.CRASHED, StateType.FAILED):
        before = ended if state.message == promised else state.message or ""
        told = State[Any](type=state.type, name=state.name)
    else:
        return
    told.message = join_clauses((before, said))
    client.set_flow_run_state(run.id, told, force=True)


def mark_crashed(client: SyncPrefectClient, run: FlowRun) -> int:
    """Mark a run, and the active runs that it started; return how many. Nothing goes on with a dry run."""
    only_shows = bool((run.parameters or {}).get("dry_run"))
    message = get_message("report.interrupted-dry-run" if only_shows else "report.interrupted")
    state: State[Any] = Crashed(name=Outcome.INTERRUPTED.state_name, message=message)
    client.set_flow_run_state(run.id, state, force=True)
    children = FlowRunFilter(state=ACTIVE, parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run.id]))
    found = list(read_pages(client, flow_run_filter=children))  # first all: those marked leave the pages
    return 1 + sum(mark_crashed(client, each) for each in found)


def read_pages(client: SyncPrefectClient, **which: Any) -> Iterator[FlowRun]:
    """Yield all runs that a filter finds; Prefect returns them in pages."""
    offset = 0
    while runs := client.read_flow_runs(**which, sort=FlowRunSort.ID_DESC, limit=_PAGE, offset=offset):
        yield from runs
        offset += _PAGE
