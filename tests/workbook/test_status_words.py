"""A status is read out of free words in four languages; what is not sure is not read."""

import pytest

from terugkom.plan.model import ActionStatus
from terugkom.workbook.foreign.status_words import read_status
from terugkom.workbook.special_cells import FormattedNumber
from tests.workbook.foreign_tables import read_sheet

TEXTS = {
    "planned": """
nog niet begonnen|moet nog opgestart worden|nog te doen|niet opgestart wegens budget|voorbereidend|à lancer
pas encore commencé|à l'étude|non entamé|noch nicht gestartet|steht noch aus|not yet started
awaiting funding""",
    "running": """
volop bezig|gedeeltelijk klaar|half klaar|bijna afgewerkt|in opmaak|aan de gang|jaarlijks terugkerend|engagée
partiellement terminé|en continu|récurrent|wird umgesetzt|teilweise erledigt|Daueraufgabe|partially complete
nearly complete|mostly done|50 %|60 % klaar|+/- 75%|ca. 30 %|±10%|environ 5 % réalisé""",
    "done": """
helemaal afgerond|Afgerond in 2024|reeds uitgevoerd|klaar sinds 2024|finalisé|déjà réalisé|réalisée en 2023
Is afgerond in 2025|is volledig uitgevoerd|werd opgeleverd|est terminée|ist erledigt|was completed in 2024
100%
fertiggestellt|bereits umgesetzt|completed in 2024|already done
Klaar 12/2026|Uitgevoerd 09/2026|Klaar (12/2025)|Erledigt 03/2025|Fait 06/25|Completed 11/2025|klaar 1/2026
klaar 15/6|uitgevoerd 2024/2025|klaar 03/06|gerealiseerd: 24/24 scholen|gerealiseerd in 24 van de 24 scholen
réalisé 5 sur 5|gerealiseerd voor alle scholen|réalisé pour toutes les écoles
umgesetzt für alle Schulen|done for all schools
Terminé sans incident|terminé sans aucune difficulté|klaar zonder problemen|uitgevoerd zonder vertraging
erledigt ohne Zwischenfälle|abgeschlossen ohne Probleme|completed without any delays|done without issues""",
    "stopped": """
wordt niet meer uitgevoerd|komt te vervallen|niet meer nodig
niet meer relevant|vervalt|stopgezet wegens budget|abandonné|plus d'actualité|entfällt|nicht weiter verfolgt
no longer pursued|cancelled in 2024""",
    "": """
klaar tegen 2027|afgerond voor 60 %|niet afgerond|nog niet klaar|niet uitgevoerd|non terminé|pas fait|klaar?
klaar, behalve de verlichting|is volledig klaar behalve de kade|afgerond op de laatste kade na
uitgevoerd in de school, uitgezonderd de turnzaal|klaar maar nog niet betaald|terminé, sauf les quais
réalisé, à l'exception du toit|erledigt, außer im Keller|umgesetzt bis auf das Dach|done except the roof
completed, apart from the doors|is klaar tegen 2027|is niet afgerond|subsidie 50 %
klaar 3/5|klaar: 3/24 scholen|gerealiseerd in 23 van de 24 scholen|klaar 24/240|gerealiseerd 0/5
klaar 12/2025, 3/5 scholen|klaar zonder de kade|terminé sans le toit|erledigt ohne Keller
klaar voor de helft|voor 2027 klaar|klaar voor 2027|réalisé pour moitié|done without the roof
done for half|gerealiseerd voor 5 scholen
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
    assert read_status(text) == (status or None)


HEADERS_OF_SHARES = [
    ("Voortgang", "planned running done"),
    ("% uitgevoerd", "planned running done"),
    ("Uitvoering", "planned running done"),
    ("Taux de réalisation", "planned running done"),
    ("Umsetzungsgrad", "planned running done"),
    ("Subsidie", "None None None"),
    ("Cofinanciering", "None None None"),
]


@pytest.mark.parametrize(("header", "statuses"), HEADERS_OF_SHARES)
@pytest.mark.parametrize("is_number", [False, True])
def test_a_share_is_a_status_where_its_header_speaks_of_progress(
    header: str, statuses: str, *, is_number: bool
) -> None:
    shares = [FormattedNumber(n / 100, f"{n}%") if is_number else f"{n} %" for n in (0, 50, 100)]
    titles = ("Hek plaatsen", "Poort plaatsen", "Muur voegen")
    rows = [[title, "An Wils", share] for title, share in zip(titles, shares, strict=True)]
    found = read_sheet(["Actie", "Trekker", header], *rows)

    read = [each.values.get("status") for each in found]
    assert [each.value if each else "None" for each in read] == statuses.split()


@pytest.mark.parametrize("header", ["Klaar?", "Uitgevoerd", "Terminé ?", "Erledigt?", "Done?"])
def test_a_yes_below_a_word_for_done_says_it(header: str) -> None:
    rows = [[f"Hek {turn} plaatsen", "An Wils", cell] for turn, cell in enumerate(("ja", "nee", "x", ""))]
    found = read_sheet(["Actie", "Trekker", header], *rows)

    assert [each.values.get("status") == "done" for each in found] == [True, False, True, False]


def test_a_figure_below_a_share_is_one() -> None:
    rows = [["Hek plaatsen", "An Wils", 60], ["Muur voegen", "Els Maes", "100"], ["Dak leggen", "Jo Nys", 0]]
    found = read_sheet(["Actie", "Trekker", "Uitvoeringsgraad (%)"], *rows)

    assert [each.values["status"].value for each in found] == ["running", "done", "planned"]


@pytest.mark.parametrize("text", ["0,75", "0.5", "0,05"])
def test_a_share_of_one_is_under_way(text: str) -> None:
    """It began with the word 0, and was planned."""
    assert read_status(text) is ActionStatus.RUNNING


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *[(text, ActionStatus.PLANNED) for text in ("0,0", "0,00", "0.0", "0,0 %", "0.00%")],
        *[(text, ActionStatus.DONE) for text in ("1,0", "1.00", "100,0 %")],
        *[(text, ActionStatus.RUNNING) for text in ("0,001", "0,999", "0,50", "12,5 %")],
    ],
)
def test_nothing_and_all_of_one_are_shares_too(text: str, status: ActionStatus) -> None:
    """0,0 was planned, and was not read any more."""
    assert read_status(text) is status


@pytest.mark.parametrize("text", ["0,5 klaar", "0,0 of zo", "0.75 of zo", "1,5"])
def test_a_figure_that_only_begins_with_a_zero_is_not_read(text: str) -> None:
    assert read_status(text) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("0", ActionStatus.PLANNED),
        ("noch nicht angefangen", ActionStatus.PLANNED),
        ("erl.", ActionStatus.DONE),
        ("c'est fait", ActionStatus.DONE),
    ],
)
def test_further_words_of_neighbours(text: str, status: ActionStatus) -> None:
    assert read_status(text) is status
