"""A file that was misread and is read again does not leave its actions twice."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.documents.document_store import DocumentStore
from terugkom.plan.change_action import change_action
from terugkom.plan.history import record_changes
from terugkom.plan.model import Action, ActionStatus, Person
from terugkom.plan.queries import get_municipality
from terugkom.workbook.undo.undo_import import undo_last_import
from tests.workbook.conftest import ImportFolder

ROWS = [
    ["Bouwsteen", "Titel", "Wie", "Tegen"],
    *([f"Straat {n} autovrij maken", f"Mobiliteit {n}", f"Dienst {n}", "2028"] for n in range(1, 7)),
]
RIGHT = {"Bouwsteen": "title", "Titel": "theme"}


@pytest.fixture
def misread(desk: Any) -> ImportFolder:
    """A desk with a plan that took the themes of its file for titles."""
    desk.import_file(desk.table(ROWS, "plan.csv"))
    found: ImportFolder = desk
    return found


def titles(desk: ImportFolder) -> dict[str, bool]:
    """Return whether each action is missing, by its title."""
    with desk.database.read_session() as session:
        return {each.title: each.missing_since is not None for each in session.scalars(select(Action))}


def read_again(desk: ImportFolder, **options: Any) -> Any:
    store = DocumentStore(desk.folder / "documents")
    return desk.import_file(desk.folder / "plan.csv", column_map=RIGHT, documents=store, **options)


@pytest.mark.long
@pytest.mark.parametrize("name", ["desk", "postgres_desk"])
def test_the_actions_of_the_first_reading_are_replaced(request: Any, name: str) -> None:
    desk = request.getfixturevalue(name)
    desk.import_file(desk.table(ROWS, "plan.csv"))

    report = read_again(desk)

    assert titles(desk) == {f"Straat {n} autovrij maken": False for n in range(1, 7)}
    assert (report.replaced, report.actions) == (6, {"added": 6, "changed": 0, "unchanged": 0, "missing": 0})
    assert {each.field for each in report.changes} == {"added"}


def test_to_read_it_again_in_the_same_way_changes_nothing(misread: ImportFolder) -> None:
    before = misread.all_rows()

    report = misread.import_file(misread.folder / "plan.csv")

    assert (report.replaced, report.changes) == (0, ())
    assert misread.all_rows() == before


def test_the_new_reading_is_taken_back_whole(misread: ImportFolder) -> None:
    before = misread.all_rows()
    read_again(misread)

    undo_last_import(misread.database, DocumentStore(misread.folder / "documents"), "demo")

    assert misread.all_rows() == before


def test_what_something_else_refers_to_is_flagged_and_stays(misread: ImportFolder) -> None:
    with misread.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.title == "Mobiliteit 1")).one()
        lead_times = get_municipality(session, "demo").effective_lead_times
        changes = change_action(
            action, {"status": ActionStatus.DONE}, day=misread.today, lead_times=lead_times
        )
        told = {"today": misread.today, "changed_at": misread.now, "through": "minutes, core 2026-11"}
        record_changes(session, [(action, each) for each in changes], **told)

    report = read_again(misread)

    assert (report.replaced, report.actions["missing"]) == (5, 1)
    assert {title for title, missing in titles(misread).items() if missing} == {"Mobiliteit 1"}


def test_another_file_flags_what_is_no_longer_in_it(misread: ImportFolder) -> None:
    report = misread.import_file(misread.table([["Nr", "Titel"], ["1", "Regenput plaatsen"]], "ander.csv"))

    assert (report.replaced, report.actions["missing"]) == (0, 6)


def test_people_that_only_the_first_reading_named_go_too(desk: Any) -> None:
    path: Path = desk.table(
        [["Actie", "Wie", "Trekker"], ["Dak isoleren", "An Peeters", "Bo Maes"]], "plan.csv"
    )
    desk.import_file(path, column_map={"Actie": "title", "Wie": "owners", "Trekker": "extra"})
    with desk.database.read_session() as session:
        assert session.scalars(select(Person.name)).all() == ["An Peeters"]

    desk.import_file(path, column_map={"Actie": "description", "Wie": "title", "Trekker": "owners"})

    with desk.database.read_session() as session:
        assert session.scalars(select(Person.name)).all() == ["Bo Maes"]


def test_a_dry_run_says_how_many_would_be_replaced(misread: ImportFolder) -> None:
    before = misread.all_rows()

    assert read_again(misread, dry_run=True).replaced == 6
    assert misread.all_rows() == before
