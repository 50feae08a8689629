"""Work done by earlier attempts that crashed or failed before they could report it.

The report of an item of a batch is that of the attempt that ended it. What earlier attempts sent is read from
the outbox, and what they did for moments from these, so that every mail and moment counts once. Which files
they took from an inbox is recorded nowhere by run: that these are not counted is said instead.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from tasks.installation import get_installation
from tasks.outcomes import get_language, get_message, join_clauses
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.run_counts import DueWork, count_deliveries_of_runs
from terugkom.meetings.executed_by_runs import report_executed
from terugkom.overview.report_texts import format_count, format_counts
from terugkom.report import RunReport
from terugkom.work_batches.cycles import IMPORT_PLAN
from terugkom.work_batches.model import ItemResult, WorkItem

_ENDED_STATES = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED)  # that a run reports
_WAITING_STATES = (DeliveryState.PENDING, DeliveryState.IN_DOUBT)


class EarlierAttempts:
    """What `run_ids` did for an item, apart from what is counted in the `others`: results of its shares."""

    def __init__(
        self, cycle: str, item: WorkItem, run_ids: Collection[str], others: Iterable[ItemResult]
    ) -> None:
        self._run_ids = set(run_ids)
        kind = "" if cycle == IMPORT_PLAN else cycle
        self._work = DueWork(item.municipality, kind, item.subject, item.period)
        counted = [each for each in others if each.run_id in self._run_ids]
        self._counted = sum((each.report.deliveries for each in counted), Counter[str]())
        self._counted_moments = {moment for each in counted for moment in each.report.moments}
        self._settled = self._count(_ENDED_STATES)
        self._executed = self._report_executed()

    @property
    def has_uncounted_files(self) -> bool:
        """Whether they may have taken files from an inbox, of which no report tells."""
        return bool(self._run_ids) and not self._work.kind

    def build_uncounted_report(self, report: RunReport) -> RunReport:
        """Return what they did that the report of a later attempt does not count."""
        still_open = self._count(_WAITING_STATES) - report.deliveries
        moments = tuple(each for each in self._executed.moments if each not in report.moments)
        return replace(self._executed, moments=moments, deliveries=self._settled + still_open)

    def report(self) -> RunReport:
        """Return what they did up to now, where no attempt came to a report."""
        deliveries = self._count((*_ENDED_STATES, *_WAITING_STATES))
        return replace(self._report_executed(), deliveries=deliveries)

    def _count(self, states: Iterable[str]) -> Counter[str]:
        if not self._run_ids:
            return Counter()
        with get_installation().database.read_session() as session:
            found = count_deliveries_of_runs(session, self._work, self._run_ids)
        return Counter({str(state): found[state] for state in states}) - self._counted

    def _report_executed(self) -> RunReport:
        if not self._run_ids or not self._work.kind:
            return RunReport()
        with get_installation().database.read_session() as session:
            found = report_executed(session, self._work, self._run_ids)
        return replace(
            found, moments=tuple(each for each in found.moments if each not in self._counted_moments)
        )


def describe_earlier(report: RunReport) -> str:
    """Return what earlier attempts did, in the installation's language."""
    language, moments = get_language(), len(report.moments)
    done = [
        format_count("done", "moments", moments, language) if moments and not report.deliveries else "",
        format_counts("delivery-count", dict(sorted(report.deliveries.items())), language),
        format_counts("attention", dict(sorted(report.attention.items())), language),
    ]
    return get_message("report.earlier-attempts", done=join_clauses(done))
