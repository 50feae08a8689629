"""A municipality without actions."""

from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from tests.reminders.tick_calendar import CalendarMunicipality


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    return CalendarMunicipality.new(sqlite_database, tmp_path)


@pytest.fixture
def town_of_each_kind(database: Database, tmp_path: Path) -> CalendarMunicipality:
    return CalendarMunicipality.new(database, tmp_path)
