"""A file whose wrong cells are mended, or not, and imported again: what was told is done, or told again."""

from typing import Any

import openpyxl
import pytest

from terugkom.plan.model import Action, Group, Person, PersonKind
from terugkom.plan.queries import get_municipality
from terugkom.workbook.file_formats.read_tables import read_tables

PEOPLE = [
    {"Code": "an", "Naam": "An Peeters", "E-mail": "an@example.org"},
    {"Code": "bart", "Naam": "Bart De Wilde", "E-mail": "bart@example.org"},
]


def plan(owners: str, **group: Any) -> dict[str, list[dict[str, Any]]]:
    groups = [
        {"Code": "energie", "Naam": "Deelgroep energie", "Soort": "deelgroep"} | group,
        {"Code": "water", "Naam": "Deelgroep water", "Soort": "deelgroep", "Om de hoeveel maanden": 12},
    ]
    action = {"Code": "A1", "Titel": "Led in alle gebouwen", "Trekkers": owners, "Groep": "energie"}
    return {
        "Acties": [action],
        "Mensen": PEOPLE,
        "Groepen": groups,
        "Indicatoren": [
            {"Code": "I1", "Actie": "A1", "Naam": "Lampen", "Streefwaarde": "min. veel"},
            {"Code": "I2", "Actie": "A1", "Naam": "Uren", "Streefwaarde": 3},
        ],
    }


def load_group(desk: Any, code: str) -> Group:
    with desk.database.read_session() as session:
        found: Group = session.query(Group).filter_by(code=code).one()
        session.expunge(found)
    return found


def test_a_cell_that_was_refused_goes_in_once_it_is_mended(desk: Any, places: Any) -> None:
    wrong = plan("an", **{"Om de hoeveel maanden": "een half jaar"})
    desk.import_file(desk.workbook(**wrong))
    mended = plan("an", **{"Om de hoeveel maanden": 6})
    mended["Indicatoren"][0]["Streefwaarde"] = 12

    report = desk.import_file(desk.workbook("plan v2.xlsx", **mended))

    assert places(report) == []
    assert load_group(desk, "energie").interval_months == 6


@pytest.mark.long
def test_a_setting_that_was_refused_goes_in_once_it_is_mended(desk: Any, places: Any) -> None:
    desk.import_file(desk.workbook(**plan("an")))
    copy = desk.give_out("kopie.xlsx")

    def fill(value: Any) -> Any:
        book = openpyxl.load_workbook(copy)
        for row in book["Instellingen"].iter_rows(min_row=2):
            if row[0].value == "Stukken voor een overleg":
                row[1].value = value
        book.save(copy)
        return desk.import_file(copy)

    assert [each.code for each in fill("een week").findings] == ["not-a-whole-number"]

    report = fill(8)

    assert places(report) == []
    with desk.database.read_session() as session:
        assert get_municipality(session, "demo").lead_times["pack"] == 8


@pytest.mark.long
def test_what_others_changed_since_a_cell_was_refused_stays(desk: Any) -> None:
    desk.import_file(desk.workbook(**plan("an", **{"Om de hoeveel maanden": "een half jaar"})))
    desk.import_file(desk.workbook("ander.xlsx", **plan("an", **{"Om de hoeveel maanden": 9})))

    report = desk.import_file(desk.workbook(**plan("an", **{"Om de hoeveel maanden": 6})))

    assert "both-changed" in [each.code for each in report.findings]
    assert load_group(desk, "energie").interval_months == 9


def test_an_owner_whom_nobody_knows_is_told_at_every_import(desk: Any, places: Any) -> None:
    file = plan("Piet Onbekend")
    file["Groepen"][0]["Verslaggever"] = "Lies Onbekend"
    first = desk.import_file(desk.workbook(**file))

    again = desk.import_file(desk.workbook(**file))

    assert places(again) == places(first)
    assert ("Acties", 2, "Trekkers", "unknown-person") in places(again)
    assert ("Groepen", 2, "Verslaggever", "unknown-person") in places(again)


@pytest.mark.parametrize(
    "words", ["An Peeters en Bart De Wilde", "An Peeters / Bart De Wilde", "an, bart", "An Peeters & bart"]
)
def test_names_with_and_between_them_are_people_if_each_is_known(desk: Any, places: Any, words: str) -> None:
    report = desk.import_file(desk.workbook(**plan(words)))

    assert [each for each in places(report) if each[0] == "Acties"] == []
    assert sorted(desk.action()["owners"]) == ["an", "bart"]
    assert desk.import_file(desk.workbook(**plan("bart; an"))).changes == ()


def test_a_name_of_which_one_half_is_unknown_is_told_whole(desk: Any) -> None:
    report = desk.import_file(desk.workbook(**plan("An Peeters en Piet Onbekend")))

    (told,) = [each for each in report.findings if each.sheet == "Acties"]
    assert told.message.startswith("“An Peeters en Piet Onbekend” staat niet ")


def test_groups_with_a_comma_between_them_are_groups(desk: Any, places: Any) -> None:
    file = plan("an")
    file["Mensen"] = [{**PEOPLE[0], "Groepen": "energie, water"}, PEOPLE[1]]

    report = desk.import_file(desk.workbook(**file))

    assert [each for each in places(report) if each[0] == "Mensen"] == []


@pytest.mark.parametrize("word", ["dienst", "Dienst", "organisatie", "afdeling"])
def test_a_department_is_an_organisation(desk: Any, word: str) -> None:
    file = plan("an")
    file["Mensen"] = [{**PEOPLE[0], "Soort": word}, PEOPLE[1]]

    report = desk.import_file(desk.workbook(**file))

    assert [each for each in report.findings if each.sheet == "Mensen"] == []
    with desk.database.read_session() as session:
        assert session.query(Person).filter_by(code="an").one().kind is PersonKind.ORGANISATION


def test_a_group_with_a_first_day_and_no_interval_is_told(desk: Any, places: Any) -> None:
    file = plan("an", **{"Eerste terugkom-moment": "9 februari 2027"})

    report = desk.import_file(desk.workbook(**file))

    assert ("Groepen", 2, "Om de hoeveel maanden", "no-interval") in places(report)


def test_our_own_stamp_is_no_column_that_was_not_understood(desk: Any) -> None:
    desk.import_file(desk.workbook(**plan("an")))

    report = desk.import_file(desk.give_out())

    assert [each.column for each in report.columns if not each.field] == []


def test_a_cell_merged_over_several_rows_of_our_workbook_is_of_each(desk: Any) -> None:
    file = plan("an")
    file["Acties"] = [
        {"Code": f"A{at}", "Titel": f"Actie {at}", "Thema": "Energie" if at == 1 else None}
        for at in range(1, 5)
    ]
    path = desk.workbook(**file)
    book = openpyxl.load_workbook(path)
    page = book["Acties"]
    theme = next(cell.column_letter for cell in page[1] if cell.value == "Thema")
    page.merge_cells(f"{theme}2:{theme}4")
    book.save(path)

    desk.import_file(path)

    assert [desk.action(f"A{at}")["theme"] for at in range(1, 5)] == ["Energie", "Energie", "Energie", ""]


def test_a_merged_cell_is_of_the_last_row_too(desk: Any) -> None:
    file = plan("an")
    file["Acties"] = [{"Code": f"A{at}", "Titel": f"Actie {at}"} for at in range(1, 4)]
    path = desk.workbook(**file)
    book = openpyxl.load_workbook(path)
    page = book["Acties"]
    column = next(cell.column for cell in page[1] if cell.value == "Trekkers")
    page.merge_cells(start_row=2, end_row=4, start_column=column, end_column=column)
    page.cell(2, column).value = "an"
    book.save(path)

    desk.import_file(path)

    actions = [desk.action(f"A{at}") for at in range(1, 4)]
    assert [each["owners"] for each in actions] == [["an"]] * 3


def test_a_merged_cell_of_the_last_column_counts(desk: Any) -> None:
    path = desk.folder / "samen.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page
    page.append(["Actie", "Deadline", "Thema"])
    page.append(["Led plaatsen", 2027, "Energie"])
    page.append(["Zon leggen", 2028])
    page.append(["Dak isoleren", 2029])
    page.merge_cells("C2:C4")
    book.save(path)

    assert read_tables(path)[0].merged == ((1, 2, 3, 2),)
    desk.import_file(path)

    with desk.database.read_session() as session:
        themes = {each.title: each.theme for each in session.query(Action)}
    assert themes == dict.fromkeys(["Led plaatsen", "Zon leggen", "Dak isoleren"], "Energie")
