"""Words that say that there is no owner yet are nobody; words that are no name are asked about."""

import pytest

from terugkom.plan.model import PersonKind
from terugkom.workbook.foreign.absent_owners import is_nobody
from terugkom.workbook.foreign.owner_names import (
    OwnerColumn,
    detect_owner_column,
    is_doubted,
    list_owner_sentences,
    parse_owners,
)

NOBODY = """
nog te zien|wordt nog bekeken|zie later|geen trekker gevonden|openstaande vacature|vacature loopt|in overleg
volgt later|leeg|blanco|XXX|weet ik niet|(nog) te bepalen|vervanging gezocht|nieuwe collega
toekomstige klimaatcoördinator|nog aan te werven coördinator|wordt aangeworven|niemand (nog)|ntb (2027)
trekker n.t.b.|trekker te bepalen|dienst te bepalen|persoon n.n.b.|moet nog aangeduid worden
en attente|en cours de désignation|recrutement en cours|poste vacant|poste à pourvoir|non renseigné|N.C.
non communiqué|à voir|pilote à définir|responsable à définir|service à définir|à identifier
remplaçant à trouver
wird noch benannt|Stelle unbesetzt|Stelle vakant|noch festzulegen|steht noch nicht fest|in Klärung|noch unklar
Nachfolge offen|wird nachgereicht|folgt noch|in Abstimmung
to be agreed|to be identified|vacant post|TBD - see notes|owner TBD|lead TBC|awaiting recruitment|new starter
pending|currently vacant|to follow|under discussion
"""
SOMEBODY = """
Jan Vacant|Nihil Kumar|Piet Open|Marie Inconnue|Noa Volgt|A. Peeters|Sandra Te Velde|Koen te Riele|X. Janssens
Nieuwe Stad vzw|Open Data team|Niemandsland vzw|Geen Verspilling vzw|NN Group|Team Vacatures|TBA architecten
"""
NO_NAMES = """
zie verslag|af te spreken met buren|met hulp van vrijwilligers|in samenwerking met natuurpunt
voir compte rendu|siehe Protokoll|see minutes
"""
SMALL_LETTERS = """
an peeters|duurzaamheidsambtenaar|technische dienst|handelaars|burgers en scholen|ambtenaar mobiliteit
studiebureau|verschillende diensten
"""


def _split(text: str) -> list[str]:
    return [each for line in text.strip().splitlines() for each in line.split("|")]


@pytest.mark.parametrize("text", _split(NOBODY))
def test_words_for_nobody_yet_name_nobody(text: str) -> None:
    assert is_nobody(text)
    assert parse_owners(text) == ()


@pytest.mark.parametrize("text", _split(SOMEBODY))
def test_names_that_hold_such_a_word_are_names(text: str) -> None:
    assert [owner.name for owner in parse_owners(text)] == [text]


@pytest.mark.parametrize("text", _split(NO_NAMES))
def test_words_that_are_no_name_are_asked_about(text: str) -> None:
    column = detect_owner_column(["An Peeters", "Bart Claes", "Milieudienst", text])

    assert (parse_owners(text, column), list_owner_sentences(text, column)) == ((), [text])


@pytest.mark.parametrize("text", _split(SMALL_LETTERS))
def test_a_name_or_a_function_in_small_letters_is_an_owner(text: str) -> None:
    column = detect_owner_column(["An Peeters", "Bart Claes", "Milieudienst", text])

    assert [owner.name for owner in parse_owners(text, column)] == [text]


@pytest.mark.parametrize("text", ["handelaars", "diverse", "studiebureau", "projectgroep", "scholen"])
def test_many_are_no_person(text: str) -> None:
    assert [owner.kind for owner in parse_owners(text)] == [PersonKind.ORGANISATION]


def test_in_a_column_without_capitals_small_letters_say_nothing() -> None:
    column = detect_owner_column(["pilote un", "pilote deux"])

    assert [owner.name for owner in parse_owners("pilote un", column)] == ["pilote un"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("vacature milieudienst", "milieudienst"),
        ("Vacature bij Dienst Wonen", "Dienst Wonen"),
        ("milieudienst vacature", "milieudienst"),
        ("Dienst Wonen vacant", "Dienst Wonen"),
        ("poste vacant service environnement", "service environnement"),
        ("n.t.b. dienst Milieu", "dienst Milieu"),
        ("Mobiliteit/vacature", "Mobiliteit"),
        ("Dienst Wonen/vacature", "Dienst Wonen"),
        ("Mobiliteit en vacature", "Mobiliteit"),
        ("Stad en Ruimte/vacature", "Stad en Ruimte"),
        ("NVT/Mobiliteit", "Mobiliteit"),
    ],
)
def test_a_department_beside_a_vacancy_is_the_owner_and_asked_about(text: str, named: str) -> None:
    column = OwnerColumn()
    assert [owner.name for owner in parse_owners(text, column)] == [named]
    assert is_doubted(text, column)


@pytest.mark.parametrize(
    "text",
    ["Dienst intern 3", "Team Mobiel 2", "Service poste 3", "Team Vacaturebeheer", "HR/vacaturebeheer"],
)
def test_a_number_or_such_a_word_of_a_name_stays(text: str) -> None:
    assert [owner.name for owner in parse_owners(text)] == [text]
    assert not is_doubted(text, OwnerColumn())


@pytest.mark.parametrize("text", ["An Peeters intern 345", "Technische dienst intern 34", "Wonen, poste 4"])
def test_a_telephone_number_in_the_house_is_no_part_of_a_name(text: str) -> None:
    assert not any(map(str.isdecimal, "".join(owner.name for owner in parse_owners(text))))
