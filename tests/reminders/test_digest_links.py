"""From a delivered mail by its link to the plan and to what the next tick says; no link without pages."""

import re
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape

import pytest
from starlette.testclient import TestClient

from terugkom.installation import Installation
from terugkom.plan.model import Action, ActionStatus
from terugkom.settings import Settings
from terugkom.site.application import build_application
from tests.clock import clock_on
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY, NEXT_MONDAY = date(2027, 3, 1), date(2027, 3, 8)
SITE = "https://acties.example.org"


def read_mails(town: CalendarMunicipality) -> list[EmailMessage]:
    """Return the delivered digests, copies included; not the coordinator's summary."""
    read = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in town.folder.rglob("outbox/**/*.eml")
    ]
    mails = [each for each in read if isinstance(each, EmailMessage)]
    return [each for each in mails if "owner-digest" in str(each["List-Id"])]


def only(town: CalendarMunicipality) -> EmailMessage:
    (mail,) = read_mails(town)
    return mail


def get_html(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def find_links(html: str) -> dict[str, str]:
    """Return the links to pages by the choice that they fill in."""
    links = [unescape(each) for each in re.findall(rf'href="({SITE}[^"]*)"', html)]
    return {each.rpartition("choice=")[2]: each for each in links if "choice=" in each}


@pytest.fixture
def linked(town: CalendarMunicipality) -> CalendarMunicipality:
    town.site_url = SITE
    town.action("E-01", date(2027, 3, 20))
    town.action("E-02", date(2027, 3, 25))
    return town


def open_pages(town: CalendarMunicipality, today: date) -> TestClient:
    installation = Installation(Settings(home=town.folder, site_url=SITE), town.database)
    application = build_application(installation, lambda: today, lambda: clock_on(today))
    return TestClient(application, base_url=SITE, follow_redirects=False)


def send_form(browser: TestClient, link: str, **given: str) -> int:
    """Open a link and send its form as a browser does, with what the form has in it."""
    page = browser.get(link).text
    form = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))
    form |= dict(re.findall(r'<input type="radio" name="([^"]*)" value="([^"]*)" checked', page))
    return browser.post(link.partition("?")[0], data=form | given).status_code


def test_a_late_action_has_no_button_that_says_on_schedule(linked: CalendarMunicipality) -> None:
    with linked.database.write_session() as session:
        session.get_one(Action, 2).deadline = date(2027, 2, 20)
        session.get_one(Action, 2).next_reminder_on = MONDAY
    linked.tick(MONDAY)
    html = get_html(only(linked))
    late, timely = sorted(html.split("<h2")[1:], key=lambda each: "E-01" in each)
    assert set(find_links(timely)) == {"on-track", "done", "later", "stuck"}
    assert set(find_links(late)) == {"done", "later", "stuck"}
    assert "Op schema" not in late
    assert "Nog bezig, met een nieuwe datum" in late


@pytest.mark.long
def test_one_click_from_the_mail_changes_what_the_next_tick_says(linked: CalendarMunicipality) -> None:
    linked.tick(MONDAY)
    html = get_html(only(linked))
    links = find_links(html[: html.index("E-02")])
    assert set(links) == {"on-track", "done", "later", "stuck"}
    with open_pages(linked, MONDAY) as browser:
        assert send_form(browser, links["done"], text="Het hangt.") == 303
    told = [each.code for day in (NEXT_MONDAY, date(2027, 3, 15)) for each in linked.tick(day) or []]
    assert "E-01" not in told
    assert "E-02" in [each.code for each in linked.ticks(date(2027, 3, 16), date(2027, 4, 10))]
    with linked.database.read_session() as session:
        assert session.get_one(Action, 1).status is ActionStatus.DONE


@pytest.mark.long
def test_a_scanner_that_opens_every_link_changes_nothing(linked: CalendarMunicipality) -> None:
    linked.tick(MONDAY)
    html = get_html(only(linked))
    with open_pages(linked, MONDAY) as browser:
        for link in re.findall(rf'href="({SITE}[^"]*)"', html):
            assert browser.get(unescape(link)).status_code == 200
            assert browser.head(unescape(link)).status_code in (200, 405)
        assert send_form(browser, find_links(html)["on-track"]) == 303
    with linked.database.read_session() as session:
        statuses = [each.status for each in session.query(Action).order_by(Action.id)]
    assert statuses == [ActionStatus.RUNNING, ActionStatus.RUNNING]


def test_the_copy_of_the_coordinator_has_no_link_but_names_both(linked: CalendarMunicipality) -> None:
    linked.action("E-03", date(2027, 2, 5), last_update_on=None)
    linked.tick(MONDAY)
    own, copy = sorted(read_mails(linked), key=lambda mail: SITE not in get_html(mail))
    assert SITE in get_html(own)
    assert SITE not in get_html(copy)
    assert "lw@lievegem.example" in str(own["Cc"])
    assert (own["To"], own["Cc"]) == (copy["To"], copy["Cc"])


def test_without_pages_no_mail_links_to_one(town: CalendarMunicipality) -> None:
    town.action("E-01", date(2027, 3, 20))
    town.tick(MONDAY)
    assert "https://" not in get_html(only(town))
