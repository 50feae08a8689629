"""Render the review of a plan as a chart and as a page."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from terugkom.documents.chart import Chart
from terugkom.documents.formatting import join_label
from terugkom.documents.letter import Letter
from terugkom.documents.messages import translate
from terugkom.documents.stacked_bars import draw_stacked_bars
from terugkom.documents.templates import Templates
from terugkom.gate.check_plan import CheckedAction
from terugkom.gate.grades import Grade
from terugkom.gate.plan_review import PlanReview
from terugkom.gate.rules import load_rules
from terugkom.plan.model import Municipality

DOCUMENT = "gate-report"
GRADE_COLOURS = {  # by their names in the palette
    Grade.A: "good",
    Grade.B: "light_good",
    Grade.C: "amber",
    Grade.D: "warning",
}


@dataclass(frozen=True)
class GroupActions:
    """The actions of a group that have findings."""

    name: str
    actions: tuple[CheckedAction, ...]


@dataclass(frozen=True)
class GroupGradeChange:
    """The change in the number of concrete actions of a group, since a date."""

    name: str
    concrete_gain: int
    since: date | None


def render_grade_chart(review: PlanReview, language: str, *, by_code: bool = False) -> Chart:
    """Return a stacked bar chart of the grades by group; `by_code` leaves out the groups' names."""
    rules = load_rules(language)
    title, nobody = (translate(each, rules.language) for each in ("gate.chart", "gate.no-group"))
    names = [join_label(grade, rules.grades[grade], rules.language) for grade in Grade]
    rows = [
        ((each.code if by_code else each.group) or nobody, [each.now[grade] for grade in Grade])
        for each in review.group_grades
    ]
    return draw_stacked_bars(title, names, rows, [GRADE_COLOURS[grade] for grade in Grade])


def render_gate_report(
    templates: Templates, municipality: Municipality, review: PlanReview, today: date
) -> Letter:
    """Render the report: subject, text and HTML. Raises TemplateError."""
    rules = load_rules(municipality.language)
    nobody = translate("gate.no-group", rules.language)
    by_group = groupby(review.actions_with_findings, key=lambda each: each.group)
    return templates.render_letter(
        DOCUMENT,
        {
            "municipality": municipality.name,
            "today": today,
            "total": review.total_grades.total(),
            "concrete": review.total_grades[Grade.A],
            "asked": len(review.actions_with_findings),
            "picture": render_grade_chart(review, municipality.language),
            "names": {grade.value: rules.grades[grade] for grade in Grade},
            "colours": {grade.value: colour for grade, colour in GRADE_COLOURS.items()},
            "standings": [
                GroupGradeChange(each.group or nobody, each.concrete_gain, each.since)
                for each in review.group_grades
            ],
            "groups": [GroupActions(name or nobody, tuple(actions)) for name, actions in by_group],
            "accepted": review.accepted_actions,
        },
    )
