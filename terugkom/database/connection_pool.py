"""The connections to the database, with their sessions and migrations."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any
from weakref import finalize

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    make_url,
)
from sqlalchemy.orm import Session

from terugkom.database.postgresql_connection import build_arguments, prepare_connection, require_utf8
from terugkom.database.sqlite_file import (
    SqliteFile,
    is_file_damaged,
    is_file_whole,
    take_turn,
    try_until_free,
)
from terugkom.database.table_base import import_all_tables, import_referenced_tables
from terugkom.errors import InputError, TerugkomError

if TYPE_CHECKING:
    from alembic.config import Config

_BUSY_MILLISECONDS = 60_000  # for which a writer of SQLite waits for another one
_MIGRATION_LOCK = 7_364_021  # of PostgreSQL's advisory locks; any number that is always the same


def describe_database_error(error: Exception) -> str:
    """Return what the database itself said, in a line; SQLAlchemy adds an address for programmers."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]


class _TableSession(Session):
    """A session that has every table at hand before it writes: a row may refer to rows of any other."""


class _FewTablesSession(Session):
    """A session that has at hand what the tables refer to that are used in it."""


event.listen(_TableSession, "before_flush", lambda *_: import_all_tables())
event.listen(_FewTablesSession, "before_flush", lambda *_: import_referenced_tables())


def update_statistics(connection: Connection) -> None:
    """Have PostgreSQL know at once how the tables are filled; SQLite chooses by its indexes.

    Until then it takes them for empty: its own look comes a minute later, or never to a server that has it
    switched off. After an import of 50,000 actions, finding who is to be reminded took twice as long and
    recording it two and a half times (measured).
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def is_empty_database(url: str) -> bool:
    """Return whether a database has no table, or is a SQLite file that is not there; it is not made by
    asking. Raises SQLAlchemyError if it cannot be opened."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or ".").exists():
        return True
    database = Database(url)
    try:
        return not database.has_tables()
    finally:
        database.close()


class Database:
    """A connection pool with two kinds of session: `read_session` and `write_session`.

    On SQLite a writing transaction takes the write lock at its start (``BEGIN IMMEDIATE``): a lock that is
    upgraded half-way fails at once under concurrency, one that is taken first waits its turn.
    """

    def __init__(self, url: str) -> None:
        """Open the pool; `url` is SQLAlchemy's. The folder of a SQLite file is created if needed."""
        parsed = make_url(url)
        self.url = url
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(
            url,
            pool_pre_ping=not self.is_sqlite,
            hide_parameters=True,  # an error in a log must not hold personal data
            connect_args={} if self.is_sqlite else build_arguments(parsed),
        )
        finalize(self, self.engine.dispose).atexit = False  # Python 3.13 warns of connections nobody closes
        self._writer = self.engine.execution_options(writes=True)
        # SQLite has who waits for its write lock look again every tenth of a second, and some never find it
        # free while others come: the threads of one process take turns before they ask for it.
        self._turn_to_write = RLock()
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            if parsed.database and parsed.database != ":memory:":
                SqliteFile(Path(parsed.database)).watch(self.engine)
        else:  # before SQLAlchemy's own first look, which fails on texts that are bytes
            event.listen(self.engine, "connect", require_utf8, insert=True)
            event.listen(self.engine, "connect", prepare_connection)

    def __reduce__(self) -> tuple[type["Database"], tuple[str]]:
        """Pickle it as its URL: another process opens connections of its own."""
        return Database, (self.url,)

    @contextmanager
    def read_session(self) -> Iterator[Session]:
        """Yield a session whose changes are not committed."""
        with _TableSession(self.engine) as session:
            yield session

    @contextmanager
    def write_session(self, *, dry_run: bool = False, few_tables: bool = False) -> Iterator[Session]:
        """Yield a session in one transaction: committed at the end, rolled back on an error or a dry run.

        `few_tables`: only those are imported that are used, and that these refer to; to import all takes a
        tenth of a second. For a command, whose process has one thread and ends.
        """
        import_referenced_tables() if few_tables else import_all_tables()
        kind = _FewTablesSession if few_tables else _TableSession
        with (
            take_turn(self._turn_to_write) if self.is_sqlite else nullcontext(),
            kind(self._writer, expire_on_commit=False) as session,
            session.begin() as transaction,
        ):
            yield session
            if dry_run:
                transaction.rollback()

    def open_write_connection(self) -> Connection:
        """Return a connection for a loop of small writing transactions."""
        return self._writer.connect()

    def has_tables(self) -> bool:
        """Return whether there is anything in it; a SQLite file is not made by asking."""
        if self.is_sqlite:
            path = Path(make_url(self.url).database or ".")
            is_folder = path.is_dir()  # as a mount of a container makes of a file that is not there
            if not is_folder and (not path.is_file() or path.stat().st_size == 0):
                return False
        return bool(inspect(self.engine).get_table_names())

    @property
    def file(self) -> Path | None:
        """The file of SQLite; None if it is none."""
        name = make_url(self.url).database
        return Path(name) if self.is_sqlite and name else None

    def describe_damage(self, error: Exception) -> InputError | None:
        """Return what a person is told if an error says that the file is damaged, None for any other."""
        return InputError("error.database.damaged", file=self.file) if is_file_damaged(error) else None

    def is_whole(self) -> bool:
        """Return whether the file of SQLite can be read through; PostgreSQL sees to its own files."""
        return self.file is None or is_file_whole(self.file)

    def upgrade(self) -> None:
        """Create the tables, or migrate those of an earlier version; of several at once, one does it.

        Then the schema is compared with the tables of the code. Raises UnknownSchema if it differs, or if a
        newer version made it, or while it is being restored; nothing is changed then. Nothing is locked if
        there is nothing to do.
        """
        from terugkom.migrations.check_schema import check_restore_ended, is_up_to_date

        with self.engine.connect() as connection:
            if is_up_to_date(connection):
                return
            check_restore_ended(connection)
        from alembic import command  # here, for it takes long to import

        with self._migration_config() as config:
            command.upgrade(config, "head")

    def downgrade(self, revision: str) -> None:
        """Migrate the tables back to an earlier revision of `terugkom/migrations`."""
        from alembic import command

        with self._migration_config() as config:
            command.downgrade(config, revision)

    @contextmanager
    def _migration_config(self) -> Iterator["Config"]:
        """Yield Alembic's configuration, in one transaction.

        SQLite alters a table by recreating it, which foreign keys would forbid while rows refer to it; they
        can only be disabled before a transaction begins, and are checked at its end.
        """
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
        with self._writer.connect() as connection:
            raw: Any = connection.connection.driver_connection
            if self.is_sqlite:
                raw.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    if not self.is_sqlite:  # on SQLite the write lock does it
                        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
                    config.attributes["connection"] = connection
                    yield config
                    if self.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise TerugkomError("the migration failed: it would leave broken foreign keys")
            finally:
                if self.is_sqlite:
                    raw.execute("PRAGMA foreign_keys=ON")

    def discard_deleted(self) -> None:
        """Have nothing of what was deleted or changed stay in the files of the database.

        On PostgreSQL that is for its own vacuum, which this asks for. Raises OperationalError if the database
        is locked for a minute.
        """
        if not self.is_sqlite:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM")
            return
        raw = self.engine.raw_connection()
        try:
            driver: Any = raw.driver_connection
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                try_until_free(driver, partial(_execute, driver, statement))
        finally:
            raw.close()

    def close(self) -> None:
        """Close every connection of the pool."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; ours is in _begin_sqlite
    busy = f"busy_timeout={_BUSY_MILLISECONDS}"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", busy):
        connection.execute(f"PRAGMA {pragma}")


def _execute(driver: Any, statement: str) -> None:
    driver.execute(statement).fetchall()


def _begin_sqlite(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if connection.get_execution_options().get("writes"):
        # which can fail: SQLAlchemy knows its errors
        try_until_free(driver, lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        driver.execute("BEGIN")  # which locks nothing yet: a tenth of the time
