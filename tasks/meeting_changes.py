"""The Prefect task that moves or cancels a meeting, and what the page of its run says about it."""

from datetime import date, time
from typing import Any

from prefect.client.schemas.objects import State

from tasks.daily_meeting_steps import write_calendar_feeds
from tasks.installation import build_run_stamp, get_installation
from tasks.meeting_page import ChangeSummary
from tasks.meetings import MeetingRun, execute_due_steps
from tasks.moved_days import enqueue_moved_days
from tasks.outcomes import Outcome, get_language, get_message, join_clauses
from tasks.steps import step
from terugkom.documents.formatting import format_long_date, format_time
from terugkom.meetings import reschedule
from terugkom.meetings.model import MET_STATES, CancelReason, Meeting, MeetingState
from terugkom.meetings.reschedule import ChangedMeeting, MeetingChange
from terugkom.plan.queries import get_municipality


def build_meeting_change(day: date, starts_at: str | None) -> MeetingChange:
    """Return the change that a form asks for; without a time of its own the meeting keeps it."""
    return MeetingChange(day, time.fromisoformat(starts_at) if starts_at else None)


def change_and_notify(slug: str, name: str, change: MeetingChange | CancelReason, today: date) -> State[Any]:
    """Move or cancel a meeting and tell who was invited; return the final state of the run."""
    changed = change_meeting(slug, name, change, today)
    written = write_calendar_feeds(slug, today)
    moved = enqueue_moved_days(slug, today)
    return execute_due_steps(changed, written + moved)


@step("change the meeting")
def change_meeting(slug: str, name: str, change: MeetingChange | CancelReason, today: date) -> MeetingRun:
    """Reschedule a meeting, or cancel it with a reason; return it with its due steps."""
    with get_installation().database.write_session() as session:
        municipality = get_municipality(session, slug)
        changed = reschedule.change_meeting(session, municipality, name, change, build_run_stamp(today))
        since = _describe_since(changed, change)
        what = _describe_change(changed, change, since)
        is_cancelled = changed.meeting.state is MeetingState.CANCELLED
    done = Outcome.CANCELLED if is_cancelled else Outcome.MOVED  # also where another run cancelled it since
    day_of_rest = reschedule.describe_rest_day(changed, get_language())
    remarks = tuple(filter(None, (day_of_rest, _explain_silence(changed), since)))
    return MeetingRun(
        municipality,
        changed.occurrence,
        changed.due_steps,
        today,
        dry_run=False,
        remark=join_clauses(remarks),
        done=done,
        change=ChangeSummary((what, *remarks), get_message(f"run-page.{done}.not-right")),
    )


def _explain_silence(changed: ChangedMeeting) -> str:
    """Return why nobody is notified; "" if somebody is, or was by the earlier attempt of a run."""
    if changed.is_announced or changed.is_repeated:
        return ""
    return get_message("report.known-to-invited" if changed.is_known else "report.nobody-invited")


def _describe_since(changed: ChangedMeeting, change: MeetingChange | CancelReason) -> str:
    """Return what became of a meeting after this run, which is retried, had moved it; "" if nothing did."""
    meeting = changed.meeting
    if not changed.is_repeated or isinstance(change, CancelReason):
        return ""
    if meeting.state is MeetingState.CANCELLED:
        return get_message("report.meeting-cancelled-since")
    if meeting.state in MET_STATES:
        return get_message("report.meeting-held-since", **_format_when(meeting))
    is_as_asked = meeting.moment.day == change.day and change.starts_at in (None, meeting.starts_at)
    return "" if is_as_asked else get_message("report.meeting-moved-since", **_format_when(meeting))


def _describe_change(changed: ChangedMeeting, change: MeetingChange | CancelReason, since: str) -> str:
    """Return what changed: day and hour before and now, or the reason; a place may be somebody's home."""
    language, now = get_language(), _format_when(changed.meeting)
    if isinstance(change, CancelReason):
        return get_message(
            "run-page.meeting-cancelled", reason=reschedule.format_cancel_reason(change, language), **now
        )
    if changed.previous is None:
        if since:
            return get_message("run-page.meeting-not-moved-again")
        return get_message("run-page.meeting-moved-before", **now)
    day, at = changed.previous
    previous = {"from_day": format_long_date(day, language), "from_at": format_time(at, language)}
    return get_message("run-page.meeting-moved", **previous, **now)


def _format_when(meeting: Meeting) -> dict[str, str]:
    """Return the day and hour of a meeting as the messages have them."""
    language = get_language()
    return {
        "day": format_long_date(meeting.moment.day, language),
        "at": format_time(meeting.starts_at, language),
    }
