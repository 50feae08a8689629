"""The reminders of one municipality in one week: the body of `owner-reminders` and of its batches."""

from datetime import date
from typing import Any

from prefect.client.schemas.objects import State

from tasks import artifacts
from tasks.delivery import (
    find_own_deliveries,
    schedule_next_attempt,
    send_all,
    send_concurrently,
    send_waiting,
)
from tasks.due_today import find_next_due_day
from tasks.final_states import build_final_state
from tasks.reminders import (
    WHOLE,
    RecipientShare,
    build_digest_function,
    build_week_report,
    close_week,
    describe_quiet_week,
    enqueue_all_digests,
    enqueue_coordinator_summary,
    find_recipients,
    list_past_weeks,
    may_open_week,
    open_week,
    preview_week,
    schedule_next_reminders,
)
from tasks.run_page import is_in_batch
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.reminders.week import ReminderWeek
from terugkom.report import RunReport, sum_reports


def remind_owners(slug: str, today: date, dry_run: bool, share: RecipientShare = WHOLE) -> State[Any]:
    """Write and send the digests of a municipality, or a share of them, and then the summary; return the
    final state.

    An earlier week that a run left open is finished first. Of several shares the one that finds that no
    recipient is left writes the summary and closes the week; if two find that, the second does nothing.
    """
    past = [] if dry_run else list_past_weeks(slug, today)
    goes_on = not past or may_open_week(past, today)
    report = sum_reports([_finish(each) for each in past])
    week = open_week(slug, today, dry_run) if goes_on else None
    if week is None:
        report += RunReport(dry_run=dry_run)
        if share == WHOLE and not dry_run:  # of several shares another one may be at work
            report += send_waiting(today, find_own_deliveries(slug))
        return build_final_state(report if is_in_batch() else report + find_next_due_day(slug, today))
    if dry_run:
        report = preview_week(week)
        artifacts.show_week(week, report)
        return build_final_state(report)
    report += _remind(week, share)
    return build_final_state(report, remark=describe_quiet_week(report))


def _remind(week: ReminderWeek, share: RecipientShare) -> RunReport:
    report, batches = build_week_report(week), find_recipients(week, share)
    own = DeliveryFilter(municipality_id=week.municipality.id)
    render = build_digest_function(week)
    with send_concurrently(len(batches), week.today, own, render) as sent:
        for written in enqueue_all_digests(week, batches, sent.sender):
            report += written
            sent.notify()
    report += sent.report
    if share != WHOLE and find_recipients(week):
        return schedule_next_attempt(report + send_all(week.today, own), own, is_alone=False)
    return _finish(week, report, is_alone=share == WHOLE)


def _finish(week: ReminderWeek, report: RunReport | None = None, *, is_alone: bool = True) -> RunReport:
    """Do what comes after the digests of a week."""
    own = DeliveryFilter(municipality_id=week.municipality.id)
    report = report or build_week_report(week)
    schedule_next_reminders(week)
    report += send_all(week.today, own)
    report += enqueue_coordinator_summary(week)
    report += send_all(week.today, own)
    close_week(week)

    report = schedule_next_attempt(report, own, is_alone=is_alone)
    artifacts.show_week(week, report)
    return report
