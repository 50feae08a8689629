"""Take back the last import of a plan, whole: each row that it touched is as it was before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Table, delete, select, update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import list_tables
from terugkom.documents.document_store import DocumentStore
from terugkom.errors import InputError
from terugkom.plan.coordinator_change import keep_known_coordinator
from terugkom.plan.import_answers import withdraw_import_questions
from terugkom.plan.model import Person
from terugkom.plan.queries import find_municipality, get_municipality, lock_municipality
from terugkom.workbook.plan_versions import forget_versions_after
from terugkom.workbook.undo.journal import Key, PlanImport, find_last_import
from terugkom.workbook.undo.plan_tables import HISTORY, MUNICIPALITIES, PLAN_TABLES
from terugkom.workbook.undo.record_import import compute_digests, match_keys
from terugkom.workbook.undo.references import (
    Reference,
    find_changes_since,
    find_documents,
    find_row_references,
    forget_last_change,
    list_referring_columns,
    load_action_titles,
)
from terugkom.workbook.undo.row_values import decode_row

_KEYS_AT_ONCE = 200
_SHOWN = 5  # references that an error names
# Columns that may be empty and by which rows refer to rows of a table that is filled later, or to their own.
_LATE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "municipalities": ("coordinator_id", "chief_id"),
    "groups": ("secretary_id",),
    "people": ("stand_in_id",),
}
_CODED = ("groups", "people", "actions", "indicators")


class ImportReferred(InputError):
    """Something refers to the import, so that it is not taken back; `references` are what."""

    def __init__(self, file: str, day: date, references: list[Reference]) -> None:
        shown = "; ".join(map(str, references[:_SHOWN]))
        more = max(0, len(references) - _SHOWN)
        if more:
            super().__init__("error.import.referred-more", file=file, day=day, references=shown, more=more)
        else:
            super().__init__("error.import.referred", file=file, day=day, references=shown)
        self.references = references


@dataclass(frozen=True)
class UndoneImport:
    """An import that was taken back, or on a dry run would be: how many actions it had added and changed.

    `is_first`: it had made the municipality, which is gone with it unless a run refers to it.
    """

    municipality: str
    file: str
    imported_on: date
    added: int
    changed: int
    dry_run: bool
    is_first: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        return asdict(self)


def undo_last_import(
    database: Database, store: DocumentStore, slug: str, *, dry_run: bool = False
) -> UndoneImport:
    """Take the last import of a municipality back, in one transaction.

    Raises InputError if there is none, or somebody else took it back at the same moment: the one before it is
    not meant. Raises ImportReferred if a mail, a report, a decision or another change refers to what it did.
    Nothing is changed then.
    """
    with database.read_session() as session:
        meant = _identify(find_last_import(session, get_municipality(session, slug).id))
    with database.write_session(dry_run=dry_run) as session:
        municipality = get_municipality(session, slug)
        lock_municipality(session, municipality)
        last = find_last_import(session, municipality.id)
        if _identify(last) != meant:
            raise InputError("error.import.last-is-another", municipality=slug)
        if last is None:
            raise InputError("error.import.none-to-undo", municipality=slug)
        forget_versions_after(session, municipality.id, last.before["plan_versions"])
        withdraw_import_questions(session, municipality.id, last.before["questions"])
        touched = _list_touched_actions(session, last)
        references = list(_find_references(session, store, last, touched))
        if references:
            raise ImportReferred(last.file, last.imported_on, references)
        added = len(last.list_added("actions"))
        changed, is_first = len(touched) - added, bool(last.list_added("municipalities"))
        undone = UndoneImport(slug, last.file, last.imported_on, added, changed, dry_run, is_first)
        known_id = municipality.coordinator_id
        _restore(session, last)
        if (still := find_municipality(session, slug)) is not None:
            is_there = known_id is not None and session.get(Person, known_id) is not None
            keep_known_coordinator(session, still, known_id if is_there else None)
        return undone


def _identify(stored: PlanImport | None) -> tuple[int, datetime] | None:
    """Return what tells an import from others: SQLite gives the id of one that was taken back to the next."""
    return (stored.id, stored.imported_at) if stored else None


def _list_touched_actions(session: Session, last: PlanImport) -> set[int]:
    """Return the ids of the actions that it added or changed: those whose history it wrote."""
    found: set[int] = set()
    for batch in batched(last.list_added("action_changes"), _KEYS_AT_ONCE):
        found |= set(session.scalars(select(HISTORY.c.action_id).where(match_keys(HISTORY, batch))))
    return found


def _find_references(
    session: Session, store: DocumentStore, last: PlanImport, touched: set[int]
) -> Iterator[Reference]:
    added = {name: [key[0] for key in last.list_added(name)] for name in PLAN_TABLES}
    changed: dict[str, list[int]] = {
        name: [row["id"] for row in last.changed.get(name, ())] for name in ("people", "groups", "indicators")
    }
    changed["actions"] = sorted(touched.difference(added["actions"]))
    yield from find_row_references(session, {name: added[name] for name in _CODED})
    yield from find_row_references(session, changed, last.marks)
    yield from find_changes_since(session, sorted(touched), last.marks["action_changes"])
    yield from _find_changed_rows(session, last)
    actions = load_action_titles(session, sorted(touched))
    yield from find_documents(session, store, last.municipality_id, actions, last.marks["documents"])


def _find_changed_rows(session: Session, last: PlanImport) -> Iterator[Reference]:
    """Yield the tables of which rows were changed since, where no history tells."""
    for name, rows in last.after.items():
        then: dict[Key, str] = {tuple(key): digest for key, digest in rows}
        now = compute_digests(session, name, list(then))
        if count := sum(now.get(key) != digest for key, digest in then.items()):
            yield Reference(f"a later change in the table {name}", count)


def _restore(session: Session, last: PlanImport) -> None:
    """Set all rows as they were before; the import is no longer in the journal."""
    session.delete(last)
    session.flush()
    added = {name: sorted(last.list_added(name), key=str) for name in PLAN_TABLES}
    _empty_late_columns(session, added)
    for name in _CODED:
        _free_codes(session, last, name)
    for name, table in PLAN_TABLES.items():
        rows = [decode_row(table, row) for row in last.deleted.get(name, ())]
        if rows:
            late = dict.fromkeys(_LATE_COLUMNS.get(name, ()))
            session.execute(table.insert(), [row | late for row in rows])
    for name, table in PLAN_TABLES.items():
        for row in (*last.deleted.get(name, ()), *last.changed.get(name, ())):
            _update_row(session, table, decode_row(table, row))
    for name, table in reversed(list(PLAN_TABLES.items())):
        if table is not MUNICIPALITIES:
            _delete_rows(session, table, added[name])
    if added["municipalities"]:
        _remove_municipality(session, last.municipality_id)
    forget_last_change(session, last.municipality_id)
    session.expire_all()


def _empty_late_columns(session: Session, added: Mapping[str, list[Key]]) -> None:
    """Empty what refers to added people: of rows that were added too, and of rows of other tables that stay
    without the person."""
    for name, columns in _LATE_COLUMNS.items():
        for batch in batched(added[name], _KEYS_AT_ONCE):
            table = PLAN_TABLES[name]
            session.execute(update(table).where(match_keys(table, batch)).values(dict.fromkeys(columns)))
    for column in list_referring_columns(unlinked=True):
        for batch in batched([key[0] for key in added["people"]], _KEYS_AT_ONCE):
            session.execute(update(column.table).where(column.in_(batch)).values({column.name: None}))


def _free_codes(session: Session, last: PlanImport, name: str) -> None:
    """Rename the rows that have a code which another row gets back."""
    table = PLAN_TABLES[name]
    wanted = {row["code"]: row["id"] for each in (last.changed, last.deleted) for row in each.get(name, ())}
    for batch in batched(wanted, _KEYS_AT_ONCE):
        mine = (table.c.municipality_id == last.municipality_id, table.c.code.in_(batch))
        for number, code in session.execute(select(table.c.id, table.c.code).where(*mine)).tuples().all():
            if wanted[code] != number:
                session.execute(update(table).where(table.c.id == number).values(code=f"~{number}"))


def _update_row(session: Session, table: Table, row: Mapping[str, Any]) -> None:
    keys = {column.name for column in table.primary_key.columns}
    values = {name: value for name, value in row.items() if name not in keys}
    if values:
        same = [table.c[name] == row[name] for name in keys]
        session.execute(update(table).where(*same).values(values))


def _delete_rows(session: Session, table: Table, keys: Iterable[Key]) -> None:
    for batch in batched(keys, _KEYS_AT_ONCE):
        session.execute(delete(table).where(match_keys(table, batch)))


def _remove_municipality(session: Session, municipality_id: int) -> None:
    """Delete the municipality that the import had made; if runs refer to it, it stays, as a new one is."""
    if not _is_referred(session, municipality_id):
        _delete_rows(session, MUNICIPALITIES, [(municipality_id,)])
        return
    kept = {"id", "slug", "name"}
    values = {each.name: _read_default(each) for each in MUNICIPALITIES.columns if each.name not in kept}
    mine = MUNICIPALITIES.c.id == municipality_id
    session.execute(update(MUNICIPALITIES).where(mine).values(values))


def _read_default(column: Column[Any]) -> Any:
    """Return what a new row has in a column: nothing, or its default, which is a value or makes one."""
    if column.default is None:
        return None
    value = column.default.arg  # type: ignore[attr-defined]
    return value(None) if callable(value) else value


def _is_referred(session: Session, municipality_id: int) -> bool:
    """Return whether rows of runs refer to the municipality, which then stays, without a plan."""
    columns = [
        column
        for table in list_tables()
        for column in table.columns
        if any(key.column.table is MUNICIPALITIES for key in column.foreign_keys)
    ]
    mine = (select(column).where(column == municipality_id).limit(1) for column in columns)
    return any(session.execute(query).first() is not None for query in mine)
