"""What the plan says that the stories of an edition are checked against: its actions and its figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.editions.indicator_figures import MeasuredFigure
from terugkom.plan.model import Action, ActionStatus, Municipality
from terugkom.plan.waiting_questions import load_waiting_mails


@dataclass(frozen=True)
class PlannedAction:
    """The title, status, deadline and visibility of an action in the plan."""

    title: str
    status: ActionStatus
    deadline: date | None
    public: bool
    theme: str = ""

    def describe(self, language: str) -> str:
        """Return a description of the action, to be shown next to the text of a story."""
        stands = translate(f"story.action-in-plan.{self.status.value}", language, title=self.title)
        if self.deadline is None:
            return stands
        day = format_short_date(self.deadline, language)
        return translate("story.action-in-plan-by", language, stands=stands, day=day)


@dataclass(frozen=True)
class PlanFacts:
    """The plan data that stories are checked against: actions and figures by code.

    `waiting_mails` are of owners, by the code of their action: the day of one that nobody answered yet.
    `unclear_names` says of names behind sentences that are kept why it is not clear who is meant.
    `reopened` are the codes of those that were done when the period of the edition began, and are open again.
    """

    actions: Mapping[str, PlannedAction]
    figures: Mapping[str, MeasuredFigure]
    language: str
    waiting_mails: Mapping[str, date] = field(default_factory=dict)
    unclear_names: Mapping[str, str] = field(default_factory=dict)
    reopened: frozenset[str] = frozenset()


def load_plan_facts(
    session: Session, municipality: Municipality, figures: Mapping[str, MeasuredFigure]
) -> PlanFacts:
    """Return what the plan of a municipality says."""
    found = load_planned_actions(session, municipality.id)
    mailed = load_waiting_mails(session, municipality.id)
    actions = {code: each for code, _, each in found}
    waiting = {code: mailed[number] for code, number, _ in found if number in mailed}
    return PlanFacts(actions, figures, municipality.language, waiting)


def load_planned_actions(session: Session, municipality_id: int) -> list[tuple[str, int, PlannedAction]]:
    """Return (code, id, action) of each action of a plan."""
    facts = (Action.title, Action.status, Action.deadline, Action.public, Action.theme)
    query = select(Action.code, Action.id, *facts).where(Action.municipality_id == municipality_id)
    return [
        (code, number, PlannedAction(title, status, day, public, theme))
        for code, number, title, status, day, public, theme in session.execute(query).tuples()
    ]
