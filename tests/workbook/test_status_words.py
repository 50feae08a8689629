"""A status is read out of free words in four languages; what is not sure is not read."""

import pytest

from terugkom.workbook.foreign.status_words import parse_status

TEXTS = {
    "planned": """
nog niet begonnen|moet nog opgestart worden|nog te doen|niet opgestart wegens budget|voorbereidend|à lancer
pas encore commencé|à l'étude|non entamé|noch nicht gestartet|steht noch aus|not yet started
awaiting funding""",
    "running": """
volop bezig|gedeeltelijk klaar|half klaar|bijna afgewerkt|in opmaak|aan de gang|jaarlijks terugkerend|engagée
partiellement terminé|en continu|récurrent|wird umgesetzt|teilweise erledigt|Daueraufgabe|partially complete
nearly complete|mostly done""",
    "done": """
helemaal afgerond|Afgerond in 2024|reeds uitgevoerd|klaar sinds 2024|finalisé|déjà réalisé|réalisée en 2023
fertiggestellt|bereits umgesetzt|completed in 2024|already done""",
    "stopped": """
niet meer relevant|vervalt|stopgezet wegens budget|abandonné|plus d'actualité|entfällt|nicht weiter verfolgt
no longer pursued|cancelled in 2024""",
    "": """
klaar tegen 2027|afgerond voor 60 %|niet afgerond|nog niet klaar|niet uitgevoerd|non terminé|pas fait|klaar?
nicht erledigt|noch nicht fertig|not completed|incomplete|done?|niet stopgezet|zie verslag""",
}
CASES = [
    (text, status)
    for status, texts in TEXTS.items()
    for line in texts.strip().splitlines()
    for text in line.split("|")
]


@pytest.mark.parametrize(("text", "status"), CASES)
def test_free_words_say_a_status_or_none(text: str, status: str) -> None:
    assert parse_status(text) == (status or None)
