"""Documents in bundles: read back as written, and gone from every byte once they were deleted."""

import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.database.connection_pool import Database
from terugkom.documents import bundle_file as bundle_format
from terugkom.documents import bundle_store
from terugkom.documents.blobs import BlobStoreUnavailable, DatabaseBlobs, FolderBlobs
from terugkom.documents.bundle_file import open_bundle
from terugkom.documents.bundle_store import BundleStore, forget_opened_bundles
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged, DocumentUnavailable, sha256, write_atomically
from tests.documents.stores import open_store

WRITTEN = {f"linde/2027-03-18/{number}.eml": f"Beste lezer {number}".encode() for number in range(5)}
NAMES = list(WRITTEN)
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["bundles", "database", "memory"])
def store(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> DocumentStore:
    return open_store(request.param, tmp_path, database)


def bundles_of(store: DocumentStore) -> BundleStore:
    assert store.bundles
    return store.bundles


def read_bundles(store: DocumentStore) -> dict[str, set[str]]:
    """Return the names of the documents in the bytes of each bundle that is stored."""
    blobs = bundles_of(store).blobs
    found = {name.rpartition("/")[2]: blobs.get(name) for name, _ in blobs.list()}
    return {digest: set(open_bundle(digest, content).index) for digest, content in found.items()}


def test_a_batch_is_one_bundle_and_each_document_is_read_back(store: DocumentStore) -> None:
    store.write_all(WRITTEN.items())
    assert list(read_bundles(store).values()) == [set(WRITTEN)]
    reader = store.build_reader()
    for name, content in WRITTEN.items():
        assert (
            store.read(name, sha256(content)) == store.find(name) == reader(name, sha256(content)) == content
        )
    assert list(store.list_names()) == sorted(WRITTEN)
    assert not store.folder.exists()
    with pytest.raises(DocumentChanged):
        store.read(NAMES[0], sha256(b"else"))
    with pytest.raises(DocumentChanged):
        reader(NAMES[0], sha256(b"else"))
    assert store.find("linde/none.eml") is None


def test_a_large_batch_is_more_than_one_bundle(store: DocumentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_format, "MAX_BUNDLE_BYTES", 30)
    store.write_all(WRITTEN.items())
    assert len(read_bundles(store)) > 1
    reader = store.build_reader()
    assert {name: reader(name, sha256(content)) for name, content in WRITTEN.items()} == WRITTEN


def test_what_lies_in_the_folder_from_before_stays_readable(store: DocumentStore) -> None:
    write_atomically(store.folder, "linde/old.eml", b"old")
    store.write_all(WRITTEN.items())
    reader = store.build_reader()
    assert store.read("linde/old.eml", sha256(b"old")) == reader("linde/old.eml", sha256(b"old")) == b"old"
    assert set(store.list_names()) == {*WRITTEN, "linde/old.eml"}
    store.delete("linde/old.eml")
    assert set(store.list_names()) == set(WRITTEN)


def test_a_document_that_was_deleted_is_in_no_byte_any_more(store: DocumentStore) -> None:
    store.write_all(WRITTEN.items())
    (before,) = read_bundles(store)
    store.delete(NAMES[2])
    (after,) = read_bundles(store).items()
    assert after[0] != before
    assert after[1] == set(WRITTEN) - {NAMES[2]}
    for name in after[1]:
        assert store.read(name, sha256(WRITTEN[name])) == WRITTEN[name]
    assert store.find(NAMES[2]) is None
    store.delete(NAMES[2])
    store.delete_all(NAMES)
    assert read_bundles(store) == {}
    assert list(store.list_names()) == []


def test_what_two_processes_delete_at_once_is_in_no_byte_any_more(
    store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erasing a person while the clean-up writes the same bundle anew."""
    store.write_all(WRITTEN.items())
    copy, others = BundleStore._copy, iter([NAMES[1]])

    def copy_while_another_deletes(self: BundleStore, bundle: str, names: list[str]) -> str:
        new = copy(self, bundle, names)
        if other := next(others, None):
            store.delete(other)
        return new

    monkeypatch.setattr(BundleStore, "_copy", copy_while_another_deletes)
    store.delete(NAMES[0])
    assert list(read_bundles(store).values()) == [set(NAMES[2:])]
    assert {name: store.find(name) for name in NAMES} == {**WRITTEN, NAMES[0]: None, NAMES[1]: None}


def test_all_is_read_while_another_process_deletes_from_the_same_bundles(store: DocumentStore) -> None:
    """Somebody is searched for while somebody else is erased: no document that moved is passed over."""
    for name, content in WRITTEN.items():
        store.write_all([(name, content), (f"{name}.ics", content)])
    reading = bundles_of(store).read_all()
    first = next(reading)
    store.delete_all(NAMES)
    found = dict([first, *reading])
    assert {name: content for name, content in found.items() if name not in NAMES} == {
        f"{name}.ics": content for name, content in WRITTEN.items()
    }
    assert None not in found.values(), "what was deleted is no damaged document"


def test_a_bundle_that_is_missing_is_asked_for_once_however_many_documents_it_held(
    store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_all(WRITTEN.items())
    store.write_all([("linde/whole.eml", b"Beste")])
    blobs, (lost,) = (
        bundles_of(store).blobs,
        [bundle for bundle, names in read_bundles(store).items() if len(names) > 1],
    )
    blobs.delete(f"{bundle_store.BUNDLES_FOLDER}{lost}")
    forget_opened_bundles()
    asked: list[str] = []
    get = type(blobs).get
    monkeypatch.setattr(
        type(blobs), "get", lambda self, name, *more: asked.append(name) or get(self, name, *more)
    )
    assert dict(bundles_of(store).read_all()) == {**dict.fromkeys(WRITTEN), "linde/whole.eml": b"Beste"}
    assert len(asked) == len(set(asked)) == 2


@pytest.mark.parametrize("damaged", [0, 1])
def test_a_document_in_two_bundles_is_read_from_the_one_that_is_whole(
    store: DocumentStore, monkeypatch: pytest.MonkeyPatch, damaged: int
) -> None:
    """A run that was cut off wrote it, and the one that went on with its work wrote it again."""
    store.write_all(WRITTEN.items())
    store.write_all(WRITTEN.items())
    bad = sorted(read_bundles(store))[damaged]
    blobs = type(bundles_of(store).blobs)
    get = blobs.get

    def get_other_bytes(self: object, name: str, *more: object) -> bytes:
        content: bytes = get(self, name, *more)
        return content[:-1] if name.endswith(bad) else content

    monkeypatch.setattr(blobs, "get", get_other_bytes)
    forget_opened_bundles()
    reader = store.build_reader()
    for name, content in WRITTEN.items():
        digest = sha256(content)
        assert store.read(name, digest) == store.find(name) == reader(name, digest) == content
    monkeypatch.setattr(blobs, "get", lambda self, name, *more: get(self, name, *more)[:-1])
    forget_opened_bundles()
    for read in (store.read, store.build_reader()):
        with pytest.raises(DocumentChanged):
            read(NAMES[0], sha256(WRITTEN[NAMES[0]]))


class Killed(BaseException):
    pass


def _kill_at(step: str, monkeypatch: pytest.MonkeyPatch, store: DocumentStore) -> None:
    """Have the process die before this step of what is done to a bundle."""
    owner: type = {"rows": Database, "retired": BundleStore}.get(step, type(bundles_of(store).blobs))
    name = {"rows": "write_session", "retired": "delete_retired"}.get(step, step)
    real: Callable[..., object] = getattr(owner, name)
    calls = iter([True] if step == "retired" else [])  # it runs first of all, too

    def die(*args: object, **kwargs: object) -> object:
        if next(calls, False):
            return real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(owner, name, die)


STEPS = ("put", "get", "rows", "retired", "delete")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("step", STEPS)
def test_a_deletion_that_is_killed_before_any_step_loses_nothing_else(
    store: DocumentStore, step: str
) -> None:
    store.write_all(WRITTEN.items())
    gone, kept = NAMES[0], NAMES[1:]
    bundle_store._open.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        _kill_at(step, patch, store)
        with pytest.raises(Killed):
            store.delete(gone)
    assert {name: store.read(name, sha256(WRITTEN[name])) for name in kept} == {
        name: WRITTEN[name] for name in kept
    }
    store.delete(gone)
    bundles_of(store).delete_unnamed(LATER)
    assert list(read_bundles(store).values()) == [set(kept)]
    assert {name: store.find(name) for name in NAMES} == {**WRITTEN, gone: None}


@pytest.mark.parametrize("step", ["put", "get", "rows"])
def test_a_batch_that_is_killed_before_any_step_is_absent_and_may_be_written_again(
    store: DocumentStore, step: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _kill_at(step, patch, store)
        with pytest.raises(Killed):
            store.write_all(WRITTEN.items())
    assert list(store.list_names()) == []
    store.write_all(WRITTEN.items())
    bundles = bundles_of(store)
    assert bundles.delete_unnamed(datetime.now(UTC) - timedelta(days=1)) == 0, "it is younger than a day"
    bundles.delete_unnamed(LATER)
    assert list(read_bundles(store).values()) == [set(WRITTEN)]
    assert {name: store.find(name) for name in NAMES} == WRITTEN


def test_a_bundle_that_is_not_stored_as_it_was_written_is_named_by_nobody(
    store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = type(bundles_of(store).blobs)
    put = blobs.put
    monkeypatch.setattr(blobs, "put", lambda self, name, content, *more: put(self, name, content[:-1], *more))
    with pytest.raises(DocumentChanged):
        store.write_all(WRITTEN.items())
    assert list(store.list_names()) == []


def test_a_store_that_cannot_be_reached_is_no_changed_document(
    store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_all(WRITTEN.items())

    def refuse(*_: object) -> bytes:
        raise BlobStoreUnavailable("no answer")

    bundle_store._open.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(type(bundles_of(store).blobs), "get", refuse)
        for read in (store.read, store.build_reader()):
            with pytest.raises(DocumentUnavailable, match=NAMES[0]):
                read(NAMES[0], sha256(WRITTEN[NAMES[0]]))
    (bundle,) = read_bundles(store)
    bundles_of(store).blobs.delete(f"packs/{bundle}")
    bundle_store._open.cache_clear()
    with pytest.raises(DocumentUnavailable, match=NAMES[0]):
        store.read(NAMES[0], sha256(WRITTEN[NAMES[0]]))


@pytest.mark.parametrize("operation", ["get", "delete"])
def test_a_bundle_that_the_store_refuses_keeps_no_other_from_losing_what_is_deleted(
    store: DocumentStore, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that was moved to an archive, or that is locked: what came after it was never deleted."""
    for name, content in WRITTEN.items():
        store.write_all([(name, content), (f"{name}.kept", content)])
    kept, refused = {f"{name}.kept" for name in NAMES}, min(read_bundles(store))
    (there,) = (name for name in read_bundles(store)[refused] if name in WRITTEN)
    blobs = type(bundles_of(store).blobs)
    real = getattr(blobs, operation)

    def refuse(self: object, name: str, *more: object) -> object:
        if name == f"packs/{refused}":
            raise BlobStoreUnavailable("InvalidObjectState")
        return real(self, name, *more)

    forget_opened_bundles()
    with monkeypatch.context() as patch:
        patch.setattr(blobs, operation, refuse)
        for _ in range(2):
            with pytest.raises(BlobStoreUnavailable, match="InvalidObjectState"):
                store.delete_all(NAMES)
        assert set(store.list_names()) & WRITTEN.keys() == ({there} if operation == "get" else set())
    if operation == "delete":
        assert {*chain.from_iterable(read_bundles(store).values())} == {*kept, there}
    store.delete_all(NAMES)
    assert {*chain.from_iterable(read_bundles(store).values())} == kept


def test_a_document_that_lies_on_another_machine_is_not_lost(store: DocumentStore) -> None:
    with pytest.raises(DocumentUnavailable, match=r"linde/elsewhere\.eml"):
        store.read("linde/elsewhere.eml", sha256(b""))


@pytest.mark.parametrize("back_end", ["bundles", "database"])
def test_it_can_be_handed_to_a_sender_process(back_end: str, database: Database, tmp_path: Path) -> None:
    store = open_store(back_end, tmp_path, database)
    store.write_all(WRITTEN.items())
    other: DocumentStore = pickle.loads(pickle.dumps(store))
    assert other.find(NAMES[0]) == WRITTEN[NAMES[0]]
    assert other.bundles
    other.bundles.database.close()


def test_documents_are_written_in_a_transaction_of_the_caller(store: DocumentStore) -> None:
    """On SQLite there is no second one at the same time."""
    with store.bundles.database.write_session(dry_run=True) as session:  # type: ignore[union-attr]
        store.write(NAMES[0], b"taken back", session)
    assert store.find(NAMES[0]) is None
    with store.bundles.database.write_session() as session:  # type: ignore[union-attr]
        store.write(NAMES[0], WRITTEN[NAMES[0]], session)
    assert store.find(NAMES[0]) == WRITTEN[NAMES[0]]


@pytest.fixture(scope="module")
def small_database(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("bundles") / "terugkom.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.lists(st.integers(0, 9), min_size=1, max_size=4)),
        st.tuples(st.just("delete"), st.lists(st.integers(0, 9), max_size=4)),
    ),
    max_size=8,
)


@pytest.mark.long
@given(steps)
def test_whatever_is_written_and_deleted_the_bundles_hold_what_is_named(
    small_database: Database, what: list[tuple[str, list[int]]]
) -> None:
    store = DocumentStore(Path("/nowhere"), BundleStore(small_database, DatabaseBlobs(small_database)))
    expected: dict[str, bytes] = {}
    for kind, numbers in what:
        batch = {f"d{number}": bytes([number]) * number for number in numbers}
        if kind == "write":
            store.bundles.write_all(batch.items())  # type: ignore[union-attr]
            expected |= batch
        else:
            bundles_of(store).delete_all(batch)
            expected = {name: content for name, content in expected.items() if name not in batch}
    bundles_of(store).delete_unnamed(LATER)
    assert {name: store.find(name) for name in bundles_of(store).list_names()} == expected
    assert {name for names in read_bundles(store).values() for name in names} == set(expected)
    bundles_of(store).delete_all(expected)
    bundles_of(store).delete_unnamed(LATER)
    assert read_bundles(store) == {}


def test_blobs_of_a_folder_are_files_that_a_killed_writer_leaves_nothing_of(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    blobs.put("packs/a", b"x")
    assert (tmp_path / "packs/a").read_bytes() == b"x"
    assert [name for name, _ in blobs.list()] == ["packs/a"]
    blobs.delete("packs/a")
    blobs.delete("packs/a")
    assert list(blobs.list()) == []


def test_a_disk_that_is_not_mounted_is_no_store_in_which_all_is_deleted(
    sqlite_database: Database, tmp_path: Path
) -> None:
    store = BundleStore(sqlite_database, FolderBlobs(tmp_path / "store"))
    store.write_all([("a/1.eml", b"one"), ("a/2.eml", b"two")])
    (tmp_path / "store/packs").rename(tmp_path / "unmounted")
    forget_opened_bundles()
    with pytest.raises(DocumentUnavailable, match="is its disk mounted"):
        store.find("a/1.eml")
    with pytest.raises(BlobStoreUnavailable, match="is its disk mounted"):
        store.delete_all(["a/1.eml"])
    (tmp_path / "unmounted").rename(tmp_path / "store/packs")
    assert (store.find("a/1.eml"), store.find("a/2.eml")) == (b"one", b"two")
    store.delete_all(["a/1.eml"])
    assert (store.find("a/1.eml"), store.find("a/2.eml")) == (None, b"two")
