"""The staff list into the database: an upsert by address, all of it or nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database import Database
from terugkom.normalize import plain
from terugkom.plan.queries import municipality_named
from terugkom.subscribers.enrol_plan_people import enrol
from terugkom.subscribers.model import Reader
from terugkom.subscribers.staff_list import StaffList, StaffRow, read_staff
from terugkom.subscribers.subscription_status import hold_back
from terugkom.workbook.import_report import ColumnRead, Fate, Finding, Notes


@dataclass(frozen=True)
class StaffReport:
    """What an import did, or on a dry run would have done. `readers` counts the addresses of the list."""

    municipality: str
    file: str
    dry_run: bool
    rows: dict[str, int]
    readers: dict[str, int]
    findings: tuple[Finding, ...]
    columns: tuple[ColumnRead, ...]
    unread: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        return {**asdict(self), "total": sum(self.rows.values())}


def import_staff(
    database: Database, path: Path, *, slug: str, today: date, now: datetime, dry_run: bool = False
) -> StaffReport:
    """Bring the readers of a municipality in line with a staff list, and tell what became of each row.

    Who is no longer on it is departed from `today` on; who unsubscribed or bounced stays so. Somebody whose
    address is new, and whose name stood on the list under one that is gone, is the same reader. Who was
    on a row that had to be refused stays as they were.

    Raises InputError for an unknown municipality or a file without addresses, UnreadableFile for one that
    cannot be read; nothing was changed then.
    """
    notes = Notes()
    staff = read_staff(path, notes)
    with database.writing(dry_run=dry_run) as session:
        town = municipality_named(session, slug)
        enrol(session, town, today)  # before, so that a person's address on the list is known as theirs
        counts = _merge(session, town.id, staff, path.name, today, now)
        enrol(session, town, today)
        hold_back(session, today)
    return StaffReport(
        municipality=slug,
        file=path.name,
        dry_run=dry_run,
        rows={fate.value: notes.fates[fate] for fate in Fate},
        readers={each: counts[each] for each in ("added", "changed", "unchanged", "departed")},
        findings=tuple(notes.findings),
        columns=tuple(notes.columns),
        unread=tuple(notes.unread),
    )


def _merge(
    session: Session, town: int, staff: StaffList, file: str, today: date, now: datetime
) -> Counter[str]:
    readers = session.scalars(select(Reader).where(Reader.municipality_id == town)).all()
    known = {reader.email: reader for reader in readers}
    absent = [reader for reader in readers if reader.imported_at and reader.email not in staff.rows]
    moved = _moved(absent, [row for row in staff.rows.values() if row.email not in known])
    counts = Counter[str]()
    for row in staff.rows.values():
        reader = known.get(row.email) or moved.get(row.email)
        if reader is None:
            reader = Reader(municipality_id=town, email=row.email, name="", imported_at=now)
            session.add(reader)
            counts["added"] += 1
            _bring_up_to_date(reader, row, staff)
        else:
            counts["changed" if _bring_up_to_date(reader, row, staff) else "unchanged"] += 1
        reader.imported_at = now
    names = {plain(name) for name in staff.refused_names} - {""}
    kept = {reader.id for reader in moved.values()}
    for reader in absent:
        here = reader.departed_on is None or reader.departed_on > today
        if here and reader.id not in kept and plain(reader.name) not in names:
            reader.departed_on, reader.reason = today, f"no longer in {file}"[:500]
            counts["departed"] += 1
    session.flush()
    return counts


def _moved(absent: Iterable[Reader], new: Iterable[StaffRow]) -> dict[str, Reader]:
    """Return by new address who had another one before: where only one had that name, and one has it now."""
    before: defaultdict[str, list[Reader]] = defaultdict(list)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for reader in absent:
        before[plain(reader.name)].append(reader)
    for row in new:
        after[plain(row.name)].append(row.email)
    return {
        emails[0]: before[name][0]
        for name, emails in after.items()
        if name and len(emails) == 1 and len(before[name]) == 1
    }


def _bring_up_to_date(reader: Reader, row: StaffRow, staff: StaffList) -> bool:
    """Set what the list says of a reader; return whether that is news."""
    told: dict[str, Any] = {"email": row.email, **row.days}
    if row.name:
        told["name"] = row.name
    if "departed_on" not in staff.tells:
        told["departed_on"] = None  # who is on a list that knows of no leaving works here
    if reader.email != row.email:
        told["bounced_on"] = None
    news = {name: value for name, value in told.items() if getattr(reader, name) != value}
    for name, value in news.items():
        setattr(reader, name, value)
    return bool(news)
