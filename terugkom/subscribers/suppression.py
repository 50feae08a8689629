"""What the suppression list says of subscribers: the scope is what staff can unsubscribe from.

A bounce or a departure from the staff list silences no reminder to an owner: that it fails is reported to the
coordinator, and silence would not be. A person who departed from the plan gets nothing at all.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from terugkom.plan.suppressed_addresses import (
    Suppression,
    SuppressionReason,
    SuppressionScope,
    lift_suppressions,
    replace_suppressions,
)
from terugkom.subscribers.model import Subscriber

_SCOPE = SuppressionScope.SUBSCRIPTIONS
_ADDRESS_CHANGED = "the subscriber has another address"


def list_suppressions(subscribers: Iterable[Subscriber], today: date) -> None:
    """Make the suppression list say of these subscribers, in their session, what holds for them today."""
    subscribers = list(subscribers)
    session = object_session(subscribers[0]) if subscribers else None
    if session is not None:
        wanted = {each.email: _build_suppressions(each, today) for each in subscribers}
        replace_suppressions(session, subscribers[0].municipality_id, _SCOPE, wanted)


def lift_refusals(subscriber: Subscriber) -> None:
    """Take a subscriber who unsubscribed or bounced from the suppression list."""
    session = object_session(subscriber)
    if session is not None:
        refusals = (SuppressionReason.UNSUBSCRIBED, SuppressionReason.BOUNCED)
        lift_suppressions(session, subscriber.municipality_id, _SCOPE, subscriber.email, refusals)


def suppress_former_addresses(
    session: Session, municipality_id: int, addresses: Iterable[str], today: date
) -> None:
    """List those of these addresses that are no subscriber's any more as departed."""
    current = set(
        session.scalars(select(Subscriber.email).where(Subscriber.municipality_id == municipality_id))
    )
    departed = [Suppression(SuppressionReason.DEPARTED, today, _ADDRESS_CHANGED)]
    former = {address: departed for address in addresses if address not in current}
    replace_suppressions(session, municipality_id, _SCOPE, former)


def _build_suppressions(subscriber: Subscriber, today: date) -> list[Suppression]:
    days = (
        (SuppressionReason.DEPARTED, subscriber.departed_on),
        (SuppressionReason.UNSUBSCRIBED, subscriber.unsubscribed_on),
        (SuppressionReason.BOUNCED, subscriber.bounced_on),
    )
    found = [Suppression(reason, since, subscriber.reason) for reason, since in days if since is not None]
    started_on = subscriber.started_on
    if started_on is not None and started_on > today:
        found.append(Suppression(SuppressionReason.NOT_STARTED, None, "", until=started_on))
    return found
