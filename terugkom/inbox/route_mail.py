"""Which municipality a mail of a mailbox that several share is for, by what its headers say.

It decides in which inbox the mail is put, and no more: what it may change is decided there.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery
from terugkom.inbox.parse_mail import UnreadableMail, get_field, parse_headers, read_addresses
from terugkom.plan.model import Municipality
from terugkom.plan.suppressed_addresses import normalize_address

_TO = ("Delivered-To", "X-Original-To", "To", "Cc")
_MAX_REFERENCES = 20


def find_addressee(session: Session, municipalities: Sequence[Municipality], content: bytes) -> str:
    """Return the short name of the municipality that a mail is for; empty if it is not known.

    That is the only one there is, else the one whose address it was sent to, else the one whose mail it
    answers.
    """
    if len(municipalities) == 1:
        return municipalities[0].slug
    try:
        mail = parse_headers(content)
        written = [get_field(mail, name) for name in _TO]
        references = f"{get_field(mail, 'In-Reply-To')} {get_field(mail, 'References')}".split()
    except UnreadableMail:
        return ""
    except Exception:  # a mail can be broken in any way, and its parser with it
        return ""
    to = {normalize_address(address) for _, address in read_addresses(written)} - {""}
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
    return answered[0] if len(answered) == 1 else ""
