"""After a change in the plan: align the meetings with it, and write the calendars anew, at once."""

from datetime import date, datetime
from pathlib import Path

from terugkom.database.connection_pool import Database
from terugkom.documents.render_context import RenderContext
from terugkom.meetings.align_meetings import align_meetings, list_misaligned
from terugkom.meetings.calendar_feed import write_feeds
from terugkom.plan.queries import get_municipality


def align_if_different(database: Database, slug: str, today: date, now: datetime) -> int:
    """Align the meetings to come with the plan; return how many were changed.

    The database is locked for writing only if a meeting differs.
    """
    with database.read_session() as session:
        if not list_misaligned(session, get_municipality(session, slug), today):
            return 0
    with database.write_session() as session:
        return align_meetings(session, get_municipality(session, slug), today, now)


def follow_plan(context: RenderContext, slug: str, outbox: Path, today: date, now: datetime) -> int:
    """Align the meetings to come with the plan, and write the changed calendars; return how many meetings
    were changed.

    Raises ExceptionGroup for calendars that could not be made.
    """
    changed = align_if_different(context.database, slug, today, now)
    write_changed_feeds(context, slug, outbox, today)
    return changed


def write_changed_feeds(context: RenderContext, slug: str, outbox: Path, today: date) -> None:
    """Write the calendars of a municipality that changed. Raises ExceptionGroup as `write_feeds` does."""
    with context.database.read_session() as session:
        write_feeds(session, context.templates, get_municipality(session, slug), outbox, today)
