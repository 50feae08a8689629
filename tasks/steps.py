"""The decorators of tasks and flows: no caching, no stored results, no personal data in errors, and a log."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from inspect import getsourcefile, signature
from typing import Any, ParamSpec, TypeVar

from prefect import Flow, Task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext, TagsContext, TaskRunContext
from prefect.states import Failed
from prefect.utilities.hashing import file_hash

from tasks.check_parameters import check_parameters
from tasks.earlier_outcomes import keep_earlier_outcomes
from tasks.error_log import record_error, record_refusal
from tasks.installation import get_installation
from tasks.municipality_files import work_on_newest_files
from tasks.other_day import refuse_other_day
from tasks.outcomes import Outcome, get_language, get_message, join_clauses
from tasks.refusals import RefusedInput, is_of_machine, keep_tracebacks_out, show_refusal
from tasks.run_lease import hold_run_lease
from tasks.run_log import log_result
from tasks.run_page import is_in_batch
from terugkom.alerts.record_alerts import get_machine_name
from terugkom.delivery.channels.silent_hosts import SILENT_HOSTS
from terugkom.documents.silent_stores import SILENT_STORES
from terugkom.errors import ERROR_LANGUAGE, InputError, Message, MessageError, TerugkomError, UnknownSchema
from terugkom.installation import load_settings
from terugkom.leases import LeaseLost

P = ParamSpec("P")
R = TypeVar("R")

# In seconds. A run that hangs ends, and the next one goes on; each is far longer than any run measured.
FORM_TIMEOUT = 15 * 60  # one decision
CYCLE_TIMEOUT = 6 * 3600  # of one municipality; its mails may go through a slow server
CALENDAR_TIMEOUT = 20 * 3600  # of all municipalities; ends before the next daily run
_PLAIN = (type(None), bool, int, str, date)  # parameters that are JSON, or have one way to be

keep_tracebacks_out()


class StepFailed(TerugkomError):
    """A step failed; its message names the log file and contains no personal data."""


class RunTimedOut(TerugkomError, TimeoutError):
    """A run was at work for too long; Prefect shows it as timed out."""


class _Step(Task[P, R]):
    """A Prefect task; within a batch a plain call, for a task run costs a tenth of a second.

    A batch tries what failed once more, when the others are done. A task raises its error to its caller
    although its function gave it to Prefect in a state.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return what it returned, or its state if that is asked."""
        if is_in_batch():
            return self.fn(*args, **kwargs)
        with _without_tags():
            found: Any = super().__call__(*args, **kwargs)
        return found.result() if isinstance(found, State) and not kwargs.get("return_state") else found


class _ReadStep(_Step[P, R]):
    """A step that only reads: a plain call, whose line in the log of the run says what it found.

    A run of its own would cost 4 ms here and 20 of Prefect's server (measured), ten times on each quiet day.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return what it found."""
        return self.fn(*args, **kwargs)


def _without_tags() -> TagsContext:
    """Return a context in which a task run takes no tags over from its flow run, as Prefect has it: for each
    task with tags Prefect asks its server whether runs with these tags are limited. A server that
    is busy then has the task wait for two seconds (measured)."""
    return TagsContext(current_tags=set())


class _Cycle(Flow[P, R]):
    """A Prefect flow; for parameters that are plain values it does without the encoder of FastAPI, which
    takes a tenth of a second to import."""

    def serialize_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters as JSON objects."""
        if not all(type(each) in _PLAIN for each in parameters.values()):
            return super().serialize_parameters(parameters)
        return {
            name: each.isoformat() if isinstance(each, date) else each for name, each in parameters.items()
        }


def step(name: str, *, retries: int = 0) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Return a decorator that makes a function a Prefect task. With retries it must be idempotent."""
    return _decorate(_Step, name, retries)


def read_step(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Return a decorator for a step that only reads: no task run, but its result and errors are logged as
    those of any step."""
    return _decorate(_ReadStep, name)


def _decorate(kind: type[_Step[P, R]], name: str, retries: int = 0) -> Callable[[Callable[P, R]], Task[P, R]]:
    def decorate(function: Callable[P, R]) -> Task[P, R]:
        @wraps(function)
        def logged(*args: P.args, **kwargs: P.kwargs) -> R:
            result = redact_errors(Message("report.where.step", step=name), function)(*args, **kwargs)
            if not is_in_batch():
                log_result(name, result)
            return result

        return kind(
            _end_as_failed(logged),
            name=name,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=retries,
            retry_delay_seconds=5,
        )

    return decorate


def cycle(
    name: str,
    *,
    run_name: Callable[[], str] | str | None,
    timeout_seconds: int = CYCLE_TIMEOUT,
    is_unasked: bool = False,
) -> Callable[[Callable[P, State[Any]]], Flow[P, State[Any]]]:
    """Return a decorator that makes a function a Prefect flow. `timeout_seconds` counts while it works, not
    while it is suspended. Without `run_name` whoever starts a run names it. `is_unasked`: a machine starts
    it, so no person saw its day."""

    def decorate(function: Callable[P, State[Any]]) -> Flow[P, State[Any]]:
        working = _ask_each_host(_keep_synchronized(refuse_other_day(function, is_unasked=is_unasked)))
        redacted = redact_errors(
            Message("report.where.run", run=name), check_parameters(_hold_lease(name, working))
        )
        return _Cycle(
            keep_earlier_outcomes(_end_as_refused(redacted)),
            name=name,
            flow_run_name=run_name,
            timeout_seconds=timeout_seconds,
            version=file_hash(str(getsourcefile(function))),
            validate_parameters=False,  # by Prefect; by us, with words that help
        )

    return decorate


def _ask_each_host(function: Callable[P, State[Any]]) -> Callable[P, State[Any]]:
    """Have a run ask also the hosts and stores that were silent in an earlier run in this process; the runs
    within a run leave alone what was silent in it."""

    @wraps(function)
    def asking(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        context = FlowRunContext.get()
        run = context.flow_run if context else None
        if run is None or run.parent_task_run_id is None:
            SILENT_HOSTS.forget()
            SILENT_STORES.forget()
        return function(*args, **kwargs)

    return asking


def _hold_lease(name: str, function: Callable[P, State[Any]]) -> Callable[P, State[Any]]:
    """Have a run hold a lease while it works."""

    def work(_given: Mapping[str, Any], work: Callable[[], State[Any]]) -> State[Any]:
        with hold_run_lease(name):
            return work()

    return _work_within(work, function)


def _keep_synchronized(function: Callable[P, State[Any]]) -> Callable[P, State[Any]]:
    """Have a run work on the newest files of its municipality, or of all if it names none. A batch does it
    for each of its municipalities."""
    if "municipality" not in signature(function).parameters:
        return function
    return _work_within(lambda given, work: work_on_newest_files(given.get("municipality"), work), function)


def _work_within(
    do: Callable[[Mapping[str, Any], Callable[[], State[Any]]], State[Any]], function: Callable[P, State[Any]]
) -> Callable[P, State[Any]]:
    """Have a run work by `do`, which is given its arguments and the work; a dry run keeps nothing, and so
    needs none of it."""

    @wraps(function)
    def within(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        given = signature(function).bind(*args, **kwargs).arguments
        if given.get("dry_run"):
            return function(*args, **kwargs)
        return do(given, lambda: function(*args, **kwargs))

    return within


def redact_errors(where: Message, function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with its errors replaced by one that Prefect may keep and show."""

    @wraps(function)
    def redacted(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (LeaseLost, RunTimedOut, RefusedInput, StepFailed):  # made to be read by everybody
            raise
        except (InputError, UnknownSchema) as error:
            said, full = _describe_publicly(where, error), error.render(ERROR_LANGUAGE)
            raise RefusedInput(said, full, is_of_machine=is_of_machine(error)) from None
        except Exception as error:
            raise StepFailed(_describe_failure(where, error)) from None

    return redacted


def _end_as_failed(function: Callable[P, R]) -> Callable[P, R]:
    """Have a task that fails end with our words alone, as `_end_as_refused` has a run; its retries stay.

    Who calls the function itself gets the error.
    """

    @wraps(function)
    def ended(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return function(*args, **kwargs)
        except (RefusedInput, StepFailed) as error:
            context = TaskRunContext.get()
            if context is None or context.task.fn is not ended:
                raise
            outcome = Outcome.REJECTED if isinstance(error, RefusedInput) else Outcome.FAILED
            return Failed(name=outcome.state_name, message=str(error), data=error)

    return ended


def _end_as_refused(function: Callable[P, State[Any]]) -> Callable[P, State[Any]]:
    """Have a run that is refused end with our words alone: Prefect would put its own, in English, before."""

    @wraps(function)
    def ended(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        try:
            return function(*args, **kwargs)
        except RefusedInput as error:
            show_refusal([str(error)], is_of_machine=error.is_of_machine)
            return Failed(name=Outcome.REJECTED.state_name, message=str(error), data=error)

    return ended


def _describe_failure(where: Message, error: Exception) -> str:
    """Return what may be said of an error: its own words for everybody, or else its class and place."""
    public = error.render_public(get_language()) if isinstance(error, TerugkomError) else ""
    if damaged := _find_damage(error):
        public = damaged.render(get_language())
    return join_clauses((public, record_refusal(where, error))) if public else record_error(where, error)


def _find_damage(error: Exception) -> InputError | None:
    """Return that the file of the database is damaged, if an error says so."""
    try:
        database = get_installation().database
    except Exception:  # it cannot be opened: perhaps that is the error
        return None
    return database.describe_damage(error)


def _describe_publicly(where: Message, error: MessageError) -> str:
    """Return the text of an error without what was typed, in the installation's language; what that leaves
    out is in the log. Where several machines work, what is of one names it."""
    public = error.render_public(get_language())
    machine = get_machine_name(load_settings()) if is_of_machine(error) else ""
    if public and machine:
        public = join_clauses((public, get_message("report.on-machine", machine=machine)))
    if public and error.is_public(get_language()):
        return public
    return join_clauses((public, record_refusal(where, error))) if public else record_error(where, error)
