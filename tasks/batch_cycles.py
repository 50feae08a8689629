"""The cycles that are done in batches, and how the work for one municipality is done within one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from prefect.client.schemas.objects import State

from tasks.code_of_conduct import distribute_code_of_conduct
from tasks.meetings import run_meeting
from tasks.remind_owners import remind_owners
from tasks.reminders import RecipientShare
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.work_batches.cycles import CODE_OF_CONDUCT, IMPORT_PLAN, OWNER_REMINDERS
from terugkom.work_batches.model import WorkItem

_BODIES: dict[str, Callable[[WorkItem, date, bool], State[Any]]] = {
    IMPORT_PLAN: lambda item, day, dry_run: _import_inbox(item, day, dry_run),
    OWNER_REMINDERS: lambda item, day, dry_run: remind_owners(
        item.municipality, day, dry_run, RecipientShare(item.share, item.shares)
    ),
    CODE_OF_CONDUCT: lambda item, day, dry_run: distribute_code_of_conduct(item.municipality, day, dry_run),
}


def _import_inbox(item: WorkItem, day: date, dry_run: bool) -> State[Any]:
    from tasks.inbox import import_inbox  # here: most runs find no file, and what reads them takes long

    return import_inbox(item.municipality, day, dry_run)


def run_item(cycle: str, item: WorkItem, day: date, dry_run: bool) -> State[Any]:
    """Do the work of a cycle for one municipality, as a run of that cycle would; return its final state."""
    if cycle in MEETING_KINDS:
        return run_meeting(cycle, item.municipality, item.subject, item.period, day, False, dry_run)
    return _BODIES[cycle](item, day, dry_run)
