"""Prefect task that records the answer to an idea from a form."""

from datetime import date

from tasks.installation import get_installation
from tasks.outcomes import get_message
from tasks.run_page import create_page
from tasks.steps import step
from terugkom import clock
from terugkom.ideas.answer_idea import IdeaAnswer, record_idea_answer
from terugkom.ideas.answer_mail import AnswerRun, enqueue_answer
from terugkom.ideas.model import Idea
from terugkom.plan.queries import get_municipality


@step("answer an idea")
def answer_idea(municipality: str, code: str, given: IdeaAnswer, today: date) -> str:
    """Answer an idea, and mail that to who left an address; return its code, state and action in words."""
    installation = get_installation()
    run = AnswerRun(installation.choose_mail_channel(), today, clock.now())
    with installation.database.write_session() as session:
        owner = get_municipality(session, municipality)
        idea = record_idea_answer(session, owner, code, given, today)
        is_mailed = enqueue_answer(session, installation.build_render_context(owner), owner, idea, run)
        action = idea.action.code if idea.action else ""
        said = get_message(f"report.idea.{idea.state}", code=idea.code, action=action)
        page = _describe_answer(idea, said, is_mailed=is_mailed)
    create_page("answer-idea", page, said)
    return said


def _describe_answer(idea: Idea, said: str, *, is_mailed: bool) -> str:
    """Return the page: what was decided, who reads it and when, and what comes next; not the reason."""
    reader = "mailed" if is_mailed else "mailed-before" if idea.reply_address else "no-address"
    lines = [
        *([get_message("run-page.idea.earlier-answer")] if idea.earlier_answers else []),
        get_message(f"run-page.idea.{reader}"),
        get_message(f"run-page.idea.next.{idea.state}"),
        get_message("run-page.idea.not-right", code=idea.code),
    ]
    return "\n".join([f"## {said}", "", *(f"- {line}" for line in lines)])
