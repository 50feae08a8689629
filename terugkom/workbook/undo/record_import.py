"""Record in the journal what an import added and changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select, tuple_
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.plan.questions import Question
from terugkom.workbook.undo.journal import Key, PlanImport, expand_keys
from terugkom.workbook.undo.plan_tables import DERIVED_COLUMNS, HISTORY, PLAN_TABLES, WITHOUT_HISTORY
from terugkom.workbook.undo.references import read_marks
from terugkom.workbook.undo.row_values import compute_row_digest, encode_row
from terugkom.workbook.undo.snapshot import RowSnapshot, TableDifference, compare_snapshot, list_keys

_KEYS_AT_ONCE = 200


def record_import(
    session: Session,
    snapshot: RowSnapshot,
    *,
    file: str,
    sha256: str,
    today: date,
    now: datetime,
    deleted_history: Sequence[Mapping[str, Any]],
) -> None:
    """Add what changed since a snapshot to the journal; an import that changed and asked nothing is not
    recorded.

    A snapshot has no history: what was deleted of it is given.
    """
    differences = compare_snapshot(session, snapshot)
    if not (differences or _has_asked(session, snapshot)):
        return
    session.add(
        PlanImport(
            municipality_id=snapshot.municipality_id,
            file=file[:200],
            sha256=sha256,
            imported_on=today,
            imported_at=now,
            added={name: each.added for name, each in differences.items() if each.added},
            changed=_encode({name: each.changed for name, each in differences.items()}),
            deleted=_encode(
                {name: each.deleted for name, each in differences.items()}
                | {HISTORY.name: list(deleted_history)}
            ),
            after={
                name: [[list(key), digest] for key, digest in compute_digests(session, name, keys).items()]
                for name, keys in list_touched(differences).items()
            },
            marks=read_marks(session),
            before=dict(snapshot.last_ids),
        )
    )


def _has_asked(session: Session, snapshot: RowSnapshot) -> bool:
    new = select(Question.id).where(
        Question.municipality_id == snapshot.municipality_id,
        Question.id > snapshot.last_ids[Question.__tablename__],
    )
    return session.scalar(new.limit(1)) is not None


def list_touched(differences: Mapping[str, TableDifference]) -> dict[str, list[Key]]:
    """Return the keys of the rows that are new or changed, of the tables whose changes have no history."""
    found: dict[str, list[Key]] = {}
    for name in WITHOUT_HISTORY:
        if name in differences:
            names = [key.name for key in list_keys(PLAN_TABLES[name])]
            changed = [tuple(row[each] for each in names) for row in differences[name].changed]
            found[name] = [*expand_keys(name, differences[name].added), *changed]
    return found


def compute_digests(session: Session, name: str, keys: list[Key]) -> dict[Key, str]:
    """Return a digest of what stands in these rows, without what is derived; of those that are there."""
    table = PLAN_TABLES[name]
    ignored = DERIVED_COLUMNS.get(name, frozenset())
    found = {}
    for batch in batched(keys, _KEYS_AT_ONCE):
        for row in session.execute(select(table).where(match_keys(table, batch))).mappings():
            values = {column: value for column, value in row.items() if column not in ignored}
            found[tuple(row[key.name] for key in list_keys(table))] = compute_row_digest(values)
    return found


def match_keys(table: Table, keys: list[Key]) -> Any:
    """Return the condition for the rows with these keys."""
    columns = list_keys(table)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(keys)


def _encode(rows: Mapping[str, list[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {name: [encode_row(row) for row in each] for name, each in rows.items() if each}
