"""What a person decides about deliveries that do not go on by themselves: one, or all of a kind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.errors import PublicInputError

RESOLVABLE_STATES = (DeliveryState.IN_DOUBT, DeliveryState.FAILED, DeliveryState.HELD)


@dataclass(frozen=True)
class ResolveFilter:
    """Which deliveries are resolved at once: those in these states, and of a channel or a municipality, and
    recorded at or after a time."""

    states: tuple[DeliveryState, ...] = (DeliveryState.FAILED,)
    channel: str | None = None
    municipality_id: int | None = None
    since: datetime | None = None


def resolve(session: Session, delivery: int, verdict: str, now: datetime) -> Delivery:
    """Resolve, as a person, a delivery that is held, in doubt or failed: it was ``sent``, or ``resend`` it.

    A held delivery is released by ``resend``. A resent mail keeps its Message-ID. Raises InputError if the
    delivery is in none of these states.
    """
    found = session.get(Delivery, delivery)
    if found is None:
        raise PublicInputError(f"there is no delivery {delivery}")
    if found.state not in RESOLVABLE_STATES:
        raise PublicInputError(
            f"delivery {delivery} is {found.state}: only held, in_doubt and failed ones can be resolved"
        )
    if verdict == "sent":
        found.state, found.sent_at = DeliveryState.SENT, now
    else:
        found.state, found.attempts, found.first_tried_at = DeliveryState.PENDING, 0, None
    found.reason = f"{found.reason}; a person said: {verdict}".lstrip("; ")
    found.next_try_at = found.lease = found.lease_until = None
    return found


def resolve_all(
    session: Session, which: ResolveFilter, verdict: str, now: datetime, *, dry_run: bool = False
) -> dict[str, int]:
    """Resolve all of these deliveries at once, as `resolve` does with one; return their number by channel.

    Those that wait for their next attempt (``pending``) can be sent again too: then they are due now. What a
    sender holds is left alone. On a dry run they are only counted. Raises InputError for waiting ones that
    are said to be sent.
    """
    if verdict == "sent" and DeliveryState.PENDING in which.states:
        raise PublicInputError("what waits to be sent cannot be said to be sent")
    conditions = and_(
        Delivery.state.in_(which.states), or_(Delivery.lease_until.is_(None), Delivery.lease_until < now)
    )
    if which.channel is not None:
        conditions = and_(conditions, Delivery.channel == which.channel)
    if which.municipality_id is not None:
        conditions = and_(conditions, Delivery.municipality_id == which.municipality_id)
    if which.since is not None:
        conditions = and_(conditions, Delivery.created_at >= which.since)
    counts = select(Delivery.channel, func.count()).where(conditions).group_by(Delivery.channel)
    found = dict(session.execute(counts.order_by(Delivery.channel)).tuples().all())
    if not dry_run:
        said = f"a person said: {verdict}"
        values = {
            "reason": func.ltrim(Delivery.reason + "; " + said, "; "),
            **dict.fromkeys(("next_try_at", "lease", "lease_until")),
        }
        if verdict == "sent":
            values |= {"state": DeliveryState.SENT, "sent_at": now}
        else:
            values |= {"state": DeliveryState.PENDING, "attempts": 0, "first_tried_at": None}
        query = update(Delivery).where(conditions).values(values)
        session.execute(query.execution_options(synchronize_session=False))
    return found
