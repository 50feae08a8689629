"""A municipality's folder and its database, for tests of what comes in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.inbox import process_inbox
from terugkom.inbox.folder import InboxRun
from terugkom.inbox.process_inbox import InboxResult

TODAY = date(2026, 11, 24)  # and the clock says another day: see NOW
SERVER = "mx.example.org"  # the mail server whose word about a sender is taken
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)


def write_half_read_plan(path: Path) -> None:
    """Write a workbook with a plan, and a second sheet that looks like one under unknown headers."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    unknown = [[f"Straat {n} autovrij maken", f"0{n}/05/2028"] for n in (1, 2, 3)]
    sheets = {
        "Energie": [["Nr", "Actie", "Deadline"], ["1", "Led in de sporthal", "2027"]],
        "Mobiliteit": [["Bouwsteen", "Klaar?"], *unknown],
    }
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)


@dataclass
class InboxHome:
    """A municipality's folder and its database."""

    database: Database
    folder: Path

    @property
    def inbox(self) -> Path:
        path = self.folder / "lievegem" / "inbox"
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def run(self) -> InboxRun:
        context = RenderContext(self.database, DocumentStore(self.folder / "documents"), Templates("nl"))
        return InboxRun(self.inbox.parent, lambda: context, TODAY, NOW, authentication_server=SERVER)

    def process(self) -> InboxResult:
        return process_inbox.process_inbox(self.run)

    def names(self, folder: str = "") -> list[str]:
        found = self.inbox / folder
        return sorted(path.name for path in found.iterdir() if path.is_file()) if found.is_dir() else []

    def count(self, what: type[Any]) -> int:
        with self.database.read_session() as session:
            return session.scalar(select(func.count()).select_from(what)) or 0


@pytest.fixture
def home(sqlite_database: Database, tmp_path: Path) -> InboxHome:
    return InboxHome(sqlite_database, tmp_path / "municipalities")
