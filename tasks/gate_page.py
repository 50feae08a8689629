"""The page of a run that checked a plan: grades by group, and what each rule says; no text of the plan."""

import re

from tasks.markdown import MAX_ROWS, format_picture, render_table
from tasks.outcomes import get_language, get_message
from tasks.run_page import create_page
from terugkom.errors import HIDDEN
from terugkom.gate.plan_review import PlanReview
from terugkom.gate.report_page import render_grade_chart
from terugkom.gate.rules import load_rules
from terugkom.plan.model import Municipality


def show_gate(municipality: Municipality, review: PlanReview) -> None:
    """Create the artifact of a plan check: grades by group, and findings by action code; no free text."""
    key = f"gate-{re.sub('[^a-z0-9]+', '-', municipality.slug.lower())}"
    title = get_message("run-page.gate", municipality=municipality.name)
    create_page(key, render_gate_page(municipality, review), title)


def render_gate_page(municipality: Municipality, review: PlanReview) -> str:
    """Return how concrete a plan is, as Markdown."""
    counts = ", ".join(f"{count} {grade.value}" for grade, count in sorted(review.total_grades.items()))
    title = get_message("run-page.gate", municipality=municipality.name)
    lines = [f"## {title}", "", get_message("run-page.grades", counts=counts), ""]
    lines += [format_picture(render_grade_chart(review, get_language(), by_code=True)), ""]
    lines += [
        get_message(
            "run-page.gain",
            group=each.code or get_message("gate.no-group"),
            gain=f"{each.concrete_gain:+d}",
            day=each.since,
        )
        for each in review.group_grades
        if each.since
    ]
    rows = (
        (each.code, each.grade.value, " ".join(_format_finding(found.rule) for found in each.findings))
        for each in review.actions_with_findings
    )
    lines += render_table("action grade findings", rows)
    if (more := len(review.actions_with_findings) - MAX_ROWS) > 0:
        lines.append("\n" + get_message("run-page.more-findings", count=more))
    return "\n".join(lines)


def _format_finding(rule: str) -> str:
    """Return what a rule says of an action, without the words of the action that it tripped on."""
    return load_rules(get_language()).by_id[rule].message.format(words=HIDDEN)
