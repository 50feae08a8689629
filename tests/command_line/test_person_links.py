"""person links: the links of who has an address, and withdrawing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.plan.model import Person
from terugkom.plan.page_links import LinkState, PageLinkPurpose, create_page_links, find_page_link
from tests.command_line.conftest import MAP, Call

TODAY = date(2027, 3, 1)


@contextmanager
def open_database(home: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{home / 'terugkom.db'}")
    with database.write_session() as session:
        yield session
    database.close()


def test_links_are_listed_and_withdrawn(terugkom: Call, home: Path, plan: Path) -> None:
    terugkom("import", plan, "--municipality", "lievegem", "--today", "2026-11-02", *MAP)
    address = "an@lievegem.example.org"
    with open_database(home) as session:
        person = session.scalars(select(Person).where(Person.name == "An Peeters")).one()
        person.email = address
        made = {"a": date(2027, 6, 1), "b": date(2027, 3, 1)}
        tokens = {}
        for key, expires in made.items():
            tokens |= create_page_links(session, PageLinkPurpose.OWNER, {key: person.id}, expires)
    shown = terugkom("person", "links", address, "--today", "2027-03-01", "--json").json
    assert [each["state"] for each in shown["links"]] == ["expired", "valid"]
    assert shown["withdrawn"] == 0
    said = terugkom("person", "links", address, "--today", "2027-03-01", "--withdraw")
    assert (said.status, "Withdrawn: 1." in said.out) == (0, True)
    with open_database(home) as session:
        states = [
            find_page_link(session, each, PageLinkPurpose.OWNER, TODAY).state for each in tokens.values()
        ]
    assert states == [LinkState.REVOKED, LinkState.EXPIRED]
    assert "no links" in terugkom("person", "links", "niemand@linde.example.org").out
