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

from terugkom.documents.formatting import short_date
from terugkom.editions.indicator_figures import Measured
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import Draft
from terugkom.plan.model import Action, Municipality, Status

_SAYS_DONE = {
    "nl": r"klaar|afgerond|afgewerkt|gerealiseerd|voltooid|opgeleverd|een feit",
    "fr": r"terminée?s?|achevée?s?|réalisée?s?|prête?s?",
    "en": r"done|finished|completed?|ready",
    "de": r"fertig|abgeschlossen|erledigt|vollendet",
}
_NOT_QUITE = {
    "nl": r"niet|nog|geen|bijna|deels|half|halverwege|tegen|wordt|worden|moet|moest|moeten|moesten"
    r"|zal|zullen|zou|als|zodra|wanneer|van de|later|gepland|verwacht",
    "fr": r"pas|presque|bientôt|doit|devait|sera|seront|quand|dès que|sur les|d'ici|prévue?",
    "en": r"not|nearly|almost|by|will|must|should|when|once|out of|of the|expected",
    "de": r"nicht|noch|fast|beinahe|wird|werden|soll|sollte|wenn|sobald|von den|bis",
}
_TO_FILL_IN = re.compile(r"\[Vul hier aan[^\]]*\]")
_STATUS = {"planned": "gepland", "running": "lopend", "done": "klaar", "stopped": "gestopt"}


@dataclass(frozen=True)
class Known:
    """The title, status, deadline and visibility of an action in the plan."""

    title: str
    status: Status
    deadline: date | None
    public: bool

    def told(self, language: str) -> str:
        """Return a description of the action, to be shown next to the text of a story."""
        until = f", tegen {short_date(self.deadline, language)}" if self.deadline else ""
        return f"“{self.title}” is {_STATUS[self.status.value]}{until}"


@dataclass(frozen=True)
class Plan:
    """The plan data that stories are checked against: actions and figures by code."""

    actions: Mapping[str, Known]
    figures: Mapping[str, Measured]
    language: str


def plan_of(session: Session, town: Municipality, figures: Mapping[str, Measured]) -> Plan:
    """Return what the plan of a municipality says."""
    query = select(Action.code, Action.title, Action.status, Action.deadline, Action.public)
    rows = session.execute(query.where(Action.municipality_id == town.id)).tuples()
    actions = {code: Known(title, status, day, public) for code, title, status, day, public in rows}
    return Plan(actions, figures, town.language)


def unknown_actions(story: Draft, plan: Plan) -> Iterator[str]:
    """Find actions that are not in the plan."""
    for code in story.actions:
        if code not in plan.actions:
            yield f"acties: er is geen actie {code} in het plan"


def contradictions(story: Draft, plan: Plan) -> Iterator[str]:
    """Yield statements that an action is done while its status in the plan is different."""
    known = [plan.actions[code] for code in story.actions if code in plan.actions]
    behind = [each for each in known if each.status is not Status.DONE]
    if story.kind is StoryKind.DONE:
        for each in behind:
            yield _beside(story.title, each, plan.language)
    elif len(known) == 1 and behind and story.says_done:
        for sentence in (story.title, *sentences(story.text)):
            if _says_done(sentence, plan.language):
                yield (
                    f"{_beside(sentence, behind[0], plan.language)}. Zegt de zin iets anders, "
                    "zet dan `zegt-klaar: nee` bij de velden"
                )


def other_figures(story: Draft, plan: Plan) -> Iterator[str]:
    """Yield figures that are not in the plan, and codes in braces that match no indicator."""
    for code in figures_in(story):
        if code not in plan.figures:
            yield f"er is geen cijfer {{{code}}}; laat de accolades weg, of geef de code van een indicator"
    text = f"{story.title}\n{story.text}"
    for each in plan.figures.values():
        if each.action not in story.actions or not each.unit:
            continue
        known = {"".join(words.split()) for words in each.known}
        for found in re.finditer(rf"(?<![\w.,{{-])\d[\d.,]*\s*{re.escape(each.unit)}(?!\w)", text):
            if "".join(found[0].split()) not in known:
                yield f"hier staat “{found[0]}”; het plan zegt {each.figure.told} ({each.figure.name})"


def internal(story: Draft, plan: Plan) -> Iterator[str]:
    """Yield internal actions and figures in a public story."""
    if not story.public:
        return
    for code in story.actions:
        if code in plan.actions and not plan.actions[code].public:
            yield f"openbaar: actie {code} is intern; zet ze eerst in het plan op openbaar"
    for code in figures_in(story):
        if code in plan.figures and not plan.figures[code].public:
            yield f"openbaar: het cijfer {{{code}}} hoort bij een actie die intern is"


def unfinished(story: Draft, _plan: Plan) -> Iterator[str]:
    """Yield placeholders that were not filled in."""
    for found in _TO_FILL_IN.finditer(story.text):
        yield f"vul aan, of haal weg: {found[0]}"


Check = Callable[[Draft, Plan], Iterator[str]]
CHECKS: Sequence[Check] = (unknown_actions, contradictions, other_figures, internal, unfinished)


def problems_of(name: str, story: Draft, plan: Plan) -> tuple[str, ...]:
    """Return all problems of a story, each prefixed with its file name."""
    return tuple(f"{name}: {problem}" for check in CHECKS for problem in check(story, plan))


def figures_in(story: Draft) -> tuple[str, ...]:
    """Return the codes between braces, each once."""
    return tuple(dict.fromkeys(re.findall(r"\{([^{}\s]+)\}", f"{story.title}\n{story.text}")))


def sentences(text: str) -> list[str]:
    """Return the sentences and points of a text."""
    lines = (line.strip("-# ") for line in text.splitlines())
    return [each for line in lines for each in re.split(r"(?<=[.!?])\s+", line) if each]


def _says_done(sentence: str, language: str) -> bool:
    words = _SAYS_DONE.get(language, _SAYS_DONE["nl"]), _NOT_QUITE.get(language, _NOT_QUITE["nl"])
    done, not_quite = (re.search(rf"\b(?:{pattern})\b", sentence, re.IGNORECASE) for pattern in words)
    return bool(done and not not_quite)


def _beside(said: str, known: Known, language: str) -> str:
    return f"het verhaal zegt “{said}”; het plan zegt: {known.told(language)}"
