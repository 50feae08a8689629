"""Import new workbooks, minutes, ideas and mail replies from a municipality's inbox."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from tasks import artifacts, ideas, subscribers
from tasks.final_states import outcome
from tasks.minutes import markdown_of, record_new_minutes, report_of
from tasks.parameters import DryRun, Today, Town, named_for_a_day
from tasks.plan import import_new_files
from terugkom import clock


@flow(name="import-plan", flow_run_name=named_for_a_day)
def import_plan(municipality: Town, today: Today = None, dry_run: DryRun = False) -> State[Any]:
    """Import each new file of the inbox, and move it to `done` or `refused` with a report next to it.

    Word documents are the minutes of meetings: their decisions change the plan. A workbook with a
    column of ideas, as exported by an online form, adds to the idea box. Mails are replies of subscribers,
    and
    bounces; a mail that is not recognised stays, to be read by a person.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        today: Run as if it were this day; leave empty for today.
        dry_run: Only show what would change; the files stay where they are.
    """
    day = today or clock.today()
    handed_in = ideas.take_new_ideas(municipality, day, dry_run)
    imported = import_new_files(municipality, day, dry_run)
    minutes = record_new_minutes(municipality, day, dry_run)
    answers = subscribers.read_new_answers(municipality, day, dry_run)
    pages = (markdown_of(minutes), ideas.markdown_of(handed_in), subscribers.markdown_of(answers))
    artifacts.show_imports(municipality, imported, *pages)
    report = (
        imported.report
        + report_of(minutes, dry_run=dry_run)
        + subscribers.report_of(answers, dry_run=dry_run)
    )
    return outcome(report + ideas.report_of(handed_in, dry_run=dry_run), nothing="Nothing new")
