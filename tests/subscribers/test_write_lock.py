"""While the code of conduct is rendered for all staff, other processes can write to the database."""

from pathlib import Path

import pytest

from terugkom.code_of_conduct.distribution import enqueue_distribution, find_distribution, open_moment
from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.plan.queries import get_municipality
from terugkom.schedule.run_stamp import RunStamp
from tests.lock_probe import LockProbe
from tests.subscribers.conftest import AN, BO, NOW, SubscriberMunicipality, listed

pytestmark = pytest.mark.only_sqlite

CODE = "---\nversie: 2026-11\n---\n# Gedragscode\n\nWie met de trein kan, neemt de trein.\n"


def test_the_code_of_conduct_is_rendered_without_the_write_lock(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town, probe = SubscriberMunicipality(sqlite_database, tmp_path), LockProbe(sqlite_database)
    town.import_staff(*listed(AN, BO))
    (tmp_path / "gedragscode.md").write_text(CODE)
    with sqlite_database.write_session() as session:
        municipality = get_municipality(session, "zb")
        moment_id = open_moment(session, municipality, "2026-11", RunStamp(town.today, NOW, "run"))
        found = find_distribution(session, municipality, tmp_path, town.today)
    assert found
    context = RenderContext(sqlite_database, DocumentStore(tmp_path / "documents"), probe)
    run_context = RunContext(municipality, moment_id, "smtp", "run", NOW, town.today)
    assert enqueue_distribution(context, run_context, found, tmp_path / "outbox") == {"recorded": 2}
    assert probe.renderings >= 4
    page = (tmp_path / "outbox" / "zb" / "code-of-conduct" / "2026-11" / "gedragscode.html").read_text()
    assert "Gemaakt op 24 november 2026" in page, "the day of the run, and not the clock's"
