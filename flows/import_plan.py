"""Import new workbooks, minutes, ideas and mail replies from a municipality's inbox."""

from typing import Any

from prefect.client.schemas.objects import State

from tasks import artifacts, ideas, subscribers
from tasks.final_states import build_final_state
from tasks.minutes import build_report, record_new_minutes, render_markdown
from tasks.parameters import DryRun, MunicipalitySlug, Today, format_day_run_name
from tasks.plan import import_new_files
from tasks.steps import cycle
from terugkom import clock


@cycle("import-plan", run_name=format_day_run_name)
def import_plan(municipality: MunicipalitySlug, today: Today = None, dry_run: DryRun = False) -> State[Any]:
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
    ideas_result = ideas.import_new_ideas(municipality, day, dry_run)
    imported = import_new_files(municipality, day, dry_run)
    minutes = record_new_minutes(municipality, day, dry_run)
    answers = subscribers.import_mailbox_answers(municipality, day, dry_run)
    pages = (
        render_markdown(minutes),
        ideas.render_markdown(ideas_result),
        subscribers.render_markdown(answers),
    )
    artifacts.show_imports(municipality, imported, *pages)
    report = (
        imported.report
        + build_report(minutes, dry_run=dry_run)
        + subscribers.build_report(answers, dry_run=dry_run)
    )
    return build_final_state(
        report + ideas.build_report(ideas_result, dry_run=dry_run), nothing="Nothing new"
    )
