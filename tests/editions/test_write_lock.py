"""While an edition is compiled, asked about and published, other processes can write to the database."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.editions.campaign_requests import enqueue_campaign_request, list_due_calls
from terugkom.editions.model import EditionVerdict
from terugkom.plan.queries import get_municipality
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.editions.test_publish_edition import PRESS, tell
from tests.lock_probe import LockProbe

pytestmark = pytest.mark.only_sqlite

FIRST_DAY = date(2027, 1, 25)


@pytest.mark.long
def test_an_edition_is_rendered_without_the_write_lock(sqlite_database: Database, tmp_path: Path) -> None:
    room, probe = EditionMunicipality(sqlite_database, tmp_path), LockProbe(sqlite_database)
    room.desk = RenderContext(sqlite_database, DocumentStore(tmp_path / "documents"), probe)
    room.import_actions(FIRST, *BEFORE, **PRESS)
    room.import_actions(ASKED, *NOW, **PRESS)
    room.compile()
    assert probe.renderings, "its stories"
    probe.renderings = 0
    room.take_due_step(ASKED)
    assert probe.renderings, "the letter that asks"
    room.record_decision(EditionVerdict.APPROVE)
    probe.renderings = 0
    assert tell(room, "webdav", "wordpress").mails
    assert probe.renderings > 20


def test_a_campaign_call_is_rendered_without_the_write_lock(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room, probe = EditionMunicipality(sqlite_database, tmp_path), LockProbe(sqlite_database)
    desk = RenderContext(sqlite_database, DocumentStore(tmp_path / "documents"), probe)
    room.import_actions(FIRST, *BEFORE, campaigns="alle")
    with sqlite_database.read_session() as session:
        town = get_municipality(session, "linde")
        days = (FIRST_DAY + timedelta(days=n) for n in range(30))
        day, calls = next((day, due) for day in days if (due := list_due_calls(session, town, day)))
    assert enqueue_campaign_request(desk, town, calls, "folder", RunStamp(day, clock_on(day), "run"))
    assert probe.renderings == 3
