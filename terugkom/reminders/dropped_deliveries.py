"""What a person decided not to send, for the coordinator: it may have been who runs the installation."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.plan.model import Person
from terugkom.reminders.summary_lists import SummaryList, load_list


@dataclass(frozen=True)
class DroppedDelivery:
    """A mail or publication that is not sent. `recipient` is a name, "" of a publication."""

    id: int
    recipient: str
    subject: str


NOTHING_DROPPED: SummaryList[DroppedDelivery] = SummaryList((), 0)


def list_dropped(
    session: Session, municipality_id: int, since: datetime | None
) -> SummaryList[DroppedDelivery]:
    """Return what was dropped since a time, or ever."""
    query = (
        select(Delivery.id, Person.name, Document.subject)
        .join(Document, Document.id == Delivery.document_id)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.municipality_id == municipality_id, Delivery.state == DeliveryState.DROPPED)
        .order_by(Delivery.id.desc())
    )
    # of what was dropped by an earlier version the time is not known: it was told as skipped
    query = query.where(Delivery.dropped_at >= since if since else Delivery.dropped_at.is_not(None))
    return load_list(session, query, lambda row: DroppedDelivery(row.id, row.name or "", row.subject))
