"""The task decorator: no caching, no stored results, and no personal data in errors."""

import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from terugkom import clock
from terugkom.errors import InputError, TerugkomError
from terugkom.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")


class StepFailed(TerugkomError):
    """A step failed; its message names the log file and contains no personal data."""


def step(name: str, *, retries: int = 0) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Return a decorator that makes a function a Prefect task. With retries it must be idempotent."""

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except InputError:  # about the call or the settings, and made to be read
                raise
            except Exception as error:
                raise StepFailed(_log_error(name, error)) from None

        return task(
            name=name,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=retries,
            retry_delay_seconds=5,
        )(guarded)

    return decorate


def build_task_runner() -> TaskRunner[Any]:
    """Return a task runner with two threads."""
    return ThreadPoolTaskRunner(max_workers=2)


def _log_error(name: str, error: Exception) -> str:
    """Append the traceback to errors.log in the home; return a message without personal data."""
    path = Settings().home.resolve() / "errors.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{clock.now():%Y-%m-%d %H:%M:%S} UTC, run {flow_run.get_id()}, step: {name}\n")
        log.write("".join(traceback.format_exception(error)) + "\n")
    return f"{type(error).__name__} in the step '{name}': see {path}"
