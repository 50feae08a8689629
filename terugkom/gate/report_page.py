"""Render the review of a plan as a chart and as a page."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from terugkom.documents.chart import Chart, stacked
from terugkom.documents.letter import Letter
from terugkom.documents.templates import Templates
from terugkom.gate.check_plan import Checked
from terugkom.gate.grades import Grade
from terugkom.gate.plan_review import Review
from terugkom.gate.rules import rules_of
from terugkom.plan.model import Municipality

DOCUMENT = "gate-report"
COLOURS = {Grade.A: "#2f7d4f", Grade.B: "#a8cfa0", Grade.C: "#e8b04a", Grade.D: "#a33b1f"}
_WORDS = {
    "nl": ("Hoe concreet de acties zijn", "Nog geen groep"),
    "fr": ("À quel point les actions sont concrètes", "Pas encore de groupe"),
    "en": ("How concrete the actions are", "No group yet"),
}


@dataclass(frozen=True)
class GroupOfActions:
    """The actions of a group that have findings."""

    name: str
    actions: tuple[Checked, ...]


@dataclass(frozen=True)
class GroupStanding:
    """The change in the number of concrete actions of a group, since a date."""

    name: str
    gained: int
    since: date | None


def picture(review: Review, language: str) -> Chart:
    """Return a stacked bar chart of the grades by group."""
    rules = rules_of(language)
    title, nobody = _WORDS[rules.language]
    names = [f"{grade}: {rules.grades[grade]}" for grade in Grade]
    rows = [(each.group or nobody, [each.now[grade] for grade in Grade]) for each in review.standings]
    return stacked(title, names, rows, [COLOURS[grade] for grade in Grade])


def page(templates: Templates, municipality: Municipality, review: Review, today: date) -> Letter:
    """Render the report: subject, text and HTML. Raises TemplateProblem."""
    rules = rules_of(municipality.language)
    nobody = _WORDS[rules.language][1]
    by_group = groupby(review.asked, key=lambda each: each.group)
    return templates.letter(
        DOCUMENT,
        {
            "municipality": municipality.name,
            "today": today,
            "total": review.total.total(),
            "concrete": review.total[Grade.A],
            "asked": len(review.asked),
            "picture": picture(review, municipality.language),
            "names": {grade.value: rules.grades[grade] for grade in Grade},
            "colours": {grade.value: colour for grade, colour in COLOURS.items()},
            "standings": [
                GroupStanding(each.group or nobody, each.gained, each.since) for each in review.standings
            ],
            "groups": [GroupOfActions(name or nobody, tuple(actions)) for name, actions in by_group],
            "accepted": review.accepted,
        },
    )
