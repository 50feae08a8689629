"""What a person decides about deliveries that do not go on by themselves: one, or all of a kind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from terugkom.clock import LONGEST_WAIT
from terugkom.delivery.due_deliveries import is_free
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.errors import Message, PublicInputError


class Verdict(StrEnum):
    """What a person says of a delivery: it was sent, send it again, or do not send it."""

    SENT = "sent"
    RESEND = "resend"
    DROP = "drop"


_STOPPED = (DeliveryState.IN_DOUBT, DeliveryState.FAILED, DeliveryState.HELD)
_RESOLVABLE_STATES = {
    Verdict.SENT: (*_STOPPED, DeliveryState.DROPPED),
    Verdict.RESEND: (*_STOPPED, DeliveryState.DROPPED),
    Verdict.DROP: (*_STOPPED, DeliveryState.PENDING),
}


@dataclass(frozen=True)
class ResolveFilter:
    """Which deliveries are resolved at once: those in these states, and of a channel or a municipality, and
    recorded at or after a time."""

    states: tuple[DeliveryState, ...] = (DeliveryState.FAILED,)
    channel: str | None = None
    municipality_id: int | None = None
    since: datetime | None = None


def resolve(session: Session, delivery: int, verdict: Verdict, now: datetime) -> Delivery:
    """Resolve, as a person, a delivery that is held, in doubt, failed or dropped; or drop one that waits.

    A held delivery is released by ``resend``. A resent mail keeps its Message-ID. What a sender holds at this
    moment is left to it. Raises InputError for a delivery of which this cannot be said.
    """
    found = session.get(Delivery, delivery, with_for_update=True)
    if found is None:
        raise PublicInputError("error.delivery.unknown", number=delivery)
    is_leased = found.lease_until is not None and now <= found.lease_until <= now + LONGEST_WAIT
    state = DeliveryState.SENDING if is_leased else found.state
    if state not in _RESOLVABLE_STATES[verdict]:
        raise PublicInputError("error.delivery.final", number=delivery, state=Message(f"delivery.{state}"))
    for name, value in _build_values(verdict, now).items():
        setattr(found, name, value)
    found.reason = f"{found.reason}; {_format_reason(verdict)}".lstrip("; ")
    return found


def resolve_all(
    session: Session, which: ResolveFilter, verdict: Verdict, now: datetime, *, dry_run: bool = False
) -> dict[str, int]:
    """Resolve all of these deliveries at once, as `resolve` does with one; return their number by channel.

    Those that wait for their next attempt (``pending``) can be sent again too: then they are due now. What a
    sender holds is left alone. On a dry run they are only counted. Raises InputError for waiting ones that
    are said to be sent.
    """
    if verdict is Verdict.SENT and DeliveryState.PENDING in which.states:
        raise PublicInputError("error.delivery.waiting")
    conditions = and_(Delivery.state.in_(which.states), is_free(now))
    if which.channel is not None:
        conditions = and_(conditions, Delivery.channel == which.channel)
    if which.municipality_id is not None:
        conditions = and_(conditions, Delivery.municipality_id == which.municipality_id)
    if which.since is not None:
        conditions = and_(conditions, Delivery.created_at >= which.since)
    counts = select(Delivery.channel, func.count()).where(conditions).group_by(Delivery.channel)
    found = dict(session.execute(counts.order_by(Delivery.channel)).tuples().all())
    if not dry_run:
        reason = func.ltrim(Delivery.reason + "; " + _format_reason(verdict), "; ")
        query = update(Delivery).where(conditions).values({**_build_values(verdict, now), "reason": reason})
        session.execute(query.execution_options(synchronize_session=False))
    return found


def _build_values(verdict: Verdict, now: datetime) -> dict[str, Any]:
    """Return what a delivery becomes by a verdict, besides its reason."""
    values: dict[str, Any] = dict.fromkeys(("next_try_at", "lease", "lease_until", "dropped_at"))
    match verdict:
        case Verdict.SENT:
            return {**values, "state": DeliveryState.SENT, "sent_at": now}
        case Verdict.RESEND:
            return {**values, "state": DeliveryState.PENDING, "attempts": 0, "first_tried_at": None}
        case Verdict.DROP:
            return {**values, "state": DeliveryState.DROPPED, "dropped_at": now}


def _format_reason(verdict: Verdict) -> str:
    return f"a person said: {verdict}"
