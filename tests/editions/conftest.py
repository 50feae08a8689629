"""Linde with a quarter's news."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from terugkom.database.connection_pool import Database
from terugkom.plan.media import Medium
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.published_municipality import PublishedMunicipality
from tests.fill_once import fill_once

BEFORE = (
    action("M-01", "Drie dienstfietsen", public="ja", deadline=date(2026, 11, 30)),
    action("E-02", "Ledverlichting", public="ja", deadline=date(2027, 6, 30)),
    action("A-02", "Regenwaterput", deadline=date(2026, 10, 31)),
    action("I-04", "Papierloos vergaderen"),
)
NOW = (
    BEFORE[0] | {"status": "klaar", "news": "Ze staan bij het onthaal.", "news_on": date(2026, 12, 1)},
    BEFORE[1] | {"news": "Negen van de twaalf gebouwen.", "news_on": date(2026, 12, 2)},
    BEFORE[2] | {"news": "Er lag een leiding in de weg.", "news_on": date(2026, 11, 5)},
    BEFORE[3] | {"status": "gestopt", "news": "De tablets bleven in de kast.", "news_on": date(2026, 11, 9)},
    action("N-07", "Geveltuinen", "gepland", deadline=date(2027, 9, 30), description="Per straat één."),
)
LIGHT: dict[str, Any] = {
    "code": "KWH",
    "action": "E-02",
    "name": "Verbruik",
    "unit": "kWh",
    "baseline": 500000,
    "target": 390000,
    "measured": 412500,
    "measured_on": date(2026, 11, 30),
    "source": "Facturen",
}


@pytest.fixture
def edition_municipality(database: Database, tmp_path: Path) -> EditionMunicipality:
    """Linde on the day that its edition is compiled, on each kind of database."""
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW, indicators=[LIGHT])
    return room


def publish_newsletter_and_site(database: Database, folder: Path) -> PublishedMunicipality:
    """Return a municipality whose edition is out in the newsletter and on the website."""
    room = PublishedMunicipality(database, folder)

    def fill() -> None:
        room.import_actions(FIRST, *BEFORE)
        room.import_actions(ASKED, *NOW)
        room.publish(Medium.NEWSLETTER, Medium.WEBSITE)
        room.settle()

    fill_once(database, folder, "texts of corrections", fill)
    return room
