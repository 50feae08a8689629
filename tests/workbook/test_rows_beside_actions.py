"""Rows that are no actions: explanations below a header in any wording, and long sections among codes."""

from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.plan.model import Action

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


@pytest.mark.parametrize(
    "header",
    [
        ["Action/ intervention name", "Responsible entity", "Start/end date", "Field of action"],
        ["Naam van de actie of maatregel", "Dienst", "Timing", "Actiedomein"],
    ],
)
def test_a_title_is_what_each_action_has_of_its_own(desk: Any, header: list[str]) -> None:
    rows = [
        ["Led in the sports hall", "City", "2027", "Buildings"],
        ["Solar panels on the depot", "City", "2028", ""],
        ["Insulation of the town hall", "City", "2029", ""],
        ["Bicycle parking", "City", "2030", "Mobility"],
    ]
    report = desk.import_file(desk.table([header, *rows]))
    assert (report.actions["added"], report.rows["joined"]) == (4, 0)


def test_actions_are_not_titled_by_their_sector(desk: Any) -> None:
    header = ["Actie", "Actie in één zin", "Wie", "Tegen"]
    rows = [[("Energie", "Mobiliteit")[n % 2], f"Nummer {n} van de dingen", "An", "2027"] for n in range(10)]
    desk.import_file(desk.table([header, *rows]))
    with desk.database.read_session() as session:
        titles = set(session.scalars(select(Action.title)))
    assert len(titles) == 10


def test_a_second_sheet_with_heads_of_its_own_is_read(desk: Any) -> None:
    book = openpyxl.Workbook()
    first, second, third = book.worksheets[0], book.create_sheet("Mobiliteit"), book.create_sheet("Verbruik")
    for row in (HEADER, *ROWS):
        first.append(row)
    second.append(["Maatregel", "Verantwoordelijke", "Timing", "Kostprijs"])
    second.append(["Fietsenstalling aan het station", "An Peeters", "2027", 1000])
    third.append(["Jaar", "Gebouw", "Verbruik"])
    third.append([2025, "Sporthal", 412])
    book.save(desk.folder / "plan.xlsx")
    report = desk.import_file(desk.folder / "plan.xlsx")
    assert (report.actions["added"], report.unread) == (3, ("Verbruik",))


@pytest.mark.parametrize("line", [["---"] * 4, ["", "-----", "", ""], ["…", "...", "–", "*"]])
def test_a_line_of_signs_between_rows_is_no_action(desk: Any, line: list[str]) -> None:
    report = desk.import_file(desk.table([HEADER, ROWS[0], line, ROWS[1]]))

    assert (report.actions["added"], report.rows["blank"], report.findings[0].code) == (
        2,
        1,
        "owner-without-address",
    )


@pytest.mark.parametrize(
    "remark", ["Opmerking: wacht op vergunning", "Nota : met Fluvius", "Bemerkung: später"]
)
def test_a_remark_below_an_action_is_none_and_is_kept_with_it(desk: Any, remark: str) -> None:
    report = desk.import_file(desk.table([HEADER, ROWS[0], ["", remark, "", ""], ROWS[1]]))

    assert report.actions["added"] == 2
    assert desk.action("1.1")["extra"]["Actie"] == remark
    assert _list_row_findings(report) == [(3, "row-joined")]


def test_a_remark_goes_into_the_description_where_there_is_one(desk: Any) -> None:
    header = [*HEADER, "Omschrijving"]
    rows = [[*ROWS[0], "Alle lampen"], ["", "Opmerking: wacht op vergunning", "", "", ""]]
    desk.import_file(desk.table([header, *rows, [*ROWS[1], "Dak"]]))

    assert desk.action("1.1")["description"] == "Alle lampen\nOpmerking: wacht op vergunning"


def _list_row_findings(report: Any) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in report.findings if each.code.startswith("row-")]


def test_the_rest_of_a_title_on_the_row_below_belongs_to_it(desk: Any) -> None:
    rest = ["", "en in de zwemhal", "", ""]
    report = desk.import_file(desk.table([HEADER, ROWS[0], rest, ROWS[1]]))

    assert report.actions["added"] == 2
    assert desk.action("1.1")["title"] == "Led in de sporthal en in de zwemhal"
    assert _list_row_findings(report) == [(3, "row-joined")]


@pytest.mark.parametrize("title", ["Regenton per school", "Zon"])
def test_a_title_alone_that_begins_with_a_capital_is_an_action(desk: Any, title: str) -> None:
    assert desk.import_file(desk.table([HEADER, ROWS[0], ["", title, "", ""], ROWS[1]])).actions["added"] == 3


def test_titles_in_small_letters_are_all_actions(desk: Any) -> None:
    rows = [
        ["1", "hek plaatsen", "An Wils", "2027"],
        ["", "poort plaatsen", "", ""],
        ["2", "muur", "Jo Nys", ""],
    ]
    assert desk.import_file(desk.table([HEADER, *rows])).actions["added"] == 3
