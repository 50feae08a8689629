"""The commands about meetings: move, cancel."""

from argparse import Namespace
from datetime import time

from terugkom import clock
from terugkom.command_line.printing import LANGUAGE, count_nouns, print_json, print_line, print_progress
from terugkom.command_line.report_view import print_attention
from terugkom.command_line.run import run_meetings
from terugkom.delivery.enqueue import OutboundDocument
from terugkom.editions.moved_days import enqueue_all_moved_days
from terugkom.errors import CommandError
from terugkom.installation import open_installation
from terugkom.meetings import reschedule
from terugkom.meetings.follow_plan import write_changed_feeds
from terugkom.meetings.model import Meeting
from terugkom.meetings.notified_people import count_notified_people, find_last_delivery
from terugkom.meetings.reschedule import MeetingChange
from terugkom.plan.queries import choose_municipality
from terugkom.schedule.run_stamp import RunStamp


def move_meeting(given: Namespace) -> bool:
    """Reschedule a meeting and notify the invitees."""
    starts_at = _parse_time(given.at) if given.at else None
    return _change_meeting(given, MeetingChange(given.day, starts_at, given.place, given.reason))


def cancel_meeting(given: Namespace) -> bool:
    """Cancel a meeting and notify the invitees."""
    return _change_meeting(given, given.reason)


def _change_meeting(given: Namespace, change: MeetingChange | str) -> bool:
    """Change a meeting in this process, not in a run: the reason must not be stored in Prefect's history."""
    today = given.today or clock.today()
    with open_installation() as installation:
        with installation.database.write_session() as session:
            municipality = choose_municipality(session, given.municipality)
            if not given.really:  # before the meeting is changed
                installation.refuse_other_day(today, municipality.slug)
            stamp = RunStamp(today, clock.now())
            changed = reschedule.change_meeting(session, municipality, given.moment, change, stamp)
            kind, subject, period = changed.occurrence.key
            slug, line = municipality.slug, _meeting_as_json(changed.meeting)
            moment_id = changed.meeting.moment_id
            last_before = find_last_delivery(session, moment_id)
        context = installation.build_render_context_for(slug)
        write_changed_feeds(context, slug, installation.settings.outbox, today)
    if remark := reschedule.describe_rest_day(changed, LANGUAGE):
        print_progress(f"{remark}.")
    is_announced = changed.is_announced
    meetings = [(slug, subject, period)] if is_announced else []
    report = run_meetings(kind, today, meetings, really=given.really)
    count = 0
    if is_announced:
        with open_installation() as installation, installation.database.read_session() as session:
            count = count_notified_people(session, moment_id, last_before)
    told = _enqueue_moved_days(slug, stamp)  # last: who is invited is told also if this fails
    if given.json:
        print_json(
            line
            | {"people_notified": count, "editions_to_correct": len(told), "report": report.as_json(today)}
        )
        return report.needs_attention
    place = f", {line['place']}" if line["place"] else ""
    print_line(f"{line['moment']} is {line['state']}: {line['day']} at {line['at']}{place}.")
    if is_announced:
        print_line(f"{count_nouns(count, 'person was', 'people were')} notified.")
    elif changed.is_known:
        print_line("Who is invited knows it like this already: nobody needs to be notified.")
    else:
        print_line("No invitation was sent yet: nobody needs to be notified.")
    for each in told:
        print_line(f"The coordinator gets a mail, with the next run that sends: {each.subject}.")
    print_attention(report)  # which is why it ends with 1
    return report.needs_attention


def _enqueue_moved_days(slug: str, stamp: RunStamp) -> list[OutboundDocument]:
    """Enqueue the mails about published days that are not true any more; the next run that sends mails sends
    them."""
    with open_installation() as installation:
        context = installation.build_render_context_for(slug)
        channel, folders = installation.choose_mail_channel(), installation.edition_folders
        return enqueue_all_moved_days(context, slug, channel, folders, stamp)


def _meeting_as_json(meeting: Meeting) -> dict[str, str]:
    return {
        "moment": f"{meeting.moment.subject}/{meeting.moment.period}",
        "state": meeting.state.value,
        "day": meeting.moment.day.isoformat(),
        "at": f"{meeting.starts_at:%H:%M}",
        "place": meeting.place,
    }


def _parse_time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"not an hour like 14:00: {text!r}") from error
