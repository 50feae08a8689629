"""Send reminders to action owners.

Guide: "Duidt één of meerdere personen aan als verantwoordelijke/trekker van de uit te voeren actie(s)." and
"Zorg ervoor dat geplande acties niet vaag of vrijblijvend zijn."
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks import artifacts
from tasks.delivery import schedule_next_attempt, send_all, send_concurrently
from tasks.due_today import find_next_due_day
from tasks.final_states import build_final_state
from tasks.parameters import DryRun, MunicipalitySlug, Really, Today, format_day_run_name
from tasks.reminders import (
    build_week_report,
    close_week,
    enqueue_all_digests,
    enqueue_coordinator_summary,
    find_recipients,
    list_past_weeks,
    may_open_week,
    open_week,
    preview_week,
    schedule_next_reminders,
)
from tasks.steps import build_task_runner, cycle
from terugkom import clock
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.reminders.week import ReminderWeek
from terugkom.report import RunReport, sum_reports


@cycle("owner-reminders", run_name=format_day_run_name, task_runner=build_task_runner())
def owner_reminders(
    municipality: MunicipalitySlug, today: Today = None, dry_run: DryRun = False, really: Really = False
) -> State[Any]:
    """Send each owner one digest of due actions, and a summary to the coordinator.

    Started by the daily run on the municipality's weekday; started by hand it does not wait for
    that day. Nobody gets two digests in one week. An earlier week that a run left open is finished first.
    """
    day = today or clock.today()
    past = [] if dry_run else list_past_weeks(municipality, day)
    goes_on = not past or may_open_week(past, day)
    report = sum_reports([_finish(each) for each in past])
    week = open_week(municipality, day, dry_run) if goes_on else None
    if week is None:
        nothing = RunReport(dry_run=dry_run) + find_next_due_day(municipality, day)
        return build_final_state(report + nothing)
    if dry_run:
        report = preview_week(week)
        artifacts.show_week(week, report)
        return build_final_state(report)
    return build_final_state(report + _remind(week))


def _remind(week: ReminderWeek) -> RunReport:
    report, batches = build_week_report(week), find_recipients(week)
    own = DeliveryFilter(municipality_id=week.municipality.id)
    with send_concurrently(len(batches), week.today, own) as sent:
        for written in enqueue_all_digests(week, batches):
            report += written
            sent.notify()
    report += sent.report
    return _finish(week, report)


def _finish(week: ReminderWeek, report: RunReport | None = None) -> RunReport:
    """Do what comes after the digests of a week."""
    own = DeliveryFilter(municipality_id=week.municipality.id)
    report = report or build_week_report(week)
    schedule_next_reminders(week)
    report += send_all(week.today, own)
    report += enqueue_coordinator_summary(week)
    report += send_all(week.today, own)
    close_week(week)

    report = schedule_next_attempt(report, own)
    artifacts.show_week(week, report)
    return report
