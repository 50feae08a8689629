"""Rows that are no actions: explanations below a header in any wording, and long sections among codes."""

from typing import Any

import pytest

MOSTLY_SQLITE = True
HEADER = ["Code", "Actie", "Trekker", "Deadline"]
ROWS = [["1.1", "Led in de sporthal", "An Peeters", "2027"], ["1.2", "Zon op de loods", "Bart Claes", "2028"]]


@pytest.mark.parametrize(
    "explanation",
    [
        ["", "(list action portfolios and interventions)", "(indicate responsible person)", "(end date)"],
        [
            "Volgnummer",
            "Omschrijf de actie in één zin",
            "Geef de naam van wie trekt",
            "Vermeld maand en jaar",
        ],
        ["", "Décrire l'action en une phrase", "Indiquer la personne", "Préciser l'année"],
        ["", "Bitte die Maßnahme nennen", "Beschreiben Sie, wer zuständig ist", "Jahr angeben"],
        ["", "<titel>", "<naam>", "<jaar>"],
    ],
)
def test_a_row_that_explains_the_columns_is_no_action(desk: Any, explanation: list[str]) -> None:
    report = desk.import_file(desk.table([HEADER, explanation, *ROWS]))
    assert (report.actions["added"], report.rows["header"]) == (2, 2)


def test_an_action_that_begins_like_an_explanation_is_one(desk: Any) -> None:
    other = ["1.3", "Beschrijf elke school met een energiefiche", "An Peeters", "2027"]
    assert desk.import_file(desk.table([HEADER, other, *ROWS])).actions["added"] == 3


def test_a_long_section_among_the_codes_leaves_them_codes(desk: Any) -> None:
    section = "Strategische doelstelling 1: tegen 2030 een klimaatrobuuste en energiezuinige gemeente"
    desk.import_file(desk.table([HEADER, [section, "", "", ""], *ROWS]))
    assert desk.action("1.1")["title"] == "Led in de sporthal"
    assert desk.action("1.2")["theme"].startswith("Strategische doelstelling 1")
