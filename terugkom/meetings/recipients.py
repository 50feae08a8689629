"""The recipients of a letter about a meeting: its members, those invited, or the coordinator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery
from terugkom.documents.letter import Address
from terugkom.documents.model import Document
from terugkom.documents.templates import one_line
from terugkom.meetings.invitation import DOCUMENTS
from terugkom.meetings.model import Meeting, Step
from terugkom.plan.model import Group, GroupKind, Municipality, Person, group_members
from terugkom.plan.reachability import reach_of_all


@dataclass(frozen=True)
class Reader:
    """A recipient of a meeting letter, with their role."""

    person_id: int
    role: str
    address: Address


@dataclass(frozen=True)
class Readers:
    """The recipients of a letter, without duplicates, and the number of people that cannot be reached."""

    found: tuple[Reader, ...]
    out_of_reach: int = 0


def group_of(town: Municipality, meeting: Meeting) -> ColumnElement[bool]:
    """Return the SQL condition that selects the group of a meeting; for a peer exchange the core group."""
    if meeting.group_id:
        return Group.id == meeting.group_id
    return (Group.municipality_id == town.id) & (Group.kind == GroupKind.CORE)


def members_of(session: Session, town: Municipality, meeting: Meeting, on: date) -> Readers:
    """Return the members that can be reached on a date; for a peer exchange those of the core group."""
    members = set(
        session.scalars(
            select(group_members.c.person_id)
            .join(Group, Group.id == group_members.c.group_id)
            .where(group_of(town, meeting))
        )
    )
    if meeting.group_id is None and town.coordinator_id:
        members.add(town.coordinator_id)
    reach = reach_of_all(session, town.id, on)
    readers = {person: reach[person].reader for person in members}
    there = {reader for reader in readers.values() if reader is not None}
    roles = {reader: "member" if reader in members else "stand-in" for reader in there}
    return Readers(tuple(_addressed(session, roles)), sum(1 for reader in readers.values() if reader is None))


def coordinator_of(session: Session, town: Municipality, on: date) -> Readers:
    """Return the coordinator or their stand-in, if one of them can be reached."""
    found = person_within_reach(session, town, town.coordinator_id, "coordinator", on)
    return Readers((found,)) if found else Readers((), 1)


def person_within_reach(
    session: Session, town: Municipality, person: int | None, role: str, on: date
) -> Reader | None:
    """Return a person in this role or their stand-in; None if neither can be reached."""
    reader = reach_of_all(session, town.id, on)[person].reader if person else None
    if reader is None:
        return None
    return next(iter(_addressed(session, {reader: role if reader == person else "stand-in"})))


def invited_to(session: Session, meeting: Meeting, on: date) -> Readers:
    """Return the recipients of the invitation or an update who have not departed."""
    kinds = [DOCUMENTS[Step.INVITATION], DOCUMENTS[Step.UPDATE]]
    rows = session.execute(
        select(Delivery.person_id, Delivery.role)
        .join(Document, Document.id == Delivery.document_id)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.moment_id == meeting.moment_id, Document.kind.in_(kinds), Person.email != "")
        .where(or_(Person.departed_on.is_(None), Person.departed_on > on))
        .order_by(Delivery.id)
    ).tuples()
    roles = {person: role for person, role in rows if person is not None}
    return Readers(tuple(_addressed(session, roles)))


def _addressed(session: Session, roles: dict[int, str]) -> Iterable[Reader]:
    people = session.execute(
        select(Person.id, Person.name, Person.email).where(Person.id.in_(list(roles))).order_by(Person.code)
    ).tuples()
    return [Reader(person, roles[person], Address(one_line(name), email)) for person, name, email in people]
