"""Import the staff list into the database: an upsert by address in one transaction."""

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
    """The result of an import, or of a dry run. `readers` counts the subscribers by change."""

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
    """Update the subscribers of a municipality from a staff list; return the fate of each row.

    Subscribers no longer on it depart as of `today`; unsubscribed and bounced ones stay so. Somebody whose
    address is new, and whose name was on the list with an address now missing, is the same subscriber. Those
    on a refused row stay unchanged.

    Raises InputError for an unknown municipality or a file without addresses, UnreadableFile for one that
    cannot be read; nothing was changed then.
    """
    notes = Notes()
    staff = read_staff(path, notes)
    with database.writing(dry_run=dry_run) as session:
        town = municipality_named(session, slug)
        enrol(session, town, today)  # first, so that people's addresses on the list are linked to them
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
    """Return by new address the subscriber who had another: the only one with that name, before and now."""
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
    """Update a subscriber from the list; return whether anything changed."""
    told: dict[str, Any] = {"email": row.email, **row.days}
    if row.name:
        told["name"] = row.name
    if "departed_on" not in staff.tells:
        told["departed_on"] = None  # a list without end dates contains only current staff
    if reader.email != row.email:
        told["bounced_on"] = None
    news = {name: value for name, value in told.items() if getattr(reader, name) != value}
    for name, value in news.items():
        setattr(reader, name, value)
    return bool(news)
