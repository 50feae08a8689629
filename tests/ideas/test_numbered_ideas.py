"""Where a form has a column for each idea, each is one of its own; addresses in other columns are read."""

from typing import Any

import pytest

from tests.ideas.conftest import IdeaBox

MOSTLY_SQLITE = True
ELS = ["Els", "els@linde.example.org"]


def _read(box: IdeaBox, *rows: list[Any]) -> list[tuple[str, str, str]]:
    box.import_file(box.xlsx(*rows))
    return [(each.text, each.theme, each.submitted_by) for each in box.ideas()]


@pytest.mark.parametrize(
    "headers",
    [
        ["Idee 1", "Idee 2", "Idee 3"],
        ["Uw eerste idee", "Uw tweede idee", "Uw derde idee"],
        ["1. Voorstel", "2. Voorstel", "3. Voorstel"],
        ["Idée n° 1", "Idée n° 2", "Idée n° 3"],
    ],
)
def test_each_column_with_a_number_is_an_idea(box: IdeaBox, headers: list[str]) -> None:
    found = _read(box, ["Naam", "E-mail", *headers], [*ELS, "Een bank", "", "Meer bomen"])
    assert found == [("Een bank", "", "Els"), ("Meer bomen", "", "Els")]


def test_an_explanation_and_a_theme_go_with_the_idea_of_their_number(box: IdeaBox) -> None:
    headers = ["Naam", "E-mail", "Idee 1", "Waarom 1", "Thema 1", "Idee 2", "Waarom 2", "Thema 2"]
    found = _read(box, headers, [*ELS, "Een bank", "zitten", "Park", "Meer bomen", "schaduw", "Groen"])
    assert found == [("Een bank\nzitten", "Park", "Els"), ("Meer bomen\nschaduw", "Groen", "Els")]


def test_one_idea_in_two_columns_is_one(box: IdeaBox) -> None:
    found = _read(box, ["Idee", "Waarom? (max. 3 zinnen)", "Naam"], ["Een bank", "zitten", "Els"])
    assert found == [("Een bank\nzitten", "", "Els")]


def test_a_wrong_cell_beside_several_ideas_is_told_once(box: IdeaBox) -> None:
    path = box.xlsx(["Naam", "E-mail", "Idee 1", "Idee 2"], ["Els", "els", "Een bank", "Meer bomen"], ELS)
    result = box.import_file(path)
    assert [(each.row, each.column, each.code) for each in result.findings] == [
        (2, "E-mail", "bad-email"),
        (3, "Idee 1", "no-idea"),
    ]
    assert (result.rows["new"], result.rows["refused"], result.unread) == (2, 1, ())


def test_a_name_and_an_address_in_each_others_columns_are_read(box: IdeaBox) -> None:
    result = box.import_file(box.xlsx(["Naam", "E-mail", "Idee"], [*ELS[::-1], "Een bank"]))
    assert result.findings == ()
    assert [(each.submitted_by, each.reply_address) for each in box.ideas()] == [(ELS[0], ELS[1])]
