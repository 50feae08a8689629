"""Whether the coordinator's summary says anything that the last one did not.

What happened in a week is news: reminders, reports, mails that came back, points for an agenda. What stays
open (questions, actions without an owner) is news once: its points are kept with the municipality, by codes
and ids only. Whether an action is done of which readers see that it is being checked, is news each week.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from terugkom.plan.model import Municipality, QuietSummary
from terugkom.reminders.monthly_points import format_reader_point, is_news, list_points, load_told_points
from terugkom.reminders.summary_content import CoordinatorSummary
from terugkom.reminders.summary_lists import SummaryList
from terugkom.reminders.week import ReminderWeek


def has_news(session: Session, week: ReminderWeek, summary: CoordinatorSummary) -> bool:
    """Return whether something happened, or a point is open that this reader was not told of."""
    points = {each for each in _list_points(week, summary) if is_news(each)}
    return _has_events(summary) or not points <= load_told_points(session, week.municipality.id)


def is_repeated(week: ReminderWeek, last_on: date | None) -> bool:
    """Return whether a summary without news is sent now; `last_on` is the day of the summary before it."""
    setting = week.municipality.quiet_summary
    if setting is QuietSummary.MONTHLY:
        return last_on is None or (last_on.year, last_on.month) < (week.today.year, week.today.month)
    return setting is QuietSummary.WEEKLY


def record_points(session: Session, week: ReminderWeek, summary: CoordinatorSummary) -> None:
    """Record what is open in a summary that is sent."""
    _store_points(session, week, _list_points(week, summary))


def forget_solved_points(session: Session, week: ReminderWeek, summary: CoordinatorSummary) -> None:
    """Forget the points that are open no more: once they are open again, they are news again."""
    reported = load_told_points(session, week.municipality.id)
    if solved := {each for each in reported - _list_points(week, summary) if not _names_reader(each)}:
        _store_points(session, week, reported - solved)


def _has_events(summary: CoordinatorSummary) -> bool:
    # what readers outside see as being checked is news each week, until it is settled
    came_back = (summary.came_back.reports, summary.came_back.mentions, summary.came_back.checks)
    told = (summary.undelivered, summary.dropped, summary.outdated, summary.superseded)
    events = (summary.reminded, summary.agenda, *told, *came_back)
    return any(each.total for each in events) or summary.set_aside.over_limit > 0


def _list_points(week: ReminderWeek, summary: CoordinatorSummary) -> frozenset[str]:
    """Return what is open, and who reads it: a stand-in was not told yet."""
    reader = format_reader_point(week.coordinator.id if week.coordinator else None)
    return frozenset([reader, *_list_open_points(summary)])


def _names_reader(point: str) -> bool:
    return point.startswith("reader:")


def _list_open_points(summary: CoordinatorSummary) -> Iterator[str]:
    came_back = summary.came_back
    yield from _format_points("question", came_back.questions, ("number",))
    yield from _format_points("submission", came_back.submissions, ("kind", "code", "state"))
    yield from (f"late:{each.kind}:{each.code}" for each in came_back.submissions.shown if each.is_overdue)
    yield from _format_points("orphan", summary.orphans, ("code", "why"))
    # one that is only planned is asked about if there is a mail; once people are invited, it is news
    yield from (f"place:{each.key}" for each in summary.without_place.shown if each.is_opened)
    yield from _format_points("failed", summary.failed, ("id", "why"))
    yield from _format_points("unreleased", summary.unreleased, ("id",))
    yield from _format_points("skipped", summary.skipped, ("code", "why", "until"))
    yield from _format_points("waiting", summary.waiting, ("code", "ask"))
    yield from list_points(summary.known_idle_groups.shown)
    yield from list_points(summary.known_missing_minutes.shown)


def _format_points(kind: str, found: SummaryList[Any], fields: Sequence[str]) -> Iterator[str]:
    for each in found.shown:
        yield ":".join([kind, *(str(getattr(each, field)) for field in fields)])
    if found.total > len(found.shown):  # those that are only counted
        yield f"{kind}:{found.total}"


def _store_points(session: Session, week: ReminderWeek, points: frozenset[str]) -> None:
    session.get_one(Municipality, week.municipality.id).reported_points = sorted(points)
