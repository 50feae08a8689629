"""Show what is kept of a person, and erase it: the tables first, then the files that repeat them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import select

from terugkom.database import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.mail_address import is_mail_address
from terugkom.documents.model import Document
from terugkom.documents.pack_store import PackStore
from terugkom.errors import CommandError
from terugkom.home_folder import PACKS
from terugkom.ideas.submitters import list_pictures_of
from terugkom.personal_data.erase_rows import check_erasable, count_waiting, erase_rows
from terugkom.personal_data.find_person import FoundPerson, find_person
from terugkom.personal_data.person_pattern import PersonPattern
from terugkom.personal_data.search_files import (
    FileMatch,
    FileRemedy,
    erase_file,
    search_files,
    search_packs,
)
from terugkom.personal_data.search_tables import TableMatch, search_tables
from terugkom.plan.action_photos import list_photos_of

_WAITING = (DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.SENDING, DeliveryState.IN_DOUBT)
# Of the home: packs, which are searched as documents, and lists of files, which are searched themselves.
_SEARCHED_OTHERWISE = (PACKS, "synchronized")
_NOT_SENT = "mails to others with this document still wait; run this again when they are sent"


@dataclass(frozen=True)
class PersonalData:
    """What is kept of a person. `waiting`: mails to others that still wait and name them."""

    person: FoundPerson
    values: tuple[TableMatch, ...]
    files: tuple[FileMatch, ...]
    waiting: int = 0

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
        }


def find_personal_data(
    database: Database,
    home: Path,
    address: str,
    names: Sequence[str] = (),
    *,
    packs: PackStore | None = None,
) -> PersonalData:
    """Return all that is kept of who has this address, in the home and in the packs of documents, if there
    are any. Raises InputError if it is no address, and BlobStoreUnavailable."""
    if not is_mail_address(address.strip()):
        raise CommandError("this is no mail address")
    with database.read_session() as session:
        person = find_person(session, address, names)
        values = tuple(search_tables(session, person.search_pattern))
        waiting = count_waiting(session, person)
    files = tuple(_search_home(database, home, packs, person, person.search_pattern))
    return PersonalData(person, values, files, waiting)


def erase_person(
    database: Database,
    home: Path,
    address: str,
    names: Sequence[str] = (),
    *,
    today: date,
    now: datetime,
    packs: PackStore | None = None,
) -> PersonalData:
    """Erase who has this address; return what is left, for a person to look at: nothing, if all could be.

    The names are known from the tables, which are erased last: so what was interrupted goes on when it is run
    again. For what was left after that, give the `names`. `packs`: those of documents, if there are any; each
    that has the person is written anew. Raises InputError as `check_erasable` does, and BlobStoreUnavailable.
    """
    if not is_mail_address(address.strip()):
        raise CommandError("this is no mail address")
    with database.read_session() as session:
        person = find_person(session, address, names)
        check_erasable(session, person)
    matches = list(_search_home(database, home, packs, person, person.pattern))
    packed = [each for each in matches if each.packed]
    left = [each for each in packed if each.remedy is FileRemedy.BY_HAND]
    if packs:
        erased = [each.path for each in packed if each.remedy is FileRemedy.DELETE]
        packs.delete_all(path.relative_to("documents").as_posix() for path in erased)
    left += [each for each in matches if not each.packed and not erase_file(home, each, person.pattern)]
    with database.write_session() as session:
        person = find_person(session, address, names)
        check_erasable(session, person)
        erase_rows(session, person, today, now)
        waiting = count_waiting(session, person)
    database.discard_deleted()
    with database.read_session() as session:
        values = tuple(search_tables(session, person.search_pattern))
    return PersonalData(person, values, tuple(left), waiting)


def _search_home(
    database: Database, home: Path, packs: PackStore | None, person: FoundPerson, pattern: PersonPattern
) -> Iterator[FileMatch]:
    """Yield the files of the home and the documents in packs, with the photos that the person gave; a
    document that others still wait for is not to be deleted yet."""
    query = (
        select(Document.path, Delivery.recipient)
        .join(Delivery, Delivery.document_id == Document.id)
        .where(Delivery.state.in_(_WAITING))
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
    packed = {Path("documents", name) for name in packs.list_names()} if packs else set()
    yield from (FileMatch(path, FileRemedy.DELETE) for path in sorted(photos) if (home / path).exists())
    yield from (FileMatch(path, FileRemedy.DELETE, packed=True) for path in sorted(photos & packed))
    found = search_files(home, pattern, skip=_SEARCHED_OTHERWISE if packs else ())
    for match in chain(found, search_packs(packs, pattern) if packs else ()):
        if match.path in photos:
            continue
        if match.path in waiting:
            yield replace(match, remedy=FileRemedy.BY_HAND, note=_NOT_SENT)
        else:
            yield match
