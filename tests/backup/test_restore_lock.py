"""One restore at a time, and no other program at work in a home or a database that is being restored."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from terugkom.backup import restore_backup as restoring
from terugkom.backup.create_backup import create_backup
from terugkom.backup.restore_backup import restore_backup
from terugkom.backup.restore_lock import lock_database, lock_home
from terugkom.database.connection_pool import Database
from terugkom.errors import CommandError, InputError, UnknownSchema
from terugkom.health_checks.check_database import check_migrations
from terugkom.health_checks.model import CheckState
from terugkom.installation import open_installation
from terugkom.plan.model import Municipality
from tests.postgres import Postgres

NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of one municipality, Zulte."""
    file = tmp_path / "backup.tar.gz"
    with closing(Database(f"sqlite:///{tmp_path}/old/terugkom.db")) as old:
        old.upgrade()
        add(old, "zulte")
        create_backup(old, tmp_path / "old", file, NOW)
    return file


@pytest.fixture
def url(postgres: Postgres) -> str:
    """A database on PostgreSQL with another municipality, to which nobody is connected."""
    url = postgres.create(f"restore_{os.urandom(4).hex()}")
    with closing(Database(url)) as database:
        database.upgrade()
        add(database, "lievegem")
    return url


def add(database: Database, slug: str) -> None:
    with database.write_session() as session:
        session.add(Municipality(slug=slug, name=slug.title()))


def list_slugs(url: str) -> list[str]:
    with closing(Database(url)) as database, database.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT slug FROM municipalities")]


def replace(url: str, home: Path, backup: Path) -> None:
    restore_backup(url, home, backup, NOW, replace=True)


def cut_off(monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    """Have a restore end at one of its functions as if it was killed there."""

    def die(*_: object, **__: object) -> None:
        os._exit(9)

    monkeypatch.setattr(restoring, function, die)


def do_in_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.long
def test_nothing_is_restored_while_another_program_is_connected(
    url: str, tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terugkom.backup.restore_lock._LOOKS", 3)
    refused = pytest.raises(CommandError, match=r"1 other connection is open .* nothing was restored")
    with closing(Database(url)) as site, site.engine.connect(), refused:
        replace(url, tmp_path / "x1", backup)
    assert list_slugs(url) == ["lievegem"]
    assert list((tmp_path / "x1").iterdir()) == []
    replace(url, tmp_path / "x1", backup)
    assert list_slugs(url) == ["zulte"]


def test_of_two_restores_of_a_database_the_second_is_refused(url: str, tmp_path: Path, backup: Path) -> None:
    refused = pytest.raises(CommandError, match="another restore of this database is at work")
    with lock_database(url), refused:
        replace(url, tmp_path / "x2", backup)
    assert list_slugs(url) == ["lievegem"]


@pytest.mark.long
def test_of_two_restores_into_a_home_the_second_is_refused(tmp_path: Path, backup: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with lock_home(home), pytest.raises(CommandError, match="another restore is at work in"):
        replace(f"sqlite:///{home}/terugkom.db", home, backup)
    assert list(home.iterdir()) == []
    replace(f"sqlite:///{home}/terugkom.db", home, backup)


@pytest.mark.parametrize(
    "function",
    [
        "_load_database",
        *(
            pytest.param(each, marks=pytest.mark.long)
            for each in ("_keep_rows", "_clear", "_extract_files", "restore_blobs")
        ),
    ],
)
def test_where_a_restore_was_cut_off_no_machine_opens_the_database_until_it_is_done_again(
    url: str, tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    with monkeypatch.context() as patched:
        cut_off(patched, function)
        assert do_in_child(lambda: replace(url, tmp_path / "x1", backup)) == 9
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "x2"))
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", url)
    begun = r"a restore of this database, begun on \S+ at 2027-03-02 09:00 UTC"
    with pytest.raises(UnknownSchema, match=begun), open_installation():
        pass
    with closing(Database(url)) as database:
        found = check_migrations(database)
        assert (found.state, "has not come to its end" in found.text) == (CheckState.BROKEN, True)
        with pytest.raises(UnknownSchema, match="has not come to its end"):
            create_backup(database, tmp_path / "x2", tmp_path / "other.tar.gz", NOW)
    replace(url, tmp_path / "x3", backup)  # on another machine
    with open_installation() as installation, installation.database.engine.connect() as connection:
        slugs = connection.exec_driver_sql("SELECT slug FROM municipalities")
        assert [row[0] for row in slugs] == ["zulte"]


@pytest.mark.long
def test_a_restore_into_an_empty_database_that_was_cut_off_is_done_again_elsewhere(
    postgres: Postgres, tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = postgres.create(f"restore_{os.urandom(4).hex()}")
    with monkeypatch.context() as patched:
        cut_off(patched, "_extract_files")
        assert do_in_child(lambda: restore_on(empty, tmp_path / "x1", backup)) == 9
    restore_on(empty, tmp_path / "x2", backup)
    assert list_slugs(empty) == ["zulte"]


def restore_on(url: str, home: Path, backup: Path) -> None:
    restore_backup(url, home, backup, NOW)


@pytest.mark.long
def test_what_cannot_be_kept_leaves_no_mark(
    url: str, tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise CommandError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "back_up_rows", fail)
        with pytest.raises(CommandError, match="the disk is full"):
            replace(url, tmp_path / "x1", backup)
    with closing(Database(url)) as database:
        database.upgrade()
    assert list_slugs(url) == ["lievegem"]


def test_a_restore_at_work_is_not_called_cut_off(
    tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    monkeypatch.setenv("TERUGKOM_LANGUAGE", "en")
    seen = []

    def look(*_: object) -> None:
        with pytest.raises(InputError) as refused, open_installation():
            pass
        seen.append(refused.value.render("en"))
        raise CommandError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_extract_files", look)
        with pytest.raises(CommandError, match="the disk is full"):
            replace(f"sqlite:///{home}/terugkom.db", home, backup)
    with pytest.raises(InputError) as refused, open_installation():
        pass
    seen.append(refused.value.render("en"))
    assert "is at work: wait" in seen[0]
    assert "was cut off: run" in seen[1]
