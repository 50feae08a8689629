"""A town with groups that meet, ticked through without Prefect as the flows tick through it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.coverage import load_coverage
from terugkom.meetings import execute_step, open_meeting, reschedule
from terugkom.meetings.align_meetings import align_meetings
from terugkom.meetings.execute_step import MeetingStepResult
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep
from terugkom.meetings.reschedule import MeetingChange
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.run_stamp import RunStamp
from terugkom.workbook.columns import SheetLayout
from terugkom.workbook.own_layout import ACTIONS, GROUPS, PEOPLE, SETTINGS
from tests.clock import clock_on
from tests.fill_once import fill_once
from tests.import_workbook import import_workbook

FIRST = date(2027, 1, 4)  # a Monday
PEOPLE_ROWS = [
    {"code": "AN", "name": "An Wijn, jr", "email": "an@linde.example.org", "groups": "ENERGIE; KOP"},
    {"code": "BE", "name": "Bé Vos", "email": "be@linde.example.org", "groups": "ENERGIE"},
    {"code": "CO", "name": "Co Ordinator", "email": "co@linde.example.org", "groups": "KOP"},
    {"code": "GEEN", "name": "Zonder Adres", "groups": "ENERGIE"},
]


@dataclass
class MeetingMunicipality:
    """A municipality, Linde where nothing else is said, with its database and its folder."""

    database: Database
    folder: Path
    slug: str = "linde"
    made: list[tuple[date, MeetingStepResult]] = field(default_factory=list)

    def import_plan(self, day: date = FIRST, **groups: Any) -> None:
        """Import a workbook with a subgroup that meets on these terms."""
        fill_once(self.database, self.folder, (day, groups), lambda: self._import_plan(day, groups))

    def tick_once(self, day: date) -> None:
        """Do the tick of a day, as `tick` does; the next time copy what that left."""

        def fill() -> list[tuple[date, MeetingStepResult]]:
            self.tick(day)
            return list(self.made)

        self.made = list(fill_once(self.database, self.folder, ("tick", day), fill))

    def _import_plan(self, day: date, groups: dict[str, Any]) -> None:
        energy = {"code": "ENERGIE", "name": "Deelgroep energie", "kind": "deelgroep", "interval_months": 6}
        sheets: list[tuple[SheetLayout, Sequence[dict[str, Any]]]] = [
            (
                GROUPS,
                [
                    energy
                    | {"anchor": date(2027, 3, 15), "meets_in": "Raadzaal; eerste verdieping"}
                    | groups,
                    {"code": "KOP", "name": "Kopgroep", "kind": "kopgroep"},
                ],
            ),
            (PEOPLE, PEOPLE_ROWS),
            (ACTIONS, [{"code": "E1", "title": "Ledlampen", "group": "ENERGIE", "owners": "AN"}]),
            (
                SETTINGS,
                [
                    {"name": "Naam van de gemeente", "value": "Gemeente Linde"},
                    {"name": "Coördinator", "value": "CO"},
                ],
            ),
        ]
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for sheet, rows in sheets:
            page = book.create_sheet(sheet.title)
            page.append([column.header for column in sheet.columns])
            for row in rows:
                page.append([row.get(column.field) for column in sheet.columns])
        book.save(self.folder / "plan.xlsx")
        report = import_workbook(
            self.database, self.folder / "plan.xlsx", slug="linde", today=day, now=clock_on(day)
        )
        assert report.findings == ()

    def tick(self, today: date) -> list[MeetingStepResult]:
        """Take each step that is due, as the daily tick has it done."""
        made = []
        self.align(today)
        with self.database.read_session() as session:
            town = self.municipality(session)
            due = open_meeting.list_due_meetings(session, town, today)
        for ready in due:
            made += self.take(town, ready, today)
        self.made += [(today, each) for each in made]
        return made

    def align(self, today: date) -> int:
        """Have the meetings follow the plan, as the daily tick and an import do."""
        with self.database.write_session() as session:
            return align_meetings(session, self.municipality(session), today, clock_on(today))

    def take(
        self, town: Municipality, ready: open_meeting.MeetingDueSteps, today: date
    ) -> list[MeetingStepResult]:
        with self.database.write_session() as session:
            stamp = RunStamp(today, clock_on(today), "run")
            meeting = open_meeting.open_meeting(session, town, ready.occurrence, stamp)
            of = replace(ready.occurrence, moment_id=meeting.moment_id)
        assert of.moment_id
        origin = RunContext(town, of.moment_id, "folder", "run", clock_on(today), today)
        with self.database.read_session() as session:
            coverage = load_coverage(session, town, today)
        return [execute_step.execute_step(self.desk, of, due, origin, coverage) for due in ready.due_steps]

    def move(self, day: date, *, to: date, name: str = "ENERGIE", **more: Any) -> None:
        with self.database.write_session() as session:
            town = self.municipality(session)
            found = reschedule.find_occurrence(session, town, name, day)
            change = MeetingChange(to, **more)
            stamp = RunStamp(day, clock_on(day), "run")
            reschedule.reschedule_meeting(session, town, found, change, stamp)

    def cancel(self, day: date, why: str = "De zaal is weg.", name: str = "ENERGIE") -> None:
        with self.database.write_session() as session:
            town = self.municipality(session)
            found = reschedule.find_occurrence(session, town, name, day)
            reschedule.cancel_meeting(session, town, found, why, RunStamp(day, clock_on(day), "run"))

    def record_minutes(self, day: date, period: str, subject: str = "ENERGIE") -> None:
        with self.database.write_session() as session:
            query = select(Meeting).join(Meeting.moment)
            query = query.where(Moment.subject == subject, Moment.period == period)
            meeting = session.scalars(query).one()
            meeting.state, meeting.minuted_on = MeetingState.MINUTED, day

    @property
    def desk(self) -> RenderContext:
        return RenderContext(self.database, DocumentStore(self.folder / "documents"), Templates("nl"))

    def municipality(self, session: Any) -> Municipality:
        return get_municipality(session, self.slug)

    def steps(self) -> list[tuple[str, date, str]]:
        """Return each step that was taken or skipped: which, when, and why not."""
        with self.database.read_session() as session:
            rows = session.scalars(select(MeetingStep).order_by(MeetingStep.id))
            return [(row.step.value, row.day, row.reason) for row in rows]

    def mails(self) -> Iterator[tuple[Delivery, EmailMessage]]:
        """Yield each delivery with the mail that goes out, parsed."""
        with self.database.read_session() as session:
            query = select(Delivery, Document.path).join(Document, Document.id == Delivery.document_id)
            for delivery, path in session.execute(query.order_by(Delivery.id)):
                content = delivery.headers.encode() + (self.folder / "documents" / path).read_bytes()
                mail = message_from_bytes(content, policy=default)
                assert isinstance(mail, EmailMessage)
                yield delivery, mail


@pytest.fixture
def town(database: Database, tmp_path: Path) -> MeetingMunicipality:
    return MeetingMunicipality(database, tmp_path)
