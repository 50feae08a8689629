"""Consistency checks: an edition may not contradict the plan.

Guide: "wees voorzichtig voor greenwashing" and "Wees eerlijk en consequent in je communicatie". Each check
takes a story and the plan and returns the problems, with both texts, for the person who can correct
it right. The check of claims (superlatives, labels, promises) will be one more in `CHECKS`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.compare_figures import compare_figures
from terugkom.claims.completion import find_completions
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.editions.indicator_figures import MeasuredFigure
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.plan.model import Action, ActionStatus, Municipality

# What our drafts leave to the officer to fill in; see the templates of editions.
_PLACEHOLDER = re.compile(r"\[Vul hier aan[^\]]*\]")


@dataclass(frozen=True)
class PlannedAction:
    """The title, status, deadline and visibility of an action in the plan."""

    title: str
    status: ActionStatus
    deadline: date | None
    public: bool

    def describe(self, language: str) -> str:
        """Return a description of the action, to be shown next to the text of a story."""
        status = translate(f"choice.status.{self.status.value}", language)
        if self.deadline is None:
            return translate("story.action-in-plan", language, title=self.title, status=status)
        day = format_short_date(self.deadline, language)
        return translate("story.action-in-plan-by", language, title=self.title, status=status, day=day)


@dataclass(frozen=True)
class PlanFacts:
    """The plan data that stories are checked against: actions and figures by code."""

    actions: Mapping[str, PlannedAction]
    figures: Mapping[str, MeasuredFigure]
    language: str


def load_plan_facts(
    session: Session, municipality: Municipality, figures: Mapping[str, MeasuredFigure]
) -> PlanFacts:
    """Return what the plan of a municipality says."""
    query = select(Action.code, Action.title, Action.status, Action.deadline, Action.public)
    rows = session.execute(query.where(Action.municipality_id == municipality.id)).tuples()
    actions = {code: PlannedAction(title, status, day, public) for code, title, status, day, public in rows}
    return PlanFacts(actions, figures, municipality.language)


def find_unknown_actions(story: StoryDraft, plan: PlanFacts) -> Iterator[str]:
    """Find actions that are not in the plan."""
    for code in story.actions:
        if code not in plan.actions:
            yield translate("story.unknown-action", plan.language, code=code)


def find_contradictions(story: StoryDraft, plan: PlanFacts) -> Iterator[str]:
    """Yield statements that an action is done while its status in the plan is different."""
    known = [plan.actions[code] for code in story.actions if code in plan.actions]
    behind = [each for each in known if each.status is not ActionStatus.DONE]
    if story.kind is StoryKind.DONE:
        for each in behind:
            yield _format_contradiction(story.title, each, plan.language)
    elif len(known) == 1 and behind and story.claims_done:
        for found in find_completions(f"{story.title}\n{story.text}", plan.language):
            contradiction = _format_contradiction(found.sentence, behind[0], plan.language)
            yield translate("story.contradiction-or-no-claim", plan.language, contradiction=contradiction)


def find_wrong_figures(story: StoryDraft, plan: PlanFacts) -> Iterator[str]:
    """Yield figures that are not in the plan, and codes in braces that match no indicator."""
    for code in list_figure_codes(story):
        if code not in plan.figures:
            yield translate("story.unknown-figure", plan.language, code=code)
    own = {code: each for code, each in plan.figures.items() if each.action in story.actions}
    indicators = [each.values for each in own.values()]
    for found in compare_figures(f"{story.title}\n{story.text}", indicators, plan.language):
        if found.matched is None:
            known = own[found.indicator.code].figure
            yield translate(
                "story.wrong-figure", plan.language, found=found.words, figure=known.told, name=known.name
            )


def find_internal_content(story: StoryDraft, plan: PlanFacts) -> Iterator[str]:
    """Yield internal actions and figures in a public story."""
    if not story.public:
        return
    for code in story.actions:
        if code in plan.actions and not plan.actions[code].public:
            yield translate("story.internal-action", plan.language, code=code)
    for code in list_figure_codes(story):
        if code in plan.figures and not plan.figures[code].public:
            yield translate("story.internal-figure", plan.language, code=code)


def find_placeholders(story: StoryDraft, plan: PlanFacts) -> Iterator[str]:
    """Yield placeholders that were not filled in."""
    for found in _PLACEHOLDER.finditer(story.text):
        yield translate("story.placeholder", plan.language, text=found[0])


StoryCheck = Callable[[StoryDraft, PlanFacts], Iterator[str]]
CHECKS: Sequence[StoryCheck] = (
    find_unknown_actions,
    find_contradictions,
    find_wrong_figures,
    find_internal_content,
    find_placeholders,
)


def check_story(name: str, story: StoryDraft, plan: PlanFacts) -> tuple[str, ...]:
    """Return all problems of a story, each prefixed with its file name."""
    return tuple(f"{name}: {problem}" for check in CHECKS for problem in check(story, plan))


def list_figure_codes(story: StoryDraft) -> tuple[str, ...]:
    """Return the codes between braces, each once."""
    return tuple(dict.fromkeys(re.findall(r"\{([^{}\s]+)\}", f"{story.title}\n{story.text}")))


def _format_contradiction(said: str, known: PlannedAction, language: str) -> str:
    return translate("story.contradiction", language, statement=said, plan=known.describe(language))
