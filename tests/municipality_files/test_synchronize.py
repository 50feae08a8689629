"""Two homes without a shared disk: what one changes the other gets, and what both change is kept twice."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from terugkom.database.connection_pool import Database
from terugkom.documents.blobs import BlobStoreUnavailable, DatabaseBlobs, FolderBlobs, StoredBlob
from terugkom.documents.plain_file import NotPlainFile
from terugkom.errors import TerugkomError
from terugkom.municipality_files import synchronize
from terugkom.municipality_files.local_files import AGREED_FOLDER, list_municipality_folders
from terugkom.municipality_files.model import MunicipalityFile
from terugkom.municipality_files.synchronize import (
    FileSync,
    SyncResult,
    delete_unnamed_files,
    fetch_all_files,
    list_municipalities_with_files,
    synchronize_all_files,
    synchronize_files,
)
from terugkom.plan.model import Municipality

NOW = datetime(2027, 3, 1, 6, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)
SLUG = "linde"
STORY, PLAN = "municipalities/linde/editions/2027-Q1/10-led.md", "municipalities/linde/inbox/plan.xlsx"
FEED = "outbox/linde/calendars/kop.ics"


def read_home(home: Path) -> dict[str, bytes]:
    found = {path.relative_to(home).as_posix(): path for path in home.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(AGREED_FOLDER)}


def put(home: Path, name: str, content: bytes) -> None:
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    (home / name).write_bytes(content)


@pytest.fixture(params=["folder", "database"])
def homes(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> tuple[FileSync, FileSync]:
    blobs = FolderBlobs(tmp_path / "blobs") if request.param == "folder" else DatabaseBlobs(database)
    with database.write_session() as session:
        session.add(Municipality(slug=SLUG, name="Linde"))
    first, second = (FileSync(database, blobs, tmp_path / name) for name in ("first", "second"))
    return first, second


def run(sync: FileSync) -> SyncResult:
    return synchronize_files(sync, SLUG, NOW)


def test_what_one_home_writes_changes_and_deletes_the_other_gets(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    for name, content in {STORY: b"# Led", PLAN: b"xlsx", FEED: b"BEGIN:VCALENDAR"}.items():
        put(first.home, name, content)
    assert run(first) == SyncResult(uploaded=3)
    assert list_municipalities_with_files(second) == [SLUG]
    assert run(second) == SyncResult(downloaded=3)
    assert read_home(second.home) == read_home(first.home)
    put(second.home, STORY, b"# Ledlampen")
    (second.home / PLAN).unlink()
    assert run(second) == SyncResult(uploaded=1, deleted=1)
    assert run(first) == SyncResult(downloaded=1, deleted=1)
    assert read_home(first.home) == {STORY: b"# Ledlampen", FEED: b"BEGIN:VCALENDAR"}
    assert run(first) == run(second) == SyncResult()
    with first.database.read_session() as session:
        named = set(session.scalars(select(MunicipalityFile.blob)))
    assert {name for name, _ in first.blobs.list()} == named, "nothing stays of what was replaced"


def test_what_both_change_is_kept_twice_and_told(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    run(first), run(second)
    put(first.home, STORY, b"of the first")
    put(second.home, STORY, b"of the second")
    assert run(first).conflicts == []
    (copy,) = run(second).conflicts
    run(first)
    assert copy.startswith("municipalities/linde/conflicts/")
    assert read_home(first.home) == read_home(second.home)
    assert read_home(first.home) == {STORY: b"of the first", copy: b"of the second"}


def test_what_one_deletes_and_the_other_changes_stays(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    run(first), run(second)
    (first.home / STORY).unlink()
    put(second.home, STORY, b"changed")
    run(first), run(second), run(first)
    assert read_home(first.home) == read_home(second.home) == {STORY: b"changed"}


def test_a_folder_that_cannot_be_seen_is_not_taken_for_deleted(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    run(first), run(second)
    folder = second.home / "municipalities/linde"
    shutil.move(folder, second.home / "elsewhere")
    folder.symlink_to(second.home / "elsewhere")
    with pytest.raises(NotPlainFile):
        run(second)
    run(first)
    assert read_home(first.home) == {STORY: b"a"}


def test_a_link_is_not_followed_and_is_told(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    (first.home / "secret").write_bytes(b"secret")
    (first.home / STORY).with_name("20-link.md").symlink_to(first.home / "secret")
    assert run(first).unreadable == [STORY.replace("10-led", "20-link")]
    run(second)
    assert read_home(second.home) == {STORY: b"a"}


def test_what_the_table_has_no_room_for_is_told(homes: tuple[FileSync, FileSync]) -> None:
    first, _ = homes
    long = f"municipalities/linde/{'/'.join(['x' * 200] * 5)}/story.md"
    put(first.home, STORY, b"a")
    put(first.home, long, b"b")
    (first.home / "municipalities/Geen gemeente").mkdir()
    assert list_municipalities_with_files(first) == [SLUG]
    assert run(first) == SyncResult(uploaded=1, unreadable=[long])
    assert run(first) == SyncResult(unreadable=[long])


def test_a_municipality_that_cannot_be_synchronized_stops_no_other(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    for slug in ("aalter", "zele"):
        put(first.home, f"municipalities/{slug}/inbox/plan.xlsx", b"b")
    (first.home / "outbox").mkdir()
    (first.home / "outbox/aalter").symlink_to(first.home)
    done = synchronize_all_files(first, NOW)
    assert (done.uploaded, list(done.failed)) == (2, ["aalter"])
    assert isinstance(done.failed["aalter"], NotPlainFile)
    synchronize_all_files(second, NOW)
    assert read_home(second.home) == {STORY: b"a", "municipalities/zele/inbox/plan.xlsx": b"b"}
    with pytest.raises(NotPlainFile):
        fetch_all_files(first, NOW)
    with first.database.read_session() as session:
        assert len(session.scalars(select(MunicipalityFile)).all()) == 2, "nothing is taken from the others"


def test_a_home_that_forgot_what_was_agreed_loses_nothing(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    run(first), run(second)
    shutil.rmtree(second.home / AGREED_FOLDER)
    put(second.home, STORY, b"b")
    (copy,) = run(second).conflicts
    assert read_home(second.home) == {STORY: b"a", copy: b"b"}


def test_a_damaged_blob_is_told_and_changes_nothing(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    run(first), run(second)
    put(first.home, STORY, b"b")
    run(first)
    with first.database.read_session() as session:
        blob = session.scalars(select(MunicipalityFile.blob)).one()
    first.blobs.delete(blob)
    first.blobs.put(blob, b"damaged")
    assert run(second).unreadable == [STORY]
    assert read_home(second.home) == {STORY: b"a"}


def test_one_home_becomes_the_only_place_of_files(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    run(first)
    fetch_all_files(second, NOW)
    assert read_home(second.home) == {STORY: b"a"}
    assert list(second.blobs.list()) == []
    assert list_municipalities_with_files(FileSync(second.database, second.blobs, Path("/nowhere"))) == []


def test_a_home_keeps_nothing_alone_that_it_could_not_fetch(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    put(first.home, PLAN, b"xlsx")
    run(first)
    (second.home / "municipalities/linde").mkdir(parents=True)
    (second.home / "municipalities/linde/inbox").write_bytes(b"a file where a folder is needed")
    with pytest.raises(TerugkomError, match=PLAN):
        fetch_all_files(second, NOW)
    assert len(list(second.blobs.list())) >= 2, "it is there for the next try"
    (second.home / "municipalities/linde/inbox").unlink()
    fetch_all_files(second, NOW)
    assert read_home(second.home) == {STORY: b"a", PLAN: b"xlsx"}
    assert list(second.blobs.list()) == []


def test_a_blob_that_is_lost_is_told_each_time(homes: tuple[FileSync, FileSync]) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    put(first.home, FEED, b"BEGIN:VCALENDAR")
    run(first)
    with first.database.read_session() as session:
        lost = select(MunicipalityFile.blob).where(MunicipalityFile.path == STORY)
        first.blobs.delete(session.scalars(lost).one())
    assert run(second).unreadable == run(second).unreadable == [STORY]
    assert read_home(second.home) == {FEED: b"BEGIN:VCALENDAR"}
    assert read_home(first.home)[STORY] == b"a"


@pytest.mark.parametrize("stored", [None, b"other"])
def test_a_file_is_agreed_on_when_it_is_stored_as_it_is(
    homes: tuple[FileSync, FileSync], monkeypatch: pytest.MonkeyPatch, stored: bytes | None
) -> None:
    first, second = homes
    put(first.home, STORY, b"a")
    put_blob = type(first.blobs).put

    def put_something_else(self: Any, name: str, content: bytes, *more: Any) -> None:
        if stored is not None:
            put_blob(self, name, stored, *more)

    with monkeypatch.context() as patch:
        patch.setattr(type(first.blobs), "put", put_something_else)
        with pytest.raises(BlobStoreUnavailable):
            run(first)
    with first.database.read_session() as session:
        assert session.scalars(select(MunicipalityFile)).all() == []
    assert (run(first).uploaded, run(second).downloaded) == (1, 1)
    assert read_home(second.home) == {STORY: b"a"}


@pytest.mark.parametrize("gone", ["municipalities/linde", "municipalities", "outbox"])
def test_a_folder_that_is_not_there_is_fetched_and_deletes_nothing(
    homes: tuple[FileSync, FileSync], gone: str
) -> None:
    """The disk of one machine is not mounted, or its home was emptied."""
    first, second = homes
    files = {STORY: b"a", PLAN: b"xlsx", FEED: b"BEGIN:VCALENDAR"}
    for name, content in files.items():
        put(first.home, name, content)
    run(first), run(second)
    shutil.rmtree(second.home / gone)
    assert run(second).deleted == run(first).deleted == 0
    assert read_home(first.home) == read_home(second.home) == files


def test_two_homes_that_change_a_file_at_once_before_there_is_a_plan_lose_neither(
    postgres_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    first, second = (FileSync(postgres_database, blobs, tmp_path / name) for name in ("first", "second"))
    put(first.home, PLAN, b"a")
    run(first), run(second)
    put(first.home, PLAN, b"of the first")
    put(second.home, PLAN, b"of the second")
    change = synchronize._Run.change_table
    other = Thread(target=run, args=(second,))

    def change_while_another_does(self: Any, *given: Any) -> None:
        change(self, *given)
        if self.sync is first:
            given[0].flush()
            other.start()
            other.join(0.5)  # it waits for our transaction

    monkeypatch.setattr(synchronize._Run, "change_table", change_while_another_does)
    run(first)
    other.join()
    monkeypatch.undo()
    for sync in (second, first, second):
        run(sync)
    assert read_home(first.home) == read_home(second.home)
    assert set(read_home(first.home).values()) == {b"of the first", b"of the second"}


class Killed(BaseException):
    pass


NAMES = (STORY, PLAN, FEED, "municipalities/linde/templates/digest.txt")
edits = st.tuples(st.sampled_from(["write", "delete"]), st.integers(0, 1), st.sampled_from(NAMES))
syncs = st.tuples(st.just("sync"), st.integers(0, 1), st.integers(0, 12))  # killed at this step; 0: not
STEPS = ("write_file", "delete_file", "store_agreed")


@pytest.fixture(scope="module")
def one_database(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("files") / "terugkom.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


def run_killed(sync: FileSync, at: int, patch: pytest.MonkeyPatch) -> None:
    """Synchronize, and die before the step of this number: each that changes something outside counts."""
    left = [at]

    def wrap(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return real(*args, **kwargs)

        patch.setattr(owner, name, counted)

    for name in STEPS:
        wrap(synchronize, name)
    for name in ("put", "get", "delete"):
        wrap(DatabaseBlobs, name)
    with suppress(Killed):
        run(sync)


@given(st.lists(st.one_of(edits, syncs), max_size=14))
def test_whatever_two_homes_do_they_become_equal_and_nothing_is_lost(
    one_database: Database, tmp_path_factory: pytest.TempPathFactory, what: list[tuple[str, int, Any]]
) -> None:
    """What somebody wrote may only go where somebody who had it changed or deleted it."""
    with one_database.write_session() as session:
        session.execute(delete(MunicipalityFile))
        session.execute(delete(StoredBlob))
    folder = tmp_path_factory.mktemp("homes")
    homes = [FileSync(one_database, DatabaseBlobs(one_database), folder / name) for name in ("a", "b")]
    alive: set[bytes] = set()
    for number, (kind, which, value) in enumerate(what):
        home = homes[which].home
        if kind == "sync":
            with pytest.MonkeyPatch.context() as patch:
                run_killed(homes[which], value, patch)
            continue
        path = home / value
        if path.exists():
            alive.discard(path.read_bytes())
            path.unlink()
        if kind == "write":
            put(home, value, f"{number:04}".encode())
            alive.add(f"{number:04}".encode())
    for sync in homes * 2:
        run(sync)
    assert read_home(homes[0].home) == read_home(homes[1].home)
    assert alive <= set(read_home(homes[0].home).values())
    delete_unnamed_files(homes[0], LATER)
    with one_database.read_session() as session:
        named = set(session.scalars(select(MunicipalityFile.blob)))
    assert {name for name, _ in homes[0].blobs.list()} == named
    shutil.rmtree(folder)


def test_what_did_not_change_is_not_read_again(
    homes: tuple[FileSync, FileSync], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = homes
    put(first.home, STORY, b"a")
    os.utime(first.home / STORY, (0, 0))
    run(first)
    monkeypatch.setattr(Path, "read_bytes", _refuse_all_but_json(Path.read_bytes))
    assert run(first) == SyncResult()


def _refuse_all_but_json(real: Any) -> Any:
    def read(path: Path) -> bytes:
        assert path.suffix == ".json", path
        content: bytes = real(path)
        return content

    return read


def test_a_folder_is_of_a_municipality_if_it_has_such_a_name(tmp_path: Path) -> None:
    """One that begins with a hyphen was, and no municipality can be called so."""
    for name in (SLUG, "-linde", "Linde", "l" * 61):
        put(tmp_path, f"municipalities/{name}/editions/2027-Q1/10-led.md", b"# Led")
    assert list_municipality_folders(tmp_path) == {SLUG}
