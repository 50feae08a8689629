"""The deliveries in the coordinator's summary that failed, or of which nobody knows whether they arrived."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from terugkom.delivery.due_deliveries import needs_a_person
from terugkom.delivery.failure_kinds import classify_failure
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.plan.model import Person
from terugkom.reminders.summary_lists import SummaryList, load_list


@dataclass(frozen=True)
class SummaryDelivery:
    """A failed or doubtful delivery in the summary, which needs a person.

    `why` is the kind of failure, or ``in-doubt``: what the server said is for who runs the installation.
    """

    id: int
    name: str
    why: str


def list_failed_deliveries(session: Session, municipality_id: int) -> SummaryList[SummaryDelivery]:
    """Return the mails that failed or are in doubt, and that a person must look at, the newest first."""
    query = (
        select(Delivery.id, Person.name, Delivery.state, Delivery.reason)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.municipality_id == municipality_id, needs_a_person())
        .order_by(Delivery.id.desc())
    )
    return load_list(session, query, _build_summary_delivery)


def _build_summary_delivery(row: Row[Any]) -> SummaryDelivery:
    in_doubt = row.state is DeliveryState.IN_DOUBT
    why = "in-doubt" if in_doubt else classify_failure(row.reason).value
    return SummaryDelivery(row.id, row.name or "", why)
