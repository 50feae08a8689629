"""Read the mailboxes, and import what came in."""

from typing import Any

from prefect.client.schemas.objects import State

from flows.import_plan import import_plan
from tasks.final_states import combine_reports
from tasks.mailboxes import fetch_new_mails, finish_fetch
from tasks.parameters import DryRun, OptionalMunicipalitySlug, Today
from tasks.run_names import format_day_run_name
from tasks.steps import cycle
from tasks.today import find_today


@cycle("read-mailbox", run_name=format_day_run_name)
def read_mailbox(
    municipality: OptionalMunicipalitySlug = None, today: Today = None, dry_run: DryRun = False
) -> State[Any]:
    """Put new mails in the inbox of their municipality, and import them.

    A mail is moved on the server once it lies on disk: a run that is cut off loses none, and takes none
    twice. A mailbox that is not reached makes this run fail, and keeps no other from being read; one that
    another run reads is left to it, and the state says so.
    """
    day = today or find_today()
    fetched = fetch_new_mails(municipality, day, dry_run)
    runs = [import_plan(slug, day, dry_run, return_state=True) for slug in fetched.municipalities]
    return finish_fetch(fetched, combine_reports(runs, dry_run=dry_run))
