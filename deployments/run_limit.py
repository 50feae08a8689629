"""How many runs are at work at once: with `serve` by the limit of the work pool, which its one worker has.

The limit of a pool is for all its workers together. So what `serve` sets says in the pool's description
whose it is, and is taken away where each `terugkom worker` has a limit of its own.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from deployments.forms import PrefectApi
from deployments.serve import WORK_POOL, count_runs_at_once
from terugkom import clock
from terugkom.documents.messages import translate, translate_everywhere

_AT_WORK = timedelta(minutes=2)  # a worker tells the server every half minute that it is
_POOL = f"/work_pools/{WORK_POOL}"


def limit_runs_at_once(api: PrefectApi, worker: str, language: str) -> None:
    """Have the worker of `serve` do a few runs at once, unless somebody set another limit in the UI. Raises
    requests.RequestException."""
    limit, pool = count_runs_at_once(), read_pool(api)
    if pool["concurrency_limit"] is None or is_set_by_serve(pool, worker):
        said = translate("report.limited-by-serve", language, limit=limit, worker=worker)
        api.request("PATCH", _POOL, {"concurrency_limit": limit, "description": said})


def release_limit_of_serve(api: PrefectApi) -> None:
    """Take away the limit that `serve` set, unless its worker is at work; one that somebody set in the UI
    stays. Raises requests.RequestException."""
    pool = read_pool(api)
    theirs = [each for each in read_workers(api) if is_set_by_serve(pool, each["name"])]
    if theirs and not any(_is_at_work(each) for each in theirs):
        api.request("PATCH", _POOL, {"concurrency_limit": None, "description": ""})


def read_pool(api: PrefectApi) -> dict[str, Any]:
    """Return our work pool; one without a limit if there is none yet."""
    return api.request("GET", _POOL) or {"concurrency_limit": None}


def read_workers(api: PrefectApi) -> list[dict[str, Any]]:
    """Return the workers that our pool ever had."""
    found: Any = api.request("POST", f"{_POOL}/workers/filter", {})
    return found or []


def is_set_by_serve(pool: Mapping[str, Any], worker: str) -> bool:
    """Return whether `serve` set the limit of a pool, for this worker, and nobody set another one since."""
    limit = pool["concurrency_limit"]
    said = translate_everywhere("report.limited-by-serve", limit=limit, worker=worker)
    return limit is not None and pool["description"] in said


def _is_at_work(worker: Mapping[str, Any]) -> bool:
    told_at = worker["last_heartbeat_time"]
    return bool(told_at) and datetime.fromisoformat(told_at) >= clock.now() - _AT_WORK
