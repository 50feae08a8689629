"""What is delivered does not depend on where documents are kept: a day of the demo, in each store."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.demo import SLUG, write_demo_plan
from terugkom.documents.document_store import DocumentStore
from terugkom.secret_keys import create_missing_keys
from tests.clock import clock_on
from tests.documents.s3_server import endpoint, url
from tests.documents.stores import BACK_ENDS, open_store
from tests.import_workbook import import_workbook
from tests.reminders.tick_calendar import CalendarMunicipality

__all__ = ["endpoint", "url"]
DAY = date(2026, 11, 30)


@dataclass
class StoredMunicipality(CalendarMunicipality):
    back_end: str = ""

    @property
    def documents(self) -> DocumentStore:
        return open_store(self.back_end, self.folder, self.database)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The database of the demo before its first day; the keys of Message-IDs are made."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "terugkom.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    write_demo_plan(folder / "plan.xlsx", DAY)
    import_workbook(database, folder / "plan.xlsx", slug=SLUG, today=DAY, now=clock_on(DAY))
    with database.write_session() as session:
        create_missing_keys(session)
    database.discard_deleted()
    database.close()
    return path


def deliver(demo: Path, folder: Path, back_end: str) -> dict[str, bytes]:
    folder.mkdir()
    (folder / "terugkom.db").write_bytes(demo.read_bytes())
    database = Database(f"sqlite:///{folder / 'terugkom.db'}")
    StoredMunicipality(database, folder, SLUG, back_end=back_end).tick(DAY)
    database.close()
    outbox = folder / "outbox"
    return {str(path.relative_to(outbox)): path.read_bytes() for path in outbox.rglob("*") if path.is_file()}


@pytest.mark.long
def test_what_is_delivered_is_the_same_in_each_store(demo: Path, tmp_path: Path) -> None:
    found = {back_end: deliver(demo, tmp_path / f"store-{back_end}", back_end) for back_end in BACK_ENDS}
    assert len(found[""]) > 3
    assert all(each == found[""] for each in found.values())
    assert [path.name for path in (tmp_path / "store-").glob("documents/*")] == [SLUG]
    assert not (tmp_path / "store-bundles/documents").exists()
    assert len(list((tmp_path / "store-bundles/packs/packs").iterdir())) < len(found["bundles"])


@pytest.mark.long
def test_what_is_delivered_is_the_same_from_an_object_store(url: str, demo: Path, tmp_path: Path) -> None:
    assert deliver(demo, tmp_path / "s3", url) == deliver(demo, tmp_path / "files", "")
    assert not (tmp_path / "s3/documents").exists()
