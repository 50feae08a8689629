"""While the letters of a meeting are rendered, other processes can write to the database."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from tests.lock_probe import LockProbe
from tests.meetings.conftest import FIRST, MeetingMunicipality

pytestmark = pytest.mark.only_sqlite


@dataclass
class ProbedMunicipality(MeetingMunicipality):
    """A town whose templates prove that nobody holds the write lock."""

    def __post_init__(self) -> None:
        self.probe = LockProbe(self.database)

    @property
    def desk(self) -> RenderContext:
        return RenderContext(self.database, DocumentStore(self.folder / "documents"), self.probe)


@pytest.mark.long
def test_each_step_is_rendered_without_the_write_lock(sqlite_database: Database, tmp_path: Path) -> None:
    town = ProbedMunicipality(sqlite_database, tmp_path)
    town.import_plan()
    for n in range(0, 84):
        town.tick(FIRST + timedelta(days=n))
    town.record_minutes(date(2027, 3, 30), "2027-03")
    town.tick(date(2027, 3, 31))
    steps = {step for step, _, why in town.steps() if not why}
    assert steps == {"invitation", "pack", "minutes", "chase", "minutes-sent"}
    assert town.probe.renderings > 3 * len(steps)
