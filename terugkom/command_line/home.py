"""Which home a command uses, and whether it would make a second one beside a service that runs.

Standard library only: it is done for each command, before it is known what else the command needs.
"""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from terugkom.errors import InputError

OWN_HOME, DEMO_HOME = "terugkom-home", "terugkom-demo"  # in the current folder, unless TERUGKOM_HOME is set
_VARIABLE, _DATABASE = "TERUGKOM_HOME", "TERUGKOM_DATABASE_URL"
_OF_DEMO = frozenset({"demo", "remove-demo"})
# Commands that never turn to the demo by themselves: they make a home, or are of a service.
_OF_OWN_HOME = frozenset(
    {"import", "init", "restore", "deploy", "server", "worker", "watch", "environment", "mail-channel"}
)
_MAY_BE_NEW = frozenset({"init", "restore", "template", "environment", *_OF_DEMO})
_SERVICES = frozenset({"server", "worker", "watch"})
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
    """A process that serves a home; None if that is another user's secret."""

    process: int
    home: Path | None


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
    return _describe(demo if command == "serve" or (demo / "terugkom.db").exists() else own)


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


def has_municipality(home: Path) -> bool:
    """Return whether a municipality was imported in a home; also if that cannot be read."""
    file = home.absolute() / "terugkom.db"
    try:
        if not file.exists():
            return False
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=30)) as database:
            return database.execute("SELECT 1 FROM municipalities LIMIT 1").fetchone() is not None
    except (OSError, sqlite3.Error):
        return True


def list_services() -> list[Service]:
    """Return the processes on this machine that serve a home, on a system that shows them in `/proc`."""
    found = (_read_service(folder) for folder in _PROCESSES.glob("[0-9]*"))
    return sorted(filter(None, found), key=lambda each: each.process)


def _describe(path: Path, *, is_given: bool = False) -> ChosenHome:
    path = path.resolve()
    is_new = not os.environ.get(_DATABASE) and not _is_used(path)
    return ChosenHome(path, is_given, not is_given and path.name == DEMO_HOME, is_new)


def _is_used(home: Path) -> bool:
    try:
        return home.is_dir() and any(home.iterdir())
    except OSError:  # somebody else's: said when it is opened
        return True


def _refuse_second_home(home: ChosenHome, command: str) -> None:
    if home.is_given or command in _MAY_BE_NEW or os.environ.get(_DATABASE) or has_municipality(home.path):
        return
    others = [each for each in list_services() if each.home != home.path]
    if not others or any(each.home == home.path for each in list_services()):
        return
    service = next((each for each in others if each.home), others[0])
    where = f"the home {service.home}" if service.home else "a home of another user"
    if service.home and service.home.name == DEMO_HOME:
        advice = "That is the demo: stop it, import your plan, and start it again"
    else:
        advice = f"Set TERUGKOM_HOME={service.home or 'to it, as that user'}"
    raise InputError(
        f"{home.path} would be a second home: a service runs for {where} (process {service.process})."
        f" {advice}. To make a second one all the same, set TERUGKOM_HOME to it"
    )


def _read_service(folder: Path) -> Service | None:
    with suppress(OSError, ValueError):
        arguments = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        if _is_service(arguments):
            return Service(int(folder.name), _read_home(folder))
    return None


def _is_service(arguments: list[str]) -> bool:
    """Return whether these are the arguments of Prefect's server of `serve`, or of a service of many
    machines."""
    if "deployments.server" in arguments:
        return True
    return any(
        Path(program).name == "terugkom" and name in _SERVICES for program, name in pairwise(arguments[:4])
    )


def _read_home(folder: Path) -> Path | None:
    with suppress(OSError):
        lines = (folder / "environ").read_bytes().decode(errors="surrogateescape").split("\0")
        given = dict(line.partition("=")[::2] for line in lines).get(_VARIABLE) or OWN_HOME
        return ((folder / "cwd").readlink() / given).resolve()
    return None
