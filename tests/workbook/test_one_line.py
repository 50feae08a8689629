"""What is one line is imported as one line, whatever a cell holds; and a table has a bounded width."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.errors import UnreadableFile
from terugkom.plan.model import Action, Group, Municipality, Person
from terugkom.workbook.columns import SheetLayout
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.own_layout import ACTIONS, GROUPS, PEOPLE, SETTINGS, get_layout
from tests.import_workbook import import_workbook

ODD = ["a\nb", "a\r\nb", "a\tb", "a\u2028b", "a\u2029b", "a\x85b", "a\n\n b"]


@pytest.mark.parametrize("odd", ODD)
def test_names_titles_and_places_are_one_line(sqlite_database: Database, tmp_path: Path, odd: str) -> None:
    book = openpyxl.Workbook()
    rows: list[tuple[SheetLayout, dict[str, str]]] = [
        (ACTIONS, {"code": "A1", "title": odd, "theme": odd, "description": "a\nb", "status": "gepland"}),
        (PEOPLE, {"code": "P1", "name": odd, "job": odd}),
        (GROUPS, {"code": "G1", "name": odd, "meets_in": odd, "kind": "deelgroep"}),
    ]
    for layout, values in rows:
        sheet = book.create_sheet(layout.title)
        sheet.append([column.header for column in layout.columns])
        sheet.append([values.get(column.field, "") for column in layout.columns])
    settings = book.create_sheet(SETTINGS.title)
    settings.append([column.header for column in SETTINGS.columns])
    settings.append([get_layout("nl").setting_rows[0].header, odd])
    book.save(tmp_path / "plan.xlsx")
    now = datetime(2026, 12, 1, tzinfo=UTC)
    import_workbook(sqlite_database, tmp_path / "plan.xlsx", slug="zb", today=date(2026, 11, 24), now=now)
    with sqlite_database.read_session() as session:
        action, person = session.scalars(select(Action)).one(), session.scalars(select(Person)).one()
        group, town = session.scalars(select(Group)).one(), session.scalars(select(Municipality)).one()
        assert (action.title, action.theme, action.description) == ("a b", "a b", "a\nb")
        assert (person.name, person.job) == ("a b", "a b")
        assert (group.name, group.meets_in) == ("a b", "a b")
        assert town.name == "a b"


def test_a_table_of_too_many_columns_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(";".join(["Titel"] * 150_000) + "\n" + ";".join("x" * 400_000) + "\n")
    began = time.process_time()
    with pytest.raises(UnreadableFile, match=r"plan.csv: has more than 1000 columns"):
        read_tables(path)
    assert time.process_time() - began < 2
    book = openpyxl.Workbook()
    book.worksheets[0].cell(1, 1_500, "Titel")
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(UnreadableFile, match="more than 1000 columns"):
        read_tables(tmp_path / "plan.xlsx")


def test_empty_columns_beyond_the_table_are_no_reason_to_refuse_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Code;Titel" + ";" * 2_000 + "\nA1;Led" + ";" * 2_000 + "\n")
    (table,) = read_tables(path)
    assert table.rows == [["Code", "Titel"], ["A1", "Led"]]
