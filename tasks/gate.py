"""Prefect task that checks each changed plan for vague actions, once after its import."""

from datetime import date

from tasks import gate_page
from tasks.installation import build_run_stamp, get_installation
from tasks.steps import step
from terugkom.database.answer_check import is_outage
from terugkom.gate.plan_review import PlanReview, review_plan, select_with_changed_plans
from terugkom.gate.save_report import save_gate_report
from terugkom.meetings.last_meetings import find_last_meetings
from terugkom.plan.model import Municipality
from terugkom.plan.queries import list_municipalities


@step("check changed plans")
def check_changed_plans(slug: str | None, today: date) -> None:
    """Check each plan that changed since its last check; store its report page, and create an artifact.

    A plan that cannot be checked does not stop the others. Raises ExceptionGroup at the end, and at once the
    error of a database that cannot answer.
    """
    with get_installation().database.read_session() as session:
        changed = list_municipalities(session, slug, select_with_changed_plans())
    failed = []
    for municipality in changed:
        try:
            gate_page.show_gate(municipality, _check_plan(municipality, today))
        except Exception as error:
            if is_outage(error):  # it is of no plan, and each would wait for it
                raise
            failed.append(error)
    if failed:
        raise ExceptionGroup("plans that could not be checked", failed)


def _check_plan(municipality: Municipality, today: date) -> PlanReview:
    render_context = get_installation().build_render_context(municipality)
    with render_context.database.read_session() as session:
        review = review_plan(session, municipality, today, find_last_meetings(session, municipality, today))
    save_gate_report(render_context, municipality, review, build_run_stamp(today))
    return review
