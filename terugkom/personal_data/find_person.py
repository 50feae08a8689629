"""Who an address is: the rows of people and subscribers that have it, and the names that stand there."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.documents.mail_address import decode_domain
from terugkom.home_folder import DOCUMENTS
from terugkom.normalize import normalize_text
from terugkom.personal_data.person_pattern import ERASED, PersonPattern, build_pattern
from terugkom.plan.erased_people import was_erased
from terugkom.plan.model import Municipality, Person
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.model import Subscriber

_FOLDERS = {"municipalities", DOCUMENTS, "outbox"}  # of the home, with a folder for each municipality
_NOBODY = {"", ERASED}  # what stands for the name of who has none, or was erased before


@dataclass(frozen=True)
class FoundPerson:
    """A person by address. `shared_names` are theirs and somebody else's: texts with only those stay.

    `own_slugs` are the municipalities in which they are, and nobody else has a name of theirs: in files of
    those a shared name is theirs. `was_erased`: who had this address was erased before.
    """

    address: str
    names: frozenset[str]
    shared_names: frozenset[str]
    person_ids: tuple[int, ...]
    subscriber_ids: tuple[int, ...]
    own_slugs: frozenset[str] = frozenset()
    was_erased: bool = False

    @property
    def _addresses(self) -> tuple[str, str]:
        """The address as mail servers and as people write it."""
        return self.address, decode_domain(self.address)

    @cached_property
    def pattern(self) -> PersonPattern:
        """The pattern that finds this person, and nobody else, in texts."""
        return build_pattern(self._addresses, self.names - self.shared_names)

    @cached_property
    def search_pattern(self) -> PersonPattern:
        """The pattern of what is shown: shared names too, which are listed and not changed."""
        return build_pattern(self._addresses, self.names)

    @property
    def is_nameless(self) -> bool:
        """Whether their names went when they were erased before: texts with only a name are not found."""
        return self.was_erased and not self.names

    def get_file_pattern(self, path: Path) -> PersonPattern:
        """Return the pattern that finds this person in a file of the home, by its path in there."""
        is_own = len(path.parts) > 1 and path.parts[0] in _FOLDERS and path.parts[1] in self.own_slugs
        return self.search_pattern if is_own else self.pattern


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
    others_by_id = _load_other_names(session, person_ids, subscriber_ids)
    others = set().union(*others_by_id.values())
    theirs = {each.municipality_id for each in people} | {each.municipality_id for each in subscribers}
    own_ids = {
        each
        for each in theirs
        if not any(_is_shared(name, others_by_id.get(each, set())) for name in own_names)
    }
    own_slugs = session.scalars(select(Municipality.slug).where(Municipality.id.in_(own_ids)))
    return FoundPerson(
        email,
        frozenset(own_names),
        frozenset(name for name in own_names if _is_shared(name, others)),
        tuple(sorted(person_ids)),
        tuple(sorted(subscriber_ids)),
        frozenset(own_slugs),
        was_erased(session, email),
    )


def _load_other_names(
    session: Session, person_ids: set[int], subscriber_ids: set[int]
) -> dict[int, set[str]]:
    """Return the names of everybody else, by the number of their municipality."""
    found: dict[int, set[str]] = {}
    people = select(Person.municipality_id, Person.name).where(Person.id.not_in(person_ids))
    staff = select(Subscriber.municipality_id, Subscriber.name).where(Subscriber.id.not_in(subscriber_ids))
    for query in (people, staff):
        for municipality_id, name in session.execute(query).tuples():
            if name not in _NOBODY:
                found.setdefault(municipality_id, set()).add(name)
    return found


def _is_shared(name: str, others: set[str]) -> bool:
    """Return whether somebody else has this name, in whatever way and order it is written there."""
    normal, pattern = normalize_text(name), build_pattern([], [name])
    return any(
        normalize_text(other) == normal or pattern.replace(other.strip()) == ERASED for other in others
    )
