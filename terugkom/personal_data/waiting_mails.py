"""Mails to others that still wait, and name a person."""

from collections.abc import Sequence
from email import message_from_string
from email.header import decode_header, make_header

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.model import NOT_STARTED, Delivery, DeliveryState
from terugkom.personal_data.find_person import FoundPerson

WAITING = (*NOT_STARTED, DeliveryState.SENDING, DeliveryState.IN_DOUBT)


def count_mails_naming(session: Session, person: FoundPerson) -> int:
    """Return how many mails to others still wait that name the person in their headers."""
    return sum(
        person.pattern.occurs_in(decode_headers(each.headers)) for each in _list_waiting(session, person)
    )


def _list_waiting(session: Session, person: FoundPerson) -> Sequence[Delivery]:
    query = select(Delivery).where(Delivery.state.in_(WAITING), Delivery.headers != "")
    found = session.scalars(query).all()
    return [each for each in found if not _is_to(each, person)]


def _is_to(delivery: Delivery, person: FoundPerson) -> bool:
    return delivery.recipient.lower() == person.address or delivery.person_id in person.person_ids


def decode_headers(headers: str) -> str:
    """Return the headers of a mail as a person reads them, and as they are written."""
    values = [str(make_header(decode_header(each))) for each in message_from_string(headers).values()]
    return "\n".join([headers, *values])
