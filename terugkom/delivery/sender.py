"""The sending loop: claim, send, record the outcome; any later run can continue where one stopped.

A sender has a few connections, each a channel of its own (for SMTP: a TCP connection). They send interleaved,
one step at a time: while one server is waited for, another is served, at a third of the cost of threads.
Outcomes are committed together with the start of the next deliveries, for a commit waits for the disk as long
as sending a few mails takes.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection

from terugkom.batches import batched
from terugkom.database.connection_pool import Database
from terugkom.delivery import outbox
from terugkom.delivery.availability import Availability
from terugkom.delivery.channels.base import (
    Channel,
    ChannelError,
    ChannelSuspected,
    ChannelUnavailable,
    ConnectionBroke,
    DeliveryInDoubt,
    HostSilent,
    InDoubtPolicy,
    OutgoingMessage,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.due_deliveries import EVERYTHING, DeliveryFilter
from terugkom.delivery.mime import join_mail
from terugkom.delivery.model import GIVE_UP_AFTER, DeliveryState
from terugkom.delivery.outbox import AttemptOutcome, ClaimedDelivery, Lease
from terugkom.delivery.record_attempts import LeaseExpired, LeaseRenewal, record_and_start
from terugkom.delivery.retry_times import (
    cap_retry_after,
    compute_backoff,
    compute_channel_backoff,
    format_given_up_reason,
)
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged, DocumentUnavailable, ReadDocument

Now = Callable[[], datetime]


@dataclass
class SendResult:
    """The outcome of one sending run: a count for each state, and whether the channel was unavailable.

    `outages`: why, by municipality (`ALL_MUNICIPALITIES` for all). It also holds refusals about us of a
    channel that accepted others; then it is not down.
    """

    states: Counter[DeliveryState] = field(default_factory=Counter)
    channel_down: bool = False
    outages: dict[str | None, ChannelError] = field(default_factory=dict)

    @property
    def unavailable(self) -> dict[str | None, str]:
        """The reasons in English."""
        return {municipality: str(error) for municipality, error in self.outages.items()}

    def __add__(self, other: "SendResult") -> "SendResult":
        return SendResult(
            self.states + other.states,
            self.channel_down or other.channel_down,
            other.outages | self.outages,
        )


@dataclass(frozen=True)
class SenderConfig:
    """Configuration of a sending loop; all of it can be pickled, for a sender process.

    `today` is the day of the run: who departed or unsubscribed by then gets nothing. `max_deliveries` is the
    size of a batch. A delivery is given up when its first attempt is `give_up_after` ago.
    """

    database: Database
    documents: DocumentStore
    now: Now
    today: date
    lease_seconds: float
    retry_seconds: float
    max_deliveries: int = 500
    which: DeliveryFilter = EVERYTHING
    give_up_after: timedelta = GIVE_UP_AFTER


def send_due(
    config: SenderConfig, connections: Sequence[Channel], is_stopping: Callable[[], bool] = lambda: False
) -> SendResult:
    """Send up to `max_deliveries` of the deliveries that are due, through these connections of one channel.

    Those that must not be sent any more are skipped, and counted as such. An empty result means that no
    delivery was due. Once `is_stopping`, no other delivery is begun. If it is interrupted, what is known of
    those in progress is recorded; the others are in doubt.
    """
    channel, lease = connections[0], Lease(uuid4().hex, config.lease_seconds)
    read = config.documents.build_reader()
    with config.database.open_write_connection() as db_connection:
        outbox.recover_abandoned(db_connection, channel.name, channel.in_doubt_policy, config.now())
        batch, skipped_count = outbox.claim(
            db_connection,
            channel.name,
            lease,
            config.now(),
            config.today,
            config.max_deliveries,
            config.which,
        )
        sending = _Sending(config, read, connections, db_connection, lease, Availability(channel))
        result, availability = SendResult(), sending.availability
        result.states += Counter({DeliveryState.SKIPPED: skipped_count})
        try:
            result.states += _send_batch(sending, batch, is_stopping)
        finally:
            outbox.release_claimed(db_connection, lease)
        availability.conclude()
        result.states += Counter({DeliveryState.FAILED: _postpone_unavailable(sending)})
    result.channel_down = availability.is_down
    result.outages = availability.suspicion | availability.unavailable
    return result


@dataclass(frozen=True)
class _Sending:
    """What the deliveries of one batch are sent with."""

    config: SenderConfig
    read: ReadDocument
    connections: Sequence[Channel]
    db_connection: Connection
    lease: Lease
    availability: Availability


def _send_batch(
    sending: _Sending, batch: Sequence[ClaimedDelivery], is_stopping: Callable[[], bool]
) -> Counter[DeliveryState]:
    """Send a batch, as many deliveries at a time as there are connections; return its outcomes by state."""
    now, db_connection, lease = sending.config.now, sending.db_connection, sending.lease
    availability = sending.availability
    states, outcomes = Counter[DeliveryState](), list[AttemptOutcome]()
    try:
        for group in batched(batch, len(sending.connections)):
            if is_stopping():
                break
            start = [each for each in group if each.municipality not in availability.unavailable]
            started, started_at = record_and_start(
                now, db_connection, lease, outcomes, [each.id for each in start]
            )
            started_deliveries = [each for each in start if each.id in started]
            lease_renewal = LeaseRenewal(now, db_connection, lease, started_at)
            outcomes = []
            for outcome in _send_interleaved(sending, started_deliveries, lease_renewal):
                outcomes.append(outcome)
            states.update(outcome.state for outcome in outcomes)
            if availability.is_down or availability.is_stalled:
                break
        record_and_start(now, db_connection, lease, outcomes, [])
    except BaseException as ended:
        if not isinstance(ended, Exception):  # interrupted: what was sent must not be sent again
            record_and_start(now, db_connection, lease, outcomes, [])
        raise
    return states


def _postpone_unavailable(sending: _Sending) -> int:
    """Postpone what waits for a channel that is unavailable; return how many of it are given up."""
    config, channel = sending.config, sending.connections[0]
    return sum(
        outbox.postpone_channel(
            sending.db_connection,
            channel.name,
            config.now(),
            config.retry_seconds,
            str(error),
            municipality,
            None if channel.waits_for_settings else config.give_up_after,
        )
        for municipality, error in sending.availability.unavailable.items()
    )


def _send_interleaved(
    sending: _Sending, group: Sequence[ClaimedDelivery], lease_renewal: LeaseRenewal
) -> Iterator[AttemptOutcome]:
    """Send one delivery per connection, each advanced one step in turn; yield the outcome of each."""
    attempts = [
        (channel, delivery, _start_attempt(sending.read, channel, delivery, lease_renewal))
        for channel, delivery in zip(
            sending.connections, group, strict=False
        )  # the last group may be smaller
    ]
    while attempts:
        still_running = []
        for attempt in attempts:
            outcome = _advance_attempt(sending.config, sending.availability, *attempt)
            lease_renewal.renew_if_due()
            if outcome is None:
                still_running.append(attempt)
            else:
                yield outcome
        attempts = still_running


def _start_attempt(
    read: ReadDocument, channel: Channel, delivery: ClaimedDelivery, lease_renewal: LeaseRenewal
) -> Generator[None, None, str | None]:
    message = _load_message(read, delivery)
    if lease_renewal.is_expired:
        raise LeaseExpired("the lease expired before it was sent")
    return (yield from channel.send_in_steps(message))


def _advance_attempt(
    config: SenderConfig,
    availability: Availability,
    channel: Channel,
    delivery: ClaimedDelivery,
    steps: Generator[None, None, str | None],
) -> AttemptOutcome | None:
    """Advance an attempt by one step; return its outcome, or None while an answer is awaited."""
    try:
        next(steps)
    except StopIteration as end:
        availability.record_accepted(delivery)
        return AttemptOutcome(delivery.id, DeliveryState.SENT, remote_id=end.value or "")
    except (PermanentFailure, DocumentChanged) as error:
        return AttemptOutcome(delivery.id, DeliveryState.FAILED, str(error))
    except LeaseExpired as error:  # if another sender has it, this changes nothing
        return AttemptOutcome(
            delivery.id, DeliveryState.PENDING, str(error), next_try_at=config.now(), counted=False
        )
    except DocumentUnavailable as error:  # nothing was sent; the store may be back at the next try
        return _postpone(config, delivery, str(error))
    except ChannelSuspected as error:
        availability.record_suspicion(error)
        if isinstance(error, ConnectionBroke):
            availability.record_unanswered(delivery, error)
        return _postpone(config, delivery, str(error))
    except HostSilent as error:
        return _postpone(config, delivery, str(error))
    except TemporaryFailure as error:
        return _schedule_retry(config, delivery, str(error), error.retry_after)
    except ChannelUnavailable as error:
        availability.record_unavailable(delivery, error)
        if channel.waits_for_settings:  # it is due, and put off with all the others
            return AttemptOutcome(delivery.id, DeliveryState.PENDING, str(error), counted=False)
        return _postpone(config, delivery, str(error))
    except DeliveryInDoubt as error:
        availability.record_unanswered(delivery, error)
        return _mark_in_doubt(config, channel, delivery, str(error))
    except Exception as error:  # a bug here must not lose the outcomes of the other connections
        return _mark_in_doubt(config, channel, delivery, f"unexpected: {error!r}")
    return None


def _mark_in_doubt(
    config: SenderConfig, channel: Channel, delivery: ClaimedDelivery, reason: str
) -> AttemptOutcome:
    if channel.in_doubt_policy is InDoubtPolicy.HOLD:  # no retry: only a person can decide
        return AttemptOutcome(delivery.id, DeliveryState.IN_DOUBT, reason)
    again = config.now() + compute_backoff(delivery.attempts + 1, config.retry_seconds)
    return AttemptOutcome(delivery.id, DeliveryState.IN_DOUBT, reason, next_try_at=again)


def _schedule_retry(
    config: SenderConfig, delivery: ClaimedDelivery, reason: str, after: float
) -> AttemptOutcome:
    wait = max(compute_backoff(delivery.attempts + 1, config.retry_seconds), cap_retry_after(after))
    return _retry_or_give_up(config, delivery, reason, wait, counted=True)


def _postpone(config: SenderConfig, delivery: ClaimedDelivery, reason: str) -> AttemptOutcome:
    """Return the outcome of an attempt that its channel made fail: it is not counted."""
    now = config.now()
    wait = compute_channel_backoff(_find_first_try(delivery, now), now, config.retry_seconds)
    return _retry_or_give_up(config, delivery, reason, wait, counted=False)


def _retry_or_give_up(
    config: SenderConfig, delivery: ClaimedDelivery, reason: str, wait: timedelta, *, counted: bool
) -> AttemptOutcome:
    now = config.now()
    last_try_at = _find_first_try(delivery, now) + config.give_up_after
    if now >= last_try_at:
        given_up = format_given_up_reason(config.give_up_after, reason)
        return AttemptOutcome(delivery.id, DeliveryState.FAILED, given_up, counted=counted)
    return AttemptOutcome(
        delivery.id, DeliveryState.PENDING, reason, next_try_at=min(now + wait, last_try_at), counted=counted
    )


def _find_first_try(delivery: ClaimedDelivery, now: datetime) -> datetime:
    """Return when a delivery was first tried; one that is said to have been later was tried now."""
    return min(delivery.first_tried_at or now, now)


def _load_message(read: ReadDocument, delivery: ClaimedDelivery) -> OutgoingMessage:
    document = read(delivery.document, delivery.sha256)
    return OutgoingMessage(
        id=delivery.id,
        municipality=delivery.municipality,
        role=delivery.role,
        sender=delivery.sender,
        recipient=delivery.recipient,
        message_id=delivery.message_id,
        content=join_mail(delivery.headers, document),
    )
