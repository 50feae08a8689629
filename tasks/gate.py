"""Prefect task that checks each changed plan for vague actions, once after its import."""

from datetime import date

from sqlalchemy import Select, select

from tasks import artifacts
from tasks.installation import installation, run_id
from tasks.steps import step
from terugkom import clock
from terugkom.gate import save_report
from terugkom.gate.plan_review import Review, is_new, review_of
from terugkom.meetings.last_meetings import find_last_meetings
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named


@step("check changed plans")
def check_changed_plans(municipality: str | None, today: date) -> None:
    """Check each plan that changed since its last check; store its report page, and create an artifact.

    A plan that cannot be checked does not stop the others. Raises ExceptionGroup at the end.
    """
    with installation().database.reading() as session:
        towns = [municipality_named(session, municipality)] if municipality else session.scalars(_all()).all()
        changed = [town for town in towns if is_new(session, town)]
    failed = []
    for town in changed:
        try:
            artifacts.show_gate(town, _check(town, today))
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("plans that could not be checked", failed)


def _check(town: Municipality, today: date) -> Review:
    desk = installation().desk(town)
    with desk.database.reading() as session:
        review = review_of(session, town, today, find_last_meetings(session, town, today))
    page = save_report.write(desk.templates, desk.documents, town, review, today)
    with desk.database.writing() as session:
        save_report.record(session, town, review, page, today=today, now=clock.now(), run_id=run_id())
    return review


def _all() -> Select[tuple[Municipality]]:
    return select(Municipality).order_by(Municipality.slug)
