"""People who share a mailbox: a mail to one is read by all, and what comes from it is of any of them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, not_, select
from sqlalchemy.orm import Session

from terugkom.plan.departures import has_departed
from terugkom.plan.model import Person


def find_shared_mailboxes(session: Session, municipality_id: int, today: date) -> dict[int, str]:
    """Return by person id the address of those who share it with a colleague. One query."""
    theirs = _are_reached(municipality_id, today)
    # Counted where it is read: a list of shared addresses PostgreSQL makes anew for each person, until it has
    # looked at how many there are. That took 12 seconds for 10,000.
    readers = func.count().over(partition_by=_ADDRESS)
    people = select(Person.id, _ADDRESS.label("address"), readers.label("readers")).where(theirs).subquery()
    found = select(people.c.id, people.c.address).where(people.c.readers > 1)
    return dict(session.execute(found).tuples().all())


def list_mailbox_people(session: Session, person: Person, today: date) -> Sequence[Person]:
    """Return who reads the mailbox of a person: they, and the colleagues with the same address. One query."""
    theirs = _are_reached(person.municipality_id, today)
    others = select(Person).where(theirs, func.lower(person.email) == _ADDRESS, Person.id != person.id)
    return [person, *session.scalars(others.order_by(Person.id))]


_ADDRESS = func.lower(Person.email)


def _are_reached(municipality_id: int, today: date) -> ColumnElement[bool]:
    ours = Person.municipality_id == municipality_id
    return ours & (Person.email != "") & not_(has_departed(today))
