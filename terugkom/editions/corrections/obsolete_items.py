"""What was published and is no part of a corrected edition any more: a photograph that was taken away, a post
or a page that its channel cannot take as it is now.

What has not left must not leave any more as it is. A photograph in a folder is replaced by an empty one at
its address; what else stands there is for a person to take away.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from terugkom.delivery.model import DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.documents.file_store import sha256
from terugkom.documents.image_file import render_blank
from terugkom.editions.corrections.corrected_edition import CorrectedEdition
from terugkom.editions.corrections.correction_model import CorrectionKind
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.website import ROOT_PAGES
from terugkom.editions.plan_edits import PlannedEdit
from terugkom.editions.published_items import PublishedItem, build_item_key
from terugkom.editions.select_publications import WEBDAV
from terugkom.editions.story import Story
from terugkom.plan.media import Medium

_PICTURE_ENDINGS = (".jpg", ".png")


def plan_removals(corrected: CorrectedEdition, *, of_website: bool) -> Iterator[PlannedEdit]:
    """Yield what becomes of each published item that the edition, with this correction, does not have."""
    unnoted = corrected.index_unnoted()
    for item in list_obsolete_items(corrected):
        if (item.medium is Medium.WEBSITE) is not of_website:
            continue
        is_picture = item.publication.media_type.startswith("image/")
        may_stand = item.has_left or item.publication.edited_key or item.state is DeliveryState.IN_DOUBT
        if not may_stand:
            clean = unnoted.get(build_item_key(item.channel, item.publication))
            is_post = item.publication.kind == "post"
            yield PlannedEdit(item.channel, clean, item.delivery_id, held=bool(clean) and is_post)
        elif is_picture and item.channel == WEBDAV:
            blank = _build_blank(item, corrected.key)
            if blank.enclosed[0].content != item.publication.enclosed[0].content:
                yield PlannedEdit(item.channel, blank, None if item.has_left else item.delivery_id)


def list_obsolete_items(corrected: CorrectedEdition) -> list[PublishedItem]:
    """Return the items about the story, and those of media that have no content now, which the edition does
    not have any more; none after an addition."""
    if corrected.correction.kind is CorrectionKind.ADD:
        return []
    wanted = {
        build_item_key(channel, publication)
        for of_website in (True, False)
        for channel, publication in corrected.list_wanted(of_website=of_website)
    }
    media = {each.medium: each.has_content for each in corrected.noted}
    return [
        item
        for identity, item in corrected.items.items()
        if identity not in wanted
        and item.medium in media
        and item.publication.path not in ROOT_PAGES
        and not item.publication.path.endswith((".css", "logo.png"))
        and (item.publication.story == corrected.correction.story_code or not media[item.medium])
    ]


def is_photograph_removed(corrected: CorrectedEdition) -> bool:
    """Return whether the story had a photograph that it does not have any more, or another one now."""
    correction = corrected.correction
    before = Story.from_fields(correction.previous).picture if correction.previous else None
    after = Story.from_fields(correction.story).picture if correction.story else None
    return before is not None and (after is None or after.sha256 != before.sha256)


def list_obsolete_files(corrected: CorrectedEdition, rendered: RenderedMedium, folder: Path) -> list[Path]:
    """Return the files in the outbox folder of a medium that we made, and that it does not have any more."""
    if corrected.correction.kind is CorrectionKind.ADD:
        return []
    names = {file.name for file in rendered.files}
    code, mark = corrected.correction.story_code, f"-{corrected.told.code}."
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and str(path.relative_to(folder)) not in names
        and ((path.stem == code and path.suffix in _PICTURE_ENDINGS) or mark in path.name)
    ]


def _build_blank(item: PublishedItem, key: str) -> Publication:
    """Return the publication of a photograph with an empty one in its place."""
    own = item.publication
    empty = replace(own.enclosed[0], content=render_blank(own.media_type), alt="")
    first = own.edited_key or own.key
    name = sha256(own.path.encode())[:12]
    return replace(
        own,
        key=f"{key}:{item.channel}:gone:{name}",
        title=own.path.rpartition("/")[2],
        enclosed=(empty,),
        edited_key=first,
        remote_id=item.remote_id or own.remote_id,
    )
