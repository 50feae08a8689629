"""Owners, statuses, priorities and amounts as people write them in four languages."""

from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus, Person, PersonKind, Priority
from terugkom.workbook.foreign.amounts import read_amount
from terugkom.workbook.foreign.owner_names import parse_owners
from terugkom.workbook.foreign.status_words import PRIORITY_WORDS, STATUS_WORDS, read_status
from terugkom.workbook.special_cells import FormattedNumber


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("An Peeters, Bob Claes", ["An Peeters", "Bob Claes"]),
        ("An Peeters; Bob Claes", ["An Peeters", "Bob Claes"]),
        ("An Peeters / Bob Claes", ["An Peeters", "Bob Claes"]),
        ("An Peeters\nBob Claes", ["An Peeters", "Bob Claes"]),
        ("An Peeters en Bob Claes", ["An Peeters", "Bob Claes"]),
        ("An Peeters et Bob Claes", ["An Peeters", "Bob Claes"]),
        ("An Peeters and Bob Claes", ["An Peeters", "Bob Claes"]),
        ("An Peeters und Bob Claes", ["An Peeters", "Bob Claes"]),
        ("An PEETERS, an peeters", ["An PEETERS"]),
        ("dienst Stad en Ruimte", ["dienst Stad en Ruimte"]),
        ("onbekend", []),
        ("n.v.t.", []),
        ("inconnu", []),
        ("unknown", []),
        ("unbekannt", []),
        ("?", []),
    ],
)
def test_several_owners_in_a_cell_are_parted_and_nobody_is_no_owner(cell: str, names: list[str]) -> None:
    assert [owner.name for owner in parse_owners(cell)] == names


def test_an_address_in_brackets_goes_with_the_name() -> None:
    (owner,) = parse_owners("An Peeters (an.peeters@zilverbeke.example.org)")

    assert (owner.name, owner.email) == ("An Peeters", "an.peeters@zilverbeke.example.org")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("An Peeters", PersonKind.PERSON),
        ("Jan De Groen", PersonKind.PERSON),
        ("Marie PAUL", PersonKind.PERSON),
        ("dienst Mobiliteit", PersonKind.ORGANISATION),
        ("Groendienst", PersonKind.ORGANISATION),
        ("OCMW", PersonKind.ORGANISATION),
        ("Service environnement", PersonKind.ORGANISATION),
        ("Ministry of Finance", PersonKind.ORGANISATION),
        ("Amt für Umwelt", PersonKind.ORGANISATION),
        ("Bauamt", PersonKind.ORGANISATION),
        ("Stabsstelle Klimaschutz", PersonKind.ORGANISATION),
        ("Klimaschutzmanagement", PersonKind.ORGANISATION),
        ("Hr. Müller", PersonKind.PERSON),
        ("Fr. Schmidt (Bauamt)", PersonKind.PERSON),
    ],
)
def test_people_are_told_from_departments(name: str, kind: PersonKind) -> None:
    assert [owner.kind for owner in parse_owners(name)] == [kind]


PEOPLE = "Christelle|Estelle Dupont|Marie-Christelle Leroy|Maristelle Roux|Castelle|Lestelle|Nestelle|Kramt"
PEOPLE += "|Jan Damt|Tom Hamt|Wim Van Gestelle|Anne-Estelle Petit|Chrystelle|Piet Dewerker|Paul Desbureaux"
PEOPLE += "|Jan Van de Werken|Jan Verbandt|Marie Dienstel|Van de Werken|Desbureaux|Vandewerken"
OFFICES = (
    "Grünflächenamt|Gruenflaechenamt|Landratsamt|Bürgermeisteramt|Straßenbauamt|Gesundheitsamt|Standesamt"
)
OFFICES += "|Koordinierungsstelle|Geschäftsstelle|Klimaschutzleitstelle|Außenstelle|Anlaufstelle Energie"
OFFICES += "|Sachbereich 3|Stadtbauhof|Sozialdezernat|Gemeentewerken|Jan Maes Advocatenkantoor"


@pytest.mark.parametrize("name", PEOPLE.split("|"))
def test_a_name_that_ends_as_an_office_is_a_person(name: str) -> None:
    """Christelle ended in *-stelle*: she was an organisation, whose name is public."""
    assert [(owner.name, owner.kind) for owner in parse_owners(name)] == [(name, PersonKind.PERSON)]
    both = parse_owners(f"{name} en Jan Claes")
    assert [each.kind for each in both] == [PersonKind.PERSON] * len(both)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("te bepalen - IGEMO", ["IGEMO"]),
        ("nog te bepalen – Fluvius", []),
        ("IGEMO - te bepalen", ["IGEMO"]),
        ("à désigner : Claire Dubois", ["Claire Dubois"]),
        ("te bepalen - Q2", []),
        ("te bepalen - nog niet bekend", []),
        ("te bepalen - dienst milieu", ["dienst milieu"]),
        ("te bepalen - gemeente Linde", ["gemeente Linde"]),
        ("Nvt - Afgerond", []),
        ("te bepalen - Budget 2027", []),
        ("Niemand - Dringend", []),
        ("Geen: Werk in eigen beheer", []),
        ("Dringend - te bepalen", []),
        ("Dienst Leefmilieu - Energie", ["Dienst Leefmilieu - Energie"]),
        ("Anne-Marie Claes", ["Anne-Marie Claes"]),
        ("AN PEETERS I.S.M. BART CLAES", ["AN PEETERS", "BART CLAES"]),
    ],
)
def test_who_stands_beside_nobody_is_named(cell: str, names: list[str]) -> None:
    """*te bepalen - IGEMO* was a person of that name."""
    assert [owner.name for owner in parse_owners(cell)] == names


def test_what_is_no_name_beside_nobody_is_told(desk: Any) -> None:
    """*Nvt - Afgerond* became a person of the name *Afgerond*."""
    path = desk.folder / "plan.csv"
    cells = ["An Peeters", "Jan Claes", "Nvt - Afgerond", "te bepalen - Budget 2027", "te bepalen - Fluvius"]
    path.write_text("\n".join(["Actie;Trekker", *(f"Hek {at};{each}" for at, each in enumerate(cells))]))
    report = desk.import_file(path)
    with desk.database.read_session() as session:
        assert set(session.scalars(select(Person.name))) == {"An Peeters", "Jan Claes"}
    found = [(each.row, each.code) for each in report.findings if each.code == "owner-sentence"]
    assert found == [(4, "owner-sentence"), (5, "owner-sentence"), (6, "owner-sentence")]


@pytest.mark.parametrize("name", OFFICES.split("|"))
def test_an_office_is_no_person(name: str) -> None:
    assert [owner.kind for owner in parse_owners(name)] == [PersonKind.ORGANISATION]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (
            ("gepland", "niet gestart", "À venir", "prévu", "planned", "geplant"),
            ActionStatus.PLANNED,
        ),
        (("lopend", "In uitvoering", "en cours", "ongoing", "in progress", "laufend"), ActionStatus.RUNNING),
        (("uitgevoerd", "Afgerond", "réalisé", "terminé", "completed", "abgeschlossen"), ActionStatus.DONE),
        (("stopgezet", "geschrapt", "abandonné", "cancelled", "abgebrochen"), ActionStatus.STOPPED),
    ],
)
def test_a_status_is_known_in_each_language(words: tuple[str, ...], status: ActionStatus) -> None:
    assert {STATUS_WORDS[normalize_text(word)] for word in words} == {status}


@pytest.mark.parametrize(
    ("words", "priority"),
    [
        (("hoog", "Élevé", "high", "hoch"), Priority.HIGH),
        (("gemiddeld", "Moyen", "medium", "mittel"), Priority.MEDIUM),
        (("laag", "Bas", "low", "niedrig"), Priority.LOW),
    ],
)
def test_a_priority_is_known_in_each_language(words: tuple[str, ...], priority: Priority) -> None:
    assert {PRIORITY_WORDS[normalize_text(word)] for word in words} == {priority}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("€ 89.150,00", 89150),
        ("51.635 euro", 51635),
        ("EUR 1,234.56", 1234.56),
        ("€89,150.00", 89150),
        ("12 500,50 €", 12500.5),
        ("5,1 mio EUR", 5_100_000),
        ("15 Tsd. €", 15_000),
        (1250.5, 1250.5),
        ("5,1 mio EUR/j", None),
        ("<100k EUR", None),
        ("Entre 200 et 500", None),
        ("nog te bepalen", None),
        (-500, None),
        (0, 0),
        (FormattedNumber(0.5, "50%"), None),
        (1e300, None),
        (date(2027, 6, 30), None),
    ],
)
def test_an_amount_is_read_where_it_is_sure_else_kept_as_text(cell: object, value: float | None) -> None:
    found = read_amount(cell)

    assert found.value == value
    assert found.text


def test_codes_that_occur_twice_are_both_kept_and_reported(desk: Any, places: Any) -> None:
    report = desk.import_file(desk.table([["Nr", "Actie"], ["1", "Zon op het dak"], ["1", "Wind op zee"]]))

    assert report.actions["added"] == 2
    assert [(row, code) for _, row, _, code in places(report)] == [(3, "duplicate-code-kept")]


def test_every_row_is_accounted_for_and_a_dry_run_says_the_same_and_writes_nothing(desk: Any) -> None:
    rows = [
        ["Actieplan van Zilverbeke", "", ""],
        ["", "", ""],
        ["Nr", "Actie", "Trekker"],
        ["ENERGIE", "", ""],
        ["1", "Zon op het dak", "An Peeters"],
        ["Nr", "Actie", "Trekker"],
        ["", "", ""],
        ["", "", "Bob Claes"],
        ["2", "", "Cas Dierckx"],
        ["3", "Wind op zee", "Bob Claes"],
    ]
    path = desk.table(rows)
    before = desk.all_rows()

    tried = desk.import_file(path, dry_run=True)

    assert desk.all_rows() == before
    done = desk.import_file(path)
    assert tried.as_json() == done.as_json()
    assert done.total == sum(done.rows.values()) == len(rows)
    found = {fate: count for fate, count in done.rows.items() if count}
    assert found == {"header": 3, "section": 1, "blank": 2, "joined": 1, "refused": 1, "imported": 2}


def test_what_changed_is_told_from_and_to_and_what_is_gone_is_flagged(desk: Any) -> None:
    head = ["Nr", "Actie", "Klaar tegen"]
    desk.import_file(desk.table([head, ["1", "Zon op het dak", "2027"], ["2", "Wind op zee", "2027"]]))

    again = desk.import_file(desk.table([head, ["1", "Zon op het dak", "2028"]]))

    assert again.actions == {"added": 0, "changed": 1, "unchanged": 0, "missing": 1}
    told = {(each.code, each.field): (each.old_text, each.new_text) for each in again.changes}
    assert told["1", "deadline"] == ("2027-12-31", "2028-12-31")
    assert desk.action("2")["missing_since"] == desk.today


@pytest.mark.parametrize("text", ["=1+1", "+32 9 123", "-x", "@SUM(A1)", '=cmd|" /C calc"!A0'])
def test_cells_like_formulas_come_out_as_text_and_go_in_again_unchanged(desk: Any, text: str) -> None:
    desk.import_file(desk.table([["Nr", "Actie", "Eigen"], ["1", "Zon op het dak", text], ["2", text, "x"]]))

    out = desk.give_out()
    cells = [cell for row in openpyxl.load_workbook(out)["Acties"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == text] == ["s", "s"]
    assert desk.import_file(out).actions == {"added": 0, "changed": 0, "unchanged": 2, "missing": 0}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Afgerond in 2024", "done"),
        ("afgerond, zie verslag", "done"),
        ("Gerealiseerd ✔", "done"),
        ("Terminé (voir rapport)", "done"),
        ("Completed: see annex", "done"),
        ("100 %", "done"),
        ("Geannuleerd", "stopped"),
        ("Stopgezet wegens budget", "stopped"),
        ("Abandonné faute de moyens", "stopped"),
        ("Lopende: bestek in opmaak", "running"),
        ("lopend (50%)", "running"),
        ("vertraging door vergunning", "running"),
        ("deels klaar", "running"),
        ("40%", "running"),
        ("Nog te starten", "planned"),
        ("in opstart", "planned"),
        ("nog niet gestart, wacht op subsidie", "planned"),
        ("0%", "planned"),
        ("klaar tegen 2027", None),
        ("gerealiseerd voor 60 %", None),
        ("fertig bis Ende 2027", None),
        ("niet afgerond", None),
        ("zie nota", None),
        ("", None),
    ],
)
def test_a_status_in_free_words_is_what_they_begin_with(text: str, status: str | None) -> None:
    assert read_status(text) == status
