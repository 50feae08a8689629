"""Enrol the people of the plan as subscribers, one subscriber an address."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.plan.model import Municipality, Person
from terugkom.subscribers.model import Reader
from terugkom.subscribers.subscription import key_of

_GONE = "no longer in the plan"


def enrol(session: Session, town: Municipality, today: date) -> None:
    """Make all people of the plan with an address subscribers, and link each subscriber to its person.

    A person whose address changed in the plan stays the same subscriber, unsubscribed or not.
    """
    readers = session.scalars(select(Reader).where(Reader.municipality_id == town.id)).all()
    by_email = {reader.email: reader for reader in readers}
    of_plan = [reader for reader in readers if reader.imported_at is None]
    people: dict[str, tuple[int, str]] = {}
    query = select(Person.id, Person.name, Person.email).where(
        Person.municipality_id == town.id, Person.email != ""
    )
    for number, name, email in session.execute(query.order_by(Person.id)).tuples():
        people.setdefault(key_of(email), (number, name))
    free = {reader.person_id: reader for reader in of_plan if reader.email not in people}
    for email, (person, name) in people.items():
        reader = by_email.get(email) or free.pop(person, None)
        if reader is None:
            reader = Reader(municipality_id=town.id, email=email)
            session.add(reader)
        reader.person_id = person
        if reader.imported_at is None:
            _follow(reader, email, name)
    for reader in free.values():
        if reader.departed_on is None:
            reader.departed_on, reader.reason = today, _GONE
    session.flush()


def _follow(reader: Reader, email: str, name: str) -> None:
    if reader.email != email:
        reader.email, reader.bounced_on = email, None
    reader.name, reader.departed_on = name, None
