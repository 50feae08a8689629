"""Write the stories of an edition into its folder, and renew those that are not fresh any more.

What a person edited is never touched: it stays as it is, and the review says that they must look at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import update

from terugkom.documents.render_context import RenderContext
from terugkom.editions.collect_stories import collect_stories
from terugkom.editions.director_answers import write_answer_files
from terugkom.editions.model import Edition
from terugkom.editions.repeated_actions import find_own_stories
from terugkom.editions.story_basis import mark_renewed
from terugkom.editions.story_folder import list_edited_stories, list_unedited_stories, write_stories
from terugkom.editions.story_photos import add_photos
from terugkom.plan.action_photos import list_latest_photos
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class RenewedStories:
    """The codes of the stories that were written anew, and of those that were removed."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def renew_edition(
    context: RenderContext, municipality: Municipality, moment_id: int, folder: Path, today: date
) -> RenewedStories:
    """Compile the stories that nobody edited again, with what happened up to today.

    Raises TemplateError.
    """
    with context.database.write_session() as session:
        edition = session.get_one(Edition, moment_id)
        edition.until = max(edition.until, today)  # the next edition begins where this one ends
        before = dict(edition.story_hashes)
        edition.story_basis = {
            code: each
            for code, each in (edition.story_basis or {}).items()
            if code not in list_unedited_stories(folder, before)
        }
    after = write_edition_stories(context, municipality, moment_id, folder)
    written = tuple(code for code, digest in after.items() if before.get(code) != digest)
    with context.database.write_session() as session:
        edition = session.get_one(Edition, moment_id)
        edition.story_basis = {**edition.story_basis, **dict.fromkeys(written, mark_renewed(today))}
    return RenewedStories(written, tuple(code for code in before if code not in after))


def write_edition_stories(
    context: RenderContext, municipality: Municipality, moment_id: int, folder: Path
) -> dict[str, str]:
    """Collect the stories of an edition and write those that nobody edited; return the hash of each by code.

    Raises TemplateError.
    """
    with context.database.read_session() as session:
        edition = session.get_one(Edition, moment_id)
        before = edition.story_hashes
        own = find_own_stories(list_edited_stories(folder, before, municipality.language))
        drafts = collect_stories(session, context.templates, municipality, edition.since, edition.until, own)
        photos = list_latest_photos(session, municipality.id, edition.since, edition.until)
    drafts = add_photos(drafts, photos, context.documents, folder)
    hashes = write_stories(folder, drafts, before, municipality.language)
    if MediaSettings.from_overrides(municipality.media_settings).director:
        write_answer_files(folder, municipality.language)
    if hashes != before:
        _store(context, moment_id, story_hashes=hashes)
    return hashes


def record_basis(context: RenderContext, moment_id: int, basis: Mapping[str, Any]) -> None:
    """Record what the plan says of each story, if that was not recorded yet."""
    with context.database.read_session() as session:
        is_recorded = session.get_one(Edition, moment_id).story_basis == basis
    if not is_recorded:
        _store(context, moment_id, story_basis=dict(basis))


def _store(context: RenderContext, moment_id: int, **values: Any) -> None:
    with context.database.write_session() as session:
        session.execute(update(Edition).where(Edition.moment_id == moment_id).values(values))
