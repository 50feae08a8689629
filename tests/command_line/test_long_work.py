"""A command that takes minutes says so meanwhile, and names nobody."""

import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from terugkom.command_line import long_work, main
from terugkom.documents.blobs import FolderBlobs
from terugkom.documents.bundle_store import BundleStore

ADDRESS = "an.peeters@example.org"


class SlowStore(FolderBlobs):
    """A store that is far away."""

    def get(self, name: str, session: Session | None = None) -> bytes:
        time.sleep(0.4)
        return super().get(name, session)

    def list(self) -> Iterator[tuple[str, datetime]]:
        time.sleep(0.4)
        return super().list()


@pytest.mark.parametrize("command", [["show"], ["erase", "--apply"]], ids=" ".join)
def test_searching_a_slow_store_prints_how_long_it_takes_and_how_much_was_read(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It said nothing for minutes."""
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "packs")
    assert main(["init"]) == 0
    monkeypatch.setattr(
        "terugkom.documents.blobs.FolderBlobs", lambda folder: SlowStore(folder)
    )  # imported where it is used
    monkeypatch.setattr(long_work, "EVERY_SECONDS", 0.1)
    capsys.readouterr()
    main(["person", command[0], ADDRESS, *command[1:]])
    said = capsys.readouterr()
    lines = [line for line in said.err.splitlines() if line.startswith("at work for ")]
    assert lines
    told = r"at work for \d+ seconds(; bundles of documents: \d+ \w+(, \d+ \w+)*)?"
    assert all(re.fullmatch(told, each) for each in lines)
    assert ADDRESS not in said.err
    assert "at work for" not in said.out


def test_what_is_asked_of_a_store_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(long_work, "EVERY_SECONDS", 0.3)
    blobs = FolderBlobs(tmp_path)
    with long_work.report_long_work(BundleStore(None, blobs)) as bundles:  # type: ignore[arg-type]
        assert bundles
        bundles.blobs.put("packs/a", b"x")
        assert bundles.blobs.get("packs/a") == b"x"
        bundles.blobs.get("packs/a")
        bundles.blobs.delete("packs/a")
        time.sleep(0.5)
    (line, *_) = capsys.readouterr().err.splitlines()
    assert line == "at work for 0 seconds; bundles of documents: 1 deleted, 2 read, 1 written"


def test_what_is_soon_done_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with long_work.report_long_work(None) as bundles:
        assert bundles is None
    assert capsys.readouterr().err == ""
