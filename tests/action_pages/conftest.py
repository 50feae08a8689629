"""Linde with a website."""

from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from tests.action_pages.website import Website
from tests.editions.edition_municipality import EditionMunicipality


@pytest.fixture
def website(database: Database, tmp_path: Path) -> Website:
    return Website(EditionMunicipality(database, tmp_path))
