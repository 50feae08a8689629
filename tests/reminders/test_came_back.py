"""The coordinator's summary begins with what came back: questions with their links, reports, and silence."""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape

import pytest
from sqlalchemy import select

from terugkom.meetings.owner_responses import ResponseCounts, count_responses
from terugkom.plan.model import Action, Person
from terugkom.plan.page_links import LinkState, PageLinkPurpose, find_page_link
from terugkom.plan.queries import get_municipality
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.documents.accessibility import problems
from tests.documents.letters import NASTY
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY, NEXT_MONDAY = date(2027, 3, 1), date(2027, 3, 8)
FAR = date(2027, 12, 31)  # so that nothing is due
SITE = "https://acties.example.org"


def report(
    town: CalendarMunicipality,
    code: str,
    choice: ProgressChoice,
    text: str,
    on: date,
    day: date | None = None,
) -> None:
    with town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == "an")).one()
        action = session.scalars(select(Action).where(Action.code == code)).one()
        reported, entry = ReportedProgress(choice, text, day), ReportEntry(owner, "page", on, clock_on(on))
        report_progress(session, get_municipality(session, town.slug), action, reported, entry)


def read_summaries(town: CalendarMunicipality) -> list[EmailMessage]:
    paths = sorted(town.folder.rglob("outbox/**/*.eml"))
    read = [message_from_bytes(each.read_bytes(), policy=policy.default) for each in paths]
    return [
        each
        for each in read
        if isinstance(each, EmailMessage) and "coordinator-summary" in str(each["List-Id"])
    ]


def get_body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))  # type: ignore[arg-type]
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture
def answering(town: CalendarMunicipality) -> CalendarMunicipality:
    town.site_url = SITE
    town.action("E-01", FAR)
    town.action("E-02", FAR)
    return town


def test_it_begins_with_what_is_asked_and_what_came_back_also_when_nothing_is_due(
    answering: CalendarMunicipality,
) -> None:
    report(answering, "E-01", ProgressChoice.LATER, "De aannemer is ziek.", MONDAY, date(2028, 2, 1))
    report(answering, "E-02", ProgressChoice.DONE, "Ze staan er.", MONDAY)
    assert answering.tick(NEXT_MONDAY) == []
    answering.deliver(NEXT_MONDAY)
    (mail,) = read_summaries(answering)
    text = get_body(mail)
    first, second = text.index("WAT TREKKERS U VRAGEN (1)"), text.index("WAT TREKKERS LIETEN WETEN (2)")
    assert first < second
    assert (
        "Titel van E-01 (E-01): An stelt dinsdag 1 februari 2028 voor in plaats van vrijdag 31 december 2027."
        ' "De aannemer is ziek."' in text
    )
    assert 'Titel van E-02 (E-02), An: klaar. "Ze staan er."' in text
    links = [unescape(each) for each in re.findall(rf'href="({SITE}[^"]*)"', get_body(mail, "html"))]
    assert problems(get_body(mail, "html")) == []
    assert [each.partition("?")[2] for each in links if "?" in each] == [
        f"question=1&choice={each}" for each in ("accept", "refuse", "meeting")
    ]
    with answering.database.read_session() as session:
        token = links[0].partition("/c/")[2].partition("?")[0]
        found = find_page_link(session, token, PageLinkPurpose.COORDINATOR, NEXT_MONDAY)
        assert (found.state, found.link and found.link.person_id) == (LinkState.VALID, 1)


def test_a_question_is_repeated_until_it_is_answered_and_a_report_is_told_once(
    answering: CalendarMunicipality,
) -> None:
    report(answering, "E-01", ProgressChoice.STUCK, "Geen budget.", MONDAY)
    for week in range(1, 3):
        answering.tick(MONDAY + timedelta(days=7 * week))
        answering.deliver(MONDAY + timedelta(days=7 * week))
    first, second = (get_body(each) for each in read_summaries(answering))
    assert "LIETEN WETEN (1)" in first
    assert "LIETEN WETEN" not in second
    for each in (first, second):
        assert 'An zit vast. "Geen budget."' in each


def test_without_pages_the_command_stands_beside_the_question(answering: CalendarMunicipality) -> None:
    answering.site_url = ""
    report(answering, "E-01", ProgressChoice.STUCK, NASTY, MONDAY)
    answering.tick(NEXT_MONDAY)
    answering.deliver(NEXT_MONDAY)
    (mail,) = read_summaries(answering)
    assert "terugkom answer 1 seen|meeting" in get_body(mail)
    assert "https://" not in get_body(mail)
    assert "<script>" not in get_body(mail, "html")


def test_who_was_asked_again_and_again_and_said_nothing_is_named_to_the_coordinator(
    town: CalendarMunicipality,
) -> None:
    town.action("E-01", date(2027, 3, 20))
    town.action("E-02", date(2027, 3, 20), ["bo"])
    town.person("bo", name=NASTY)
    for week in range(4):
        if week == 3:
            town.report("E-01", MONDAY + timedelta(days=20))
        town.tick(MONDAY + timedelta(days=7 * week))
        town.deliver(MONDAY + timedelta(days=7 * week))
    *_, mail = read_summaries(town)
    text = get_body(mail)
    assert "WIE NOG NIETS LIET WETEN (1)" in text
    assert "keer gevraagd sinds maandag 1 maart 2027, over 1 actie" in text
    assert "<script>" not in get_body(mail, "html")
    with town.database.read_session() as session:
        counts = count_responses(session, 1, MONDAY - timedelta(days=1), MONDAY + timedelta(days=21))
        later = count_responses(session, 1, FAR, FAR + timedelta(days=1))
    assert (counts, counts.silent) == (ResponseCounts(asked=2, answered=1), 1)
    assert later == ResponseCounts()
