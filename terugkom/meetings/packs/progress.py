"""The progress of actions, and what changed since a group last met."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from terugkom.documents.chart import Chart, stacked
from terugkom.documents.phrases import say
from terugkom.plan.action_facts import Fact
from terugkom.plan.model import Status


class Place(StrEnum):
    """The progress of an action, the best first; the order of charts and tables."""

    DONE = "done"
    ON_SCHEDULE = "on-schedule"
    SILENT = "silent"
    LATE = "late"
    STOPPED = "stopped"


COLOURS = {
    Place.DONE: "#2f7d4f",
    Place.ON_SCHEDULE: "#cfe3c9",
    Place.SILENT: "#f2ead0",
    Place.LATE: "#a33b1f",
    Place.STOPPED: "#d9d9d9",
}


@dataclass(frozen=True)
class Count:
    """How many actions have this progress; `change` since the last meeting, None if that is not known."""

    place: Place
    name: str
    number: int
    change: int | None = None


@dataclass(frozen=True)
class Standing:
    """The progress of a group's actions now, compared with the day of its last meeting."""

    total: int
    since: date
    counts: tuple[Count, ...]
    before: tuple[Count, ...] = ()  # empty if there was no plan to compare with


def place_of(fact: Fact, day: date, since: date) -> Place | None:
    """Return the progress of an action at the end of a day; None if it did not exist yet.

    Late: open after its deadline. Silent: open, in the plan, begun and not yet due, and without an update
    since the group last met.
    """
    status, deadline, heard = fact.status_on(day), fact.deadline_on(day), fact.heard_by(day)
    if status is None:
        return None
    if status is Status.DONE:
        return Place.DONE
    if status is Status.STOPPED:
        return Place.STOPPED
    if deadline and deadline < day:
        return Place.LATE
    begins_later = fact.start is not None and fact.start > since
    is_new = fact.status_on(since) is None
    resting = fact.snoozed_until is not None and fact.snoozed_until >= day
    if begins_later or is_new or resting or (heard and heard >= since):
        return Place.ON_SCHEDULE
    return Place.SILENT


def counted(facts: Iterable[Fact], day: date, since: date) -> Counter[Place]:
    """Return how many actions had which progress at the end of a day."""
    return Counter(place for each in facts if (place := place_of(each, day, since)) is not None)


def standing_of(facts: Sequence[Fact], today: date, since: date, earlier: date, language: str) -> Standing:
    """Return the progress and the change since the last meeting; `earlier` is the meeting before that."""
    now, before = counted(facts, today, since), counted(facts, since, earlier)
    known = before.total() > 0
    return Standing(
        total=now.total(),
        since=since,
        counts=tuple(
            Count(place, say(place, language), now[place], now[place] - before[place] if known else None)
            for place in Place
        ),
        before=tuple(Count(place, say(place, language), before[place]) for place in Place) if known else (),
    )


def picture(title: str, rows: Sequence[tuple[str, Sequence[int]]], language: str) -> Chart:
    """Draw the progress of actions, a bar a row; the numbers of a row are in the order of the enumeration."""
    return stacked(title, [say(place, language) for place in Place], rows, list(COLOURS.values()))
