"""The daily run.

Guide: "Het traject moet levendig gehouden worden met een systeem dat opvolging garandeert."
"""

from typing import Any

from prefect.client.schemas.objects import State

from flows.deliver import deliver
from flows.newsletter import newsletter
from flows.work_batch import work_batch
from tasks.action_pages import publish_action_pages
from tasks.approval import end_decided_runs, open_approval_forms
from tasks.calendar_run import CalendarRun, run_calendar
from tasks.campaign_requests import enqueue_campaign_requests
from tasks.check_machine import check_machine
from tasks.code_of_conduct import list_due_codes_of_conduct
from tasks.continue_corrections import continue_corrections
from tasks.coordinator_change import enqueue_coordinator_changes
from tasks.correction_runs import update_correction_forms
from tasks.daily_meeting_steps import align_with_plan, enqueue_attendance_warnings, write_calendar_feeds
from tasks.due_today import (
    check_home,
    check_restore_hold,
    clean_up_expired,
    find_next_due_day,
    list_due_meetings,
    list_due_reminders,
    list_inboxes_with_new_files,
)
from tasks.editions import list_due_editions
from tasks.gate import check_changed_plans
from tasks.mailboxes import fetch_new_mails
from tasks.mentions import fetch_new_mentions
from tasks.moved_days import enqueue_moved_days
from tasks.municipality_files import end_synchronized
from tasks.own_templates import report_broken_templates
from tasks.parameters import DryRun, OptionalMunicipalitySlug, Really, Today
from tasks.questions import enqueue_question_answers
from tasks.reminders import write_deadline_calendars
from tasks.run_names import format_day_run_name
from tasks.steps import CALENDAR_TIMEOUT, cycle
from tasks.subscribers import record_refusals
from tasks.today import find_today
from tasks.update_forms import update_form_choices
from terugkom.work_batches.cycles import CODE_OF_CONDUCT, IMPORT_PLAN, OWNER_REMINDERS


@cycle(
    "follow-up-calendar",
    run_name=format_day_run_name,
    timeout_seconds=CALENDAR_TIMEOUT,
    is_unasked=True,
)
def follow_up_calendar(
    municipality: OptionalMunicipalitySlug = None,
    today: Today = None,
    dry_run: DryRun = False,
    really: Really = False,
) -> State[Any]:
    """Find what is due up to today and not done, and start a run for each cycle and batch of municipalities.

    A missed run loses nothing, and a repeated run does nothing twice.
    """
    return run_calendar(_do_due_work, municipality, today or find_today(), dry_run)


def _do_due_work(run: CalendarRun) -> State[Any]:
    slug, day, dry_run = run.municipality, run.day, run.dry_run
    run.try_step(fetch_new_mails, slug, day, dry_run)
    run.try_step(fetch_new_mentions, slug, day, dry_run)
    run.do_batches(work_batch, IMPORT_PLAN, list_inboxes_with_new_files(slug))
    run.add(enqueue_coordinator_changes(slug, day, dry_run))  # before their first summary
    run.do_batches(work_batch, OWNER_REMINDERS, list_due_reminders(slug, day))
    run.try_step(align_with_plan, slug, day, dry_run)
    run.try_unless_dry(enqueue_moved_days, slug, day)
    run.do_meetings(work_batch, list_due_meetings(slug, day))
    run.do_batches(work_batch, CODE_OF_CONDUCT, list_due_codes_of_conduct(slug, day))
    run.start_editions(newsletter, list_due_editions(slug, day, dry_run))
    run.tick.ensure_may_go_on()
    run.add(enqueue_campaign_requests(slug, day, dry_run))
    run.add(enqueue_question_answers(slug, day, dry_run))
    run.add(enqueue_attendance_warnings(slug, day, dry_run))
    run.try_unless_dry(continue_corrections, slug, day)
    run.try_unless_dry(record_refusals, slug, day)  # before sending: who unsubscribed meanwhile is skipped
    run.try_unless_dry(publish_action_pages, slug, day)
    run.deliver(deliver)

    run.call_unless_dry(open_approval_forms, slug, day)
    run.call_unless_dry(end_decided_runs, slug)
    run.call_unless_dry(update_correction_forms, slug)
    run.try_unless_dry(check_changed_plans, slug, day)
    run.try_unless_dry(write_calendar_feeds, slug, day)
    run.try_unless_dry(write_deadline_calendars, slug, day)
    run.try_unless_dry(update_form_choices)
    run.try_step(report_broken_templates, slug)
    run.record_end()

    run.add(find_next_due_day(slug, day))
    run.add(check_restore_hold(all_done=run.is_all_done))
    run.try_step_when(run.is_all_done, clean_up_expired)
    run.try_step_when(run.is_of_all, check_home, dry_run=dry_run)
    run.try_step_when(run.is_all_kept, check_machine)
    run.add(end_synchronized())
    return run.finish()
