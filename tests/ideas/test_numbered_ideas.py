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
        ["Idee", "Idee 2", "Idee 3"],
        ["3. Idee 1", "4. Idee 2", "5. Idee 3"],
        ["Uw eerste idee", "Uw tweede idee (optioneel)", "Uw derde idee (optioneel)"],
    ],
)
def test_each_column_with_a_number_is_an_idea(box: IdeaBox, headers: list[str]) -> None:
    found = _read(box, ["Naam", "E-mail", *headers], [*ELS, "Een bank", "", "Meer bomen"])
    assert found == [("Een bank", "", "Els"), ("Meer bomen", "", "Els")]


def test_an_explanation_and_a_theme_go_with_the_idea_of_their_number(box: IdeaBox) -> None:
    headers = ["Naam", "E-mail", "Idee 1", "Waarom 1", "Thema 1", "Idee 2", "Waarom 2", "Thema 2"]
    found = _read(box, headers, [*ELS, "Een bank", "zitten", "Park", "Meer bomen", "schaduw", "Groen"])
    assert found == [("Een bank\nzitten", "Park", "Els"), ("Meer bomen\nschaduw", "Groen", "Els")]


@pytest.mark.parametrize(
    ("headers", "answers", "found"),
    [
        (
            ["1. Wat is uw idee?", "2. Beschrijf uw idee", "3. Welk thema?", "4. Uw naam"],
            ["Een bank", "zitten", "Park", "Els"],
            [("Een bank\nzitten", "Park")],
        ),
        (
            ["3. Uw idee", "4. Waarom is uw idee goed?", "5. Thema"],
            ["Een bank", "zitten", "Park"],
            [("Een bank\nzitten", "Park")],
        ),
        (
            ["eerste stap van uw idee", "tweede stap van uw idee"],
            ["Een bank", "zitten"],
            [("Een bank\nzitten", "")],
        ),
        (["Idee stap 1", "Idee stap 2"], ["Een bank", "zitten"], [("Een bank\nzitten", "")]),
        (
            ["Idee", "Idee 2", "5. Thema"],
            ["Een bank", "Meer bomen", "Park"],
            [("Een bank", "Park"), ("Meer bomen", "Park")],
        ),
        (
            ["1. Voorstel", "2. Thema", "3. Voorstel", "4. Thema"],
            ["Een bank", "Park", "Meer bomen", "Groen"],
            [("Een bank", "Park"), ("Meer bomen", "Groen")],
        ),
        (["Idee 1", "Idee 2", "Toelichting"], ["Een bank", "", "zitten"], [("Een bank\nzitten", "")]),
    ],
)
def test_numbered_questions_are_of_one_idea(
    box: IdeaBox, headers: list[str], answers: list[str], found: list[tuple[str, str]]
) -> None:
    read = _read(box, ["E-mail", *headers], [ELS[1], *answers])
    assert [(text, theme) for text, theme, _ in read] == found


def test_the_answer_to_a_numbered_question_of_permission_is_read(box: IdeaBox) -> None:
    headers = ["1. Wat is uw idee?", "2. Beschrijf uw idee", "4. Mogen we uw idee bekendmaken?", "5. Uw naam"]
    box.import_file(box.xlsx(headers, ["Een bank", "zitten", "ja", "Els"], ["Meer bomen", "", "nee", "Els"]))
    assert [each.public for each in box.ideas()] == [True, False]


def test_each_idea_has_the_permission_with_its_number(box: IdeaBox) -> None:
    headers = ["Idee 1", "Idee 2", "Mogen we idee 1 delen?", "Mogen we idee 2 delen?"]
    box.import_file(box.xlsx(headers, ["Een bank", "Meer bomen", "ja", "nee"]))
    assert [each.public for each in box.ideas()] == [True, False]


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
