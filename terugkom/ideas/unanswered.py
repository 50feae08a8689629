"""Ideas and remarks that wait for a person: to be read, or for the answer that was promised.

What a stranger hands in is unread until somebody decides about it. An idea that was accepted waits for the
core group, and is listed again when the day comes by which an answer was promised. One without such a day, as
from a file of ideas, is listed until it is answered: no day would bring it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.plan.model import Municipality

_NEXT_SUMMARY = timedelta(days=7)  # what is promised before then is listed now


class SubmissionKind(StrEnum):
    """What was handed in."""

    IDEA = "idea"
    REMARK = "remark"


class SubmissionChoice(StrEnum):
    """What can be decided about something that was handed in."""

    ACCEPT = "accept"  # an idea: it goes before the core group, and is answered later
    TAKEN = "taken"
    LATER = "later"
    NO = "no"
    ANSWER = "answer"  # a remark
    REJECT = "reject"  # neither an idea nor a remark, such as advertising: no answer


SUBMISSION_CHOICES = {
    (SubmissionKind.IDEA, IdeaState.UNREAD.value): (
        SubmissionChoice.ACCEPT,
        SubmissionChoice.NO,
        SubmissionChoice.LATER,
        SubmissionChoice.TAKEN,
        SubmissionChoice.REJECT,
    ),
    (SubmissionKind.IDEA, IdeaState.NEW.value): (
        SubmissionChoice.TAKEN,
        SubmissionChoice.LATER,
        SubmissionChoice.NO,
    ),
    (SubmissionKind.REMARK, RemarkState.UNREAD.value): (SubmissionChoice.ANSWER, SubmissionChoice.REJECT),
}


@dataclass(frozen=True)
class UnansweredSubmission:
    """An idea or a remark that waits. `answer_by` is the day that was promised, `days_left` the days to it.

    `is_anonymous` if no address was left: then nobody gets the answer.
    """

    kind: str
    code: str
    state: str
    text: str
    theme: str
    about: str
    submitted_on: date
    submitted_by: str
    answer_by: date | None
    days_left: int | None
    is_anonymous: bool
    picture: str
    choices: tuple[str, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether the day that was promised is past."""
        return self.days_left is not None and self.days_left < 0


def list_unanswered(
    session: Session, municipality: Municipality, today: date
) -> Sequence[UnansweredSubmission]:
    """Return what is unread, promised within a week or to no day, what is promised first at the top. Two
    queries."""
    ideas = select(Idea).where(Idea.municipality_id == municipality.id, _is_idea_waiting(today))
    remarks = select(Remark).where(
        Remark.municipality_id == municipality.id, Remark.state == RemarkState.UNREAD
    )
    found = [*session.scalars(ideas.order_by(Idea.id)), *session.scalars(remarks.order_by(Remark.id))]
    described = [_describe(each, today) for each in found]
    return sorted(described, key=lambda each: (each.answer_by or date.max, each.submitted_on))


def has_unanswered(session: Session, municipality_id: int, today: date) -> bool:
    """Return whether something is unread, promised within a week or to no day."""
    ideas, remarks = select_with_unanswered(today)
    mine = (
        ideas.where(Idea.municipality_id == municipality_id),
        remarks.where(Remark.municipality_id == municipality_id),
    )
    return any(session.scalar(each.limit(1)) is not None for each in mine)


def select_with_unanswered(today: date) -> tuple[Select[tuple[int]], Select[tuple[int]]]:
    """Return the queries for the municipalities in which an idea, or a remark, waits for an answer."""
    ideas = select(Idea.municipality_id).where(_is_idea_waiting(today))
    return ideas, select(Remark.municipality_id).where(Remark.state == RemarkState.UNREAD)


def find_unanswered(
    session: Session, municipality: Municipality, kind: str, code: str, today: date
) -> UnansweredSubmission | None:
    """Return what has this kind and code, if it still waits for a decision."""
    found = find_submission(session, municipality, kind, code)
    if found is None or (SubmissionKind(kind), found.state.value) not in SUBMISSION_CHOICES:
        return None
    return _describe(found, today)


def find_submission(
    session: Session, municipality: Municipality, kind: str, code: str
) -> Idea | Remark | None:
    """Return the row of this kind and code."""
    if kind == SubmissionKind.IDEA:
        return session.scalar(select(Idea).where(Idea.municipality_id == municipality.id, Idea.code == code))
    if kind == SubmissionKind.REMARK:
        mine = select(Remark).where(Remark.municipality_id == municipality.id, Remark.code == code)
        return session.scalar(mine)
    return None


def _is_idea_waiting(today: date) -> ColumnElement[bool]:
    """Return the SQL condition that an idea is unread, promised within a week or to no day."""
    is_due = or_(Idea.answer_by.is_(None), Idea.answer_by <= today + _NEXT_SUMMARY)
    return or_(Idea.state == IdeaState.UNREAD, and_(Idea.state == IdeaState.NEW, is_due))


def _describe(found: Idea | Remark, today: date) -> UnansweredSubmission:
    is_idea = isinstance(found, Idea)
    kind = SubmissionKind.IDEA if is_idea else SubmissionKind.REMARK
    known_by = found.person.name if isinstance(found, Idea) and found.person else ""
    return UnansweredSubmission(
        kind=kind.value,
        code=found.code,
        state=found.state.value,
        text=found.text,
        theme=found.theme if isinstance(found, Idea) else "",
        about=found.about if isinstance(found, Remark) else "",
        submitted_on=found.submitted_on,
        submitted_by=known_by or found.submitted_by,
        answer_by=found.answer_by,
        days_left=(found.answer_by - today).days if found.answer_by else None,
        is_anonymous=not found.reply_address,
        picture=found.picture,
        choices=tuple(each.value for each in SUBMISSION_CHOICES[kind, found.state.value]),
    )
