"""From a delivered mail through a real browser, by the keyboard alone, to what the next tick says.

Each page on the way is looked at with axe-core: as narrow as a telephone, at 200 %, by day and in the dark.
"""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery
from terugkom.installation import Installation
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, ActionStatus, Person
from terugkom.settings import Settings
from terugkom.site.application import build_application
from tests.browser import running
from tests.clock import clock_on
from tests.editions.media.browser import findings
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY = date(2027, 3, 1)
LOOKS = (("light", 320), ("dark", 640))  # 640: a window of 1280 at 200 %
MAX_TABS = 40


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    return CalendarMunicipality.new(sqlite_database, tmp_path)


@contextmanager
def served(town: CalendarMunicipality, today: list[date]) -> Iterator[None]:
    """Serve the pages of a town at its address, as `terugkom site` does; `today` holds one day."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        town.site_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        installation = Installation(Settings(home=town.folder, site_url=town.site_url), town.database)
        application = build_application(installation, lambda: today[0], lambda: clock_on(today[0]))
        server = uvicorn.Server(uvicorn.Config(application, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield
        server.should_exit = True
        thread.join(timeout=20)


def read_digest(town: CalendarMunicipality) -> str:
    """Return the HTML of the one digest in the outbox."""
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in town.folder.rglob("outbox/**/*.eml")
    ]
    (digest,) = [each for each in mails if "owner-digest" in str(each["List-Id"])]
    assert isinstance(digest, EmailMessage)
    part = digest.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def look(page: Page) -> None:
    """See that everybody can read this page."""
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        assert findings(page, mail=False) == [], page.url


def tab_to(page: Page, selector: str) -> None:
    """Go by the keyboard to a field or a button."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.long
def test_from_a_delivered_mail_through_a_browser_to_the_next_tick(town: CalendarMunicipality) -> None:
    today = [MONDAY]
    town.group("nrg")
    town.action("E-01", date(2027, 3, 20), group="nrg")
    town.action("E-02", date(2027, 3, 25))
    with town.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Opbrengst", unit="MWh"))
    with served(town, today), running() as browser:
        town.tick(MONDAY)
        page = browser.new_page()
        page.set_content(read_digest(town))
        page.get_by_role("link", name="Klaar", exact=True).first.click()
        look(page)
        tab_to(page, "#text")
        page.keyboard.type("Het hangt er.")
        tab_to(page, "button")
        page.keyboard.press("Enter")
        page.get_by_role("status").wait_for()
        assert "staat nu als klaar in het actieplan" in page.inner_text("[role=status]")
        look(page)
        page.get_by_role("link", name="Ik zit vast", exact=True).click()
        page.get_by_role("button", name="Verstuur").click()
        assert "Zeg in één zin waarom." in page.inner_text("[role=alert]")
        look(page)
        page.fill("#text", "De aannemer is failliet.")
        page.get_by_role("button", name="Verstuur").click()
        assert "krijgt vandaag nog een mail" in page.inner_text("[role=status]")
        address = page.url
        today[0] = MONDAY + timedelta(days=90)
        page.goto(address)
        look(page)
        page.get_by_role("button", name="Mail mij een nieuwe link").click()
        assert "Uw nieuwe link komt eraan" in page.inner_text("h1")
        page.goto(re.sub(r"/o/\w+.*", "/o/geenlink", address))
        look(page)
    with town.database.read_session() as session:
        assert session.get_one(Action, 1).status is ActionStatus.DONE
        sent_to = select(Person.code).join(Delivery, Delivery.person_id == Person.id).order_by(Delivery.id)
        assert session.scalars(sent_to).all()[-2:] == ["lw", "an"]
    told = [each.code for day in range(7, 15, 7) for each in town.tick(MONDAY + timedelta(days=day)) or []]
    assert "E-01" not in told
