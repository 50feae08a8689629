"""What was said of an action in the period of an edition, the newest first: that is what short forms tell.

What was said earlier may have been overtaken since: it follows, with its day (`write_paragraphs`).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from terugkom.claims.said_fragments import is_fragment
from terugkom.editions.classify_action import ReportingPeriod, find_reopened_on, is_restarted
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.reasons import Reason, find_reason


def list_news(
    fact: ActionFacts, span: ReportingPeriod, language: str, told_late: date | None = None
) -> list[Reason]:
    """Return what its reports said in the period or on the day `told_late`, and why it was opened again.

    Of a success that was reopened only what was said from then on: before, it was said that it is done. So
    too of what was reported as done on `told_late`: before, it was said what was still to come.
    """
    is_reported = told_late is not None and any(day >= told_late for day, _ in fact.reports)
    reopened_on = find_reopened_on(fact, span)
    first = told_late if is_reported else reopened_on
    said = [Reason(text, day) for day, text in fact.news if day in span or day == told_late]
    noted = fact.reason_of_last_change("status")
    if noted and noted[0] in span and (reopened_on or is_restarted(fact, span)):
        said.append(Reason(noted[1], noted[0]))
    kept = [
        (each.written_on, each)
        for each in said
        if each.written_on
        and not is_fragment(each.text, language, each.written_on)
        and (first is None or each.written_on >= first)
    ]
    kept.reverse()  # of one day too the newest is the last
    return [each for _, each in sorted(kept, key=lambda dated: dated[0], reverse=True)]


def find_setback_reason(fact: ActionFacts, span: ReportingPeriod, language: str) -> Reason:
    """Return why it is late, reopened or stopped, as somebody said it in the period; empty if nobody did."""
    reopened_on = find_reopened_on(fact, span)
    since = reopened_on - timedelta(days=1) if reopened_on else span.since
    why = find_reason(fact, span.until, since)
    return Reason() if is_fragment(why.text, language, why.written_on or span.until) else why


def add_reason(why: Reason, news: Sequence[Reason]) -> list[Reason]:
    """Return the reason before what was said, but for what is newer or has it already."""
    if not why.text or any(each.text == why.text for each in news):
        return list(news)
    newer = [each for each in news if why.written_on and each.written_on and each.written_on > why.written_on]
    return [*newer, why, *news[len(newer) :]]
