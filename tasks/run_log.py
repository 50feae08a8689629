"""What a run did, for the Logs tab of its page: ids and counts, never a name, an address or a text."""

from collections import Counter
from typing import Any

from prefect.exceptions import MissingContextError
from prefect.logging import get_run_logger

from tasks.each_municipality import MunicipalityResults
from terugkom.overview.report_texts import format_report
from terugkom.report import RunReport, format_log_counts

_LANGUAGE = "en"  # of logs
_MAX_MOMENTS = 20


def log_info(message: str) -> None:
    """Log a line in the current run; outside a run nothing is logged."""
    try:
        get_run_logger().info(message)
    except MissingContextError:
        return


def log_result(step: str, result: object) -> None:
    """Log what a step returned."""
    log_info(f"{step}: {describe_result(result)}")


def describe_result(result: object) -> str:
    """Return the counts of what a step returned. Texts are not looked into: they may hold personal data."""
    report: Any = getattr(result, "report", result)
    if isinstance(report, RunReport):
        return _describe_report(report)
    if problems := getattr(result, "problems", ()):
        return f"refused: {len(problems)} to put right"
    if isinstance(result, MunicipalityResults):
        failed = f"; {result.failed} failed" if result.failed else ""
        return describe_result(result.items) + failed
    if isinstance(result, Counter):
        return format_log_counts(sorted(result.items())) or "nothing"
    if isinstance(result, dict):
        return format_log_counts([(str(key), len(each)) for key, each in sorted(result.items())]) or "nothing"
    if isinstance(result, list | tuple):
        batches = [each for each in result if isinstance(each, list)]
        return f"{sum(map(len, batches)) if batches else len(result)} found"
    return "done"


def _describe_report(report: RunReport) -> str:
    moments = [
        f"{each.kind} of {each.municipality}"
        + (f", {each.subject}" if each.subject != each.municipality else "")
        + f", {each.period}"
        for each in report.moments[:_MAX_MOMENTS]
    ]
    return "; ".join(filter(None, (*moments, format_report(report, _LANGUAGE)))) or "nothing"
