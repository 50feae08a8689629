"""Prefect tasks that process a municipality's inbox."""

from collections import Counter
from datetime import date
from functools import partial
from typing import Any

from prefect.client.schemas.objects import State

from tasks import artifacts
from tasks.final_states import build_final_state
from tasks.inbox_page import render_inbox_page
from tasks.installation import get_installation, get_run_id
from tasks.steps import step
from terugkom import clock
from terugkom.inbox.folder import InboxRun
from terugkom.inbox.mailbox import NEEDS_A_PERSON
from terugkom.inbox.process_inbox import InboxResult, process_inbox
from terugkom.report import RunReport


@step("import new files")
def import_new_files(slug: str, today: date, dry_run: bool) -> InboxResult:
    """Handle each new file of a municipality's inbox."""
    installation = get_installation()
    run = InboxRun(
        installation.get_municipality_folder(slug),
        partial(installation.build_render_context_for, slug),
        today,
        clock.now(),
        get_run_id(),
        dry_run,
    )
    return process_inbox(run)


def finish_import(result: InboxResult, municipality: str, dry_run: bool) -> State[Any]:
    """Show what was imported, and return the final state of the run.

    Raises StepFailed if a file could not be handled, after the page of the others was made.
    """
    artifacts.show_imports(municipality, render_inbox_page(result))
    if result.errors:
        raise_errors(result)
    return build_final_state(build_report(result, dry_run=dry_run), nothing="Nothing new")


@step("report files that could not be handled")
def raise_errors(result: InboxResult) -> None:
    """Raise ExceptionGroup with the errors of the files that could not be handled."""
    raise ExceptionGroup("files that could not be handled", result.errors)


def build_report(result: InboxResult, *, dry_run: bool) -> RunReport:
    """Return the results of an inbox as a run report."""
    refused = (
        *(each.report is None for each in result.plans),
        *(each.result is None for each in result.ideas),
        *(each.recorded is None for each in result.minutes),
    )
    findings = (
        *(len(each.report.findings) for each in result.plans if each.report),
        *(len(each.result.findings) for each in result.ideas if each.result),
    )
    unrecognised = result.answers[NEEDS_A_PERSON]
    attention = Counter(findings=sum(findings), files_refused=sum(refused), answers_to_read=unrecognised)
    files = len(refused) + result.answers.total() - unrecognised
    return RunReport(files=files, attention=+attention, dry_run=dry_run)
