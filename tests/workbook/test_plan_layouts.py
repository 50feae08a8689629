"""Layouts that many authorities share: which of several columns holds the title, and which rows are parts."""

from typing import Any

import pytest

from terugkom.workbook.foreign.fields import FIELDS, KEEP_AS_EXTRA
from terugkom.workbook.foreign.plan_layouts import find_layout, list_plan_layouts
from terugkom.workbook.import_report import ImportNotes, RowOutcome
from tests.workbook.foreign_tables import Rows, deadline, owners, read_sheet, read_sheets, titles

SUMMARY = [
    *("Action/ intervention name", "Responsible entity and person", "Start/end date", "Field of action"),
    *("Impact (GHG reduction)", "Total cost estimated²"),
]
PORTFOLIO = [
    *("Field of action", "Action name", "Action type", "Action description"),
    *("Responsible bodies/person for implementation", "Involved stakeholders"),
]
MULTI_YEAR = [
    *(
        "Beleidsdoelstelling code",
        "Beleidsdoelstelling",
        "Actieplan code",
        "Actieplan",
        "Actie code",
        "Actie",
    ),
    *("Dienst", "Raming 2026", "Raming 2027"),
]
CLIMATE_PLAN = [
    *("Axe stratégique", "Intitulé de l'action", "Typologie de l'action", "Secteur d'activité", "Objectif"),
    *("Structure pilote", "Date de début", "Date de fin", "Partenaires"),
]
COVENANT = [
    *("Sectors & fields of action", "Key actions/measures per field of action", "Area of intervention"),
    *("Responsible body", "Implementation start", "Implementation end", "Implementation status"),
    *("Energy savings MWh/a", "CO2 reduction t CO2/a"),
]
LAYOUTS: dict[str, tuple[list[str], list[Any], dict[str, Any]]] = {
    "summary of interventions": (
        SUMMARY,
        ["Led in the sports hall", "City of Zilverbeke", "2024-2027", "Built environment", "12", "1 mio EUR"],
        {"theme": "Built environment", "owners": ["City of Zilverbeke"], "deadline": "2027-12-31"},
    ),
    "portfolio of actions": (
        PORTFOLIO,
        ["Mobility", "Bicycle parking", "Technical", "200 places", "De Lijn", "Residents of the district"],
        {"theme": "Mobility", "owners": ["De Lijn"], "deadline": ""},
    ),
    "multi-year plan": (
        MULTI_YEAR,
        ["BD1", "Klimaatneutraal 2030", "AP1.2", "Gebouwen", "AC1.2.3", "Dak isoleren", "Milieu", 5000, 0],
        {"code": "AC1.2.3", "theme": "Klimaatneutraal 2030", "owners": ["Milieu"], "deadline": ""},
    ),
    "climate plan": (
        CLIMATE_PLAN,
        [
            "Axe 1",
            "Isoler la mairie",
            "Travaux",
            "Tertiaire",
            "Réduire",
            "Service travaux",
            "2026",
            "2028",
            "ADEME",
        ],
        {"theme": "Axe 1", "owners": ["Service travaux"], "deadline": "2028-12-31"},
    ),
    "covenant of mayors": (
        COVENANT,
        ["Transport", "Two electric buses", "Cleaner vehicles", "City", 2026, 2028, "Ongoing", 120, 30],
        {"theme": "Transport", "owners": ["City"], "deadline": "2028-12-31"},
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_title_of_a_known_layout_is_the_action_and_not_its_sector_or_goal(name: str) -> None:
    header, cells, expected = LAYOUTS[name]
    title = next(cell for cell in cells if cell in TITLES)

    found = read_sheet(["Plan 2026-2031"], header, cells, [*map(_other, cells)])

    assert find_layout(header) is not None
    assert titles(found) == [title, f"{title} 2"]
    first = found[0]
    assert (first.values["theme"], owners(first)) == (expected["theme"], expected["owners"])
    assert deadline(first) == expected["deadline"]
    assert first.code == expected.get("code", "")


TITLES = {
    *("Led in the sports hall", "Bicycle parking", "Dak isoleren", "Isoler la mairie", "Two electric buses"),
}


def _other(cell: Any) -> Any:
    return f"{cell} 2" if cell in TITLES else "AC1.2.4" if cell == "AC1.2.3" else cell


def test_every_layout_names_only_fields_that_there_are_and_has_a_title() -> None:
    for layout in list_plan_layouts():
        assert set(layout.fields) <= {*FIELDS, KEEP_AS_EXTRA}
        assert layout.fields["title"]
        assert layout.signature


def test_an_ordinary_plan_has_no_layout() -> None:
    assert find_layout(["Nr", "Thema", "Actie", "Trekker", "Deadline", "Status"]) is None


def test_a_field_of_action_that_stands_alone_is_the_theme_of_the_rows_below() -> None:
    header = [each for each in SUMMARY if each != "Field of action"]
    notes = ImportNotes("nl")
    rows: Rows = [
        header,
        ["Energy systems"],
        ["Solar panels on the depot", "City", "2025-2030", "/", "100k EUR"],
        ["Mobility & Transport"],
        ["Bicycle parking", "De Lijn", "2026", "/", ""],
        ["TOTAL (portfolio of actions)", "", "", "473", "€ (1 004) M"],
    ]
    found = read_sheets({"Plan": rows}, notes)

    assert [(each.values["title"], each.values["theme"]) for each in found] == [
        ("Solar panels on the depot", "Energy systems"),
        ("Bicycle parking", "Mobility & Transport"),
    ]
    assert notes.row_counts[RowOutcome.SECTION] == 3


def test_rows_with_the_code_of_a_goal_or_an_action_plan_are_no_actions() -> None:
    found = read_sheet(
        ["Code", "Omschrijving actie", "Dienst", "Raming"],
        ["BD1", "Zilverbeke is klimaatneutraal", "", 30_000],
        ["AP1.1", "Gebouwen van de gemeente", "", 30_000],
        ["AC1.1.1", "Dak van de sporthal isoleren", "Milieu", 20_000],
        ["AC1.1.2", "Led in alle lokalen", "Milieu", 10_000],
        ["AP1.2", "Mobiliteit", "", 0],
        ["AC1.2.1", "Fietsenstalling aan het station", "Mobiliteit", 0],
    )
    assert [(each.code, each.values["theme"]) for each in found] == [
        ("AC1.1.1", "Gebouwen van de gemeente"),
        ("AC1.1.2", "Gebouwen van de gemeente"),
        ("AC1.2.1", "Mobiliteit"),
    ]


@pytest.mark.parametrize(
    ("goal", "plan", "action"),
    [
        ("Beleidsdoelstelling: BD 2", "Actieplan: AP 2.1", "Actie: 2.1.1"),
        ("Doelstelling 2", "Actieplan 2.1", "Actie 2.1.1"),
        ("Axe 2", "Objectif 2.1", "Action 2.1.1"),
    ],
)
def test_a_code_may_begin_with_the_word_for_its_level(goal: str, plan: str, action: str) -> None:
    found = read_sheet(
        ["Nummer", "Omschrijving", "Verantwoordelijke", "Deadline"],
        [goal, "Zilverbeke is klimaatbestendig", "", ""],
        [plan, "We sparen water", "An Peeters", ""],
        [action, "Regenputten in 6 scholen", "An Peeters", "2028"],
    )
    assert [(each.code, each.values["title"], each.values["theme"]) for each in found] == [
        (action, "Regenputten in 6 scholen", "We sparen water")
    ]


def test_a_column_may_tell_the_level_of_each_row() -> None:
    found = read_sheet(
        ["Niveau", "Titel", "Trekker"],
        ["Beleidsdoelstelling", "Zilverbeke is klimaatneutraal", "An Peeters"],
        ["Actieplan", "Gebouwen van de gemeente", "An Peeters"],
        ["Actie", "Dak van de sporthal isoleren", "Bart Claes"],
        ["Actie", "Led in alle lokalen", "Bart Claes"],
    )
    assert titles(found) == ["Dak van de sporthal isoleren", "Led in alle lokalen"]


def test_lines_of_the_budget_of_one_action_are_one_action() -> None:
    line = ["BD1", "Klimaat", "AP1", "Gebouwen", "AC1", "Dak isoleren", "Milieu", 5_000, 0]
    found = read_sheet(
        MULTI_YEAR,
        line,
        [*line[:7], 2_000, 1_000],
        ["BD1", "Klimaat", "AP1", "Gebouwen", "AC2", "Ketel vervangen", "Milieu", 900, 0],
    )
    assert [(each.code, each.values["title"]) for each in found] == [
        ("AC1", "Dak isoleren"),
        ("AC2", "Ketel vervangen"),
    ]


def test_cells_with_a_code_and_descriptions_under_one_another_are_taken_apart() -> None:
    def level(code: str, short: str, long: str) -> str:
        return f"Code: {code}\nKorte omschrijving: {short}\nLange omschrijving: {long}"

    goal, plan = (
        level("BD1", "Klimaat", "Wij worden klimaatneutraal"),
        level("AP1", "Gebouwen", "Zuinige gebouwen"),
    )
    found = read_sheet(
        [
            "Bestuur",
            "Beleidsdoelst. totaaloverzicht",
            "Actieplan totaaloverzicht",
            "Actie totaaloverzicht",
            "2026",
        ],
        ["Zilverbeke", goal, plan, level("AC1", "Dak isoleren", "Het dak van de hal: 20 cm"), 5_000],
        ["Zilverbeke", goal, plan, level("AC2", "Ketel vervangen", "Een warmtepomp"), 900],
    )
    assert [(each.code, each.values["title"], each.values["description"]) for each in found] == [
        ("AC1", "Dak isoleren", "Het dak van de hal: 20 cm"),
        ("AC2", "Ketel vervangen", "Een warmtepomp"),
    ]
    assert {each.values["theme"] for each in found} == {"Klimaat"}


def test_a_second_department_of_a_known_layout_is_an_owner_where_the_first_is_blank() -> None:
    found = read_sheet(
        ["Axe", "Titre de l'action", "Structure pilote", "Service pilote"],
        ["Axe 1", "Isoler la mairie", "", "Service travaux"],
        ["Axe 1", "Planter une haie", "Commune", ""],
    )
    assert [owners(each) for each in found] == [["Service travaux"], ["Commune"]]


def test_the_headings_of_goals_and_action_plans_stand_above_tables_whose_actions_are_codes() -> None:
    header = ["Actie", "Omschrijving", "Dienst", "Timing"]
    found = read_sheet(
        ["Beleidsdoelstelling 1: Zilverbeke is klimaatneutraal"],
        ["Actieplan 1.1: Gebouwen"],
        header,
        ["1.1.1", "Dak isoleren", "Milieu", "2027"],
        ["1.1.2", "Ketel vervangen", "Milieu", "2028"],
        ["Actieplan 1.2: Mobiliteit"],
        header,
        ["1.2.1", "Fietsenstalling", "Mobiliteit", "2027"],
    )
    assert [(each.code, each.values["title"], each.values["theme"]) for each in found] == [
        ("1.1.1", "Dak isoleren", "Actieplan 1.1: Gebouwen"),
        ("1.1.2", "Ketel vervangen", "Actieplan 1.1: Gebouwen"),
        ("1.2.1", "Fietsenstalling", "Actieplan 1.2: Mobiliteit"),
    ]


def test_a_header_of_two_rows_has_the_words_of_both() -> None:
    found = read_sheet(
        ["Sector", "Key actions", "Area of intervention", "Responsible body", "Implementation timeframe"],
        ["", "", "", "", "Start", "End"],
        ["Transport", "Two electric buses", "Cleaner vehicles", "City", 2026, 2028],
    )
    assert [(each.values["title"], str(each.values["start"]), deadline(each)) for each in found] == [
        ("Two electric buses", "2026-01-01", "2028-12-31")
    ]
