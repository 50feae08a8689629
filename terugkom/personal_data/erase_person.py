"""Erase what is kept of a person: the tables first, then the files that repeat them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from terugkom.daily_runs.due_runs import list_flows_at_work
from terugkom.database.connection_pool import Database
from terugkom.database.database_clock import DatabaseClock
from terugkom.documents.bundle_store import BundleStore
from terugkom.documents.deleted_documents import mark_deleted
from terugkom.documents.file_store import DocumentChanged
from terugkom.documents.mail_address import is_mail_address
from terugkom.errors import CommandError
from terugkom.home_folder import DOCUMENTS
from terugkom.personal_data.erase_rows import check_erasable, erase_rows
from terugkom.personal_data.find_person import FoundPerson, find_person
from terugkom.personal_data.find_personal_data import PersonalData, search_home
from terugkom.personal_data.search_files import DAMAGED_BUNDLE, FileMatch, FileRemedy, erase_file
from terugkom.personal_data.search_tables import search_tables
from terugkom.personal_data.waiting_mails import count_mails_naming
from terugkom.plan.suppressed_addresses import normalize_address


def erase_person(
    database: Database,
    home: Path,
    address: str,
    names: Sequence[str] = (),
    *,
    today: date,
    now: datetime,
    bundles: BundleStore | None = None,
) -> PersonalData:
    """Erase who has this address; return what is left, for a person to look at: nothing, if all could be.

    The names are known from the tables, which are erased last: so what was interrupted goes on when it is run
    again. For what was left after that, give the `names`. `bundles`: those of documents, if there are any;
    each that has the person is written anew, and what lies in a damaged one is left. What a run wrote
    meanwhile is looked for once more at the end, and runs that are still at work then are named. Raises
    InputError as `check_erasable` does, and BlobStoreUnavailable.
    """
    if not is_mail_address(normalize_address(address)):
        raise CommandError("this is no mail address")
    with database.read_session() as session:
        person = find_person(session, address, names)
        check_erasable(session, person)
    found = list(search_home(database, home, bundles, person))
    _mark_deleted(database, found, now)
    left = _erase_files(home, bundles, found, person)
    with database.write_session() as session:
        person = find_person(session, address, names)
        check_erasable(session, person)
        erase_rows(session, person, today, now)
        waiting = count_mails_naming(session, person)
    database.discard_deleted()
    with database.read_session() as session:  # before the last looks: what one that ended wrote, they find
        at_work = tuple(sorted(list_flows_at_work(session, DatabaseClock(database, lambda: now)())))
    known = {each.path for each in left}
    later = [each for each in search_home(database, home, bundles, person) if each.path not in known]
    _mark_deleted(database, later, now)
    left += _erase_files(home, bundles, later, person)
    with database.read_session() as session:
        values = tuple(search_tables(session, person.search_pattern))
    return PersonalData(person, values, tuple(left), waiting, at_work)


def _mark_deleted(database: Database, found: Iterable[FileMatch], now: datetime) -> None:
    """Record which documents are deleted: one that is gone otherwise is missing."""
    deleted = (each.path for each in found if each.remedy is FileRemedy.DELETE)
    names = [path.relative_to(DOCUMENTS).as_posix() for path in deleted if path.parts[0] == DOCUMENTS]
    with database.write_session() as session:
        mark_deleted(session, names, now)


def _erase_files(
    home: Path, bundles: BundleStore | None, found: Iterable[FileMatch], person: FoundPerson
) -> list[FileMatch]:
    """Erase the person from files and documents in bundles; return those in which that was not possible."""
    matches = list(found)
    bundled = [each for each in matches if each.bundled]
    left = [each for each in bundled if each.remedy is FileRemedy.BY_HAND]
    if bundles:
        left += _erase_bundled(bundles, [each for each in bundled if each.remedy is FileRemedy.DELETE])
    files = [each for each in matches if not each.bundled]
    return left + [
        replace(each, remedy=FileRemedy.BY_HAND)
        for each in files
        if not erase_file(home, each, person.get_file_pattern(each.path))
    ]


def _erase_bundled(bundles: BundleStore, matches: Sequence[FileMatch]) -> list[FileMatch]:
    """Erase documents from the bytes of their bundles; return those that could not be: a person must look."""
    names = {each.path.relative_to("documents").as_posix(): each for each in matches}
    try:
        bundles.delete_all(names)
    except DocumentChanged:
        left = names.keys() & set(bundles.list_names())
        return [replace(names[name], remedy=FileRemedy.BY_HAND, note=DAMAGED_BUNDLE) for name in sorted(left)]
    return []
