"""Shapes of plans found in public repositories, each in a small invented file of its kind."""

from pathlib import Path
from typing import Any

import pytest

from terugkom.plan.model import ActionStatus
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.foreign.column_scores import find_responsible_field, score_fields
from terugkom.workbook.import_report import ImportNotes
from tests.workbook.foreign_tables import Rows, deadline, owners, read_sheet, read_sheets, titles

LED, SUN, HEDGE = "Led in the sports hall", "Panels on the depot roof", "Hedges along the school"


def outline(title: str, responsible: str, who: str, group: str = "Outline") -> list[list[str]]:
    """Return the form of an action as Polish cities have it: a group, a label, a value."""
    return [
        [group, "Action name", title],
        ["", "Type of action", "Infrastructure"],
        ["", "Description of actions", f"Text on {title}"],
        ["Pathway", "Impact sector", "Buildings"],
        ["Implementation", responsible, who],
        ["", "Stakeholders involved", "Residents, Housing associations"],
        ["", "Comments on implementation - resources needed, timetable and milestones", "Later"],
    ]


@pytest.mark.parametrize(
    "labels",
    [
        ("Units/persons responsible for the implementation",) * 3,
        ("Authorities/persons responsible for implementation",) * 3,
        ("Units and persons responsible for implementing the action",) * 3,
        (
            "Units/persons responsible for the implementation",
            "Responsible bodies",
            "Agencies responsible for it",
        ),
    ],
    ids=["with an article", "authorities", "in other words", "in each form another"],
)
def test_a_form_says_who_is_responsible_in_whatever_words(labels: tuple[str, ...]) -> None:
    who = [
        "City Hall - Infrastructure Department",
        "Heating Company S.A.",
        "City Hall, and municipal entities",
    ]
    rows = [outline(*each) for each in zip((LED, SUN, HEDGE), labels, who, strict=True)]
    found = read_sheet(*rows[0], [], *rows[1], [], *rows[2])

    assert [(each.values["title"], owners(each)) for each in found] == [
        (LED, ["City Hall - Infrastructure Department"]),
        (SUN, ["Heating Company S.A"]),
        (HEDGE, ["City Hall", "municipal entities"]),
    ]
    assert [each.values["description"] for each in found] == [f"Text on {each}" for each in (LED, SUN, HEDGE)]
    assert found[0].extra["Stakeholders involved"] == "Residents, Housing associations"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Units/persons responsible for the implementation", "organisation"),
        ("Authorities responsible for implementation", "organisation"),
        ("Persons responsible for implementation", "owners"),
        ("Personne responsable de la mise en oeuvre", "owners"),
        ("Services responsables du suivi", "organisation"),
        ("Instanties verantwoordelijk voor de uitvoering", "organisation"),
        ("Für die Umsetzung verantwortlich", "owners"),
        ("Élu responsable", None),
        ("Schepen verantwoordelijk voor het dossier", None),
        ("Is the city responsible for what happens on its roads and squares?", None),
    ],
)
def test_a_header_that_asks_who_is_responsible_is_known(header: str, field: str | None) -> None:
    assert find_responsible_field(header) == field


def test_a_second_description_begins_another_form() -> None:
    second = outline(SUN, "Responsible bodies", "Heating Company")
    second[0] = ["Pathway", "Scope of what is done", SUN]
    found = read_sheet(
        *outline(LED, "Responsible bodies", "City Hall"),
        *second,
        *outline(HEDGE, "Responsible bodies", "Parks Department"),
    )
    assert [(each.values["title"], owners(each), each.values["description"]) for each in found] == [
        (LED, ["City Hall"], f"Text on {LED}"),
        (HEDGE, ["Parks Department"], f"Text on {HEDGE}"),
    ]


def sheet_page(number: str, name: str, *rows: list[str]) -> list[list[str]]:
    """Return one page of an action sheet, whose head each page repeats."""
    head = ["Action sheet number", number, "Action sheet name", name]
    who = ["Person responsible for the action sheet", "Mobility Department", "Main area", "Mobility"]
    return [head, [*who, "Action period", "2026-2030", "Advancement", "Under way"], *rows, []]


def test_a_form_over_several_pages_with_its_head_on_each_is_one_action() -> None:
    found = read_sheet(
        *sheet_page("1", LED, ["Technology", "New lamps"]),
        *sheet_page("1", LED, ["Finance", "A loan"]),
        *sheet_page("1", LED, ["Indicators", "Lamps replaced"]),
        *sheet_page("2", SUN, ["Technology", "Panels"]),
        *sheet_page("2", SUN, ["Finance", "A grant"]),
    )
    assert [(each.code, each.values["title"], owners(each), deadline(each)) for each in found] == [
        ("1", LED, ["Mobility Department"], "2030-12-31"),
        ("2", SUN, ["Mobility Department"], "2030-12-31"),
    ]
    assert [each.values["status"] for each in found] == [ActionStatus.RUNNING] * 2
    assert [found[0].extra[label] for label in ("Technology", "Finance", "Indicators")] == [
        "New lamps",
        "A loan",
        "Lamps replaced",
    ]


def test_the_rows_of_such_a_form_are_no_heads_of_a_table(desk: Any) -> None:
    pages = [
        *sheet_page("1", LED, ["Technology", "New lamps"]),
        *sheet_page("2", SUN, ["Technology", "Panels"]),
    ]
    report = desk.import_file(desk.table(pages))

    assert report.actions["added"] == 2
    assert [each.code for each in report.findings] == ["owner-without-address"]


def test_a_plan_of_sub_actions_is_titled_by_them() -> None:
    header = ["Subaction", "Description", "Timeline", "Lead departments", "Support departments"]
    found = read_sheet(
        header,
        ["★ Cut the use of energy", "Dashboards", "2021-2031", "DGTB", "DDT\nSport"],
        [],
        header,
        ["Help users of the halls", "Posters", "2023-2050", "DGTB\nDC", "Schools"],
        ["Plan the works", "Each year", "2022-2032", "DC", ""],
    )
    assert [(each.values["title"], owners(each), deadline(each)) for each in found] == [
        ("★ Cut the use of energy", ["DGTB"], "2031-12-31"),
        ("Help users of the halls", ["DGTB", "DC"], "2050-12-31"),
        ("Plan the works", ["DC"], "2032-12-31"),
    ]


def test_short_and_split_headers_of_a_list_of_actions_are_known() -> None:
    found = read_sheet(
        ["Date", "Action ", "Customer", "Requester", "Verdi Resp", "Dead line ", "Status"],
        ["27/09/2026", "Upgrade the pumps", "Depot", "Els", "Amine", "31/10/2026", "Done"],
        ["02/10/2026", "Calibrate the scales", "Market", "Tom", "Nadia", "15/11/2026", "notyet"],
    )
    assert [(owners(each), deadline(each), each.values["status"]) for each in found] == [
        (["Amine"], "2026-10-31", ActionStatus.DONE),
        (["Nadia"], "2026-11-15", ActionStatus.PLANNED),
    ]


@pytest.mark.parametrize("answers", [("True", "In Process", "False"), (True, "In process", False)])
def test_answers_and_states_below_is_done_are_a_status(answers: tuple[object, ...]) -> None:
    rows = [[str(n), f"Task number {n}", answer] for n, answer in enumerate(answers)]
    found = read_sheet(["№", "Job left", "Is done?"], *rows)
    assert [each.values.get("status") for each in found] == [ActionStatus.DONE, ActionStatus.RUNNING, None]


def test_columns_named_by_a_program_are_a_table_and_no_form(tmp_path: Path) -> None:
    path = tmp_path / "projets.csv"
    names = "id,createdAt,nom,description,budgetPrevisionnel,phase,phaseStatut,inseeCode,programme,mecId"
    rows = ["7f1,2026-04-15,Isoler les écoles,Trois écoles,450000,Étude,En cours,69123,CRTE,M-1"]
    rows += ["7f2,2026-04-10,Pistes cyclables,Le long du canal,750000,Opération,Terminé,69123,ADEME,M-2"]
    path.write_text("\n".join([names, *rows]), "utf-8")
    (table,) = read_tables(path)

    found = read_sheets({"projets": table.rows})
    assert [(each.code, each.values["title"], each.values["status"]) for each in found] == [
        ("7f1", "Isoler les écoles", ActionStatus.RUNNING),
        ("7f2", "Pistes cyclables", ActionStatus.DONE),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Voornaam trekker", "Naam trekker"),
        ("Trekker voornaam", "Trekker familienaam"),
        ("porteurReferentPrenom", "porteurReferentNom"),
        ("Owner first name", "Owner last name"),
        ("Ansprechpartner Vorname", "Ansprechpartner Nachname"),
    ],
)
def test_a_first_name_in_a_column_of_its_own_belongs_to_the_owner(first: str, last: str) -> None:
    rows = [["1", "Hek plaatsen", "Marie", "Dupont"], ["2", "Poort plaatsen", "Jo", "Maes"]]
    found = read_sheet(["Nr", "Actie", first, last], *rows)
    assert [owners(each) for each in found] == [["Marie Dupont"], ["Jo Maes"]]

    turned = read_sheet(["Nr", "Actie", last, first], *([*row[:2], row[3], row[2]] for row in rows))
    assert [owners(each) for each in turned] == [["Marie Dupont"], ["Jo Maes"]]


@pytest.mark.parametrize("header", ["insee_code", "Code postal", "NIS-code", "PLZ", "Postcode"])
def test_the_code_of_a_place_is_none_of_an_action(header: str) -> None:
    assert "code" not in score_fields(header)
    rows = [["Hek plaatsen", "9870"], ["Poort plaatsen", ""], ["Muur voegen", "9880"]]
    assert [each.code for each in read_sheet(["Actie", header], *rows)] == ["", "", ""]


@pytest.mark.parametrize(
    "headers",
    [
        ("Axe", "Titre de l'action", "Personne pilote", "Date de fin", "Calendrier"),
        ("Thema", "Actie", "Trekker", "Einddatum", "Timing"),
    ],
    ids=["a known layout", "synonyms"],
)
def test_an_empty_column_leaves_its_field_to_a_filled_one(headers: tuple[str, ...]) -> None:
    rows = [["Énergie", "Isoler les écoles", "Anne Roy", "", "2027"]]
    rows += [["Énergie", "Isoler la mairie", "Luc Petit", "", "mi-2028"]]
    assert [deadline(each) for each in read_sheet(headers, *rows)] == ["2027-12-31", "2028-06-30"]

    both = [[*rows[0][:3], "01/02/2027", "2027"], rows[1]]
    assert [deadline(each) for each in read_sheet(headers, *both)] == ["2027-02-01", ""]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Dienst die het dossier opvolgt en uitvoert", "owners"),
        ("Vermoedelijk einde van de werken", "deadline"),
        ("Stand volgens de leden van de gemeenteraad", "status"),
    ],
)
def test_a_column_that_may_hold_what_the_plan_lacks_is_named(header: str, code: str) -> None:
    notes = ImportNotes("nl")
    rows: Rows = [["Nr", "Actie", header], ["1", "Hek plaatsen", "abc"], ["2", "Poort plaatsen", "def"]]
    found = read_sheets({"Plan": rows}, notes)

    assert titles(found) == ["Hek plaatsen", "Poort plaatsen"]
    words = {"owners": "“Trekkers”", "deadline": "“Deadline”", "status": "“Status”"}
    named = [each for each in notes.findings if each.code == "column-passed-over"]
    assert [(each.row, each.column) for each in named] == [(1, header)]
    assert words[code] in named[0].message
    assert f"“{header}”" in named[0].message


def test_no_column_is_named_where_another_says_it() -> None:
    notes = ImportNotes("nl")
    rows: Rows = [
        ["Actie", "Dienst", "Deadline", "Status", "Wie werkt mee", "Einde van de looptijd van het plan"]
    ]
    rows = [*rows, *[[f"Hek {n} plaatsen", "Groen", "2027", "lopend", "school", "2031"] for n in range(3)]]
    read_sheets({"Plan": rows}, notes)
    assert [each for each in notes.findings if each.code == "column-passed-over"] == []
