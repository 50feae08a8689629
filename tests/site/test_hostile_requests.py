"""What no browser sends: it is refused or cleaned, on both databases, and neither answer nor log shows it."""

import logging
from datetime import date
from urllib.parse import quote_from_bytes, urlencode

import pytest
from sqlalchemy import select

from terugkom.errors import InputError
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, Municipality, ProgressReport
from terugkom.plan.report_progress import (
    ProgressChoice,
    ReportedFigure,
    ReportedProgress,
    ReportEntry,
    report_progress,
)
from tests.clock import clock_on
from tests.rows import dump
from tests.site.conftest import TODAY, ServedPages, make_link
from tests.site.raw_request import RawRequest, ask
from tests.site.test_coordinator_page import make_link as make_coordinator_link
from tests.site.test_owner_page import fields
from tests.site.test_submission_page import stamp
from tests.site.test_subscription_page import ask as ask_to_confirm
from tests.site.test_subscription_page import subscribe

MOSTLY_SQLITE = True
FORM = b"application/x-www-form-urlencoded"
HOSTILE = (  # a NUL; half of a surrogate pair, and bytes that are no UTF-8; what controls and what turns
    b"a\0b",
    b"a\xed\xa0\x80b\xff\xfec",
    b"a\x1b[2J\x08\x0bb" + "a\u202eb\uffff\U0001fffe".encode(),
)
CHARSETS = ("utf-16", "utf-7", "unicode_escape", "punycode", "idna", "nul\0l", "undefined")
TEXT_FIELDS = ("action", "text", "choice", "new_deadline", "photographer", "seen_deadline")


def post(
    pages: ServedPages, path: str, body: bytes, kind: bytes = FORM, *, is_interrupted: bool = False
) -> int:
    request = RawRequest("POST", path, b"", ((b"content-type", kind),), body, is_interrupted=is_interrupted)
    return ask(pages.browser.app, request).status


@pytest.mark.parametrize(("query", "status"), [(b"\xff", 400), (b"a=%00", 400), (b"a=%ff", 200), (b"", 200)])
def test_a_query_that_is_no_text_is_refused_and_no_fault_of_ours(
    pages: ServedPages, query: bytes, status: int
) -> None:
    assert ask(pages.browser.app, RawRequest("GET", make_link(pages), query)).status == status


@pytest.mark.long
@pytest.mark.each_database
def test_what_a_database_refuses_reaches_none(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).media_settings = {"ideas_open_to_all": True}
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Opbrengst"))
    owner, coordinator = make_link(pages), make_coordinator_link(pages, "co")
    opened = stamp(pages)
    for hostile in HOSTILE:
        given = {"figure-I-1": "1", "measured-I-1": "2027-02-01", "source-I-1": hostile}
        report = {**fields("on-track"), "text": b"Ja " + hostile, **given}
        assert post(pages, owner, urlencode(report).encode()) == 303
        idea = {"text": hostile, "name": hostile, "theme": hostile, "opened": opened}
        assert post(pages, "/ideeen/zb", urlencode(idea).encode()) == 200
        for name in ("action", "question", "choice", "reason", "address", "mails"):
            for path in (owner, coordinator, f"{owner}/link", subscribe(pages)):
                assert post(pages, path, urlencode({name: hostile}).encode()) < 500
        quoted = quote_from_bytes(hostile)
        for path in (f"/o/{quoted}", f"/{quoted}/style.css", f"/ongedaan/{quoted}/x"):
            assert ask(pages.browser.app, RawRequest("GET", path)).status < 500
        for name in ("sent", "action", "question", "code", "over"):
            query = urlencode({name: hostile, "choice": "done"}).encode()
            for path in (owner, coordinator, "/ideeen/zb", "/opmerking/zb"):
                assert ask(pages.browser.app, RawRequest("GET", path, query)).status < 500
    with pages.database.read_session() as session:
        (kept,) = session.scalars(select(ProgressReport.text))
    assert [line for line in kept.split("\n") if not line.isprintable()] == []


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 12, "-1", "7"])
def test_a_mail_that_no_database_has_is_an_unknown_link(pages: ServedPages, number: str) -> None:
    path = f"/ongedaan/{number}/x"
    assert ask(pages.browser.app, RawRequest("GET", path)).status == 404
    assert ask(pages.browser.app, RawRequest("POST", path)).status == 303  # to the page that says so


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_in_another_charset_is_refused(pages: ServedPages, charset: str) -> None:
    kind = f"multipart/form-data; boundary=b; charset={charset}".encode()
    body = b'--b\r\nContent-Disposition: form-data; name="action"\r\n\r\n\xff\\ud800\r\n--b--\r\n'
    before = dump(pages.database)
    assert post(pages, make_link(pages), body, kind) == 400
    assert dump(pages.database)["progress_reports"] == before["progress_reports"]


@pytest.mark.parametrize("name", TEXT_FIELDS)
def test_a_file_in_a_field_for_text_is_left_out(pages: ServedPages, name: str) -> None:
    given = fields("later", text="Ziek.", new_deadline="2027-06-01", photographer="An")
    del given[name]
    answer = pages.browser.post(make_link(pages), data=given, files={name: ("x.txt", b"a")})
    assert answer.status_code in (303, 409, 422)


def test_a_connection_that_is_lost_is_no_failure(
    pages: ServedPages, caplog: pytest.LogCaptureFixture
) -> None:
    before = dump(pages.database)
    link = make_link(pages)
    assert post(pages, link, b"action=E-01&choice=done&text=", is_interrupted=True) == 400
    assert dump(pages.database)["actions"] == before["actions"]
    assert caplog.records == []


def test_the_log_says_where_a_page_failed_and_nothing_of_what_was_sent(
    pages: ServedPages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("an@zb.example.org")

    monkeypatch.setattr(pages.database, "read_session", fail)
    answer = ask(pages.browser.app, RawRequest("GET", "/health"))  # a server would log what comes out here
    assert answer.status == 500
    assert [each.levelno for each in caplog.records] == [logging.ERROR]
    assert "RuntimeError in test_hostile_requests.py, line" in caplog.text
    assert "example.org" not in caplog.text + answer.text


@pytest.mark.parametrize("day", ["gisteren", "2027-02-30", "9999-99-99"])
def test_what_is_no_day_of_a_figure_is_said_beside_its_field(pages: ServedPages, day: str) -> None:
    with pages.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Opbrengst"))
    link = make_link(pages)
    before = dump(pages.database)
    figure = {"figure-I-1": "1", "measured-I-1": day}
    answer = pages.browser.post(link, data=fields("on-track", **figure))
    assert (answer.status_code, "Ongeldige datum." in answer.text) == (422, True)
    assert dump(pages.database) == before


@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01"])
def test_a_year_that_cannot_be_meant_is_said_beside_its_field(pages: ServedPages, day: str) -> None:
    with pages.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Opbrengst"))
    link = make_link(pages)
    before = dump(pages.database)
    later = pages.browser.post(link, data=fields("later", text="Ziek.", new_deadline=day))
    assert (later.status_code, "Kijk het jaartal na." in later.text) == (422, True)
    figure = {"figure-I-1": "1", "measured-I-1": "0001-01-01"}
    measured = pages.browser.post(link, data=fields("on-track", **figure))
    assert (measured.status_code, "Kijk het jaartal na." in measured.text) == (422, True)
    assert dump(pages.database) == before
    far = fields("later", text="Ziek.", new_deadline="2199-12-31")
    assert pages.browser.post(link, data=far).status_code == 303
    accepted = {"question": "1", "choice": "accept"}
    assert pages.browser.post(make_coordinator_link(pages, "co"), data=accepted).status_code == 303


@pytest.mark.parametrize(
    "reported",
    [
        ReportedProgress(ProgressChoice.LATER, "Ziek.", date(9999, 12, 31)),
        ReportedProgress(ProgressChoice.DONE, figures={"I-1": ReportedFigure(1, date(1, 1, 1))}),
    ],
)
def test_nor_is_it_taken_by_another_way_in(pages: ServedPages, reported: ReportedProgress) -> None:
    with pages.database.read_session() as session:
        action = session.get_one(Action, 1)
        entry = ReportEntry(action.owners[0], "mail", TODAY, clock_on(TODAY))
        with pytest.raises(InputError, match="year"):
            report_progress(session, session.get_one(Municipality, 1), action, reported, entry)


@pytest.mark.long
@pytest.mark.each_database
def test_a_scanner_that_opens_every_link_first_uses_nothing_up(
    pages: ServedPages,
) -> None:
    pages.browser.post(make_link(pages, "bo"), data={**fields("stuck", text="Vast."), "action": "E-02"})
    owner, coordinator = make_link(pages), make_coordinator_link(pages, "co")
    subscription, conduct = subscribe(pages), ask_to_confirm(pages)
    links = [
        *(f"{owner}?action=E-01&choice={each}" for each in ProgressChoice),
        *(f"{coordinator}?question=1&choice={each}" for each in ("help", "meeting", "seen")),
        *(subscription, conduct, owner, coordinator, "/ideeen/zb", "/opmerking/zb?over=2027-Q1/klaar-e-01"),
    ]
    before = dump(pages.database)
    for link in links:
        for method in ("HEAD", "GET", "OPTIONS", "GET"):
            assert pages.browser.request(method, link, headers={"purpose": "prefetch"}).status_code < 500
    assert dump(pages.database) == before
    assert pages.browser.post(owner, data=fields("done")).status_code == 303
    assert pages.browser.post(coordinator, data={"question": "1", "choice": "seen"}).status_code == 303
    assert pages.browser.post(conduct).status_code == 303
    assert pages.browser.post(subscription, data={"List-Unsubscribe": "One-Click"}).status_code == 200
