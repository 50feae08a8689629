"""Count what a daily run asks of the database as municipalities grow: 30, 300 and 3,000 of them.

.venv/bin/python -m bench.scale [30 300 3000]

The steps of a daily run that look at each municipality are called without Prefect, on SQLite: on a quiet day
and on the busiest one, of which the batches are planned too, and not done.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, func, select

from bench.busiest_day import fill_home
from terugkom.clock import now
from terugkom.database.connection_pool import Database
from terugkom.work_batches.cut_batches import cut_batches
from terugkom.work_batches.cycles import CODE_OF_CONDUCT, OWNER_REMINDERS
from terugkom.work_batches.model import WorkBatch, WorkItem
from terugkom.work_batches.plan_batches import plan_batches
from tests.meetings.packs.core_town import TODAY

ACTIONS = 6  # of each municipality: what is counted here hardly depends on it
QUIET = TODAY - timedelta(days=60)
BATCH_MILLISECONDS = 10_000.0


def main(sizes: list[int]) -> None:
    print("| municipalities | day | statements | processor seconds | due | batches | bytes of the rows |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            fill_home(home, size, ACTIONS)
            os.environ["TERUGKOM_HOME"] = str(home)
            count_day(QUIET - timedelta(days=1))  # writes the calendars, which a day in a row does not
            for name, day in (("quiet", QUIET), ("busiest", TODAY)):
                print(f"| {size:,} | {name} | {count_day(day)} |", flush=True)


def count_day(day: date) -> str:
    """Return the figures of the steps of one day, as cells of a table."""
    from tasks.installation import get_installation

    get_installation.cache_clear()
    database, statements = get_installation().database, list[None]()

    def count(*_: Any) -> None:
        statements.append(None)

    event.listen(database.engine, "before_cursor_execute", count)
    started = time.process_time()
    due = find_due(day)
    for look in list_other_steps(day):
        look()
    batches, size = plan_all(database, due, day)
    seconds = time.process_time() - started
    event.remove(database.engine, "before_cursor_execute", count)
    database.close()
    items = sum(map(len, due.values()))
    return f"{len(statements):,} | {seconds:.1f} | {items:,} | {batches} | {size:,}"


def find_due(day: date) -> dict[str, list[WorkItem]]:
    """Return what is due by cycle, as a daily run finds it."""
    from tasks.code_of_conduct import list_due_codes_of_conduct
    from tasks.due_today import list_due_meetings, list_due_reminders

    return {
        OWNER_REMINDERS: list_due_reminders.fn(None, day).items,
        CODE_OF_CONDUCT: list_due_codes_of_conduct.fn(None, day).items,
        **list_due_meetings.fn(None, day).items,
    }


def list_other_steps(day: date) -> list[Callable[[], Any]]:
    """Return the other steps of a daily run that look at each municipality, but for the check of changed
    plans, which asks Prefect."""
    from tasks.action_pages import publish_action_pages
    from tasks.campaign_requests import enqueue_campaign_requests
    from tasks.continue_corrections import continue_corrections
    from tasks.correction_runs import list_corrections_without_form, list_decided_corrections
    from tasks.daily_meeting_steps import align_with_plan, enqueue_attendance_warnings, write_calendar_feeds
    from tasks.due_today import check_home, find_next_due_day
    from tasks.edition_requests import list_decided_runs, list_requests_without_form
    from tasks.editions import list_due_editions
    from tasks.questions import enqueue_question_answers
    from tasks.reminders import write_deadline_calendars

    return [
        lambda: enqueue_campaign_requests.fn(None, day),
        lambda: enqueue_question_answers.fn(None, day),
        lambda: continue_corrections.fn(None, day),
        lambda: publish_action_pages.fn(None, day),
        lambda: list_requests_without_form.fn(None),
        lambda: list_decided_runs.fn(None),
        lambda: list_corrections_without_form.fn(None),
        lambda: list_decided_corrections.fn(None),
        lambda: check_home.fn(dry_run=False),
        lambda: align_with_plan.fn(None, day),
        lambda: list_due_editions.fn(None, day),
        lambda: enqueue_attendance_warnings.fn(None, day),
        lambda: write_calendar_feeds.fn(None, day),
        lambda: write_deadline_calendars.fn(None, day),
        lambda: find_next_due_day.fn(None, day),
    ]


def plan_all(database: Database, due: dict[str, list[WorkItem]], day: date) -> tuple[int, int]:
    """Plan the batches of what is due; return how many there are, and how many bytes their items take."""
    with database.write_session() as session:
        for cycle, items in due.items():
            plan_batches(session, day, cycle, cut_batches(items, BATCH_MILLISECONDS), now())
    with database.read_session() as session:
        size = func.coalesce(func.sum(func.length(WorkBatch.items)), 0)
        count, stored = session.execute(select(func.count(), size).select_from(WorkBatch)).one()
    return int(count), int(stored)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [30, 300, 3000])
