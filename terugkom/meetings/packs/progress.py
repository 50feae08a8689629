"""The progress of actions, and what changed since a group last met."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from terugkom.documents.chart import Chart
from terugkom.documents.messages import translate
from terugkom.documents.stacked_bars import draw_stacked_bars
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.count_actions import count_actions
from terugkom.plan.model import ActionStatus


class ProgressState(StrEnum):
    """The progress of an action, the best first, the unknown last; the order of charts and tables."""

    DONE = "done"
    ON_SCHEDULE = "on-schedule"
    POSTPONED = "postponed"
    SILENT = "silent"
    STUCK = "stuck"
    LATE = "late"
    STOPPED = "stopped"
    UNREPORTED = "unreported"


ProgressByCode: TypeAlias = Mapping[str, ProgressState | None]  # None of one that did not exist yet
ProgressOn: TypeAlias = Callable[[date, date], ProgressByCode]  # at the end of a day; silent since another

PROGRESS_COLOURS = {  # by their names in the palette
    ProgressState.DONE: "good",
    ProgressState.ON_SCHEDULE: "pale_good",
    ProgressState.POSTPONED: "caution_line",
    ProgressState.SILENT: "pale_amber",
    ProgressState.STUCK: "amber",
    ProgressState.LATE: "warning",
    ProgressState.STOPPED: "grey",
    ProgressState.UNREPORTED: "ground",
}


@dataclass(frozen=True)
class Postponement:
    """That a deadline was put off on a day: from which date to which; None if there is no date any more."""

    before: date
    now: date | None
    on: date


@dataclass(frozen=True)
class ProgressCount:
    """How many actions have this progress; `change` since the last meeting, None if that is not known."""

    state: ProgressState
    name: str
    number: int
    change: int | None = None


@dataclass(frozen=True)
class GroupProgress:
    """The progress of a group's actions now, compared with the day of its last meeting."""

    total: int
    since: date
    counts: tuple[ProgressCount, ...]
    before: tuple[ProgressCount, ...] = ()  # empty if there was no plan to compare with


def classify_progress(fact: ActionFacts, day: date, since: date) -> ProgressState | None:
    """Return the progress of an action at the end of a day; None if it did not exist yet.

    Late: open after its deadline. Silent: open, in the plan, begun and not yet due, and without an update
    since the group last met. Stuck: the last that its owner said is that they are, and nobody decided on it
    since. Postponed: its deadline was put off since the group last met, and nobody said since how it stands:
    a new date alone says nothing of that. Unreported: new or not begun by then, and nobody said how it
    stands; that the plan calls it under way says nothing of that.
    """
    status = fact.find_status_on(day)
    if status is None:
        return None
    if status is ActionStatus.DONE:
        return ProgressState.DONE
    if status is ActionStatus.STOPPED:
        return ProgressState.STOPPED
    if fact.is_past_deadline_on(day):
        return ProgressState.LATE
    if fact.is_stuck_on(day):
        return ProgressState.STUCK
    heard = fact.last_update_by(day)
    if fact.snoozed_until is not None and fact.snoozed_until >= day:  # it rests, as somebody said
        return ProgressState.ON_SCHEDULE
    postponed = find_postponement(fact, day, since)
    if postponed and (heard is None or heard <= postponed.on):
        return ProgressState.POSTPONED
    begins_later = fact.start is not None and fact.start > since
    if begins_later or fact.find_status_on(since) is None:  # it is new
        return ProgressState.UNREPORTED if heard is None else ProgressState.ON_SCHEDULE
    return ProgressState.ON_SCHEDULE if heard and heard >= since else ProgressState.SILENT


def find_postponement(fact: ActionFacts, day: date, since: date) -> Postponement | None:
    """Return how the deadline of a group's action was put off, or dropped, between the ends of two days."""
    before, now = fact.deadline_on(since), fact.deadline_on(day)
    if before is None or fact.find_status_on(since) is None or (now is not None and now <= before):
        return None
    moved = [each.day for each in fact.changes if each.field == "deadline" and since < each.day <= day]
    return Postponement(before, now, max(moved))


def build_progress_lookup(facts: Iterable[ActionFacts]) -> ProgressOn:
    """Return what finds the progress of the actions of one plan at the end of a day.

    Each day is looked at once, however many charts and tables of a pack count it.
    """

    @cache
    def find(day: date, since: date) -> ProgressByCode:
        return {each.code: classify_progress(each, day, since) for each in facts}

    return find


def count_by_progress(facts: Iterable[ActionFacts], progress: ProgressByCode) -> Counter[ProgressState]:
    """Return how many of the actions have which progress."""
    return count_actions(facts, lambda each: progress[each.code])


def list_done_since(facts: Sequence[ActionFacts], since: date, today: date) -> list[ActionFacts]:
    """Return the actions that are done now and were not at the end of `since`, as `compare_progress` counts.

    None if no action was known then: nothing can be compared.
    """
    was_known = any(each.find_status_on(since) is not None for each in facts)
    return [each for each in facts if was_known and each.is_done_since(since, today)]


def compare_progress(
    facts: Sequence[ActionFacts],
    today: date,
    since: date,
    earlier: date,
    language: str,
    progress_on: ProgressOn | None = None,
) -> GroupProgress:
    """Return the progress and the change since the last meeting; `earlier` is the meeting before that.

    `progress_on` is that of these actions, where the caller has it already.
    """
    find = progress_on or build_progress_lookup(facts)
    now, before = (
        count_by_progress(facts, find(day, then)) for day, then in ((today, since), (since, earlier))
    )
    known = before.total() > 0
    return GroupProgress(
        total=now.total(),
        since=since,
        counts=tuple(
            ProgressCount(
                place,
                translate(f"progress.{place}", language),
                now[place],
                now[place] - before[place] if known else None,
            )
            for place in ProgressState
        ),
        before=tuple(
            ProgressCount(place, translate(f"progress.{place}", language), before[place])
            for place in ProgressState
        )
        if known
        else (),
    )


def draw_progress_chart(title: str, rows: Sequence[tuple[str, Sequence[int]]], language: str) -> Chart:
    """Draw the progress of actions, a bar a row; the numbers of a row are in the order of the enumeration."""
    return draw_stacked_bars(
        title,
        [translate(f"progress.{place}", language) for place in ProgressState],
        rows,
        list(PROGRESS_COLOURS.values()),
    )
