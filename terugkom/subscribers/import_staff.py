"""Import the staff list into the database: an upsert by address in one transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.normalize import normalize_text
from terugkom.plan.departures import is_departed
from terugkom.plan.erased_people import load_erased_people
from terugkom.plan.queries import get_municipality
from terugkom.subscribers.employment import FormerRow
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.staff_list import StaffList, StaffRow, read_staff_list
from terugkom.subscribers.subscription_status import skip_pending_deliveries
from terugkom.subscribers.suppression import suppress_former_addresses
from terugkom.workbook.import_report import CellFinding, ColumnRead, ImportNotes, RowOutcome


@dataclass(frozen=True)
class StaffImportReport:
    """The result of an import, or of a dry run. `readers` counts the subscribers by change."""

    municipality: str
    file: str
    dry_run: bool
    rows: dict[str, int]
    readers: dict[str, int]
    findings: tuple[CellFinding, ...]
    columns: tuple[ColumnRead, ...]
    unread: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        values = asdict(replace(self, findings=()))
        findings = [each.as_json() for each in self.findings]
        return {**values, "findings": findings, "total": sum(self.rows.values())}


def import_staff(
    database: Database,
    path: Path,
    *,
    slug: str,
    today: date,
    now: datetime,
    dry_run: bool = False,
    few_tables: bool = False,
) -> StaffImportReport:
    """Update the subscribers of a municipality from a staff list; return the fate of each row.

    Subscribers no longer on it depart as of `today`; unsubscribed and bounced ones stay so. Somebody whose
    address is new, and whose name was on the list with an address now missing, is the same subscriber. Those
    on a refused row stay unchanged. `few_tables`: see `Database.write_session`.

    Raises InputError for an unknown municipality or a file without addresses, UnreadableFile for one that
    cannot be read; nothing was changed then.
    """
    with database.read_session() as session:
        municipality = get_municipality(session, slug)
        notes = ImportNotes(municipality.language)
        erased = load_erased_people(session, municipality.id)
    staff = read_staff_list(path, notes, today, erased)
    with database.write_session(dry_run=dry_run, few_tables=few_tables) as session:
        municipality = get_municipality(session, slug)
        enrol_plan_people(
            session, municipality, today
        )  # first, so that people's addresses on the list are linked to them
        counts = _merge_staff(session, municipality.id, staff, path.name, today, now)
        enrol_plan_people(session, municipality, today)  # lists those who departed, too
        skip_pending_deliveries(session, today)
    return StaffImportReport(
        municipality=slug,
        file=path.name,
        dry_run=dry_run,
        rows={fate.value: notes.row_counts[fate] for fate in RowOutcome},
        readers={each: counts[each] for each in ("added", "changed", "unchanged", "departed")},
        findings=tuple(notes.findings),
        columns=tuple(notes.columns),
        unread=tuple(notes.unread),
    )


def _merge_staff(
    session: Session, municipality_id: int, staff: StaffList, file: str, today: date, now: datetime
) -> Counter[str]:
    subscribers = session.scalars(
        select(Subscriber).where(Subscriber.municipality_id == municipality_id)
    ).all()
    known = {subscriber.email: subscriber for subscriber in subscribers}
    counts = Counter[str](departed=_record_former(known, staff.former, file, today, now))
    on_list = staff.rows.keys() | staff.refused_addresses | staff.former.keys()
    absent = [
        subscriber for subscriber in subscribers if subscriber.imported_at and subscriber.email not in on_list
    ]
    changed_addresses = _match_changed_addresses(
        absent, [row for row in staff.rows.values() if row.email not in known]
    )
    for row in staff.rows.values():
        subscriber = known.get(row.email) or changed_addresses.get(row.email)
        if subscriber is None:
            subscriber = Subscriber(
                municipality_id=municipality_id, email=row.email, name="", imported_at=now
            )
            session.add(subscriber)
            counts["added"] += 1
            _update_subscriber(subscriber, row, staff)
        else:
            counts["changed" if _update_subscriber(subscriber, row, staff) else "unchanged"] += 1
        subscriber.imported_at = now
    matched_ids = {subscriber.id for subscriber in changed_addresses.values()}
    missing = [subscriber for subscriber in absent if subscriber.id not in matched_ids]
    counts["departed"] += _record_departures(missing, staff.refused_names, file, today)
    session.flush()
    suppress_former_addresses(session, municipality_id, known, today)
    return counts


def _record_former(
    known: Mapping[str, Subscriber],
    former: Mapping[str, FormerRow],
    file: str,
    today: date,
    now: datetime,
) -> int:
    """Record who departed by what the list says; return how many.

    They count as on a list from then on, so that the plan does not make readers of them again.
    """
    departed = [each for each in known.values() if each.email in former and not is_departed(each, today)]
    for subscriber in departed:
        subscriber.departed_on = former[subscriber.email].departed_on or today
        subscriber.reason, subscriber.imported_at = f"departed by {file}"[:500], now
    return len(departed)


def _record_departures(
    missing: Iterable[Subscriber], refused_names: Iterable[str], file: str, today: date
) -> int:
    """Record who departed, for the file does not have them; return how many.

    Not whose name is on a row that was refused: they may be on the list.
    """
    refused = {normalize_text(name) for name in refused_names} - {""}
    departed = [
        each for each in missing if not is_departed(each, today) and normalize_text(each.name) not in refused
    ]
    for subscriber in departed:
        subscriber.departed_on, subscriber.reason = today, f"no longer in {file}"[:500]
    return len(departed)


def _match_changed_addresses(absent: Iterable[Subscriber], new: Iterable[StaffRow]) -> dict[str, Subscriber]:
    """Return by new address the subscriber who had another: the only one with that name, before and now."""
    before: defaultdict[str, list[Subscriber]] = defaultdict(list)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for subscriber in absent:
        before[normalize_text(subscriber.name)].append(subscriber)
    for row in new:
        after[normalize_text(row.name)].append(row.email)
    return {
        emails[0]: before[name][0]
        for name, emails in after.items()
        if name and len(emails) == 1 and len(before[name]) == 1
    }


def _update_subscriber(subscriber: Subscriber, row: StaffRow, staff: StaffList) -> bool:
    """Update a subscriber from the list; return whether anything changed."""
    values: dict[str, Any] = {"email": row.email, **row.days}
    if row.name:
        values["name"] = row.name
    if "departed_on" not in staff.known_fields:
        values["departed_on"] = None  # a list without end dates contains only current staff
    if subscriber.email != row.email:
        values["bounced_on"] = None
    changes = {name: value for name, value in values.items() if getattr(subscriber, name) != value}
    for name, value in changes.items():
        setattr(subscriber, name, value)
    return bool(changes)
