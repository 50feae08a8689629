"""Random edits by two people in copies of one plan: what each changed is in the plan, or told."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terugkom.database.connection_pool import Database
from terugkom.plan.queries import get_municipality
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.export_plan import export_workbook
from terugkom.workbook.file_formats.read_tables import Table, read_tables
from terugkom.workbook.import_plan import FileTables, ImportRun, import_tables
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.own_layout import ACTIONS, PEOPLE
from terugkom.workbook.workbook_content import load_workbook_content
from tests.soak import often

TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
CODES = ("A1", "A2", "A3", "A4")
STATUSES = ("gepland", "lopend", "klaar", "gestopt")
VALUES: Mapping[str, tuple[Cell, ...]] = {
    "Titel": ("Led in de sporthal van {}", "Led in de school van {}", "Led in de sporthal van heel {}"),
    "Omschrijving": ("", "Oud", "Nieuw\nen langer"),
    "Thema": ("", "energie", "water"),
    "Trekkers": ("", "an", "bart", "an; bart"),
    "Deadline": ("", "2027", "2028", datetime(2028, 3, 1)),  # noqa: DTZ001
    "Status": STATUSES,
    "Prioriteit": ("", "hoog", "laag"),
}
FIELDS = {
    "Titel": "title",
    "Omschrijving": "description",
    "Thema": "theme",
    "Trekkers": "owners",
    "Deadline": "deadline",
    "Status": "status",
    "Prioriteit": "priority",
}
Cells = dict[tuple[str, str], Cell]  # by code and header


def choose(at: tuple[str, str], number: int) -> Cell:
    value = VALUES[at[1]][number % len(VALUES[at[1]])]
    return value.format(at[0]) if isinstance(value, str) else value


numbers = st.integers(0, 3)
plans = st.fixed_dictionaries({at: numbers.map(partial(choose, at)) for at in product(CODES, VALUES)})
edits = st.dictionaries(st.sampled_from(list(product(CODES, VALUES))), numbers, max_size=8).map(
    lambda found: {at: choose(at, number) for at, number in found.items()}
)
PEOPLE_TABLE = Table(
    "Mensen",
    [[column.header for column in PEOPLE.columns], ["an", "An Peeters"], ["bart", "Bart Claes"]],
)
slugs = (f"gemeente-{number}" for number in count())


def build_tables(cells: Cells, more: tuple[Table, ...] = ()) -> list[Table]:
    """Return a plan as the tables of a file."""
    header: list[Cell] = [column.header for column in ACTIONS.columns]
    rows: list[list[Cell]] = [
        [code if name == "Code" else cells.get((code, str(name)), "") for name in header] for code in CODES
    ]
    return [Table("Acties", [header, *rows]), *more]


def import_copy(database: Database, slug: str, tables: list[Table], name: str) -> ImportReport:
    return import_tables(database, FileTables(name, tables, ""), ImportRun(slug, TODAY, NOW), None)


def read_plan(database: Database, slug: str) -> Cells:
    """Return the cells of the plan as an export writes them."""
    with database.read_session() as session:
        rows = load_workbook_content(session, get_municipality(session, slug)).rows["Acties"]
    return {(row["code"], name): show(row[FIELDS[name]]) for row in rows for name in VALUES}


def show(value: Any) -> Cell:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value or ""


def edit_export(path: Path, changes: Cells, deleted: frozenset[str]) -> list[Table]:
    """Return the tables of an export with other cells, and without some rows."""
    tables = read_tables(path)
    actions = next(table for table in tables if table.sheet == "Acties")
    at = {name: number for number, name in enumerate(actions.rows[0])}
    for row in actions.rows[1:]:
        for (code, name), value in changes.items():
            if row[at["Code"]] == code:
                row[at[name]] = value
    actions.rows[1:] = [row for row in actions.rows[1:] if row[at["Code"]] not in deleted]
    return tables


@pytest.fixture(scope="module")
def edits_database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    found = Database(f"sqlite:///{tmp_path_factory.mktemp('edits') / 'plan.sqlite'}")
    found.upgrade()
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


DELETED = st.frozensets(st.sampled_from(CODES), max_size=2)


@pytest.mark.long
@settings(max_examples=often(12, soak=400))
@given(plan=plans, an=edits, bart=edits, gone=DELETED, deleted=DELETED)
def test_two_copies_of_an_export_are_merged_three_ways(
    edits_database: Database,
    folder: Path,
    plan: Cells,
    an: Cells,
    bart: Cells,
    gone: frozenset[str],
    deleted: frozenset[str],
) -> None:
    slug = next(slugs)
    import_copy(edits_database, slug, build_tables(plan, (PEOPLE_TABLE,)), "eerste.xlsx")
    with edits_database.write_session() as session:
        export_workbook(session, get_municipality(session, slug), folder / "export.xlsx", NOW)
    base = read_plan(edits_database, slug)
    import_copy(edits_database, slug, edit_export(folder / "export.xlsx", an, gone), "an.xlsx")
    ours = read_plan(edits_database, slug)

    copy = edit_export(folder / "export.xlsx", bart, deleted)
    report = import_copy(edits_database, slug, copy, "bart.xlsx")

    merged = read_plan(edits_database, slug)
    theirs = base | {at: show(value) for at, value in bart.items()}
    rows = next(table.rows for table in copy if table.sheet == "Acties")
    told = {(rows[each.row - 1][0], each.column) for each in report.findings if each.code == "both-changed"}

    def has_changed(side: Cells, code: str) -> bool:
        return any(side[code, name] != base[code, name] for name in VALUES)

    for at, value in base.items():
        code = at[0]
        if code in deleted:
            assert (at in merged) is (code not in gone and has_changed(ours, code))
        elif code in gone:
            assert (at in merged) is has_changed(theirs, code)
            assert merged.get(at, theirs[at]) == theirs[at]
        elif theirs[at] in (value, ours[at]):
            assert (merged[at], at in told) == (ours[at], False)
        elif ours[at] == value:
            assert (merged[at], at in told) == (theirs[at], False)
        else:
            assert (merged[at], at in told) == (ours[at], True)


@pytest.mark.long
@settings(max_examples=often(12, soak=400))
@given(plan=plans, an=edits, bart=edits)
def test_what_two_people_changed_in_a_table_without_a_stamp_is_in_the_plan_or_told(
    edits_database: Database, plan: Cells, an: Cells, bart: Cells
) -> None:
    slug = next(slugs)
    import_copy(edits_database, slug, build_tables(plan, (PEOPLE_TABLE,)), "eerste.xlsx")
    base = read_plan(edits_database, slug)
    first = import_copy(edits_database, slug, build_tables(plan | an), "an.xlsx")
    ours = read_plan(edits_database, slug)

    report = import_copy(edits_database, slug, build_tables(plan | bart), "bart.xlsx")

    merged = read_plan(edits_database, slug)
    theirs = base | {at: show(value) for at, value in bart.items()}
    # what An's copy was asked about is not asked again
    told = {(CODES[each.row - 2], each.column) for each in (*first.findings, *report.findings)}
    changed = {(each.code, each.field) for each in report.changes}
    for at, value in base.items():
        assert merged[at] in (ours[at], theirs[at])
        if merged[at] != ours[at]:
            assert (at[0], FIELDS[at[1]]) in changed
        elif theirs[at] not in (value, ours[at]):
            assert at in told
        if at[1] == "Status" and ours[at] in STATUSES[2:]:
            assert merged[at] in STATUSES[2:]
