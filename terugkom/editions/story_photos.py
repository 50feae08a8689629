"""The photos that owners gave, put beside the stories of their actions in the folder of an edition."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged, write_atomically
from terugkom.editions.story import Story
from terugkom.editions.story_file import StoryDraft
from terugkom.plan.action_photos import PhotoOfAction

_LOG = logging.getLogger(__name__)


def add_photos(
    drafts: Iterable[StoryDraft], photos: Mapping[str, PhotoOfAction], store: DocumentStore, folder: Path
) -> tuple[StoryDraft, ...]:
    """Return the drafts, those about one action with its photo, which is written into the folder.

    `photos` are by the code of their action. One that is no longer in the store is left out, and logged;
    `list_lost_photos` names its story to who approves.
    """
    return tuple(_add_photo(draft, photos, store, folder) for draft in drafts)


def list_lost_photos(
    stories: Iterable[Story], photos: Mapping[str, PhotoOfAction], store: DocumentStore
) -> tuple[str, ...]:
    """Return the titles of the stories that have no picture because the photo of their action was lost."""
    return tuple(
        story.title
        for story in stories
        if story.picture is None
        and len(story.actions) == 1
        and (photo := photos.get(story.actions[0]))
        and not _is_whole(store, photo)
    )


def _is_whole(store: DocumentStore, photo: PhotoOfAction) -> bool:
    try:
        store.read(photo.path, photo.sha256)
    except DocumentChanged:
        return False
    return True


def _add_photo(
    draft: StoryDraft, photos: Mapping[str, PhotoOfAction], store: DocumentStore, folder: Path
) -> StoryDraft:
    photo = photos.get(draft.actions[0]) if len(draft.actions) == 1 else None
    if photo is None or draft.picture:
        return draft
    name = f"foto-{photo.sha256[:16]}.jpg"
    try:
        if not (folder / name).exists():
            write_atomically(folder, name, store.read(photo.path, photo.sha256))
    except DocumentChanged as error:
        _LOG.warning("the photo of an action is not in its story: %s", error)
        return draft
    return replace(
        draft,
        picture=name,
        alt=photo.caption,
        photographer=photo.photographer,
        permission=photo.permission,
    )
