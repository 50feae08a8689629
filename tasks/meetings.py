"""Prefect tasks that execute the steps of a meeting."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from tasks import artifacts
from tasks.delivery import plan_next_try, send_all
from tasks.final_states import outcome
from tasks.installation import installation, run_id
from tasks.steps import step
from terugkom import clock
from terugkom.delivery.enqueue import Origin
from terugkom.editions.coverage import coverage_of
from terugkom.meetings import calendar_feed, execute_step, open_meeting, reschedule
from terugkom.meetings.due_steps import Due, next_early
from terugkom.meetings.execute_step import Made
from terugkom.meetings.kinds import spoken_period
from terugkom.meetings.model import Step
from terugkom.meetings.occurrences import Occasion
from terugkom.meetings.reschedule import Change
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named
from terugkom.report import DocumentLine, MomentLine, Report

STATES = {
    Step.INVITATION: "Invited",
    Step.PACK: "Pack sent",
    Step.MINUTES: "Waiting for minutes",
    Step.CHASE: "Waiting for minutes",
    Step.MINUTES_SENT: "Minutes recorded",
    Step.UPDATE: "Moved",
    Step.CANCEL: "Cancelled",
}
_TO_THE_COORDINATOR = (Step.MINUTES, Step.CHASE)


@dataclass(frozen=True)
class Gathering:
    """The meeting that a run is about, and what is due for it."""

    town: Municipality
    occasion: Occasion
    due: tuple[Due, ...]
    today: date
    dry_run: bool
    remark: str = ""

    @property
    def report(self) -> Report:
        """The meeting as a line of a report."""
        of = self.occasion
        line = MomentLine(self.town.slug, of.kind, of.subject, of.period)
        return Report(moments=(line,) if self.due else (), dry_run=self.dry_run)


@step("find the meeting")
def find_meeting(
    kind: str, municipality: str, subject: str, period: str | None, today: date, early: bool, dry_run: bool
) -> Gathering:
    """Return the meeting with its due steps; open it if there are any."""
    with installation().database.reading() as session:
        town = municipality_named(session, municipality)
        ready = open_meeting.ready(session, town, kind, subject, period, today)
    due = ready.due
    if early and not due:
        due = next_early(ready.occasion, open_meeting.calendar_of(town))
    gathering = Gathering(town, ready.occasion, due, today, dry_run)
    return gathering if dry_run or not due else _begun(gathering)


@step("execute a step", retries=2)
def take_step(gathering: Gathering, due: Due) -> Made:
    """Execute one step; idempotent, so a retry is harmless."""
    desk, of, today = installation().desk(gathering.town), gathering.occasion, gathering.today
    with installation().database.reading() as session:
        coverage = coverage_of(session, gathering.town, today)
    if gathering.dry_run or of.moment_id is None:
        return execute_step.compose(desk, gathering.town, of, due, today, clock.now(), coverage)
    channel = installation().mail_channel()
    origin = Origin(gathering.town, of.moment_id, channel, run_id(), clock.now())
    return execute_step.take(desk, of, due, today, origin, coverage)


@step("skip what is stale", retries=2)
def skip_stale(gathering: Gathering) -> Report:
    """Skip pending deliveries about past meetings."""
    with installation().database.writing() as session:
        skipped = reschedule.skip_stale(session, gathering.town, gathering.today, clock.now())
    return Report(deliveries=+Counter(skipped=skipped))


@step("change the meeting")
def change_meeting(municipality: str, name: str, change: Change | str, today: date) -> Gathering:
    """Reschedule a meeting, or cancel it with a reason; return it with its due steps."""
    with installation().database.writing() as session:
        town = municipality_named(session, municipality)
        occasion = reschedule.find(session, town, name, today)
        now, run = clock.now(), run_id()
        remark = ""
        if isinstance(change, Change):
            reschedule.move(session, town, occasion, change, today=today, now=now, run_id=run)
            remark = reschedule.remark(town, change)
        else:
            reschedule.cancel(session, town, occasion, change, now=now, run_id=run)
        session.flush()
        ready = open_meeting.due_now(session, town, occasion, today)
    return Gathering(town, ready.occasion, ready.due, today, dry_run=False, remark=remark)


@step("write the calendars")
def write_feeds(municipality: str | None, today: date) -> None:
    """Update the calendar feed of each group."""
    database, outbox = installation().database, installation().settings.outbox
    with database.reading() as session:
        for town in open_meeting.towns(session, municipality):
            calendar_feed.write_feeds(session, installation().desk(town).templates, town, outbox, today)


def follow_up(gathering: Gathering) -> State[Any]:
    """Execute the due steps, send their deliveries, and return the final state of the run."""
    if not gathering.due:
        return outcome(Report(dry_run=gathering.dry_run), remark=gathering.remark)
    made = [take_step(gathering, due) for due in gathering.due]
    report = sum((_reported(gathering, each) for each in made), gathering.report)
    if not gathering.dry_run:
        report += skip_stale(gathering)
        report += send_all(gathering.occasion.moment_id)  # only this meeting's deliveries
        if report.deliveries["pending"]:
            report = plan_next_try(report)
    artifacts.show_meeting(gathering.occasion, made, report)
    done = [STATES[each.step] for each in made if each.mail]
    return outcome(report, done=done[-1] if done else "Too late", remark=gathering.remark)


def named_for_a_meeting() -> str:
    """Return a run's name: kind, group code and period."""
    given = flow_run.get_parameters()
    kind, today = str(flow_run.get_flow_name()), given.get("today") or clock.today()
    subject = str(given.get("group") or given["municipality"])
    parts = [kind.replace("-", " "), subject, _period(kind, given, subject, today)]
    return " · ".join([*parts, "dry run"] if given.get("dry_run") else parts)


def _period(kind: str, given: dict[str, Any], subject: str, today: date) -> str:
    try:
        with installation().database.reading() as session:
            town = municipality_named(session, given["municipality"])
            of = open_meeting.ready(session, town, kind, subject, given.get("period"), today).occasion
        return spoken_period(of.period, of.months)
    except Exception:  # the run itself reports the error
        return str(given.get("period") or today)


def _begun(gathering: Gathering) -> Gathering:
    town, of = gathering.town, gathering.occasion
    with installation().database.writing() as session:
        meeting = open_meeting.begin(session, town, of, now=clock.now(), run_id=run_id())
        return replace(gathering, occasion=replace(of, moment_id=meeting.moment_id))


def _reported(gathering: Gathering, made: Made) -> Report:
    if made.by_another:
        return Report()
    folder = installation().settings.documents
    attention: Counter[str] = Counter(
        members_out_of_reach=made.out_of_reach, steps_skipped=int(bool(made.skip))
    )
    if made.step in _TO_THE_COORDINATOR:
        attention = Counter(no_coordinator=made.out_of_reach, steps_skipped=attention["steps_skipped"])
    documents: tuple[DocumentLine, ...] = ()
    if made.mail:
        path = None if gathering.dry_run else str(folder / made.mail.name)
        documents = (DocumentLine(made.mail.kind, path, made.mail.digest),)
    return Report(documents=documents, attention=+attention, dry_run=gathering.dry_run)
