"""Prefect tasks that process a municipality's inbox."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Failed

from tasks import artifacts
from tasks.daily_meeting_steps import align_with_plan, write_calendar_feeds
from tasks.delivery import find_own_deliveries, schedule_if_waiting, send_all
from tasks.final_states import add_own_documents, build_final_state
from tasks.inbox_page import render_inbox_page
from tasks.installation import get_installation, get_run_id
from tasks.outcomes import Outcome, get_message
from tasks.run_page import is_in_batch
from tasks.steps import step
from tasks.today import find_today
from tasks.update_forms import update_form_choices
from terugkom import clock
from terugkom.delivery.log import list_enqueued_documents
from terugkom.inbox.folder import InboxRun, check_municipality
from terugkom.inbox.mailbox import NEEDS_A_PERSON, REFUSED
from terugkom.inbox.process_inbox import InboxResult, process_inbox
from terugkom.report import RunReport


@dataclass(frozen=True)
class InboxImport:
    """The results of an inbox as a run has them."""

    result: InboxResult
    dry_run: bool

    @property
    def has_changed_plan(self) -> bool:
        """Whether a plan was imported, which meetings follow."""
        return not self.dry_run and any(each.report for each in self.result.plans)

    @property
    def report(self) -> RunReport:
        """The results as a run report."""
        plans, ideas, minutes = self.result.plans, self.result.ideas, self.result.minutes
        refused = (
            *(each.report is None for each in plans),
            *(each.result is None for each in ideas),
            *(each.recorded is None for each in minutes),
            *(bool(each.refused) for each in self.result.drafts),
        )
        findings = (
            *(len(each.report.findings) for each in plans if each.report and not each.waiting),
            *(len(each.result.findings) for each in ideas if each.result),
            *(each.attention_count for each in self.result.drafts),
        )
        unrecognised = self.result.answers[NEEDS_A_PERSON]
        attention = Counter(
            findings=sum(findings),
            files_refused=sum(refused) + self.result.answers[REFUSED],
            files_waiting=sum(each.waiting for each in plans),
            answers_to_read=unrecognised,
        )
        files = len(refused) + self.result.answers.total() - unrecognised
        return RunReport(files=files, attention=+attention, dry_run=self.dry_run)


@step("import new files")
def import_new_files(slug: str, today: date, dry_run: bool) -> InboxImport:
    """Handle each new file of a municipality's inbox. Raises InputError if there is no such municipality."""
    installation = get_installation()
    check_municipality(installation.database, installation.settings.municipalities, slug)
    run = InboxRun(
        installation.get_municipality_folder(slug),
        partial(installation.build_render_context_for, slug),
        today,
        clock.now(),
        get_run_id(),
        dry_run,
        installation.settings.authentication_server,
        installation.choose_mail_channel(),
    )
    return InboxImport(process_inbox(run), dry_run)


def import_inbox(slug: str, today: date, dry_run: bool) -> State[Any]:
    """Import the new files of a municipality's inbox; return the final state. The body of `import-plan`.

    The daily run updates the forms itself, once for all.
    """
    imported = import_new_files(slug, today, dry_run)
    followed = RunReport()
    if imported.has_changed_plan:
        followed = align_with_plan(slug, today) + write_calendar_feeds(slug, today)
    if not (dry_run or is_in_batch()):
        update_form_choices()
    return finish_import(imported, slug, today, followed)


def finish_import(imported: InboxImport, municipality: str, today: date, followed: RunReport) -> State[Any]:
    """Show what was imported, send the mails about it, and return the final state of the run.

    `followed` is the report of what followed it.

    Raises StepFailed if a file could not be handled, after the page of the others was made.
    """
    artifacts.show_imports(municipality, render_inbox_page(imported.result), followed)
    if imported.result.errors:
        raise_errors(imported.result)
    sent = RunReport()
    if not (imported.dry_run or is_in_batch()) and _wrote_mails(today):
        which = find_own_deliveries(municipality)
        sent = schedule_if_waiting(send_all(today, which), which)
    listed_nothing = imported.dry_run and not imported.report.is_empty
    remark = get_message("report.mails-not-listed") if listed_nothing else ""
    report = imported.report if imported.dry_run else add_own_documents(imported.report)
    everything = report + followed + sent
    state = build_final_state(everything, nothing=Outcome.NOTHING_NEW, done=Outcome.DONE, remark=remark)
    refused = imported.report.attention["files_refused"]
    if not refused or imported.dry_run or not state.is_completed():
        return state
    outcome = Outcome.REJECTED if refused == imported.report.files else Outcome.PARTLY_DONE
    return Failed(name=outcome.state_name, message=state.message, data=everything)


def _wrote_mails(today: date) -> bool:
    """Return whether this run wrote mails that it may send: none as if it were another day."""
    if today != find_today():
        return False
    with get_installation().database.read_session() as session:
        return bool(list_enqueued_documents(session, get_run_id()))


@step("report files that could not be handled")
def raise_errors(result: InboxResult) -> None:
    """Raise ExceptionGroup with the errors of the files that could not be handled."""
    raise ExceptionGroup("files that could not be handled", result.errors)
