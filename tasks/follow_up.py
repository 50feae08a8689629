"""What the daily tick asks: what is new in an inbox, and what is due."""

from datetime import date

from sqlalchemy import select

from tasks.installation import installation
from tasks.steps import step
from terugkom.plan import inbox
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named
from terugkom.reminders import week


@step("look in the inboxes")
def municipalities_with_new_files(municipality: str | None) -> list[str]:
    """Return the municipalities in whose inbox a new file lies."""
    folder = installation().settings.municipalities
    return [slug for slug in inbox.with_new_files(folder) if municipality in (None, slug)]


@step("ask what is due")
def municipalities_with_reminders_due(municipality: str | None, today: date) -> list[str]:
    """Return the municipalities whose week of reminders is due."""
    with installation().database.reading() as session:
        if municipality is not None:
            towns = [municipality_named(session, municipality)]
        else:
            towns = list(session.scalars(select(Municipality).order_by(Municipality.slug)))
        return [town.slug for town in towns if week.is_due(session, town, today)]
