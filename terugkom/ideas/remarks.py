"""Hand in and answer remarks of readers: whether a story is right, and what they miss in it.

A remark is for the municipality alone: a person reads it and answers; it is told nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.one_line import to_one_line
from terugkom.errors import Message, PublicInputError
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.ideas.submission import (
    Submission,
    SubmissionReceipt,
    compute_answer_day,
    next_code,
    promise_day,
    submit_idea,
)
from terugkom.ideas.submission_answered import SubmissionAnswered
from terugkom.plan.model import Municipality
from terugkom.plan.queries import lock_municipality


@dataclass(frozen=True)
class RemarkAnswer:
    """The answer to a remark; without a text it is rejected, unanswered.

    `is_change` if it is to replace an answer that was given.
    """

    text: str
    is_rejected: bool = False
    is_change: bool = False


def submit_remark(
    session: Session, municipality: Municipality, given: Submission, today: date
) -> SubmissionReceipt:
    """Store a remark and return its receipt; one that was sent twice has the same receipt again.

    The same words after an answer are a remark of their own: who sends them waits for another one.
    """
    lock_municipality(session, municipality)
    parts = [given.about, given.text, given.name, given.address]
    ours = select(Remark).where(Remark.municipality_id == municipality.id)
    known = session.scalar(ours.where(Remark.text_sha256 == (digest := _hash(parts))))
    while known is not None and known.state is RemarkState.ANSWERED:
        parts.append(known.code)
        known = session.scalar(ours.where(Remark.text_sha256 == (digest := _hash(parts))))
    if known is not None:
        return SubmissionReceipt(known.code, promise_day(known.answer_by, municipality, today), False)
    codes = session.scalars(select(Remark.code).where(Remark.municipality_id == municipality.id))
    remark = Remark(
        municipality_id=municipality.id,
        code=next_code("R", codes.all()),
        about=given.about,
        text=given.text,
        text_sha256=digest,
        submitted_on=today,
        submitted_by=given.name,
        reply_address=given.address,
        answer_by=compute_answer_day(municipality, today),
        source=given.source,
    )
    if given.picture:
        remark.picture = f"{remark.code}.{given.picture}"
    session.add(remark)
    session.flush()
    return SubmissionReceipt(remark.code, remark.answer_by, True, picture=remark.picture)


def _hash(parts: Sequence[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


def submit_idea_or_remark(
    session: Session, municipality: Municipality, given: Submission, today: date
) -> SubmissionReceipt:
    """Store an idea; one that cannot hold what is new in it becomes a remark, so that nothing is lost."""
    found = submit_idea(session, municipality, given, today)
    return found or submit_remark(session, municipality, given, today)


def answer_remark(
    session: Session, municipality: Municipality, code: str, given: RemarkAnswer, today: date
) -> Remark:
    """Record the answer to a remark; one that is changed is kept with it. The same twice changes nothing.

    Raises SubmissionAnswered for another answer than was given, unless it `is_change`; PublicInputError for
    an unknown remark and for a missing answer.
    """
    remark = session.scalar(
        select(Remark).where(Remark.municipality_id == municipality.id, Remark.code == code.strip().upper())
    )
    if remark is None:
        raise PublicInputError("error.remark.unknown")
    text = to_one_line(given.text)
    if not text and not given.is_rejected:
        raise PublicInputError("error.remark.no-answer")
    state = RemarkState.REJECTED if given.is_rejected else RemarkState.ANSWERED
    if remark.answered_on is not None:
        if (remark.state, remark.answer) == (state, text):
            return remark
        if not given.is_change:
            raise SubmissionAnswered(
                Message(f"report.remark.{remark.state}", code=remark.code), remark.answered_on
            )
        earlier = {"state": remark.state.value, "answer": remark.answer}
        kept = earlier | {"answered_on": remark.answered_on.isoformat()}
        remark.earlier_answers = [*remark.earlier_answers, kept]
    remark.state, remark.answer, remark.answered_on = state, text, today
    return remark
