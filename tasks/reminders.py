"""Prefect tasks of `owner-reminders`; each can be repeated."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from prefect.futures import as_completed

from tasks.installation import installation, run_id
from tasks.steps import step
from terugkom import clock
from terugkom.batches import batched
from terugkom.delivery.enqueue import Mail, Origin, record, write_documents
from terugkom.plan.queries import municipality_named
from terugkom.reminders import close_week as closing
from terugkom.reminders import coordinator_summary, digest, week
from terugkom.reminders.week import Reader, Week
from terugkom.report import DocumentLine, MomentLine, Report


@step("open the week")
def open_week(municipality: str, today: date, dry_run: bool) -> Week | None:
    """Open this week's moment; return None if nothing is due."""
    database = installation().database
    with database.reading() if dry_run else database.writing() as session:
        town = municipality_named(session, municipality)
        return week.open_week(session, town, today=today, now=clock.now(), run_id=run_id(), dry_run=dry_run)


@step("find recipients")
def find_readers(this: Week) -> list[list[Reader]]:
    """Return the recipients in batches."""
    with installation().database.reading() as session:
        return list(batched(week.readers_of(session, this), installation().settings.batch_size))


@step("write digests", retries=2)
def write_digests(this: Week, readers: list[Reader]) -> Report:
    """Render and enqueue the digests of a batch; recipients enqueued before are skipped, so a retry is
    harmless."""
    mails = digest.write_digests(installation().desk(this.municipality), this, readers, _origin(this))
    return _made(this, mails)


def write_all(this: Week, batches: list[list[Reader]]) -> Iterator[Report]:
    """Enqueue all batches; on PostgreSQL two at a time, so one renders while the other waits.

    SQLite allows one writer at a time, so batches are sequential there.
    """
    if installation().database.is_sqlite:
        yield from (write_digests(this, readers) for readers in batches)
        return
    for written in as_completed([write_digests.submit(this, readers) for readers in batches]):
        yield written.result()


@step("schedule next reminders", retries=2)
def settle_week(this: Week) -> None:
    """Schedule the next reminder of each action."""
    with installation().database.writing() as session:
        closing.settle_week(session, this)


@step("close the week", retries=2)
def close_week(this: Week) -> None:
    """Mark the week done. Must be last: if a run stops before this, the next run completes it."""
    with installation().database.writing() as session:
        closing.close_week(session, this, clock.now())


@step("enqueue the coordinator's summary", retries=2)
def tell_coordinator(this: Week) -> Report:
    """Render and enqueue the coordinator's summary, once a week; return counts of what needs attention."""
    desk, origin = installation().desk(this.municipality), _origin(this)
    with desk.database.writing() as session:
        found = coordinator_summary.summary_of(session, this)
        told = coordinator_summary.was_written(session, this)
        mail = None if told else coordinator_summary.write_summary(desk.templates, this, found)
        if mail:
            write_documents(desk.documents, [mail])
            record(session, origin, [mail])
    return _made(this, [mail] if mail else []) + Report(attention=found.attention(this))


@step("preview the week")
def preview(this: Week) -> Report:
    """Return the report of a dry run; nothing is stored."""
    desk = installation().desk(this.municipality)
    with desk.database.reading() as session:
        readers = week.readers_of(session, this)
        attention = Counter(
            orphaned=coordinator_summary.orphans(session, this.municipality.id, this.today).total
        )
    mails = [
        mail
        for batch in batched(readers, installation().settings.batch_size)
        for mail in digest.write_digests(desk, this, batch, None)
    ]
    return moment_of(this) + _made(this, mails) + Report(attention=attention)


def moment_of(this: Week) -> Report:
    """Return a report with the moment of the week."""
    line = MomentLine(this.municipality.slug, week.KIND, this.municipality.slug, this.period)
    return Report(moments=(line,), dry_run=this.moment_id is None)


def _origin(this: Week) -> Origin:
    if this.moment_id is None:
        raise ValueError("a dry run keeps nothing")
    return Origin(this.municipality, this.moment_id, installation().mail_channel(), run_id(), clock.now())


def _made(this: Week, mails: list[Mail]) -> Report:
    folder, dry_run = installation().settings.documents, this.moment_id is None
    lines = [
        DocumentLine(mail.kind, None if dry_run else str(folder / mail.name), mail.digest) for mail in mails
    ]
    return Report(documents=tuple(lines), dry_run=dry_run)
