"""Change the subscription status: unsubscribe, resubscribe, and record bounces.

Each change is listed on the suppression list, which is read where deliveries are claimed. Callers end with
`subscription_status.skip_pending_deliveries`, which skips what waits and counts it.
"""

import re
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import SUBSCRIBER_ROLE, Delivery, DeliveryState
from terugkom.errors import InputError
from terugkom.plan.model import Municipality
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.suppression import lift_refusals, list_suppressions

_MAX_REASON_LENGTH = 500  # characters of a reason
# RFC 3463. Not: a full mailbox, a message that is too long (5.2.2, 5.2.3), a sender that is refused
# (5.1.7, 5.1.8), and servers, protocols, contents and policies (5.3, 5.5, 5.6, 5.7): one refusal of our own
# mail would mark a whole staff as bounced.
_NO_MAILBOX_STATUS = re.compile(r"5\.(?:0\.\d+|1\.(?![78]\b)\d+|2\.(?![23]\b)\d+|4\.\d+)")
_SMTP_REFUSAL = re.compile(r"5\d\d[ -](5\.\d+\.\d+)")


def is_no_mailbox_status(status: str) -> bool:
    """Return whether an enhanced status code (RFC 3463) means that the mailbox does not exist."""
    return _NO_MAILBOX_STATUS.fullmatch(status) is not None


def find_subscriber(session: Session, municipality: Municipality, address: str) -> Subscriber:
    """Return the subscriber with this address. Raises InputError if there is none."""
    query = select(Subscriber).where(
        Subscriber.municipality_id == municipality.id, Subscriber.email == normalize_address(address)
    )
    found = session.scalar(query)
    if found is None:
        raise InputError(f"no subscriber of {municipality.slug} has this address")
    return found


def unsubscribe(subscriber: Subscriber, today: date, reason: str) -> bool:
    """Unsubscribe a subscriber; return whether that is new."""
    is_new = subscriber.unsubscribed_on is None
    if is_new:
        subscriber.unsubscribed_on, subscriber.reason = today, reason[:_MAX_REASON_LENGTH]
        list_suppressions([subscriber], today)
    return is_new


def resubscribe(subscriber: Subscriber, now: datetime, reason: str) -> bool:
    """Resubscribe a subscriber who unsubscribed or bounced; return whether they had.

    Deliveries skipped meanwhile stay skipped.
    """
    is_new = subscriber.unsubscribed_on is not None or subscriber.bounced_on is not None
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


def record_refusals(session: Session, municipality: Municipality | None, today: date) -> int:
    """Record as bounced the subscribers whose address the mail server refused, of one municipality or all.

    Return how many were newly recorded. Refusals from before a resubscription do not count.
    """
    query = (
        select(Subscriber, Delivery.created_at, Delivery.reason)
        .join(
            Delivery,
            and_(
                Delivery.recipient == Subscriber.email, Delivery.municipality_id == Subscriber.municipality_id
            ),
        )
        .where(
            Subscriber.bounced_on.is_(None),
            Delivery.role == SUBSCRIBER_ROLE,
            Delivery.state == DeliveryState.FAILED,
            Delivery.reason.like("5__ 5.1.%"),
        )
    )
    if municipality is not None:
        query = query.where(Subscriber.municipality_id == municipality.id)
    return sum(
        record_bounce(subscriber, today, reason)
        for subscriber, refused_at, reason in session.execute(query).tuples().all()
        if (subscriber.resumed_at is None or refused_at > subscriber.resumed_at)
        and (match := _SMTP_REFUSAL.match(reason))
        and is_no_mailbox_status(match[1])
    )
