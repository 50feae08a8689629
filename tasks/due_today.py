"""Prefect tasks of the daily run: find new files and what is due."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import chain

from sqlalchemy.orm import Session

from tasks.each_municipality import FAILED_STEPS, Found, for_each_municipality
from tasks.installation import get_installation
from tasks.run_log import log_info
from tasks.steps import step
from terugkom import clock
from terugkom.delivery.restore_hold import count_held, end_hold
from terugkom.due_runs import list_cut_off_runs
from terugkom.inbox import folder
from terugkom.inbox.unclaimed import list_unclaimed
from terugkom.meetings import open_meeting
from terugkom.overview.upcoming import find_next_day
from terugkom.plan.model import Municipality
from terugkom.plan.queries import list_municipalities
from terugkom.reminders import week
from terugkom.report import RunReport, format_counts
from terugkom.retention import clean_up, list_expired, was_listed


@step("find new files")
def list_municipalities_with_new_files(municipality: str | None) -> list[str]:
    """Return the slugs of municipalities with a new file in their inbox."""
    root = get_installation().settings.municipalities
    return [slug for slug in folder.list_municipalities_with_new_files(root) if municipality in (None, slug)]


@step("check the home")
def check_home(*, dry_run: bool) -> RunReport:
    """Return whether there is no municipality, and how much lies in the home that belongs to nobody.

    Each municipality gets an inbox, unless this is a dry run.
    """
    settings = get_installation().settings

    def create(_: Session, municipality: Municipality) -> str:
        if not dry_run:
            folder.create_inbox(settings.municipalities, municipality.slug)
        return municipality.slug

    with get_installation().database.read_session() as session:
        slugs = [each.slug for each in list_municipalities(session, None)]
    created = for_each_municipality(None, "check the home", create)
    unclaimed = list_unclaimed(settings.home.resolve(), settings.municipalities, slugs)
    found = {"no_municipality": int(not slugs), "unclaimed": len(unclaimed), FAILED_STEPS: created.failed}
    return RunReport(attention=+Counter(found))


@step("find due reminders")
def list_municipalities_with_due_reminders(slug: str | None, today: date) -> Found[list[str]]:
    """Return the municipalities whose week of reminders is due, or was started by a run that was cut off."""
    with get_installation().database.read_session() as session:
        cut_off = {each.flow for each in list_cut_off_runs(session, clock.now())}

    def find(session: Session, municipality: Municipality) -> str:
        is_due = week.is_due(session, municipality, today, was_cut_off=week.KIND in cut_off)
        return municipality.slug if is_due else ""

    found = for_each_municipality(slug, "find due reminders", find)
    return Found([each for each in found.items if each], found.failed)


@step("find meetings with a step due")
def list_due_meetings(slug: str | None, today: date) -> Found[dict[str, list[tuple[str, str, str]]]]:
    """Return by kind the meetings with a step due: municipality, group and period of each."""

    def find(session: Session, municipality: Municipality) -> list[tuple[str, tuple[str, str, str]]]:
        due = [each.occurrence for each in open_meeting.list_due_meetings(session, municipality, today)]
        return [(of.kind, (municipality.slug, of.subject, of.period)) for of in due]

    found = for_each_municipality(slug, "find meetings with a step due", find)
    by_kind: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for kind, meeting in chain.from_iterable(found.items):
        by_kind[kind].append(meeting)
    return Found(by_kind, found.failed)


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
    """Delete what is kept too long; before a person has listed it once, only say how much it is."""
    installation = get_installation()
    wanted = installation.build_retention()
    with installation.database.read_session() as session:
        listed = was_listed(session)
    if not listed:
        found = list_expired(wanted).total
        return RunReport(attention=+Counter(clean_up_not_listed=found))
    counts = clean_up(wanted, dry_run=False).counts
    log_info(f"clean-up: {format_counts(sorted(counts.items())) or 'nothing'}")
    return RunReport()


@step("find the next due day")
def find_next_due_day(slug: str | None, today: date) -> RunReport:
    """Return a report with the next day, within a year, on which something is due."""
    until = today + timedelta(days=365)
    found = for_each_municipality(
        slug,
        "find the next due day",
        lambda session, municipality: find_next_day(session, municipality, today, until),
    )
    return RunReport(
        attention=+Counter({FAILED_STEPS: found.failed}),
        next_due_on=min(filter(None, found.items), default=None),
    )
