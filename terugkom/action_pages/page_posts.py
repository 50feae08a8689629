"""A standing page as a post on a server that gives it an address of its own, and edits it afterwards."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.model import NEVER_SENT, NOT_STARTED, Delivery, DeliveryState
from terugkom.delivery.publication import STANDING_PAGE, Publication
from terugkom.documents.file_store import sha256
from terugkom.editions.select_publications import WEBDAV, remove_internal_links
from terugkom.plan.model import Municipality

KIND = "action-pages"
_NOT_SENT = (*NOT_STARTED, DeliveryState.FAILED, *NEVER_SENT)


def build_key_prefix(municipality: Municipality, channel: str, path: str) -> str:
    """Return what the keys of the versions of a page begin with, on one channel."""
    start = f"{KIND}:{municipality.id}:{'' if channel == WEBDAV else f'{channel}:'}"
    return f"{start}{sha256(path.encode())[:24]}:"


def load_created_posts(session: Session, municipality: Municipality, channel: str) -> dict[str, str]:
    """Return what the server calls each post of these pages that it may have, by the key of its delivery."""
    mine = (Delivery.municipality_id == municipality.id, Delivery.channel == channel)
    query = select(Delivery.key, Delivery.remote_id).where(
        *mine, Delivery.key.startswith(f"{KIND}:{municipality.id}:"), Delivery.state.not_in(_NOT_SENT)
    )
    return dict(session.execute(query).tuples().all())


def build_post(page: Publication, created_key: str, posts: Mapping[str, str]) -> Publication:
    """Return a page as a post, without links to pages beside it; an edit of the one created, if it left."""
    post = replace(page, kind=STANDING_PAGE, page_body=remove_internal_links(page.body))
    if created_key not in posts:
        return post
    return replace(post, edited_key=created_key, remote_id=posts[created_key])
