"""Prefect tasks that send deliveries in batches, and schedule the run for the next attempt."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tasks.installation import get_installation
from tasks.outcomes import get_language
from tasks.run_log import log_info
from tasks.run_names import format_delivery_run_name
from tasks.start_deployment import start_deployment
from tasks.steps import step
from terugkom.delivery import due_deliveries, sender
from terugkom.delivery.build_outage import build_outage
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.smtp import SmtpChannel
from terugkom.delivery.due_deliveries import EVERYTHING, DeliveryFilter
from terugkom.delivery.sender_process import SenderProcess
from terugkom.errors import Message
from terugkom.overview.stored_outages import build_stored_outages
from terugkom.plan.queries import get_municipality, list_slugs
from terugkom.report import WITH_ANOTHER_SENDER, RunReport

DELIVER_DEPLOYMENT = "deliver/deliver"


@step("send a batch")
def send_batch(channel: str, today: date, which: DeliveryFilter) -> RunReport:
    """Send up to one batch of deliveries that are due; an empty report means that none is left.

    No retries by Prefect: the outbox schedules retries itself.
    """
    try:
        connection_factory = get_installation().get_connection_factory(channel)
    except ChannelUnavailable as error:  # its settings cannot be read
        return RunReport(outages=(build_outage(channel, "", error, get_language()),))
    if connection_factory is None:
        return RunReport(attention=Counter({f"{channel}_not_configured": 1}))
    connections = connection_factory()
    try:
        tally = sender.send_due(get_installation().build_sender_config(today, which), connections)
    finally:
        for connection in connections:
            connection.close()
    return _build_report(channel, tally)


def find_own_deliveries(slug: str | None) -> DeliveryFilter:
    """Return the filter of the deliveries of this municipality; of all if it is None."""
    if slug is None:
        return EVERYTHING
    with get_installation().database.read_session() as session:
        return DeliveryFilter(get_municipality(session, slug).id)


class ConcurrentSender:
    """Sends deliveries concurrently in a sender process, if there are several batches."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.sender: SenderProcess | None = None

    def notify(self) -> None:
        """Notify the sender process of new deliveries."""
        if self.sender:
            self.sender.notify()

    @property
    def report(self) -> RunReport:
        """The deliveries sent; complete after the context has ended."""
        return _build_report(self.channel, self.sender.result) if self.sender else RunReport()


@contextmanager
def send_concurrently(
    batches: int, today: date, which: DeliveryFilter, render: Callable[..., Any] | None = None
) -> Iterator[ConcurrentSender]:
    """Start a sender process while several batches are rendered; with one batch, start none.

    It can be given some of the batches, for which it calls `render`.
    """
    meanwhile = ConcurrentSender(get_installation().choose_mail_channel())
    connection_factory = None
    if batches > 1:
        with suppress(ChannelUnavailable):  # its settings cannot be read: said when the rest is sent
            connection_factory = get_installation().get_connection_factory(meanwhile.channel)
    if connection_factory is None:
        yield meanwhile
        return
    config = get_installation().build_sender_config(today, which)
    with SenderProcess(config, connection_factory, render) as meanwhile.sender:
        yield meanwhile


def send_all(today: date, which: DeliveryFilter = EVERYTHING) -> RunReport:
    """Send batches until no delivery is due: all, or those of one municipality or moment.

    `today` is the run's day: who departed or unsubscribed by then gets nothing.
    """
    report = RunReport()
    for channel in list_due_channels(which):
        batch = send_batch(channel, today, which)
        while _may_be_more(batch):
            report += batch
            batch = send_batch(channel, today, which)
        report += batch
    return report + _find_blocked_channels(report, which)


def _may_be_more(batch: RunReport) -> bool:
    """Return whether more deliveries may be due than those of a batch, which was not full. Of one that met
    an outage not each delivery is counted."""
    size = get_installation().settings.batch_size
    return bool(batch.deliveries) and (bool(batch.outages) or batch.deliveries.total() >= size)


def _find_blocked_channels(report: RunReport, which: DeliveryFilter) -> RunReport:
    """Return what mail that is not due yet waits for, and which the run did not meet itself: a channel that
    was unavailable at the last attempt, or a mail server that is no longer configured."""
    lost = _find_lost_mail_server(report, which)
    with get_installation().database.read_session() as session:
        postponed = due_deliveries.list_postponed_channels(session, get_installation().now(), which)
        is_only_municipality = len(list_slugs(session)) == 1 if postponed else True
    if lost.attention:  # which says why
        postponed = [each for each in postponed if each.channel != SmtpChannel.name]
    outages = build_stored_outages(
        postponed, report.outages, get_language(), is_only_municipality=is_only_municipality
    )
    return lost + RunReport(outages=outages)


def _find_lost_mail_server(report: RunReport, which: DeliveryFilter) -> RunReport:
    """Return that mail which is not due yet waits for a mail server that is no longer configured."""
    found = RunReport(attention=Counter({f"{SmtpChannel.name}_not_configured": 1}))
    with get_installation().database.read_session() as session:
        waits = due_deliveries.count_pending(session, which, SmtpChannel.name)
    if report.attention.keys() & found.attention.keys() or not waits:
        return RunReport()
    with suppress(ChannelUnavailable):  # it cannot be read: said when it is due
        if get_installation().get_connection_factory(SmtpChannel.name) is None:
            return found
    return RunReport()


def _build_report(channel: str, tally: sender.SendResult) -> RunReport:
    return RunReport(
        deliveries=Counter({str(state): count for state, count in tally.states.items()}),
        outages=tuple(
            build_outage(channel, municipality or "", error, get_language())
            for municipality, error in tally.outages.items()
        ),
    )


def add_waiting(report: RunReport, which: DeliveryFilter = EVERYTHING, *, is_alone: bool = True) -> RunReport:
    """Return the report with all deliveries that wait, instead of the attempts that were put off, and with
    those that another sender has on lease: if it died they are sent once its lease expires.

    Of a run that left none waiting itself, those of earlier runs that no sender has are not counted. Of one
    that is not alone, as others send shares of the same work, those on lease are not: they are at work.
    """
    with get_installation().database.read_session() as session:
        waiting = due_deliveries.count_waiting_deliveries(session, get_installation().now(), which)
    counts = {**report.deliveries, WITH_ANOTHER_SENDER: waiting.leased if is_alone else 0}
    if report.deliveries["pending"] or report.has_blocked_channel:
        counts["pending"] = waiting.pending
    return replace(report, deliveries=+Counter(counts))


def list_due_channels(which: DeliveryFilter) -> list[str]:
    """Return the channels with deliveries that are due now."""
    with get_installation().database.read_session() as session:
        return due_deliveries.list_channels_due(session, get_installation().now(), which)


def preview_due_deliveries(which: DeliveryFilter) -> RunReport:
    """Return the report of a dry run with what waits in the outbox and would be sent now."""
    with get_installation().database.read_session() as session:
        planned = due_deliveries.list_planned_deliveries(session, get_installation().now(), which)
    return RunReport(dry_run=True, planned=planned)


def find_next_attempt_time(which: DeliveryFilter) -> datetime | None:
    """Return the time of the next attempt, or None if nothing is pending."""
    with get_installation().database.read_session() as session:
        return due_deliveries.find_next_due(session, get_installation().now(), which)


def schedule_if_waiting(report: RunReport, which: DeliveryFilter) -> RunReport:
    """Do as `schedule_next_attempt` if the run left deliveries waiting, or another sender has some."""
    report = add_waiting(report, which)
    return schedule_next_attempt(report, which) if report.leaves_deliveries else report


def send_waiting(today: date, which: DeliveryFilter) -> RunReport:
    """Send what earlier runs left, in a run that has nothing new to do; count all that waits after it.

    Who starts a cycle again after a failure reads that mails still wait, and not that nothing is due.
    """
    return schedule_all_waiting(send_all(today, which), which)


def schedule_all_waiting(report: RunReport, which: DeliveryFilter) -> RunReport:
    """Do as `schedule_if_waiting`, of what earlier runs left too."""
    return schedule_if_waiting(_count_all_waiting(report, which), which)


def _count_all_waiting(report: RunReport, which: DeliveryFilter) -> RunReport:
    """Do as `add_waiting`, of what earlier runs left too."""
    with get_installation().database.read_session() as session:
        pending = due_deliveries.count_waiting_deliveries(session, get_installation().now(), which).pending
    counts = +Counter({**report.deliveries, "pending": pending})
    return add_waiting(replace(report, deliveries=counts), which)


def add_all_waiting(report: RunReport, which: DeliveryFilter) -> RunReport:
    """Return the report of a run with all that waits: for which channels, and until when; nothing is
    scheduled, as whoever left it did that."""
    report = _count_all_waiting(report + _find_blocked_channels(report, which), which)
    if not report.leaves_deliveries or _lacks_channel(report):
        return report
    return report + RunReport(next_try_at=find_next_attempt_time(which))


def schedule_next_attempt(
    report: RunReport, which: DeliveryFilter = EVERYTHING, *, is_alone: bool = True
) -> RunReport:
    """Schedule a `deliver` run for the next attempt at these deliveries, and add its time to the report.

    If a channel is not configured, no run is scheduled: the daily run tries again. What waits is counted.
    """
    report = add_waiting(report, which, is_alone=is_alone)
    if _lacks_channel(report):
        return report
    at = find_next_attempt_time(which)
    _schedule_deliver_run(at)
    return report + RunReport(next_try_at=at)


def _lacks_channel(report: RunReport) -> bool:
    return any(why.endswith("_not_configured") for why in +report.attention)


def _schedule_deliver_run(at: datetime | None) -> None:
    """Schedule one run for all deliveries due up to the end of that minute.

    Without one the next run that sends, at last the daily one, sends what is left.
    """
    if at is None:
        return
    minute = _round_up_to_minute(max(at, get_installation().now()))
    is_scheduled = start_deployment(
        DELIVER_DEPLOYMENT,
        Message("report.where.start", run="deliver"),
        idempotency_key=f"deliver {minute:%Y-%m-%dT%H:%M}",
        otherwise="what is left is sent by the next run that sends",
        flow_run_name=format_delivery_run_name(minute),
        scheduled_time=minute,
    )
    if is_scheduled:
        at_minute = f"{minute:%Y-%m-%d %H:%M} UTC"
        log_info(f"a run of {DELIVER_DEPLOYMENT} is scheduled for the next attempt, at {at_minute}")


def _round_up_to_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)
