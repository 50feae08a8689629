"""Sending as Prefect tasks, a batch each, and the run that is scheduled for what is tried again."""

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
    """Send what can be tried now, up to a batch; an empty report means that nothing was left.

    No retries by Prefect: the outbox knows itself what to try again, and when.
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
    """What is sent while other work goes on: by a sender beside, if the work is long enough for one."""

    def __init__(self) -> None:
        self.sender: SenderBeside | None = None

    def nudge(self) -> None:
        """Say that there is more to send."""
        if self.sender:
            self.sender.nudge()

    @property
    def report(self) -> Report:
        """What was sent; complete once the context has ended."""
        return _reported(self.sender.tally) if self.sender else Report()


@contextmanager
def sending_meanwhile(batches: int) -> Iterator[Meanwhile]:
    """Send while several batches are written; a single one is sent after it was written."""
    meanwhile = Meanwhile()
    lanes = installation().lanes(installation().mail_channel()) if batches > 1 else None
    if lanes is None:
        yield meanwhile
        return
    with SenderBeside(installation().orders(lanes)) as meanwhile.sender:
        yield meanwhile


def send_all(moment: int | None = None) -> Report:
    """Send batch after batch until nothing is left to try: all that waits, or what a moment wrote."""
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
    """Return the channels through which something can be tried now."""
    with installation().database.reading() as session:
        return outbox.channels_waiting(session, clock.now(), moment)


def next_try() -> datetime | None:
    """Return when something that waits can next be tried, or None if nothing waits."""
    with installation().database.reading() as session:
        return outbox.next_due(session, clock.now())


def plan_next_try(report: Report) -> Report:
    """Have `deliver` run when the next try is due, and say so in the report.

    What has no channel waits for a person, and for the daily tick: trying it on the minute helps nobody.
    """
    if any(why.endswith("_not_configured") for why in +report.attention):
        return report
    at = next_try()
    _schedule(at)
    return report + Report(next_try_at=at)


def _schedule(at: datetime | None) -> None:
    """Schedule one run for all that is due up to that minute's end.

    Without a deployment nobody would pick it up; then the daily tick sweeps what is left.
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
