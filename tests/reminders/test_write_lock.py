"""While digests and the summary are rendered, other processes can write to the database."""

from datetime import date
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.reminders import coordinator_summary
from terugkom.reminders.digest_mail import DOCUMENT
from tests.lock_probe import LockProbe
from tests.reminders.tick_calendar import CalendarMunicipality

pytestmark = pytest.mark.only_sqlite

MONDAY = date(2026, 3, 2)


@pytest.fixture
def probed(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.templates = LockProbe(sqlite_database)
    return town


def test_reminders_are_rendered_without_the_write_lock(probed: CalendarMunicipality) -> None:
    probed.action("E1", MONDAY, ["an", "bo"])
    probed.action("E2", MONDAY, [])
    assert len(probed.tick(MONDAY) or []) == 2
    assert len(probed.mails(DOCUMENT)) == 2
    assert len(probed.mails(coordinator_summary.DOCUMENT)) == 1
    assert isinstance(probed.templates, LockProbe)
    assert probed.templates.renderings == 9, "three parts of three mails"
