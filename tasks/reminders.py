"""Prefect tasks of `owner-reminders`; each can be repeated."""

import pickle
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from tasks.document_lines import list_document_lines
from tasks.each_municipality import FAILED_STEPS, list_detached_municipalities, run_for_municipalities
from tasks.installation import build_run_stamp, get_installation, get_run_id
from tasks.outcomes import get_message
from tasks.steps import StepFailed, step
from terugkom import clock
from terugkom.batches import batched
from terugkom.delivery.enqueue import OutboundDocument, RunContext, list_planned_mails
from terugkom.delivery.sender_process import SenderProcess
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.reminders import close_week as closing
from terugkom.reminders import coordinator_summary, digest, week
from terugkom.reminders.deadline_calendar import write_deadline_feeds
from terugkom.reminders.preview_summary import preview_summary
from terugkom.reminders.week import DigestRecipient, ReminderWeek
from terugkom.report import MomentLine, RunReport


@step("open the week")
def open_week(slug: str, today: date, dry_run: bool) -> ReminderWeek | None:
    """Open this week's moment; return None if nothing is due."""
    database = get_installation().database
    with database.read_session() if dry_run else database.write_session() as session:
        municipality = get_municipality(session, slug)
        return week.open_week(
            session,
            municipality,
            build_run_stamp(today),
            dry_run=dry_run,
            lease_now=get_installation().now(),
        )


@step("find past weeks that were left open")
def list_past_weeks(slug: str, today: date) -> list[ReminderWeek]:
    """Return the earlier weeks that a run left open, the latest first."""
    with get_installation().database.read_session() as session:
        return week.list_past_weeks(session, get_municipality(session, slug), today)


@step("find out whether this week's digests are written now")
def may_open_week(past: list[ReminderWeek], today: date) -> bool:
    """Return whether this week's digests are written now that past weeks are finished."""
    with get_installation().database.read_session() as session:
        return week.may_open_week(session, past, today)


_GIVEN_BATCHES = 2  # to the sender process at once: it does one, and has another when that is done


@dataclass(frozen=True)
class RecipientShare:
    """One of `count` parts of the recipients of a week, which are written at the same time."""

    number: int
    count: int

    def has(self, recipient: DigestRecipient) -> bool:
        """Return whether a recipient is in this share."""
        return recipient.person_id % self.count == self.number


WHOLE = RecipientShare(0, 1)
RecipientBatch = bytes  # a list of recipients, pickled: of a hundred thousand it saves 20 MB all the while


@step("find recipients")
def find_recipients(this: ReminderWeek, share: RecipientShare = WHOLE) -> list[RecipientBatch]:
    """Return the recipients who have no digest yet, or a share of them, in batches."""
    with get_installation().database.read_session() as session:
        recipients = filter(share.has, week.iterate_digest_recipients(session, this))
        return [pickle.dumps(batch) for batch in batched(recipients, get_installation().settings.batch_size)]


@step("write digests", retries=2)
def enqueue_digests(week: ReminderWeek, batch: RecipientBatch) -> RunReport:
    """Render and enqueue the digests of a batch; recipients enqueued before are skipped, so a retry is
    harmless."""
    context, run_context = (
        get_installation().build_render_context(week.municipality),
        _build_run_context(week),
    )
    readers = pickle.loads(batch)  # noqa: S301  our own
    return _build_documents_report(week, digest.enqueue_digests(context, week, readers, run_context))


@step("write digests in the sender process")
def collect_digests(week: ReminderWeek, beside: SenderProcess) -> RunReport:
    """Return the report of the batch that was given to the sender process; waits for it."""
    return _build_documents_report(week, beside.get_rendered())


def enqueue_all_digests(
    week: ReminderWeek, batches: list[RecipientBatch], beside: SenderProcess | None
) -> Iterator[RunReport]:
    """Enqueue all batches: one after the other here, and others meanwhile in the sender process, if there is
    one and it has nothing to send. What fails there is done here. A batch that fails here stops no other;
    its error is raised afterwards.
    """
    failed: list[StepFailed] = []
    waiting, given = deque(batches), deque[RecipientBatch]()
    while waiting or given:
        while beside and len(given) < _GIVEN_BATCHES and len(waiting) > len(given) + 1:
            given.append(waiting.popleft())
            readers = pickle.loads(given[-1])  # noqa: S301  our own
            beside.start_rendering(week, readers, _build_run_context(week))
        if waiting:
            try:
                yield enqueue_digests(week, waiting.popleft())
            except StepFailed as error:  # it is in the log
                failed.append(error)
        while beside and given and (beside.has_rendered() or not waiting):
            report = _collect(week, beside)
            if report is None:
                waiting += given
                given.clear()
                beside = None
            else:
                given.popleft()
                yield report
    if failed:
        raise failed[0]


def _collect(week: ReminderWeek, beside: SenderProcess) -> RunReport | None:
    try:
        return collect_digests(week, beside)
    except StepFailed:  # it is in the log
        return None


def build_digest_function(week: ReminderWeek) -> Callable[..., Any]:
    """Return the function by which another process writes the digests of a batch."""
    context = get_installation().build_render_context(week.municipality)
    return partial(digest.enqueue_digests, context.for_another_process())


@step("schedule next reminders", retries=2)
def schedule_next_reminders(week: ReminderWeek) -> None:
    """Store the day of the next stage of each due action, and put long overdue ones on the agenda."""
    with get_installation().database.write_session() as session:
        closing.advance_week(session, week)


@step("close the week", retries=2)
def close_week(week: ReminderWeek) -> None:
    """Mark the week done. Must be last: if a run stops before this, the next run completes it."""
    with get_installation().database.write_session() as session:
        closing.close_week(session, week, clock.now())


@step("enqueue the coordinator's summary", retries=2)
def enqueue_coordinator_summary(week: ReminderWeek) -> RunReport:
    """Render and enqueue the coordinator's summary, once a week; return counts of what needs attention."""
    render_context, run_context = (
        get_installation().build_render_context(week.municipality),
        _build_run_context(week),
    )
    found, mail = coordinator_summary.enqueue_summary(render_context, run_context, week)
    return _build_documents_report(week, [mail] if mail else []) + RunReport(
        attention=found.count_attention(week)
    )


@step("preview the week")
def preview_week(this: ReminderWeek) -> RunReport:
    """Return the report of a dry run; nothing is stored."""
    render_context = get_installation().build_render_context(this.municipality)
    with render_context.database.read_session() as session:
        readers = week.list_digest_recipients(session, this)
        attention = Counter(
            orphaned=coordinator_summary.list_orphaned_actions(
                session, this.municipality.id, this.today
            ).total
        )
    mails = [
        mail
        for batch in batched(readers, get_installation().settings.batch_size)
        for mail in digest.preview_digests(render_context, this, batch)
    ]
    summary = preview_summary(render_context, this, readers)
    mails += [summary] if summary else []
    return build_week_report(this) + _build_documents_report(this, mails) + RunReport(attention=attention)


@step("write the deadlines for calendars")
def write_deadline_calendars(slug: str | None, today: date) -> RunReport:
    """Update the calendar of each owner's deadlines; return for how many municipalities it failed."""
    outbox, database = get_installation().settings.outbox, get_installation().database

    def write(municipality: Municipality) -> int:
        with database.read_session() as session:
            return write_deadline_feeds(session, municipality, outbox, today)

    failed = run_for_municipalities(
        list_detached_municipalities(slug), "write the deadlines for calendars", write
    ).failed
    return RunReport(attention=+Counter({FAILED_STEPS: failed}))


def build_week_report(this: ReminderWeek) -> RunReport:
    """Return a report that names the week; a dry run is a week that was not opened."""
    line = MomentLine(this.municipality.slug, week.KIND, this.municipality.slug, this.period)
    return RunReport(moments=(line,), dry_run=this.moment_id is None)


def describe_quiet_week(report: RunReport) -> str:
    """Return why a run of reminders wrote nothing and asks for nobody, in words; "" if it did."""
    return "" if report.documents or report.attention or report.is_empty else get_message("report.quiet-week")


def _build_run_context(week: ReminderWeek) -> RunContext:
    if week.moment_id is None:
        raise ValueError("a dry run keeps nothing")
    return RunContext(
        week.municipality,
        week.moment_id,
        get_installation().choose_mail_channel(),
        get_run_id(),
        clock.now(),
        week.today,
    )


def _build_documents_report(week: ReminderWeek, mails: Sequence[OutboundDocument]) -> RunReport:
    dry_run = week.moment_id is None
    written = RunReport.of_documents(list_document_lines(mails, dry_run=dry_run))
    if not dry_run:
        return written
    planned = [each for mail in mails for each in list_planned_mails(week.municipality, mail)]
    return written + RunReport(dry_run=True, planned=tuple(planned))
