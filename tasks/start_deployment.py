"""Start a run of a deployment; that it cannot be started stops nothing, for its caller has another way."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from tasks.error_log import record_error
from tasks.run_log import log_info
from terugkom.errors import Message


def start_deployment(
    name: str,
    where: Message,
    *,
    idempotency_key: str,
    otherwise: str,
    as_subflow: bool = False,
    parameters: dict[str, Any] | None = None,
    flow_run_name: str | None = None,
    tags: Iterable[str] = (),
    scheduled_time: datetime | None = None,
) -> str:
    """Start a run, once for each key, without waiting for it; return its id, "" if none was started.

    Without such a deployment, or if Prefect cannot start it, the log says so, and what is done `otherwise`.
    """
    try:
        run: Any = run_deployment(
            name,
            parameters=parameters,
            scheduled_time=scheduled_time,
            flow_run_name=flow_run_name,
            tags=tags or None,
            timeout=0,
            as_subflow=as_subflow,
            idempotency_key=idempotency_key,
        )
    except ObjectNotFound:
        log_info(f"no deployment {name}: {otherwise}")
        return ""
    except Exception as error:
        log_info(f"{name} was not started: {record_error(where, error)}; {otherwise}")
        return ""
    return str(run.id)
