"""A run on a full disk ends with one plain message: Prefect said it in a thousand lines."""

import errno
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from deployments.full_disk import say_if_full
from tasks.error_log import record_error
from terugkom.errors import Message, TerugkomError
from terugkom.free_space import find_full_disk, forget_full_disk, is_disk_full
from terugkom.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    forget_full_disk()
    yield Settings(home=tmp_path)
    forget_full_disk()


def build_full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/disk/brief.eml")


def full_of_sqlite() -> OperationalError:
    said = sqlite3.OperationalError("database or disk is full")
    said.sqlite_errorcode = sqlite3.SQLITE_FULL
    return OperationalError("INSERT", None, said)


def run(settings: Settings, error: Exception, said: list[str]) -> None:
    """Fail as a run does: a step records its error, Prefect logs it and raises one of its own."""
    with say_if_full(settings):
        said.append(record_error(Message("report.where.run", run="owner-reminders"), error))
        logging.getLogger("of_a_run").error("Encountered exception: a traceback")
        raise RuntimeError("Prefect's own error")


@pytest.mark.parametrize("error", [build_full(), full_of_sqlite()], ids=["files", "database"])
def test_a_run_that_met_a_full_disk_says_where_how_much_and_what_to_do(
    settings: Settings, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    said: list[str] = []
    handler = logging.StreamHandler()
    logging.getLogger("of_a_run").addHandler(handler)
    try:
        with pytest.raises(TerugkomError) as caught:
            run(settings, error, said)
    finally:
        logging.getLogger("of_a_run").removeHandler(handler)
    assert f"the disk of {settings.home} is full (" in str(caught.value)
    assert "Nothing that was not sent counts as sent" in str(caught.value)
    assert said[0].startswith(f"de schijf van {settings.home} is vol (")
    assert "Error" not in said[0]
    assert "a traceback" not in capsys.readouterr().err


def test_another_error_is_raised_as_it_is_and_logged(
    settings: Settings,
) -> None:
    said: list[str] = []
    with pytest.raises(RuntimeError, match="Prefect's own error"):
        run(settings, PermissionError(errno.EACCES, "no"), said)
    assert "PermissionError" in said[0]
    assert find_full_disk(settings) is None


def test_what_a_full_disk_caused_is_known_by_its_cause() -> None:
    caused = TerugkomError("in a step")
    caused.__cause__ = build_full()
    assert is_disk_full(caused)
    assert not is_disk_full(PermissionError(errno.EACCES, "no"))
    assert not is_disk_full(None)
