"""A run on a full disk ends with one plain message: Prefect said it in a thousand lines."""

import errno
import logging
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from deployments.full_disk import say_if_full
from tasks.error_log import record_error
from terugkom.errors import Message, TerugkomError
from terugkom.free_space import describe_full_disk, find_full_disk, is_disk_full
from terugkom.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    return Settings(home=tmp_path)


def build_full(*names: str | None) -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), *names)


def full_of_sqlite() -> OperationalError:
    said = sqlite3.OperationalError("database or disk is full")
    said.sqlite_errorcode = sqlite3.SQLITE_FULL
    return OperationalError("INSERT", None, said)


def run(settings: Settings, error: Exception, said: list[str]) -> None:
    """Fail as a run does: a step records its error, Prefect logs it and raises one of its own."""
    with say_if_full(settings):
        said.append(record_error(Message("report.where.run", run="owner-reminders"), error))
        logging.getLogger("of_a_run").error("Encountered exception: a traceback", exc_info=error)
        raise RuntimeError("Prefect's own error") from error


@pytest.mark.parametrize("kind", ["files", "database"])
def test_a_run_that_met_a_full_disk_says_where_how_much_and_what_to_do(
    settings: Settings, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """There is room again when it is told."""
    said: list[str] = []
    error = full_of_sqlite() if kind == "database" else build_full(str(settings.home / "not-there" / "1.eml"))
    handler = logging.StreamHandler()
    logging.getLogger("of_a_run").addHandler(handler)
    try:
        with pytest.raises(TerugkomError) as caught:
            run(settings, error, said)
        logging.getLogger("of_a_run").error("another run")
    finally:
        logging.getLogger("of_a_run").removeHandler(handler)
    assert str(caught.value).startswith(f"the disk of {settings.home} was full when this failed; ")
    assert "Nothing that was not sent counts as sent" in str(caught.value)
    assert said[0].startswith(f"de schijf van {settings.home} was vol toen dit mislukte; nu is er ")
    assert "Error" not in said[0]
    reference = said[0].rpartition(" ")[2].rstrip(".")
    assert f"reference {reference}\n" in (settings.home / "errors.log").read_text()
    printed = capsys.readouterr().err
    assert "a traceback" not in printed
    assert "another run" in printed


def test_an_error_after_one_of_a_full_disk_is_told_as_itself(settings: Settings) -> None:
    """It was told as a full disk until the process ended, with gigabytes free."""
    where = Message("report.where.run", run="owner-reminders")
    assert "vol" in record_error(where, build_full())
    assert find_full_disk(settings) is None
    said = record_error(where, PermissionError(errno.EACCES, "no"))
    assert said.startswith("PermissionError in ")
    assert "referentie" in said
    record_error(where, build_full())
    with pytest.raises(ValueError, match="ours"), say_if_full(settings):
        raise ValueError("ours")


def test_an_error_that_names_no_folder_names_the_disk_with_the_least_room_as_that(settings: Settings) -> None:
    full = find_full_disk(settings, build_full())
    assert full is not None
    assert (
        describe_full_disk(full)
        .render("en")
        .startswith(f"a disk was full when this failed; that of {full.folder} has the least room now, ")
    )


def test_a_disk_that_is_still_full_is_said_to_be(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs

    def measure(folder: Path) -> os.statvfs_result:
        found = list(real(folder))
        if Path(folder) == settings.home:
            found[4] = 0  # f_bavail
        return os.statvfs_result(found)

    monkeypatch.setattr(os, "statvfs", measure)
    for error in (None, build_full(), build_full("a", None, str(settings.home / "1.eml"))):
        full = find_full_disk(settings, error)
        assert full is not None
        assert (
            describe_full_disk(full)
            .render("en")
            .startswith(f"the disk of {settings.home} is full (0 kB free)")
        )
    elsewhere = find_full_disk(settings, build_full("/brief.eml"))
    assert elsewhere is not None
    assert elsewhere.folder == Path("/")


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
