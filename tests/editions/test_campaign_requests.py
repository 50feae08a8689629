"""Campaigns ask the coordinator for a contribution in time, once, and only those that are wanted."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database import Database
from terugkom.delivery.model import Delivery
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.campaign_requests import enqueue_campaign_request, list_due_calls
from terugkom.plan.queries import get_municipality
from tests.clock import clock_on
from tests.editions.edition_municipality import FIRST, EditionMunicipality, action


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [("", []), ("earth-hour", ["earth-hour-2027"]), ("alle", ["earth-hour-2027", "wereldwaterdag-2027"])],
)
def test_what_is_wanted_is_asked_once_in_time(
    database: Database, tmp_path: Path, wanted: str, asked: list[str]
) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, action("A-1", "Fietsen"), campaigns=wanted)
    desk = RenderContext(database, DocumentStore(tmp_path / "documents"), Templates("nl"))
    found = []
    for n in range(30):
        day = date(2027, 1, 25) + timedelta(days=n)
        with database.read_session() as session:
            town = get_municipality(session, "linde")
            due = list_due_calls(session, town, day)
        for call in due:
            moment = enqueue_campaign_request(desk, town, call, "folder", "run", today=day, now=clock_on(day))
            assert moment is not None
            assert day < call.starts
            found.append(call.key)
    assert sorted(found) == asked
    with database.read_session() as session:
        assert session.query(Delivery).count() == len(found)


def test_who_is_asked_and_where_it_is_kept_go_by_the_day_of_the_run(
    database: Database, tmp_path: Path
) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, action("A-1", "Fietsen"), campaigns="alle")
    desk = RenderContext(database, DocumentStore(tmp_path / "documents"), Templates("nl"))
    with database.write_session() as session:
        town = get_municipality(session, "linde")
        days = (date(2027, 1, 25) + timedelta(days=n) for n in range(30))
        day, call = next((day, due[0]) for day in days if (due := list_due_calls(session, town, day)))
        assert town.coordinator
        town.coordinator.departed_on = clock_on(day).date()  # a coordinator still, on the day of the run
    assert enqueue_campaign_request(desk, town, call, "folder", "run", today=day, now=clock_on(day))
    with database.read_session() as session:
        document = session.scalars(select(Document)).one()
    assert document.path.startswith(f"linde/{day}/")
    assert document.created_at == clock_on(day)
