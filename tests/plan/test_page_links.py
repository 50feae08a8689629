"""Links to pages: found by their token while they hold, and by nothing else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.plan.model import Municipality, Person
from terugkom.plan.page_links import (
    LinkState,
    PageLink,
    PageLinkPurpose,
    compute_link_expiry,
    create_page_links,
    find_page_link,
    revoke_page_links,
)

TODAY = date(2027, 3, 1)
OWNER = PageLinkPurpose.OWNER


@pytest.fixture
def token(sqlite_database: Database) -> str:
    with sqlite_database.write_session() as session:
        municipality = Municipality(slug="zb", name="Zilverbeke")
        session.add(municipality)
        session.flush()
        session.add(Person(municipality_id=municipality.id, code="an", name="An", email="an@zb.example.org"))
        session.flush()
        return create_page_links(session, OWNER, {"key": 1}, compute_link_expiry(municipality, TODAY))["key"]


def find(database: Database, token: str, day: date = TODAY, purpose: PageLinkPurpose = OWNER) -> LinkState:
    with database.read_session() as session:
        return find_page_link(session, token, purpose, day).state


def test_a_link_holds_ninety_days(sqlite_database: Database, token: str) -> None:
    assert find(sqlite_database, token, TODAY + timedelta(days=89)) is LinkState.VALID
    assert find(sqlite_database, token, TODAY + timedelta(days=90)) is LinkState.EXPIRED


def test_the_token_is_kept_hashed_and_is_the_same_when_the_mail_is_made_again(
    sqlite_database: Database, token: str
) -> None:
    with sqlite_database.write_session() as session:
        again = create_page_links(session, OWNER, {"key": 1}, TODAY)["key"]
        kept = session.scalars(select(PageLink)).one()
    assert again == token
    assert token not in kept.token_sha256


@pytest.mark.parametrize("wrong", ["", "0" * 40, "x" * 40, "é" * 40, "a" * 10_000])
def test_another_token_is_unknown(sqlite_database: Database, token: str, wrong: str) -> None:
    assert find(sqlite_database, wrong) is LinkState.UNKNOWN


def test_a_token_opens_no_page_of_another_purpose(sqlite_database: Database, token: str) -> None:
    assert find(sqlite_database, token, purpose=PageLinkPurpose.PREFERENCES) is LinkState.UNKNOWN


def test_a_link_is_withdrawn(sqlite_database: Database, token: str) -> None:
    with sqlite_database.write_session() as session:
        assert revoke_page_links(session, 1, TODAY) == 1
        assert revoke_page_links(session, 1, TODAY) == 0
    assert find(sqlite_database, token) is LinkState.REVOKED


def test_a_link_dies_on_the_day_its_person_leaves(sqlite_database: Database, token: str) -> None:
    with sqlite_database.write_session() as session:
        session.get_one(Person, 1).departed_on = TODAY + timedelta(days=1)
    assert find(sqlite_database, token) is LinkState.VALID
    assert find(sqlite_database, token, TODAY + timedelta(days=1)) is LinkState.DEPARTED
