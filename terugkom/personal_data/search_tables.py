"""Search every text of every table for a person, and replace them there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, String, Table, TextualSelect, column, text, update
from sqlalchemy.orm import Session

from terugkom.database.table_base import Base
from terugkom.personal_data.name_fields import may_occur_in_value, replace_in_value
from terugkom.personal_data.person_pattern import ERASED, PersonPattern
from terugkom.personal_data.text_columns import TEXT_COLUMNS, TextColumns

_EMPTIED = {  # a word there would be a value
    ("municipalities", "media_settings"),
    ("ideas", "submitted_by"),
    ("ideas", "reply_address"),
    ("remarks", "submitted_by"),
    ("remarks", "reply_address"),
}
_PAGE_SIZE = 1000


@dataclass(frozen=True)
class TableMatch:
    """A value of a table in which a person stands."""

    table: str
    key: tuple[Any, ...]
    column: str
    value: Any


def search_tables(
    session: Session, pattern: PersonPattern, *, include_headers: bool = True
) -> Iterator[TableMatch]:
    """Yield every value in which the person stands, or may stand; of headers of mails only if they are to be
    included."""
    for table in TEXT_COLUMNS:
        keys, columns = table.key.split(), [each.removeprefix("*") for each in table.names.split()]
        for row in session.execute(_select_texts(table)).yield_per(_PAGE_SIZE):
            for name, value in zip(columns, row[len(keys) :], strict=True):
                if not value or not may_occur_in_value(value, pattern):
                    continue
                if (table.table, name) != ("deliveries", "headers") or include_headers:
                    yield TableMatch(table.table, tuple(row[: len(keys)]), name, value)


def _select_texts(table: TextColumns) -> TextualSelect:
    """Return the query of a table's keys and texts; written out, it needs no class and is not compiled."""
    found = {each.removeprefix("*"): each.startswith("*") for each in f"{table.key} {table.names}".split()}
    names = ", ".join(f'"{name}"' for name in found)
    columns = [column(name, JSON() if is_json else None) for name, is_json in found.items()]
    return text(f'SELECT {names} FROM "{table.table}"').columns(*columns)  # noqa: S608


def replace_in_tables(session: Session, pattern: PersonPattern) -> int:
    """Replace the person in every value; return in how many.

    The headers of mails stay: a mail that waits must be sent as it is. What may be of two people stays too.
    """
    count = 0
    for each in list(search_tables(session, pattern, include_headers=False)):
        table = Base.metadata.tables[each.table]
        by = "" if (each.table, each.column) in _EMPTIED else ERASED
        value = _cut(table, each.column, replace_in_value(each.value, pattern, by))
        if value == each.value:
            continue
        count += 1
        where = [column == key for column, key in zip(table.primary_key.columns, each.key, strict=True)]
        session.execute(update(table).where(*where).values({each.column: value}))
    return count


def _cut(table: Table, column: str, value: Any) -> Any:
    kind = table.columns[column].type
    length = kind.length if isinstance(kind, String) else None
    return value[:length] if isinstance(value, str) and length else value
