"""A lease for each run while it works, so that it is known if it is cut off."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from prefect.exceptions import TerminationSignal

from tasks.installation import get_installation, get_run_id
from terugkom.daily_runs.due_runs import build_run_lease
from terugkom.leases import acquire_lease, release_lease, renew_while

_is_held: ContextVar[bool] = ContextVar("run lease is held", default=False)


@contextmanager
def hold_run_lease(flow: str) -> Iterator[None]:
    """Hold a lease while a run works; one that another run of this process started needs none of its own.

    It is released at the end, an error included, for then Prefect shows what happened. It stays, and expires,
    if the run is killed or asked to stop: `terugkom watch` then starts a run that goes on.
    """
    if _is_held.get():
        yield
        return
    database, now = get_installation().database, get_installation().now
    lease = build_run_lease(flow, get_run_id(), get_installation().settings.lease_seconds)
    with database.write_session() as session:
        acquire_lease(session, lease, now())
    token = _is_held.set(True)
    try:
        with renew_while(database, lease, now):
            yield
    except (TerminationSignal, KeyboardInterrupt):
        raise
    except BaseException:  # Prefect's signal for a run that is suspended included
        with database.write_session() as session:
            release_lease(session, lease)
        raise
    else:
        with database.write_session() as session:
            release_lease(session, lease)
    finally:
        _is_held.reset(token)
