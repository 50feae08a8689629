"""Who was asked and said nothing is found in one look at the mails of one municipality, however large its
plan and however many others there are."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.editions.edition_context import load_page_urls
from terugkom.editions.select_publications import WEBDAV
from terugkom.meetings.owner_responses import count_asked_by_group, count_responses, select_silent_owners
from terugkom.plan.model import Action, ActionStatus, Municipality, Ownership, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.summary_period import build_summary_period
from terugkom.reminders.coordinator_inbox import load_coordinator_inbox
from terugkom.reminders.coordinator_summary import build_summary
from terugkom.reminders.due_actions import DueReminder
from terugkom.reminders.previous_requests import add_previous_request_days
from terugkom.reminders.summary_lists import MAX_SHOWN
from terugkom.reminders.week import KIND, ReminderWeek
from terugkom.schedule.model import Moment, Reminder
from tests.clock import clock_on
from tests.query_steps import count_query_steps
from tests.reminders.tick_calendar import CalendarMunicipality

pytestmark = pytest.mark.only_sqlite

MONDAY = date(2026, 11, 30)
WEEKS, STAGES = 10, 3
ACTIONS_EACH = 5  # of an owner


def add_moments(town: CalendarMunicipality) -> None:
    """Add the weeks in which owners were asked, and a document that stands for all of their mails."""
    with town.database.write_session() as session:
        home = session.scalars(select(Municipality.id)).one()
        session.execute(insert(Moment), [_build_moment(1000 + week, home, week) for week in range(WEEKS)])
        session.execute(
            insert(Document),
            [
                {
                    "id": 1, "municipality_id": home, "kind": "owner-digest", "subject": "x", "path": "x",
                    "sha256": "0" * 64, "created_at": clock_on(MONDAY),
                }
            ],
        )  # fmt: skip


def add_silent_owners(town: CalendarMunicipality, numbers: Iterable[int]) -> None:
    """Add owners of five late actions each, asked of each three times, who never said anything."""
    owners = list(numbers)
    with town.database.write_session() as session:
        home = session.scalars(select(Municipality.id).where(Municipality.slug == town.slug)).one()
        people = [
            {"id": 1000 + n, "municipality_id": home, "code": f"p{n}", "name": f"P {n}",
             "email": f"p{n}@x.example"}
            for n in owners
        ]  # fmt: skip
        actions = [
            {"id": _number(n, at), "municipality_id": home, "code": f"E{_number(n, at)}", "title": "Led",
             "extra": {}, "status": ActionStatus.RUNNING, "snooze_reason": "",
             "deadline": MONDAY - timedelta(days=40)}
            for n in owners
            for at in range(ACTIONS_EACH)
        ]  # fmt: skip
        reminders = [
            {"action_id": _number(n, at), "deadline": MONDAY - timedelta(days=40), "stage": stage,
             "person_id": 1000 + n, "delivery_id": _number(n, stage)}
            for n in owners
            for at in range(ACTIONS_EACH)
            for stage in range(STAGES)
        ]  # fmt: skip
        session.execute(insert(Person), people)
        session.execute(insert(Action), actions)
        owned = [
            {"action_id": _number(n, at), "person_id": 1000 + n} for n in owners for at in range(ACTIONS_EACH)
        ]
        session.execute(insert(Ownership), owned)
        mails = [
            _build_delivery(_number(n, week), home, 1000 + week, f"p{n}@x.example")
            for n in owners
            for week in range(WEEKS)
        ]
        session.execute(insert(Delivery), mails)
        session.execute(insert(Reminder), reminders)


def add_other_municipalities(town: CalendarMunicipality, count: int, mails: int) -> None:
    with town.database.write_session() as session:
        for number in range(count):
            other = 5000 + number
            session.execute(
                insert(Municipality), [{"id": other, "slug": f"s{number}", "name": f"S {number}"}]
            )
            session.execute(insert(Moment), [_build_moment(other, other, 0)])
            first = 1_000_000 + number * mails
            pages = {"channel": WEBDAV, "role": "page"}
            rows = [_build_delivery(first + each, other, other, "x@y.example") for each in range(mails)]
            rows[::2] = [row | pages for row in rows[::2]]
            session.execute(insert(Delivery), rows)


def _number(owner: int, at: int) -> int:
    return 10_000 + owner * 10 + at


def _build_moment(number: int, municipality: int, week: int) -> dict[str, Any]:
    return {
        "id": number, "municipality_id": municipality, "kind": KIND, "subject": "", "period": f"w{week}",
        "day": MONDAY - timedelta(days=7 * week), "opened_at": clock_on(MONDAY),
    }  # fmt: skip


def _build_delivery(number: int, municipality: int, moment: int, address: str) -> dict[str, Any]:
    return {
        "id": number, "municipality_id": municipality, "document_id": 1, "moment_id": moment,
        "key": str(number), "channel": "folder", "role": "owner", "recipient": address,
        "state": DeliveryState.SENT, "headers": "", "message_id": "", "created_at": clock_on(MONDAY),
    }  # fmt: skip


@pytest.fixture
def asked(town: CalendarMunicipality) -> CalendarMunicipality:
    add_moments(town)
    add_silent_owners(town, range(50))
    return town


def measure(town: CalendarMunicipality, silent: int) -> int:
    def read(session: Session) -> None:
        municipality = get_municipality(session, town.slug)
        assert len(session.execute(select_silent_owners(municipality.id, MONDAY)).all()) == silent

    return count_query_steps(town.database, read)


def test_it_grows_with_the_plan_and_no_faster(asked: CalendarMunicipality) -> None:
    small = measure(asked, 50)
    add_silent_owners(asked, range(50, 200))
    assert measure(asked, 200) < 4.2 * small


def test_the_mails_of_other_municipalities_are_not_looked_at(asked: CalendarMunicipality) -> None:
    """Each of three hundred municipalities went through the mails of all: as many times as many."""
    since = MONDAY - timedelta(days=100)

    def count(session: Session) -> None:
        municipality = get_municipality(session, asked.slug)
        assert count_responses(session, municipality.id, since, MONDAY).asked == 50
        assert count_asked_by_group(session, municipality.id, since, MONDAY)[None].silent == 50

    alone, counted = measure(asked, 50), count_query_steps(asked.database, count)
    add_other_municipalities(asked, 20, 100)
    assert measure(asked, 50) <= 1.02 * alone
    assert count_query_steps(asked.database, count) <= 1.02 * counted


def test_it_is_one_statement_however_many_are_silent(asked: CalendarMunicipality) -> None:
    assert MAX_SHOWN < 50
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(asked.database.engine, "before_cursor_execute", listen)
    with asked.database.read_session() as session:
        silent = load_coordinator_inbox(
            session, get_municipality(session, asked.slug), build_summary_period(None, MONDAY), MONDAY
        ).silent
    event.remove(asked.database.engine, "before_cursor_execute", listen)
    assert (len(silent.shown), silent.total) == (MAX_SHOWN, 50)
    assert sum("reminders" in each for each in said) == 1


def test_a_digest_and_a_summary_look_at_no_mails_of_others(asked: CalendarMunicipality) -> None:
    late_since = MONDAY - timedelta(days=40)
    due = [
        DueReminder(_number(n, 0), 1000 + n, "E", "Led", late_since, -40, "", "running", "late", 7, "")
        for n in range(50)
    ]

    def read(session: Session) -> None:
        noted = add_previous_request_days(session, due)
        assert {each.asked_before_on for each in noted} == {MONDAY}
        week = ReminderWeek(get_municipality(session, asked.slug), "2026-W49", MONDAY, 1000)
        assert build_summary(session, week).reminded.total == 50 * ACTIONS_EACH
        assert load_page_urls(session, 1000, "https://linde.example.org") == {}

    alone = count_query_steps(asked.database, read)
    add_other_municipalities(asked, 20, 100)
    assert count_query_steps(asked.database, read) <= 1.02 * alone
