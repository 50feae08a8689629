"""Files of somebody else: a csv or a workbook with one header row and a map."""

from collections import Counter
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.errors import InputError
from terugkom.plan.model import Action, ActionStatus, Group, GroupKind, Municipality, Person
from terugkom.workbook.foreign.row_cells import unescape_entities

HEADER = ["Naam", "Wie", "Klaar tegen", "Stand", "Dienst", "Budget"]
MAP = {"Naam": "title", "Wie": "owners", "Klaar tegen": "deadline", "Stand": "status", "Dienst": "group"}
ROW = ["Meer fietsen", "An Peeters, Bob Claes", "Q2 2027", "in uitvoering", "Mobiliteit", "1.000"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_is_read_in_each_encoding_and_with_each_delimiter(
    desk: Any, encoding: str, delimiter: str
) -> None:
    row = ["Zuinige cafés – é", *ROW[1:]]
    report = desk.import_file(
        desk.table([HEADER, row], encoding=encoding, delimiter=delimiter), column_map=MAP
    )

    assert report.actions["added"] == 1
    with desk.database.read_session() as session:
        assert session.scalars(select(Person.name).order_by(Person.name)).all() == ["An Peeters", "Bob Claes"]
    assert desk.action("zuinige-cafes-e")["title"] == row[0]


def test_a_foreign_row_becomes_an_action_with_people_and_a_group_of_that_name(desk: Any, places: Any) -> None:
    report = desk.import_file(desk.table([HEADER, ROW, ROW[:1]]), column_map=MAP)

    action = desk.action("meer-fietsen")
    assert (action["owners"], action["group"]) == (["an-peeters", "bob-claes"], "mobiliteit")
    assert (action["deadline"], action["status"]) == (date(2027, 6, 30), ActionStatus.RUNNING)
    assert (action["budget"], action["budget_text"], action["extra"]) == (1000, "1.000", {})
    assert places(report) == [
        ("plan.csv", 3, "Naam", "duplicate-title-kept"),
        ("plan.csv", 2, "Wie", "owner-without-address"),
        ("plan.csv", 2, "Wie", "owner-without-address"),
    ]
    with desk.database.read_session() as session:
        group = session.scalars(select(Group)).one()
        assert (group.kind, group.anchor, group.interval_months) == (GroupKind.SUB, None, None)


def test_a_foreign_workbook_goes_the_same_way(desk: Any) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Plan")
    for row in ([], HEADER, [*ROW[:2], date(2027, 4, 1), *ROW[3:]]):
        book["Plan"].append(row)
    book.save(desk.folder / "ander.xlsx")

    desk.import_file(desk.folder / "ander.xlsx", column_map=MAP)

    assert desk.action("meer-fietsen")["deadline"] == date(2027, 4, 1)


def test_the_map_is_remembered_and_an_explicit_one_goes_before(desk: Any) -> None:
    path = desk.table([HEADER, ROW])
    desk.import_file(path, column_map=MAP)

    again = desk.import_file(path)
    other = desk.import_file(path, column_map={"Naam": "title", "Budget": "theme", "Wie": "extra"})

    assert again.actions == {"added": 0, "changed": 0, "unchanged": 1, "missing": 0}
    assert [change.field for change in other.changes] == ["theme", "extra"]
    assert other.changes[0].new_text == "1.000"
    assert desk.action("meer-fietsen")["extra"] == {"Wie": "An Peeters, Bob Claes"}
    with desk.database.read_session() as session:
        asked = {"Naam": "title", "Budget": "theme", "Wie": "extra"}
        assert session.scalars(select(Municipality)).one().column_map == MAP | asked


def test_another_column_for_the_title_than_the_remembered_one_is_told(desk: Any) -> None:
    """The actions were others from then on, and nothing said so."""
    rows = [["Ding", "Baas", "Omschrijving"], ["Bomen planten", "an@dorp.example", "Langs de Kerkstraat"]]
    path = desk.table(rows)
    assert desk.import_file(path, column_map={"Ding": "title"}).findings == ()
    report = desk.import_file(path, column_map={"Omschrijving": "title"})
    (found,) = report.findings
    assert (found.code, found.row, found.column) == ("other-column", 1, "Omschrijving")
    assert found.message.startswith("De kolom Titel is nu “Omschrijving”; tot nu toe was dat “Ding”.")
    assert desk.import_file(path, column_map={"omschrijving": "title"}).findings == ()
    assert desk.import_file(path).findings == (), "it is told once"


def test_another_column_for_the_title_than_the_detected_one_is_told(desk: Any) -> None:
    rows = [
        ["Nr", "Actie", "Omschrijving", "Trekker"],
        ["1", "Bomen planten langs de weg", "In de Kerkstraat komen er twintig", "an@dorp.example"],
        ["2", "Zonnepanelen op de sporthal", "Samen met de energiecoöperatie", "an@dorp.example"],
    ]
    path = desk.table(rows)
    assert desk.import_file(path).findings == ()

    report = desk.import_file(path, column_map={"Omschrijving": "title"})

    (found,) = [each for each in report.findings if each.code == "other-column"]
    assert (found.row, found.column) == (1, "Omschrijving")
    assert found.message.startswith("De kolom Titel is nu “Omschrijving”; tot nu toe was dat “Actie”.")


@pytest.mark.parametrize(
    ("column_map", "said"),
    [
        ({"Nom": "title"}, "no column 'Nom'; its columns are: Naam, Wie"),
        ({"Naam": "titel"}, "unknown field 'titel'; known fields are: code, title"),
        ({"Naam": "theme"}, "which column holds the title"),
        ({"Naam": "title", "Stand": "status", "Dienst": "status"}, "only one column"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_and_names_what_there_is(
    desk: Any, column_map: dict[str, str], said: str
) -> None:
    before = desk.all_rows()

    with pytest.raises(InputError, match=said):
        desk.import_file(desk.table([HEADER, ROW]), column_map=column_map)

    assert desk.all_rows() == before


def test_several_columns_may_make_one_code(desk: Any) -> None:
    path = desk.table([["Land", "Nr", "Titel"], ["BE", "1", "Zon"], ["NL", "1", "Wind"]])

    desk.import_file(path, column_map={"Land": "code", "Nr": "code", "Titel": "title"})

    assert (desk.action("BE-1")["title"], desk.action("NL-1")["title"]) == ("Zon", "Wind")


def test_a_csv_of_our_own_sheet_needs_no_map(desk: Any) -> None:
    desk.import_file(desk.table([["Code", "Titel", "Deadline"], ["A1", "Zon", "2027"]], delimiter=";"))

    assert desk.action()["deadline"] == date(2027, 12, 31)


def test_what_could_not_be_read_is_kept_in_its_own_words(desk: Any, places: Any) -> None:
    report = desk.import_file(
        desk.table([HEADER, ["Zon", "", "31/02/2027", "misschien", "", ""]]), column_map=MAP
    )

    assert [code for *_, code in places(report)] == ["impossible-date", "unknown-status"]
    assert desk.action("zon")["extra"] == {"Klaar tegen": "31/02/2027", "Stand": "misschien"}
    assert desk.action("zon")["status"] is ActionStatus.PLANNED


def test_titles_too_long_for_a_code_still_get_codes_that_stay_apart(desk: Any) -> None:
    long = "Wij vervangen de verlichting in alle gebouwen van de gemeente en het OCMW"
    titles = [long, f"{long} ook", "Zon!", "Zon?", "日本"]
    path = desk.table([["Titel"], *([title] for title in titles)])

    first, second = (desk.import_file(path, column_map={"Titel": "title"}) for _ in range(2))

    assert (first.actions["added"], second.actions["unchanged"]) == (5, 5)
    with desk.database.read_session() as session:
        assert all(0 < len(code) <= 60 for code in session.scalars(select(Action.code)))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("An, Bob; Cas\nDré", ["An", "Bob", "Cas", "Dré"]),
        ("Milieu (lucht, water),Wegen", ["Milieu (lucht, water)", "Wegen"]),
        ("FOD A, Voedsel,FOD B,FOD C", ["FOD A, Voedsel", "FOD B", "FOD C"]),
        ("Groen &amp; Co", ["Groen & Co"]),
        ("an.peeters@x.be", ["an.peeters@x.be"]),
        (" , ;", []),
    ],
)
def test_names_in_one_cell_are_parted(desk: Any, cell: str, names: list[str]) -> None:
    desk.import_file(
        desk.table([["Titel", "Wie"], ["Zon", cell]]), column_map={"Titel": "title", "Wie": "owners"}
    )

    with desk.database.read_session() as session:
        assert session.scalars(select(Person.name).order_by(Person.name)).all() == names


@pytest.mark.parametrize(
    ("cell", "read"), [(f"Groen &#{'9' * 5000};", f"Groen &#{'9' * 5000};"), ("&#233;&#xe9;&amp;", "éé&")]
)
def test_a_number_of_no_character_stops_no_import(cell: str, read: str) -> None:
    """Python reads no number of more than 4,300 figures."""
    assert unescape_entities(cell) == read


def test_an_owner_who_is_known_is_not_made_again(desk: Any) -> None:
    desk.import_file(desk.plan())

    report = desk.import_file(
        desk.table([["Titel", "Wie"], ["Zon", "an  PEETERS"]]), column_map={"Titel": "title", "Wie": "owners"}
    )

    assert (desk.action("zon")["owners"], report.findings) == (["an"], ())


EEA_MAP = {
    "Country": "code",
    "ID_of_policy_or_measure": "code",
    "Name_of_policy_or_measure": "title",
    "Description": "description",
    "Sector_s__affected": "theme",
    "Entities_responsible_for_implementing_the_policy": "owners",
    "Implementation_period_start": "start",
    "Implementation_period_finish": "deadline",
    "Status_of_implementation": "status",
}


@pytest.mark.long
def test_163_real_measures_go_in_and_come_out_and_go_in_again(desk: Any, sample: Any, places: Any) -> None:
    report = desk.import_file(sample("eea_pam_2018_be_nl_en.csv"), column_map=EEA_MAP)

    assert {fate: count for fate, count in report.rows.items() if count} == {"header": 1, "imported": 163}
    assert Counter(code for *_, code in places(report)) == {
        "owner-without-address": 142,
        "owner-sentence": 2,
        "unknown-status": 14,
        "doubtful-status": 2,
        "impossible-date": 14,
        "no-deadline": 14,
    }
    assert desk.action("Netherlands-1")["title"]
    again = desk.import_file(desk.give_out())
    assert again.actions == {"added": 0, "changed": 0, "unchanged": 163, "missing": 0}
    assert Counter(code for *_, code in places(again)) == {"no-deadline": 14}
