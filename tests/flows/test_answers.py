"""Answers by mail in an inbox, taken by the daily tick."""

from pathlib import Path

import pytest
from sqlalchemy import select

from flows.follow_up_calendar import follow_up_calendar
from flows.import_plan import import_plan
from tasks.installation import get_installation
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.plan.queries import get_municipality
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.subscription import find_subscriber
from tests.flows.conftest import FlowHome, artifacts_of, children_of, report_of, run_of
from tests.flows.plan_workbooks import MONDAY, write_small_plan
from tests.flows.test_import_plan import inbox, names
from tests.inbox.home import SERVER


@pytest.mark.long
def test_the_tick_takes_an_answer_and_asks_the_coordinator_about_the_others(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_AUTHENTICATION_SERVER", SERVER)
    folder = inbox(home)
    write_small_plan(folder / "plan.xlsx")
    import_plan("lievegem", MONDAY, return_state=True)
    with home.database.write_session() as session:
        town = get_municipality(session, "lievegem")
        enrol_plan_people(session, town, MONDAY)
        address = session.query(Subscriber).order_by(Subscriber.id).first().email
    drop(folder / "1.eml", address, "Afmelden nieuwsbrief")
    drop(folder / "2.eml", address, "Een vraag over de fietsen")
    drop(folder / "3.eml", "wie@elders.example.org", "Een vraag van iemand die we niet kennen")

    tick = follow_up_calendar("lievegem", MONDAY, return_state=True)

    (run,) = (each for each in children_of(tick) if each.name.startswith("nieuwe bestanden inlezen"))
    shown = artifacts_of(run)["municipality-lievegem"]
    assert "| afgemeld | 1 |" in shown
    assert "| antwoord van een trekker, gevraagd aan de coördinator | 1 |" in shown
    assert "| mail van buiten het plan, gevraagd aan de coördinator | 1 |" in shown
    assert address not in shown
    assert {"1.eml", "2.eml", "3.eml"} <= set(names(folder / "done"))
    with home.database.read_session() as session:
        reader = find_subscriber(session, get_municipality(session, "lievegem"), address)
    assert reader.unsubscribed_on == MONDAY
    assert run_of(tick).state is not None
    locate = get_installation().documents.locate
    with home.database.read_session() as session:
        mailed = select(Document.path).where(Document.id.in_(select(Delivery.document_id)))
        written = [locate(each) for each in session.scalars(mailed.order_by(Document.id))]
    assert written, "at least who asked gets a receipt"
    assert sorted(str(each.path) for each in report_of(tick).documents) == sorted(written)


def drop(path: Path, sender: str, subject: str) -> None:
    vouched = f"Authentication-Results: {SERVER}; dmarc=pass header.from={sender.rpartition('@')[2]}\n"
    path.write_text(f"{vouched}From: {sender}\nSubject: {subject}\n\nDank u.\n")
