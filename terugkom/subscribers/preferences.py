"""What a subscriber prefers: which mails, and in which language.

To choose no mail at all is to unsubscribe; who chooses mails again is subscribed again.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.delivery.model import SUBSCRIBER_ROLE, Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.subscription import resubscribe, unsubscribe

NEWSLETTER_KIND = "newsletter"
SKIP_REASON = "unsubscribed"


class WantedMails(StrEnum):
    """Which mails for staff somebody gets."""

    ALL = "all"
    CODE_OF_CONDUCT = "code-of-conduct"  # no newsletter
    NONE = "none"


def get_wanted_mails(subscriber: Subscriber) -> WantedMails:
    """Return which mails a subscriber chose."""
    if subscriber.unsubscribed_on is not None:
        return WantedMails.NONE
    return WantedMails.ALL if subscriber.wants_newsletter else WantedMails.CODE_OF_CONDUCT


def choose_mails(
    session: Session, subscriber: Subscriber, wanted: WantedMails, today: date, now: datetime, reason: str
) -> None:
    """Store which mails a subscriber wants, and skip those that wait and are not wanted any more.

    Choosing what was chosen already changes nothing, so that a page that is sent twice undoes nothing.
    """
    if wanted is WantedMails.NONE:
        unsubscribe(subscriber, today, reason)
        return
    if subscriber.unsubscribed_on is not None:
        resubscribe(subscriber, now, reason)
    subscriber.wants_newsletter = wanted is WantedMails.ALL
    if wanted is WantedMails.CODE_OF_CONDUCT:
        _skip_waiting_newsletters(session, subscriber)


def undo_unsubscribe(subscriber: Subscriber, now: datetime, reason: str) -> None:
    """Subscribe somebody again who unsubscribed, to the mails that they had; of others change nothing."""
    if subscriber.unsubscribed_on is not None:
        resubscribe(subscriber, now, reason)


def _skip_waiting_newsletters(session: Session, subscriber: Subscriber) -> None:
    newsletters = select(Document.id).where(
        Document.municipality_id == subscriber.municipality_id, Document.kind == NEWSLETTER_KIND
    )
    waiting = update(Delivery).where(
        Delivery.municipality_id == subscriber.municipality_id,
        Delivery.recipient == subscriber.email,
        Delivery.role == SUBSCRIBER_ROLE,
        Delivery.state == DeliveryState.PENDING,
        Delivery.document_id.in_(newsletters),
    )
    session.execute(waiting.values(state=DeliveryState.SKIPPED, reason=SKIP_REASON))
