"""Minutes as secretaries fill them in: in Word through python-docx, and opened and saved by LibreOffice."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.table import Table
from sqlalchemy import select

from terugkom.inbox.folder import InboxRun
from terugkom.inbox.minutes_files import MinutesFileResult
from terugkom.inbox.process_inbox import process_inbox
from terugkom.meetings.execute_step import MeetingStepResult
from terugkom.meetings.minutes.minutes_form import render_minutes_form
from terugkom.meetings.model import Meeting
from terugkom.plan.model import Action
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment
from terugkom.workbook.own_layout import ACTIONS
from tests.clock import clock_on
from tests.fill_once import fill_once
from tests.import_workbook import import_workbook
from tests.libreoffice import convert
from tests.meetings.conftest import MeetingMunicipality

HELD = date(2027, 3, 15)
AFTER = date(2027, 3, 17)
ACTIONS_ROWS = [
    {"code": "E1", "title": "Ledlampen", "group": "ENERGIE", "owners": "AN", "deadline": date(2027, 1, 15)},
    {"code": "E2", "title": "Zonnepanelen", "group": "ENERGIE", "owners": "BE"},
    {
        "code": "E3",
        "title": "Warmtenet",
        "group": "ENERGIE",
        "owners": "AN; BE",
        "deadline": date(2027, 6, 1),
    },
    {"code": "M1", "title": "Fietspad", "owners": "CO"},
]


def planned(town: MeetingMunicipality) -> MeetingMunicipality:
    """A town that asked for its minutes; of four actions one is long overdue, and on the agenda."""
    town.made = list(fill_once(town.database, town.folder, "planned", lambda: _plan(town)))
    return town


def _plan(town: MeetingMunicipality) -> list[tuple[date, MeetingStepResult]]:
    town.import_plan()
    book = openpyxl.load_workbook(town.folder / "plan.xlsx")
    page = book[ACTIONS.title]
    page.delete_rows(2, 10)
    for row in ACTIONS_ROWS:
        page.append([row.get(column.field) for column in ACTIONS.columns])
    book.save(town.folder / "plan.xlsx")
    told = {"slug": "linde", "today": date(2027, 1, 4), "now": clock_on(date(2027, 1, 4))}
    assert import_workbook(town.database, town.folder / "plan.xlsx", **told).findings == ()
    for day in (date(2027, 2, 22), date(2027, 3, 8)):
        town.tick(day)
    with town.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E1")).one()
        assert action.deadline
        session.add(
            AgendaPoint(
                municipality_id=action.municipality_id,
                group_id=action.group_id,
                action_id=action.id,
                deadline=action.deadline,
                reason="late",
                raised_on=date(2027, 3, 2),
                moment_id=session.scalars(select(Moment.id)).first(),
            )
        )
    town.tick(date(2027, 3, 16))
    return town.made


def form_of(town: MeetingMunicipality, period: str = "2027-03", name: str = "verslag.docx") -> Path:
    """The form for the minutes of a meeting, saved where a secretary would."""
    with town.database.read_session() as session:
        query = select(Meeting).join(Meeting.moment).where(Moment.period == period)
        meeting = session.scalars(query).one()
        form = render_minutes_form(session, town.desk.templates, town.municipality(session), meeting)
    path = town.folder / name
    path.write_bytes(form.content)
    return path


def table_of(document: Any, *heads: str) -> Table:
    for table in document.tables:
        if [cell.text for cell in table.rows[0].cells][: len(heads)] == list(heads):
            found: Table = table
            return found
    raise AssertionError(heads)


def fill_in(
    path: Path,
    *,
    present: Mapping[str, str] | None = None,
    points: Mapping[str, str] | None = None,
    decisions: Sequence[tuple[str, str, str, str]] = (),
    actions: Sequence[tuple[str, str, str, str, str]] = (),
) -> Path:
    """Type into the cells; rows are added where there are too few."""
    document = docx.Document(str(path))
    there = table_of(document, "Code", "Naam", "Aanwezigheid")
    for row in there.rows[1:]:
        row.cells[2].text = (present or {}).get(row.cells[0].text, "")
    agenda = table_of(document, "Punt", "Actie")
    for row in agenda.rows[1:]:
        row.cells[4].text = (points or {}).get(row.cells[2].text, "")
    _type(table_of(document, "Nr", "Actie"), 1, decisions)
    _type(table_of(document, "Code", "Titel"), 0, actions)
    document.save(str(path))
    return path


def _type(table: Table, first: int, rows: Sequence[Sequence[str]]) -> None:
    while len(table.rows) <= len(rows):
        table.add_row()
    for row, texts in zip(table.rows[1:], rows, strict=False):
        for cell, text in zip(row.cells[first:], texts, strict=True):
            cell.text = text


def drop(
    town: MeetingMunicipality, path: Path, today: date = AFTER, *, slug: str = "linde"
) -> MinutesFileResult:
    """Put a document in the inbox and have it taken in."""
    inbox = town.folder / "municipalities" / slug / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, inbox / path.name)
    result = process_inbox(InboxRun(inbox.parent, lambda: town.desk, today, clock_on(today)))
    for error in result.errors:
        raise error
    (taken,) = result.minutes
    return taken


def everything(town: MeetingMunicipality) -> dict[str, list[tuple[Any, ...]]]:
    """All that stands in the database, but for the mails that say why minutes were refused."""
    from terugkom.database.table_base import Base

    with town.database.read_session() as session:
        return {
            table.name: sorted(
                (tuple(row) for row in session.execute(table.select()) if "minutes-refused" not in repr(row)),
                key=repr,
            )
            for table in Base.metadata.sorted_tables
        }


def resaved(path: Path, kind: str = "docx") -> Path:
    """The document as LibreOffice opens and saves it."""
    return convert(path, kind, path.parent / f"saved-{kind}")
