"""What makes a step of a flow a Prefect task: nothing cached or stored, and nobody named in an error."""

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
    """A step failed; what Prefect keeps of it says where to read more, and nothing about anybody."""


def step(name: str, *, retries: int = 0) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a function a step. With retries it must be one that may be done again."""

    def made(function: Callable[P, R]) -> Task[P, R]:
        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except InputError:  # about the call or the settings, and made to be read
                raise
            except Exception as error:
                raise StepFailed(_noted(name, error)) from None

        return task(
            name=name,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=retries,
            retry_delay_seconds=5,
        )(guarded)

    return made


def two_at_a_time() -> TaskRunner[Any]:
    """Return what runs submitted steps: one computes while the other waits for the database and the disk."""
    return ThreadPoolTaskRunner(max_workers=2)


def _noted(name: str, error: Exception) -> str:
    """Write an error down in the home; return what may be said of it elsewhere."""
    path = Settings().home.resolve() / "errors.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{clock.now():%Y-%m-%d %H:%M:%S} UTC, run {flow_run.get_id()}, step: {name}\n")
        log.write("".join(traceback.format_exception(error)) + "\n")
    return f"{type(error).__name__} in the step '{name}': see {path}"
