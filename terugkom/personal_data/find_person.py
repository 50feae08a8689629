"""Who an address is: the rows of people and subscribers that have it, and the names that stand there."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.normalize import normalize_text
from terugkom.personal_data.person_pattern import ERASED, PersonPattern, build_pattern
from terugkom.plan.model import Person
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.model import Subscriber

_NOBODY = {"", ERASED}  # what stands for the name of who has none, or was erased before


@dataclass(frozen=True)
class FoundPerson:
    """A person by address. `shared_names` are theirs and somebody else's: texts with only those stay."""

    address: str
    names: frozenset[str]
    shared_names: frozenset[str]
    person_ids: tuple[int, ...]
    subscriber_ids: tuple[int, ...]

    @cached_property
    def pattern(self) -> PersonPattern:
        """The pattern that finds this person, and nobody else, in texts."""
        return build_pattern([self.address], self.names - self.shared_names)

    @cached_property
    def search_pattern(self) -> PersonPattern:
        """The pattern of what is shown: shared names too, which are listed and not changed."""
        return build_pattern([self.address], self.names)


def find_person(session: Session, address: str, names: Iterable[str] = ()) -> FoundPerson:
    """Return who has this address, in all municipalities; nobody may. `names` are other names of theirs."""
    email = normalize_address(address)
    people = session.scalars(select(Person).where(func.lower(Person.email) == email)).all()
    subscribers = session.scalars(
        select(Subscriber).where(
            (Subscriber.email == email) | Subscriber.person_id.in_([each.id for each in people])
        )
    ).all()
    found_names = {each.name.strip() for each in people} | {each.name.strip() for each in subscribers}
    own_names = (found_names | {" ".join(each.split()) for each in names}) - _NOBODY
    person_ids = {each.id for each in people}
    subscriber_ids = {each.id for each in subscribers}
    query = select(Person.name).where(Person.id.not_in(person_ids))
    others = set(session.scalars(query))
    others |= set(session.scalars(select(Subscriber.name).where(Subscriber.id.not_in(subscriber_ids))))
    others -= _NOBODY
    return FoundPerson(
        email,
        frozenset(own_names),
        frozenset(name for name in own_names if _is_shared(name, others)),
        tuple(sorted(person_ids)),
        tuple(sorted(subscriber_ids)),
    )


def _is_shared(name: str, others: set[str]) -> bool:
    """Return whether somebody else has this name, in whatever way and order it is written there."""
    normal, pattern = normalize_text(name), build_pattern([], [name])
    return any(
        normalize_text(other) == normal or pattern.replace(other.strip()) == ERASED for other in others
    )
