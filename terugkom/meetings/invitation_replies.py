"""Who answered the invitation of a meeting, and how; an answer to an earlier date of it does not count."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from terugkom.documents.one_line import to_one_line
from terugkom.meetings.invitation_model import InvitationReply
from terugkom.meetings.model import Meeting, Presence, ReplyStatus
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
    values = {"moment_id": meeting.moment_id, "sequence": meeting.sequence}
    names: dict[ReplyStatus, list[str]] = {each: [] for each in ReplyStatus}
    for name, status, comment in session.execute(_select_replies(), values).tuples():
        names[status].append(to_one_line(f"{name} ({comment})" if comment else name))
    return InvitationReplies(
        tuple(names[ReplyStatus.ACCEPTED]),
        tuple(names[ReplyStatus.TENTATIVE]),
        tuple(names[ReplyStatus.DECLINED]),
    )


@cache
def _select_replies() -> Select[tuple[str, ReplyStatus, str]]:
    return (
        select(Person.name, InvitationReply.status, InvitationReply.comment)
        .join(Person, Person.id == InvitationReply.person_id)
        .where(InvitationReply.moment_id == bindparam("moment_id"))
        .where(InvitationReply.sequence >= bindparam("sequence"))
        .order_by(Person.code)
    )


def load_expected_presence(session: Session, meeting: Meeting) -> dict[int, Presence]:
    """Return by person who comes or does not, as answered; who may come is left out."""
    answered = {ReplyStatus.ACCEPTED: Presence.PRESENT, ReplyStatus.DECLINED: Presence.EXCUSED}
    rows = session.execute(
        select(InvitationReply.person_id, InvitationReply.status).where(
            InvitationReply.moment_id == meeting.moment_id, InvitationReply.sequence >= meeting.sequence
        )
    ).tuples()
    return {person: answered[status] for person, status in rows if status in answered}
