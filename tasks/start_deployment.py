"""Start a run of a deployment; that it cannot be started stops nothing, for its caller has another way."""

from typing import Any

from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from tasks.error_log import record_error
from tasks.run_log import log_info
from terugkom.errors import Message


def start_deployment(
    name: str, where: Message, *, idempotency_key: str, otherwise: str, **options: Any
) -> str:
    """Start a run, once for each key, without waiting for it; return its id, "" if none was started.

    `options` are those of Prefect's `run_deployment`; unless they say so it is no subflow run. Without such a
    deployment, or if Prefect cannot start it, the log says so, and what is done `otherwise`.
    """
    options = {"as_subflow": False, **options}
    try:
        run: Any = run_deployment(name, timeout=0, idempotency_key=idempotency_key, **options)
    except ObjectNotFound:
        log_info(f"no deployment {name}: {otherwise}")
        return ""
    except Exception as error:
        log_info(f"{name} was not started: {record_error(where, error)}; {otherwise}")
        return ""
    return str(run.id)
