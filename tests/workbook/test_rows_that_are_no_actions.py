"""Rows that tell how to fill in the columns, in any wording, and rows with a sum."""

import pytest

from tests.workbook.foreign_tables import read_sheet, titles

HEADER = ["Nr", "Actie", "Trekker", "Deadline", "Budget"]
ACTION = ["1", "Led in de sporthal", "An Peeters", "2027", 5000]


@pytest.mark.parametrize(
    "row",
    [
        [
            "",
            "(list action portfolios)",
            "(indicate responsible entity)",
            "(indicate start and end date)",
            "",
        ],
        ["", "Korte titel", "Naam van de trekker", "Datum waarop het klaar moet zijn", "In euro"],
        ["", "Wat gaan we doen?", "Wie doet het?", "Wanneer is het klaar?", "Hoeveel kost het?"],
        [
            "volgnummer",
            "de naam van de actie",
            "wie is de trekker",
            "de uiterste datum",
            "het geraamde budget",
        ],
        ["", "What is the action called", "The owner of the action", "day on which it ends", ""],
        ["", "nom de l'action en quelques mots", "la personne responsable", "date de fin prévue", ""],
        ["", "Kurze Bezeichnung der Maßnahme", "zuständige Person", "bis wann", ""],
        ["", "[titel]", "<naam>", "", ""],
    ],
)
def test_a_row_below_the_header_that_explains_the_columns_is_no_action(row: list[str]) -> None:
    assert titles(read_sheet(HEADER, row, ACTION)) == ["Led in de sporthal"]
    assert titles(read_sheet(HEADER, row, [""] * 5, ACTION, HEADER, row, [*ACTION[:1], "Hagen"])) == [
        "Led in de sporthal",
        "Hagen",
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["1", "Actie voor meer trekkers zoeken", "An Peeters", "31/12/2027", ""],
        ["1", "Wie is wie?", "An Peeters", "", ""],
        ["1", "Korte keten stimuleren", "Dienst Economie", "2028", ""],
        ["1", "Wat doen we met regenwater?", "Milieudienst", "nog te bepalen", ""],
        ["1", "Bezoek aan de boerderij", "An Peeters", "", 500],
        ["1", "Titel van de straat herzien", "An Peeters", "doorlopend", ""],
        ["1", "Een actie rond de trekker van Bo", "Dienst Sport en Jeugd", "doorlopend", ""],
    ],
)
def test_a_first_action_that_sounds_like_an_explanation_is_one(row: list[str]) -> None:
    assert titles(read_sheet(HEADER, row, ["2", *ACTION[1:]])) == [row[1], "Led in de sporthal"]


@pytest.mark.parametrize(
    "row",
    [
        ["Totaal", "", "", "", 5000],
        ["Algemeen totaal", "", "", "", "€ 5.000"],
        ["Subtotaal energie", "", "", "", "5 000 EUR"],
        ["", "Total général", "", "", "5000 €"],
        ["", "Totale kostprijs", "", "", "5.000 euro"],
        ["", "Grand total", "", "", "(5.0) M€"],
        ["", "Gesamtsumme", "", "", "5 Mio. €"],
        ["Sum of all fields of action", "", "", "tbd", "7.241.200 €"],
    ],
)
def test_a_row_with_a_sum_is_no_action(row: list[object]) -> None:
    assert titles(read_sheet(HEADER, ACTION, row)) == ["Led in de sporthal"]


@pytest.mark.parametrize(
    "title", ["Totaalrenovatie van de school", "Totale renovatie van de school", "Summer school"]
)
def test_a_title_that_begins_like_a_sum_is_an_action(title: str) -> None:
    assert titles(read_sheet(HEADER, ACTION, ["", title, "", "", 900_000])) == ["Led in de sporthal", title]
