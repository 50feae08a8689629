"""Which municipality a mail of a mailbox that several share is for, by what its headers say.

It decides in which inbox the mail is put, and no more: what it may change is decided there.
"""

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery
from terugkom.inbox.parse_mail import (
    UnreadableMail,
    get_field,
    parse_headers,
    parse_senders,
    read_addresses,
)
from terugkom.plan.model import Municipality, Person
from terugkom.plan.suppressed_addresses import normalize_address

_TO = ("Delivered-To", "X-Original-To", "To", "Cc")
_MAX_REFERENCES = 20
_TAG = re.compile(r"\+[0-9a-f]{40}@", re.IGNORECASE)  # of who was mailed, in the address for answers


def find_addressee(session: Session, municipalities: Sequence[Municipality], content: bytes) -> str:
    """Return the short name of the municipality that a mail is for; empty if it is not known.

    That is the only one there is, else the one whose address it was sent to, else the one whose mail it
    answers, else the only one in whose plan its From is: whether that is true is decided there.
    """
    if len(municipalities) == 1:
        return municipalities[0].slug
    try:
        mail = parse_headers(content)
        written = [get_field(mail, name) for name in _TO]
        references = f"{get_field(mail, 'In-Reply-To')} {get_field(mail, 'References')}".split()
        senders = parse_senders(mail)
    except UnreadableMail:
        return ""
    except Exception:  # a mail can be broken in any way, and its parser with it
        return ""
    to = {normalize_address(_TAG.sub("@", address)) for _, address in read_addresses(written)} - {""}
    found = {
        each.slug
        for each in municipalities
        if to & {normalize_address(address) for address in (each.sender, each.reply_to)}
    }
    if len(found) == 1:
        return found.pop()
    query = select(Delivery.municipality_id).where(Delivery.message_id.in_(references[-_MAX_REFERENCES:]))
    ids = set(session.scalars(query))
    answered = [each.slug for each in municipalities if each.id in ids]
    if not answered and len(senders) == 1:
        people = select(Person.municipality_id).where(func.lower(Person.email) == senders[0])
        ids = set(session.scalars(people.where(Person.email != "")))
        answered = [each.slug for each in municipalities if each.id in ids]
    return answered[0] if len(answered) == 1 else ""
