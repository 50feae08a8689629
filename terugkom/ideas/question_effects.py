"""What follows from the answers to all kinds of question: within the plan, and what makes a mail an idea."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.errors import PublicInputError
from terugkom.ideas.answer_idea import screen_idea
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remarks import submit_idea_or_remark
from terugkom.ideas.submission import MAIL_SOURCE, Submission
from terugkom.plan.decide_question import PLAN_EFFECTS
from terugkom.plan.model import Municipality, Person
from terugkom.plan.questions import FORWARD, AnswerEffect, GivenAnswer, Question, QuestionKind
from terugkom.plan.reachability import can_be_written_to


class UnknownReader(PublicInputError):
    """A mail is to be passed on to nobody, or to somebody who gets no mail."""


def _decide_other_mail(session: Session, question: Question, given: GivenAnswer) -> None:
    """Make a mail an idea that was read, or pass it on: its letter goes out with the answers of the day."""
    municipality = session.get_one(Municipality, question.municipality_id)
    if given.choice == "idea":
        _make_idea(session, municipality, question, given)
    elif given.choice == FORWARD:
        reader = _find_reader(session, municipality, given)
        question.proposal = {**question.proposal, "to": reader.id}


def _make_idea(session: Session, municipality: Municipality, question: Question, given: GivenAnswer) -> None:
    text = "\n".join(filter(None, (question.mail_subject, question.text)))
    name = str(question.proposal.get("name", ""))
    made = Submission(text, name, question.mail_sender, source=MAIL_SOURCE)
    receipt = submit_idea_or_remark(session, municipality, made, given.on)
    ours = select(Idea).where(Idea.municipality_id == municipality.id, Idea.code == receipt.code)
    idea = session.scalar(ours)
    if idea is not None and idea.state is IdeaState.UNREAD:  # a person has just read it
        screen_idea(session, municipality, idea.code, is_rejected=False)


def _find_reader(session: Session, municipality: Municipality, given: GivenAnswer) -> Person:
    theirs = select(Person).where(
        Person.municipality_id == municipality.id, Person.code == given.to, can_be_written_to(given.on)
    )
    found = session.scalar(theirs)
    if found is None:
        raise UnknownReader("error.question.no-reader")
    return found


QUESTION_EFFECTS: Mapping[QuestionKind, AnswerEffect] = {
    **PLAN_EFFECTS,
    QuestionKind.OTHER_MAIL: _decide_other_mail,
}
