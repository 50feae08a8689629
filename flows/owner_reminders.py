"""Send reminders to action owners.

Guide: "Duidt één of meerdere personen aan als verantwoordelijke/trekker van de uit te voeren actie(s)." and
"Zorg ervoor dat geplande acties niet vaag of vrijblijvend zijn."
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from tasks import artifacts
from tasks.delivery import plan_next_try, send_all, sending_meanwhile
from tasks.due_today import look_ahead
from tasks.final_states import outcome
from tasks.parameters import DryRun, Today, Town, named_for_a_day
from tasks.reminders import (
    close_week,
    find_readers,
    moment_of,
    open_week,
    preview,
    settle_week,
    tell_coordinator,
    write_all,
)
from tasks.steps import two_at_a_time
from terugkom import clock
from terugkom.report import Report


@flow(name="owner-reminders", flow_run_name=named_for_a_day, task_runner=two_at_a_time())
def owner_reminders(municipality: Town, today: Today = None, dry_run: DryRun = False) -> State[Any]:
    """Send each owner one digest of due actions, and a summary to the coordinator.

    Started by the daily run on the municipality's weekday; started by hand it does not wait for
    that day. Nobody gets two digests in one week.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        today: Run as if it were this day; leave empty for today.
        dry_run: Only show what would be sent; nothing is stored or sent.
    """
    day = today or clock.today()
    week = open_week(municipality, day, dry_run)
    if week is None:
        return outcome(Report(dry_run=dry_run) + look_ahead(municipality, day))
    if dry_run:
        report = preview(week)
        artifacts.show_week(week, report)
        return outcome(report)

    report, batches = moment_of(week), find_readers(week)
    with sending_meanwhile(len(batches)) as sent:
        for written in write_all(week, batches):
            report += written
            sent.nudge()
    report += sent.report
    settle_week(week)
    report += send_all()
    report += tell_coordinator(week)
    report += send_all()
    close_week(week)

    report = plan_next_try(report)
    artifacts.show_week(week, report)
    return outcome(report)
