"""What an edition published where: the latest publication of each page, file and post, by its channel."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import NEVER_SENT, NOT_STARTED, Delivery, DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.editions.media.website import ROOT_PAGES
from terugkom.editions.model import POST_ROLE
from terugkom.editions.publish_channels import PublishChannels
from terugkom.plan.media import Medium

_IN_FOLDERS = (
    Medium.INTRANET,
    Medium.IDEA_BOX,
    Medium.JOBS,
)  # media whose pages lie in a folder of that name
_KINDS = ("page", "file", POST_ROLE)  # of publications, which are the roles of their deliveries too
# What has not left: it must not leave any more as it is. One in doubt may have left.
UNSENT_STATES = (*NOT_STARTED, DeliveryState.FAILED, DeliveryState.IN_DOUBT)

Identity = tuple[str, str]  # (channel, path), of a post (channel, code of its story)


@dataclass(frozen=True)
class PublishedItem:
    """A publication with its delivery: its id, its state, and what its server calls it."""

    delivery_id: int
    channel: str
    state: DeliveryState
    remote_id: str
    publication: Publication

    @property
    def has_left(self) -> bool:
        """Whether it was handed over, or is being handed over."""
        return self.state not in UNSENT_STATES

    @property
    def medium(self) -> Medium:
        """The medium that it is a part of."""
        return find_medium(self.publication)


def build_item_key(channel: str, publication: Publication) -> Identity:
    """Return by what a publication and its later versions are the same one."""
    return channel, publication.story if publication.kind == "post" else publication.path


def find_medium(publication: Publication) -> Medium:
    """Return the medium that a publication is a part of, by its path."""
    if publication.kind == "post":
        return Medium.SOCIAL
    folder = publication.path.partition("/")[0]
    return next((each for each in _IN_FOLDERS if each == folder), Medium.WEBSITE)


def load_items(
    session: Session, documents: DocumentStore, municipality_id: int, moment_id: int
) -> dict[Identity, PublishedItem]:
    """Return the latest version of each publication of an edition, and of the website's pages that editions
    share. Raises DocumentChanged."""
    own = Delivery.moment_id == moment_id
    shared = and_(Delivery.municipality_id == municipality_id, Delivery.recipient.in_(ROOT_PAGES))
    query = (
        select(Delivery, Document.path, Document.sha256)
        .join(Document, Document.id == Delivery.document_id)
        .where(Delivery.role.in_(_KINDS), or_(own, shared), Delivery.state.not_in(NEVER_SENT))
        .order_by(Delivery.id)
    )
    found = {}
    for delivery, path, digest in session.execute(query).tuples():
        publication = Publication.from_bytes(documents.read(path, digest))
        found[build_item_key(delivery.channel, publication)] = PublishedItem(
            delivery.id, delivery.channel, delivery.state, delivery.remote_id, publication
        )
    return found


def find_channels(items: Iterable[PublishedItem], medium: Medium) -> PublishChannels:
    """Return the channels through which a medium was published."""
    channels = frozenset(each.channel for each in items if each.medium is medium)
    return PublishChannels(channels) if medium.is_public else PublishChannels(internal=channels)
