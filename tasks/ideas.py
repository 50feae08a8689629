"""Prefect task that records the answer to an idea from a form."""

from datetime import date

from tasks.installation import get_installation
from tasks.steps import step
from terugkom.ideas.answer_idea import IdeaAnswer, record_answer
from terugkom.plan.queries import get_municipality


@step("answer an idea")
def answer_idea(municipality: str, code: str, given: IdeaAnswer, today: date) -> str:
    """Answer an idea; return its code, state and action code as text."""
    with get_installation().database.write_session() as session:
        idea = record_answer(session, get_municipality(session, municipality), code, given, today)
        return f"{idea.code}: {idea.state.value}" + (f", as {idea.action.code}" if idea.action else "")
