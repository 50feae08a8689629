"""Import new workbooks, minutes, ideas and mail replies from a municipality's inbox."""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.inbox import import_inbox
from tasks.parameters import DryRun, MunicipalitySlug, Today
from tasks.run_names import format_day_run_name
from tasks.steps import cycle
from tasks.today import find_today


@cycle("import-plan", run_name=format_day_run_name)
def import_plan(municipality: MunicipalitySlug, today: Today = None, dry_run: DryRun = False) -> State[Any]:
    """Import each new file of the inbox, and move it to `done` or `refused` with a report next to it.

    Word documents are the minutes of meetings: their decisions change the plan. A workbook with a
    column of ideas, as exported by an online form, adds to the idea box. Mails are replies of subscribers,
    and bounces; a mail that is not recognised stays, to be read by a person. A dry run leaves the files where
    they are.
    """
    return import_inbox(municipality, today or find_today(), dry_run)
