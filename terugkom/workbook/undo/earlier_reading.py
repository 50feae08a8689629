"""Replace what an earlier reading of the same file had added and the new reading has not.

A file that was misread and is read again, with a map or by a later version, brings other actions: those of
the first reading are no longer in it. What nothing else refers to is deleted, so that no plan has them twice;
the rest is flagged as missing, as any action that is no longer in a file.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select, update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.documents.document_store import DocumentStore
from terugkom.plan.history_model import ActionChange
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.undo.journal import PlanImport, find_rows_of_file, list_imports_of_file
from terugkom.workbook.undo.plan_tables import ACTIONS, HISTORY, INDICATORS, PLAN_TABLES
from terugkom.workbook.undo.references import (
    find_named_actions,
    find_referred_ids,
    list_referring_columns,
)

_IDS_AT_ONCE = 500


def withdraw_earlier_reading(context: ImportContext, sha256: str, store: DocumentStore | None) -> list[int]:
    """Take the actions of earlier readings of this file out of the import, and return their ids.

    They are no longer in the file, and nothing else refers to them: no mail, report, decision, or change but
    by imports. Without a `store` any document since then may name them. `delete_actions` deletes them.
    """
    imports = list_imports_of_file(context.session, context.municipality.id, sha256)
    if not imports:
        return []
    added = _find_ids_of_file(imports, "actions", sha256)
    gone = {each.id: each for each in context.actions.values() if each.missing_since and each.id in added}
    if not gone:  # without importing all tables
        return []
    kept = find_referred_ids(context.session, "actions", gone)
    kept |= _find_changed_by_others(context.session, gone.keys() - kept)
    named = {number: (each.code, each.title) for number, each in gone.items() if number not in kept}
    first = next(each for each in imports if each.sha256 == sha256)
    mark = first.marks["documents"]
    kept |= find_named_actions(context.session, store, context.municipality.id, named, mark)
    for number in gone.keys() - kept:
        context.actions.pop(gone[number].code)
    context.changes = [each for each in context.changes if each[0].id not in gone or each[0].id in kept]
    return sorted(gone.keys() - kept)


def delete_actions(session: Session, ids: Collection[int]) -> list[Mapping[str, Any]]:
    """Delete actions with all that the plan has of them; return the rows of their history."""
    history: list[Mapping[str, Any]] = []
    for batch in batched(ids, _IDS_AT_ONCE):
        found = session.execute(select(HISTORY).where(HISTORY.c.action_id.in_(batch))).mappings()
        history += [dict(row) for row in found]
        for table in reversed(list(PLAN_TABLES.values())):
            if (condition := _select_rows_of_actions(table, batch)) is not None:
                session.execute(delete(table).where(condition))
    return history


def delete_unused(context: ImportContext, sha256: str) -> None:
    """Delete the people and groups that earlier readings of a foreign file added and nobody refers to now."""
    imports = list_imports_of_file(context.session, context.municipality.id, sha256)
    context.session.flush()
    for name in ("people", "groups"):
        table = PLAN_TABLES[name]
        ids = _find_ids_of_file(imports, name, sha256)
        unused = ids - find_referred_ids(context.session, name, ids, in_plan=True)
        for batch in batched(sorted(unused), _IDS_AT_ONCE):
            for column in list_referring_columns(unlinked=True) if name == "people" else ():
                empty = update(column.table).where(column.in_(batch)).values({column.name: None})
                context.session.execute(empty)
            context.session.execute(delete(table).where(table.c.id.in_(batch)))


def _find_ids_of_file(imports: list[PlanImport], table: str, sha256: str) -> set[int]:
    return {key[0] for key in find_rows_of_file(imports, table, ["id"], sha256)}


def _find_changed_by_others(session: Session, ids: Iterable[int]) -> set[int]:
    """Return which actions were changed by something else than an import."""
    found: set[int] = set()
    for batch in batched(ids, _IDS_AT_ONCE):
        query = select(ActionChange.action_id).where(
            ActionChange.action_id.in_(batch), ActionChange.source.not_like("import %")
        )
        found |= set(session.scalars(query))
    return found


def _select_rows_of_actions(table: Table, ids: list[int]) -> ColumnElement[bool] | None:
    """Return the condition for the rows of a table that belong to these actions; None if it has no such."""
    if table is ACTIONS:
        return table.c.id.in_(ids)
    if "action_id" in table.c:
        return table.c.action_id.in_(ids)
    if "indicator_id" in table.c:
        return table.c.indicator_id.in_(select(INDICATORS.c.id).where(INDICATORS.c.action_id.in_(ids)))
    return None
