"""Columns are known by what stands in them, and not only by their headers, in four languages."""

from collections.abc import Sequence

import pytest

from terugkom.errors import InputError
from terugkom.plan.model import PersonKind
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.action_records import read_actions
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.table_detection import detect_plan_tables
from terugkom.workbook.import_report import ImportNotes
from tests.workbook.foreign_tables import deadline, read_sheet

TITLES = [
    "Led in de sporthal plaatsen",
    "Zonnepanelen op de loods",
    "Fietsenstalling aan het station",
    "Isolatie van het gemeentehuis",
    "Schoolstraten aan de basisschool",
    "Deelwagens in elke deelgemeente",
]
SECTORS = ["Energie", "Energie", "Mobiliteit", "Energie", "Mobiliteit", "Mobiliteit"]
PEOPLE = ["An Peeters", "Bart Claes", "Marie Leroy", "Jürgen Vogt", "Lucy Brown", "An Peeters"]
DEPARTMENTS = ["Milieudienst", "Technische dienst", "Service voirie", "Umweltamt", "Transport team", "Jeugd"]
AUDIENCES = ["burgers", "scholen", "habitants", "Schulen, Vereine", "residents", "iedereen"]
DAYS = ["31/12/2027", "2028", "30/06/2027", "2027", "2029", "2030"]
CODES = [f"A-{number}" for number in range(1, 7)]
LONG = [f"{title}. {'Dat staat in het meerjarenplan van de gemeente. ' * 8}" for title in TITLES]


def _detect(headers: Sequence[str], *columns: Sequence[str]) -> tuple[DetectedTable, dict[str, str]]:
    """Return the detected table, and the header of each field."""
    table = Table("Plan", [list(headers), *(list(row) for row in zip(*columns, strict=True))])
    found = detect_plan_tables([table], {}, {}, "plan.csv")[0]
    return found, {field: found.header_of(field) for field in found.fields}


UNKNOWN_HEADERS = [
    ("Actieveld", "Wat willen we bereiken?"),
    ("Thema", "Ingreep"),
    ("Cluster", "Voornemen"),
    ("Domaine", "Que fait-on ?"),
    ("Axe", "Opération"),
    ("Thématique", "Chantier"),
    ("Handlungsfeld", "Was wird gemacht?"),
    ("Kategorie", "Leuchtturm"),
    ("Bereich", "Arbeitsschritt"),
    ("Sector", "Deliverable"),
    ("Priority area", "Commitment"),
    ("Theme", "How will we do it?"),
]


@pytest.mark.parametrize(("theme", "title"), UNKNOWN_HEADERS)
def test_titles_are_found_under_a_header_that_nobody_knows(theme: str, title: str) -> None:
    _, fields = _detect([theme, title, "Deadline"], SECTORS, TITLES, DAYS)

    assert (fields["title"], fields["deadline"]) == (title, "Deadline")


SECTORS_AS_TITLES = [
    ("Actie", "Omschrijving"),
    ("Project", "Concrete stap"),
    ("Action", "Détail de l'opération"),
    ("Mesure", "Descriptif"),
    ("Maßnahme", "Kurztitel"),
    ("Projekt", "Beschreibung"),
    ("Action", "Sub-task description"),
    ("Measure", "What exactly"),
]


@pytest.mark.parametrize(("header", "title"), SECTORS_AS_TITLES)
def test_a_few_texts_on_many_rows_are_a_theme_whatever_they_are_called(header: str, title: str) -> None:
    _, fields = _detect([header, title, "Deadline"], SECTORS, TITLES, DAYS)

    assert (fields["title"], fields["theme"]) == (title, header)


def test_a_long_text_beside_repeated_titles_does_not_become_the_title() -> None:
    _, fields = _detect(["Actie", "Omschrijving", "Deadline"], SECTORS, LONG, DAYS)

    assert (fields["title"], fields["description"]) == ("Actie", "Omschrijving")


@pytest.mark.parametrize("header", ["Indicator", "Résultats attendus", "Ergebnis", "Results"])
def test_several_indicators_of_an_action_are_no_titles(header: str) -> None:
    _, fields = _detect(["Actie", header, "Deadline"], SECTORS, TITLES, DAYS)

    assert fields["title"] == "Actie"


def test_a_description_is_the_title_where_there_is_no_other() -> None:
    _, fields = _detect(["Thema", "Omschrijving", "Trekker"], SECTORS, TITLES, PEOPLE)

    assert (fields["title"], "description" in fields) == ("Omschrijving", False)


def test_a_table_of_texts_and_amounts_is_no_plan() -> None:
    with pytest.raises(InputError):
        _detect(["Post", "Omschrijving", "Bedrag"], CODES, TITLES, ["100"] * 6)


def test_codes_under_the_header_of_a_title_are_codes() -> None:
    _, fields = _detect(["Actie", "Omschrijving", "Trekker"], CODES, TITLES, PEOPLE)

    assert (fields["code"], fields["title"]) == ("Actie", "Omschrijving")


@pytest.mark.parametrize("name", ["Naam", "Nom", "Name"])
def test_people_are_no_titles(name: str) -> None:
    _, fields = _detect([name, "Taak", "Deadline"], PEOPLE, TITLES, DAYS)

    assert (fields["title"], fields["owners"]) == ("Taak", name)


def test_a_list_of_people_is_no_plan() -> None:
    with pytest.raises(InputError):
        _detect(["Naam", "Dienst", "Status"], PEOPLE, DEPARTMENTS, ["actief"] * 6)


OWNER_COLUMNS = [
    ("Trekker", "Contactpersoon"),
    ("Uitvoerder", "Verantwoordelijke"),
    ("Pilote", "Référent technique"),
    ("Zuständig", "Ansprechpartner"),
    ("Lead", "Contact"),
    ("Dienst", "Persoon"),
]


@pytest.mark.parametrize(("departments", "people"), OWNER_COLUMNS)
def test_of_two_columns_of_owners_the_one_with_people_counts(departments: str, people: str) -> None:
    for headers, columns in (
        (["Actie", departments, people], (TITLES, DEPARTMENTS, PEOPLE)),
        (["Actie", people, departments], (TITLES, PEOPLE, DEPARTMENTS)),
    ):
        assert _detect(headers, *columns)[1]["owners"] == people


@pytest.mark.parametrize(
    "header", ["Dienst", "Team", "Service", "Amt", "Department", "Persoon", "Stakeholders"]
)
def test_people_are_owners_whatever_their_column_is_called(header: str) -> None:
    detected, fields = _detect(["Actie", header, "Deadline"], TITLES, PEOPLE, DAYS)

    assert fields["owners"] == header
    owners = [
        each for record in read_actions(detected, ImportNotes("nl")) for each in record.values["owners"]
    ]
    assert {each.name for each in owners} == set(PEOPLE)
    assert {each.kind for each in owners} == {PersonKind.PERSON}


def test_departments_stay_departments() -> None:
    detected, fields = _detect(["Actie", "Dienst", "Deadline"], TITLES, DEPARTMENTS, DAYS)

    assert (fields["organisation"], "owners" in fields) == ("Dienst", False)
    kinds = {each.values["owners"][0].kind for each in read_actions(detected, ImportNotes("nl"))}
    assert kinds == {PersonKind.ORGANISATION}


def test_people_under_an_unknown_header_are_owners() -> None:
    assert _detect(["Actie", "Aanspreking", "Deadline"], TITLES, PEOPLE, DAYS)[1]["owners"] == "Aanspreking"


@pytest.mark.parametrize(
    "header", ["Schepen", "Élu référent", "Ingediend door", "Portfolio holder", "Partners"]
)
def test_people_who_are_no_owners_stay_none(header: str) -> None:
    assert "owners" not in _detect(["Actie", header, "Deadline"], TITLES, PEOPLE, DAYS)[1]


PLACES = ["Sint Niklaas", "Gent Zuid", "Oude Stad", "Nieuw Kwartier", "Groene Long", "Zwarte Arend"]


def test_names_with_capitals_are_not_yet_people() -> None:
    assert "owners" not in _detect(["Actie", "Wijk", "Deadline"], TITLES, PLACES, DAYS)[1]


AUDIENCE_HEADERS = [
    *("Doelgroep", "Beoogde doelgroep", "Groep burgers", "Groep"),
    *("Groupe cible", "Groupe visé", "Public visé", "Bénéficiaires"),
    *("Zielgruppe", "Zielgruppe der Maßnahme", "Adressatengruppe", "Gruppe"),
    *("Target group", "Main target group(s)", "Intended audience", "Group"),
]


@pytest.mark.parametrize("header", AUDIENCE_HEADERS)
def test_for_whom_an_action_is_is_no_working_group(header: str) -> None:
    assert "group" not in _detect(["Actie", header, "Trekker"], TITLES, AUDIENCES, PEOPLE)[1]


@pytest.mark.parametrize("header", ["Werkgroep", "Groupe de travail", "Arbeitsgruppe", "Working group"])
def test_a_working_group_is_one(header: str) -> None:
    assert _detect(["Actie", header, "Trekker"], TITLES, SECTORS, PEOPLE)[1]["group"] == header


WRITTEN_HEADERS = [
    (
        ("No.", "Title of the actions", "Start of the actions", "End of the actions"),
        "code title start deadline",
    ),
    (("eea no.", "Measure", "start", "Timescale"), "code title start deadline"),
    (("actionId", "actionName", "startDate", "endDate"), "code title start deadline"),
    (("action_id", "action_name", "start_date", "due_date"), "code title start deadline"),
    (
        ("Nr. maatregel", "Naam van de maatregel", "Start actie", "Einde van de actie"),
        "code title start deadline",
    ),
    (
        ("N° mesure", "Intitulé de la mesure", "Début de l'action", "Fin de l'action"),
        "code title start deadline",
    ),
    (("Maßnahmen-Nr.", "Titel der Maßnahme", "Beginn der Maßnahme", "Ende"), "code title start deadline"),
]


@pytest.mark.parametrize(("headers", "fields"), WRITTEN_HEADERS)
def test_a_header_says_what_it_asks_in_the_words_around_the_action(
    headers: tuple[str, ...], fields: str
) -> None:
    found = _detect(headers, CODES, TITLES, ["2026"] * 6, DAYS)[1]

    assert found == dict(zip(fields.split(), headers, strict=True))


@pytest.mark.parametrize("header", ["Intervention name", "Action/ intervention name", "interventionName"])
def test_a_name_comes_before_texts_that_are_as_distinct(header: str) -> None:
    found = _detect(
        ["Systemic barriers", header, "Lead"], [*TITLES[1:], "Ander"], [*TITLES[:5], "---"], PEOPLE
    )[1]

    assert found["title"] == header


def test_who_is_involved_is_no_owner_where_somebody_is_responsible() -> None:
    headers = ["Intervention name", "Responsible entity", "Involved stakeholders"]

    found = _detect(headers, TITLES, DEPARTMENTS, AUDIENCES)[1]

    assert (found["organisation"], "owners" in found) == ("Responsible entity", False)


def test_initials_of_institutions_are_institutions() -> None:
    detected, _ = _detect(
        ["Actie", "Institution", "Deadline"], TITLES, ["REA", "PD", "FD, PD", "REA", "KS", "AB"], DAYS
    )

    kinds = {
        each.kind for record in read_actions(detected, ImportNotes("nl")) for each in record.values["owners"]
    }
    assert kinds == {PersonKind.ORGANISATION}


@pytest.mark.parametrize("header", ["#", "Actie #", "# maatregel", "№"])
def test_a_number_sign_heads_the_codes(header: str) -> None:
    found, fields = _detect([header, "Wat gaan we doen?", "Deadline"], CODES, TITLES, DAYS)

    assert (fields["code"], fields["title"]) == (header, "Wat gaan we doen?")
    assert [record.code for record in read_actions(found, ImportNotes("nl"))] == CODES


def test_a_count_of_something_is_no_code() -> None:
    assert "code" not in _detect(["Actie", "# laadpalen"], TITLES, list("123456"))[1]


def test_titles_without_a_header_are_found_and_have_the_letter_of_their_column() -> None:
    _, fields = _detect(["Sector", "Nr", "", "Trekker", "Deadline"], SECTORS, CODES, TITLES, PEOPLE, DAYS)

    assert fields == {
        "theme": "Sector",
        "code": "Nr",
        "title": "C",
        "owners": "Trekker",
        "deadline": "Deadline",
    }


@pytest.mark.parametrize("header", ["Jaar", "Uitvoeringsjaar", "Année", "Jahr", "Year"])
def test_a_year_is_the_deadline_where_no_other_column_is(header: str) -> None:
    years = ["2027", "2028", "2027", "2029", "2030", "2028"]

    assert _detect(["Wat", "Door", header], TITLES, PEOPLE, years)[1]["deadline"] == header
    assert _detect([header, "Actie", "Deadline"], years, TITLES, DAYS)[1]["deadline"] == "Deadline"
    assert (
        "deadline"
        not in _detect(["Actie", "Wie", header], TITLES, PEOPLE, ["12", "34", "5", "6", "7", "8"])[1]
    )


PLANNINGS = [
    (("2026", "2027", "2028"), ("2027-12-31", "2028-12-31", "2026-12-31", "")),
    (("Q1 2027", "Q2 2027", "Q3 2027"), ("2027-06-30", "2027-09-30", "2027-03-31", "")),
]


@pytest.mark.parametrize(("periods", "days"), PLANNINGS)
@pytest.mark.parametrize("mark", ["x", "X", "✓", "■"])
def test_the_last_cross_of_a_planning_is_the_deadline(
    periods: tuple[str, ...], days: tuple[str, ...], mark: str
) -> None:
    crosses = ((mark, mark, ""), ("", mark, mark), (mark, "", ""), ("", "", ""))
    rows = [[title, "An Wils", *row] for title, row in zip(TITLES, crosses, strict=False)]
    found = read_sheet(["Actie", "Trekker", *periods], *rows)

    assert tuple(map(deadline, found)) == days


def test_amounts_below_years_are_no_deadlines() -> None:
    found = read_sheet(
        ["Actie", "Trekker", "2026", "2027"],
        ["Hek plaatsen", "An Wils", 500, 0],
        ["Muur", "Els Maes", 0, 800],
    )

    assert list(map(deadline, found)) == ["", ""]


HEADLESS = [
    (
        ["1.1", "Deelfietsen aan de halte", "Jan Peeters", "31/12/2027"],
        ["1.2", "Ketel", "Mia Claes", "1/6/2028"],
    ),
    (["A-1", "Hek plaatsen", "An Wils", "gepland"], ["A-2", "Poort plaatsen", "Els Baert", "lopend"]),
    (["Hek plaatsen", "an@example.org"], ["Poort plaatsen", "els@example.org"]),
]


@pytest.mark.parametrize("rows", HEADLESS)
def test_the_first_action_of_a_table_without_headers_is_no_header(rows: tuple[list[str], ...]) -> None:
    with pytest.raises(InputError, match="there are no column names above the actions"):
        read_sheet(*rows, [*rows[0][:1], *rows[1][1:]])
