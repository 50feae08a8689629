"""Whom an edition reaches through each medium, before it is approved: counts and channels, no addresses."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.proof import Proof
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.select_publications import MASTODON, WEBDAV, WEBHOOK, WORDPRESS
from terugkom.plan.media import Medium, Role
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality
from terugkom.subscribers.subscription_status import SubscriptionStatus, count_by_status

_ROLES = {
    Medium.STAFF_MAGAZINE: Role.MAGAZINE_EDITOR,
    Medium.STAFF_MEETING: Role.DIRECTOR,
    Medium.BULLETIN: Role.BULLETIN_EDITOR,
    Medium.PUBLIC_SPACE: Role.FRONT_DESK,
    Medium.PRESS: Role.PRESS_LIST,
}
_PAGES = (Medium.INTRANET, Medium.IDEA_BOX, Medium.WEBSITE, Medium.JOBS)


@dataclass(frozen=True)
class MediumTarget:
    """Whom an edition reaches through a medium: how many addresses, through which publishing channels.

    With neither, its files only lie in the outbox folder. `story_count` is 0 where it has nothing to tell.
    """

    medium: Medium
    story_count: int
    address_count: int = 0
    channels: tuple[str, ...] = ()


def list_targets(
    session: Session, municipality: Municipality, proof: Proof, channels: PublishChannels, today: date
) -> tuple[MediumTarget, ...]:
    """Return the targets of each medium that an edition is published through, in their order."""
    settings = MediaSettings.from_overrides(municipality.media_settings)
    subscribed = count_by_status(session, municipality, today)[SubscriptionStatus.SUBSCRIBED]
    found = []
    for medium in RENDERERS:
        stories = proof.public_only.stories if medium.is_public else proof.stories
        addresses = len(settings.addresses(_ROLES[medium])) if medium in _ROLES else 0
        addresses = subscribed if medium is Medium.NEWSLETTER else addresses
        found.append(MediumTarget(medium, len(stories), addresses, list_channels(medium, channels)))
    return tuple(found)


def list_channels(medium: Medium, channels: PublishChannels) -> tuple[str, ...]:
    """Return the publishing channels that carry a medium of this municipality."""
    configured = channels.public if medium.is_public else channels.internal
    if medium is Medium.SOCIAL:
        return (MASTODON,) if MASTODON in configured else ()
    return tuple(each for each in (WEBDAV, WORDPRESS, WEBHOOK) if each in configured and medium in _PAGES)
