"""The Prefect task that tells coordinators which published days moved."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from tasks.document_lines import list_document_lines
from tasks.each_municipality import FAILED_STEPS, for_each_municipality
from tasks.installation import build_run_stamp, get_installation
from tasks.steps import step
from terugkom.editions import moved_days
from terugkom.plan.model import Municipality
from terugkom.report import RunReport, sum_reports


@step("tell which published days moved", retries=2)
def enqueue_moved_days(slug: str | None, today: date) -> RunReport:
    """Enqueue the mails about days that a published edition names and on which their meeting is not any
    more."""
    installation = get_installation()

    def enqueue(_: Session, municipality: Municipality) -> RunReport:
        mails = moved_days.enqueue_all_moved_days(
            installation.build_render_context(municipality),
            municipality.slug,
            installation.choose_mail_channel(),
            installation.edition_folders,
            build_run_stamp(today),
        )
        return RunReport(documents=list_document_lines(mails))

    among = moved_days.select_with_announced_days(today)
    found = for_each_municipality(slug, "tell which published days moved", enqueue, among=among)
    return sum_reports(found.items) + RunReport(attention=+Counter({FAILED_STEPS: found.failed}))
