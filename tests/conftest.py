"""What many tests need: empty databases of both kinds, and a mail server."""

import gc
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import event
from xdist.scheduler import LoadFileScheduling

# The helpers beside this file are imported as tests.*, here and in the processes that tests start.
sys.path.insert(0, str(Path(__file__).parent.parent))

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.silent_hosts import SILENT_HOSTS
from terugkom.documents.silent_stores import SILENT_STORES
from tests.forked_readers import fork_readers
from tests.mail_server import Certificates, MailServer
from tests.postgres import NoPostgres, Postgres, running_postgres
from tests.prefect_server import running_prefect_server
from tests.shared_postgres import SharedPostgres, ask_for_postgres
from tests.soak import LONG, POSTGRES, SOAK, often
from tests.statement_cache import share_compiled_statements
from tests.upgraded_file import copy_to_new_databases

gc.disable()  # until all is imported and collected: an eighth of the time of that (measured)
share_compiled_statements()
copy_to_new_databases()
fork_readers()
# Containers often forbid to keep what was compiled: each process that a test starts would compile all of
# Terugkom anew, a second each time (measured).
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# What only falls over with the whole machine is lost by this, and no test does that.
os.fsync = lambda _handle: None  # type: ignore[assignment]

# A noisy machine is no reason to fail. `make test` draws the same examples each time, so that it says of a
# change what it said of the one before; `make soak` draws at random, and what it finds becomes an @example.
hypothesis.settings.register_profile(
    "terugkom",
    deadline=None,
    derandomize=often(True, soak=False),
    max_examples=often(25, soak=1000),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("terugkom")


_SHARED_POSTGRES = pytest.StashKey[SharedPostgres]()


class _Scheduling(LoadFileScheduling):
    """A file is run by one process; the files that look at the one served instance are, too.

    So are those that run flows, for the Prefect server that they share takes ten seconds to start, and those
    that read the program's files, for their syntax trees.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file in _SERVED:
            return "served"
        if file in _ABOUT_THE_CODE:
            return "code"
        return "flows" if file.startswith("tests/flows/") or file in _COMMANDS_THAT_RUN_FLOWS else file


_SERVED = tuple(f"tests/deployments/test_{name}.py" for name in ("access", "proxy", "serve"))
_ABOUT_THE_CODE = tuple(f"tests/test_{name}.py" for name in ("catalogues", "dependencies", "floors", "house"))
_COMMANDS_THAT_RUN_FLOWS = tuple(
    f"tests/command_line/test_{name}.py" for name in ("demo", "meeting_commands", "minutes_command")
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return _Scheduling(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process that runs tests where it asks for the PostgreSQL that they share."""
    shared = node.config.stash.get(_SHARED_POSTGRES, None) or SharedPostgres()
    node.config.stash[_SHARED_POSTGRES] = shared
    node.workerinput["postgres"] = str(shared.folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the PostgreSQL that was shared."""
    if shared := config.stash.get(_SHARED_POSTGRES, None):
        shared.stop()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    given = getattr(request.config, "workerinput", {}).get("postgres")
    with ExitStack() as stack:
        try:
            server = ask_for_postgres(Path(given)) if given else stack.enter_context(running_postgres())
        except NoPostgres as error:
            pytest.skip(f"no PostgreSQL: {error}")
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, upgraded SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "terugkom.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path


@pytest.fixture
def sqlite_database(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path
) -> Iterator[Database]:
    """An empty, upgraded database in a file of its own; in `make test-postgres` one on PostgreSQL."""
    if POSTGRES:
        yield request.getfixturevalue("postgres_database")
        return
    path = tmp_path / "terugkom.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    # For the same reason as above.
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    yield database
    database.close()


@pytest.fixture
def postgres_database(postgres: Postgres) -> Iterator[Database]:
    """An empty, upgraded database on a real server."""
    with postgres.database() as database:
        yield database


def pytest_collection_finish() -> None:
    """Have the garbage collector leave out what stays, and come seldom: a tenth of all time (measured)."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a run is not about.

    `make test-postgres` runs what else runs on SQLite alone, but for what is marked `only_sqlite`. Others
    leave what is marked `soak_only` to `make soak`, which takes it for marked `soak`, and what is marked
    `long` to `make test-long` and `make soak`; so are inputs of what is `sampled`, but each nth."""
    numbers: Counter[str] = Counter()
    for each in items:
        if sampled := each.get_closest_marker("sampled"):
            test = each.nodeid.partition("[")[0]
            if numbers[test] % sampled.args[0]:
                each.add_marker("long")
            numbers[test] += 1
    if POSTGRES:
        _keep(config, items, [each for each in items if _is_mostly_on_sqlite(each)])
        return
    alone = [each for each in items if each.get_closest_marker("soak_only")]
    if SOAK:
        for each in alone:
            each.add_marker("soak")
        return
    left = {*alone, *(each for each in items if bool(each.get_closest_marker("long")) is not LONG)}
    _keep(config, items, [each for each in items if each not in left])


def _keep(config: pytest.Config, items: list[pytest.Item], kept: list[pytest.Item]) -> None:
    if left := set(items).difference(kept):
        config.hook.pytest_deselected(items=[each for each in items if each in left])
        items[:] = kept


def _is_mostly_on_sqlite(test: pytest.Item) -> bool:
    names = getattr(test, "fixturenames", ())
    mostly = getattr(getattr(test, "module", None), "MOSTLY_SQLITE", False) and "database" in names
    return (mostly or "sqlite_database" in names) and not test.get_closest_marker("only_sqlite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests that ask for a database on each kind.

    Where a module says MOSTLY_SQLITE, for its tests are about files and texts and not about what a database
    makes of them, only its tests marked `each_database` are, on PostgreSQL in `make test-long`; the others
    are in `make soak`.
    """
    if "database" not in metafunc.fixturenames:
        return
    mostly_sqlite = getattr(metafunc.module, "MOSTLY_SQLITE", False)
    if POSTGRES:
        metafunc.parametrize("database", ["postgresql"], indirect=True)
        return
    marks = (pytest.mark.soak, pytest.mark.long) if mostly_sqlite else ()
    kinds = ["sqlite", pytest.param("postgresql", marks=marks)]
    if mostly_sqlite and not SOAK and not metafunc.definition.get_closest_marker("each_database"):
        del kinds[1]
    metafunc.parametrize("database", kinds, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    """An empty, upgraded database, of each kind in turn."""
    kind = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    found: Database = request.getfixturevalue(kind)
    return found


@pytest.fixture(autouse=True)
def ask_each_host() -> None:
    """A test asks also what was silent in the test before."""
    SILENT_HOSTS.forget()
    SILENT_STORES.forget()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server that takes everything, until it is told otherwise."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A certificate for the mail server, by an authority that nobody knows."""
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def certificates(issued: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """A certificate for the mail server, by an authority that this machine now trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(issued.authority))
    return issued


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[str]:
    """A Prefect server that all tests share which run flows in this process."""
    with running_prefect_server() as url:
        yield url
