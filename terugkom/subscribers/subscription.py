"""What changes how a reader stands: unsubscribing, coming back, a mailbox that is not there.

Whoever calls these ends with `standing.hold_back`: what waits already is not to go out either.
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
# RFC 3463. Not: a full mailbox, one that takes no mail so long (5.2.2, 5.2.3), a sender that is refused
# (5.1.7, 5.1.8), and servers, protocols, contents and policies (5.3, 5.5, 5.6, 5.7): one refusal of our own
# mail would silence a whole staff.
_NO_MAILBOX = re.compile(r"5\.(?:0\.\d+|1\.(?![78]\b)\d+|2\.(?![23]\b)\d+|4\.\d+)")
_SAID_AT_THE_DOOR = re.compile(r"5\d\d[ -](5\.\d+\.\d+)")


def says_no_mailbox(status: str) -> bool:
    """Return whether an enhanced status code means that this address will never take mail."""
    return _NO_MAILBOX.fullmatch(status) is not None


def key_of(address: str) -> str:
    """Return an address as readers are known by it."""
    return address.strip().lower()


def reader_named(session: Session, town: Municipality, address: str) -> Reader:
    """Return the reader with this address. Raises InputError if there is none."""
    query = select(Reader).where(Reader.municipality_id == town.id, Reader.email == key_of(address))
    found = session.scalar(query)
    if found is None:
        raise InputError(f"no reader of {town.slug} has this address")
    return found


def unsubscribe(reader: Reader, today: date, why: str) -> bool:
    """Have a reader read no more; return whether that is new."""
    new = reader.unsubscribed_on is None
    if new:
        reader.unsubscribed_on, reader.reason = today, why[:_LONGEST]
    return new


def resume(reader: Reader, now: datetime, why: str) -> bool:
    """Have a reader read again who unsubscribed or bounced; return whether they did.

    What was held back meanwhile stays so: an old newsletter is no news.
    """
    new = reader.unsubscribed_on is not None or reader.bounced_on is not None
    if new:
        reader.unsubscribed_on = reader.bounced_on = None
        reader.resumed_at, reader.reason = now, why[:_LONGEST]
    return new


def bounce(reader: Reader, today: date, why: str) -> bool:
    """Note that a reader's mailbox is not there; return whether that is new."""
    new = reader.bounced_on is None
    if new:
        reader.bounced_on, reader.reason = today, why[:_LONGEST]
    return new


def take_refusals(session: Session, town: Municipality | None, today: date) -> int:
    """Note as bounced whom the mail server refused by their address, of one municipality or of all.

    Return how many that are now. Refusals of before a reader was set reading again do not count.
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
