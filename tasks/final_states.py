"""The final state of a run: its name and message."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from prefect.client.schemas.objects import State
from prefect.exceptions import MissingResult
from prefect.states import Completed, Failed

from terugkom.clock import BRUSSELS
from terugkom.report import ATTENTION_TEXTS, RunReport, format_counts

NO_MUNICIPALITY = ATTENTION_TEXTS["no_municipality"]


def build_final_state(
    report: RunReport, nothing: str = "Nothing due", done: str = "", remark: str = ""
) -> State[Any]:
    """Return the final state of a run; Failed if a delivery failed or is in doubt, or its channel is down.

    `done` is the state name of a successful run, default "Delivered" or "Done";
    `remark` is added to the message.
    """
    deliveries = report.deliveries
    message = "; ".join(filter(None, (format_report(report), remark)))
    if report.attention["no_municipality"]:
        return Failed(name="No municipality", message=f"{message}: {NO_MUNICIPALITY.advice}", data=report)
    if report.dry_run:
        return Completed(name="Dry run", message=message or "nothing due", data=report)
    if report.attention["failed_runs"] or report.attention["failed_steps"]:
        return Failed(name="Partly done", message=message, data=report)
    if deliveries["failed"] or deliveries["in_doubt"] or report.has_blocked_channel:
        name = "Partly delivered" if deliveries["sent"] else "Not delivered"
        return Failed(name=name, message=message, data=report)
    if deliveries["pending"]:
        return Completed(name="Delivered later", message=message, data=report)
    if deliveries["sent"]:
        return Completed(name=done or "Delivered", message=message, data=report)
    if report.is_empty:
        return Completed(name=nothing, message=message, data=report)
    return Completed(name=done or "Done", message=message, data=report)


def combine_reports(states: Iterable[State[Any]], *, dry_run: bool) -> RunReport:
    """Return the sum of the reports of child runs; a crashed child run counts as `failed_runs`."""
    report = RunReport(dry_run=dry_run)
    for state in states:
        found = state.result(raise_on_failure=False)
        report += found if isinstance(found, RunReport) else RunReport(attention=Counter(failed_runs=1))
    return report


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


def format_report(report: RunReport) -> str:
    """Return the counts of a report as one line; empty if nothing was due."""
    parts = [
        format_counts([("would be written" if report.dry_run else "written", len(report.documents))]),
        format_counts(sorted(report.deliveries.items())),
        format_counts(sorted(report.attention.items())),
        *map(str, report.outages),
        f"next attempt {report.next_try_at.astimezone(BRUSSELS):%Y-%m-%d %H:%M}"
        if report.next_try_at
        else "",
        f"next: {report.next_due_on}" if report.next_due_on else "",
    ]
    return "; ".join(part for part in parts if part)
