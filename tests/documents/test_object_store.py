"""Documents and files in an object store: a real server of S3, over the loopback interface."""

import pickle
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from terugkom.backup.create_backup import create_backup
from terugkom.backup.restore_backup import restore_backup
from terugkom.database.connection_pool import Database
from terugkom.documents import bundle_store
from terugkom.documents.blobs import BlobMissing, BlobStoreUnavailable
from terugkom.documents.bundle_store import BundleStore
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentUnavailable, sha256
from terugkom.documents.object_blobs import ObjectBlobs
from terugkom.documents.open_store import open_blobs, open_documents
from terugkom.errors import CommandError
from terugkom.health_checks.check_documents import check_documents
from terugkom.health_checks.model import CheckState
from terugkom.municipality_files.synchronize import FileSync, SyncResult, synchronize_files
from terugkom.settings import Settings
from tests.documents.s3_server import endpoint, url

__all__ = ["endpoint", "url"]

s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed")

WRITTEN = {f"linde/2027-03-18/{number}.eml": f"Beste lezer {number}".encode() for number in range(5)}
NAME = "linde/2027-03-18/0.eml"
LATER = datetime(2100, 1, 1, tzinfo=UTC)
_READ = "import pickle, sys; sys.stdout.buffer.write(pickle.load(sys.stdin.buffer).find(sys.argv[1]))"


@pytest.fixture
def store(url: str, sqlite_database: Database, tmp_path: Path) -> DocumentStore:
    return open_documents(Settings(home=tmp_path, document_store=url), sqlite_database)


def bundles_of(store: DocumentStore) -> BundleStore:
    assert store.bundles
    return store.bundles


@pytest.mark.long
def test_documents_are_kept_and_deleted_and_listed(store: DocumentStore) -> None:
    store.write_all(WRITTEN.items())
    bundle_store._open.cache_clear()
    reader = store.build_reader()
    for name, content in WRITTEN.items():
        assert store.read(name, sha256(content)) == reader(name, sha256(content)) == content
    ((before, stored_at),) = bundles_of(store).blobs.list()
    assert abs(stored_at - datetime.now(UTC)) < timedelta(minutes=5)
    store.delete(NAME)
    ((after, _),) = bundles_of(store).blobs.list()
    assert before != after
    assert {name: store.find(name) for name in WRITTEN} == {**WRITTEN, NAME: None}
    bundles_of(store).blobs.put("packs/of-a-killed-run", b"x")
    assert bundles_of(store).delete_unnamed(LATER) == 1
    store.delete_all(WRITTEN)
    assert list(bundles_of(store).blobs.list()) == []


@pytest.mark.long
def test_another_process_reads_what_this_one_wrote(store: DocumentStore) -> None:
    store.write_all(WRITTEN.items())
    read = [sys.executable, "-c", _READ, NAME]
    done = subprocess.run(read, input=pickle.dumps(store), capture_output=True, timeout=60, check=True)
    assert done.stdout == WRITTEN[NAME]


def test_a_store_that_does_not_answer_is_no_lost_document(
    store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_all(WRITTEN.items())
    bundle_store._open.cache_clear()
    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    silent = DocumentStore(
        store.folder, BundleStore(bundles_of(store).database, ObjectBlobs(bundles_of(store).blobs.describe()))
    )
    with pytest.raises(DocumentUnavailable, match=NAME):
        silent.read(NAME, sha256(WRITTEN[NAME]))


def test_files_of_a_municipality_go_from_one_home_to_another(
    store: DocumentStore, sqlite_database: Database, tmp_path: Path
) -> None:
    first, second = (
        FileSync(sqlite_database, bundles_of(store).blobs, tmp_path / each) for each in ("first", "second")
    )
    story = "municipalities/linde/editions/2027-Q1/10-led.md"
    (first.home / story).parent.mkdir(parents=True)
    (first.home / story).write_bytes(b"# Led")
    now = datetime(2027, 3, 1, tzinfo=UTC)
    assert synchronize_files(first, "linde", now) == SyncResult(uploaded=1)
    assert synchronize_files(second, "linde", now) == SyncResult(downloaded=1)
    assert (second.home / story).read_bytes() == b"# Led"


@pytest.mark.long
def test_a_bucket_that_is_not_there_is_no_store_in_which_all_is_deleted(
    store: DocumentStore, sqlite_database: Database, tmp_path: Path
) -> None:
    store.write_all(WRITTEN.items())
    bundles = bundles_of(store)
    ((bundle, _),) = bundles.blobs.list()
    mistyped = ObjectBlobs("s3://terugkom-mistyped/home")
    bundle_store.forget_opened_bundles()
    elsewhere = BundleStore(sqlite_database, mistyped)
    with pytest.raises(BlobStoreUnavailable, match="there is no bucket terugkom-mistyped"):
        elsewhere.delete_all([NAME])
    for refused in (
        lambda: mistyped.get(bundle),
        lambda: mistyped.delete(bundle),
        lambda: list(mistyped.list()),
    ):
        with pytest.raises(BlobStoreUnavailable, match="there is no bucket"):
            refused()
    with sqlite_database.read_session() as session:
        assert check_documents(session, elsewhere).state is CheckState.BROKEN
    assert {name: store.find(name) for name in WRITTEN} == WRITTEN, "what was to be deleted is still known"
    store.delete(NAME)
    with pytest.raises(BlobMissing):
        bundles.blobs.get(bundle)
    ((after, _),) = bundles.blobs.list()
    assert WRITTEN[NAME] not in zlib.decompress(bundles.blobs.get(after))


@pytest.mark.long
@pytest.mark.only_sqlite
def test_a_restore_that_could_not_keep_the_bundles_changes_nothing(
    url: str, sqlite_database: Database, tmp_path: Path
) -> None:
    old, new, backup = tmp_path / "old", tmp_path / "new", tmp_path / "backup"
    for home in (old, new):
        home.mkdir()
    store = open_documents(Settings(home=old, document_store="bundles"), sqlite_database)
    store.write_all(WRITTEN.items())
    create_backup(sqlite_database, old, backup, LATER, bundles_of(store).blobs)
    (new / "plan.txt").write_text("of before")
    database, bucket = f"sqlite:///{new / 'terugkom.db'}", url.split("/")[2]

    def restore(where: str) -> None:
        settings = Settings(home=new, document_store=where)
        restore_backup(database, new, backup, LATER, replace=True, open_blobs=partial(open_blobs, settings))

    with pytest.raises(CommandError, match="there is no bucket nowhere; nothing was restored"):
        restore("s3://nowhere/home")
    assert [path.name for path in new.iterdir()] == ["plan.txt"]
    restore(url)
    restored = open_documents(Settings(home=new, document_store=url), Database(database))
    assert {name: restored.find(name) for name in WRITTEN} == WRITTEN
    assert len(list(ObjectBlobs(f"s3://{bucket}").list())) == 1, "what was tried is not left there"
