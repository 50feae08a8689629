"""Remind owners of what they promised.

Guide: "Duidt één of meerdere personen aan als verantwoordelijke/trekker van de uit te voeren actie(s)." and
"Zorg ervoor dat geplande acties niet vaag of vrijblijvend zijn."
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.task_runners import ThreadPoolTaskRunner

from tasks import artifacts, clock
from tasks.delivery import schedule_next_try, send_all, send_batch
from tasks.installation import installation
from tasks.outcomes import outcome
from tasks.parameters import Day, Slug, named_for_a_day
from tasks.reminders import (
    close_week,
    find_readers,
    moment_of,
    open_week,
    preview,
    tell_coordinator,
    write_digests,
)
from terugkom.report import Report, total

# One batch is sent at a time, over several connections, while the next is written.
ONE_AT_A_TIME = ThreadPoolTaskRunner[Any](max_workers=1)


@flow(
    name="owner-reminders",
    flow_run_name=named_for_a_day,
    task_runner=ONE_AT_A_TIME,  # type: ignore[arg-type]  # Prefect types its own runner too narrowly
)
def owner_reminders(municipality: Slug, today: Day | None = None, dry_run: bool = False) -> State[Any]:
    """Write each owner one mail about what they promised, and tell the coordinator the rest.

    Started by the daily tick on the municipality's day of the week; started by hand it does not wait for
    that day. Nobody gets two of these mails in one week.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        today: Run as if it were this day; leave empty for today.
        dry_run: Only show what would be written; nothing is kept or sent.
    """
    week = open_week(municipality, today or clock.today(), dry_run)
    if week is None:
        return outcome(Report(dry_run=dry_run))
    if dry_run:
        return outcome(preview(week))

    written, sent = [], []
    for readers in find_readers(week):
        written.append(write_digests(week, readers))
        sent.append(send_batch.submit(installation().mail_channel()))
    report = total([moment_of(week), *written, *(each.result() for each in sent)])
    close_week(week)
    report += send_all()
    report += tell_coordinator(week)
    report += send_all()

    schedule_next_try(report.next_try_at)
    artifacts.show_week(week, report)
    return outcome(report)
