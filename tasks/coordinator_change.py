"""Prefect task that tells a new coordinator, and who was it before."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from tasks.each_municipality import FAILED_STEPS, for_each_municipality
from tasks.installation import get_installation, get_run_id
from tasks.steps import step
from terugkom import clock
from terugkom.coordinator_change.enqueue_mails import (
    KIND,
    FoundChange,
    enqueue_change_mails,
    find_change,
    render_change_mails,
)
from terugkom.delivery.enqueue import RunContext, list_planned_mails
from terugkom.plan.coordinator_change import select_with_changed_coordinator
from terugkom.plan.model import Municipality
from terugkom.report import MomentLine, RunReport, sum_reports


@step("tell a new coordinator", retries=2)
def enqueue_coordinator_changes(slug: str | None, today: date, dry_run: bool = False) -> RunReport:
    """Enqueue the mails about a coordinator who changed; a dry run only lists them.

    A new coordinator whom no mail can reach is reported on each day until one can.
    """

    def enqueue(session: Session, municipality: Municipality) -> RunReport:
        found = find_change(session, municipality, today)
        session.rollback()  # ends the reading: the mails are a transaction of their own
        if found is None:
            return RunReport()
        tell = _preview if dry_run else _enqueue
        out_of_reach = found.reader is None and not found.is_taken_back
        return tell(municipality, found, today) + RunReport(
            attention=+Counter(no_coordinator=int(out_of_reach))
        )

    changed = select_with_changed_coordinator()
    found = for_each_municipality(slug, "tell a new coordinator", enqueue, among=changed)
    return sum_reports(found.items) + RunReport(attention=+Counter({FAILED_STEPS: found.failed}))


def _enqueue(municipality: Municipality, found: FoundChange, today: date) -> RunReport:
    installation = get_installation()
    context, channel = installation.build_render_context(municipality), installation.choose_mail_channel()
    run = RunContext(municipality, 0, channel, get_run_id(), clock.now(), today)
    if not enqueue_change_mails(context, run, found, installation.now()):
        return RunReport()
    return RunReport(moments=(MomentLine(municipality.slug, KIND, "", str(today)),))


def _preview(municipality: Municipality, found: FoundChange, today: date) -> RunReport:
    context = get_installation().build_render_context(municipality)
    mails = render_change_mails(context, municipality, found, today).documents
    planned = [each for mail in mails for each in list_planned_mails(municipality, mail)]
    return RunReport(dry_run=True, planned=tuple(planned))
