"""A reminder that came back: its owner was not reminded, and the coordinator hears whose and why."""

import re
from datetime import date, timedelta
from email import message_from_string
from email.policy import default

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from terugkom.delivery.bounces import Bounce, NewBounce, lift_unknown_address
from terugkom.delivery.failure_kinds import FailureKind, classify_failure
from terugkom.delivery.model import Delivery
from terugkom.meetings.recipients import find_reachable_person
from terugkom.plan.queries import get_municipality
from terugkom.plan.suppressed_addresses import SuppressedAddress
from terugkom.reminders import coordinator_summary
from terugkom.subscribers.subscription import record_failure
from tests.clock import clock_on
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY = date(2026, 11, 30)
WEEK = timedelta(days=7)
UNKNOWN = "550 5.1.1 <an@x.example>: User unknown"
FULL = "552 5.2.2 mailbox full"
EXPIRED = "4.4.7 delivery time expired"


def build_bounce(said: str, on: date) -> NewBounce:
    return NewBounce(classify_failure(said), said, on, clock_on(on))


def bounce(town: CalendarMunicipality, said: str, on: date, *, times: int = 1) -> list[bool]:
    """Have a report come in about the last digest to `an`; return for each time whether it was news."""
    new = build_bounce(said, on)
    with town.database.write_session() as session:
        mailed = session.scalars(
            select(Delivery).where(Delivery.recipient == "an@x.example").order_by(Delivery.id.desc())
        ).first()
        assert mailed is not None
        return [record_failure(session, mailed, new) for _ in range(times)]


def read_text(mail: str) -> str:
    body = message_from_string(mail, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def reminded(town: CalendarMunicipality, day: date) -> list[str]:
    return [each.reader for each in town.tick(day) or []]


@pytest.fixture
def told(town: CalendarMunicipality) -> CalendarMunicipality:
    """The town, where An was reminded of an action on Monday."""
    town.person("an")
    town.action("E1", MONDAY, ["an"])
    assert reminded(town, MONDAY) == ["an"]
    return town


@pytest.mark.long
def test_an_owner_whose_address_does_not_exist_is_out_of_reach_until_it_is_mended(
    told: CalendarMunicipality,
) -> None:
    assert bounce(told, UNKNOWN, MONDAY + timedelta(days=2), times=2) == [True, False]
    told.orphans_looked_at(MONDAY + WEEK)
    assert reminded(told, MONDAY + WEEK) == []
    summary = told.summary_on(MONDAY + WEEK)
    assert [(each.code, each.owner, each.why) for each in summary.orphans.shown] == [
        ("E1", "An", "unknown_address")
    ]
    (_, document) = told.mails(coordinator_summary.DOCUMENT)[-1]
    text = told.documents.read(document.path, document.sha256).decode()
    assert "uw aandacht" in document.subject
    assert "An, het mailadres van de trekker bestaat niet" in read_text(text)
    with told.database.write_session() as session:
        town = get_municipality(session, told.slug)
        people = {each.code: each.id for each in session.scalars(select(coordinator_summary.Person))}
        assert find_reachable_person(session, town, people["an"], "member", MONDAY + WEEK) is None
        session.get_one(coordinator_summary.Person, people["an"]).email = "an.nieuw@x.example"
    assert reminded(told, MONDAY + 2 * WEEK) == ["an"]
    assert told.mails()[-1][0].recipient == "an.nieuw@x.example"
    assert told.summary_on(MONDAY + 2 * WEEK).orphans.total == 0


def test_a_person_who_knows_better_has_the_address_written_to_again(told: CalendarMunicipality) -> None:
    bounce(told, UNKNOWN, MONDAY + timedelta(days=2))
    with told.database.write_session() as session:
        lift_unknown_address(session, get_municipality(session, told.slug).id, "AN@x.example")
    assert reminded(told, MONDAY + WEEK) == ["an"]


@pytest.mark.long
@pytest.mark.parametrize(
    "said", [FULL, "554 5.7.1 blocked", "550 5.4.6 routing loop", "5.4.7 delivery time expired"]
)
def test_what_says_nothing_of_the_address_is_told_and_the_reminder_repeated(
    told: CalendarMunicipality, said: str
) -> None:
    bounce(told, said, MONDAY + timedelta(days=2))
    summary = told.summary_on(MONDAY + timedelta(days=2))
    assert [(each.recipient, each.kind) for each in summary.undelivered.shown] == [
        ("An", classify_failure(said).value)
    ]
    assert (summary.reminded.total, summary.orphans.total, summary.needs_you) == (0, 0, 1)
    assert reminded(told, MONDAY + WEEK) == ["an"], "who did not get it is reminded again"
    with told.database.read_session() as session:
        assert session.scalar(select(SuppressedAddress)) is None


def test_a_bounce_alone_is_enough_for_a_summary(told: CalendarMunicipality) -> None:
    told.report("E1", MONDAY + timedelta(days=1))
    bounce(told, FULL, MONDAY + timedelta(days=2))
    told.tick(MONDAY + WEEK)
    (_, first), (_, second) = told.mails(coordinator_summary.DOCUMENT)
    texts = [read_text(told.documents.read(each.path, each.sha256).decode()) for each in (first, second)]
    full = '- An, "Titel van E1: vandaag": de mailbox is vol'
    assert [full in each for each in texts] == [False, True]


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations([UNKNOWN, FULL, EXPIRED] * 2))
def test_reports_twice_in_any_order_come_to_the_same(told: CalendarMunicipality, order: list[str]) -> None:
    with told.database.write_session(dry_run=True) as session:
        mailed = session.scalars(select(Delivery).where(Delivery.recipient == "an@x.example")).one()
        news = [record_failure(session, mailed, build_bounce(said, MONDAY)) for said in order]
        assert 1 <= sum(news) <= 2
        assert [each.kind for each in session.scalars(select(Bounce))] == [FailureKind.UNKNOWN_ADDRESS]
        assert [each.email for each in session.scalars(select(SuppressedAddress))] == ["an@x.example"]
        town = get_municipality(session, told.slug)
        (orphan,) = coordinator_summary.list_orphaned_actions(session, town.id, MONDAY).shown
        assert (orphan.code, orphan.why) == ("E1", "unknown_address")


@pytest.mark.long
@pytest.mark.parametrize("orphans", [1, 3, 40])
def test_every_number_above_a_list_of_the_summary_is_that_of_the_plan(
    told: CalendarMunicipality, orphans: int
) -> None:
    for number in range(orphans):
        told.action(f"W{number:02}", MONDAY + WEEK, [])
    told.action("E2", MONDAY + WEEK, ["an"])
    told.tick(MONDAY + WEEK)
    (_, document) = told.mails(coordinator_summary.DOCUMENT)[-1]
    mail = told.documents.read(document.path, document.sha256).decode()
    text = read_text(mail).replace("\r\n", "\n")
    lists = re.findall(r"^([A-Z ]+) \((\d+)\)\n(.*?)(?:\n\n(?=[A-Z])|\n--|\Z)", text, re.S | re.M)
    numbers = {heading: int(number) for heading, number, _ in lists}
    assert numbers["ZONDER BEREIKBARE TREKKER"] == orphans
    for heading, number, items in lists:
        points = [line for line in items.splitlines() if line.startswith("- ")]
        hidden = [int(found[1]) for each in points if (found := re.match(r"- en nog (\d+) andere", each))]
        assert len(points) - len(hidden) + sum(hidden) == int(number), heading
