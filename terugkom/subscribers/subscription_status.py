"""The subscription status of each subscriber."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.plan.departures import has_departed
from terugkom.plan.model import Municipality, Person
from terugkom.subscribers.model import Subscriber

_AT_ONCE = 1000  # subscribers in memory


class SubscriptionStatus(StrEnum):
    """The status of a subscriber; if several apply, the first one counts."""

    DEPARTED = "departed"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    NOT_STARTED = "not_started"  # their mailbox may not exist yet
    SUBSCRIBED = "reading"


@dataclass(frozen=True)
class MailingRecipient:
    """A subscriber as the recipient of a mailing."""

    id: int
    person_id: int | None
    name: str
    email: str
    status: SubscriptionStatus
    started_on: date | None = None


def build_status_expression(today: date) -> ColumnElement[str]:
    """Return the status as a SQL expression; the query must outer join the subscriber's person."""
    is_departed = or_(has_departed(today, Subscriber), has_departed(today))
    return case(
        (is_departed, SubscriptionStatus.DEPARTED.value),
        (Subscriber.unsubscribed_on.is_not(None), SubscriptionStatus.UNSUBSCRIBED.value),
        (Subscriber.bounced_on.is_not(None), SubscriptionStatus.BOUNCED.value),
        (Subscriber.started_on > today, SubscriptionStatus.NOT_STARTED.value),
        else_=SubscriptionStatus.SUBSCRIBED.value,
    )


def count_by_status(session: Session, municipality: Municipality, today: date) -> dict[str, int]:
    """Return the number of subscribers by status, active ones first; each counts once."""
    status = build_status_expression(today).label("standing")
    query = (
        select(status, func.count(Subscriber.id))
        .outerjoin(Person, Person.id == Subscriber.person_id)
        .where(Subscriber.municipality_id == municipality.id)
        .group_by(status)
    )
    found = dict(session.execute(query).tuples().all())
    return {each.value: found.get(each.value, 0) for each in reversed(SubscriptionStatus)}


def iterate_recipients(
    database: Database,
    municipality_id: int,
    today: date,
    *,
    for_newsletter: bool = False,
) -> Iterator[MailingRecipient]:
    """Yield every subscriber of any status, `_AT_ONCE` at a time in memory.

    `for_newsletter`: who chose to get the other mails only counts as unsubscribed.
    """
    last = 0
    query = (
        select(
            Subscriber.id,
            Subscriber.person_id,
            Subscriber.name,
            Subscriber.email,
            build_status_expression(today),
            Subscriber.started_on,
            Subscriber.wants_newsletter,
        )
        .outerjoin(Person, Person.id == Subscriber.person_id)
        .where(Subscriber.municipality_id == municipality_id)
        .order_by(Subscriber.id)
        .limit(_AT_ONCE)
    )
    while True:
        with database.read_session() as session:
            page = session.execute(query.where(Subscriber.id > last)).all()
        for subscriber_id, person, name, email, found, started_on, wants_newsletter in page:
            status = SubscriptionStatus(found)
            if for_newsletter and not wants_newsletter and status is SubscriptionStatus.SUBSCRIBED:
                status = SubscriptionStatus.UNSUBSCRIBED
            yield MailingRecipient(subscriber_id, person, name, email, status, started_on)
        if len(page) < _AT_ONCE:
            return
        last = page[-1][0]


def skip_pending_deliveries(session: Session, today: date, municipality: Municipality | None = None) -> int:
    """Skip the pending deliveries to inactive subscribers, with the status as reason; return how many.

    Of one municipality, or of all. What was enqueued before somebody unsubscribed must not be sent after it.
    """
    from terugkom.delivery.model import SUBSCRIBER_ROLE  # here, as who counts subscribers sends nothing
    from terugkom.delivery.outbox import skip_suppressed

    return skip_suppressed(session, today, SUBSCRIBER_ROLE, municipality.id if municipality else None)
