"""A full or read-only disk and a database that is away are said in a line, without a traceback."""

import errno
import gc
import json
import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import InternalError, OperationalError

from terugkom.command_line import main
from terugkom.command_line.machine_errors import describe_machine_error


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    assert main(["init"]) == 0
    return tmp_path / "home"


def test_a_database_that_cannot_be_written_to_is_said_in_a_line(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (home / "terugkom.db").open("r+b") as file:
        file.seek(18)  # as of a version of SQLite that this one may read after, and not write after
        file.write(b"\3")
    assert main(["clean-up", "--dry-run"]) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert said[-1] == (
        "terugkom: the database did not do it: attempt to write a readonly database;"
        " `terugkom doctor` says more"
    )


def test_a_disk_that_is_full_is_said_with_the_file(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/disk/plan.xlsx")

    monkeypatch.setattr("terugkom.command_line.export_plan.write_empty_workbook", fail)
    assert main(["template", str(tmp_path / "plan.xlsx")]) == 1
    assert "terugkom: No space left on device: /disk/plan.xlsx; " in capsys.readouterr().err


@contextmanager
def limit_files(size: int) -> Iterator[None]:
    """Context in which no file can be larger: what is written then fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    ("command", "status", "ending"),
    [
        ("template plan.xlsx", 2, "plan.xlsx cannot be written: File too large"),
        ("backup b.tar.gz", 1, "; `terugkom doctor` says more"),
    ],
)
def test_what_does_not_fit_on_a_disk_is_said_in_a_line_and_leaves_nothing(
    home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str, status: int, ending: str
) -> None:
    """The libraries of workbooks and of SQLite have errors of their own for that, shown as a traceback."""
    (home / "prefect").mkdir(exist_ok=True)
    with closing(sqlite3.connect(home / "prefect/prefect.db")) as database:
        database.execute("CREATE TABLE runs AS SELECT randomblob(2000000)")
        database.commit()
    folder = tmp_path / "small"
    folder.mkdir()
    name, file = command.split()
    capfd.readouterr()
    with limit_files(1_000_000 if name == "backup" else 20_000):
        assert main([name, str(folder / file)]) == status
    gc.collect()
    _home, said = capfd.readouterr().err.strip().splitlines()
    assert said.endswith(ending)
    assert list(folder.iterdir()) == []


def test_an_error_of_ours_keeps_its_traceback_and_a_row_is_not_shown() -> None:
    assert describe_machine_error(OSError(errno.ENOTDIR, "Not a directory")) is None
    assert describe_machine_error(RuntimeError("ours")) is None
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE people (email TEXT UNIQUE)")
        with pytest.raises(Exception, match="syntax error") as wrong:
            connection.exec_driver_sql("SELECT FROM")
        assert describe_machine_error(wrong.value) is None
        connection.exec_driver_sql("INSERT INTO people VALUES ('an@linde.example')")
        with pytest.raises(Exception, match="UNIQUE") as twice:
            connection.exec_driver_sql("INSERT INTO people VALUES ('an@linde.example')")
        assert describe_machine_error(twice.value) is None
    engine.dispose()
    said = psycopg.OperationalError("the server closed the connection\nDETAIL: an@linde.example")
    assert describe_machine_error(OperationalError("SELECT", None, said)) == (
        "the database did not do it: the server closed the connection; `terugkom doctor` says more"
    )


def test_a_database_that_is_read_only_after_a_failover_is_said_in_its_own_words() -> None:
    said = psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction")
    assert describe_machine_error(InternalError("INSERT", None, said)) == (
        "the database did not do it: cannot execute INSERT in a read-only transaction;"
        " `terugkom doctor` says more"
    )


def test_a_database_that_cannot_be_opened_is_said_in_its_own_words_alone(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a full disk the reader was sent to a page for programmers, and `doctor` named a class of Python."""
    for end in ("", "-wal", "-shm"):
        (home / f"terugkom.db{end}").unlink(missing_ok=True)
    (home / "terugkom.db").mkdir()
    capsys.readouterr()
    assert main(["history"]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.endswith("cannot be opened: unable to open database file (`terugkom doctor` says more)")
    assert main(["doctor", "--json"]) == 2
    checks = {each["name"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["database"]["finding"] == f"{home / 'terugkom.db'} is a folder, and no database"
