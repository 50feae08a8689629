"""The recipients of a letter about a meeting: its members, those invited, or the coordinator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery
from terugkom.documents.letter import Address
from terugkom.documents.model import Document
from terugkom.documents.templates import to_one_line
from terugkom.meetings.invitation import INVITATION_DOCUMENTS
from terugkom.meetings.model import Meeting, StepKind
from terugkom.plan.model import Group, GroupKind, Municipality, Person, group_members
from terugkom.plan.reachability import can_be_written_to, compute_reachability


@dataclass(frozen=True)
class MeetingRecipient:
    """A recipient of a meeting letter, with their role."""

    person_id: int
    role: str
    address: Address


@dataclass(frozen=True)
class MeetingRecipients:
    """The recipients of a letter, without duplicates, and the number of people that cannot be reached."""

    reachable: tuple[MeetingRecipient, ...]
    unreachable_count: int = 0


def build_group_condition(municipality: Municipality, meeting: Meeting) -> ColumnElement[bool]:
    """Return the SQL condition that selects the group of a meeting; for a peer exchange the core group."""
    if meeting.group_id:
        return Group.id == meeting.group_id
    return (Group.municipality_id == municipality.id) & (Group.kind == GroupKind.CORE)


def find_member_recipients(
    session: Session, municipality: Municipality, meeting: Meeting, day: date
) -> MeetingRecipients:
    """Return the members that can be reached on a date; for a peer exchange those of the core group."""
    members = set(
        session.scalars(
            select(group_members.c.person_id)
            .join(Group, Group.id == group_members.c.group_id)
            .where(build_group_condition(municipality, meeting))
        )
    )
    if meeting.group_id is None and municipality.coordinator_id:
        members.add(municipality.coordinator_id)
    reachability = compute_reachability(session, municipality.id, day)
    recipient_ids = {person: reachability[person].recipient_id for person in members}
    reachable_ids = {recipient_id for recipient_id in recipient_ids.values() if recipient_id is not None}
    roles = {
        recipient_id: "member" if recipient_id in members else "stand-in" for recipient_id in reachable_ids
    }
    return MeetingRecipients(
        tuple(_load_recipients(session, roles)),
        sum(1 for recipient_id in recipient_ids.values() if recipient_id is None),
    )


def find_coordinator_recipient(session: Session, municipality: Municipality, day: date) -> MeetingRecipients:
    """Return the coordinator or their stand-in, if one of them can be reached."""
    found = find_reachable_person(session, municipality, municipality.coordinator_id, "coordinator", day)
    return MeetingRecipients((found,)) if found else MeetingRecipients((), 1)


def find_reachable_person(
    session: Session, municipality: Municipality, person_id: int | None, role: str, day: date
) -> MeetingRecipient | None:
    """Return a person in this role or their stand-in; None if neither can be reached."""
    recipient_id = (
        compute_reachability(session, municipality.id, day)[person_id].recipient_id if person_id else None
    )
    if recipient_id is None:
        return None
    return next(
        iter(_load_recipients(session, {recipient_id: role if recipient_id == person_id else "stand-in"}))
    )


def find_invited_recipients(session: Session, meeting: Meeting, day: date) -> MeetingRecipients:
    """Return the recipients of the invitation or an update who have not departed."""
    kinds = [INVITATION_DOCUMENTS[StepKind.INVITATION], INVITATION_DOCUMENTS[StepKind.UPDATE]]
    rows = session.execute(
        select(Delivery.person_id, Delivery.role)
        .join(Document, Document.id == Delivery.document_id)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.moment_id == meeting.moment_id, Document.kind.in_(kinds))
        .where(can_be_written_to(day))
        .order_by(Delivery.id)
    ).tuples()
    roles = {person: role for person, role in rows if person is not None}
    return MeetingRecipients(tuple(_load_recipients(session, roles)))


def _load_recipients(session: Session, roles: dict[int, str]) -> Iterable[MeetingRecipient]:
    people = session.execute(
        select(Person.id, Person.name, Person.email).where(Person.id.in_(list(roles))).order_by(Person.code)
    ).tuples()
    return [
        MeetingRecipient(person, roles[person], Address(to_one_line(name), email))
        for person, name, email in people
    ]
