"""Prefect tasks of the questions that owners asked: what the plan answered meanwhile, and telling them."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from tasks.each_municipality import FAILED_STEPS, for_each_municipality
from tasks.installation import get_installation, get_run_id
from tasks.steps import step
from terugkom import clock
from terugkom.delivery.enqueue import RunContext, list_planned_mails
from terugkom.plan.model import Municipality
from terugkom.reminders import question_answers
from terugkom.report import MomentLine, RunReport, sum_reports


@step("tell owners what was answered", retries=2)
def enqueue_question_answers(slug: str | None, today: date, dry_run: bool = False) -> RunReport:
    """Close what the plan answered meanwhile, and enqueue the letters about answers; a dry run lists them."""

    def enqueue(session: Session, municipality: Municipality) -> RunReport:
        session.rollback()  # ends the reading: each letter is a transaction of its own
        return _enqueue(municipality, today, dry_run)

    with_answers = question_answers.select_with_answers(today)
    found = for_each_municipality(slug, "tell owners what was answered", enqueue, among=with_answers)
    return sum_reports(found.items) + RunReport(attention=+Counter({FAILED_STEPS: found.failed}))


def _enqueue(municipality: Municipality, today: date, dry_run: bool) -> RunReport:
    installation, now = get_installation(), clock.now()
    with installation.database.write_session(dry_run=dry_run) as session:
        untold = question_answers.close_and_list_answers(session, municipality, today, now)
    if not untold:
        return RunReport()
    context = installation.build_render_context(municipality)
    letters = question_answers.render_answers(context, municipality, untold, today)
    if dry_run:
        mails = [mail for one in letters for mail in one.mails]
        planned = [each for mail in mails for each in list_planned_mails(municipality, mail)]
        return RunReport(dry_run=True, planned=tuple(planned))
    channel = installation.choose_mail_channel()
    run = RunContext(municipality, 0, channel, get_run_id(), now, today)
    if not question_answers.enqueue_answers(context, run, letters):
        return RunReport()
    return RunReport(moments=(MomentLine(municipality.slug, question_answers.KIND, "", str(today)),))
