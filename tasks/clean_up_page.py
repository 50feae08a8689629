"""The page of what a daily run deleted because it was kept too long, or would delete: each kind, counted."""

from collections.abc import Mapping

from prefect.context import FlowRunContext

from tasks.outcomes import get_language, get_message
from tasks.run_page import create_table
from terugkom.overview.report_texts import format_word
from terugkom.retention.find_expired import list_days
from terugkom.retention.model import RetentionPeriods


def show_clean_up(counts: Mapping[str, int], periods: RetentionPeriods, *, was_deleted: bool) -> None:
    """Create the table of a clean-up, unless there was nothing to delete. Outside a run there is no page."""
    if not any(counts.values()) or FlowRunContext.get() is None:
        return
    days, language = list_days(periods), get_language()
    rows = [
        (format_word("kept", name, language), days[name] or get_message("run-page.kept-for-ever"), count)
        for name, count in counts.items()
    ]
    what = get_message("run-page.cleaned-up" if was_deleted else "run-page.to-clean-up")
    create_table("clean-up", "what days-kept count", rows, what)
