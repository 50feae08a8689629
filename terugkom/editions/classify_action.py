"""What an edition reports of an action: the kind of its story, at the end of the reporting period."""

from dataclasses import dataclass
from datetime import date

from terugkom.editions.story import StoryKind
from terugkom.plan.action_facts import ActionFacts, FieldHistory
from terugkom.plan.model import ActionStatus

ACTION_KINDS = (StoryKind.DONE, StoryKind.UNDER_WAY, StoryKind.LESS_WELL, StoryKind.NEW)  # in order
_FINAL_KINDS = {ActionStatus.DONE: StoryKind.DONE, ActionStatus.STOPPED: StoryKind.LESS_WELL}


@dataclass(frozen=True)
class ReportingPeriod:
    """The reporting period: the days after `since`, up to and including `until`.

    `told_dates` are those that editions before it told, each with the code of its action.
    """

    since: date
    until: date
    told_dates: frozenset[tuple[str, date]] = frozenset()

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.since < day <= self.until


def classify_action(fact: ActionFacts, span: ReportingPeriod) -> StoryKind | None:
    """Return the kind of an action's story, or None: a change of state takes precedence over reports.

    What was told before and no longer holds is news: a success that was reopened went less well, whatever its
    deadline. That an owner is stuck is no news of work under way.
    """
    status = fact.find_status_on(span.until)
    if status in _FINAL_KINDS:
        return _classify_final(fact, status, span)
    if find_reopened_on(fact, span) or find_missed_deadline(fact, span):
        return StoryKind.LESS_WELL
    if status and fact.is_added_after(span.since):  # with a status it was there by the end
        return StoryKind.NEW
    is_at_work = status is ActionStatus.RUNNING and not fact.is_stuck_on(span.until)
    if is_restarted(fact, span):  # what is planned again, or stuck since, is neither a success nor a setback
        return StoryKind.UNDER_WAY if is_at_work else StoryKind.OTHER
    is_reported = any(day in span for day, _ in fact.news)
    return StoryKind.UNDER_WAY if is_at_work and is_reported else None


def find_missed_deadline(fact: ActionFacts, span: ReportingPeriod) -> date | None:
    """Return the original deadline of an open action if it has passed or was put off, else None.

    Put off is also what has no day any more. A day still to come is put off if an edition told it, or if it
    took the place of an earlier one, for then readers were given it as the new date: once it passes, only a
    later one is known. What nobody was told is no setback.
    """
    before, now = fact.deadline_on(span.since), fact.deadline_on(span.until)
    if now and now < span.until:
        return before if before and before < now else now
    if before is None or (before > span.until and not _is_promised(fact, before, span)):
        return None
    return before if now is None or now > before else None


def find_reopened_on(fact: ActionFacts, span: ReportingPeriod) -> date | None:
    """Return since when an open action is no longer done, as somebody said it; None if it was not before."""
    status = fact.find_status_on(span.until)
    if status is None or not status.is_open or fact.find_status_on(span.since) is not ActionStatus.DONE:
        return None
    return next((each.day_said for each in _list_status_changes(fact, span)), None)


def is_restarted(fact: ActionFacts, span: ReportingPeriod) -> bool:
    """Return whether an open action was stopped at the end of a day of the period, or before it."""
    status = fact.find_status_on(span.until)
    return status is not None and status.is_open and ActionStatus.STOPPED in _list_statuses(fact, span)


def is_final_again(fact: ActionFacts, span: ReportingPeriod) -> bool:
    """Return whether an action was done or stopped before the period, then was not, and is so again."""
    status = fact.find_status_on(span.until)
    is_same = status in _FINAL_KINDS and status is fact.find_status_on(span.since)
    return is_same and any(each is not status for each in _list_statuses(fact, span))


def _classify_final(fact: ActionFacts, status: ActionStatus, span: ReportingPeriod) -> StoryKind | None:
    if is_final_again(fact, span):  # a success counts once, and it was told
        return StoryKind.OTHER if status is ActionStatus.DONE else StoryKind.LESS_WELL
    has_changed = status is not fact.find_status_on(span.since) and any(_list_status_changes(fact, span))
    return _FINAL_KINDS[status] if has_changed else None


def _is_promised(fact: ActionFacts, deadline: date, span: ReportingPeriod) -> bool:
    return (fact.code, deadline) in span.told_dates or _was_put_off(fact, deadline, span.since)


def _was_put_off(fact: ActionFacts, deadline: date, day: date) -> bool:
    """Return whether by the end of a day this deadline had taken the place of an earlier one."""
    moved = (each.old for each in fact.changes if each.field == "deadline" and each.day <= day)
    return any(isinstance(old, date) and old < deadline for old in moved)


def _list_status_changes(fact: ActionFacts, span: ReportingPeriod) -> list[FieldHistory]:
    return [each for each in fact.changes if each.field == "status" and each.day in span]


def _list_statuses(fact: ActionFacts, span: ReportingPeriod) -> set[ActionStatus | None]:
    """Return its statuses at the end of the days up to the last: what was put right the same day is none."""
    days = (span.since, *(each.day for each in _list_status_changes(fact, span)))
    return {fact.find_status_on(day) for day in days}
