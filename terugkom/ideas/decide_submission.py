"""Decide about an idea or a remark that somebody handed in: what follows from each choice, in one place."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from terugkom.errors import InputError
from terugkom.ideas.answer_idea import VERDICTS, IdeaAnswer, record_idea_answer, screen_idea
from terugkom.ideas.model import Idea
from terugkom.ideas.remark_model import Remark
from terugkom.ideas.remarks import RemarkAnswer, answer_remark
from terugkom.ideas.unanswered import SubmissionChoice, SubmissionKind, UnansweredSubmission, find_unanswered
from terugkom.plan.model import Municipality
from terugkom.plan.queries import lock_municipality


class AlreadyDecided(InputError):
    """Somebody decided about it since it was read."""


@dataclass(frozen=True)
class SubmissionDecision:
    """The choice, the answer, and the code of the action that an idea became."""

    choice: SubmissionChoice
    answer: str = ""
    action: str = ""


def decide_submission(
    session: Session,
    municipality: Municipality,
    seen: UnansweredSubmission,
    given: SubmissionDecision,
    today: date,
) -> Idea | Remark:
    """Record a decision about what was seen as it still is; two at once give one decision.

    Raises AlreadyDecided, and InputError for an answer or an action that is missing or unknown.
    """
    lock_municipality(session, municipality)
    now = find_unanswered(session, municipality, seen.kind, seen.code, today)
    if now is None or now.state != seen.state or given.choice.value not in now.choices:
        raise AlreadyDecided("error.idea.decided", code=seen.code)
    is_rejected = given.choice is SubmissionChoice.REJECT
    if seen.kind == SubmissionKind.REMARK:
        return answer_remark(session, municipality, seen.code, RemarkAnswer(given.answer, is_rejected), today)
    if given.choice is SubmissionChoice.ACCEPT or is_rejected:
        return screen_idea(session, municipality, seen.code, is_rejected=is_rejected)
    answer = IdeaAnswer(VERDICTS[given.choice.value], given.answer, given.action)
    return record_idea_answer(session, municipality, seen.code, answer, today)
