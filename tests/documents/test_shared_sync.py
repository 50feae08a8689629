"""Files of several writers are synced to disk at once, and one that cannot be fails alone."""

import errno
import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from terugkom.documents.file_store import SharedSync, write_in_steps

CONTENT = b"Beste Ann,\r\n"
Steps = Generator[None, None, None]


def begin(folder: Path, shared: SharedSync, number: int, first: int = 0) -> list[Steps]:
    """Return writers of so many files, each with its file under a temporary name."""
    numbers = range(first, first + number)
    writers = [write_in_steps(folder, [(f"{at}.eml", CONTENT)], shared) for at in numbers]
    for writer in writers:
        next(writer)
    return writers


def advance(writers: list[Steps]) -> list[OSError | None]:
    """Advance each writer by a step; return what each raised."""

    def step(writer: Steps) -> OSError | None:
        try:
            next(writer, None)
        except OSError as error:
            return error
        return None

    return [step(writer) for writer in writers]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def watch_fsync(monkeypatch: pytest.MonkeyPatch, see: Callable[[str], None]) -> None:
    fsync = os.fsync

    def watched(handle: int) -> None:
        see(str(Path(f"/proc/self/fd/{handle}").readlink()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)


@pytest.mark.parametrize("number", [1, 2, 20])
def test_the_first_that_waits_waits_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    synced: list[str] = []
    writers = begin(tmp_path, SharedSync(), number)
    watch_fsync(monkeypatch, synced.append)
    next(writers[0])
    assert len([each for each in synced if each.endswith(".part")]) == number
    assert names(tmp_path)[-1] == "0.eml"
    advance(writers[1:])
    advance(writers)
    assert names(tmp_path) == sorted(f"{at}.eml" for at in range(number))
    assert synced[number:] == [str(tmp_path)]  # the folder once for all


def test_of_more_than_twenty_the_disk_is_synced_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = os.sync
    writers = begin(tmp_path, SharedSync(), 21)
    monkeypatch.setattr(os, "sync", lambda: (synced.append("the disk"), sync()))
    watch_fsync(monkeypatch, synced.append)
    advance(writers)
    advance(writers)
    assert names(tmp_path) == sorted(f"{at}.eml" for at in range(21))
    assert synced == ["the disk", str(tmp_path)]


@pytest.mark.parametrize("order", [1, -1], ids=["asked first", "asked last"])
def test_a_file_that_cannot_be_synced_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    shared = SharedSync()
    writers = begin(tmp_path, shared, 1)
    bad = next(tmp_path.glob(".*.part"))
    writers += begin(tmp_path, shared, 2, first=1)

    def fails(path: str) -> None:
        if path == str(bad):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    watch_fsync(monkeypatch, fails)
    raised = advance(writers[::order])[::order]
    assert [error and error.errno for error in raised] == [errno.EIO, None, None]
    assert advance(writers[1:]) == [None, None]
    assert names(tmp_path) == ["1.eml", "2.eml"]


def test_a_file_that_is_gone_fails_alone_and_may_be_written_again(tmp_path: Path) -> None:
    shared = SharedSync()
    writers = begin(tmp_path, shared, 1)
    next(tmp_path.glob(".*.part")).unlink()
    writers += begin(tmp_path, shared, 2, first=1)
    raised = advance(writers)
    assert [error and error.errno for error in raised] == [errno.ENOENT, None, None]
    advance(writers[1:])
    again = begin(tmp_path, shared, 1)
    assert advance(again) == advance(again) == [None]
    assert names(tmp_path) == ["0.eml", "1.eml", "2.eml"]


def test_a_writer_that_is_given_up_leaves_nothing_and_holds_up_nobody(tmp_path: Path) -> None:
    writers = begin(tmp_path, SharedSync(), 3)
    writers[0].close()
    assert advance(writers[1:]) == advance(writers[1:]) == [None, None]
    assert names(tmp_path) == ["1.eml", "2.eml"]
