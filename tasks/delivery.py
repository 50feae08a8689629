"""Sending as Prefect tasks, a batch each, and the run that is scheduled for what is tried again."""

from collections import Counter
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from tasks import clock
from tasks.installation import installation
from terugkom.delivery import outbox, sending
from terugkom.report import Report

DELIVER = "deliver/deliver"


@task(name="send a batch", cache_policy=NO_CACHE)
def send_batch(channel: str) -> Report:
    """Send what can be tried now, up to a batch; an empty report means that nothing was left.

    No retries by Prefect: the outbox knows itself what to try again, and when.
    """
    lanes = installation().lanes(channel)
    if not lanes:
        return Report(attention=Counter({f"{channel}_not_configured": 1}))
    try:
        tally = sending.send_waiting(installation().post(), lanes)
    finally:
        for lane in lanes:
            lane.close()
    return Report(deliveries=Counter({str(state): count for state, count in tally.states.items()}))


def send_all() -> Report:
    """Send batch after batch until nothing is left to try."""
    report = Report()
    for channel in channels_waiting():
        batch = send_batch(channel)
        while batch.deliveries:
            report += batch
            batch = send_batch(channel)
        report += batch
    return report + Report(next_try_at=next_try())


def channels_waiting() -> list[str]:
    """Return the channels through which something can be tried now."""
    with installation().database.reading() as session:
        return outbox.channels_waiting(session, clock.now())


def next_try() -> datetime | None:
    """Return when something that waits can next be tried, or None if nothing waits."""
    with installation().database.reading() as session:
        return outbox.next_due(session, clock.now())


def schedule_next_try(at: datetime | None) -> None:
    """Have `deliver` run at the moment at which the next try is due: one run for that minute.

    Without a deployment nobody would pick it up; then the daily tick sweeps what is left.
    """
    if at is None:
        return
    try:
        run_deployment(
            DELIVER,
            scheduled_time=max(at, clock.now()),
            timeout=0,
            as_subflow=False,
            idempotency_key=f"deliver {at:%Y-%m-%dT%H:%M}",
        )
    except ObjectNotFound:
        return
