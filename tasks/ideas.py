"""Prefect task that records the answer to an idea from a form."""

from datetime import date

from tasks.installation import get_installation
from tasks.outcomes import say
from tasks.steps import step
from terugkom import clock
from terugkom.ideas.answer_idea import IdeaAnswer, record_idea_answer
from terugkom.ideas.answer_mail import AnswerRun, enqueue_answer
from terugkom.plan.queries import get_municipality


@step("answer an idea")
def answer_idea(municipality: str, code: str, given: IdeaAnswer, today: date) -> str:
    """Answer an idea, and mail that to who left an address; return its code, state and action in words."""
    installation = get_installation()
    run = AnswerRun(installation.choose_mail_channel(), today, clock.now())
    with installation.database.write_session() as session:
        owner = get_municipality(session, municipality)
        idea = record_idea_answer(session, owner, code, given, today)
        enqueue_answer(session, installation.build_render_context(owner), owner, idea, run)
        action = idea.action.code if idea.action else ""
        return say(f"report.idea.{idea.state}", code=idea.code, action=action)
