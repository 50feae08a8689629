"""The mails that did not arrive, for the coordinator: at whom, which mail, and why."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.bounces import Bounce
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.plan.model import Person
from terugkom.plan.summary_period import SummaryPeriod
from terugkom.reminders.summary_lists import SummaryList, load_list


@dataclass(frozen=True)
class UndeliveredMail:
    """A mail that was sent and did not arrive. `recipient` is a name, else an address; `kind` says why."""

    recipient: str
    subject: str
    kind: str
    on: date


NOTHING_UNDELIVERED: SummaryList[UndeliveredMail] = SummaryList((), 0)


def list_undelivered(
    session: Session, municipality_id: int, period: SummaryPeriod
) -> SummaryList[UndeliveredMail]:
    """Return what was reported within a period; unknown addresses first.

    A mail that the mail server refused at once is not among them: it failed, and is listed so, until a
    person drops it.
    """
    query = (
        select(Person.name, Delivery.recipient, Document.subject, Bounce.kind, Bounce.reported_on)
        .select_from(Bounce)
        .join(Delivery, Delivery.id == Bounce.delivery_id)
        .join(Document, Document.id == Delivery.document_id)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Bounce.municipality_id == municipality_id)
        .where(period.matches(Bounce.reported_at, Bounce.reported_on))
        .where(Delivery.state.not_in((DeliveryState.FAILED, DeliveryState.DROPPED)))
        .order_by(Bounce.kind.desc(), Bounce.id)
    )
    return load_list(
        session,
        query,
        lambda row: UndeliveredMail(row.name or row.recipient, row.subject, row.kind.value, row.reported_on),
    )
