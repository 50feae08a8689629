"""The daily run.

Guide: "Het traject moet levendig gehouden worden met een systeem dat opvolging garandeert."
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.code_of_conduct import code_of_conduct
from flows.core_group_review import core_group_review
from flows.deliver import deliver
from flows.focus_group_review import focus_group_review
from flows.import_plan import import_plan
from flows.newsletter import newsletter
from flows.owner_reminders import owner_reminders
from flows.peer_exchange import peer_exchange
from flows.subgroup_review import subgroup_review
from tasks import artifacts
from tasks.approval import started_apart
from tasks.code_of_conduct import towns_to_hand_out_in
from tasks.delivery import channels_waiting
from tasks.due_today import (
    look_ahead,
    meetings_due,
    municipalities_with_new_files,
    municipalities_with_reminders_due,
)
from tasks.editions import ask_for_contributions, editions_due
from tasks.final_states import gathered, outcome
from tasks.gate import check_changed_plans
from tasks.meetings import write_feeds
from tasks.parameters import AnyTown, DryRun, Today, named_for_a_day
from tasks.subscribers import note_refusals
from terugkom import clock
from terugkom.report import Report


@flow(name="follow-up-calendar", flow_run_name=named_for_a_day)
def follow_up_calendar(
    municipality: AnyTown = None, today: Today = None, dry_run: DryRun = False
) -> State[Any]:
    """Find what is due up to today and not done, and start a run for each.

    A missed run loses nothing, and a repeated run does nothing twice.

    Args:
        municipality: Short name of the municipality; leave empty for all.
        today: Run as if it were this day; leave empty for today.
        dry_run: Only show what would happen; nothing is stored or sent.
    """
    day = today or clock.today()
    runs = [
        import_plan(slug, day, dry_run, return_state=True)
        for slug in municipalities_with_new_files(municipality)
    ]
    runs += [
        owner_reminders(slug, day, dry_run, return_state=True)
        for slug in municipalities_with_reminders_due(municipality, day)
    ]
    reviews = {each.name: each for each in (subgroup_review, core_group_review, focus_group_review)}
    due = meetings_due(municipality, day)
    runs += [
        reviews[kind](slug, group, period, day, dry_run=dry_run, return_state=True)
        for kind in reviews
        for slug, group, period in due.get(kind, ())
    ]
    runs += [
        peer_exchange(slug, period, day, dry_run=dry_run, return_state=True)
        for slug, _, period in due.get(peer_exchange.name, ())
    ]
    runs += [
        code_of_conduct(slug, day, dry_run, return_state=True)
        for slug in towns_to_hand_out_in(municipality, day)
    ]
    runs += [
        newsletter(slug, quarter, day, dry_run, return_state=True)
        for slug, quarter in editions_due(municipality, day)
        if not started_apart(slug, quarter, day, dry_run)
    ]
    asked = Report() if dry_run else ask_for_contributions(municipality, day)
    if not dry_run:  # before sending: addresses that unsubscribed meanwhile are skipped
        note_refusals(municipality, day, return_state=True)
    if channels_waiting() and not dry_run:
        runs.append(deliver(return_state=True))

    if not dry_run:  # advice: errors here do not stop the run
        check_changed_plans(municipality, day, return_state=True)
        write_feeds(municipality, day, return_state=True)

    report = asked + gathered(runs, dry_run=dry_run) + look_ahead(municipality, day)
    artifacts.show_tick(municipality, day, report)
    return outcome(report)
