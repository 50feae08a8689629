"""Who receives the mail for an owner: the owner, a stand-in, or nobody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.plan.model import Person


@dataclass(frozen=True)
class Reachability:
    """The recipient of an owner's mail, or why there is none. `note` is a remark for the coordinator."""

    recipient_id: int | None
    unreachable_reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class _StaffMember:
    id: int
    has_address: bool
    departed: bool
    absent: bool
    stand_in: int | None


def compute_reachability(session: Session, municipality_id: int, today: date) -> dict[int, Reachability]:
    """Return by person id who receives that person's mail today."""
    rows = session.execute(
        select(
            Person.id,
            Person.email != "",
            Person.departed_on,
            Person.absent_from,
            Person.absent_until,
            Person.stand_in_id,
        ).where(Person.municipality_id == municipality_id)
    )
    staff = {
        each: _StaffMember(
            each,
            has_address,
            departed is not None and departed <= today,
            (since is not None or until is not None) and (since or date.min) <= today <= (until or date.max),
            stand_in,
        )
        for each, has_address, departed, since, until, stand_in in rows
    }
    return {each: _resolve_recipient(person, staff) for each, person in staff.items()}


def _resolve_recipient(owner: _StaffMember, staff: dict[int, _StaffMember]) -> Reachability:
    """Follow the stand-ins of an absent owner to one who is present; cycles end the search."""
    if owner.departed:
        return Reachability(None, unreachable_reason="departed")
    recipient, seen = owner, {owner.id}
    while recipient.absent and recipient.stand_in and recipient.stand_in not in seen:
        recipient = staff[recipient.stand_in]
        seen.add(recipient.id)
    if recipient is not owner and recipient.has_address and not recipient.departed and not recipient.absent:
        return Reachability(recipient.id)
    if not owner.has_address:
        return Reachability(None, unreachable_reason="no_address")
    return Reachability(owner.id, note="stand_in_absent" if owner.absent else "")
