"""The outbox: how a delivery goes from step to step, each step one transaction.

    pending -> sending -> sent
       ^          |-> pending    temporary failure: tried later, with backoff
       |          |-> failed     permanent, or tried too often
       |          `-> in_doubt   handed over, and no answer heard
       `- resend <----'          by the channel's rule, or by a person

A sender first takes a *lease* on a batch: the rows stay pending, but are its own for a while. `sending` is
committed before the first byte leaves, together with the outcomes of those sent before: a sender with four
lanes has four deliveries in flight, and never more than those in doubt. A lease that ran out is anybody's.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from terugkom.database import UtcDateTime
from terugkom.delivery.channels import OnDoubt
from terugkom.delivery.model import Delivery, State
from terugkom.documents.model import Document
from terugkom.errors import InputError
from terugkom.plan.model import Municipality

MAX_ATTEMPTS = 8  # with the default backoff: given up after two to three days
_LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True)
class Lease:
    """One sender's claim. `holder` is unique to it; `seconds` is how long it lasts without word."""

    holder: str
    seconds: float

    def until(self, now: datetime) -> datetime:
        """Return when a lease taken or renewed now runs out."""
        return now + timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class Claimed:
    """A delivery as its sender sees it."""

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


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt."""

    id: int
    state: State
    reason: str = ""
    next_try_at: datetime | None = None
    channel_down: bool = False


def backoff(attempts: int, first: float) -> timedelta:
    """Return how long to wait after so many attempts: `first` seconds, then threefold, at most a day."""
    return min(timedelta(seconds=first * 3 ** (attempts - 1)), _LONGEST_WAIT)


def claim(
    connection: Connection, channel: str, lease: Lease, now: datetime, limit: int, moment: int | None = None
) -> list[Claimed]:
    """Take a lease on deliveries that can be tried now, those tried least often first; all, or a moment's."""
    free = (
        select(Delivery.id)
        .where(Delivery.channel == channel, _can_be_tried(now), _of(moment))
        .order_by(Delivery.attempts, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = update(Delivery).where(Delivery.id.in_(free.scalar_subquery())).returning(Delivery.id)
    with connection.begin():
        ids = connection.scalars(taken.values(lease=lease.holder, lease_until=lease.until(now))).all()
        rows = connection.execute(_claimed().where(Delivery.id.in_(ids))).all()
    return [Claimed(*row) for row in rows]


def settle_and_start(
    connection: Connection, lease: Lease, now: datetime, *, settle: Sequence[Outcome], start: Sequence[int]
) -> set[int]:
    """Commit the outcomes of the last attempts and the start of the next, at once.

    Return which of `start` may be sent: those whose lease was not lost to another sender meanwhile.
    """
    with connection.begin():
        for what, rows in _alike(settle, now).items():
            connection.execute(_SETTLE, {**what._asdict(), "rows": rows, "holder": lease.holder})
        if not start:
            return set()
        values = {"rows": list(start), "holder": lease.holder, "until": lease.until(now)}
        return set(connection.scalars(_START, values))


def renew(connection: Connection, lease: Lease, now: datetime) -> None:
    """Hold on to what is in flight: nobody is to take it for that of a sender that died."""
    mine = and_(Delivery.lease == lease.holder, Delivery.state == State.SENDING)
    with connection.begin():
        connection.execute(update(Delivery).where(mine).values(lease_until=lease.until(now)))


def postpone_channel(connection: Connection, channel: str, now: datetime, first: float, reason: str) -> None:
    """Put off all that waits for a channel that is out of order, each by its own backoff."""
    waiting = and_(Delivery.channel == channel, _can_be_tried(now))
    with connection.begin():
        for attempts in connection.scalars(select(Delivery.attempts).where(waiting).distinct()).all():
            late = attempts + 1 >= MAX_ATTEMPTS
            connection.execute(
                update(Delivery)
                .where(waiting, Delivery.attempts == attempts)
                .values(
                    attempts=attempts + 1,
                    state=State.FAILED if late else State.PENDING,
                    reason=reason,
                    next_try_at=None if late else now + backoff(attempts + 1, first),
                )
            )


def release(connection: Connection, lease: Lease) -> None:
    """Give back what was claimed and not started."""
    with connection.begin():
        connection.execute(
            update(Delivery)
            .where(Delivery.lease == lease.holder, Delivery.state == State.PENDING)
            .values(lease=None, lease_until=None)
        )


def recover(connection: Connection, channel: str, on_doubt: OnDoubt, now: datetime) -> None:
    """Take over from senders that died while sending, and treat what is in doubt by the channel's rule."""
    here = Delivery.channel == channel
    died = and_(here, Delivery.state == State.SENDING, Delivery.lease_until < now)
    with connection.begin():
        connection.execute(
            update(Delivery)
            .where(died)
            .values(
                state=State.IN_DOUBT,
                reason="the sender died between handing over and hearing back",
                next_try_at=now if on_doubt is OnDoubt.RESEND else None,
                lease=None,
                lease_until=None,
            )
        )
        if on_doubt is OnDoubt.RESEND:
            connection.execute(
                update(Delivery)
                .where(here, Delivery.state == State.IN_DOUBT, Delivery.attempts < MAX_ATTEMPTS)
                .where(Delivery.next_try_at <= now)
                .values(state=State.PENDING)
            )


def channels_waiting(session: Session, now: datetime, moment: int | None = None) -> list[str]:
    """Return the names of the channels through which something can be tried, or taken over, now."""
    taken_over = and_(Delivery.state == State.SENDING, Delivery.lease_until < now)
    again = and_(
        Delivery.state == State.IN_DOUBT, Delivery.next_try_at <= now, Delivery.attempts < MAX_ATTEMPTS
    )
    waiting = select(Delivery.channel).where(or_(_can_be_tried(now), taken_over, again), _of(moment))
    return sorted(session.scalars(waiting.distinct()))


def next_due(session: Session, now: datetime) -> datetime | None:
    """Return when something that waits can next be tried, or None if nothing waits."""
    held = Delivery.lease_until > now
    moments = (
        select(func.min(func.coalesce(Delivery.next_try_at, literal(now, UtcDateTime)))).where(
            Delivery.state == State.PENDING, or_(Delivery.lease_until.is_(None), ~held)
        ),
        select(func.min(Delivery.lease_until)).where(Delivery.state == State.PENDING, held),
        # Whatever the lease: one that ran out is of a sender that died, and is still to be recovered.
        select(func.min(Delivery.lease_until)).where(Delivery.state == State.SENDING),
        select(func.min(Delivery.next_try_at)).where(
            Delivery.state == State.IN_DOUBT, Delivery.attempts < MAX_ATTEMPTS
        ),
    )
    found = [moment for moment in (session.scalar(query) for query in moments) if moment is not None]
    return min(found, default=None)


def resolve(session: Session, delivery: int, verdict: str, now: datetime) -> Delivery:
    """Settle by a person what is held, in doubt or has failed: it was ``sent``, or ``resend`` it.

    What was held goes out by ``resend``. A resent mail keeps its Message-ID. Raises InputError if there is
    nothing to settle.
    """
    found = session.get(Delivery, delivery)
    if found is None:
        raise InputError(f"there is no delivery {delivery}")
    if found.state not in (State.IN_DOUBT, State.FAILED, State.HELD):
        raise InputError(
            f"delivery {delivery} is {found.state}: only held, in_doubt and failed ones need a person"
        )
    if verdict == "sent":
        found.state, found.sent_at = State.SENT, now
    else:
        found.state, found.attempts = State.PENDING, 0
    found.reason = f"{found.reason}; a person said: {verdict}".lstrip("; ")
    found.next_try_at = found.lease = found.lease_until = None
    return found


def _can_be_tried(now: datetime) -> ColumnElement[bool]:
    return and_(
        Delivery.state == State.PENDING,
        or_(Delivery.next_try_at.is_(None), Delivery.next_try_at <= now),
        or_(Delivery.lease_until.is_(None), Delivery.lease_until < now),
    )


def _of(moment: int | None) -> ColumnElement[bool]:
    return true() if moment is None else Delivery.moment_id == moment


def _claimed() -> Select[Any]:
    return (
        select(
            Delivery.id,
            Municipality.slug,
            Delivery.role,
            func.coalesce(func.nullif(Municipality.sender, ""), "terugkom@" + Municipality.slug + ".invalid"),
            Delivery.recipient,
            Delivery.message_id,
            Delivery.headers,
            Document.path,
            Document.sha256,
            Delivery.attempts,
        )
        .join(Document, Document.id == Delivery.document_id)
        .join(Municipality, Municipality.id == Delivery.municipality_id)
        .order_by(Delivery.attempts, Delivery.id)
    )


# `is_not_distinct_from` where `==` would do: PostgreSQL, which counts the rows of a table only now and then,
# took the index of all that wait instead of eight ids.
_START = (
    update(Delivery)
    .where(
        Delivery.id.in_(bindparam("rows", expanding=True)),
        Delivery.lease == bindparam("holder"),
        Delivery.state.is_not_distinct_from(State.PENDING),
    )
    .values(state=State.SENDING, attempts=Delivery.attempts + 1, lease_until=bindparam("until"))
    .returning(Delivery.id)
)

_SETTLE = (
    update(Delivery)
    .where(
        Delivery.id.in_(bindparam("rows", expanding=True)),
        Delivery.lease == bindparam("holder"),
        Delivery.state.is_not_distinct_from(State.SENDING),
    )
    .values(
        state=bindparam("new_state"),
        reason=bindparam("why"),
        next_try_at=bindparam("again"),
        sent_at=bindparam("at"),
        lease=None,
        lease_until=None,
    )
)


class _Settled(NamedTuple):
    """What deliveries become; those that become the same take one statement."""

    new_state: State
    why: str
    again: datetime | None
    at: datetime | None


def _alike(outcomes: Sequence[Outcome], now: datetime) -> dict[_Settled, list[int]]:
    found: defaultdict[_Settled, list[int]] = defaultdict(list)
    for each in outcomes:
        sent_at = now if each.state is State.SENT else None
        found[_Settled(each.state, each.reason, each.next_try_at, sent_at)].append(each.id)
    return found
