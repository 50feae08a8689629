"""Sheets as municipalities have them, in four languages and three kinds of file, read without a map."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.plan.model import Action, ActionStatus, Group, Person, Precision, Priority
from tests.workbook.old_excel import write_xls
from tests.workbook.open_document import write_ods

Rows = Sequence[Sequence[Any]]

DUTCH: Rows = [
    ["Actieplan duurzaamheid 2026-2031"],
    ["Gemeente Vlierbeke, versie 3"],
    [],
    [
        *("Actienr.", "Omschrijving actie", "Toelichting", "Pijler", "Actietrekker", "Startdatum"),
        *("Klaar tegen", "Stand van zaken", "Prioriteit", "Raming", "Link"),
    ],
    [
        *("1.1", "Zonnepanelen op het gemeentehuis", "40 panelen", "Energie", "An Peeters en Bo Maes"),
        *("maart 2026", "eind 2027", "lopend", "hoog", "€ 89.150,00", "https://x.example/1"),
    ],
    [
        *("1.2", "Ledverlichting in de sporthal", "", "Energie", "Dienst patrimonium"),
        *("", "Q3 2027", "nog niet gestart", "laag", "nog te ramen", ""),
    ],
]
FRENCH: Rows = [
    [
        *("N°", "Intitulé de l'action", "Descriptif", "Axe", "Personne pilote", "Service pilote"),
        *("Date de début", "Date de fin", "Statut", "Niveau de priorité", "Coût estimé"),
    ],
    [
        *("A1", "Planter une haie le long de l'école", "200 mètres", "Biodiversité", "Claire Dubois"),
        *("Espaces verts", date(2026, 10, 1), "fin 2027", "En cours", "Élevé", "51.635 euro"),
    ],
    [
        *("A2", "Isoler la maison communale", "", "Énergie", "", "Service travaux"),
        *("", "1er semestre 2028", "À venir", "Moyen", ""),
    ],
]
ENGLISH: Rows = [
    [
        *("Action no.", "Action title", "Short description", "Topic", "Action owner", "Owner email"),
        *("Start date", "Due date", "Status of implementation", "Priority level", "Estimated cost", "Notes"),
    ],
    [
        *("E1", "Electric vans for the works department", "Two vans", "Mobility", "Jo Baker"),
        *("jo.baker@town.example", "2026-01-05", "31 December 2027", "ongoing", "high", "<100k EUR", "lease"),
    ],
    [
        *("E2", "Repair café in the library", "", "Waste", "Jo Baker and Sam Cole", ""),
        *("", "second half of 2027", "not started", "low", "2,500 EUR", ""),
    ],
]
GERMAN: Rows = [
    [
        *("Lfd. Nr.", "Bezeichnung der Maßnahme", "Kurzbeschreibung", "Handlungsfeld", "Zuständige Person"),
        *("Amt", "Beginn", "Bis wann", "Umsetzungsstand", "Priorität", "Kosten"),
    ],
    [
        *("M1", "Wärmepumpe im Rathaus", "Ersatz der Ölheizung", "Energie", "Jutta Müller und Karl Weiß"),
        *("Hochbauamt", "Januar 2026", "2. Quartal 2028", "in Umsetzung", "hoch", "1,2 Mio EUR"),
    ],
    [
        *("M2", "Radweg zum Bahnhof", "", "Mobilität", "", "Tiefbauamt"),
        *("", "Ende 2029", "nicht begonnen", "mittel", ""),
    ],
]
# of each action: owners, theme, start, deadline with its precision, status, priority, budget, other columns
HALF, YEAR, DAY, QUARTER = Precision.HALF, Precision.YEAR, Precision.DAY, Precision.QUARTER
HIGH, MEDIUM, LOW = Priority.HIGH, Priority.MEDIUM, Priority.LOW
READ: Mapping[str, tuple[Rows, dict[str, int], dict[str, tuple[Any, ...]]]] = {
    "nl": (
        DUTCH,
        {"header": 3, "imported": 2, "blank": 1},
        {
            "1.1": (
                *(["an-peeters", "bo-maes"], "Energie", date(2026, 3, 1), date(2027, 12, 31), YEAR),
                *(ActionStatus.RUNNING, HIGH, 89150, {"Link": "https://x.example/1"}),
            ),
            "1.2": (
                *(["dienst-patrimonium"], "Energie", None, date(2027, 9, 30), QUARTER),
                *(ActionStatus.PLANNED, LOW, None, {}),
            ),
        },
    ),
    "fr": (
        FRENCH,
        {"header": 1, "imported": 2},
        {
            "A1": (
                *(["claire-dubois"], "Biodiversité", date(2026, 10, 1), date(2027, 12, 31), YEAR),
                *(ActionStatus.RUNNING, HIGH, 51635, {"Service pilote": "Espaces verts"}),
            ),
            "A2": (
                *(["service-travaux"], "Énergie", None, date(2028, 6, 30), HALF),
                *(ActionStatus.PLANNED, MEDIUM, None, {"Service pilote": "Service travaux"}),
            ),
        },
    ),
    "en": (
        ENGLISH,
        {"header": 1, "imported": 2},
        {
            "E1": (
                *(["jo-baker"], "Mobility", date(2026, 1, 5), date(2027, 12, 31), DAY),
                *(ActionStatus.RUNNING, HIGH, None, {"Notes": "lease"}),
            ),
            "E2": (
                *(["jo-baker", "sam-cole"], "Waste", None, date(2027, 12, 31), HALF),
                *(ActionStatus.PLANNED, LOW, 2500, {}),
            ),
        },
    ),
    "de": (
        GERMAN,
        {"header": 1, "imported": 2},
        {
            "M1": (
                *(["jutta-muller", "karl-weiss"], "Energie", date(2026, 1, 1), date(2028, 6, 30), QUARTER),
                *(ActionStatus.RUNNING, HIGH, 1_200_000, {"Amt": "Hochbauamt"}),
            ),
            "M2": (
                *(["tiefbauamt"], "Mobilität", None, date(2029, 12, 31), YEAR),
                *(ActionStatus.PLANNED, MEDIUM, None, {"Amt": "Tiefbauamt"}),
            ),
        },
    ),
}
_SHOWN = (
    "owners",
    "theme",
    "start",
    "deadline",
    "deadline_precision",
    "status",
    "priority",
    "budget",
    "extra",
)


def _book(desk: Any, sheets: Mapping[str, Rows], *merged: str) -> Path:
    """Write a workbook; `merged` are cells of its sheet "Plan" that are one, as "A1:E1"."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append([None if cell == "" else cell for cell in row])
    for cells in merged:
        book["Plan"].merge_cells(cells)
    book.save(desk.folder / "plan.xlsx")
    return Path(desk.folder / "plan.xlsx")


def _read(desk: Any) -> dict[str, tuple[Any, ...]]:
    with desk.database.read_session() as session:
        codes = session.scalars(select(Action.code).order_by(Action.id)).all()
    return {code: tuple(desk.action(code)[name] for name in _SHOWN) for code in codes}


def _fates(report: Any) -> dict[str, int]:
    """The fates of all rows, of which the sum is asserted here too."""
    assert sum(report.rows.values()) == report.total
    return {fate: count for fate, count in report.rows.items() if count}


@pytest.mark.parametrize("language", READ)
def test_a_sheet_is_understood_in_each_language(desk: Any, language: str) -> None:
    rows, fates, actions = READ[language]

    report = desk.import_file(_book(desk, {"Plan": rows}))

    assert (_fates(report), report.total) == (fates, len(rows))
    assert report.actions == {"added": 2, "changed": 0, "unchanged": 0, "missing": 0}
    assert _read(desk) == actions


def test_no_address_in_a_plan_of_others_becomes_part_of_a_code(desk: Any) -> None:
    header = ["Nr", "Actie", "Trekker", "Deelgroep", "Deadline"]
    rows = [
        ["zoe@linde.example", "Ledlampen plaatsen", "An Wijn", "Energie", "31/12/2027"],
        ["2", "Water opvangen", "An Wijn", "energie@linde.example", "31/12/2027"],
        ["", "Vraag het aan bo@linde.example", "cas@linde.example", "", "31/12/2027"],
    ]
    report = desk.import_file(_book(desk, {"Plan": [header, *rows]}))
    wrong = [(each.row, each.code) for each in report.findings if each.code == "bad-code"]
    assert wrong == [(2, "bad-code")]
    with desk.database.read_session() as session:
        codes = [*session.scalars(select(Action.code)), *session.scalars(select(Group.code))]
        codes += session.scalars(select(Person.code))
    assert {"ledlampen-plaatsen", "2"} <= set(codes)
    assert any(each.startswith("vraag-het-aan-") for each in codes)
    assert not [each for each in codes if "linde" in each or "@" in each]


def test_an_old_xls_and_an_ods_are_read_as_plans_too(desk: Any) -> None:
    write_xls(desk.folder / "plan.xls", "Plan", [list(row) or [""] for row in DUTCH])
    write_ods(desk.folder / "plan.ods", "Plan", FRENCH, title="Plan d'action durabilité")

    old = desk.import_file(desk.folder / "plan.xls")
    assert (_fates(old), old.actions["added"]) == ({"header": 3, "imported": 2, "blank": 1}, 2)
    assert _read(desk) == READ["nl"][2]

    free = desk.import_file(desk.folder / "plan.ods")
    assert (_fates(free), free.total) == ({"header": 2, "imported": 2}, 4)
    assert (free.actions["added"], free.actions["missing"]) == (2, 2), "those of the other file"
    assert _read(desk) == READ["nl"][2] | READ["fr"][2]


def test_merged_titles_and_rows_that_instruct_are_no_actions_nor_are_other_sheets(
    desk: Any, places: Any
) -> None:
    plan = [
        ["Actieplan MVO van Vlierbeke"],
        ["Vul dit blad in vóór 1 mei"],
        ["Wat", "", "Wie", "", "Wanneer"],
        ["Nr", "Actie", "Trekker", "Dienst", "Deadline"],
        ["verplicht", "vrije tekst, max. 200 tekens", "kies uit de lijst", "optioneel", "dd-mm-jjjj"],
        ["A1", "Regenput aan de school", "Cas Dils", "Groendienst", date(2027, 5, 1)],
        ["A2", "Hagen planten", "", "Groendienst", "eind 2027"],
    ]
    sheets: dict[str, Rows] = {
        "Hoe vult u dit in": [["Hoe vult u dit in?"], ["Lees eerst de handleiding."]],
        "Plan": plan,
        "Keuzelijsten": [["Status", "Dienst"], ["lopend", "Groendienst"], ["klaar", "Technische dienst"]],
    }

    report = desk.import_file(_book(desk, sheets, "A1:E1", "A2:E2", "A3:B3", "C3:D3"))

    assert (_fates(report), report.total) == ({"header": 5, "imported": 2}, len(plan))
    assert report.unread == ("Hoe vult u dit in", "Keuzelijsten")
    other = {"Dienst": "Groendienst"}
    planned = (ActionStatus.PLANNED, None, None, other)
    assert _read(desk) == {
        "A1": (["cas-dils"], "", None, date(2027, 5, 1), DAY, *planned),
        "A2": (["groendienst"], "", None, date(2027, 12, 31), YEAR, *planned),
    }
    assert sorted(places(report)) == [
        ("Hoe vult u dit in", 1, "", "sheet-not-read"),
        ("Keuzelijsten", 1, "", "sheet-not-read"),
        *(("Plan", row, "", "row-header") for row in (1, 2, 3, 5)),
        ("Plan", 6, "Trekker", "owner-without-address"),
        ("Plan", 7, "Trekker", "owner-without-address"),
    ]


def test_a_cell_that_is_merged_downwards_counts_for_each_row_beside_it(desk: Any) -> None:
    rows = [
        ["Nr", "Thema", "Actie", "Trekker"],
        ["1", "Energie", "Dak isoleren", "An Peeters"],
        ["2", "", "Ketel vervangen", "Bo Maes"],
        ["3", "Water", "Regenput plaatsen", "Bo Maes"],
    ]
    report = desk.import_file(_book(desk, {"Plan": rows}, "B2:B3"))

    assert (_fates(report), report.total) == ({"header": 1, "imported": 3}, 4)
    assert [theme for _, theme, *_ in _read(desk).values()] == ["Energie", "Energie", "Water"]


def test_sections_sub_actions_repeated_headers_and_rows_that_go_on_are_told_apart(desk: Any) -> None:
    header = ["Nr", "Actie", "Deelactie", "Trekker", "Klaar tegen"]
    rows = [
        header,
        ["Pijler 1: Energie"],
        ["1", "Zonnepanelen op alle daken", "", "An Peeters", "eind 2028"],
        ["1.1", "Zonnepanelen op alle daken", "Dakstudie laten maken", "Bo Maes", "Q1 2027"],
        ["", "Zonnepanelen op alle daken", "Panelen plaatsen", "Bo Maes", "Q4 2028"],
        [],
        header,
        ["", "MOBILITEIT"],
        ["2", "Fietsenstalling aan het station", "", "Cas Dils", "maart 2027"],
        ["", "", "", "Dina Voss", ""],
        ["Totaal", "", "", "", 3],
    ]
    report = desk.import_file(_book(desk, {"Plan": rows}))

    fates = {"header": 2, "imported": 4, "joined": 1, "section": 3, "blank": 1}
    assert (_fates(report), report.total) == (fates, len(rows))
    found = {code: desk.action(code) for code in _read(desk)}
    assert {code: (each["title"], each["part_of"], each["theme"]) for code, each in found.items()} == {
        "1": ("Zonnepanelen op alle daken", "", "Pijler 1: Energie"),
        "1.1": ("Dakstudie laten maken", "1", "Pijler 1: Energie"),
        "zonnepanelen-op-alle-daken-panelen-plaatsen": ("Panelen plaatsen", "1", "Pijler 1: Energie"),
        "2": ("Fietsenstalling aan het station", "", "MOBILITEIT"),
    }
    assert found["2"]["owners"] == ["cas-dils", "dina-voss"], "the row below goes on about it"

    again = desk.import_file(desk.folder / "plan.xlsx")
    assert (_fates(again), again.actions["unchanged"], again.changes) == (fates, 4, ())


def test_an_action_that_only_its_sub_actions_tell_of_stays_with_them(desk: Any) -> None:
    """*Gemeentehuis vernieuwen* stood in no row of its own: the import lost it, and nothing said so."""
    rows = [
        ["Nr", "Actie", "Deelactie", "Trekker", "Klaar tegen"],
        ["1", "Gemeentehuis vernieuwen", "Dak isoleren", "An Peeters", "2027"],
        ["", "", "Ramen vervangen", "Bo Maes", "2028"],
        ["2", "Zwembad verbouwen", "", "An Peeters", "2027"],
        ["", "", "Warmtepomp plaatsen", "Bo Maes", "2028"],
    ]
    desk.import_file(_book(desk, {"Plan": rows}, "A2:A3", "B2:B3"))
    found = {each["title"]: each for each in map(desk.action, _read(desk))}
    whole = {"Actie": "Gemeentehuis vernieuwen"}
    assert {title: (each["part_of"], each["extra"]) for title, each in found.items()} == {
        "Dak isoleren": ("", whole),
        "Ramen vervangen": ("", whole),
        "Zwembad verbouwen": ("", {}),
        "Warmtepomp plaatsen": ("2", {}),
    }
    again = desk.import_file(desk.folder / "plan.xlsx")
    assert (again.actions["unchanged"], again.changes) == (4, ())


def test_a_share_in_a_column_of_its_own_is_kept_as_the_sheet_shows_it(desk: Any) -> None:
    """*100%* was kept as *1*, and *25%* as *0.25*."""
    header = ["Nr", "Actie", "Trekker", "Deadline", "Status", "Draagvlak"]
    rows = [
        [f"{at}", title, "An Peeters", "2027", "lopend", share]
        for at, (title, share) in enumerate([("Dak isoleren", 1), ("Ketel vervangen", 0.25)], 1)
    ]
    path = _book(desk, {"Plan": [header, *rows]})
    book = openpyxl.load_workbook(path)
    for cell in ("F2", "F3"):
        book["Plan"][cell].number_format = "0%"
    book.save(path)
    desk.import_file(path)
    assert [desk.action(code)["extra"] for code in "12"] == [{"Draagvlak": "100%"}, {"Draagvlak": "25%"}]


def test_a_section_that_says_that_it_is_a_theme_is_the_theme_alone(desk: Any) -> None:
    """Documents write *Thema* before it themselves, and a hashtag was *#ThemaEnergie*."""
    rows = [
        ["Nr", "Actie", "Trekker", "Klaar tegen"],
        ["Thema: Energie"],
        ["1", "Zonnepanelen op alle daken", "An Peeters", "eind 2028"],
        ["THEMA – Mobiliteit"],
        ["2", "Fietsenstalling aan het station", "Cas Dils", "maart 2027"],
    ]
    desk.import_file(_book(desk, {"Plan": rows}))
    themes = {code: desk.action(code)["theme"] for code in _read(desk)}
    assert themes == {"1": "Energie", "2": "Mobiliteit"}


def test_rows_of_a_table_that_holds_no_actions_are_counted_too(desk: Any) -> None:
    plan = [["Nr", "Actie", "Trekker"], ["1", "Led in de sporthal", "An Peeters"]]
    people = [["Naam", "Dienst", "E-mail"], ["An Peeters", "Milieu", "an@gemeente.example"]]

    report = desk.import_file(_book(desk, {"Plan": [*plan, [], *people]}))

    assert {"header": 1, "imported": 1, "refused": 2}.items() <= _fates(report).items()


def test_a_form_without_a_title_is_refused_and_the_others_go_in(desk: Any) -> None:
    def form(title: str) -> Rows:
        return [["Titel", title], ["Trekker", "An Peeters"], ["Deadline", "2027"], []]

    report = desk.import_file(_book(desk, {"Fiches": [*form("Hagen"), *form(""), *form("Deelwagens")]}))

    assert (report.rows["imported"], report.rows["refused"]) == (2, 3)
