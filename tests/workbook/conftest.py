"""A desk for each test: an empty database, a folder, and workbooks written in few words."""

import copy
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import terugkom.tables
from terugkom.database.connection_pool import Database
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from terugkom.workbook.export_plan import export_workbook
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.own_layout import DATA_SHEETS
from tests.import_workbook import import_workbook

Rows = Sequence[Mapping[str, Any]]

SMALL_PLAN: dict[str, list[dict[str, Any]]] = {
    "Acties": [{"Code": "A1", "Titel": "Led in alle gebouwen", "Trekkers": "an", "Groep": "energie"}],
    "Mensen": [{"Code": "an", "Naam": "An Peeters", "E-mail": "an@gemeente.example"}],
    "Groepen": [{"Code": "energie", "Naam": "Deelgroep energie", "Soort": "deelgroep"}],
    "Indicatoren": [{"Code": "I1", "Actie": "A1", "Naam": "Gebouwen met led", "Streefwaarde": 12}],
}


@dataclass
class ImportFolder:
    """Where a test works: files in, files out, and the database between them."""

    database: Database
    folder: Path
    today: date = date(2026, 11, 23)
    now: datetime = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)

    def workbook(self, name: str = "plan.xlsx", **sheets: Rows) -> Path:
        """Write sheets of ours with another library than the program's; rows go from header to value."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        layouts = {sheet.title: sheet for sheet in DATA_SHEETS}
        for title, rows in sheets.items():
            page = book.create_sheet(title)
            ours = [column.header for column in layouts[title].columns]
            headers = list(dict.fromkeys([*ours, *(name for row in rows for name in row)]))
            page.append(headers)
            for row in rows:
                page.append([row.get(header) for header in headers])
        book.save(self.folder / name)
        return self.folder / name

    def plan(self, **cells: Mapping[str, Any]) -> Path:
        """Write a small plan that is right, but for these cells of the first row of a sheet."""
        sheets = copy.deepcopy(SMALL_PLAN)
        for title, changed in cells.items():
            sheets[title][0].update(changed)
        return self.workbook(**sheets)

    def table(self, rows: Sequence[Sequence[str]], name: str = "plan.csv", **options: Any) -> Path:
        """Write a csv."""
        encoding, delimiter = options.get("encoding", "utf-8"), options.get("delimiter", ",")
        with (self.folder / name).open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        return self.folder / name

    def import_file(self, path: Path, **options: Any) -> ImportReport:
        """Import a file into the municipality `demo`."""
        told = {"slug": "demo", "today": self.today, "now": self.now}
        return import_workbook(self.database, path, **{**told, **options})

    def give_out(self, name: str = "export.xlsx") -> Path:
        """Export the municipality `demo`."""
        with self.database.write_session() as session:
            export_workbook(session, get_municipality(session, "demo"), self.folder / name, self.now)
        return self.folder / name

    def action(self, code: str = "A1") -> dict[str, Any]:
        """Return what the database holds of an action, with its owners' and its group's codes."""
        with self.database.read_session() as session:
            action = session.query(Action).filter_by(code=code).one()
            columns = {column.key: getattr(action, column.key) for column in Action.__table__.columns}
            owners = [person.code for person in action.owners]
            return columns | {"owners": owners, "group": action.group.code if action.group else None}

    def all_rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all that stands in the database, but for which copies of the plan there are."""
        left_out = ("plan_versions", "secret_keys")
        tables = [each for each in terugkom.tables.Base.metadata.sorted_tables if each.name not in left_out]
        with self.database.read_session() as session:
            return {
                table.name: sorted(map(tuple, session.execute(table.select())), key=str) for table in tables
            }


def samples_folder() -> Path:
    """Return the folder with real files, beside the repository or beside all its worktrees; else skip."""
    for above in Path(__file__).parents[3:5]:
        if (above / "shared" / "samples").is_dir():
            return above / "shared" / "samples"
    pytest.skip("the folder shared/samples with real files is not here")


def _places(report: ImportReport) -> list[tuple[str, int, str, str]]:
    return [(each.sheet, each.row, each.column, each.code) for each in report.findings]


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> ImportFolder:
    return ImportFolder(sqlite_database, tmp_path)


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImportFolder]:
    """A desk for many tries in dry run: nothing is stored in its database."""
    folder = tmp_path_factory.mktemp("desk")
    database = Database(f"sqlite:///{folder / 'terugkom.db'}")
    terugkom.tables.Base.metadata.create_all(database.engine)
    yield ImportFolder(database, folder)
    database.close()


@pytest.fixture
def postgres_desk(postgres_database: Database, tmp_path: Path) -> ImportFolder:
    return ImportFolder(postgres_database, tmp_path)


@pytest.fixture
def places() -> Callable[[ImportReport], list[tuple[str, int, str, str]]]:
    """Where each finding of a report stands, and what it is."""
    return _places


@pytest.fixture
def sample() -> Callable[[str], Path]:
    """A real file that is no part of the repository; the test is skipped where it is absent."""

    def find(name: str) -> Path:
        path = samples_folder() / "plans" / name
        if not path.exists():
            pytest.skip(f"the sample {name} is not here")
        return path

    return find
