"""Answer an idea on a form.

Guide: "via een (online) ideeënbus kunnen werknemers nieuwe ideeën aanreiken": the submitter gets an
answer.
"""

from typing import Annotated, Any, Literal

from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from tasks import ideas
from tasks.form_patterns import NO_ADDRESS
from tasks.form_words import build_words_validator
from tasks.outcomes import Outcome
from tasks.parameters import MunicipalitySlug, Today
from tasks.run_names import build_run_namer
from tasks.steps import FORM_TIMEOUT, cycle
from tasks.today import find_today
from terugkom.ideas.answer_idea import VERDICTS, IdeaAnswer

IdeaCode = Annotated[
    str, Field(min_length=1, max_length=60, json_schema_extra={"title": "Idea"} | NO_ADDRESS)
]
IdeaVerdict = Annotated[
    Literal["taken", "later", "no"],
    build_words_validator("verdict"),
    Field(json_schema_extra={"title": "Decision"}),
]
# What is typed here stays in Prefect's history, so there are no addresses in it.
AnswerText = Annotated[
    str, Field(min_length=1, max_length=1000, pattern=r"^[^@]*$", json_schema_extra={"title": "Answer"})
]
ActionCode = Annotated[str, Field(max_length=60, json_schema_extra={"title": "Action"} | NO_ADDRESS)]


@cycle("answer-idea", run_name=build_run_namer("municipality", "idea"), timeout_seconds=FORM_TIMEOUT)
def answer_idea(
    municipality: MunicipalitySlug,
    idea: IdeaCode,
    verdict: IdeaVerdict,
    because: AnswerText,
    action: ActionCode = "",
    today: Today = None,
) -> State[Any]:
    """Record the decision about an idea, with the reason.

    An idea that is kept for later stays a candidate for the core group. The input of this form stays in
    Prefect's history, so do not enter names; `terugkom answer-idea` stores nothing there.

    Args:
        idea: Code of the idea, such as I7; `terugkom ideas` lists them.
        verdict: Taken up as an action, kept for later, or not taken up.
        because: The answer, which the submitter reads; it contains no names.
        action: Code of the action that it became; only for an idea that is taken up.
    """
    answer = IdeaAnswer(VERDICTS[verdict], because, action.strip())
    return Completed(
        name=Outcome.ANSWERED.state_name,
        message=ideas.answer_idea(municipality, idea, answer, today or find_today()),
    )
