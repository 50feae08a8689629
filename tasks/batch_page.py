"""The page of a batch: a table of its municipalities, and the page of each."""

from collections.abc import Mapping

from tasks.markdown import render_table
from tasks.outcomes import get_language, get_message, join_label
from tasks.run_page import create_municipality_pages, create_page
from terugkom.overview.report_texts import format_word
from terugkom.work_batches.claim_batch import ClaimedWork
from terugkom.work_batches.model import ItemResult, WorkItem


def show_batch(
    claimed: ClaimedWork, results: Mapping[int, ItemResult], pages: Mapping[str, list[str]]
) -> None:
    """Create the page of a batch, and that of each municipality: of one for which an earlier run did all, and
    was cut off before it showed its pages, what that came to."""
    cycle = format_word("cycle", claimed.cycle, get_language())
    what = get_message("run-page.batch", cycle=cycle, day=claimed.day, part=claimed.part, parts=claimed.parts)
    failed_first = sorted(results.items(), key=lambda found: (not found[1].is_failed, found[0]))
    rows = [
        (each.outcome, each.message, item.municipality, describe_item(claimed.cycle, item))
        for item, each in ((claimed.items[position], each) for position, each in failed_first)
    ]
    lines = [f"## {what}", *render_table("state result municipality what", rows)]
    create_page("batch", "\n".join(lines), what)
    heads = {
        item.municipality: [f"# {item.municipality} · {what}", "", *_list_outcomes(claimed, results, item)]
        for item in claimed.items
    }
    done = {claimed.items[at].municipality for at, each in results.items() if not each.is_failed}
    lost = ["", get_message("run-page.page-of-cut-off-run")]
    bodies = {slug: ["", *pages[slug]] if slug in pages else lost if slug in done else [] for slug in heads}
    create_municipality_pages({slug: [*head, *bodies[slug]] for slug, head in heads.items()})


def describe_item(cycle: str, item: WorkItem) -> str:
    """Return what was due, within its municipality: a group and a period, else the cycle; and the share."""
    what = " ".join(filter(None, (item.subject, item.period))) or format_word("cycle", cycle, get_language())
    return f"{what} {item.share + 1}/{item.shares}" if item.shares > 1 else what


def _list_outcomes(claimed: ClaimedWork, results: Mapping[int, ItemResult], item: WorkItem) -> list[str]:
    return [
        "- "
        + join_label(
            describe_item(claimed.cycle, claimed.items[position]), f"**{each.outcome}** {each.message}"
        )
        for position, each in sorted(results.items())
        if claimed.items[position].municipality == item.municipality
    ]
