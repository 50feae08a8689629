"""What a search for a person goes through is each text of each table, read as the tables read it."""

import json
from typing import Any

from sqlalchemy import JSON, Column, Enum, String, Table, select, update

from terugkom.database.connection_pool import Database
from terugkom.database.table_base import list_tables
from terugkom.personal_data.person_pattern import build_pattern
from terugkom.personal_data.search_tables import TableMatch, search_tables
from terugkom.personal_data.text_columns import TEXT_COLUMNS, TextColumns
from tests.rows import fill

NAME = "Claes"  # fits in the shortest column
# Made by the program, of numbers, hashes and codes; by these a document is found and nothing is done twice.
IDENTIFIERS = {
    *("key", "message_id", "path", "sha256", "run_id", "token_sha256", "email_hmac", "name_hmac"),
    *("stamp", "fingerprints"),
}


def holds_text(column: Column[Any]) -> bool:
    if column.name in IDENTIFIERS or column.primary_key or column.foreign_keys:
        return False
    return isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)


def describe(table: Table) -> TextColumns:
    """Return what must stand in TEXT_COLUMNS for a table."""
    names = [
        f"*{each.name}" if isinstance(each.type, JSON) else each.name
        for each in table.columns
        if holds_text(each)
    ]
    return TextColumns(table.name, " ".join(names), " ".join(each.name for each in table.primary_key.columns))


def test_each_text_of_each_table_is_searched() -> None:
    assert [*TEXT_COLUMNS] == [found for table in list_tables() if (found := describe(table)).names]


def test_values_are_found_as_the_tables_read_them(database: Database) -> None:
    with database.open_write_connection() as connection:
        rows = fill(connection)
        expected = []
        for table in list_tables():
            keys = [*table.primary_key.columns]
            first = [each == rows[table.name][0][each.name] for each in keys]
            for column in filter(holds_text, table.columns):
                planted: Any = {"a": [NAME, None], "b": 1} if isinstance(column.type, JSON) else NAME
                connection.execute(update(table).where(*first).values({column.name: planted}))
                key = tuple(connection.execute(select(*keys).where(*first)).one())
                expected.append(TableMatch(table.name, key, column.name, planted))
        connection.commit()
    with database.read_session() as session:
        found = [*search_tables(session, build_pattern([], [NAME]))]
    assert json.dumps([vars(each) for each in found]) == json.dumps([vars(each) for each in expected])
