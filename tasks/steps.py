"""The decorators of tasks and flows: no caching, no stored results, no personal data in errors, and a log."""

from collections.abc import Callable
from functools import wraps
from inspect import getsourcefile, signature
from typing import Any, ParamSpec, TypeVar

from prefect import Flow, Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.hashing import file_hash

from tasks.check_parameters import check_parameters
from tasks.error_log import record_error
from tasks.future_day import refuse_future_day
from tasks.run_lease import hold_run_lease
from tasks.run_log import log_result
from terugkom.errors import InputError, TerugkomError
from terugkom.leases import LeaseLost

P = ParamSpec("P")
R = TypeVar("R")

# In seconds. A run that hangs ends, and the next one goes on; each is far longer than any run measured.
FORM_TIMEOUT = 15 * 60  # one decision
CYCLE_TIMEOUT = 6 * 3600  # of one municipality; its mails may go through a slow server
CALENDAR_TIMEOUT = 20 * 3600  # of all municipalities; ends before the next daily run


class RefusedInput(InputError):
    """An InputError as Prefect may keep and show it: its text is public; `full_text` is for the terminal."""

    def __init__(self, public: str, full: str) -> None:
        super().__init__(public, public=public)
        self._full = full

    @property
    def full_text(self) -> str:
        """The text with what was typed, and the names of files."""
        return self._full

    def __reduce__(self) -> tuple[type["RefusedInput"], tuple[str, str]]:
        """Pickle it without the full text: Prefect stores the exception of each failed run in a file."""
        return RefusedInput, (self.public_text, self.public_text)


class StepFailed(TerugkomError):
    """A step failed; its message names the log file and contains no personal data."""


class RunTimedOut(TerugkomError, TimeoutError):
    """A run was at work for too long; Prefect shows it as timed out."""


def step(name: str, *, retries: int = 0) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Return a decorator that makes a function a Prefect task. With retries it must be idempotent."""

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        @wraps(function)
        def logged(*args: P.args, **kwargs: P.kwargs) -> R:
            result = _guard(f"step '{name}'", function)(*args, **kwargs)
            log_result(name, result)
            return result

        return task(
            name=name,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=retries,
            retry_delay_seconds=5,
        )(logged)

    return decorate


def cycle(
    name: str,
    *,
    run_name: Callable[[], str] | str,
    timeout_seconds: int = CYCLE_TIMEOUT,
    task_runner: TaskRunner[Any] | None = None,
) -> Callable[[Callable[P, State[Any]]], Flow[P, State[Any]]]:
    """Return a decorator that makes a function a Prefect flow. `timeout_seconds` counts while it works, not
    while it is suspended."""

    def decorate(function: Callable[P, State[Any]]) -> Flow[P, State[Any]]:
        return flow(
            name=name,
            flow_run_name=run_name,
            timeout_seconds=timeout_seconds,
            task_runner=task_runner,
            version=file_hash(str(getsourcefile(function))),
            validate_parameters=False,  # by Prefect; by us, with words that help
        )(_guard(f"run {name}", check_parameters(_hold_lease(name, refuse_future_day(function)))))

    return decorate


def build_task_runner() -> TaskRunner[Any]:
    """Return a task runner with two threads."""
    return ThreadPoolTaskRunner(max_workers=2)


def _hold_lease(name: str, function: Callable[P, R]) -> Callable[P, R]:
    """Have a run hold a lease while it works; a dry run keeps nothing, and so needs none."""

    @wraps(function)
    def held(*args: P.args, **kwargs: P.kwargs) -> R:
        if signature(function).bind(*args, **kwargs).arguments.get("dry_run"):
            return function(*args, **kwargs)
        with hold_run_lease(name):
            return function(*args, **kwargs)

    return held


def _guard(where: str, function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with its errors replaced by one that Prefect may keep and show."""

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (LeaseLost, RunTimedOut, RefusedInput, StepFailed):  # made to be read by everybody
            raise
        except InputError as error:
            raise RefusedInput(_describe_publicly(where, error), error.full_text) from None
        except Exception as error:
            raise StepFailed(record_error(where, error)) from None

    return guarded


def _describe_publicly(where: str, error: InputError) -> str:
    """Return the text of an error without what was typed; what that leaves out is in the log."""
    if error.public_text == error.full_text:
        return error.public_text
    recorded = record_error(where, error)
    return f"{error.public_text}; {recorded}" if error.public_text else recorded
