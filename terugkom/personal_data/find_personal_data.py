"""Find what is kept of a person, in the tables and in the files of the home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery
from terugkom.documents.mail_address import is_mail_address
from terugkom.documents.model import Document
from terugkom.errors import CommandError
from terugkom.home_folder import BUNDLES
from terugkom.ideas.submitters import list_pictures_of
from terugkom.personal_data.find_person import FoundPerson, find_person
from terugkom.personal_data.search_files import (
    SHARED_NAME,
    FileMatch,
    FileRemedy,
    search_bundles,
    search_files,
)
from terugkom.personal_data.search_tables import TableMatch, search_tables
from terugkom.personal_data.waiting_mails import WAITING, count_mails_naming
from terugkom.plan.action_photos import list_photos_of
from terugkom.plan.suppressed_addresses import normalize_address

if TYPE_CHECKING:  # few homes have bundles
    from terugkom.documents.bundle_store import BundleStore

# Of the home: bundles, which are searched as documents, and lists of files, which are searched themselves.
_SEARCHED_OTHERWISE = (BUNDLES, "synchronized")
_NOT_SENT = "mails to others with this document still wait; run this again when they are sent"


@dataclass(frozen=True)
class PersonalData:
    """What is kept of a person. `waiting`: mails to others that still wait and name them; `at_work`: the
    flows that were at work while they were erased, and may still write what they read before."""

    person: FoundPerson
    values: tuple[TableMatch, ...]
    files: tuple[FileMatch, ...]
    waiting: int = 0
    at_work: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return not (self.values or any(not each.note for each in self.files))

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        return {
            "address": self.person.address,
            "names": sorted(self.person.names),
            "shared_names": sorted(self.person.shared_names),
            "values": [
                {"table": each.table, "key": list(each.key), "column": each.column, "value": each.value}
                for each in self.values
            ],
            "files": [
                {"path": str(each.path), "remedy": each.remedy.value, "note": each.note}
                for each in self.files
            ],
            "waiting": self.waiting,
            "at_work": list(self.at_work),
            "nameless": self.person.is_nameless,
        }


def find_personal_data(
    database: Database,
    home: Path,
    address: str,
    names: Sequence[str] = (),
    *,
    bundles: "BundleStore | None" = None,
) -> PersonalData:
    """Return all that is kept of who has this address, in the home and in the bundles of documents, if there
    are any. Raises InputError if it is no address, and BlobStoreUnavailable."""
    if not is_mail_address(normalize_address(address)):
        raise CommandError("this is no mail address")
    with database.read_session() as session:
        person = find_person(session, address, names)
        values = tuple(search_tables(session, person.search_pattern))
        waiting = count_mails_naming(session, person)
    files = tuple(search_home(database, home, bundles, person))
    return PersonalData(person, values, files, waiting)


def search_home(
    database: Database, home: Path, bundles: "BundleStore | None", person: FoundPerson
) -> Iterator[FileMatch]:
    """Yield the files of the home and the documents in bundles, with the photos that the person gave; a
    document that others still wait for is not to be deleted yet. One that went to this address alone speaks
    of them, though somebody else has the same name."""
    query = (
        select(Document.path, Delivery.recipient)
        .join(Delivery, Delivery.document_id == Document.id)
        .where(Delivery.state.in_(WAITING))
    )
    with database.read_session() as session:
        waiting = {
            Path("documents", path)
            for path, recipient in session.execute(query).tuples()
            if recipient.lower() != person.address
        }
    with database.read_session() as session:
        photos = {Path("documents", each.path) for each in list_photos_of(session, person.person_ids)}
        pictures = list_pictures_of(session, person.address, list(person.person_ids))
        photos |= {Path("municipalities", each) for each in pictures}
        own = _find_own_documents(session, person) if person.shared_names else frozenset()
    bundled = {Path("documents", name) for name in bundles.list_names()} if bundles else set()
    yield from (FileMatch(path, FileRemedy.DELETE) for path in sorted(photos) if (home / path).exists())
    yield from (FileMatch(path, FileRemedy.DELETE, bundled=True) for path in sorted(photos & bundled))
    found = search_files(home, person, skip=_SEARCHED_OTHERWISE if bundles else ())
    for match in chain(found, search_bundles(bundles, person) if bundles else ()):
        if match.path in photos:
            continue
        if match.note == SHARED_NAME and match.path in own:
            yield replace(match, remedy=FileRemedy.DELETE, note="")
            continue
        if match.path in waiting:
            yield replace(match, remedy=FileRemedy.BY_HAND, note=_NOT_SENT)
        else:
            yield match


def _find_own_documents(session: Session, person: FoundPerson) -> frozenset[Path]:
    """Return the documents that went to the address of this person and to nobody else."""
    is_theirs = func.lower(Delivery.recipient) == person.address
    theirs = select(Delivery.document_id).where(is_theirs)
    others = select(Delivery.document_id).where(~is_theirs, Delivery.document_id.is_not(None))
    query = select(Document.path).where(Document.id.in_(theirs), Document.id.not_in(others))
    return frozenset(Path("documents", path) for path in session.scalars(query))
