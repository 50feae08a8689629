"""What of editions stands in the calendar to come."""

from datetime import date

import pytest

from terugkom.editions.due_steps import list_upcoming_edition_steps
from terugkom.editions.model import EditionVerdict
from terugkom.overview.upcoming import find_next_day, list_upcoming_steps
from terugkom.plan.queries import get_municipality
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality

MOSTLY_SQLITE = True

UNTIL = date(2027, 4, 1)


def to_come(room: EditionMunicipality, today: date) -> list[tuple[str, str, str]]:
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
        return [
            (day.isoformat(), step, str(quarter))
            for day, step, quarter in list_upcoming_edition_steps(session, town, today, UNTIL)
        ]


@pytest.fixture
def room(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    edition_municipality.import_actions(FIRST, *BEFORE)
    edition_municipality.import_actions(ASKED, *NOW)
    return edition_municipality


def test_an_edition_begins_fourteen_days_before_its_quarter_ends(room: EditionMunicipality) -> None:
    begins = [("2026-12-17", "begun", "2026-Q4"), ("2027-03-17", "begun", "2027-Q1")]
    assert to_come(room, FIRST) == [("2026-09-16", "begun", "2026-Q3"), *begins]
    assert to_come(room, ASKED) == begins
    late = [("2026-12-21", "begun", "2026-Q4"), begins[1]]
    assert to_come(room, date(2026, 12, 19)) == late, "a Saturday: it begins on Monday"


@pytest.mark.each_database
def test_one_that_waits_reminds_until_somebody_decides(room: EditionMunicipality) -> None:
    room.take_due_step(ASKED)
    reminders = [
        ("2026-12-22", "reminded", "2026-Q4"),
        ("2026-12-29", "reminded-again", "2026-Q4"),
        ("2027-01-04", "escalated", "2026-Q4"),
    ]
    assert to_come(room, ASKED) == [("2027-03-17", "begun", "2027-Q1"), *reminders]
    room.take_due_step(date(2026, 12, 22))
    assert to_come(room, date(2026, 12, 22))[1:] == reminders[1:]
    room.record_decision(EditionVerdict.DROP)
    assert to_come(room, ASKED) == [("2027-03-17", "begun", "2027-Q1")]


def test_it_stands_in_the_calendar_and_in_the_tick_s_outlook(room: EditionMunicipality) -> None:
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
        found = list_upcoming_steps(session, town, date(2026, 12, 1), date(2026, 12, 31))
        assert [
            (each.date, each.kind, each.step, each.period) for each in found if each.kind == "newsletter"
        ] == [(ASKED, "newsletter", "begun", "2026-Q4")]
        assert find_next_day(session, town, date(2026, 12, 16), date(2026, 12, 31)) == ASKED
