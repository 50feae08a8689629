"""Backup and restore: all rows and files come back, of either kind into either; a cut backup is refused."""

import errno
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from terugkom.backup.archive import read_members
from terugkom.backup.create_backup import create_backup
from terugkom.backup.restore_backup import restore_backup
from terugkom.command_line import main
from terugkom.command_line.output_files import report_write_errors, write_page
from terugkom.daily_runs.due_runs import build_run_lease
from terugkom.database.connection_pool import Database
from terugkom.delivery import restore_hold
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.blobs import DatabaseBlobs
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from terugkom.documents.model import Document
from terugkom.documents.open_store import open_blobs, open_documents
from terugkom.errors import CommandError, InputError
from terugkom.home_folder import RESTORE_MARK
from terugkom.installation import open_installation
from terugkom.leases import HeldLease, acquire_lease
from terugkom.municipality_files.synchronize import FileSync, synchronize_files
from terugkom.plan.model import Municipality
from terugkom.retention.clean_up import clean_up
from terugkom.retention.model import Retention, RetentionPeriods
from terugkom.secret_keys import KeyPurpose, create_missing_keys, load_secret_key
from terugkom.settings import Settings
from tests.documents.stores import name_setting, open_store
from tests.postgres import Postgres, count_known_rows
from tests.rows import fill
from tests.soak import often
from tests.test_migrations import read

MADE = datetime(2026, 11, 20, 5, tzinfo=UTC)
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
FILES = {
    "documents/linde/2026-11-20/digest-1.eml": b"mail",
    "outbox/linde/mail.eml": b"sent",
    "municipalities/linde/inbox/new plan \xc3\xa9.csv".encode().decode(): b"Nr,Wat",
    "municipalities/linde/inbox/done/old.csv": b"old",
    "municipalities/linde/templates/nl/digest/body.txt": b"own",
    "prefect/encryption.key": b"secret",
    "errors.log": b"errors",
}
LEFT_OUT = ("database-alert", "prefect/server.log", "prefect/server.url", "documents/.x.part")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for name, content in [*FILES.items(), *((name, b"-") for name in LEFT_OUT)]:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    with sqlite3.connect(home / "prefect/prefect.db") as prefect:
        prefect.execute("CREATE TABLE block (name TEXT)")
        prefect.execute("INSERT INTO block VALUES ('smtp')")
    prefect.close()
    (home / "outbox/link").symlink_to("/etc/passwd")
    return home


@pytest.fixture
def new_url(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'new' / 'terugkom.db'}"
        postgres: Postgres = request.getfixturevalue("postgres")
        return postgres.create(f"restore_{os.urandom(4).hex()}")

    return make


def sort(rows: list[Counter[str]]) -> list[list[tuple[str, int]]]:
    return sorted(sorted(each.items()) for each in rows)


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("other_kind", often([True], soak=[True, False]))
def test_every_row_and_file_comes_back_in_either_kind_of_database(
    database: Database, home: Path, tmp_path: Path, new_url: Callable[[str], str], other_kind: bool
) -> None:
    with database.engine.begin() as connection:
        fill(connection)
    with database.write_session() as session:
        create_missing_keys(session)
    before = read(database)
    made = create_backup(database, home, tmp_path / "backup.tar.gz", MADE)
    keys = made.rows.pop("secret_keys")
    assert (set(made.rows.values()), keys) == ({2}, 2 + len(KeyPurpose))
    assert (tmp_path / "backup.tar.gz").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == ["backup.tar.gz"]

    new = tmp_path / "new"
    url = new_url("postgresql" if database.is_sqlite == other_kind else "sqlite")
    result = restore_backup(url, new, tmp_path / "backup.tar.gz", NOW, open_blobs=DatabaseBlobs)
    restored = Database(url)
    restored.upgrade()
    if not restored.is_sqlite:  # which knows at once how its tables are filled
        assert {count_known_rows(restored, each) for each in ("actions", "people", "moments")} == {2}
    after = read(restored)
    with restored.write_session() as session:  # new rows get new numbers
        restore_hold.start_hold(session, MADE, NOW)
    restored.close()
    assert result.held == 1
    for name in set(before) - {"deliveries", "restores"}:  # of these see the next test
        assert sort(after[name]) == sort(before[name])
    found = {
        path.relative_to(new).as_posix(): path.read_bytes()
        for path in new.rglob("*")
        if path.is_file() and not path.name.startswith(("terugkom.db", "prefect.db"))
    }
    assert found == FILES
    prefect = sqlite3.connect(new / "prefect/prefect.db")
    assert prefect.execute("SELECT name FROM block").fetchall() == [("smtp",)]
    prefect.close()
    assert (new / "prefect/encryption.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.long
@pytest.mark.only_sqlite
def test_a_key_that_nothing_needed_before_the_backup_is_the_same_after_the_restore(
    sqlite_database: Database, home: Path, tmp_path: Path
) -> None:
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    url = f"sqlite:///{tmp_path / 'new' / 'terugkom.db'}"
    restore_backup(url, tmp_path / "new", tmp_path / "b", NOW)
    restored = Database(url)
    with sqlite_database.write_session() as live, restored.write_session() as again:
        for purpose in KeyPurpose:
            assert load_secret_key(live, purpose) == load_secret_key(again, purpose)
    restored.close()


@pytest.mark.long
@pytest.mark.only_sqlite
def test_what_waits_in_the_backup_is_held_until_a_person_sends_or_drops_it(
    sqlite_database: Database, home: Path, tmp_path: Path
) -> None:
    with sqlite_database.engine.begin() as connection:
        fill(connection)
        for state in ("sending", "in_doubt", "sent", "failed"):
            keys = [column.name for column in Delivery.__table__.columns]
            names = ", ".join(each for each in keys if each not in ("id", "key", "state"))
            connection.execute(
                text(
                    f"INSERT INTO deliveries (key, state, {names})"
                    f" SELECT '{state}', '{state}', {names} FROM deliveries WHERE state = 'pending'"
                )
            )
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    url = f"sqlite:///{tmp_path / 'new' / 'terugkom.db'}"
    assert restore_backup(url, tmp_path / "new", tmp_path / "b", NOW, open_blobs=DatabaseBlobs).held == 3
    restored = Database(url)
    with restored.write_session() as session:
        states = sorted(session.scalars(select(Delivery.state)))
        assert states == ["failed", "held", "held", "held", "sent", "skipped"]
        assert len(restore_hold.list_held(session)) == 3
        assert restore_hold.is_hold_open(session, NOW)
        restore_hold.end_hold(session, NOW)
        assert not restore_hold.is_hold_open(session, NOW.replace(hour=14))
        first = restore_hold.list_held(session)[0].id
        assert restore_hold.release_held(session, [first]) == 1
        second = restore_hold.list_held(session)[0].id
        assert restore_hold.mark_held_sent(session, NOW, [second]) == 1
        assert restore_hold.drop_held(session, NOW) == 1
        assert session.get_one(Delivery, first).state is DeliveryState.PENDING
        assert session.get_one(Delivery, second).sent_at == NOW
        states = sorted(session.scalars(select(Delivery.state)))
        assert states == ["dropped", "failed", "pending", "sent", "sent", "skipped"]
        assert restore_hold.count_held(session) == 0
    restored.close()


@pytest.mark.long
@pytest.mark.only_sqlite
def test_a_home_that_is_not_empty_is_refused_or_kept_aside(
    sqlite_database: Database, home: Path, tmp_path: Path
) -> None:
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    url = f"sqlite:///{home / 'terugkom.db'}"
    (home / "errors.log").write_bytes(b"later")
    with pytest.raises(InputError, match="not empty"):
        restore_backup(url, home, tmp_path / "b", NOW)
    assert (home / "errors.log").read_bytes() == b"later"
    done = restore_backup(url, home, tmp_path / "b", NOW, replace=True)
    assert (home / "errors.log").read_bytes() == b"errors"
    assert done.moved_to is not None
    assert (done.moved_to / "errors.log").read_bytes() == b"later"


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_rows_of_a_database_that_lies_elsewhere_are_kept_before_they_are_replaced(
    sqlite_database: Database, tmp_path: Path, new_url: Callable[[str], str], kind: str
) -> None:
    home, url = tmp_path / "home", new_url(kind)
    (tmp_path / "new").mkdir()
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    before = Database(url)
    before.upgrade()
    with before.engine.begin() as connection:
        fill(connection)
    expected = read(before)
    before.close()
    done = restore_backup(url, home, tmp_path / "b", NOW, replace=True)
    restored = Database(url)
    with restored.read_session() as session:
        assert session.scalars(select(Delivery.id)).all() == []
    assert done.kept_database is not None
    assert done.kept_database.stat().st_mode & 0o777 == 0o600
    kept = tmp_path / "kept.tar.gz"
    done.kept_database.rename(kept)
    restored.close()
    restore_backup(url, home, kept, NOW.replace(hour=13), replace=True, open_blobs=DatabaseBlobs)
    found = read(restored)
    restored.close()
    for name in set(expected) - {"deliveries", "restores"}:
        assert sort(found[name]) == sort(expected[name])
    assert len(found["deliveries"]) == len(expected["deliveries"])


@pytest.mark.long
@pytest.mark.only_sqlite
def test_rows_that_cannot_be_kept_are_not_replaced(sqlite_database: Database, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere.db"
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    with closing(sqlite3.connect(elsewhere)) as foreign:
        foreign.execute("CREATE TABLE of_somebody_else (name TEXT)")
        foreign.execute("INSERT INTO of_somebody_else VALUES ('kept')")
        foreign.commit()
        with pytest.raises(InputError, match="nothing was changed"):
            restore_backup(f"sqlite:///{elsewhere}", home, tmp_path / "b", NOW, replace=True)
        assert foreign.execute("SELECT * FROM of_somebody_else").fetchall() == [("kept",)]
    assert not (home / RESTORE_MARK).exists()


@pytest.mark.long
@pytest.mark.each_database
def test_nothing_is_restored_while_a_run_is_at_work_on_whichever_machine(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", database.url)
    with database.write_session() as session:
        session.add(Municipality(slug="linde", name="Linde"))
    backup = tmp_path / "backup"
    assert main(["backup", str(backup)]) == 0
    now = datetime.now(UTC)
    with database.write_session() as session:
        assert acquire_lease(session, build_run_lease("work-batch", "", 300), now)
    before = read(database)
    assert main(["restore", str(backup), "--replace"]) == 2
    assert "runs are at work (work-batch)" in capsys.readouterr().err
    assert read(database) == before
    assert [path.name for path in home.iterdir() if path.name.startswith("before-restore-")] == []
    with database.write_session() as session:
        session.execute(update(HeldLease).values(expires_at=now - timedelta(minutes=1)))
    database.close()
    assert main(["restore", str(backup), "--replace"]) in (0, 1), "one that was cut off is no reason"


@pytest.mark.long
def test_a_restore_makes_a_home_that_only_its_user_can_read(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_backup(sqlite_database, tmp_path / "old", tmp_path / "backup", MADE)
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "new"))
    monkeypatch.delenv("TERUGKOM_DATABASE_URL", raising=False)
    assert main(["restore", str(tmp_path / "backup")]) == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_backup_inside_the_home_is_refused(sqlite_database: Database, home: Path) -> None:
    with pytest.raises(InputError, match="outside"):
        create_backup(sqlite_database, home, home / "b", MADE)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("damage", ["cut", "changed", "no archive", "outside", "link", "no manifest"])
@pytest.mark.only_sqlite
def test_a_damaged_or_hostile_backup_changes_nothing(
    sqlite_database: Database, home: Path, tmp_path: Path, damage: str
) -> None:
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    content = bytearray((tmp_path / "b").read_bytes())
    if damage == "cut":
        content = content[: len(content) * 2 // 3]
    elif damage == "changed":
        content[len(content) // 2] ^= 0xFF
    elif damage == "no archive":
        content = bytearray(b"PK nothing")
    else:
        made = BytesIO()
        with tarfile.open(fileobj=made, mode="w:gz") as tar:
            info = tarfile.TarInfo("files/../../evil" if damage == "outside" else "files/evil")
            if damage == "link":
                info.type, info.linkname = tarfile.SYMTYPE, "/etc"
            tar.addfile(info, BytesIO(b""))
        content = bytearray(made.getvalue())
    (tmp_path / "b").write_bytes(content)
    with pytest.raises(InputError):
        restore_backup(f"sqlite:///{home / 'terugkom.db'}", home, tmp_path / "b", NOW, replace=True)
    assert (home / "errors.log").read_bytes() == b"errors"
    assert not (home / RESTORE_MARK).exists()
    assert not (tmp_path.parent / "evil").exists()


KILLED = """
import os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from terugkom.backup import archive, create_backup, restore_backup
from terugkom.database.connection_pool import Database
place, url, home, file = sys.argv[1:]
module, _, name = place.partition(".")
def die(*_, **__): os.kill(os.getpid(), 9)
setattr({"create": create_backup, "restore": restore_backup}[module], name, die)
now = datetime(2026, 11, 27, 12, tzinfo=UTC)
if module == "create":
    create_backup.create_backup(Database(url), Path(home), Path(file), now)
else:
    restore_backup.restore_backup(url, Path(home), Path(file), now, replace=True)
"""


def kill_at(place: str, url: str, home: Path, file: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, place, url, str(home), str(file)], check=False)
    assert done.returncode == -9


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize(
    "place", often(["create.add_manifest"], soak=["create._copy_sqlite", "create.add_manifest"])
)
def test_a_backup_that_is_killed_leaves_nothing_under_its_name(
    sqlite_database: Database, home: Path, tmp_path: Path, place: str
) -> None:
    kill_at(place, sqlite_database.url, home, tmp_path / "b")
    assert not (tmp_path / "b").exists()


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize(
    "place",
    often(
        ["restore._clear", "restore.start_hold"],
        soak=["restore._clear", "restore._extract_files", "restore._load_database", "restore.start_hold"],
    ),
)
@pytest.mark.only_sqlite
def test_a_restore_that_is_killed_marks_the_home_until_it_is_done_again(
    sqlite_database: Database, home: Path, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    url = f"sqlite:///{home / 'terugkom.db'}"
    shutil.copyfile(tmp_path / "terugkom.db", home / "terugkom.db")
    (home / "errors.log").write_bytes(b"later")
    kill_at(place, url, home, tmp_path / "b")
    with pytest.raises(InputError, match="cut off"), open_installation():
        pass
    done = restore_backup(url, home, tmp_path / "b", NOW)
    assert done.moved_to is not None
    assert (done.moved_to / "errors.log").read_bytes() == b"later"
    assert (done.moved_to / "terugkom.db").stat().st_size > 0
    assert (home / "errors.log").read_bytes() == b"errors"
    with open_installation() as installation, installation.database.read_session() as session:
        assert restore_hold.is_hold_open(session, NOW)


KILLED_AFTER = """
import os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from terugkom.backup.restore_backup import restore_backup
wanted, url, home, file = int(sys.argv[1]), *sys.argv[2:]
seen = 0
def count(frame, event, _):
    global seen
    if event in ("call", "return") and f"{os.sep}backup{os.sep}" in frame.f_code.co_filename:
        seen += 1
        if seen == wanted: os.kill(os.getpid(), 9)
sys.setprofile(count)
restore_backup(url, Path(home), Path(file), datetime(2026, 11, 27, 12, tzinfo=UTC), replace=True)
"""


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("elsewhere", often([True], soak=[True, False]))
@pytest.mark.only_sqlite
def test_a_restore_that_is_killed_anywhere_is_done_again_or_was_not_begun(
    sqlite_database: Database, home: Path, tmp_path: Path, elsewhere: bool
) -> None:
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    with sqlite_database.engine.begin() as connection:
        fill(connection)
    (home / "errors.log").write_bytes(b"later")
    untouched = shutil.copytree(home, tmp_path / "untouched", symlinks=True)
    for wanted in often([1500], soak=range(1, 100_000, 61)):
        shutil.rmtree(home)
        shutil.copytree(untouched, home, symlinks=True)
        place = tmp_path if elsewhere else home
        shutil.copyfile(tmp_path / "terugkom.db", place / "live.db")
        arguments = [str(wanted), f"sqlite:///{place / 'live.db'}", str(home), str(tmp_path / "b")]
        done = subprocess.run([sys.executable, "-c", KILLED_AFTER, *arguments], check=False)
        if not (home / RESTORE_MARK).exists() and done.returncode:
            assert (home / "errors.log").read_bytes() in (b"later", b"errors"), wanted
            continue
        result = restore_backup(*arguments[1:2], home, tmp_path / "b", NOW) if done.returncode else None
        assert (home / "errors.log").read_bytes() == b"errors", wanted
        (aside,) = home.glob("before-restore-*")
        assert (aside / "errors.log").read_bytes() == b"later", wanted
        assert (aside / ("database.tar.gz" if elsewhere else "live.db")).stat().st_size > 0, wanted
        with closing(sqlite3.connect(place / "live.db")) as restored:
            assert restored.execute("SELECT count(*) FROM deliveries").fetchone() == (0,), wanted
            assert restored.execute("SELECT count(*) FROM restores").fetchone() == (1,), wanted
        if result is None:
            break


@pytest.mark.parametrize("left", [b"", None])
def test_a_lost_database_beside_documents_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, left: bytes | None
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    if left is not None:
        (home / "terugkom.db").write_bytes(left)
    with pytest.raises(InputError, match="the database was lost"), open_installation():
        pass
    assert not (home / "terugkom.db").exists() or (home / "terugkom.db").stat().st_size == 0


@pytest.mark.parametrize("left", ["packs/ab/1.pack", "outbox/linde/1.eml"])
def test_a_lost_database_beside_packs_or_an_outbox_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    kept = tmp_path / "other" / left
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"mail")
    (tmp_path / "other/terugkom.db").touch()
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "other"))
    with pytest.raises(InputError, match="the database was lost"), open_installation():
        pass
    assert (tmp_path / "other/terugkom.db").stat().st_size == 0


def test_no_command_puts_a_file_in_the_place_of_a_pipe_or_a_device(
    sqlite_database: Database, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="no plain file"):
        create_backup(sqlite_database, tmp_path / "home", pipe, NOW)
    with pytest.raises(InputError, match="no plain file"):
        write_page(pipe, "<p>")
    with pytest.raises(InputError, match="no plain file"), report_write_errors(pipe):
        pass
    assert pipe.is_fifo()
    assert list(tmp_path.glob(".backup-*")) == []


def test_a_lost_database_on_a_server_is_refused_too(
    home: Path, monkeypatch: pytest.MonkeyPatch, postgres: Postgres
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", postgres.create("lost"))
    with pytest.raises(InputError, match="the database was lost"), open_installation():
        pass


BUNDLED = {f"linde/2026-11-20/{number}.eml": f"mail {number}".encode() for number in range(3)}
STORY = "municipalities/linde/editions/2026-Q4/10-led.md"


@pytest.mark.long
@pytest.mark.each_database
@pytest.mark.parametrize(
    ("before", "after"),
    [("bundles", "database"), ("database", "memory"), ("memory", "bundles"), ("database", "database")],
)
def test_documents_in_bundles_come_back_wherever_they_are_kept_then(
    database: Database, tmp_path: Path, new_url: Callable[[str], str], before: str, after: str
) -> None:
    old = open_store(before, tmp_path / "old", database)
    old.write_all(BUNDLED.items())
    assert old.bundles
    elsewhere = FileSync(database, old.bundles.blobs, tmp_path / "elsewhere")
    (elsewhere.home / STORY).parent.mkdir(parents=True)
    (elsewhere.home / STORY).write_bytes(b"# Led")
    synchronize_files(elsewhere, "linde", MADE)
    (tmp_path / "old").mkdir(exist_ok=True)
    made = create_backup(database, tmp_path / "old", tmp_path / "backup", MADE, old.bundles.blobs)
    assert (made.blobs, made.files) == (0 if before == "database" else 2, 0)

    url, new = new_url("postgresql" if database.is_sqlite else "sqlite"), tmp_path / "new"
    settings = Settings(home=new, document_store=name_setting(after, new))
    restore_backup(url, new, tmp_path / "backup", NOW, open_blobs=partial(open_blobs, settings))
    restored = Database(url)
    store = open_documents(settings, restored)
    assert {name: store.read(name, sha256(content)) for name, content in BUNDLED.items()} == BUNDLED
    assert store.bundles
    synchronize_files(FileSync(restored, store.bundles.blobs, new), "linde", NOW)
    assert (new / STORY).read_bytes() == b"# Led"
    if after != "database":
        assert list(DatabaseBlobs(restored).list()) == []
    restored.close()


@pytest.mark.long
@pytest.mark.only_sqlite
def test_bundles_are_not_restored_to_nowhere_nor_missing_from_a_backup(
    sqlite_database: Database, tmp_path: Path
) -> None:
    store = open_store("bundles", tmp_path / "old", sqlite_database)
    store.write_all(BUNDLED.items())
    assert store.bundles
    create_backup(sqlite_database, tmp_path / "old", tmp_path / "backup", MADE, store.bundles.blobs)
    url = f"sqlite:///{tmp_path / 'new' / 'terugkom.db'}"
    with pytest.raises(CommandError, match="TERUGKOM_DOCUMENT_STORE"):
        restore_backup(url, tmp_path / "new", tmp_path / "backup", NOW)
    assert list((tmp_path / "new").iterdir()) == []
    ((bundle, _),) = store.bundles.blobs.list()
    store.bundles.blobs.delete(bundle)
    made = create_backup(sqlite_database, tmp_path / "old", tmp_path / "second", MADE, store.bundles.blobs)
    assert (made.missing, made.blobs) == ([bundle], 0)


@pytest.mark.long
@pytest.mark.only_sqlite
def test_bundles_in_the_database_are_not_restored_to_where_nothing_would_open_them(
    sqlite_database: Database, tmp_path: Path
) -> None:
    store = open_store("database", tmp_path / "old", sqlite_database)
    store.write_all(BUNDLED.items())
    (tmp_path / "old").mkdir(exist_ok=True)
    assert store.bundles
    create_backup(sqlite_database, tmp_path / "old", tmp_path / "backup", MADE, store.bundles.blobs)
    url = f"sqlite:///{tmp_path / 'new' / 'terugkom.db'}"
    with pytest.raises(CommandError, match="TERUGKOM_DOCUMENT_STORE"):
        restore_backup(url, tmp_path / "new", tmp_path / "backup", NOW)
    assert list((tmp_path / "new").iterdir()) == []


def open_own_store(
    database: Database, home: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> DocumentStore:
    """Have commands use a home with this database; return its documents, kept as that setting says."""
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", database.url)
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", kind)
    return open_documents(Settings(), database)


@pytest.mark.long
@pytest.mark.only_sqlite
def test_a_bundle_that_is_gone_keeps_nothing_else_out_of_a_backup_which_is_never_green(
    sqlite_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = tmp_path / "home"
    store = open_own_store(sqlite_database, home, "bundles", monkeypatch)
    assert store.bundles
    store.write_all(BUNDLED.items())
    ((lost, _),) = store.bundles.blobs.list()
    later = {"linde/2026-11-21/9.eml": b"mail of the next day"}
    store.write_all(later.items())
    files = FileSync(sqlite_database, store.bundles.blobs, tmp_path / "elsewhere")
    (files.home / STORY).parent.mkdir(parents=True)
    (files.home / STORY).write_bytes(b"# Led")
    synchronize_files(files, "linde", MADE)
    (gone,) = [name for name, _ in store.bundles.blobs.list() if not name.startswith("packs/")]
    (home / "errors.log").write_bytes(b"errors")
    for name in (lost, gone):
        store.bundles.blobs.delete(name)

    backup = tmp_path / "backup"
    assert main(["backup", str(backup), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (sorted(said["missing"]), said["damaged"], said["packs"]) == (sorted([lost, gone]), [], 1)
    assert main(["backup", str(backup)]) == 1
    printed = capsys.readouterr().out
    assert {lost, gone} <= set(printed.splitlines())
    assert "2 bundles or files kept elsewhere are not there" in " ".join(printed.split())

    new = tmp_path / "new"
    monkeypatch.setenv("TERUGKOM_HOME", str(new))
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", f"sqlite:///{new / 'terugkom.db'}")
    assert main(["restore", str(backup)]) == 1, "a story is not there"
    printed = " ".join(capsys.readouterr().out.split())
    assert "UTC is restored." in printed
    assert f"Not in the backup, and not in this home: {STORY}" in printed
    assert (new / "errors.log").read_bytes() == b"errors"
    with open_installation() as installation:
        restored = installation.documents
        ((name, content),) = later.items()
        assert restored.read(name, sha256(content)) == content
        assert restored.bundles
        assert set(restored.bundles.list_names()) == {*BUNDLED, name}
        assert [content for _, content in restored.bundles.read_all() if content] == [content]


class _DeletedFrom:
    """A store of bundles from which somebody deletes a document while a backup is made of it."""

    def __init__(self, store: DocumentStore, name: str, times: int) -> None:
        assert store.bundles
        self._store, self._blobs, self._name, self._left = store, store.bundles.blobs, name, times

    def get(self, name: str) -> bytes:
        if self._left:
            self._left -= 1
            self._store.delete_all([f"{self._name}{self._left}"])
        return self._blobs.get(name)


@pytest.mark.long
@pytest.mark.sampled(4)
@pytest.mark.each_database
@pytest.mark.parametrize("times", [1, 2])
def test_a_document_that_is_deleted_while_a_backup_is_made_takes_none_that_lay_beside_it_along(
    database: Database, tmp_path: Path, times: int
) -> None:
    store = open_store("bundles", tmp_path / "old", database)
    unwanted = {f"linde/2026-11-20/old{number}": b"of somebody who is erased" for number in range(times)}
    store.write_all((BUNDLED | unwanted).items())
    deleting = _DeletedFrom(store, "linde/2026-11-20/old", times)
    made = create_backup(database, tmp_path / "old", tmp_path / "backup", MADE, deleting)  # type: ignore[arg-type]
    assert (made.missing, made.damaged, made.blobs) == ([], [], 1)
    new = tmp_path / "new"
    settings = Settings(home=new, document_store="bundles")
    url = f"sqlite:///{new / 'terugkom.db'}"
    restore_backup(url, new, tmp_path / "backup", NOW, open_blobs=partial(open_blobs, settings))
    restored = Database(url)
    there = open_documents(settings, restored)
    assert there.bundles
    assert dict(there.bundles.read_all()) == BUNDLED
    restored.close()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("where", ["bundles", "files"])
def test_what_was_damaged_before_is_in_the_backup_and_is_said(
    sqlite_database: Database,
    tmp_path: Path,
    where: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = tmp_path / "home"
    store = open_own_store(sqlite_database, home, "bundles" if where == "bundles" else "", monkeypatch)
    store.write_all(BUNDLED.items())
    with sqlite_database.write_session() as session:
        session.add(Municipality(id=1, slug="linde", name="Linde"))
        session.flush()
        for name, content in BUNDLED.items():
            of = {"municipality_id": 1, "kind": "owner-digest", "subject": "", "created_at": MADE}
            session.add(Document(path=name, sha256=sha256(content), **of))
    assert main(["backup", str(tmp_path / "whole"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["damaged"] == []
    paths = (
        (home / "packs/packs").iterdir() if where == "bundles" else [home / "documents" / next(iter(BUNDLED))]
    )
    (damaged,) = paths
    content = damaged.read_bytes()
    for changed in (content[:-1], b"", bytes([content[0] ^ 1]) + content[1:]):
        damaged.write_bytes(changed)
        assert main(["backup", str(tmp_path / "damaged"), "--json"]) == 1
        said = json.loads(capsys.readouterr().out)["damaged"]
        assert said == [f"packs/{damaged.name}" if where == "bundles" else next(iter(BUNDLED))]
        kept = (
            f"blobs/packs/{damaged.name}" if where == "bundles" else f"files/documents/{next(iter(BUNDLED))}"
        )
        ((_, file),) = [(info, file.read()) for info, file in read_members(tmp_path / "damaged", [kept])]
        assert file == changed, "what is left of it is kept"
    main(["backup", str(tmp_path / "damaged")])
    assert "An earlier backup may have it whole" in " ".join(capsys.readouterr().out.split())


@pytest.mark.long
def test_a_document_that_is_gone_is_missing_unless_it_was_deleted_on_purpose(
    sqlite_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = tmp_path / "home"
    store = open_own_store(sqlite_database, home, "", monkeypatch)
    days = ("2020-01-02", "2026-11-23", "2026-11-24")
    names = [f"linde/{day}/owner-digest-{person}.eml" for day in days for person in "ab"]
    with sqlite_database.write_session() as session:
        session.add(Municipality(id=1, slug="linde", name="Linde"))
        session.flush()
        for name in names:
            store.write(name, name.encode())
            made = datetime.fromisoformat(f"{name.split('/')[1]}T06:00+00:00")
            of = {"municipality_id": 1, "kind": "owner-digest", "subject": "", "created_at": made}
            session.add(Document(path=name, sha256=sha256(name.encode()), **of))

    def back_up() -> tuple[int, list[str]]:
        status = main(["backup", str(tmp_path / "backup"), "--json"])
        return status, json.loads(capsys.readouterr().out)["missing"]

    assert back_up() == (0, [])
    periods = RetentionPeriods(
        documents=365, deliveries=0, inbox_files=0, error_log=0, page_links=365, mentions=365, imports=90
    )
    clean_up(Retention(sqlite_database, store, home, periods, MADE), dry_run=False)
    assert sorted(store.list_names()) == names[2:], "a clean-up was there"
    assert back_up() == (0, [])
    for name in (names[2], names[5]):
        (home / "documents" / name).unlink()
    assert back_up() == (1, [names[2], names[5]])
    assert main(["backup", str(tmp_path / "backup")]) == 1
    printed = " ".join(capsys.readouterr().out.split())
    assert "2 documents are not there, and not in the backup" in printed
    assert names[2] in printed
    shutil.rmtree(home / "documents")
    assert back_up() == (1, names[2:])


def test_a_backup_without_bundles_can_be_read_by_a_version_from_before_there_were_any(
    sqlite_database: Database, home: Path, tmp_path: Path
) -> None:
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    ((_, said),) = [(info, json.load(file)) for info, file in read_members(tmp_path / "b", ["manifest.json"])]
    assert said.keys() == {"made_at", "revision", "columns", "rows", "files", "settings", "format"}


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize("at", [0.1, 0.3, 0.5, 0.7, 0.9, "the checksum", "cut"])
@pytest.mark.only_sqlite
def test_a_backup_of_which_one_bit_changed_is_refused(
    sqlite_database: Database, home: Path, tmp_path: Path, at: float | str
) -> None:
    (home / "documents/linde/photo.jpg").write_bytes(random.Random(1).randbytes(300_000))  # stored as it is
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    content = bytearray((tmp_path / "b").read_bytes())
    if at == "cut":
        del content[-1]
    else:
        content[int(len(content) * at) if isinstance(at, float) else -6] ^= 1
    (tmp_path / "b").write_bytes(content)
    with pytest.raises(CommandError, match=r"is damaged|no complete backup"):
        restore_backup(f"sqlite:///{home / 'terugkom.db'}", home, tmp_path / "b", NOW, replace=True)
    assert (home / "errors.log").read_bytes() == b"errors"
    assert not (home / RESTORE_MARK).exists()


@pytest.mark.long
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"revision": "9999"}, "made by a newer version of Terugkom: its revision is 9999"),
        ({"rows": {"people": 1}}, "its tables are not those of its rows"),
    ],
)
@pytest.mark.only_sqlite
def test_a_backup_that_this_version_cannot_load_changes_nothing(
    sqlite_database: Database, home: Path, tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    create_backup(sqlite_database, home, tmp_path / "b", MADE)
    with tarfile.open(tmp_path / "later", "w:gz") as later:
        for info, file in read_members(tmp_path / "b"):
            content = file.read()
            if info.name == "manifest.json":
                content = json.dumps(json.loads(content) | changed).encode()
            info.size = len(content)
            later.addfile(info, BytesIO(content))
    before = sorted(path.name for path in home.iterdir())
    with pytest.raises(CommandError, match=said):
        restore_backup(f"sqlite:///{home / 'terugkom.db'}", home, tmp_path / "later", NOW, replace=True)
    assert sorted(path.name for path in home.iterdir()) == before


def test_a_folder_that_cannot_be_listed_is_not_left_out_of_a_backup(
    sqlite_database: Database, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if str(path) == str(home / "outbox/linde"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    file = tmp_path / "backup.tar.gz"
    with pytest.raises(OSError, match=r"Permission denied.*outbox/linde"):
        create_backup(sqlite_database, home, file, NOW, None)
    assert not file.exists()
