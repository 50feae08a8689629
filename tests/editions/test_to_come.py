"""What of editions stands in the calendar to come."""

from datetime import date

import pytest

from terugkom.editions.due_steps import iterate_upcoming_editions
from terugkom.editions.model import EditionVerdict
from terugkom.overview.upcoming import find_next_days, list_upcoming_steps
from terugkom.plan.queries import get_municipality
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality

MOSTLY_SQLITE = True

UNTIL = date(2027, 4, 1)


def to_come(edition_municipality: EditionMunicipality, today: date) -> list[tuple[str, str, str]]:
    with edition_municipality.database.read_session() as session:
        town = get_municipality(session, edition_municipality.slug)
        return [
            (day.isoformat(), step, str(quarter))
            for day, step, quarter in iterate_upcoming_editions(session, town, today, UNTIL)
        ]


def test_an_edition_begins_fourteen_days_before_its_quarter_ends(
    edition_municipality: EditionMunicipality,
) -> None:
    begins = [("2026-12-17", "begun", "2026-Q4"), ("2027-03-17", "begun", "2027-Q1")]
    assert to_come(edition_municipality, FIRST) == [("2026-09-16", "begun", "2026-Q3"), *begins]
    assert to_come(edition_municipality, ASKED) == begins
    late = [("2026-12-21", "begun", "2026-Q4"), begins[1]]
    assert to_come(edition_municipality, date(2026, 12, 19)) == late, "a Saturday: it begins on Monday"


@pytest.mark.long
@pytest.mark.each_database
def test_one_that_waits_reminds_until_somebody_decides(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    reminders = [
        ("2026-12-22", "reminded", "2026-Q4"),
        ("2026-12-29", "reminded-again", "2026-Q4"),
        ("2027-01-04", "escalated", "2026-Q4"),
    ]
    assert to_come(edition_municipality, ASKED) == [("2027-03-17", "begun", "2027-Q1"), *reminders]
    edition_municipality.take_due_step(date(2026, 12, 22))
    assert to_come(edition_municipality, date(2026, 12, 22))[1:] == reminders[1:]
    edition_municipality.record_decision(EditionVerdict.DROP)
    assert to_come(edition_municipality, ASKED) == [("2027-03-17", "begun", "2027-Q1")]


def test_it_stands_in_the_calendar_and_in_the_tick_s_outlook(
    edition_municipality: EditionMunicipality,
) -> None:
    with edition_municipality.database.read_session() as session:
        town = get_municipality(session, edition_municipality.slug)
        found = list_upcoming_steps(session, town, date(2026, 12, 1), date(2026, 12, 31))
        assert [
            (each.date, each.kind, each.step, each.period) for each in found if each.kind == "newsletter"
        ] == [(ASKED, "newsletter", "begun", "2026-Q4")]
        next_days = find_next_days(session, [town], date(2026, 12, 16), date(2026, 12, 31))
        assert next_days == {town.id: ASKED}
