"""The commands about meetings: move, cancel."""

from argparse import Namespace
from datetime import time

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.printing import print_json, progress, say
from terugkom.command_line.run import run_meetings
from terugkom.errors import InputError
from terugkom.meetings import open_meeting, reschedule
from terugkom.meetings.model import Meeting, Step
from terugkom.meetings.reschedule import Change
from terugkom.report import Report


def move(given: Namespace) -> bool:
    """Reschedule a meeting and notify the invitees."""
    starts_at = _time(given.at) if given.at else None
    return _change(given, Change(given.day, starts_at, given.place, given.reason))


def cancel(given: Namespace) -> bool:
    """Cancel a meeting and notify the invitees."""
    return _change(given, given.reason)


def _change(given: Namespace, change: Change | str) -> bool:
    """Change a meeting in this process, not in a run: the reason must not be stored in Prefect's history."""
    today, now = given.today or clock.today(), clock.now()
    with open_database() as database, database.writing() as session:
        town = chosen(session, given.municipality)
        found = reschedule.find(session, town, given.moment, today)
        if isinstance(change, Change):
            meeting = reschedule.move(session, town, found, change, today=today, now=now, run_id="")
            if remark := reschedule.remark(town, change):
                progress.print(f"{remark}.", markup=False)
        else:
            meeting = reschedule.cancel(session, town, found, change, now=now, run_id="")
        session.flush()
        due = open_meeting.due_now(session, town, found, today).due
        told = any(each.step in (Step.UPDATE, Step.CANCEL) and not each.skip for each in due)
        kind, subject, period = found.key
        slug, line = town.slug, _line(meeting)
    report = run_meetings(kind, today, [(slug, subject, period)]) if told else Report()
    if given.json:
        print_json(line | {"report": report.as_json(today)})
    else:
        say(f"{line['moment']} is {line['state']}: {line['day']} at {line['at']}, {line['place'] or '-'}.")
        sent = report.deliveries["sent"]
        say(f"{sent} notified." if told else "No invitation was sent yet: nobody needs to be notified.")
    return report.needs_a_person


def _line(meeting: Meeting) -> dict[str, str]:
    return {
        "moment": f"{meeting.moment.subject}/{meeting.moment.period}",
        "state": meeting.state.value,
        "day": meeting.moment.day.isoformat(),
        "at": f"{meeting.starts_at:%H:%M}",
        "place": meeting.place,
    }


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"not an hour like 14:00: {text!r}") from error
