"""Whether Prefect may hold a block is told by its database, and whatever is in doubt by Prefect itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from deployments.stored_blocks import may_hold_blocks
from tests.prefect_home import copy_database


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("API_URL", "SERVER_DATABASE_CONNECTION_URL", "API_DATABASE_CONNECTION_URL"):
        monkeypatch.delenv(f"PREFECT_{name}", raising=False)
    copy_database(tmp_path / "prefect.db")
    return tmp_path


def store_block(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "prefect.db")) as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(block_document)")]
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(f"INSERT INTO block_document VALUES ({', '.join('1' for _ in names)})")
        database.commit()


def test_a_database_of_prefect_without_a_block_holds_none(folder: Path, tmp_path: Path) -> None:
    assert not may_hold_blocks(folder)
    assert not may_hold_blocks(tmp_path / "no folder"), "no server ever ran"


def test_a_block_in_it_is_seen(folder: Path) -> None:
    store_block(folder)
    assert may_hold_blocks(folder)


@pytest.mark.parametrize("content", [b"", b"no database" * 1000])
def test_a_database_that_cannot_be_read_is_left_to_prefect(folder: Path, content: bytes) -> None:
    (folder / "prefect.db").write_bytes(content)
    assert may_hold_blocks(folder)


@pytest.mark.parametrize("name", ["API_URL", "SERVER_DATABASE_CONNECTION_URL", "API_DATABASE_CONNECTION_URL"])
def test_a_database_elsewhere_is_left_to_prefect(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PREFECT_{name}", "x://elsewhere")
    assert may_hold_blocks(folder)


def test_a_profile_may_name_a_database_elsewhere(folder: Path) -> None:
    (folder / "profiles.toml").write_text("")
    assert may_hold_blocks(folder)
