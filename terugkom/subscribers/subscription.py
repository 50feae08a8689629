"""Change the subscription status: unsubscribe, resubscribe, and record bounces.

Callers end with `subscription_status.skip_pending_deliveries`: pending mail must not be sent either.
"""

import re
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, State
from terugkom.errors import InputError
from terugkom.plan.model import Municipality
from terugkom.subscribers.model import Reader
from terugkom.subscribers.subscription_status import ROLE

_LONGEST = 500  # characters of a reason
# RFC 3463. Not: a full mailbox, a message that is too long (5.2.2, 5.2.3), a sender that is refused
# (5.1.7, 5.1.8), and servers, protocols, contents and policies (5.3, 5.5, 5.6, 5.7): one refusal of our own
# mail would mark a whole staff as bounced.
_NO_MAILBOX = re.compile(r"5\.(?:0\.\d+|1\.(?![78]\b)\d+|2\.(?![23]\b)\d+|4\.\d+)")
_SAID_AT_THE_DOOR = re.compile(r"5\d\d[ -](5\.\d+\.\d+)")


def says_no_mailbox(status: str) -> bool:
    """Return whether an enhanced status code (RFC 3463) means that the mailbox does not exist."""
    return _NO_MAILBOX.fullmatch(status) is not None


def key_of(address: str) -> str:
    """Return an address in the normalized form that identifies a subscriber."""
    return address.strip().lower()


def reader_named(session: Session, town: Municipality, address: str) -> Reader:
    """Return the subscriber with this address. Raises InputError if there is none."""
    query = select(Reader).where(Reader.municipality_id == town.id, Reader.email == key_of(address))
    found = session.scalar(query)
    if found is None:
        raise InputError(f"no subscriber of {town.slug} has this address")
    return found


def unsubscribe(reader: Reader, today: date, why: str) -> bool:
    """Unsubscribe a subscriber; return whether that is new."""
    new = reader.unsubscribed_on is None
    if new:
        reader.unsubscribed_on, reader.reason = today, why[:_LONGEST]
    return new


def resume(reader: Reader, now: datetime, why: str) -> bool:
    """Resubscribe a subscriber who unsubscribed or bounced; return whether they had.

    Deliveries skipped meanwhile stay skipped.
    """
    new = reader.unsubscribed_on is not None or reader.bounced_on is not None
    if new:
        reader.unsubscribed_on = reader.bounced_on = None
        reader.resumed_at, reader.reason = now, why[:_LONGEST]
    return new


def bounce(reader: Reader, today: date, why: str) -> bool:
    """Record that a subscriber's mailbox does not exist; return whether that is new."""
    new = reader.bounced_on is None
    if new:
        reader.bounced_on, reader.reason = today, why[:_LONGEST]
    return new


def take_refusals(session: Session, town: Municipality | None, today: date) -> int:
    """Record as bounced the subscribers whose address the mail server refused, of one municipality or all.

    Return how many were newly recorded. Refusals from before a resubscription do not count.
    """
    query = (
        select(Reader, Delivery.created_at, Delivery.reason)
        .join(
            Delivery,
            and_(Delivery.recipient == Reader.email, Delivery.municipality_id == Reader.municipality_id),
        )
        .where(
            Reader.bounced_on.is_(None),
            Delivery.role == ROLE,
            Delivery.state == State.FAILED,
            Delivery.reason.like("5__ 5.1.%"),
        )
    )
    if town is not None:
        query = query.where(Reader.municipality_id == town.id)
    return sum(
        bounce(reader, today, why)
        for reader, refused_at, why in session.execute(query).tuples().all()
        if (reader.resumed_at is None or refused_at > reader.resumed_at)
        and (said := _SAID_AT_THE_DOOR.match(why))
        and says_no_mailbox(said[1])
    )
