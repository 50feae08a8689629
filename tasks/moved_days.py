"""The Prefect task that tells coordinators which published days moved."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from tasks.document_lines import list_document_lines
from tasks.each_municipality import FAILED_STEPS, for_each_municipality
from tasks.installation import get_installation, get_run_id
from tasks.steps import step
from terugkom import clock
from terugkom.delivery.enqueue import RunContext
from terugkom.editions import moved_days
from terugkom.plan.model import Municipality
from terugkom.report import RunReport, sum_reports


@step("tell which published days moved", retries=2)
def enqueue_moved_days(slug: str | None, today: date) -> RunReport:
    """Enqueue the mails about days that a published edition names and on which their meeting is not any
    more."""
    installation = get_installation()

    def enqueue(session: Session, municipality: Municipality) -> RunReport:
        found = moved_days.list_moved_days(session, installation.documents, municipality, today)
        session.rollback()  # ends the reading: each mail is a transaction of its own
        return sum_reports(_enqueue(municipality, each, today) for each in found)

    among = moved_days.select_with_announced_days(today)
    found = for_each_municipality(slug, "tell which published days moved", enqueue, among=among)
    return sum_reports(found.items) + RunReport(attention=+Counter({FAILED_STEPS: found.failed}))


def _enqueue(municipality: Municipality, moved: moved_days.MovedDays, today: date) -> RunReport:
    installation = get_installation()
    context, channel = installation.build_render_context(municipality), installation.choose_mail_channel()
    run = RunContext(municipality, moved.moment_id, channel, get_run_id(), clock.now(), today)
    folder = installation.edition_folders.folder_for(municipality.slug, moved.period).name
    mail = moved_days.enqueue_moved_days(context, run, moved, folder)
    return RunReport(documents=list_document_lines([mail] if mail else []))
