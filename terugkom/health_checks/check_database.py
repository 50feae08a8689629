"""Whether the database answers, is the right one, and is as this version makes it. Nothing is upgraded."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from terugkom.database.answer_check import AnswerCheck, DatabaseSilent
from terugkom.database.connection_pool import Database, describe_database_error
from terugkom.database.sqlite_file import is_file_damaged
from terugkom.database.table_base import Base, import_all_tables
from terugkom.documents.document_store import DocumentStore
from terugkom.errors import ERROR_LANGUAGE, InputError, UnknownSchema, describe_os_error
from terugkom.health_checks.model import CheckState, Finding
from terugkom.migrations.check_schema import (
    check_restore_ended,
    is_up_to_date,
    list_known_revisions,
    read_revisions,
)
from terugkom.plan.model import Municipality
from terugkom.settings import Settings

_MAKE_WRITABLE = (
    "see whether its disk was mounted read-only (`dmesg`), whose it is, and whether it is a standby"
)
_SHOWN = 200  # characters
_SHOWN_TABLES = 3
_RESTORE = "restore a backup: docs/backup.md"
_OURS = {"alembic_version", "municipalities"}
_GRANT = (
    "use the user that made them, or grant this one SELECT, INSERT, UPDATE and DELETE on all tables, and"
    " USAGE on all sequences"
)
# of PostgreSQL: the tables in which the user of the connection may not do all that we do, also to add a row
_WITHOUT_RIGHTS = text("""
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema())
AND relname = ANY(:names) AND NOT (
    has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
    AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')
    AND NOT EXISTS (
        SELECT FROM pg_depend JOIN pg_class AS numbers ON numbers.oid = objid
        WHERE refobjid = pg_class.oid AND deptype = 'a'
        AND CASE numbers.relkind WHEN 'S' THEN NOT has_sequence_privilege(objid, 'USAGE') ELSE false END
    )
) ORDER BY relname
""")


def check_database(database: Database, settings: Settings) -> Finding:
    """Return whether it answers, is whole and is one of ours."""
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    advice = (
        "start the database, or mend TERUGKOM_DATABASE_URL"
        if settings.database_url
        else "see its disk: is it full, mounted, and whose?"
    )
    try:
        AnswerCheck().require(database)
        if not database.has_tables():
            return _check_empty(kind, settings)
        with database.engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if not tables >= _OURS:
                wrong = f"this {kind} database is none of Terugkom's"
                return Finding(CheckState.BROKEN, wrong, "mend TERUGKOM_DATABASE_URL or TERUGKOM_HOME")
            if not database.is_whole():
                return Finding(CheckState.BROKEN, "the file is damaged", _RESTORE)
            if without := _list_tables_without_rights(connection, tables):
                return Finding(CheckState.BROKEN, _describe_missing_rights(without), _GRANT)
            count = connection.scalar(select(func.count()).select_from(Municipality.__table__))
        is_writable = _is_writable(database)
    except InputError as error:
        return Finding(CheckState.BROKEN, error.render(ERROR_LANGUAGE), advice)
    except SQLAlchemyError as error:
        if database.file and database.file.is_dir():
            of_folder = "move it away: a container makes one for a mount whose file is not there"
            return Finding(CheckState.BROKEN, f"{database.file} is a folder, and no database", of_folder)
        why = describe_database_error(error)[:_SHOWN]
        if is_file_damaged(error):  # its first page, or it is cut off
            damaged = f"{kind} does not answer: the file is damaged ({why})"
            return Finding(CheckState.BROKEN, damaged, _RESTORE)
        return Finding(CheckState.BROKEN, f"{kind} does not answer: {why}", advice)
    except (OSError, DatabaseSilent) as error:
        return Finding(CheckState.BROKEN, f"{kind} does not answer: {describe_os_error(error)}", advice)
    if not is_writable:
        return Finding(CheckState.BROKEN, f"{kind} can be read, and not written to", _MAKE_WRITABLE)
    return Finding(CheckState.FINE, f"{kind}, {count} {'municipality' if count == 1 else 'municipalities'}")


def _list_tables_without_rights(connection: Connection, tables: set[str]) -> Sequence[str]:
    """Return our tables that the user of the database may not read and write, of PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return ()
    import_all_tables()
    ours = sorted(tables & {"alembic_version", *Base.metadata.tables})
    return connection.scalars(_WITHOUT_RIGHTS, {"names": ours}).all()


def _describe_missing_rights(tables: Sequence[str]) -> str:
    shown = ", ".join(tables[:_SHOWN_TABLES])
    more = len(tables) - _SHOWN_TABLES
    rest = f" and {more} more" if more > 0 else ""
    return f"the user of TERUGKOM_DATABASE_URL may not read and write the tables {shown}{rest}"


def _is_writable(database: Database) -> bool:
    """Return whether a transaction may write; nothing is written, and no lock is waited for.

    It may not on a disk that the system mounted read-only after an error, nor on a standby of PostgreSQL.
    """
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.engine.url.database), isolation_level=None)) as connection:
            connection.execute("PRAGMA busy_timeout=0")
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(
                    "DELETE FROM alembic_version WHERE 0"
                )  # fails where a row could not be deleted
                connection.execute("ROLLBACK")
            except sqlite3.OperationalError as error:
                return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # somebody else writes
        return True
    with database.engine.connect() as connected:
        return bool(connected.exec_driver_sql("SHOW transaction_read_only").scalar() == "off")


def _check_empty(kind: str, settings: Settings) -> Finding:
    if any(DocumentStore(settings.documents).list_names()):
        lost = f"{kind} is empty, and the home has documents: the database was lost"
        return Finding(CheckState.BROKEN, lost, _RESTORE)
    return Finding(CheckState.NOT_SET, f"{kind} is empty; the first command makes its tables")


def check_migrations(database: Database) -> Finding:
    """Return whether the schema is that of this version."""
    with database.engine.connect() as connection:
        try:
            check_restore_ended(connection)
        except UnknownSchema as error:
            return Finding(CheckState.BROKEN, str(error), "docs/backup.md")
        revisions, known = read_revisions(connection), list_known_revisions()
        if not set(revisions) <= set(known):
            newer = f"revision {', '.join(revisions)} is of a newer version of Terugkom"
            return Finding(
                CheckState.BROKEN, newer, "install that version, or restore a backup from before its upgrade"
            )
        if revisions != [known[-1]]:
            behind = f"at revision {', '.join(revisions) or 'none'}; this version has {known[-1]}"
            return Finding(
                CheckState.WARNING,
                behind,
                "`terugkom upgrade`, which makes a backup first: docs/operations.md",
            )
        if not is_up_to_date(connection):
            differs = f"at revision {known[-1]}, but its tables differ from it"
            return Finding(CheckState.BROKEN, differs, "`terugkom init` says what differs")
    return Finding(CheckState.FINE, f"at revision {known[-1]}")
