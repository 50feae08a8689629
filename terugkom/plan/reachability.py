"""Who receives the mail for an owner: the owner, a stand-in, or nobody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.plan.model import Person


@dataclass(frozen=True)
class Reach:
    """The recipient of an owner's mail, or why there is none. `note` is a remark for the coordinator."""

    reader: int | None
    why_not: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Staff:
    id: int
    has_address: bool
    departed: bool
    absent: bool
    stand_in: int | None


def reach_of_all(session: Session, municipality_id: int, today: date) -> dict[int, Reach]:
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
        each: _Staff(
            each,
            has_address,
            departed is not None and departed <= today,
            (since is not None or until is not None) and (since or date.min) <= today <= (until or date.max),
            stand_in,
        )
        for each, has_address, departed, since, until, stand_in in rows
    }
    return {each: _reach(person, staff) for each, person in staff.items()}


def _reach(owner: _Staff, staff: dict[int, _Staff]) -> Reach:
    """Follow the stand-ins of an absent owner to one who is present; cycles end the search."""
    if owner.departed:
        return Reach(None, why_not="departed")
    reader, seen = owner, {owner.id}
    while reader.absent and reader.stand_in and reader.stand_in not in seen:
        reader = staff[reader.stand_in]
        seen.add(reader.id)
    if reader is not owner and reader.has_address and not reader.departed and not reader.absent:
        return Reach(reader.id)
    if not owner.has_address:
        return Reach(None, why_not="no_address")
    return Reach(owner.id, note="stand_in_absent" if owner.absent else "")
