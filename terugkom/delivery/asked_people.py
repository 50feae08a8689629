"""Who was asked by a digest: its owner, or the stand-in who got the mail in their place.

A reminder is an owner's, whoever reads it. Colleagues with one mailbox get one mail, sent to one of them:
what went to the owner's own address was asked of the owner.
"""

from typing import Any

from sqlalchemy import ColumnElement, case, func

from terugkom.delivery.model import Delivery
from terugkom.plan.model import Person


def build_asked_id(owner: Any = Person) -> ColumnElement[int]:
    """Return as SQL the id of who was asked by a delivery about an action of this owner."""
    is_own_address = func.lower(owner.email) == func.lower(Delivery.recipient)
    return case((is_own_address, owner.id), else_=func.coalesce(Delivery.person_id, owner.id))
