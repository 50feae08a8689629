"""The workbook of the day goes with the weekly summary, if the municipality wants it, and comes back."""

from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.plan.model import Action, ActionStatus, Municipality, ProgressReport
from terugkom.workbook.import_report import ImportReport
from tests.clock import clock_on
from tests.import_workbook import import_workbook
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY, NEXT_MONDAY = date(2027, 3, 1), date(2027, 3, 8)
NAME = "lievegem-actieplan.xlsx"


def want_workbook(town: CalendarMunicipality) -> None:
    with town.database.write_session() as session:
        session.scalars(select(Municipality)).one().media_settings = {"summary_workbook": True}


def read_summaries(town: CalendarMunicipality) -> list[Any]:
    paths = sorted(town.folder.rglob("outbox/**/*.eml"))
    read = [message_from_bytes(each.read_bytes(), policy=policy.default) for each in paths]
    return [each for each in read if "coordinator-summary" in str(each["List-Id"])]


def import_attachment(town: CalendarMunicipality, mail: Any, **cells: str) -> ImportReport:
    """Change cells of E-01 in the workbook that came with a mail, and import it."""
    path = Path(town.folder / NAME)
    path.write_bytes(next(mail.iter_attachments()).get_content())
    book = openpyxl.load_workbook(path)
    page = book["Acties"]
    headers = {cell.value: cell.column for cell in page[1]}
    for name, value in cells.items():
        page.cell(2, headers[name], value)
    book.save(path)
    return import_workbook(town.database, path, slug=town.slug, today=NEXT_MONDAY, now=clock_on(NEXT_MONDAY))


@pytest.fixture
def late(town: CalendarMunicipality) -> CalendarMunicipality:
    town.action("E-01", MONDAY)
    return town


def test_without_the_setting_nothing_goes_with_it(late: CalendarMunicipality) -> None:
    late.tick(MONDAY)
    late.deliver(MONDAY)
    (mail,) = read_summaries(late)
    assert list(mail.iter_attachments()) == []
    assert "HET WERKBOEK VAN VANDAAG" not in mail.get_body(("plain",)).get_content()


def test_the_workbook_of_the_day_comes_back_after_an_owner_answered(late: CalendarMunicipality) -> None:
    want_workbook(late)
    late.tick(MONDAY)
    late.deliver(MONDAY)
    (mail,) = read_summaries(late)
    assert [each.get_filename() for each in mail.iter_attachments()] == [NAME]
    assert "HET WERKBOEK VAN VANDAAG" in mail.get_body(("plain",)).get_content()
    assert "Het werkboek van vandaag" in mail.get_body(("html",)).get_content()
    late.change("E-01", status=ActionStatus.DONE)

    report = import_attachment(late, mail, Thema="energie")

    with late.database.read_session() as session:
        action = session.scalars(select(Action)).one()
        assert (action.status, action.theme) == (ActionStatus.DONE, "energie")
        assert session.scalars(select(ProgressReport)).all() == []
    assert [each.code for each in report.findings] == ["newer-in-plan"]


def test_what_both_changed_is_asked_in_the_next_summary(late: CalendarMunicipality) -> None:
    want_workbook(late)
    late.tick(MONDAY)
    late.deliver(MONDAY)
    late.change("E-01", status=ActionStatus.DONE)
    import_attachment(late, read_summaries(late)[0], Status="gestopt")

    late.tick(NEXT_MONDAY)
    late.deliver(NEXT_MONDAY)

    text = read_summaries(late)[1].get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert (
        "- Titel van E-01 (E-01): iemand vulde in een ingelezen bestand iets anders in dan er in het plan "
        f'staat. "Status: in het plan staat “klaar”, in het bestand {NAME} staat “gestopt”."'
    ) in text
    assert "neem het bestand over of laat het plan zo" in text
