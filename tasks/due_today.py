"""Prefect tasks of the daily run: find new files and what is due."""

from collections import Counter
from datetime import date, timedelta
from itertools import chain

from sqlalchemy.orm import Session

from tasks.clean_up_page import show_clean_up
from tasks.each_municipality import (
    FAILED_STEPS,
    MunicipalityResults,
    for_each_municipality,
    list_detached_municipalities,
    read_for_municipalities,
    run_for_municipalities,
)
from tasks.installation import get_installation
from tasks.run_log import log_info
from tasks.steps import read_step, step
from terugkom import clock
from terugkom.daily_runs.due_runs import list_interrupted_runs
from terugkom.delivery.restore_hold import count_held, end_hold
from terugkom.inbox import folder
from terugkom.inbox.unclaimed_files import list_unclaimed
from terugkom.meetings import open_meeting
from terugkom.meetings.kinds import CORE_GROUP, FOCUS_GROUP, PEER_EXCHANGE, SUBGROUP
from terugkom.overview.upcoming import find_next_days
from terugkom.plan.model import Municipality
from terugkom.reminders import week
from terugkom.reminders.due_actions import count_due_actions
from terugkom.report import RunReport, format_log_counts
from terugkom.retention.clean_up import clean_up, limit_clock_jump, was_clean_up_listed
from terugkom.retention.find_expired import count_to_show, list_expired
from terugkom.work_batches.cut_batches import split_item
from terugkom.work_batches.estimate_work import estimate_import, estimate_meeting, estimate_reminders
from terugkom.work_batches.model import WorkItem

_MEETING_ORDER = (SUBGROUP, CORE_GROUP, FOCUS_GROUP, PEER_EXCHANGE)


@read_step("find new files")
def list_inboxes_with_new_files(municipality: str | None) -> MunicipalityResults[list[WorkItem]]:
    """Return the municipalities with a new file in their inbox."""
    root = get_installation().settings.municipalities
    found = folder.list_municipalities_with_new_files(root)
    return MunicipalityResults(
        [WorkItem(slug, weight=estimate_import()) for slug in found if municipality in (None, slug)]
    )


@step("check the home")
def check_home(*, dry_run: bool) -> RunReport:
    """Return whether there is no municipality, and how much lies in the home that belongs to nobody.

    Each municipality gets an inbox, unless this is a dry run.
    """
    settings = get_installation().settings

    def create(municipality: Municipality) -> None:
        if not dry_run:
            folder.create_inbox(settings.municipalities, municipality.slug)

    municipalities = list_detached_municipalities(None)
    slugs = [each.slug for each in municipalities]
    created = run_for_municipalities(municipalities, "check the home", create)
    unclaimed = list_unclaimed(settings.home.resolve(), settings.municipalities, slugs)
    found = {"no_municipality": int(not slugs), "unclaimed": len(unclaimed), FAILED_STEPS: created.failed}
    return RunReport(attention=+Counter(found))


@read_step("find due reminders")
def list_due_reminders(slug: str | None, today: date) -> MunicipalityResults[list[WorkItem]]:
    """Return the municipalities whose week of reminders is due, or was started by a run that was cut off.

    A large one is split into shares of its recipients, where several workers may write at the same time.
    """
    database, limit = get_installation().database, get_installation().settings.work_batch_weight
    with database.read_session() as session:
        interrupted = {each.flow for each in list_interrupted_runs(session, get_installation().now())}
        due_actions = count_due_actions(session, today)

    def find(session: Session, municipality: Municipality) -> list[WorkItem]:
        if not week.is_week_due(session, municipality, today, was_interrupted=week.KIND in interrupted):
            return []
        weight = estimate_reminders(due_actions.get(municipality.id, 0))
        item = WorkItem(municipality.slug, weight=weight)
        if database.is_sqlite or weight <= limit or week.list_past_weeks(session, municipality, today):
            return [item]
        return split_item(item, limit)

    possible = week.select_with_possible_work(today)
    found = for_each_municipality(slug, "find due reminders", find, among=possible)
    return MunicipalityResults([*chain.from_iterable(found.items)], found.failed)


@read_step("find meetings with a step due")
def list_due_meetings(slug: str | None, today: date) -> MunicipalityResults[dict[str, list[WorkItem]]]:
    """Return by kind the meetings with a step due."""
    found = read_for_municipalities(
        slug,
        "find meetings with a step due",
        lambda session, municipalities: open_meeting.list_all_due_meetings(session, municipalities, today),
    )
    by_kind: dict[str, list[WorkItem]] = {kind: [] for kind in _MEETING_ORDER}
    for municipality, due in found.items:
        for of in (each.occurrence for each in due):
            item = WorkItem(municipality.slug, of.subject, of.period, weight=estimate_meeting())
            by_kind[of.kind].append(item)
    return MunicipalityResults(by_kind, found.failed)


@step("check what a restore holds")
def check_restore_hold(*, all_done: bool) -> RunReport:
    """Return a report with the number of deliveries that a restore holds for a person.

    If all municipalities are done, whatever fell due since the backup was made is enqueued, and new
    deliveries are sent again.
    """
    with get_installation().database.write_session() as session:
        if all_done:
            end_hold(session, clock.now())
        held = count_held(session)
    return RunReport(attention=+Counter(held_after_restore=held))


@step("clean up")
def clean_up_expired() -> RunReport:
    """Delete what is kept too long; before a person has listed it once, only say how much it is. A page says
    how much of each kind. Of what a clock that jumped ahead makes too old nothing is deleted."""
    installation = get_installation()
    wanted = installation.build_retention()
    with installation.database.read_session() as session:
        listed = was_clean_up_listed(session)
    if not listed:
        expired = list_expired(wanted)
        show_clean_up(expired.counts, wanted.periods, was_deleted=False)
        return RunReport(attention=+Counter(clean_up_not_listed=count_to_show(expired)))
    counts = clean_up(limit_clock_jump(wanted), dry_run=False).counts
    show_clean_up(counts, wanted.periods, was_deleted=True)
    log_info(f"clean-up: {format_log_counts(sorted(counts.items())) or 'nothing'}")
    return RunReport()


@read_step("find the next due day")
def find_next_due_day(slug: str | None, today: date) -> RunReport:
    """Return a report with the next day, within a year, on which something is due."""
    until = today + timedelta(days=365)
    found = read_for_municipalities(
        slug,
        "find the next due day",
        lambda session, municipalities: find_next_days(session, municipalities, today, until),
    )
    return RunReport(
        attention=+Counter({FAILED_STEPS: found.failed}),
        next_due_on=min((day for _, day in found.items if day), default=None),
    )
