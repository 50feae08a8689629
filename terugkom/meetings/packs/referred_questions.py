"""What owners asked and the coordinator left to this meeting: a later date, or help with what is stuck."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from terugkom.claims.dated_text import add_said
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.packs.meeting_context import MeetingContext
from terugkom.plan.questions import Question, QuestionKind, QuestionState


@dataclass(frozen=True)
class ReferredQuestion:
    """A question on the agenda: of which action, what was said, and which decision it needs."""

    code: str
    title: str
    said: str
    decision: str


def list_referred_questions(
    session: Session, meeting: MeetingContext, today: date, language: str
) -> tuple[ReferredQuestion, ...]:
    """Return the referred questions about the actions on the agenda, the oldest first."""
    on_agenda = [each.action_id for each in meeting.agenda_points if each.action_id and not each.closed]
    referred = session.scalars(_select_referred(), {"action_ids": on_agenda})
    return tuple(_describe(each, today, language) for each in referred if each.action)


@cache
def _select_referred() -> Select[tuple[Question]]:
    about = Question.action_id.in_(bindparam("action_ids", expanding=True))
    return (
        select(Question)
        .where(Question.state == QuestionState.REFERRED, about)
        .options(joinedload(Question.action))
        .order_by(Question.id)
    )


def _describe(question: Question, today: date, language: str) -> ReferredQuestion:
    proposed = question.proposed_deadline
    if question.kind is QuestionKind.NEW_DEADLINE and proposed:
        said = translate("pack.proposed-date", language, day=format_short_date(proposed, language))
    else:
        said = translate("pack.is-stuck", language)
    text = to_one_line(question.text).rstrip(".")
    return ReferredQuestion(
        question.subject,
        question.action.title if question.action else question.subject,
        add_said(said, text, question.asked_on, today, language),
        translate(f"pack.asked.{question.kind}", language),
    )
