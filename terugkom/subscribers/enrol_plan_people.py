"""Enrol the people of the plan as subscribers, one subscriber an address."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.plan.model import Municipality, Person
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.suppression import list_suppressions, suppress_former_addresses

_NO_LONGER_IN_PLAN = "no longer in the plan"


def enrol_plan_people(session: Session, municipality: Municipality, today: date) -> None:
    """Make all people of the plan with an address subscribers, and link each subscriber to its person.

    A person whose address changed in the plan stays the same subscriber, unsubscribed or not.
    """
    subscribers = list(
        session.scalars(select(Subscriber).where(Subscriber.municipality_id == municipality.id))
    )
    by_email = {subscriber.email: subscriber for subscriber in subscribers}
    known_from_plan = [subscriber for subscriber in subscribers if subscriber.imported_at is None]
    people: dict[str, tuple[int, str]] = {}
    query = select(Person.id, Person.name, Person.email).where(
        Person.municipality_id == municipality.id, Person.email != ""
    )
    for person_id, name, email in session.execute(query.order_by(Person.id)).tuples():
        people.setdefault(normalize_address(email), (person_id, name))
    unmatched = {
        subscriber.person_id: subscriber for subscriber in known_from_plan if subscriber.email not in people
    }
    for email, (person, name) in people.items():
        subscriber = by_email.get(email) or unmatched.pop(person, None)
        if subscriber is None:
            subscriber = Subscriber(municipality_id=municipality.id, email=email)
            session.add(subscriber)
            subscribers.append(subscriber)
        subscriber.person_id = person
        if subscriber.imported_at is None:
            _update_from_plan(subscriber, email, name)
    unlinked = [subscriber for subscriber in known_from_plan if subscriber.person_id is None]
    for subscriber in (*unmatched.values(), *unlinked):
        if subscriber.departed_on is None:
            subscriber.departed_on, subscriber.reason = today, _NO_LONGER_IN_PLAN
    session.flush()
    suppress_former_addresses(session, municipality.id, by_email, today)
    list_suppressions(subscribers, today)


def _update_from_plan(subscriber: Subscriber, email: str, name: str) -> None:
    if subscriber.email != email:
        subscriber.email, subscriber.bounced_on = email, None
    subscriber.name, subscriber.departed_on = name, None
