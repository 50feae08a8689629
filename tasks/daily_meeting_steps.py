"""Prefect tasks of the daily run about the meetings of all municipalities."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from tasks.each_municipality import (
    FAILED_STEPS,
    for_each_municipality,
    read_for_municipalities,
    run_for_municipalities,
)
from tasks.installation import get_installation, get_run_id
from tasks.steps import step
from terugkom import clock
from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.delivery.enqueue import RunContext, list_planned_mails
from terugkom.meetings import attendance_warnings, calendar_feed
from terugkom.meetings.align_meetings import PlannedTerms, find_all_misaligned
from terugkom.meetings.attendance_warnings import LowAttendance
from terugkom.meetings.follow_plan import align_if_different
from terugkom.plan.model import Municipality
from terugkom.report import MeetingLine, MomentLine, RunReport, sum_reports


@step("align the meetings with the plan")
def align_with_plan(slug: str | None, today: date, dry_run: bool = False) -> RunReport:
    """Have the meetings to come follow the plan; a dry run only says which would.

    Return what changes for whoever comes to them, and for how many municipalities it failed.
    """

    where = "align the meetings with the plan"
    misaligned = read_for_municipalities(
        slug, where, lambda session, municipalities: find_all_misaligned(session, municipalities, today)
    )
    different = [(municipality, terms) for municipality, terms in misaligned.items if terms]
    lines = [(each, _list_changed_meetings(each, terms)) for each, terms in different]
    if dry_run:
        return RunReport(
            attention=+Counter({FAILED_STEPS: misaligned.failed}),
            dry_run=True,
            meetings=tuple(line for _, found in lines for line in found),
        )
    listed = dict(lines)

    def align(municipality: Municipality) -> list[MeetingLine]:
        align_if_different(get_installation().database, municipality.slug, today, clock.now())
        return listed[municipality]

    aligned = run_for_municipalities(listed, where, align)
    return RunReport(
        attention=+Counter({FAILED_STEPS: misaligned.failed + aligned.failed}),
        meetings=tuple(line for found in aligned.items for line in found),
    )


def _list_changed_meetings(municipality: Municipality, terms: Sequence[PlannedTerms]) -> list[MeetingLine]:
    return [
        MeetingLine(
            municipality.slug,
            f"{each.meeting.moment.subject}/{each.meeting.moment.period}",
            None if each.cancelled else each.day,
            each.meeting.moment.day,
        )
        for each in terms
        if each.is_visible
    ]


@step("write the calendars")
def write_calendar_feeds(slug: str | None, today: date) -> RunReport:
    """Update the calendar feed of each group; return for how many municipalities one could not be made."""

    where, installation = "write the calendars", get_installation()
    outbox = installation.settings.outbox
    facts = read_for_municipalities(
        slug, where, lambda session, some: calendar_feed.load_feed_facts(session, some, today)
    )
    loaded = dict(facts.items)

    def write(municipality: Municipality) -> None:
        templates = installation.load_templates_of(municipality)
        if calendar_feed.are_feeds_current(templates, municipality, outbox, loaded[municipality]):
            return
        with installation.database.read_session() as session:
            own = session.merge(municipality, load=False)
            calendar_feed.write_feeds(session, templates, own, outbox, today)

    failed = run_for_municipalities(loaded, where, write).failed
    return RunReport(attention=+Counter({FAILED_STEPS: facts.failed + failed}))


@step("tell the coordinator where too few come", retries=2)
def enqueue_attendance_warnings(slug: str | None, today: date, dry_run: bool = False) -> RunReport:
    """Enqueue the mails about meetings to which too few come; a dry run only lists them."""

    def enqueue(session: Session, municipality: Municipality) -> RunReport:
        found = attendance_warnings.list_low_attendances(session, municipality, today)
        session.rollback()  # ends the reading: each mail is a transaction of its own
        warn = _preview_warning if dry_run else _enqueue_warning
        return sum_reports(
            do_each_by_itself(found, lambda each: warn(municipality, each, today), "warnings not enqueued")
        )

    answered = attendance_warnings.select_with_answered_meetings(today)
    found = for_each_municipality(slug, "tell the coordinator where too few come", enqueue, among=answered)
    return sum_reports(found.items) + RunReport(attention=+Counter({FAILED_STEPS: found.failed}))


def _enqueue_warning(municipality: Municipality, found: LowAttendance, today: date) -> RunReport:
    installation = get_installation()
    context, channel = installation.build_render_context(municipality), installation.choose_mail_channel()
    run = RunContext(municipality, found.moment_id, channel, get_run_id(), clock.now(), today)
    if not attendance_warnings.enqueue_warning(context, run, found):
        return RunReport()
    return RunReport(moments=(MomentLine(municipality.slug, found.kind, found.subject, found.period),))


def _preview_warning(municipality: Municipality, found: LowAttendance, today: date) -> RunReport:
    context = get_installation().build_render_context(municipality)
    mail = attendance_warnings.render_warning(context, municipality, found, today)
    return RunReport(dry_run=True, planned=list_planned_mails(municipality, mail) if mail else ())
