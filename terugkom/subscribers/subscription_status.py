"""The subscription status of each subscriber."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from terugkom.database import Database
from terugkom.delivery.model import Delivery, State
from terugkom.plan.model import Municipality, Person
from terugkom.subscribers.model import Reader

ROLE = "reader"  # of a delivery to one of them


class Standing(StrEnum):
    """The status of a subscriber; if several apply, the first one counts."""

    DEPARTED = "departed"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    NOT_STARTED = "not_started"  # their mailbox may not exist yet
    READING = "reading"


@dataclass(frozen=True)
class Addressee:
    """A subscriber as the recipient of a mailing."""

    id: int
    person_id: int | None
    name: str
    email: str
    standing: Standing
    started_on: date | None = None


def standing_on(today: date) -> ColumnElement[str]:
    """Return the status as a SQL expression; the query must outer join the subscriber's person."""
    gone = or_(Reader.departed_on <= today, Person.departed_on <= today)
    return case(
        (gone, Standing.DEPARTED.value),
        (Reader.unsubscribed_on.is_not(None), Standing.UNSUBSCRIBED.value),
        (Reader.bounced_on.is_not(None), Standing.BOUNCED.value),
        (Reader.started_on > today, Standing.NOT_STARTED.value),
        else_=Standing.READING.value,
    )


def counted(session: Session, town: Municipality, today: date) -> dict[str, int]:
    """Return the number of subscribers by status, active ones first; each counts once."""
    standing = standing_on(today).label("standing")
    query = (
        select(standing, func.count(Reader.id))
        .outerjoin(Person, Person.id == Reader.person_id)
        .where(Reader.municipality_id == town.id)
        .group_by(standing)
    )
    found = dict(session.execute(query).tuples().all())
    return {each.value: found.get(each.value, 0) for each in reversed(Standing)}


def readers_of(
    database: Database, municipality_id: int, today: date, size: int = 1000
) -> Iterator[Addressee]:
    """Yield every subscriber of any status, `size` at a time in memory."""
    last = 0
    query = (
        select(Reader.id, Reader.person_id, Reader.name, Reader.email, standing_on(today), Reader.started_on)
        .outerjoin(Person, Person.id == Reader.person_id)
        .where(Reader.municipality_id == municipality_id)
        .order_by(Reader.id)
        .limit(size)
    )
    while True:
        with database.reading() as session:
            page = session.execute(query.where(Reader.id > last)).all()
        for number, person, name, email, standing, started_on in page:
            yield Addressee(number, person, name, email, Standing(standing), started_on)
        if len(page) < size:
            return
        last = page[-1][0]


def hold_back(session: Session, today: date) -> int:
    """Skip the pending deliveries to inactive subscribers, with the status as reason; return how many.

    A delivery enqueued before somebody unsubscribed must not be sent after it. Call it before sending,
    too: a delivery that was being sent may be pending again.
    """
    standing = (
        select(standing_on(today))
        .select_from(Reader)
        .outerjoin(Person, Person.id == Reader.person_id)
        .where(Reader.municipality_id == Delivery.municipality_id, Reader.email == Delivery.recipient)
        .scalar_subquery()
    )
    now = func.coalesce(standing, Standing.DEPARTED.value)  # the address of no subscriber any more
    waiting = and_(Delivery.state.in_((State.PENDING, State.HELD, State.IN_DOUBT)), Delivery.role == ROLE)
    held = (
        update(Delivery)
        .where(waiting, now != Standing.READING.value)
        .values(state=State.SKIPPED, reason=now, next_try_at=None, lease=None, lease_until=None)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    return len(session.scalars(held).all())
