"""A municipality whose plan and coordinator come from workbooks, told by what the daily run does."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.coordinator_change.enqueue_mails import FoundChange, enqueue_change_mails, find_change
from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.plan.coordinator_change import change_coordinator
from terugkom.plan.model import Person
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.own_layout import PEOPLE, SETTINGS
from tests.clock import clock_on
from tests.import_workbook import import_workbook
from tests.meetings.conftest import MeetingMunicipality

SITE_URL = "https://terugkom.example.org"


@dataclass
class ChangingMunicipality(MeetingMunicipality):
    """Linde, whose coordinator is CO."""

    site_url: str = SITE_URL

    def name_coordinator(self, day: date, code: str, *, dry_run: bool = False, **people: str) -> ImportReport:
        """Import a workbook that names another coordinator; `people` are addresses by code."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        rows = [{"code": each, "email": address} for each, address in people.items()]
        for sheet, values in ((PEOPLE, rows), (SETTINGS, [{"name": "Coördinator", "value": code}])):
            page = book.create_sheet(sheet.title)
            page.append([column.header for column in sheet.columns])
            for row in values:
                page.append([row.get(column.field) for column in sheet.columns])
        path = self.folder / "instellingen.xlsx"
        book.save(path)
        return import_workbook(
            self.database, path, slug=self.slug, today=day, now=clock_on(day), dry_run=dry_run
        )

    def change_coordinator(self, code: str) -> None:
        """Make somebody the coordinator as any other way but an import does; "" for nobody."""
        with self.database.write_session() as session:
            person = session.scalar(select(Person).where(Person.code == code))
            change_coordinator(session, self.municipality(session), person)

    @property
    def desk(self) -> RenderContext:
        store = DocumentStore(self.folder / "documents")
        return RenderContext(self.database, store, Templates("nl"), self.site_url)

    def find(self, today: date) -> FoundChange | None:
        with self.database.read_session() as session:
            return find_change(session, self.municipality(session), today)

    def tell(self, today: date) -> bool:
        """Do what the daily run does; return whether somebody is told."""
        found = self.find(today)
        with self.database.read_session() as session:
            municipality = self.municipality(session)
        run = RunContext(municipality, 0, "folder", "run", clock_on(today), today)
        return found is not None and enqueue_change_mails(self.desk, run, found, run.now)

    def told(self) -> list[tuple[str, str]]:
        """Return to whom mails about the coordinator were written, and how each begins."""
        return [
            (delivery.recipient.partition("@")[0], mail["Subject"])
            for delivery, mail in self.mails()
            if "coördinator" in mail["Subject"]
        ]


@pytest.fixture
def town(database: Database, tmp_path: Path) -> ChangingMunicipality:
    town = ChangingMunicipality(database, tmp_path)
    town.import_plan()
    return town
