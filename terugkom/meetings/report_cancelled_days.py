"""Report which new days of the plan are not followed, for a person cancelled the meeting.

The plan renews no meeting that a person cancelled: without a word about it, whoever gave it a new day in the
workbook would think that it takes place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from terugkom.meetings.model import Meeting, MeetingState
from terugkom.meetings.occurrences import MeetingSeries, load_meeting_rows
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.schedule.moments import list_meetings_between
from terugkom.workbook.import_report import ImportNotes, ImportReport

_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class _CancelledDay:
    """A day of the plan of a meeting that stays cancelled; `name` is that of the meeting for a command."""

    group: str
    name: str
    day: date


def report_cancelled_days(session: Session, report: ImportReport, today: date) -> ImportReport:
    """Return the report of an import that is stored, with a finding for each new day that is not followed."""
    if report.dry_run or not report.anchors:
        return report
    municipality = get_municipality(session, report.municipality)
    notes = ImportNotes(municipality.language)
    for each in _list_cancelled_days(session, municipality, today):
        if cell := report.anchors.get(each.group):
            sheet, row, column = cell
            notes.add_finding(sheet, row, column, "cancelled-day", name=each.name, day=each.day)
    return replace(report, findings=(*report.findings, *notes.findings))


def _list_cancelled_days(
    session: Session, municipality: Municipality, today: date
) -> Iterator[_CancelledDay]:
    rows = load_meeting_rows(session, [municipality])[municipality.id]
    cancelled: dict[tuple[int | None, str], Meeting] = {
        (each.group_id, each.moment.period): each
        for each in rows.opened
        if each.state is MeetingState.CANCELLED and not each.is_cancelled_by_plan and each.group_id
    }
    if not cancelled:
        return
    for series in rows.series:
        for period, day in _list_days(series, municipality, today):
            meeting = cancelled.get((series.group_id, period))
            if meeting and day not in _list_known_days(meeting):
                yield _CancelledDay(series.subject, f"{meeting.moment.subject}/{period}", day)


def _list_days(series: MeetingSeries, municipality: Municipality, today: date) -> Iterator[tuple[str, date]]:
    found = list_meetings_between(
        series.anchor, series.interval_months, municipality.working_days, today, today + _AHEAD
    )
    for each in found:
        yield each.period, each.day


def _list_known_days(meeting: Meeting) -> set[date]:
    """Return the days that a meeting had until it was cancelled."""
    before = {date.fromisoformat(move[key]) for move in meeting.moves for key in ("from", "to")}
    return {meeting.moment.day, *before}
