"""Prefect tasks of the daily run: find new files and what is due."""

from collections import defaultdict
from datetime import date, timedelta

from tasks.installation import installation
from tasks.steps import step
from terugkom.inbox.folder import with_new_files
from terugkom.meetings import open_meeting
from terugkom.overview.upcoming import next_day
from terugkom.reminders import week
from terugkom.report import Report


@step("find new files")
def municipalities_with_new_files(municipality: str | None) -> list[str]:
    """Return the slugs of municipalities with a new file in their inbox."""
    folder = installation().settings.municipalities
    return [slug for slug in with_new_files(folder) if municipality in (None, slug)]


@step("find due reminders")
def municipalities_with_reminders_due(municipality: str | None, today: date) -> list[str]:
    """Return the municipalities whose week of reminders is due."""
    with installation().database.reading() as session:
        towns = open_meeting.towns(session, municipality)
        return [town.slug for town in towns if week.is_due(session, town, today)]


@step("find meetings with a step due")
def meetings_due(municipality: str | None, today: date) -> dict[str, list[tuple[str, str, str]]]:
    """Return by kind the meetings with a step due: municipality, group and period of each."""
    found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with installation().database.reading() as session:
        for town in open_meeting.towns(session, municipality):
            for each in open_meeting.meetings_due(session, town, today):
                of = each.occasion
                found[of.kind].append((town.slug, of.subject, of.period))
    return found


@step("find the next due day")
def look_ahead(municipality: str | None, today: date) -> Report:
    """Return a report with the next day, within a year, on which something is due."""
    until = today + timedelta(days=365)
    with installation().database.reading() as session:
        days = [next_day(session, town, today, until) for town in open_meeting.towns(session, municipality)]
    return Report(next_on=min(filter(None, days), default=None))
