"""The daily run.

Guide: "Het traject moet levendig gehouden worden met een systeem dat opvolging garandeert."
"""

from collections import Counter
from datetime import date
from typing import Any

from prefect.client.schemas.objects import State

from flows.deliver import deliver
from flows.newsletter import newsletter
from flows.work_batch import work_batch
from tasks import calendar_page
from tasks.action_pages import publish_action_pages
from tasks.approval import end_decided_runs, open_approval_forms, start_separate_run
from tasks.campaign_requests import enqueue_campaign_requests
from tasks.check_machine import check_machine
from tasks.code_of_conduct import list_due_codes_of_conduct
from tasks.continue_corrections import continue_corrections
from tasks.coordinator_change import enqueue_coordinator_changes
from tasks.correction_runs import update_correction_forms
from tasks.daily_batches import DailyBatches
from tasks.delivery import count_waiting, find_own_deliveries, list_due_channels, preview_due_deliveries
from tasks.due_today import (
    check_home,
    check_restore_hold,
    clean_up_expired,
    find_next_due_day,
    list_due_meetings,
    list_due_reminders,
    list_inboxes_with_new_files,
)
from tasks.editions import build_edition_report, list_due_editions
from tasks.exclusive_run import Tick, record_end, run_alone
from tasks.final_states import (
    add_own_documents,
    build_final_state,
    combine_reports,
    count_failed_steps,
    read_step_report,
)
from tasks.forms import update_form_choices
from tasks.gate import check_changed_plans
from tasks.installation import get_installation
from tasks.mailboxes import fetch_new_mails, read_report
from tasks.meetings import align_with_plan, enqueue_attendance_warnings, write_calendar_feeds
from tasks.mentions import fetch_new_mentions, read_mentions_report
from tasks.municipality_files import end_synchronized
from tasks.own_templates import report_broken_templates
from tasks.pack_process import render_packs_beside
from tasks.parameters import DryRun, OptionalMunicipalitySlug, Really, Today
from tasks.questions import enqueue_question_answers
from tasks.reminders import write_deadline_calendars
from tasks.run_names import format_day_run_name
from tasks.steps import CALENDAR_TIMEOUT, cycle
from tasks.subscribers import record_refusals
from tasks.today import find_today
from terugkom.report import RunReport
from terugkom.work_batches.cycles import CODE_OF_CONDUCT, IMPORT_PLAN, OWNER_REMINDERS


@cycle("follow-up-calendar", run_name=format_day_run_name, timeout_seconds=CALENDAR_TIMEOUT)
def follow_up_calendar(
    municipality: OptionalMunicipalitySlug = None,
    today: Today = None,
    dry_run: DryRun = False,
    really: Really = False,
) -> State[Any]:
    """Find what is due up to today and not done, and start a run for each cycle and batch of municipalities.

    A missed run loses nothing, and a repeated run does nothing twice.
    """
    day = today or find_today()
    return run_alone(
        lambda tick: _run_due_cycles(tick, municipality, day, dry_run),
        dry_run=dry_run,
        is_recorded=municipality is None and day == find_today(),
    )


def _run_due_cycles(tick: Tick, municipality: str | None, day: date, dry_run: bool) -> State[Any]:
    started_at = get_installation().now()
    fetched = fetch_new_mails(municipality, day, dry_run, return_state=True)
    mentions = fetch_new_mentions(municipality, day, dry_run, return_state=True)
    batches = DailyBatches(tick, work_batch, municipality, day, dry_run)
    done = batches.do({IMPORT_PLAN: list_inboxes_with_new_files(municipality)})
    asked = enqueue_coordinator_changes(municipality, day, dry_run)  # before their first summary
    reminders = list_due_reminders(municipality, day)
    done += batches.do({OWNER_REMINDERS: reminders.items})
    aligned = align_with_plan(municipality, day, dry_run, return_state=True)
    due = list_due_meetings(municipality, day)
    with render_packs_beside(0 if dry_run else sum(map(len, due.items.values()))):
        done += batches.do(due.items)
    codes = list_due_codes_of_conduct(municipality, day)
    done += batches.do({CODE_OF_CONDUCT: codes.items})
    editions = list_due_editions(municipality, day, dry_run)
    started, runs = RunReport(), []
    for slug, quarter in editions.items:
        if start_separate_run(slug, quarter, day, dry_run):
            started += build_edition_report(slug, quarter)
        else:
            runs.append(tick.run(newsletter, slug, quarter, day, dry_run))
    tick.ensure_may_go_on()
    asked += enqueue_campaign_requests(municipality, day, dry_run)
    asked += enqueue_question_answers(municipality, day, dry_run)
    asked += enqueue_attendance_warnings(municipality, day, dry_run)
    if dry_run:
        asked += preview_due_deliveries(find_own_deliveries(municipality))
    steps: list[State[Any]] = []  # that stop nothing else when they fail, and are counted then
    if not dry_run:
        steps.append(continue_corrections(municipality, day, return_state=True))
    if not dry_run:  # before sending: addresses that unsubscribed meanwhile are skipped
        steps.append(record_refusals(municipality, day, return_state=True))
        steps.append(publish_action_pages(municipality, day, return_state=True))
    if not dry_run and list_due_channels(find_own_deliveries(municipality)):
        runs.append(tick.run(deliver, municipality, day))

    if not dry_run:
        open_approval_forms(municipality, day)
        end_decided_runs(municipality)
        update_correction_forms(municipality)
        steps.append(check_changed_plans(municipality, day, return_state=True))
        steps.append(write_calendar_feeds(municipality, day, return_state=True))
        steps.append(write_deadline_calendars(municipality, day, return_state=True))
        steps.append(update_form_choices(return_state=True))
    templates = report_broken_templates(municipality, return_state=True)
    if not dry_run and municipality is None:
        record_end(started_at, day)

    failed = sum(each.failed for each in (reminders, due, codes, editions))
    report = (
        read_report(fetched)
        + read_mentions_report(mentions)
        + started
        + read_step_report(aligned)
        + asked
        + RunReport(attention=+Counter(failed_steps=failed))
        + count_failed_steps(steps)
        + read_step_report(templates)
    )
    report += done + combine_reports(runs, dry_run=dry_run) + find_next_due_day(municipality, day)
    all_done = municipality is None and not dry_run and not report.attention["failed_runs"]
    report += check_restore_hold(all_done=all_done)
    if all_done:
        report += read_step_report(clean_up_expired(return_state=True))
    if municipality is None:
        report += read_step_report(check_home(dry_run=dry_run, return_state=True))
    if municipality is None and not dry_run:
        report += read_step_report(check_machine(return_state=True))
    report += end_synchronized()
    if not dry_run:
        report = count_waiting(add_own_documents(report), find_own_deliveries(municipality))
    calendar_page.show_calendar(municipality, day, report)
    return build_final_state(report)
