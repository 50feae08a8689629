"""A list of people with their mail addresses is no plan: the import says so, and what to do with it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from terugkom.database.connection_pool import Database
from terugkom.errors import InputError
from terugkom.plan.model import Action, Municipality, Person
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.report_page import explain_refusal
from tests.import_workbook import import_workbook

NOW = datetime(2027, 3, 1, 6, tzinfo=UTC)
PEOPLE = (
    ("An Wijn", "Milieuambtenaar", "an.wijn@linde.example.org"),
    ("Piet Peeters", "Schepen", "piet@linde.example.org"),
    ("Els Maes", "Technische dienst", "emaes@linde.example.org"),
)
SPLIT = [(*name.split(), job, to) for name, job, to in PEOPLE]
LISTS = {
    "a job": ("Contacten", [("Naam", "Functie", "E-mail"), *PEOPLE]),
    "first and last name": ("Mensen van ons", [("Voornaam", "Achternaam", "Dienst", "Mailadres"), *SPLIT]),
    "a title above": ("Blad1", [("Contactlijst 2027",), (), ("Naam", "Rol", "E-mailadres"), *PEOPLE]),
    "French": ("Contacts", [("Nom et prénom", "Fonction", "Courriel"), *PEOPLE]),
    "German": ("Kontakte", [("Name", "Funktion", "E-Mail-Adresse"), *PEOPLE]),
    "English": ("Contacts", [("Full name", "Job title", "Email address"), *PEOPLE]),
}
PLAN = (
    "Plan",
    [
        ("Actie", "Trekker", "E-mail", "Deadline"),
        ("Ledverlichting plaatsen", "An Wijn", "an.wijn@linde.example.org", "2027-06-01"),
        ("Bos aanplanten", "Piet Peeters", "piet@linde.example.org", "2027-09-01"),
    ],
)


def write(folder: Path, *sheets: tuple[str, list[tuple[str, ...]]]) -> Path:
    workbook = Workbook()
    del workbook["Sheet"]
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(folder / "lijst.xlsx")
    return folder / "lijst.xlsx"


def run(database: Database, path: Path, column_map: dict[str, str] | None = None) -> ImportReport:
    told = {"slug": "linde", "today": date(2027, 3, 1), "now": NOW}
    return import_workbook(database, path, column_map=column_map, **told)


def count(database: Database, table: type[Action | Municipality | Person]) -> int:
    with database.read_session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_people_is_refused_with_what_was_read_and_what_to_do(
    sqlite_database: Database, tmp_path: Path, kind: str
) -> None:
    with pytest.raises(InputError) as refused:
        run(sqlite_database, write(tmp_path, LISTS[kind]))
    assert refused.value.message_id == "error.plan-file.people-only"
    said = refused.value.render("nl")
    assert said.startswith(f"lijst.xlsx, tabblad {LISTS[kind][0]}: hier staan mensen met hun mailadres (3)")
    assert "Zet hun namen en adressen op het tabblad Mensen van ons werkboek" in said
    assert "`terugkom import-staff`" in refused.value.render("en")
    assert "tabblad Mensen van ons werkboek" in explain_refusal(refused.value, "nl")
    for language in ("fr", "de", "en"):
        assert refused.value.render(language) != said
        assert LISTS[kind][0] in refused.value.render(language)
    assert count(sqlite_database, Municipality) == 0, "nothing was changed"


def test_the_sheet_of_people_of_our_workbook_alone_is_imported(
    sqlite_database: Database, tmp_path: Path
) -> None:
    header = (
        *("Code", "Naam", "E-mail", "Functie", "Groepen", "Afwezig van", "Afwezig tot en met"),
        *("Vervanger", "Uit dienst op", "Soort"),
    )
    report = run(
        sqlite_database, write(tmp_path, ("Mensen", [header, ("AW", "An Wijn", "an.wijn@linde.example.org")]))
    )
    assert (report.findings, report.plan["people"]) == ((), 1)
    assert (count(sqlite_database, Person), count(sqlite_database, Action)) == (1, 0)


def test_a_plan_with_addresses_of_owners_and_one_beside_a_list_of_people_are_read(
    sqlite_database: Database, tmp_path: Path
) -> None:
    assert run(sqlite_database, write(tmp_path, PLAN)).actions["added"] == 2
    assert run(sqlite_database, write(tmp_path, PLAN, LISTS["a job"])).actions["unchanged"] == 2


def test_who_says_which_column_is_the_title_is_believed(sqlite_database: Database, tmp_path: Path) -> None:
    path = write(tmp_path, LISTS["a job"])
    assert run(sqlite_database, path, {"Functie": "title"}).actions["added"] == 3


def test_names_of_actions_with_an_address_of_somebody_else_are_a_plan(
    sqlite_database: Database, tmp_path: Path
) -> None:
    rows = [("Naam", "Dienst", "E-mail"), *((row[0], "Milieu", row[2]) for row in PLAN[1][1:])]
    assert run(sqlite_database, write(tmp_path, ("Plan", rows))).actions["added"] == 2
