"""Search every text of every table for a person, and replace them there.

It goes by the tables as they are, not by a list of them: a table that is added later is searched too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Enum, String, Table, select, update
from sqlalchemy.orm import Session

from terugkom.database import Base, list_tables
from terugkom.personal_data.person_pattern import ERASED, PersonPattern

# Made by the program, of numbers, hashes and codes; by these a document is found and nothing is done twice.
_NO_TEXTS = {
    *("key", "message_id", "path", "sha256", "run_id", "token_sha256", "email_hmac", "name_hmac"),
    *("stamp", "fingerprints"),
}
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
    """Yield every value in which the person stands; of headers of mails only if they are to be included."""
    for table in list_tables():
        columns = [column for column in table.columns if _holds_text(column)]
        keys = list(table.primary_key.columns)
        if not columns:
            continue
        rows = session.execute(select(*keys, *columns)).yield_per(_PAGE_SIZE)
        for row in rows:
            for column, value in zip(columns, row[len(keys) :], strict=True):
                if not value or pattern.replace_in_value(value) == value:
                    continue
                if (table.name, column.name) != ("deliveries", "headers") or include_headers:
                    yield TableMatch(table.name, tuple(row[: len(keys)]), column.name, value)


def replace_in_tables(session: Session, pattern: PersonPattern) -> int:
    """Replace the person in every value; return in how many.

    The headers of mails stay: a mail that waits must be sent as it is.
    """
    found = list(search_tables(session, pattern, include_headers=False))
    for each in found:
        table = Base.metadata.tables[each.table]
        by = "" if (each.table, each.column) in _EMPTIED else ERASED
        value = _cut(table, each.column, pattern.replace_in_value(each.value, by))
        where = [column == key for column, key in zip(table.primary_key.columns, each.key, strict=True)]
        session.execute(update(table).where(*where).values({each.column: value}))
    return len(found)


def _holds_text(column: Column[Any]) -> bool:
    if column.name in _NO_TEXTS or column.primary_key or column.foreign_keys:
        return False
    return isinstance(column.type, JSON) or (
        isinstance(column.type, String) and not isinstance(column.type, Enum)
    )


def _cut(table: Table, column: str, value: Any) -> Any:
    kind = table.columns[column].type
    length = kind.length if isinstance(kind, String) else None
    return value[:length] if isinstance(value, str) and length else value
