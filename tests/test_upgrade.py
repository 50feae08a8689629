"""An installation of an earlier version is upgraded in one command, with all rows; a newer one is left."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from terugkom.command_line import main
from terugkom.daily_runs.due_runs import build_run_lease
from terugkom.database.connection_pool import Database
from terugkom.installation import open_installation
from terugkom.leases import acquire_lease
from terugkom.migrations.check_schema import list_known_revisions
from tests.upgraded_file import run_migrations

OLD = Path(__file__).with_name("old_databases")
REVISIONS = sorted(path.stem.removeprefix("revision-") for path in OLD.glob("*.sql"))
RENAMED = {"readers": "subscribers"}


@pytest.fixture(autouse=True)
def _real_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "upgrade", run_migrations)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return home


def load(home: Path, revision: str) -> None:
    with closing(sqlite3.connect(home / "terugkom.db")) as database:
        database.executescript((OLD / f"revision-{revision}.sql").read_text(encoding="utf-8"))


def count_rows(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(home / "terugkom.db")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def read_revision(home: Path) -> str:
    with closing(sqlite3.connect(home / "terugkom.db")) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.long
@pytest.mark.parametrize("revision", REVISIONS)
def test_an_installation_of_an_earlier_version_keeps_all_rows(
    home: Path, tmp_path: Path, revision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    load(home, revision)
    before, backup = count_rows(home), tmp_path / "before.tar.gz"
    assert main(["upgrade", "--backup", str(backup), "--json"]) == 0
    newest = list_known_revisions()[-1]
    assert json.loads(capsys.readouterr().out) == {"from": revision, "to": newest, "backup": str(backup)}
    after = count_rows(home)
    assert {name: after[RENAMED.get(name, name)] for name in before} == before
    assert read_revision(home) == newest

    assert main(["upgrade"]) == 0, "a second time there is nothing to do"
    assert "nothing to upgrade" in capsys.readouterr().out
    assert main(["restore", str(backup), "--replace"]) == 0, "and the backup from before can be restored"
    restored = count_rows(home)
    assert {name: restored[RENAMED.get(name, name)] for name in before} == before


@pytest.mark.long
def test_without_a_place_the_backup_lies_beside_the_home(home: Path) -> None:
    load(home, REVISIONS[0])
    assert main(["upgrade"]) == 0
    (found,) = home.parent.glob(f"home-before-upgrade-{REVISIONS[0]}-*.tar.gz")
    assert found.stat().st_mode & 0o077 == 0


@pytest.mark.long
def test_the_backup_before_an_upgrade_holds_the_bundles_of_documents_too(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "bundles")
    documents = {f"linde/2026-11-20/{number}.eml": b"mail %d" % number for number in range(3)}
    assert main(["init"]) == 0
    with open_installation() as installation:
        installation.documents.write_all(documents.items())
        installation.database.downgrade("0049")
    backup = tmp_path / "before.tar.gz"
    assert main(["upgrade", "--backup", str(backup)]) == 0
    assert main(["restore", str(backup), "--replace"]) == 0, "to go back"
    with open_installation() as installation:
        found = {name: installation.documents.find(name) for name in documents}
    assert found == documents


@pytest.mark.long
def test_the_backup_before_an_upgrade_of_a_version_without_bundles(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "bundles")
    load(home, REVISIONS[0])
    before, backup = count_rows(home), tmp_path / "before.tar.gz"
    assert main(["upgrade", "--backup", str(backup)]) == 0
    assert main(["restore", str(backup), "--replace"]) == 0
    restored = count_rows(home)
    assert {name: restored[RENAMED.get(name, name)] for name in before} == before


@pytest.mark.long
def test_nothing_is_upgraded_while_a_run_is_at_work(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    now = datetime.now(UTC)
    with closing(Database(f"sqlite:///{home}/terugkom.db")) as database:
        database.downgrade("0045")
        with database.write_session() as session:
            assert acquire_lease(session, build_run_lease("deliver", "", 300), now)
    assert main(["upgrade"]) == 2
    assert "runs are at work (deliver)" in capsys.readouterr().err
    assert read_revision(home) == "0045"
    with (
        closing(Database(f"sqlite:///{home}/terugkom.db")) as database,
        database.engine.begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE leases SET expires_at = ?", (now - timedelta(1),))
    assert main(["upgrade", "--no-backup"]) == 0
    assert [path.name for path in home.parent.iterdir()] == ["home"]


@pytest.mark.parametrize(
    "command",
    [
        ["history"],
        ["upgrade"],
        ["init"],
        ["import", "plan.xlsx", "--municipality", "zb"],
        ["run"],
        ["run", "deliver"],
        ["site"],
        ["serve"],
        ["deploy"],
        ["watch", "--once"],
        ["worker"],
        ["doctor", "--connections"],
        ["check-home"],
    ],
    ids=" ".join,
)
def test_the_database_of_a_newer_version_stops_each_way_in_and_stays_as_it_is(
    command: list[str],
    home: Path,
    sqlite_template: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also those that would only talk to Prefect's server, which none of them reaches here."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    shutil.copyfile(sqlite_template, home / "terugkom.db")
    with closing(sqlite3.connect(home / "terugkom.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9000'")
        database.commit()
    capsys.readouterr()
    assert main(command) == 1
    assert "9000, which this version does not know: a newer version of Terugkom" in capsys.readouterr().err
    assert read_revision(home) == "9000"
