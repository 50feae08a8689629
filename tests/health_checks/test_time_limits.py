"""No check waits for minutes: what is silent is known in seconds, and what is only slow is no fault."""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

import pytest
import requests

from deployments.prefect_checks import SILENT, find_or_say_silent
from terugkom.command_line import main
from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.smtp import Security
from terugkom.documents import object_blobs, open_store
from terugkom.documents.blobs import BlobMissing, BlobStoreUnavailable, FolderBlobs
from terugkom.documents.bundle_store import BundleStore
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from terugkom.documents.model import Document
from terugkom.documents.object_blobs import ObjectBlobs
from terugkom.documents.open_store import check_not_lost
from terugkom.errors import InputError
from terugkom.health_checks import check_documents as checks
from terugkom.health_checks.check_documents import check_documents, check_store
from terugkom.health_checks.connections import check_connections
from terugkom.health_checks.model import CheckState, Finding
from terugkom.imap.server import ImapServer
from terugkom.installation import Installation, SettingsOnly
from terugkom.mailboxes import count_all_waiting, fetch_all
from terugkom.process.time_limit import NoAnswer, call_within
from terugkom.settings import Settings
from tests.delivery.delivery_rows import get_or_add_municipality

NOW = datetime(2027, 3, 18, 5, tzinfo=UTC)


@dataclass(frozen=True)
class SlowBlobs:
    """A store that answers after some seconds, or never."""

    answers: Event
    seconds: float = 30

    def get(self, name: str, session: object = None) -> bytes:
        self.answers.wait(self.seconds)
        raise BlobMissing(name)

    def put(self, name: str, content: bytes, session: object = None) -> None:
        raise AssertionError

    def delete(self, name: str) -> None:
        raise AssertionError

    def list(self) -> Iterator[tuple[str, datetime]]:
        raise AssertionError

    def describe(self) -> str:
        return "s3://bucket/home"


def test_a_store_that_is_silent_is_broken_in_seconds_and_one_that_is_slow_is_fine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "ANSWER_SECONDS", 0.5)
    answers = Event()
    found = check_store(SlowBlobs(answers))
    assert (found.state, found.text) == (
        CheckState.BROKEN,
        "s3://bucket/home cannot be reached: no answer within 0.5 seconds",
    )
    answers.set()
    monkeypatch.setattr(checks, "ANSWER_SECONDS", 20)
    assert check_store(SlowBlobs(Event(), seconds=0.7)).state is CheckState.FINE


def test_a_pack_that_takes_long_to_read_is_a_warning(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundles = BundleStore(sqlite_database, FolderBlobs(tmp_path / "packs"))
    store, name, content = DocumentStore(tmp_path, bundles), "linde/2027-03-18/0.eml", b"Beste lezer"
    store.write_all([(name, content)])
    with sqlite_database.write_session() as session:
        number = get_or_add_municipality(session, "linde").id
        values = {"kind": "x", "path": name, "sha256": sha256(content), "run_id": ""}
        session.add(Document(municipality_id=number, subject="x", created_at=NOW, **values))
    released = Event()
    monkeypatch.setattr(BundleStore, "read", lambda *_: released.wait(30))
    monkeypatch.setattr(checks, "_READ_SECONDS", 0.3)
    with sqlite_database.read_session() as session:
        found = check_documents(session, bundles)
    released.set()
    assert found.state is CheckState.WARNING
    assert found.text.endswith(
        "answers, but the newest bundle is not read back: no answer within 0.3 seconds"
    )


def test_what_is_called_within_a_time_returns_or_raises_what_it_does() -> None:
    assert call_within(20, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        call_within(20, lambda: 1 / 0)
    with pytest.raises(NoAnswer, match=r"no answer within 0\.1 seconds"):
        call_within(0.1, lambda: time.sleep(0.5))


def test_a_server_of_prefect_that_stops_answering_is_named() -> None:
    def silent() -> Finding:
        raise requests.ReadTimeout

    found = find_or_say_silent(silent)
    assert (found.state, found.text) == (CheckState.BROKEN, SILENT)


@dataclass
class SilentServer:
    """A server that takes connections and says nothing."""

    port: int = 0
    connections: int = 0

    def serve(self, listening: socket.socket) -> None:
        kept = []
        while True:
            try:
                kept.append(listening.accept())
            except OSError:
                for connection, _ in kept:
                    connection.close()
                return
            self.connections += 1


@pytest.fixture
def silent() -> Iterator[SilentServer]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = SilentServer(listening.getsockname()[1])
        thread = Thread(target=server.serve, args=(listening,), daemon=True)
        thread.start()
        yield server
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(20)


def test_a_mail_server_that_is_silent_is_waited_for_once(
    silent: SilentServer, sqlite_database: Database, tmp_path: Path
) -> None:
    """Each municipality's mailbox there was waited for half a minute: two hours and a half for 300."""
    with sqlite_database.write_session() as session:
        for slug in ("gent", "lievegem", "zulte"):
            get_or_add_municipality(session, slug)

    class Saved(SettingsOnly):
        def load_mailbox(self, name: str) -> ImapServer | None:
            return ImapServer("127.0.0.1", silent.port, Security.NONE, name, "x", timeout=0.5)

    installation = Installation(Settings(home=tmp_path), sqlite_database, Saved())
    found = check_connections(installation)
    assert [(each.municipality, each.works) for each in found] == [
        ("", False),
        *((slug, False) for slug in ("gent", "lievegem", "zulte")),
    ]
    assert len({each.failure for each in found}) == 1
    assert silent.connections == 1
    assert count_all_waiting(installation) is None
    assert silent.connections == 2
    outages = fetch_all(installation).outages
    assert [each.municipality for each in outages] == ["", "gent", "lievegem", "zulte"]
    assert silent.connections == 3


def test_mailboxes_with_names_of_their_own_on_one_silent_machine_are_waited_for_twice(
    silent: SilentServer, sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each municipality's `mail.gemeente.be` there was waited for half a minute."""
    slugs = [f"gemeente-{number}" for number in range(5)]
    with sqlite_database.write_session() as session:
        for slug in slugs:
            get_or_add_municipality(session, slug)
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *more, **named: look_up("127.0.0.1", *more, **named)
    )

    class Saved(SettingsOnly):
        def load_mailbox(self, name: str) -> ImapServer | None:
            if name not in slugs:
                return None
            return ImapServer(f"mail.{name}.example", silent.port, Security.NONE, name, "x", timeout=0.3)

    installation = Installation(Settings(home=tmp_path), sqlite_database, Saved())
    outages = fetch_all(installation).outages
    assert [each.municipality for each in outages] == slugs
    assert silent.connections == 2
    assert "mail.gemeente-4.example was silent before in this run" in outages[-1].reason


@pytest.mark.long
def test_the_doctor_of_a_new_home_whose_object_store_is_silent_ends_within_a_minute(
    silent: SilentServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It took six minutes and more, and said nothing meanwhile."""
    s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed")
    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "s3://bucket/home")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "tests")
    began = time.monotonic()
    assert main(["doctor"]) == 2
    assert time.monotonic() - began < 60
    assert "the store of documents comes first" in " ".join(capsys.readouterr().out.split())


def test_a_new_home_beside_a_silent_object_store_is_refused_in_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`init` asked it whether there are documents, and waited for minutes."""
    monkeypatch.setattr(open_store, "_ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(open_store, "open_blobs", lambda *_: SlowBlobs(released))
    released, settings = Event(), Settings(home=tmp_path, document_store="s3://bucket/home")
    database = Database(settings.database)
    with pytest.raises(InputError, match=r"s3://bucket/home does not answer within 0\.3 seconds"):
        check_not_lost(settings, database)
    released.set()
    assert not (tmp_path / "terugkom.db").exists()
    database.close()


def test_an_object_store_that_was_silent_is_not_waited_for_again_in_that_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each document waited for as long as the client of S3 does, six minutes."""

    class Silent:
        asked = 0

        def cat_file(self, _path: str) -> bytes:
            self.asked += 1
            time.sleep(0.2)
            raise TimeoutError("Read timeout on endpoint URL")

    files, now = Silent(), 0.0
    monkeypatch.setattr(object_blobs, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(object_blobs.clock, "measure", lambda: time.monotonic() + now)
    monkeypatch.setattr(ObjectBlobs, "_opened", (files, "bucket/home"))
    for number in range(4):
        with pytest.raises(BlobStoreUnavailable, match="Read timeout"):
            ObjectBlobs("s3://bucket-of-a-test/home").get(f"packs/{number}")
    assert files.asked == 1
    with pytest.raises(BlobStoreUnavailable, match="Read timeout"):
        ObjectBlobs("s3://another-of-a-test/home").get("packs/1")
    assert files.asked == 2
    now = 301.0
    with pytest.raises(BlobStoreUnavailable, match="Read timeout"):
        ObjectBlobs("s3://bucket-of-a-test/home").get("packs/1")
    assert files.asked == 3, "whoever lives longer asks again"


@pytest.mark.long
def test_an_object_store_that_goes_silent_is_known_after_two_short_waits_not_after_six_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed")
    monkeypatch.setattr(object_blobs, "_ANSWER_SECONDS", 0.5)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "tests")
    s3fs.S3FileSystem.clear_instance_cache()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        started = time.monotonic()
        with pytest.raises(BlobStoreUnavailable, match=r"no answer within 0\.5 seconds"):
            ObjectBlobs("s3://silent-bucket/home").put("bundles/1", b"x")
        assert time.monotonic() - started < 8
        with pytest.raises(BlobStoreUnavailable, match="is not asked again"):
            ObjectBlobs("s3://silent-bucket/home").get("bundles/2")
    s3fs.S3FileSystem.clear_instance_cache()


def test_an_object_store_that_is_only_slow_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large bundle on a slow network takes longer than any silence."""

    class Slow:
        asked: ClassVar[list[str]] = []

        def cat_file(self, path: str) -> bytes:
            self.asked.append(path)
            if path.endswith("none"):
                raise FileNotFoundError(path)
            time.sleep(0.35)
            return b"a large bundle"

    monkeypatch.setattr(object_blobs, "_ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(ObjectBlobs, "_opened", (Slow(), "bucket/home"))
    assert ObjectBlobs("s3://slow-bucket/home").get("bundles/1") == b"a large bundle"
    assert Slow.asked[:2] == ["bucket/home/bundles/1", "bucket/home/none"]


def test_a_deletion_in_an_object_store_that_is_slow_is_done_when_it_returns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that was given up and reported as failed deleted later what was written again under that name."""
    kept = {"bucket/home/bundles/1": b"a bundle"}

    class Silent:
        def rm_file(self, path: str) -> None:
            time.sleep(0.3)
            del kept[path]

        def cat_file(self, path: str) -> bytes:
            time.sleep(0.3)
            return kept[path]

    monkeypatch.setattr(object_blobs, "_ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(ObjectBlobs, "_opened", (Silent(), "bucket/home"))
    ObjectBlobs("s3://bucket-of-deletions/home").delete("bundles/1")
    assert kept == {}
