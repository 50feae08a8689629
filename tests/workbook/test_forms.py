"""Forms: one action a block, with labels at the left."""

import pytest

from tests.workbook.foreign_tables import Rows, deadline, owners, read_sheet, read_sheets, titles


def form(title: str, owner: str, day: str) -> list[list[str]]:
    return [
        ["ACTIEFICHE"],
        ["Titel", title],
        ["Trekker", owner],
        ["Deadline", day],
        ["Omschrijving", f"Toelichting bij {title}"],
        ["Indicator", "aantal"],
    ]


LED, SUN = form("Led in de sporthal", "An Peeters", "2027"), form("Zonnepanelen", "Bart Claes", "31/12/2029")
EXPECTED = [
    ("Led in de sporthal", ["An Peeters"], "2027-12-31"),
    ("Zonnepanelen", ["Bart Claes"], "2029-12-31"),
]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Fiche 1": LED, "Fiche 2": SUN},
        {"Fiches": [*LED, *SUN]},
        {"Fiches": [*LED, [], [], *SUN]},
        {"Fiches": [*LED[1:], *SUN[1:]]},
        {"Fiches": [[*left, *[""] * (3 - len(left)), *right] for left, right in zip(LED, SUN, strict=True)]},
    ],
    ids=["a sheet each", "under one another", "with blank rows", "without headlines", "beside one another"],
)
def test_a_form_is_an_action(sheets: dict[str, Rows]) -> None:
    found = read_sheets(sheets)

    assert [(each.values["title"], owners(each), deadline(each)) for each in found] == EXPECTED
    assert found[0].values["description"] == "Toelichting bij Led in de sporthal"
    assert found[0].extra == {"Indicator": "aantal"}


def test_an_action_has_the_row_of_its_title() -> None:
    assert [each.row for each in read_sheet(*LED, [], *SUN)] == [2, 9]


def test_labels_have_signs_groups_and_values_over_more_cells_and_rows() -> None:
    found = read_sheet(
        ["Algemeen", "Titel :", "Led in de sporthal"],
        ["", "Trekker:", "An Peeters", "Bart Claes"],
        ["Uitvoering", "Deadline", "2027"],
        ["", "Omschrijving", "Eerst de hal"],
        ["", "", "dan de kleedkamers"],
        ["", "Wat het oplevert", "minder verbruik"],
    )
    assert [(titles([each]), owners(each), deadline(each)) for each in found] == [
        (["Led in de sporthal"], ["An Peeters", "Bart Claes"], "2027-12-31")
    ]
    assert found[0].values["description"] == "Eerst de hal\ndan de kleedkamers"
    assert found[0].extra == {"Wat het oplevert": "minder verbruik"}


def test_a_label_and_its_value_may_share_a_cell_and_two_labels_a_row() -> None:
    found = read_sheet(
        ["Titel: Led in de sporthal"],
        ["Trekker: An Peeters", "Deadline: eind 2027"],
        [],
        ["Titel: Zonnepanelen"],
        ["Trekker: Bart Claes", "Deadline: eind 2029"],
    )
    assert [(each.values["title"], owners(each), deadline(each)) for each in found] == EXPECTED

    wide = read_sheet(
        ["Nr", "1", "Titel", "Led in de sporthal"],
        ["Trekker", "An Peeters", "Deadline", "2027"],
        ["Status", "planning", "Omschrijving", ""],
    )
    assert [(each.code, each.values["title"], deadline(each)) for each in wide] == [
        ("1", "Led in de sporthal", "2027-12-31")
    ]


def test_the_line_above_a_form_is_its_title_where_no_label_is() -> None:
    found = read_sheet(
        ["1.1 Led in de sporthal"],
        ["Trekker", "An Peeters"],
        ["Deadline", "2027"],
        ["Status", "lopend"],
        [],
        ["1.2 Zonnepanelen"],
        ["Trekker", "Bart Claes"],
        ["Deadline", ""],
        ["Status", ""],
    )
    assert titles(found) == ["1.1 Led in de sporthal", "1.2 Zonnepanelen"]


def test_a_table_on_its_side_has_an_action_a_column() -> None:
    found = read_sheet(
        ["Actie", "Led in de sporthal", "Zonnepanelen"],
        ["Trekker", "An Peeters", "Bart Claes"],
        ["Deadline", "2027", "31/12/2029"],
        ["Thema", "Energie", "Energie"],
    )
    assert [(each.values["title"], owners(each), deadline(each)) for each in found] == EXPECTED


def test_a_form_below_a_table_is_a_further_action_and_fiches_of_its_actions_are_none() -> None:
    table = [["Nr", "Actie", "Trekker"], ["1", "Hagen planten", "Cas Dils"], ["2", "Deelwagens", "Cas Dils"]]
    assert titles(read_sheet(*table, [], *LED)) == ["Hagen planten", "Deelwagens", "Led in de sporthal"]

    fiches = {
        "Fiche 1": form("Hagen planten", "Cas Dils", "2027"),
        "Fiche 2": form("Deelwagens", "Bo Maes", ""),
    }
    assert titles(read_sheets({"Overzicht": table, **fiches})) == ["Hagen planten", "Deelwagens"]


def test_a_sheet_that_explains_the_columns_is_no_form() -> None:
    explained = [
        ["Titel", "(korte titel van de actie)"],
        ["Trekker", "Vul de naam in van wie de actie trekt"],
        ["Deadline", "dd-mm-jjjj"],
        ["Status", "Kies uit de lijst"],
    ]
    plan = [["Nr", "Wat wij doen"], ["1", "Hagen planten"], ["2", "Deelwagens delen"]]
    assert titles(read_sheets({"Uitleg": explained, "Plan": [["Nr", "Actie"], *plan[1:]]})) == [
        "Hagen planten",
        "Deelwagens delen",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Actie 1: Led in de sporthal"], ["Trekker: An Peeters"], ["Timing: 2027"], ["Status: lopend"]],
        [["Actie 1", "Led in de sporthal"], ["Trekker", "An Peeters"], ["Timing", "2027"], ["Status", ""]],
        [["Titel"], ["Led in de sporthal"], ["Trekker"], ["An Peeters"], ["Timing"], ["2027"]],
    ],
    ids=["numbered, in a cell", "numbered", "values below their labels"],
)
def test_labels_may_have_numbers_and_values_may_stand_below(rows: Rows) -> None:
    changed = {"Actie 1": "Actie 2", "Led in": "Dak van"}
    second = [[_replace(cell, changed) for cell in row] for row in rows]
    found = read_sheet(*rows, [], *second)

    assert [(each.values["title"], owners(each), deadline(each)) for each in found] == [
        EXPECTED[0],
        ("Dak van de sporthal", *EXPECTED[0][1:]),
    ]


def _replace(text: str, changed: dict[str, str]) -> str:
    for old, new in changed.items():
        text = text.replace(old, new)
    return text


def test_the_name_of_a_group_may_stand_where_the_labels_of_other_forms_do() -> None:
    found = read_sheet(
        *[["", label, value] for label, value in LED[1:]],
        [],
        ["", "Algemeen", "Titel", "Zonnepanelen"],
        ["", "", "Trekker", "Bart Claes"],
        ["", "", "Deadline", "31/12/2029"],
    )
    assert [(each.values["title"], owners(each)) for each in found][1:] == [("Zonnepanelen", ["Bart Claes"])]
