"""Change the subscription status: unsubscribe, resubscribe, and record bounces.

Each change is listed on the suppression list, which is read where deliveries are claimed. Callers end with
`subscription_status.skip_pending_deliveries`, which skips what waits and counts it.
"""

from datetime import date, datetime

from sqlalchemy import not_, select
from sqlalchemy.orm import Session, object_session

from terugkom.delivery.bounces import NewBounce, has_bounced, lift_unknown_address, record_undelivered
from terugkom.delivery.failure_kinds import FailureKind, classify_failure
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.errors import InputError
from terugkom.plan.model import Municipality
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.suppression import lift_refusals, list_suppressions

_MAX_REASON_LENGTH = 500  # characters of a reason


def find_subscriber(session: Session, municipality: Municipality, address: str) -> Subscriber:
    """Return the subscriber with this address. Raises InputError if there is none."""
    query = select(Subscriber).where(
        Subscriber.municipality_id == municipality.id, Subscriber.email == normalize_address(address)
    )
    found = session.scalar(query)
    if found is None:
        raise InputError("error.subscriber.unknown", municipality=municipality.slug)
    return found


def unsubscribe(subscriber: Subscriber, today: date, reason: str) -> bool:
    """Unsubscribe a subscriber; return whether that is new."""
    is_new = subscriber.unsubscribed_on is None
    if is_new:
        subscriber.unsubscribed_on, subscriber.reason = today, reason[:_MAX_REASON_LENGTH]
        list_suppressions([subscriber], today)
    return is_new


def resubscribe(subscriber: Subscriber, now: datetime, reason: str) -> bool:
    """Resubscribe a subscriber who unsubscribed or whose mail bounced; return whether that was so.

    Deliveries skipped meanwhile stay skipped. Reminders go to that address again too.
    """
    session = object_session(subscriber)
    is_lifted = session is not None and lift_unknown_address(
        session, subscriber.municipality_id, subscriber.email
    )
    is_new = is_lifted or subscriber.unsubscribed_on is not None or subscriber.bounced_on is not None
    if is_new:
        subscriber.unsubscribed_on = subscriber.bounced_on = None
        subscriber.resumed_at, subscriber.reason = now, reason[:_MAX_REASON_LENGTH]
        lift_refusals(subscriber)
    return is_new


def record_bounce(subscriber: Subscriber, today: date, reason: str) -> bool:
    """Record that a subscriber's mailbox does not exist; return whether that is new."""
    is_new = subscriber.bounced_on is None
    if is_new:
        subscriber.bounced_on, subscriber.reason = today, reason[:_MAX_REASON_LENGTH]
        list_suppressions([subscriber], today)
    return is_new


def record_failure(session: Session, delivery: Delivery, bounce: NewBounce) -> bool:
    """Record that a mail did not arrive; return whether that was news.

    If its address does not exist, the subscribers who have it are recorded as bounced, whatever mail it was;
    not by a mail from before they were subscribed again.
    """
    address = normalize_address(delivery.recipient)
    of_address = select(Subscriber).where(
        Subscriber.municipality_id == delivery.municipality_id, Subscriber.email == address
    )
    subscribers = session.scalars(of_address).all() if address else ()
    is_unknown = bounce.kind is FailureKind.UNKNOWN_ADDRESS
    if is_unknown and any(each.resumed_at and delivery.created_at <= each.resumed_at for each in subscribers):
        return False
    is_new = record_undelivered(session, delivery, bounce)
    if is_new and is_unknown:
        for subscriber in subscribers:
            record_bounce(subscriber, bounce.on, bounce.reason)
    return is_new


def record_refusals(session: Session, municipality: Municipality | None, today: date, now: datetime) -> int:
    """Record the addresses of which the mail server itself said that they do not exist; return how many.

    Of one municipality or of all, and of every kind of mail. Refusals from before a resubscription do not
    count.
    """
    refused = (DeliveryState.FAILED, DeliveryState.DROPPED)  # dropped: the address is no better for it
    query = (
        select(Delivery)
        .where(Delivery.state.in_(refused), Delivery.reason.like("5__ %"), not_(has_bounced()))
        .order_by(Delivery.id)
    )
    if municipality is not None:
        query = query.where(Delivery.municipality_id == municipality.id)
    return sum(
        record_failure(session, delivery, NewBounce(kind, delivery.reason, today, now))
        for delivery in session.scalars(query).all()
        if (kind := classify_failure(delivery.reason)) is FailureKind.UNKNOWN_ADDRESS
    )
