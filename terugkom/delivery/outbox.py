"""The outbox: how a delivery changes state, each change one transaction.

    pending -> sending -> sent
       ^          |-> pending    temporary failure: retried later, with backoff
       |          |-> failed     permanent, or given up by its age
       |          `-> in_doubt   sent, and no answer received
       `- resend <----'          by the channel's rule, or by a person

    pending -> skipped            the address is on the suppression list, or the person departed
    pending, held, failed, in_doubt -> dropped    a person decided not to send it, until they think otherwise

Whether an address may be written to is checked where a batch is claimed, for every kind of run.
A sender first takes a *lease* on a batch: the rows stay pending, but only it may send them. `sending` is
committed before the first byte is sent, together with the previous outcomes: a sender with four
connections has at most four deliveries in doubt. Any sender may take over an expired lease.

A delivery is given up by its age, counted from its first attempt. What only the channel made fail (no
connection, a wrong password, a refusal about us) costs no attempt.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, select, update
from sqlalchemy.orm import Session

from terugkom.delivery import outbox_statements as statements
from terugkom.delivery.channels.base import InDoubtPolicy
from terugkom.delivery.due_deliveries import EVERYTHING, DeliveryFilter, bind_now, is_due
from terugkom.delivery.model import GIVE_UP_AFTER, MAX_REMOTE_ID, NOT_STARTED, Delivery, DeliveryState
from terugkom.delivery.retry_times import MAX_CHANNEL_WAIT, compute_channel_backoff, format_given_up_reason
from terugkom.normalize import remove_control_characters
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class Lease:
    """One sender's claim. `holder` is its unique id; `seconds` is how long it lasts unless renewed."""

    holder: str
    seconds: float

    def until(self, now: datetime) -> datetime:
        """Return when a lease taken or renewed now expires."""
        return now + timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class ClaimedDelivery:
    """A delivery with all that its sender needs."""

    id: int
    municipality: str
    role: str
    sender: str
    recipient: str
    message_id: str
    headers: str
    document: str
    sha256: str
    attempts: int
    first_tried_at: datetime | None = None


class ClaimedBatch(NamedTuple):
    """The deliveries that may be sent, and how many were skipped because they must not be."""

    deliveries: list[ClaimedDelivery]
    skipped_count: int


@dataclass(frozen=True)
class AttemptOutcome:
    """The outcome of one attempt to send a delivery. `counted`: whether it costs the delivery an attempt;
    `remote_id`: what its server calls it."""

    id: int
    state: DeliveryState
    reason: str = ""
    next_try_at: datetime | None = None
    counted: bool = True
    remote_id: str = ""


def claim(
    connection: Connection,
    channel: str,
    lease: Lease,
    now: datetime,
    today: date,
    limit: int,
    which: DeliveryFilter = EVERYTHING,
) -> ClaimedBatch:
    """Take a lease on up to `limit` due deliveries, those with the fewest attempts first.

    Of these, the ones that must not be sent any more on the day `today` are skipped, with the reason: the
    address is on the suppression list, or the person departed.
    """
    values = {"through": channel, **bind_now(now), "limit": limit, **which.values}
    mine = {"holder": lease.holder, "until": lease.until(now)}
    with connection.begin():
        ids = connection.scalars(statements.take_lease(which.conditions), values | mine).all()
        if not ids:
            return ClaimedBatch([], 0)
        skipped = connection.scalars(statements.skip_suppressed_rows(), {"rows": ids, "today": today}).all()
        rows = connection.execute(
            statements.select_claimed(), {"rows": list(set(ids).difference(skipped))}
        ).all()
    return ClaimedBatch([ClaimedDelivery(*row) for row in rows], len(skipped))


def skip_suppressed(session: Session, today: date, role: str, municipality_id: int | None) -> int:
    """Skip what waits and must not be sent any more, without waiting for a claim; return how many.

    Of deliveries in this role, of one municipality or of all. A delivery that is being sent is left alone: if
    it becomes pending again, the claim skips it.
    """
    waiting = and_(
        Delivery.state.in_((*NOT_STARTED, DeliveryState.IN_DOUBT)),
        Delivery.role == role,
        DeliveryFilter(municipality_id).build_condition(),
    )
    session.flush()
    query = statements.skip_where_suppressed(waiting, today).execution_options(synchronize_session=False)
    return len(session.scalars(query).all())


def record_outcomes_and_start(
    connection: Connection,
    lease: Lease,
    now: datetime,
    *,
    settle: Sequence[AttemptOutcome],
    start: Sequence[int],
) -> set[int]:
    """Commit the outcomes of the previous attempts and the start of the next ones, in one transaction.

    Return which of `start` may be sent: those whose lease another sender did not take meanwhile.
    """
    with connection.begin():
        for what, rows in _group_by_values(settle, now).items():
            connection.execute(statements.SETTLE, {**what._asdict(), "rows": rows, "holder": lease.holder})
        if not start:
            return set()
        values = {"rows": list(start), "holder": lease.holder, "until": lease.until(now), "now": now}
        return set(connection.scalars(statements.START, values))


def list_started(connection: Connection, lease: Lease, start: Sequence[int]) -> set[int]:
    """Return which of these deliveries are started under this lease, and not settled."""
    mine = and_(Delivery.lease == lease.holder, Delivery.state == DeliveryState.SENDING)
    with connection.begin():
        return set(connection.scalars(select(Delivery.id).where(mine, Delivery.id.in_(start))))


def renew_claim(connection: Connection, lease: Lease, now: datetime) -> bool:
    """Extend the lease on deliveries in progress, so that no other sender takes them over; return False if
    there are none: another sender did."""
    mine = and_(Delivery.lease == lease.holder, Delivery.state == DeliveryState.SENDING)
    with connection.begin():
        extended = connection.execute(update(Delivery).where(mine).values(lease_until=lease.until(now)))
    return extended.rowcount > 0


def postpone_channel(
    connection: Connection,
    channel: str,
    now: datetime,
    first_wait: float,
    reason: str,
    municipality: str | None = None,
    give_up_after: timedelta | None = GIVE_UP_AFTER,
) -> int:
    """Postpone all that is due on an unavailable channel, by its age; or one municipality's.

    It costs no attempt. Those that are too old are given up; return how many. Without `give_up_after` none
    is, and this time is no part of their age.
    """
    waiting = and_(Delivery.channel == channel, is_due(now))
    if municipality is not None:
        here = select(Municipality.id).where(Municipality.slug == municipality).scalar_subquery()
        waiting = and_(waiting, Delivery.municipality_id == here)
    given_up_count = 0
    with connection.begin():
        for first_tried_at in connection.scalars(
            select(Delivery.first_tried_at).where(waiting).distinct()
        ).all():
            postponed = _build_postponed(first_tried_at or now, now, first_wait, reason, give_up_after)
            updated = connection.execute(
                update(Delivery)
                .where(waiting, Delivery.first_tried_at.is_not_distinct_from(first_tried_at))
                .values(postponed)
            )
            given_up_count += updated.rowcount if postponed["state"] is DeliveryState.FAILED else 0
    return given_up_count


def _build_postponed(
    since: datetime, now: datetime, first_wait: float, reason: str, give_up_after: timedelta | None
) -> dict[str, Any]:
    """Return the values of deliveries on an unavailable channel that were first tried at `since`."""
    reason = remove_control_characters(reason)
    since = min(since, now)  # it may be of a clock that was ahead
    next_try_at = now + compute_channel_backoff(since, now, first_wait)
    values = {"state": DeliveryState.PENDING, "reason": reason, "first_tried_at": since}
    if not give_up_after:
        return {**values, "next_try_at": next_try_at, "first_tried_at": max(since, now - MAX_CHANNEL_WAIT)}
    if now < since + give_up_after:
        return {**values, "next_try_at": min(next_try_at, since + give_up_after)}
    given_up = format_given_up_reason(give_up_after, reason)
    return {**values, "state": DeliveryState.FAILED, "reason": given_up, "next_try_at": None}


def release_claimed(connection: Connection, lease: Lease) -> None:
    """Release the lease on deliveries that were claimed and not started."""
    with connection.begin():
        connection.execute(statements.RELEASE, {"holder": lease.holder})


def recover_abandoned(
    connection: Connection, channel: str, in_doubt_policy: InDoubtPolicy, now: datetime
) -> None:
    """Mark deliveries of senders that died as in doubt, and apply the channel's policy to those in doubt."""
    is_resent = in_doubt_policy is InDoubtPolicy.RESEND
    values = {"through": channel, **bind_now(now)}
    with connection.begin():
        connection.execute(statements.MARK_ABANDONED, {**values, "again": now if is_resent else None})
        if is_resent:
            connection.execute(statements.RESEND_IN_DOUBT, values)


class _SettledValues(NamedTuple):
    """The values that deliveries get; those with the same values take one statement."""

    new_state: DeliveryState
    why: str
    again: datetime | None
    at: datetime | None
    uncounted: int
    called: str


def _group_by_values(outcomes: Sequence[AttemptOutcome], now: datetime) -> dict[_SettledValues, list[int]]:
    """Return which deliveries get which values.

    What a server says is stored as far as a database can hold it: what was sent must be recorded.
    """
    found: defaultdict[_SettledValues, list[int]] = defaultdict(list)
    for each in outcomes:
        sent_at = now if each.state is DeliveryState.SENT else None
        reason = remove_control_characters(each.reason)
        remote_id = remove_control_characters(each.remote_id)[:MAX_REMOTE_ID]
        values = _SettledValues(
            each.state, reason, each.next_try_at, sent_at, int(not each.counted), remote_id
        )
        found[values].append(each.id)
    return found
