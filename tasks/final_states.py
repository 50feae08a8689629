"""The final state of a run: its name and message."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from prefect.client.schemas.objects import State
from prefect.exceptions import MissingResult
from prefect.states import Completed, Failed

from tasks.installation import get_installation, get_run_id
from tasks.outcomes import Outcome, get_language, get_message, join_clauses
from tasks.run_page import is_in_batch
from terugkom.delivery.log import list_enqueued_documents
from terugkom.documents.formatting import join_label
from terugkom.overview.report_texts import describe_attention, format_report
from terugkom.report import UNSYNCHRONIZED, WITH_ANOTHER_SENDER, DocumentLine, RunReport

# What a run did only in part, or cannot be sure to have done, if one of these needs attention.
_PARTLY_DONE = (
    *("failed_runs", "failed_steps", "mails_not_fetched", "connections_failing", UNSYNCHRONIZED),
    *("database_damaged", "clock_differs", "templates_broken", "media_not_rendered"),
)


def build_final_state(
    report: RunReport, nothing: Outcome = Outcome.NOTHING_DUE, done: Outcome | None = None, remark: str = ""
) -> State[Any]:
    """Return the final state of a run; Failed if a delivery failed or is in doubt, or its channel is down.

    `done` is the outcome of a successful run, by default delivered or done; `remark` is added to the message.
    """
    language = get_language()
    message = join_clauses((format_report(report, language), remark))
    if report.attention["no_municipality"]:
        advice = describe_attention("no_municipality", 1, language).advice
        message = join_label(message, advice, language)
    elif report.dry_run and report.is_empty:
        message = join_clauses((get_message("report.nothing-due"), message))
    outcome, is_failed = _find_outcome(report, nothing, done)
    state = Failed if is_failed else Completed
    return state(name=outcome.state_name, message=message, data=report)


def add_to_final_state(state: State[Any], more: RunReport, text: str = "") -> State[Any]:
    """Return a final state with what was found when the work was done, which is not in its report, as `text`
    if that is given.

    A run that was refused, or left to another one, stays that.
    """
    if more.is_empty or not (state.is_completed() or isinstance(state.data, RunReport)):
        return state
    report = state.data + more if isinstance(state.data, RunReport) else more
    message = join_clauses((state.message, text or format_report(more, get_language())))
    outcome, is_failed = _find_outcome(report, Outcome.NOTHING_DUE, None)
    if state.is_completed() and is_failed:
        return Failed(name=outcome.state_name, message=message, data=report)
    said_too_little = outcome is Outcome.DELIVERED_LATER or state.name in _list_names_of_nothing()
    name = outcome.state_name if state.is_completed() and said_too_little else state.name
    return state.model_copy(update={"name": name, "message": message, "data": report})


def _list_names_of_nothing() -> list[str]:
    nothing = (Outcome.NOTHING_DUE, Outcome.NOTHING_NEW, Outcome.NO_RECIPIENTS)
    return [each.state_name for each in nothing]


def _find_outcome(report: RunReport, nothing: Outcome, done: Outcome | None) -> tuple[Outcome, bool]:
    """Return the outcome of a run, and whether the run is shown as failed."""
    deliveries, attention = report.deliveries, report.attention
    if attention["no_municipality"]:
        return Outcome.NO_MUNICIPALITY, True
    if report.dry_run:
        return Outcome.DRY_RUN, False
    if any(attention[why] for why in _PARTLY_DONE):
        return Outcome.PARTLY_DONE, True
    if report.has_unread_source:
        return Outcome.PARTLY_DONE, True
    if deliveries["failed"] or deliveries["in_doubt"] or report.has_blocked_channel:
        return (Outcome.PARTLY_DELIVERED if deliveries["sent"] else Outcome.NOT_DELIVERED), True
    if deliveries["pending"] or deliveries[WITH_ANOTHER_SENDER]:
        return Outcome.DELIVERED_LATER, False
    if deliveries["sent"]:
        return done or Outcome.DELIVERED, False
    return (nothing if report.is_empty else done or Outcome.DONE), False


def add_own_documents(report: RunReport) -> RunReport:
    """Return the report with the mails that this run wrote in steps which do not report theirs.

    Within a batch other municipalities' are among them: the batch lists its own at its end.
    """
    return report if is_in_batch() else add_documents(report, [get_run_id()])


def add_documents(report: RunReport, run_ids: Iterable[str]) -> RunReport:
    """Return the report with the mails that these runs wrote and that are not in it."""
    installation = get_installation()
    with installation.database.read_session() as session:
        found = [each for run_id in run_ids for each in list_enqueued_documents(session, run_id)]
        lines = [
            DocumentLine(each.kind, installation.documents.locate(each.path), each.sha256) for each in found
        ]
    known = {each.path for each in report.documents}
    missing = [each for each in lines if each.path not in known]
    # what the report only counts is among the missing, and not to be counted twice
    uncounted = missing[: max(len(missing) - report.unlisted_documents, 0)]
    return report + RunReport.of_documents(uncounted)


def combine_reports(states: Iterable[State[Any]], *, dry_run: bool) -> RunReport:
    """Return the sum of the reports of child runs; a crashed child run counts as `failed_runs`."""
    report = RunReport(dry_run=dry_run)
    for state in states:
        found = state.result(raise_on_failure=False)
        report += found if isinstance(found, RunReport) else RunReport(attention=Counter(failed_runs=1))
    return report


def read_step_report(state: State[Any]) -> RunReport:
    """Return the report of a step, or of what it found; a step that failed stops nothing else, and is counted
    there."""
    found = state.result(raise_on_failure=False)
    found = getattr(found, "report", found)
    return found if isinstance(found, RunReport) else RunReport(attention=Counter(failed_steps=1))


def count_failed_steps(states: Iterable[State[Any]]) -> RunReport:
    """Return how many of these steps, which stop nothing else, failed, or failed for a municipality."""
    failed = 0
    for state in states:
        try:
            found = state.result(raise_on_failure=False) if state.is_completed() else None
        except MissingResult:  # of a step that returns nothing
            found = None
        failed += found.attention["failed_steps"] if isinstance(found, RunReport) else 0
        failed += not state.is_completed()
    return RunReport(attention=+Counter(failed_steps=failed))
