"""Who answered the invitation of a meeting, and how.

An answer to an earlier date of it does not count, nor one of somebody who is not invited any more, or does
not work here any more on that day.
"""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Date, Select, bindparam, exists, not_, select
from sqlalchemy.orm import Session

from terugkom.documents.one_line import to_one_line
from terugkom.meetings.invitation_model import InvitationReply, MeetingInvitation
from terugkom.meetings.model import InvitationState, Meeting, Presence, ReplyStatus
from terugkom.plan.departures import has_departed
from terugkom.plan.model import Person


@dataclass(frozen=True)
class InvitationReplies:
    """The names of who comes, may come and does not come; who said why has it in brackets."""

    accepted: tuple[str, ...] = ()
    tentative: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many answered."""
        return len(self.accepted) + len(self.tentative) + len(self.declined)


NO_REPLIES = InvitationReplies()


def load_invitation_replies(session: Session, meeting: Meeting) -> InvitationReplies:
    """Return the answers to the invitation of a meeting as it is planned now. One query."""
    names: dict[ReplyStatus, list[str]] = {each: [] for each in ReplyStatus}
    for _, name, status, comment in _load_replies(session, meeting):
        names[status].append(to_one_line(f"{name} ({comment})" if comment else name))
    return InvitationReplies(
        tuple(names[ReplyStatus.ACCEPTED]),
        tuple(names[ReplyStatus.TENTATIVE]),
        tuple(names[ReplyStatus.DECLINED]),
    )


def load_expected_presence(session: Session, meeting: Meeting) -> dict[int, Presence]:
    """Return by person who comes or does not, as answered; who may come is left out."""
    answered = {ReplyStatus.ACCEPTED: Presence.PRESENT, ReplyStatus.DECLINED: Presence.EXCUSED}
    replies = _load_replies(session, meeting)
    return {person: answered[status] for person, _, status, _ in replies if status in answered}


def _load_replies(session: Session, meeting: Meeting) -> list[tuple[int, str, ReplyStatus, str]]:
    values = {"moment_id": meeting.moment_id, "sequence": meeting.sequence, "day": meeting.moment.day}
    return [*session.execute(_select_replies(), values).tuples()]


@cache
def _select_replies() -> Select[tuple[int, str, ReplyStatus, str]]:
    is_withdrawn = exists().where(
        MeetingInvitation.moment_id == InvitationReply.moment_id,
        MeetingInvitation.person_id == InvitationReply.person_id,
        MeetingInvitation.state == InvitationState.WITHDRAWN,
    )
    return (
        select(Person.id, Person.name, InvitationReply.status, InvitationReply.comment)
        .join(Person, Person.id == InvitationReply.person_id)
        .where(InvitationReply.moment_id == bindparam("moment_id"))
        .where(InvitationReply.sequence >= bindparam("sequence"))
        .where(not_(is_withdrawn), not_(has_departed(bindparam("day", type_=Date))))
        .order_by(Person.code)
    )
