"""The recipients of a letter about a meeting: its members, those invited, or the coordinator."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, not_, or_, select
from sqlalchemy.orm import Session

from terugkom.documents.formatting import join_names
from terugkom.documents.letter import Address
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.meetings.model import InvitationState, Meeting
from terugkom.plan.departures import has_departed
from terugkom.plan.model import Group, GroupKind, Municipality, Person, group_members
from terugkom.plan.reachability import can_be_written_to, compute_reachability, compute_reachability_in
from terugkom.plan.suppressed_addresses import normalize_address

_OF_MEETINGS = MeetingInvitation.moment_id.in_(bindparam("meetings", expanding=True))


@dataclass(frozen=True)
class MeetingRecipient:
    """A recipient of a meeting letter, with their role."""

    person_id: int
    role: str
    address: Address
    sharing_ids: tuple[int, ...] = ()  # of others with the same mailbox, whom the address names too
    known_day: date | None = None  # of the meeting, as they were told
    version: int = 0  # how many mails they had about the meeting

    @property
    def person_ids(self) -> tuple[int, ...]:
        """All whom a mail to this recipient is for."""
        return self.person_id, *self.sharing_ids


@dataclass(frozen=True)
class MeetingRecipients:
    """The recipients of a letter, without duplicates, and the number of people that cannot be reached.

    `unreachable_ids` are those of members among them.
    """

    reachable: tuple[MeetingRecipient, ...]
    unreachable_count: int = 0
    unreachable_ids: frozenset[int] = frozenset()


GroupDay = tuple[int | None, date]  # of a meeting: its group, None for a peer exchange, and a day


@dataclass(frozen=True)
class MeetingMembers:
    """Who belongs to a meeting: by member who gets their mail, they, a stand-in or nobody; and those."""

    by_member: Mapping[int, int | None]
    recipients: MeetingRecipients


def build_group_condition(municipality: Municipality, meeting: Meeting) -> ColumnElement[bool]:
    """Return the SQL condition that selects the group of a meeting; for a peer exchange the core group."""
    if meeting.group_id:
        return Group.id == meeting.group_id
    return (Group.municipality_id == municipality.id) & (Group.kind == GroupKind.CORE)


def load_members(
    session: Session, municipality: Municipality, wanted: Iterable[GroupDay]
) -> dict[GroupDay, MeetingMembers]:
    """Return the members of the meetings of these groups on these days, and who gets their mail.

    For a peer exchange, a meeting without a group, the members are the core group and the coordinator.
    Statements grow with the number of different days, not with that of groups.
    """
    found = load_members_in(session, [(municipality, each) for each in wanted])
    return {group_day: members for (_, group_day), members in found.items()}


def load_members_in(
    session: Session, wanted: Iterable[tuple[Municipality, GroupDay]]
) -> dict[tuple[int, GroupDay], MeetingMembers]:
    """Return them for the meetings of several municipalities, by the municipality's id; as many
    statements."""
    wanted = [*wanted]
    members = _load_member_ids(session, {each.id: each for each, _ in wanted})
    on_days: defaultdict[date, set[int]] = defaultdict(set)
    for municipality, (_, day) in wanted:
        on_days[day].add(municipality.id)
    reachability = {day: compute_reachability_in(session, of, day) for day, of in on_days.items()}
    receivers = {
        (municipality.id, (group, day)): {
            person: reachability[day][person].recipient_id for person in members[municipality.id, group]
        }
        for municipality, (group, day) in wanted
    }
    people = _load_people(session, {each for by_member in receivers.values() for each in by_member.values()})
    places = {person: place for place, person in enumerate(people)}
    languages = {municipality.id: municipality.language for municipality, _ in wanted}
    return {
        of: MeetingMembers(by_member, _choose_recipients(by_member, people, places, languages[of[0]]))
        for of, by_member in receivers.items()
    }


def _load_member_ids(
    session: Session, municipalities: Mapping[int, Municipality]
) -> defaultdict[tuple[int, int | None], set[int]]:
    """Return the members by municipality and group; for None those of a peer exchange. One statement."""
    found: defaultdict[tuple[int, int | None], set[int]] = defaultdict(set)
    for each in municipalities.values():
        if each.coordinator_id:
            found[each.id, None].add(each.coordinator_id)
    if not municipalities:
        return found
    rows = session.execute(_select_members(), {"municipality_ids": [*municipalities]})
    for municipality_id, group, kind, person in rows.tuples():
        found[municipality_id, group].add(person)
        if kind is GroupKind.CORE:
            found[municipality_id, None].add(person)
    return found


# Statements are built once: that took longer than to execute them. Their values are given on execution.


@cache
def _select_members() -> Select[tuple[int, int, GroupKind, int]]:
    return (
        select(Group.municipality_id, Group.id, Group.kind, group_members.c.person_id)
        .join(Group, Group.id == group_members.c.group_id)
        .where(Group.municipality_id.in_(bindparam("municipality_ids", expanding=True)))
    )


def _choose_recipients(
    by_member: Mapping[int, int | None],
    people: Mapping[int, Address],
    places: Mapping[int, int],
    language: str,
) -> MeetingRecipients:
    """`places` says of each person the place in the order of all."""
    receivers = {each for each in by_member.values() if each is not None}
    recipients = [
        MeetingRecipient(person, "member" if person in by_member else "stand-in", people[person])
        for person in sorted(receivers, key=places.__getitem__)
    ]
    unreachable = frozenset(member for member, recipient in by_member.items() if recipient is None)
    return MeetingRecipients(merge_mailboxes(recipients, language), len(unreachable), unreachable)


def find_member_recipients(
    session: Session, municipality: Municipality, meeting: Meeting, day: date
) -> MeetingRecipients:
    """Return the members that can be reached on a date, or their stand-ins; who share a mailbox are one."""
    of = (meeting.group_id, day)
    return load_members(session, municipality, [of])[of].recipients


def merge_mailboxes(recipients: Iterable[MeetingRecipient], language: str) -> tuple[MeetingRecipient, ...]:
    """Return one recipient for each address: the first, with the names of all."""
    by_address: dict[str, list[MeetingRecipient]] = {}
    for each in recipients:
        by_address.setdefault(normalize_address(each.address.email), []).append(each)
    return tuple(_merge(each, language) for each in by_address.values())


def _merge(sharing: Sequence[MeetingRecipient], language: str) -> MeetingRecipient:
    first, *others = sharing
    if not others:
        return first
    names = list(dict.fromkeys(each.address.name for each in sharing))
    address = replace(first.address, name=join_names(names, language))
    return replace(first, address=address, sharing_ids=tuple(each.person_id for each in others))


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
    address = _load_people(session, [recipient_id])[recipient_id]
    return MeetingRecipient(recipient_id, role if recipient_id == person_id else "stand-in", address)


class KnownInvitation(NamedTuple):
    """What a person was sent last about a meeting: see `MeetingInvitation`."""

    state: InvitationState
    address: str
    sequence: int
    version: int
    has_pack: bool


def load_invitations(
    session: Session, meetings: Collection[int]
) -> defaultdict[int, dict[int, KnownInvitation]]:
    """Return by meeting, and by person, what each was sent last. One statement."""
    found: defaultdict[int, dict[int, KnownInvitation]] = defaultdict(dict)
    for moment, person, *known in session.execute(_select_known(), {"meetings": [*meetings]}):
        found[moment][person] = KnownInvitation(*known)
    return found


@cache
def _select_known() -> Select[Any]:
    columns = [getattr(MeetingInvitation, name) for name in KnownInvitation._fields]
    return select(MeetingInvitation.moment_id, MeetingInvitation.person_id, *columns).where(_OF_MEETINGS)


def find_invited_recipients(
    session: Session, municipality: Municipality, meeting: Meeting, day: date
) -> MeetingRecipients:
    """Return who stands invited, at the address of the invitation; not who departed since."""
    invited = list_invited(session, [meeting.moment_id], day)[meeting.moment_id]
    return MeetingRecipients(merge_mailboxes(invited, municipality.language))


def list_invited(
    session: Session, meetings: Collection[int], day: date
) -> defaultdict[int, list[MeetingRecipient]]:
    """Return by meeting who stands invited and can be written to, at the address of the invitation.

    One statement.
    """
    found: defaultdict[int, list[MeetingRecipient]] = defaultdict(list)
    for row in session.execute(_select_invited(), {"meetings": [*meetings], "day": day}):
        address = Address(to_one_line(row.name), row.address)
        found[row.moment_id].append(
            MeetingRecipient(row.person_id, row.role, address, known_day=row.day, version=row.version)
        )
    return found


@cache
def _select_invited() -> Select[Any]:
    day = bindparam("day", type_=Date)
    return (
        select(
            *(MeetingInvitation.moment_id, MeetingInvitation.person_id, MeetingInvitation.role),
            *(MeetingInvitation.address, MeetingInvitation.day, MeetingInvitation.version, Person.name),
        )
        .join(Person, Person.id == MeetingInvitation.person_id)
        .where(_OF_MEETINGS)
        .where(MeetingInvitation.state == InvitationState.INVITED, not_(has_departed(day)))
        .where(or_(func.lower(Person.email) != func.lower(MeetingInvitation.address), can_be_written_to(day)))
        .order_by(Person.code)
    )


def _load_people(session: Session, ids: Collection[int | None]) -> dict[int, Address]:
    """Return the names and addresses of people, in the order of their codes."""
    rows = session.execute(_select_people(), {"ids": [*ids]}).tuples()
    return {person: Address(to_one_line(name), email) for person, name, email in rows}


@cache
def _select_people() -> Select[tuple[int, str, str]]:
    wanted = Person.id.in_(bindparam("ids", expanding=True))
    return select(Person.id, Person.name, Person.email).where(wanted).order_by(Person.code)
