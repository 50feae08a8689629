"""Keep the dates that published editions told, where they are not known yet."""

from sqlalchemy import select

from terugkom.documents.file_store import DocumentChanged
from terugkom.documents.render_context import RenderContext
from terugkom.editions.model import Edition, EditionState
from terugkom.editions.published_stories import PublishedEdition, load_published_edition
from terugkom.editions.story import Story
from terugkom.editions.told_dates import ToldDates, find_told_dates
from terugkom.errors import InputError
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment


def record_told_dates(context: RenderContext, municipality: Municipality) -> None:
    """Keep the dates that published editions told where they are not known: an earlier version published
    those, or a correction of one was."""
    query = (
        select(Edition)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Edition.state == EditionState.PUBLISHED)
        .where(Edition.told_dates.is_(None))
    )
    found: dict[int, ToldDates] = {}
    with context.database.read_session() as session:
        for edition in session.scalars(query):
            try:
                published = load_published_edition(session, context.documents, edition)
            except (
                DocumentChanged,
                InputError,
            ):  # its text is gone or was changed: who asks for its pages is told
                continue
            stories = _list_versions(published)
            found[edition.moment_id] = find_told_dates(stories, edition.until, {})
    if found:
        with context.database.write_session() as session:
            for moment_id, dates in found.items():
                session.get_one(Edition, moment_id).told_dates = dates


def _list_versions(edition: PublishedEdition) -> list[Story]:
    """Return each story in every version that was published: who read the first one knows its date."""
    corrected = [Story.from_fields(each.story) for each in edition.corrections if each.story]
    return [*edition.proof.stories, *corrected]
