"""A link that opens nothing offers a fresh one: by mail to the address on record alone, once a day."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from terugkom.delivery.model import Delivery
from terugkom.plan.model import Municipality, Person
from terugkom.plan.page_links import PageLink, revoke_page_links
from tests.refused_rows import refused_deliveries
from tests.rows import dump
from tests.site.conftest import SITE_URL, TODAY, ServedPages, make_link, read_mail
from tests.site.test_owner_page import fields

MOSTLY_SQLITE = True

EXPIRED = TODAY + timedelta(days=90)
UNKNOWN = "/o/" + "0" * 40


def list_recipients(pages: ServedPages) -> list[str]:
    with pages.database.read_session() as session:
        return list(session.scalars(select(Delivery.recipient).order_by(Delivery.id)))


def find_form(shown: str) -> str:
    found = re.search(r'<form method="post" action="([^"]*)"', shown)
    assert found
    return found[1]


@pytest.mark.each_database
def test_an_expired_link_offers_one_that_opens_the_page(pages: ServedPages) -> None:
    link = make_link(pages)
    pages.today = EXPIRED
    before = dump(pages.database)
    shown = pages.browser.get(link)
    assert (shown.status_code, "Deze link is verlopen" in shown.text) == (410, True)
    assert dump(pages.database) == before
    for _ in range(2):
        answer = pages.browser.post(find_form(shown.text))
        assert (answer.status_code, "hoogstens één per dag" in answer.text) == (200, True)
    assert list_recipients(pages) == ["an@zb.example.org"]
    (fresh,) = re.findall(rf"{SITE_URL}(/o/[0-9a-f]+)", read_mail(pages))
    assert fresh != link
    assert pages.browser.get(fresh).status_code == 200
    pages.today = EXPIRED + timedelta(days=1)
    pages.browser.post(find_form(shown.text))
    assert len(list_recipients(pages)) == 2


def test_a_withdrawn_link_offers_one_to_the_address_on_record_now(pages: ServedPages) -> None:
    link = make_link(pages)
    with pages.database.write_session() as session:
        person = session.scalars(select(Person).where(Person.code == "an")).one()
        assert revoke_page_links(session, person.id, TODAY) == 1
        assert revoke_page_links(session, person.id, TODAY) == 0
        person.email = "nieuw@zb.example.org"
    shown = pages.browser.get(link)
    assert (shown.status_code, "ingetrokken" in shown.text) == (410, True)
    pages.browser.post(find_form(shown.text), data={"address": "dief@elders.example"})
    assert list_recipients(pages) == ["nieuw@zb.example.org"]


@pytest.mark.parametrize(
    "address", ["an@zb.example.org", " AN@ZB.example.org ", "niemand@zb.example.org", "co@zb.example.org"]
)
@pytest.mark.each_database
def test_an_unknown_link_asks_for_an_address_and_tells_nobody_whether_it_is_known(
    pages: ServedPages, address: str
) -> None:
    shown = pages.browser.get(UNKNOWN)
    assert (shown.status_code, "Deze link kennen we niet" in shown.text) == (404, True)
    answer = pages.browser.post(find_form(shown.text), data={"address": address})
    assert answer.status_code == 200
    assert "Als we dit adres kennen" in answer.text
    assert address.strip() not in answer.text
    known = address.strip().lower() == "an@zb.example.org"  # the coordinator owns nothing
    assert list_recipients(pages) == (["an@zb.example.org"] if known else [])


def test_an_owner_is_known_by_an_address_with_letters_of_their_language(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        an = session.scalars(select(Person).where(Person.code == "an")).one()
        an.email = "an@xn--gemeente-n-j7aa.example.org"
    pages.browser.post("/o/unknown/link", data={"address": "an@gemeente-één.example.org"})
    assert list_recipients(pages) == ["an@xn--gemeente-n-j7aa.example.org"]


@pytest.mark.parametrize("address", ["", "an", "an@zb.example.org\nBcc: x@y.example", "a" * 300 + "@b.be"])
def test_what_is_no_address_is_said_beside_the_field(pages: ServedPages, address: str) -> None:
    answer = pages.browser.post("/o/unknown/link", data={"address": address})
    assert (answer.status_code, "aria-invalid" in answer.text) == (422, True)
    assert list_recipients(pages) == []


def test_who_left_gets_no_link(pages: ServedPages) -> None:
    link = make_link(pages)
    with pages.database.write_session() as session:
        session.scalars(select(Person).where(Person.code == "an")).one().departed_on = TODAY
    shown = pages.browser.get(link).text
    assert "niet meer bij de gemeente werkt" in shown
    assert "<form" not in shown
    pages.browser.post(f"{link}/link")
    pages.browser.post("/o/unknown/link", data={"address": "an@zb.example.org"})
    assert list_recipients(pages) == []


def test_a_template_of_ones_own_that_is_broken_keeps_nobody_from_a_link(pages: ServedPages) -> None:
    own = pages.installation.get_municipality_folder("zb") / "templates/page-link"
    own.mkdir(parents=True)
    (own / "body.txt").write_text("{{ nobody.knows.this }}")
    link = make_link(pages)
    pages.today = EXPIRED
    answer = pages.browser.post(find_form(pages.browser.get(link).text))
    assert answer.status_code == 200
    (fresh,) = re.findall(rf"{SITE_URL}(/o/[0-9a-f]+)", read_mail(pages))
    assert pages.browser.get(fresh).status_code == 200


def test_a_link_that_still_opens_needs_no_other(pages: ServedPages) -> None:
    link = make_link(pages)
    answer = pages.browser.post(f"{link}/link")
    assert (answer.status_code, answer.headers["location"]) == (303, link)
    assert list_recipients(pages) == []


def test_a_flood_of_requests_ends(pages: ServedPages) -> None:
    given = {"address": "an@zb.example.org"}
    codes = [pages.browser.post("/o/unknown/link", data=given).status_code for _ in range(22)]
    assert codes == [200] * 20 + [429] * 2
    assert len(list_recipients(pages)) == 1


def test_the_days_of_a_link_are_the_municipalitys(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).page_link_days = 7
    link = make_link(pages)
    pages.today = TODAY + timedelta(days=7)
    pages.browser.post(f"{link}/link")
    with pages.database.read_session() as session:
        assert session.scalar(select(func.max(PageLink.expires_on))) == date(2027, 3, 15)
    assert "14 maart 2027" in read_mail(pages)
    assert pages.browser.post(link, data=fields("done")).status_code == 410


@pytest.mark.each_database
def test_a_link_that_the_database_refuses_is_not_said_to_be_mailed(
    pages: ServedPages, caplog: pytest.LogCaptureFixture
) -> None:
    link = make_link(pages)
    pages.today = EXPIRED
    with refused_deliveries(pages.database, "an@zb.example.org"):
        assert pages.browser.post(f"{link}/link").status_code == 500
        pages.browser.post("/o/unknown/link", data={"address": "an@zb.example.org"})
        assert "a fresh link was not mailed: IntegrityError" in caplog.text
    assert pages.browser.post(f"{link}/link").status_code == 200
    assert list_recipients(pages) == ["an@zb.example.org"]
