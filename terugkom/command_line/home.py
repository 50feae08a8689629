"""Which home a command uses, and whether it would make a second one beside a service that runs.

Standard library only: it is done for each command, before it is known what else the command needs.
"""

import os
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from terugkom.errors import CommandError, TerugkomError

OWN_HOME, DEMO_HOME = "terugkom-home", "terugkom-demo"  # in the current folder, unless TERUGKOM_HOME is set
_VARIABLE, _DATABASE, _PORT = "TERUGKOM_HOME", "TERUGKOM_DATABASE_URL", "TERUGKOM_PORT"
_DEFAULT_PORT = "4200"  # as `terugkom.settings` has it
_OF_DEMO = frozenset({"demo", "remove-demo"})
# Commands that never turn to the demo by themselves: they make a home, or are of a service. One that only
# shows something is not among them: it would make a home beside the one that is there.
_OF_OWN_HOME = frozenset(
    {
        "import",
        "init",
        "restore",
        "deploy",
        "server",
        "worker",
        "watch",
        "upgrade",
    }
)
# Commands that make a home that is not there yet, or only name it.
_OF_NEW_HOME = frozenset(
    {
        *(*_OF_OWN_HOME, *_OF_DEMO, "run", "serve", "site", "secret", "synchronize"),
        *("environment", "template"),
    }
)
_MAY_BE_NEW = frozenset({"init", "restore", "template", "environment", *_OF_DEMO})
_TELLING = ("alert", "unit_failed", "unit_started")  # options of `doctor`
_PROCESSES = Path("/proc")


@dataclass(frozen=True)
class ChosenHome:
    """The home of a command, and whether TERUGKOM_HOME named it, it is the default of the demo, or is new."""

    path: Path
    is_given: bool
    is_demo: bool
    is_new: bool

    def __str__(self) -> str:
        """Return it as a command prints it."""
        return f"Home: {self.path}{' (the demo)' if self.is_demo else ''}{' (new)' if self.is_new else ''}"


@dataclass(frozen=True)
class Service:
    """A process that serves a home, which is None if it is another user's secret, on a port."""

    process: int
    home: Path | None
    port: str


def choose_home(command: str) -> ChosenHome:
    """Return the home of a command: that of TERUGKOM_HOME, else `terugkom-home` in the current folder.

    The demo has `terugkom-demo`, which other commands use too as long as no municipality of one's own was
    imported. The demo's database is always the one in its own home, unless TERUGKOM_HOME is set.
    """
    if given := os.environ.get(_VARIABLE):
        return _describe(Path(given), is_given=True)
    os.environ.pop(_VARIABLE, None)  # an empty one is none, and not the current folder
    own, demo = Path(OWN_HOME), Path(DEMO_HOME)
    if command in _OF_DEMO:
        return _describe(demo)
    if command in _OF_OWN_HOME or os.environ.get(_DATABASE) or has_municipality(own):
        return _describe(own)
    return _describe(demo if command == "serve" or _is_used(demo) else own)


def use_home(command: str) -> ChosenHome:
    """Choose the home of a command and have this process, and all that it starts, use it.

    Raises InputError if it would be a second home beside one that is being served.
    """
    home = choose_home(command)
    _refuse_second_home(home, command)
    if home.is_demo:
        os.environ[_VARIABLE] = str(home.path)
        os.environ.pop(_DATABASE, None)
    return home


@contextmanager
def use_temporary_home(given: Namespace) -> Iterator[None]:
    """Have a command work in a temporary home if there is none yet that it could look at or change.

    So what only looks leaves nothing behind, nor does what fails, nor a dry run. A dry run leaves a database
    elsewhere alone too: in one without tables it would make them.
    """
    is_home_borrowed, is_database_borrowed = _may_borrow(given), _may_borrow_database(given)
    if not (is_home_borrowed or is_database_borrowed):
        yield
        return
    from tempfile import TemporaryDirectory  # most commands have a home

    with TemporaryDirectory(prefix="terugkom-") as folder, ExitStack() as borrowed:
        home = Path(folder, given.home.path.name)
        if is_home_borrowed:
            borrowed.enter_context(_set_variable(_VARIABLE, str(home)))
        if is_database_borrowed:
            file = Path(folder, "database", "terugkom.db")
            borrowed.enter_context(_set_variable(_DATABASE, f"sqlite:///{file}"))
        yield


@contextmanager
def _set_variable(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _may_borrow_database(given: Namespace) -> bool:
    """Return whether it is a dry run in a database that TERUGKOM_DATABASE_URL names and that is empty; False
    if that cannot be known: the command says why."""
    if not (os.environ.get(_DATABASE) and getattr(given, "dry_run", False)):
        return False
    from sqlalchemy.exc import SQLAlchemyError  # a dry run opens it anyway

    from terugkom.database.connection_pool import is_empty_database
    from terugkom.installation import load_settings

    try:
        return is_empty_database(load_settings().database)
    except (OSError, ValueError, SQLAlchemyError, TerugkomError):
        return False


def _may_borrow(given: Namespace) -> bool:
    home = given.home.path
    if _is_used(home) or (home.exists() and not home.is_dir()):
        return False
    if getattr(given, "dry_run", False):
        return True
    tells_somebody = any(getattr(given, name, None) for name in _TELLING)  # and keeps whom
    has_database = bool(os.environ.get(_DATABASE))  # elsewhere: what it says may be written into the home
    return not (tells_somebody or has_database or given.name_of_command in _OF_NEW_HOME)


def has_municipality(home: Path) -> bool:
    """Return whether a municipality was imported in a home; also if that cannot be read."""
    return _has_row(home, "SELECT 1 FROM municipalities LIMIT 1", if_unreadable=True)


def is_marked_as_demo(home: Path) -> bool:
    """Return whether the SQLite database in a home says that it is the demo's; False if it cannot be read."""
    return _has_row(home, "SELECT 1 FROM demo_home LIMIT 1", if_unreadable=False)


def _has_row(home: Path, query: str, *, if_unreadable: bool) -> bool:
    """Return whether a query finds something in the database of a home, which may have none."""
    file = home.absolute() / "terugkom.db"
    try:
        if not file.exists():
            return False
        # Not to write, but a reader that may not would leave its files of the write-ahead log behind.
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=30)) as database:
            return database.execute(query).fetchone() is not None
    except (OSError, sqlite3.Error):
        return if_unreadable


def list_services() -> list[Service]:
    """Return the processes on this machine that serve a home, on a system that shows them in `/proc`."""
    found = (_read_service(folder) for folder in _PROCESSES.glob("[0-9]*"))
    return sorted(filter(None, found), key=lambda each: each.process)


def _describe(path: Path, *, is_given: bool = False) -> ChosenHome:
    path = path.resolve()
    is_demo = not is_given and path.name == DEMO_HOME
    is_new = not _is_used(path) and (is_demo or not os.environ.get(_DATABASE))
    return ChosenHome(path, is_given, is_demo, is_new)


def _is_used(home: Path) -> bool:
    try:
        return home.is_dir() and any(home.iterdir())
    except OSError:  # somebody else's: said when it is opened
        return True


def _refuse_second_home(home: ChosenHome, command: str) -> None:
    """Raise InputError for a home without a municipality, where a service on our port runs for another one.

    A service on another port is a second installation that somebody made on purpose.
    """
    if home.is_given or command in _MAY_BE_NEW or os.environ.get(_DATABASE) or has_municipality(home.path):
        return
    port = os.environ.get(_PORT) or _DEFAULT_PORT
    services = [each for each in list_services() if each.port == port]
    if not services or any(each.home == home.path for each in services):
        return
    service = services[0]
    if service.home is None:
        where, advice = "a home of another user", "Run this as that user, with TERUGKOM_HOME set to it"
    elif service.home.name == DEMO_HOME:
        where, advice = f"the demo, {service.home}", "Stop it, import your own plan, and start it again"
    else:
        where, advice = f"the home {service.home}", f"Set TERUGKOM_HOME={service.home}"
    raise CommandError(
        f"{home.path} would be a second home: on port {port} a service runs for {where}, as process"
        f" {service.process}. {advice}. To make a second home all the same, set TERUGKOM_HOME to it"
    )


def _read_service(folder: Path) -> Service | None:
    with suppress(OSError, ValueError):
        arguments = (folder / "cmdline").read_bytes().decode(errors="surrogateescape").split("\0")
        if "deployments.server" in arguments:  # of `serve`: MODULE HOST PORT
            port = arguments[arguments.index("deployments.server") + 2 :][:1]
            home, _ = _read_settings(folder)
            return Service(int(folder.name), home, *port) if port else None
        if any(Path(one).name == "terugkom" and two == "server" for one, two in pairwise(arguments[:4])):
            return Service(int(folder.name), *_read_settings(folder))
    return None


def _read_settings(folder: Path) -> tuple[Path | None, str]:
    """Return home and port of a process; the home is None if only its user may know."""
    with suppress(OSError):
        lines = (folder / "environ").read_bytes().decode(errors="surrogateescape").split("\0")
        given = dict(line.partition("=")[::2] for line in lines)
        home = (folder / "cwd").readlink() / (given.get(_VARIABLE) or OWN_HOME)
        return home.resolve(), given.get(_PORT) or _DEFAULT_PORT
    return None, _DEFAULT_PORT
