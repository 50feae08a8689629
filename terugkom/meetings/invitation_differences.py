"""Compare who was invited to a meeting with who is to come, and list the mails that make up the difference.

`meeting_invitations` says what each person was sent last; the members, their absences and addresses say what
is true. It is by mailbox that a meeting stands in a calendar: nothing is withdrawn from one that another
person of the meeting reads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.meetings.document_kinds import INVITATION_DOCUMENTS, PACK_DOCUMENT
from terugkom.meetings.due_steps import DueMeetingStep, StepCalendar, Withdrawal, is_settled
from terugkom.meetings.model import (
    InvitationState,
    Meeting,
    MeetingState,
    StepKind,
    WithdrawalReason,
)
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.meetings.recipients import (
    KnownInvitation,
    MeetingMembers,
    MeetingRecipient,
    list_invited,
    load_invitations,
    load_members_in,
    merge_mailboxes,
)
from terugkom.plan.model import Municipality
from terugkom.plan.suppressed_addresses import SuppressionReason, normalize_address

_UNSENT = [
    (DeliveryState.SKIPPED, reason.value)
    for reason in (SuppressionReason.BOUNCED, SuppressionReason.DEPARTED)
]
_ANNOUNCING = (StepKind.INVITATION, StepKind.UPDATE)


@dataclass(frozen=True)
class InvitationDifferences:
    """Who is to be invited, who to be told that they are not any more, and who lacks the pack."""

    joined: tuple[MeetingRecipient, ...]
    withdrawn: Mapping[Withdrawal, tuple[MeetingRecipient, ...]]
    without_pack: tuple[MeetingRecipient, ...]


@dataclass(frozen=True)
class AnnouncedMeeting:
    """A meeting whose invitations are compared. `sequence`: the first version that all must know."""

    moment_id: int
    group_id: int | None
    day: date
    sequence: int


@dataclass(frozen=True)
class OwnDueSteps:
    """A meeting with the due steps of everybody, and the calendar of its municipality."""

    municipality: Municipality
    calendar: StepCalendar
    occurrence: MeetingOccurrence
    steps: Sequence[DueMeetingStep]


def list_invitation_steps(
    session: Session, due: Sequence[OwnDueSteps], today: date
) -> list[list[DueMeetingStep]]:
    """Return all due steps of each meeting: those of everybody, and those of single people since its
    invitation.

    An update goes to who was invited before; who joined gets an invitation. A pack that is due now goes to
    both.
    """
    announced = [
        (each.municipality, meeting)
        for each in due
        if (meeting := _find_announced(each.occurrence, each.steps, today))
    ]
    found = _find_all_differences(session, announced, today)
    return [
        _add_late_steps(each.steps, found[of.moment_id], today, is_pack_out(of, each.calendar))
        if (of := each.occurrence).moment_id in found
        else list(each.steps)
        for each in due
    ]


def _add_late_steps(
    due: Sequence[DueMeetingStep], found: InvitationDifferences, today: date, has_pack: bool
) -> list[DueMeetingStep]:
    late = [DueMeetingStep(StepKind.WITHDRAWAL, today, withdrawal=each) for each in found.withdrawn]
    if found.joined:
        late.append(DueMeetingStep(StepKind.LATE_INVITATION, today))
    if has_pack and (found.without_pack or found.joined):
        late.append(DueMeetingStep(StepKind.LATE_PACK, today))
    first = [each for each in due if each.step in _ANNOUNCING]
    return [*first, *late, *(each for each in due if each.step not in _ANNOUNCING)]


def find_differences(
    session: Session, municipality: Municipality, meeting: Meeting, today: date, *, is_updated: bool = False
) -> InvitationDifferences:
    """Return the differences between who was invited and who is to come to a meeting.

    With `is_updated` an update is due, which brings those up to date who were invited to an earlier version.
    """
    sequence = 0 if is_updated else meeting.sequence
    announced = AnnouncedMeeting(meeting.moment_id, meeting.group_id, meeting.moment.day, sequence)
    return _find_all_differences(session, [(municipality, announced)], today)[meeting.moment_id]


def _find_all_differences(
    session: Session, meetings: Sequence[tuple[Municipality, AnnouncedMeeting]], today: date
) -> dict[int | None, InvitationDifferences]:
    """Return them by meeting; the number of statements grows with the days of the meetings alone."""
    if not meetings:
        return {}
    ids = [each.moment_id for _, each in meetings]
    days = {each.moment_id: (each.group_id, max(today, each.day)) for _, each in meetings}
    members = load_members_in(session, [(of, days[each.moment_id]) for of, each in meetings])
    rows, invited = load_invitations(session, ids), list_invited(session, ids, today)
    unsent = _find_unsent(session, ids, INVITATION_DOCUMENTS.values())
    unsent_packs = _find_unsent(session, ids, [PACK_DOCUMENT])
    found: dict[int | None, InvitationDifferences] = {}
    for municipality, each in meetings:
        of = each.moment_id
        known = _KnownInvitations(rows[of], invited[of], unsent[of], unsent_packs[of])
        found[of] = _compare(each, members[municipality.id, days[of]], known, municipality.language)
    return found


@dataclass(frozen=True)
class _KnownInvitations:
    """Who was sent what about a meeting, and the mailboxes to which an invitation or a pack did not go."""

    rows: Mapping[int, KnownInvitation]
    invited: Sequence[MeetingRecipient]
    unsent: set[str]
    unsent_packs: set[str]


def _compare(
    meeting: AnnouncedMeeting,
    members: MeetingMembers,
    known: _KnownInvitations,
    language: str,
) -> InvitationDifferences:
    rows = known.rows
    wanted = [
        replace(each, version=rows[each.person_id].version if each.person_id in rows else 0)
        for each in members.recipients.reachable
    ]
    joined = [
        each
        for each in wanted
        if _get_mailbox(each) in known.unsent or not _all_know(each, rows, meeting.sequence)
    ]
    return InvitationDifferences(
        tuple(joined),
        _group_withdrawn(known.invited, wanted, members.by_member, language),
        tuple(each for each in wanted if _get_mailbox(each) in known.unsent_packs or _lacks_pack(each, rows)),
    )


def is_pack_out(occurrence: MeetingOccurrence, calendar: StepCalendar) -> bool:
    """Return whether the pack was sent, and is not to be sent again to all."""
    recorded = any(each.step is StepKind.PACK for each in occurrence.executed_steps)
    return recorded and is_settled(
        occurrence, StepKind.PACK, calendar.list_step_days(occurrence)[StepKind.PACK]
    )


def _find_announced(
    occurrence: MeetingOccurrence, due: Sequence[DueMeetingStep], today: date
) -> AnnouncedMeeting | None:
    """Return a meeting that is to come if its invitations went out and are not due again."""
    steps = [each.step for each in due]
    if (
        occurrence.moment_id is None
        or occurrence.closed
        or occurrence.state is not MeetingState.PLANNED
        or occurrence.day < today
        or not any(each.step is StepKind.INVITATION for each in occurrence.executed_steps)
        or StepKind.INVITATION in steps
    ):
        return None
    sequence = 0 if StepKind.UPDATE in steps else occurrence.sequence
    return AnnouncedMeeting(occurrence.moment_id, occurrence.group_id, occurrence.day, sequence)


def _group_withdrawn(
    invited: Iterable[MeetingRecipient],
    wanted: Sequence[MeetingRecipient],
    members: Mapping[int, int | None],
    language: str,
) -> dict[Withdrawal, tuple[MeetingRecipient, ...]]:
    """Return those who stand invited and are not to come, one for each mailbox, by what they are told."""
    mailboxes = {_get_mailbox(each) for each in wanted}
    wanted_ids = {person for each in wanted for person in each.person_ids}
    gone = [
        each
        for each in invited
        if each.person_id not in wanted_ids
        and _get_mailbox(each) not in mailboxes
        and _explain_withdrawal(each, members)
    ]
    found: dict[Withdrawal, tuple[MeetingRecipient, ...]] = {}
    for each in merge_mailboxes(gone, language):
        reason = _explain_withdrawal(each, members)
        if reason and each.known_day:
            of = Withdrawal(reason, each.known_day)
            found[of] = (*found.get(of, ()), each)
    return found


def _get_mailbox(recipient: MeetingRecipient) -> str:
    return normalize_address(recipient.address.email)


def _find_unsent(
    session: Session, meetings: Collection[int], kinds: Iterable[str]
) -> defaultdict[int, set[str]]:
    """Return by meeting the addresses to which the last mail of these kinds was not sent, for it could not
    reach them. One statement.

    Who can be reached again, gets it again.
    """
    values = {"meetings": [*meetings], "kinds": [*{*kinds}]}
    last = {
        (meeting, normalize_address(address)): (state, reason)
        for meeting, address, state, reason in session.execute(_select_sent(), values)
    }
    found: defaultdict[int, set[str]] = defaultdict(set)
    for (meeting, address), how in last.items():
        if how in _UNSENT:
            found[meeting].add(address)
    return found


@cache  # to build it took longer than to execute it
def _select_sent() -> Select[tuple[int | None, str, DeliveryState, str]]:
    return (
        select(Delivery.moment_id, Delivery.recipient, Delivery.state, Delivery.reason)
        .join(Document, Document.id == Delivery.document_id)
        .where(Delivery.moment_id.in_(bindparam("meetings", expanding=True)))
        .where(Document.kind.in_(bindparam("kinds", expanding=True)))
        .order_by(Delivery.id)
    )


def _all_know(recipient: MeetingRecipient, rows: Mapping[int, KnownInvitation], sequence: int) -> bool:
    """Return whether all whom a mail would be for were invited, at this address, to this version."""
    address = _get_mailbox(recipient)
    return all(
        (row := rows.get(each)) is not None
        and row.state is InvitationState.INVITED
        and normalize_address(row.address) == address
        and row.sequence >= sequence
        for each in recipient.person_ids
    )


def _lacks_pack(recipient: MeetingRecipient, rows: Mapping[int, KnownInvitation]) -> bool:
    """Return whether somebody who was invited did not get the pack; who was not yet, gets it then."""
    return any(each in rows and not rows[each].has_pack for each in recipient.person_ids)


def _explain_withdrawal(
    invited: MeetingRecipient, members: Mapping[int, int | None]
) -> WithdrawalReason | None:
    """Return why somebody is not invited any more; None for a member who cannot be reached."""
    if invited.person_id in members:
        return WithdrawalReason.ABSENT if members[invited.person_id] is not None else None
    return WithdrawalReason.STAND_IN_ENDED if invited.role == "stand-in" else WithdrawalReason.LEFT_GROUP
