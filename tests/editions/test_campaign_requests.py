"""Campaigns ask the coordinator for a contribution in time, once, and only those that are wanted."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.campaign_requests import enqueue_campaign_request, list_due_calls
from terugkom.editions.media.campaigns import load_campaigns
from terugkom.plan.queries import get_municipality
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.editions.edition_municipality import FIRST, EditionMunicipality, action
from tests.refused_rows import refused_deliveries


@pytest.mark.long
@pytest.mark.parametrize(
    ("wanted", "mails"),
    [
        ("", []),
        ("earth-hour", [["earth-hour-2027"]]),
        ("earth-hour; dag-van-de-aarde", [["earth-hour-2027", "dag-van-de-aarde-2027"]]),
        ("earth-hour; week-van-de-mobiliteit", [["earth-hour-2027"], ["week-van-de-mobiliteit-2027"]]),
    ],
)
def test_what_is_wanted_is_asked_once_in_time_and_together(
    database: Database, tmp_path: Path, wanted: str, mails: list[list[str]]
) -> None:
    assert ask_through_a_year(database, tmp_path, wanted) == mails


def test_all_campaigns_of_a_year_are_asked_for_in_a_few_mails(
    sqlite_database: Database, tmp_path: Path
) -> None:
    mails = ask_through_a_year(sqlite_database, tmp_path, "alle")
    asked = [key for each in mails for key in each]
    assert len(asked) == len(set(asked)) >= len(load_campaigns())
    assert len(mails) <= 4


def ask_through_a_year(database: Database, folder: Path, wanted: str) -> list[list[str]]:
    """Ask on each day of 2027; return the calls of each mail that was enqueued."""
    room = EditionMunicipality(database, folder)
    room.import_actions(FIRST, action("A-1", "Fietsen"), campaigns=wanted)
    desk = RenderContext(database, DocumentStore(folder / "documents"), Templates("nl"))
    mails = []
    for day in (date(2027, 1, 1) + timedelta(days=n) for n in range(365)):
        with database.read_session() as session:
            town = get_municipality(session, "linde")
            due = list_due_calls(session, town, day)
        if due:
            assert all(day < call.starts for call in due)
            assert any(call.opens_on <= day for call in due)
            assert enqueue_campaign_request(desk, town, due, "folder", RunStamp(day, clock_on(day), "run"))
            mails.append([call.key for call in due])
    with database.read_session() as session:
        assert session.query(Delivery).count() == len(mails)
    return mails


def test_who_is_asked_and_where_it_is_kept_go_by_the_day_of_the_run(
    database: Database, tmp_path: Path
) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, action("A-1", "Fietsen"), campaigns="alle")
    desk = RenderContext(database, DocumentStore(tmp_path / "documents"), Templates("nl"))
    with database.write_session() as session:
        town = get_municipality(session, "linde")
        days = (date(2027, 1, 25) + timedelta(days=n) for n in range(30))
        day, calls = next((day, due) for day in days if (due := list_due_calls(session, town, day)))
        assert town.coordinator
        town.coordinator.departed_on = clock_on(day).date()  # a coordinator still, on the day of the run
    assert enqueue_campaign_request(desk, town, calls, "folder", RunStamp(day, clock_on(day), "run"))
    with database.read_session() as session:
        document = session.scalars(select(Document)).one()
    assert document.path.startswith(f"linde/{day}/")
    assert document.created_at == clock_on(day)
    mail = message_from_bytes(desk.documents.read(document.path, document.sha256), policy=default)
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert "Hartelijke groet" in part.get_content(), "it ends as a letter does"


def test_a_request_that_the_database_refuses_is_asked_again(database: Database, tmp_path: Path) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, action("A-1", "Fietsen"), campaigns="alle")
    desk = RenderContext(database, DocumentStore(tmp_path / "documents"), Templates("nl"))
    with database.read_session() as session:
        town = get_municipality(session, "linde")
        days = (date(2027, 1, 1) + timedelta(days=n) for n in range(365))
        day, calls = next((day, due) for day in days if (due := list_due_calls(session, town, day)))
        assert town.coordinator
        address = town.coordinator.email
    with refused_deliveries(database, address):
        stamp = RunStamp(day, clock_on(day), "run")
        with pytest.raises(IntegrityError):
            enqueue_campaign_request(desk, town, calls, "folder", stamp)
    with database.read_session() as session:
        assert list_due_calls(session, town, day) == calls
    assert enqueue_campaign_request(desk, town, calls, "folder", stamp)
    assert enqueue_campaign_request(desk, town, calls, "folder", stamp) is None
