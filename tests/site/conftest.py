"""The pages of an installation with one municipality, asked without a server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from terugkom.database.connection_pool import Database
from terugkom.documents.model import Document
from terugkom.installation import Installation
from terugkom.plan.model import Action, ActionStatus, Municipality, Person
from terugkom.plan.page_links import PageLinkPurpose, compute_link_expiry, create_page_links
from terugkom.settings import Settings
from terugkom.site.application import build_application
from tests.clock import clock_on

TODAY = date(2027, 3, 1)
SITE_URL = "https://acties.example.org"


@dataclass
class ServedPages:
    """The pages, their database, and a browser that keeps no cookies."""

    database: Database
    installation: Installation
    browser: TestClient
    today: date = TODAY


def make_link(pages: ServedPages, code: str = "an", key: str = "") -> str:
    """Return the link to the page of a person, as a mail of TODAY has it."""
    with pages.database.write_session() as session:
        person = session.scalars(select(Person).where(Person.code == code)).one()
        expires = compute_link_expiry(session.get_one(Municipality, person.municipality_id), TODAY)
        key = key or code
        return "/o/" + create_page_links(session, PageLinkPurpose.OWNER, {key: person.id}, expires)[key]


def report(pages: ServedPages, given: dict[str, str]) -> str:
    """Send a report of An's; return the page that follows."""
    answer = pages.browser.post(make_link(pages), data=given)
    assert answer.status_code == 303, answer.text
    return pages.browser.get(answer.headers["location"]).text


def read_mail(pages: ServedPages) -> str:
    """Return the text of the one mail that was enqueued."""
    with pages.database.read_session() as session:
        document = session.scalars(select(Document)).one()
    content = pages.installation.documents.read(document.path, document.sha256)
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[ServedPages]:
    """The pages of `zb`: one coordinator, the owners An and Bo, an action each."""
    settings = Settings(home=tmp_path / "home", site_url=SITE_URL)
    installation = Installation(settings, database)
    with database.write_session() as session:
        municipality = Municipality(slug="zb", name="Zilverbeke")
        session.add(municipality)
        session.flush()
        people = [
            Person(municipality_id=municipality.id, code=code, name=name, email=f"{code}@zb.example.org")
            for code, name in (("co", "Coen Coördinator"), ("an", "An Peeters"), ("bo", "Bo Maes"))
        ]
        session.add_all(people)
        municipality.coordinator = people[0]
        for code, title, owner in (("E-01", "Zonnepanelen", people[1]), ("E-02", "Haag planten", people[2])):
            session.add(
                Action(
                    municipality_id=municipality.id,
                    code=code,
                    title=title,
                    status=ActionStatus.RUNNING,
                    deadline=date(2027, 3, 31),
                    owners=[owner],
                )
            )
    served = ServedPages(database, installation, None)  # type: ignore[arg-type]
    application = build_application(installation, lambda: served.today, lambda: clock_on(TODAY))
    served.browser = TestClient(
        application, base_url=SITE_URL, raise_server_exceptions=False, follow_redirects=False
    )
    yield served
    served.browser.close()
