"""The coordinator gets a summary if something in it is new; open points are repeated by the setting."""

from datetime import date, timedelta

import pytest

from terugkom.plan.model import Municipality, QuietSummary
from terugkom.plan.queries import get_municipality
from terugkom.reminders.coordinator_summary import DOCUMENT
from tests.clock import day_of
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY = date(2027, 1, 11)


def list_summary_days(town: CalendarMunicipality, weeks: int, first: int = 0) -> list[date]:
    """Tick on Mondays; return the days of the summaries that these ticks sent."""
    before = len(town.mails(DOCUMENT))
    for week in range(first, first + weeks):
        town.tick(MONDAY + timedelta(weeks=week))
    return [day_of(delivery.created_at) for delivery, _ in town.mails(DOCUMENT)[before:]]


@pytest.mark.long
@pytest.mark.parametrize(
    ("setting", "weeks"),
    [(QuietSummary.NEVER, [0]), (QuietSummary.MONTHLY, [0, 3]), (QuietSummary.WEEKLY, list(range(6)))],
)
def test_an_open_point_is_told_once_and_again_by_the_setting(
    town: CalendarMunicipality, setting: QuietSummary, weeks: list[int]
) -> None:
    town.action("E1", MONDAY, [])
    town.set_quiet_summary(setting)
    assert list_summary_days(town, 6) == [MONDAY + timedelta(weeks=week) for week in weeks]


def test_what_is_new_brings_a_summary_with_all_that_is_open(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY, [])
    assert list_summary_days(town, 2) == [MONDAY]
    town.action("E2", MONDAY, [])
    assert list_summary_days(town, 2, first=2) == [MONDAY + timedelta(weeks=2)]
    assert [each.code for each in town.summary_on(MONDAY + timedelta(weeks=2)).orphans.shown] == ["E1", "E2"]


@pytest.mark.long
def test_a_point_that_was_solved_and_comes_back_is_new(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY, [])
    town.action("E2", MONDAY, [])
    assert list_summary_days(town, 1) == [MONDAY]
    town.change("E1", deadline=MONDAY + timedelta(days=900), owners=["lw"])
    assert list_summary_days(town, 1, first=1) == []
    town.change("E1", deadline=MONDAY, owners=[])
    assert list_summary_days(town, 2, first=2) == [MONDAY + timedelta(weeks=2)]


def test_who_reads_for_the_coordinator_was_not_told_yet(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY, [])
    town.person("bo")
    assert list_summary_days(town, 1) == [MONDAY]
    town.person("lw", stand_in="bo", absent_from=MONDAY, absent_until=MONDAY + timedelta(days=30))
    assert list_summary_days(town, 2, first=1) == [MONDAY + timedelta(weeks=1)]


def test_what_another_municipality_was_told_is_news_here(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY, [])
    assert list_summary_days(town, 1) == [MONDAY]
    with town.database.write_session() as session:
        own = get_municipality(session, town.slug)
        session.add(Municipality(id=0, slug="aalter", name="Aalter", reported_points=own.reported_points))
        own.reported_points = []
    assert list_summary_days(town, 1, first=1) == [MONDAY + timedelta(weeks=1)]
