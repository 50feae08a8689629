"""Remind of the corrections that wait for a decision, and publish those that were cut off, or what could not
be rendered of them."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from tasks.correction_runs import CorrectionForm, open_form
from tasks.corrections import CorrectionRun, enqueue_correction, enqueue_request_step
from tasks.each_municipality import FAILED_STEPS, for_each_municipality, run_for_items
from tasks.steps import step
from terugkom.editions.corrections import correction_approval
from terugkom.editions.corrections.list_corrections import (
    list_unfinished_corrections,
    select_with_unfinished_corrections,
)
from terugkom.editions.model import EditionStep
from terugkom.plan.model import Municipality
from terugkom.report import RunReport, sum_reports


@step("remind of corrections, and publish those that were cut off")
def continue_corrections(slug: str | None, today: date) -> RunReport:
    """Remind of the corrections that wait for a decision, and publish those whose run was cut off after it,
    or of which a template failed. Each fails alone.

    Reminders go out on working days.
    """
    where = "continue corrections"

    def continue_each(session: Session, municipality: Municipality) -> RunReport:
        found = list_unfinished_corrections(session, municipality)
        reminders = {
            each.id: correction_approval.find_due_reminder(session, municipality, each, today)
            for each in found
            if today in municipality.working_days and not each.is_to_publish
        }
        session.rollback()  # ends the reading: each is a transaction of its own
        runs = [CorrectionRun(municipality, each, today) for each in found]

        def continue_one(run: CorrectionRun) -> RunReport:
            if run.correction.is_to_publish:
                return enqueue_correction.fn(run).report
            return _remind(run, reminders.get(run.correction.id))

        done = run_for_items(municipality, runs, where, continue_one)
        return sum_reports(done.items) + RunReport(attention=+Counter({FAILED_STEPS: done.failed}))

    found = for_each_municipality(slug, where, continue_each, among=select_with_unfinished_corrections())
    return sum_reports(found.items) + RunReport(attention=+Counter({FAILED_STEPS: found.failed}))


def _remind(run: CorrectionRun, reminder: EditionStep | None) -> RunReport:
    if reminder is None:
        return RunReport()
    form = CorrectionForm.of(run.municipality.slug, run.correction)
    return enqueue_request_step(run, open_form(form), reminder).report
