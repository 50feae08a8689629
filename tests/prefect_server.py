"""One Prefect server for all tests of a process that run flows in it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import trustme

from tests.prefect_home import copy_database

# What the server does beside answering is two thirds of its work (measured); no test of flows looks at it: no
# task run or event is kept, and nothing is scheduled. tests/deployments has a server with all of it.
_SERVICES = (
    "EVENT_PERSISTER",
    "TASK_RUN_RECORDER",
    "TRIGGERS",
    "SCHEDULER",
    "LATE_RUNS",
    "FOREMAN",
    "CANCELLATION_CLEANUP",
    "PAUSE_EXPIRATIONS",
)
_SERVER = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in _SERVICES}


@contextmanager
def running_prefect_server() -> Iterator[str]:
    """Run a server with an empty database; give the address of its API. Flows of this process go to it."""
    import tests.flows.prefect_environment  # noqa: F401, I001  before Prefect
    from prefect.settings import (
        PREFECT_API_SSL_CERT_FILE,
        PREFECT_API_URL,
        PREFECT_CLIENT_CSRF_SUPPORT_ENABLED,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )
    from prefect.testing.utilities import prefect_test_harness

    folder = tempfile.mkdtemp(prefix="terugkom-tests-prefect-")  # removed by the harness
    copy_database(Path(folder) / "prefect-test.db")  # the harness would make one of that name, in 7 seconds
    harness = prefect_test_harness(server_startup_timeout=120)
    with (
        mock.patch("prefect.testing.utilities.mkdtemp", return_value=folder),
        mock.patch.dict(os.environ, _SERVER),
    ):
        harness.__enter__()
    # Each run reads all authorities that are trusted, though it speaks no TLS with a server on this machine.
    authority = Path(folder) / "authority.pem"
    trustme.CA().cert_pem.write_to_path(authority)
    settings = {
        PREFECT_API_SSL_CERT_FILE: str(authority),
        # At its end each run would wait up to a second for the thread that sends heartbeats.
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        # A fifth of all requests asked for a token that the server does not give and for a storage of results
        # that nobody set, and an event of each state went to a server that keeps none.
        PREFECT_CLIENT_CSRF_SUPPORT_ENABLED: False,
    }
    no_storage = mock.patch("prefect.results._read_server_default_result_storage_block_id", return_value=None)
    no_events = mock.patch("prefect.events.utilities.should_emit_events", return_value=False)
    with temporary_settings(updates=settings), no_storage, no_events:
        try:
            yield str(PREFECT_API_URL.value())
        finally:
            harness.__exit__(None, None, None)
