"""What an edition reports of an action: the kind of its story, at the end of the reporting period."""

from dataclasses import dataclass
from datetime import date

from terugkom.editions.story import StoryKind
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.model import ActionStatus

ACTION_KINDS = (StoryKind.DONE, StoryKind.UNDER_WAY, StoryKind.LESS_WELL, StoryKind.NEW)  # in order
_FINAL_KINDS = {ActionStatus.DONE: StoryKind.DONE, ActionStatus.STOPPED: StoryKind.LESS_WELL}


@dataclass(frozen=True)
class ReportingPeriod:
    """The reporting period: the days after `since`, up to and including `until`."""

    since: date
    until: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.since < day <= self.until


def classify_action(fact: ActionFacts, span: ReportingPeriod) -> StoryKind | None:
    """Return the kind of an action's story, or None: a change of state takes precedence over reports.

    That an owner is stuck is no news of work under way.
    """
    status, before = fact.status_on(span.until), fact.status_on(span.since)
    if status in _FINAL_KINDS:
        has_changed = status is not before and any(
            each.field == "status" and each.day in span for each in fact.changes
        )
        return _FINAL_KINDS[status] if has_changed else None
    if find_missed_deadline(fact, span):
        return StoryKind.LESS_WELL
    if status and fact.is_added_after(span.since):  # with a status it was there by the end
        return StoryKind.NEW
    if fact.is_stuck_on(span.until):
        return None
    is_reported = any(day in span for day, _ in fact.news)
    return StoryKind.UNDER_WAY if status is ActionStatus.RUNNING and is_reported else None


def find_missed_deadline(fact: ActionFacts, span: ReportingPeriod) -> date | None:
    """Return the original deadline of an open action if it has passed or was postponed, else None."""
    before, now = fact.deadline_on(span.since), fact.deadline_on(span.until)
    if now and now < span.until:
        return before if before and before < now else now
    is_put_off = before and now and now > before and before <= span.until
    return before if is_put_off else None
