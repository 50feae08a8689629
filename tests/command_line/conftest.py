"""The command `terugkom`, called in this process, with a home of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from terugkom.command_line import main
from tests.prefect_home import prepare

HOUSE = Path(__file__).parents[2]


@dataclass(frozen=True)
class CommandResult:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, if that is JSON and nothing beside it."""
        return json.loads(self.out)


Call = Callable[..., CommandResult]


@pytest.fixture
def new_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that does not exist yet."""
    for name in [name for name in os.environ if name.startswith("TERUGKOM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def home(new_home: Path, sqlite_template: Path) -> Path:
    """A home with an empty database: to make one takes half a second."""
    new_home.mkdir()
    shutil.copyfile(sqlite_template, new_home / "terugkom.db")
    return new_home


@pytest.fixture
def terugkom(home: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    """Call the command in this process."""

    def call(*arguments: object) -> CommandResult:
        try:
            status = main([str(each) for each in arguments])
        except SystemExit as ended:  # argparse
            status, first_line = int(ended.code or 0), ""
        else:
            first_line = f"Home: {os.environ['TERUGKOM_HOME']}"
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert err.startswith(first_line), "each command says which home it uses, beside what it prints"
        err = err.partition("\n")[2] if first_line else err
        return CommandResult(status, out, err)

    return call


def in_its_own_process(home: Path, *arguments: object, new: bool = False) -> CommandResult:
    """Call the command as a person does, in a home that was used before, or in a new one."""
    if not new:
        prepare(home)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TERUGKOM_", "PREFECT_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "terugkom", *map(str, arguments)],
        env={**kept, "TERUGKOM_HOME": str(home), "COLUMNS": "200"},
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return CommandResult(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def flows_here(prefect_server: str, home: Path) -> Iterator[None]:
    """Have the flows that a command starts run in this process, on the Prefect server that tests share.

    A process of its own would start a server of its own for each call: test_demo.py has one that does.
    """
    with flows_in_this_process():
        yield


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """Take back what a command sets for Prefect, and for temporary folders."""
    with mock.patch.dict(os.environ):
        yield
    tempfile.tempdir = None


@contextmanager
def flows_in_this_process() -> Iterator[None]:
    """Give each home an installation of its own, and take back what a command sets for Prefect."""
    from tasks.installation import get_installation

    get_installation.cache_clear()
    with mock.patch.dict(os.environ):
        yield
        if get_installation.cache_info().currsize:
            get_installation().database.close()
    get_installation.cache_clear()
    tempfile.tempdir = None  # temporary folders lie in the home of a run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small plan in a csv whose headers are not ours."""
    path = tmp_path / "plan.csv"
    path.write_text(
        "Nr,Wat,Wie,Tegen\n"
        "A1,Led in alle gebouwen,An Peeters,30/11/2026\n"
        "A2,Dak isoleren,Bo Maes; An Peeters,eind 2027\n"
        "A3,Zonnepanelen,,31/02/2027\n",
        encoding="utf-8",
    )
    return path


MAP = ("--map", "Nr=code", "--map", "Wat=title", "--map", "Wie=owners", "--map", "Tegen=deadline")
