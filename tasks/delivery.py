"""Prefect tasks that send deliveries in batches, and schedule the run for the next attempt."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from tasks.installation import installation
from tasks.parameters import delivery_run_name
from tasks.steps import step
from terugkom import clock
from terugkom.delivery import outbox, sender
from terugkom.delivery.sender_process import SenderBeside
from terugkom.report import Report

DELIVER = "deliver/deliver"


@step("send a batch")
def send_batch(channel: str, moment: int | None = None) -> Report:
    """Send up to one batch of deliveries that are due; an empty report means that none is left.

    No retries by Prefect: the outbox schedules retries itself.
    """
    make_lanes = installation().lanes(channel)
    if make_lanes is None:
        return Report(attention=Counter({f"{channel}_not_configured": 1}))
    lanes = make_lanes()
    try:
        tally = sender.send_waiting(replace(installation().post(), moment=moment), lanes)
    finally:
        for lane in lanes:
            lane.close()
    return _reported(tally)


class Meanwhile:
    """Sends deliveries concurrently in a sender process, if there are several batches."""

    def __init__(self) -> None:
        self.sender: SenderBeside | None = None

    def nudge(self) -> None:
        """Notify the sender process of new deliveries."""
        if self.sender:
            self.sender.nudge()

    @property
    def report(self) -> Report:
        """The deliveries sent; complete after the context has ended."""
        return _reported(self.sender.tally) if self.sender else Report()


@contextmanager
def sending_meanwhile(batches: int) -> Iterator[Meanwhile]:
    """Start a sender process while several batches are rendered; with one batch, start none."""
    meanwhile = Meanwhile()
    lanes = installation().lanes(installation().mail_channel()) if batches > 1 else None
    if lanes is None:
        yield meanwhile
        return
    with SenderBeside(installation().orders(lanes)) as meanwhile.sender:
        yield meanwhile


def send_all(moment: int | None = None) -> Report:
    """Send batches until no delivery is due: all, or those of one moment."""
    report = Report()
    for channel in channels_waiting(moment):
        batch = send_batch(channel, moment)
        while batch.deliveries:
            report += batch
            batch = send_batch(channel, moment)
        report += batch
    return report


def _reported(tally: sender.Tally) -> Report:
    return Report(deliveries=Counter({str(state): count for state, count in tally.states.items()}))


def channels_waiting(moment: int | None = None) -> list[str]:
    """Return the channels with deliveries that are due now."""
    with installation().database.reading() as session:
        return outbox.channels_waiting(session, clock.now(), moment)


def next_try() -> datetime | None:
    """Return the time of the next attempt, or None if nothing is pending."""
    with installation().database.reading() as session:
        return outbox.next_due(session, clock.now())


def plan_next_try(report: Report) -> Report:
    """Schedule a `deliver` run for the next attempt, and add its time to the report.

    If a channel is not configured, no run is scheduled: the daily run tries again.
    """
    if any(why.endswith("_not_configured") for why in +report.attention):
        return report
    at = next_try()
    _schedule(at)
    return report + Report(next_try_at=at)


def _schedule(at: datetime | None) -> None:
    """Schedule one run for all deliveries due up to the end of that minute.

    Without a deployment no run is scheduled; the daily run then sends what is left.
    """
    if at is None:
        return
    minute = _next_minute(max(at, clock.now()))
    try:
        run_deployment(
            DELIVER,
            scheduled_time=minute,
            flow_run_name=delivery_run_name(minute),
            timeout=0,
            as_subflow=False,
            idempotency_key=f"deliver {minute:%Y-%m-%dT%H:%M}",
        )
    except ObjectNotFound:
        return


def _next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)
