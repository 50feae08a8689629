"""What each channel gets so that it shows a corrected edition: an edit, a new version, or nothing.

What has left is changed where it stands, with the note that its readers see. What has not left must not leave
as it is: it is skipped, and a version that is right leaves in its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from terugkom.delivery.model import DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.editions.published_items import Identity, PublishedItem, build_item_key
from terugkom.editions.select_publications import MASTODON, WEBHOOK


@dataclass(frozen=True)
class PlannedEdit:
    """What a channel gets: a publication, or none. `replaces` is the delivery that must not leave any more.

    `held`: a person must release it. `by_hand`: what stands there cannot be changed by the program.
    """

    channel: str
    publication: Publication | None = None
    replaces: int | None = None
    held: bool = False
    by_hand: Publication | None = None


def plan_edits(
    items: Mapping[Identity, PublishedItem],
    wanted: Iterable[tuple[str, Publication]],
    unnoted: Mapping[Identity, Publication],
    note: str,
    *,
    is_addition: bool,
) -> Iterator[PlannedEdit]:
    """Yield what each channel gets so that it shows what is `wanted`; nothing for what it shows already.

    `unnoted` are the same publications without notes and without what was withdrawn: a post that nobody read
    yet leaves so. `note` is what a webhook is told, for it cannot change a message. Unless the story is added
    (`is_addition`), a post that we do not know of is one that an earlier version made: a person edits it.
    """
    for channel, publication in wanted:
        item = items.get(build_item_key(channel, publication))
        clean = unnoted.get(build_item_key(channel, publication))
        if publication.kind == "post" and item is None and not is_addition:
            yield PlannedEdit(channel, by_hand=publication)
        elif publication.kind == "post":
            yield from _plan_post(channel, publication, item, clean)
        elif item is None:
            yield PlannedEdit(channel, publication)
        elif not _is_same(item.publication, publication):
            told = replace(publication, text=note) if channel == WEBHOOK else publication
            yield PlannedEdit(
                channel, _link_versions(told, item), None if item.has_left else item.delivery_id
            )


def _plan_post(
    channel: str, publication: Publication, item: PublishedItem | None, clean: Publication | None
) -> Iterator[PlannedEdit]:
    if item is None or (not item.has_left and not item.publication.edited_key):
        replaces = item.delivery_id if item else None
        if item and item.state is DeliveryState.IN_DOUBT:
            yield PlannedEdit(channel, None, replaces, by_hand=publication)
        elif clean or item:
            yield PlannedEdit(channel, clean, replaces, held=True)
    elif channel == MASTODON and not item.remote_id and not item.publication.remote_id:
        yield PlannedEdit(channel, by_hand=publication)
    elif not _is_same(item.publication, publication):
        edit = _keep_pictures(_link_versions(publication, item), item)
        yield PlannedEdit(channel, edit, None if item.has_left else item.delivery_id)


def _link_versions(publication: Publication, item: PublishedItem) -> Publication:
    """Return a publication as an edit of what stands there; new, if nothing can stand there yet."""
    if not (item.has_left or item.publication.edited_key or item.state is DeliveryState.IN_DOUBT):
        return publication
    first = item.publication.edited_key or item.publication.key
    return replace(publication, edited_key=first, remote_id=item.remote_id or item.publication.remote_id)


def _keep_pictures(edit: Publication, item: PublishedItem) -> Publication:
    """Return the edit of a post with the pictures that the server has, unless they are others, or none."""
    if not edit.enclosed:
        return replace(edit, remote_id=edit.remote_id.partition(" ")[0])
    same = edit.enclosed == item.publication.enclosed
    return replace(edit, enclosed=()) if same else edit


def _is_same(before: Publication, after: Publication) -> bool:
    return _list_content(before) == _list_content(after)


def _list_content(publication: Publication) -> tuple[Any, ...]:
    """Return what readers see of a publication."""
    shown = publication.html or publication.text
    return publication.title, shown, publication.page_body, publication.enclosed
