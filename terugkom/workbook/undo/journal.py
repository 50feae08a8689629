"""The journal of imports: what each added and changed, so that it can be taken back.

Of a row that was added the key is kept, of one that was changed or deleted what stood in it before.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base, UtcDateTime
from terugkom.workbook.undo.plan_tables import PLAN_TABLES

Key = tuple[Any, ...]  # of a row: the values of its primary key


class PlanImport(Base):
    """An import of a plan that changed or asked something; the values are JSON, by table.

    `added` has keys, ids as ranges; `changed` and `deleted` have rows as they were, by the names of their
    columns. `after` has a digest by key of what stood in added and changed rows of the tables that have no
    history. `marks` has the highest id of each table whose rows refer to a plan; `before` that which the
    history, questions and copies of the plan had before it.
    """

    __tablename__ = "plan_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    file: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), default="")  # of the file; empty if it was not known
    imported_on: Mapped[date]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added: Mapped[dict[str, list[list[Any]]]] = mapped_column(JSON)
    changed: Mapped[dict[str, list[dict[str, Any]]]] = mapped_column(JSON)
    deleted: Mapped[dict[str, list[dict[str, Any]]]] = mapped_column(JSON)
    after: Mapped[dict[str, list[list[Any]]]] = mapped_column(JSON)
    marks: Mapped[dict[str, int]] = mapped_column(JSON)
    before: Mapped[dict[str, int]] = mapped_column(JSON)

    def list_added(self, table: str) -> set[Key]:
        """Return the keys of the rows that it added to a table."""
        return expand_keys(table, self.added.get(table, ()))


def expand_keys(table: str, stored: Iterable[Sequence[Any]]) -> set[Key]:
    """Return the keys of a table of the plan as they are stored: ids as ranges, of the first and the last."""
    if len(PLAN_TABLES[table].primary_key.columns) > 1:
        return {tuple(key) for key in stored}
    return {(number,) for first, last in stored for number in range(first, last + 1)}


def find_last_import(session: Session, municipality_id: int) -> PlanImport | None:
    """Return the last import of a municipality that was not taken back, or None."""
    mine = select(PlanImport).where(PlanImport.municipality_id == municipality_id)
    return session.scalar(mine.order_by(PlanImport.id.desc()).limit(1))


def list_imports_of_file(session: Session, municipality_id: int, sha256: str) -> list[PlanImport]:
    """Return all imports of a municipality in their order if this file was among them and changed something,
    else nothing."""
    mine = select(PlanImport).where(PlanImport.municipality_id == municipality_id)
    of_file = session.scalars(mine.where(PlanImport.sha256 == sha256)) if sha256 else ()
    if not any(each.added or each.changed or each.deleted for each in of_file):
        return []
    return list(session.scalars(mine.order_by(PlanImport.id)))


def find_rows_of_file(imports: list[PlanImport], table: str, keys: list[str], sha256: str) -> set[Key]:
    """Return the rows of a table that imports of this file added, and that no other import changed.

    `imports` are those of a municipality in their order, `keys` the columns of the primary key.
    """
    found: set[Key] = set()
    for each in imports:
        others = [
            *each.deleted.get(table, ()),
            *(each.changed.get(table, ()) if each.sha256 != sha256 else ()),
        ]
        found -= {tuple(row[name] for name in keys) for row in others}
        if each.sha256 == sha256:
            found |= each.list_added(table)
    return found
