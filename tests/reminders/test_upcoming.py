"""What `upcoming` says is what the ticks then do, if nobody says anything."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.meetings.upcoming_meetings import UpcomingStep
from terugkom.overview.upcoming import list_upcoming_steps
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from terugkom.schedule.reminder_stages import StageKind
from tests.reminders.tick_calendar import CalendarMunicipality
from tests.reminders.year import FIRST, LAST, zilverbeke
from tests.soak import often

ASKS = {
    -30: StageKind.FIRST_REMINDER,
    -7: StageKind.SECOND_REMINDER,
    0: StageKind.DUE_TODAY,
    7: StageKind.LATE,
    21: StageKind.COORDINATOR_IN_COPY,
}
MONDAY = date(2026, 11, 30)
DAYS = [date(2026, 12, 22), date(2026, 12, 24), date(2026, 12, 26), date(2027, 3, 29)]
Step = tuple[date, str, str]


def foretold(town: CalendarMunicipality, today: date, until: date) -> list[UpcomingStep]:
    with town.database.read_session() as session:
        return list_upcoming_steps(session, get_municipality(session, town.slug), today, until)


def reminders(town: CalendarMunicipality, today: date, until: date) -> set[Step]:
    found = [each for each in foretold(town, today, until) if each.kind == "owner-reminders"]
    assert len(found) == len(set(found))
    return {(each.date, each.subject, each.step) for each in found}


def done(town: CalendarMunicipality, today: date, until: date) -> set[Step]:
    """Tick each day; return what was told and what went on an agenda."""
    before = len(town.agenda)
    with town.database.read_session() as session:
        deadlines = dict(session.execute(select(Action.code, Action.deadline)).tuples().all())
    told = set()
    for each in town.ticks(today, until):
        deadline = deadlines[each.code]
        assert deadline
        late, step = (each.day - deadline).days, ASKS[each.stage].value
        if step == "due_today" and late:  # its mail says so too
            step = "1 day late" if late == 1 else f"{late} days late"
        told.add((each.day, each.code, step))
    return told | {(day, code, StageKind.ON_AGENDA.value) for day, code, _ in town.agenda[before:]}


def test_the_summary_says_what_a_meeting_is(sqlite_database: Database, tmp_path: Path) -> None:
    """An exchange with other municipalities has no group: it is not named after the municipality itself."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path, peer_anchor=MONDAY + timedelta(days=4))
    (coming,) = town.summary_on(MONDAY).coming
    assert (coming.day, coming.group) == (date(2026, 12, 4), "Uitwisseling met andere gemeenten")


@pytest.mark.long
def test_a_year_of_the_demo_is_foretold_as_it_goes(sqlite_database: Database, tmp_path: Path) -> None:
    town = zilverbeke(sqlite_database, tmp_path)
    wanted = reminders(town, FIRST, LAST)
    assert len(wanted) > 25
    assert done(town, FIRST, LAST) == wanted


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("after", often([23], soak=[1, 3, 7, 23, 60]))
def test_from_any_day_the_rest_is_foretold_as_it_goes(
    sqlite_database: Database, tmp_path: Path, after: int
) -> None:
    town, today = zilverbeke(sqlite_database, tmp_path), FIRST + timedelta(days=after)
    town.ticks(FIRST, today - timedelta(days=1))
    until = FIRST + timedelta(days=90)
    wanted = reminders(town, today, until)
    assert done(town, today, until) == wanted


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize(
    ("weekday", "day"), often([(1, DAYS[1]), (5, DAYS[3])], soak=list(product([1, 3, 5], DAYS)))
)
def test_after_a_silence_what_is_made_up_is_foretold_as_it_goes(
    sqlite_database: Database, tmp_path: Path, weekday: int, day: date
) -> None:
    town = CalendarMunicipality.new(
        sqlite_database, tmp_path, digest_weekday=weekday, closing_days=[date(2026, 12, 24)]
    )
    for number, days in enumerate((-50, -22, -21, -8, -1, 0, 1, 2, 3, 7, 8, 29, 30, 31, 80)):
        town.action(f"E{number}", day + timedelta(days=days), [f"p{number % 4}"])
    wanted = reminders(town, day, day + timedelta(days=60))
    assert done(town, day, day + timedelta(days=60)) == wanted


def test_a_new_owner_beside_one_who_was_told_is_foretold(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY)
    town.tick(MONDAY)
    town.person("bo")
    town.change("E1", owners=["an", "bo"])
    assert (MONDAY + timedelta(days=7), "E1", "late") in reminders(town, MONDAY, MONDAY + timedelta(days=30))


def test_who_cannot_be_reached_is_not_foretold_a_mail(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY, [])
    assert reminders(town, MONDAY, MONDAY + timedelta(days=60)) == {(date(2027, 1, 18), "E1", "on_agenda")}


def test_both_days_count_and_nothing_beyond_them_is_told(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY)
    assert reminders(town, date(2026, 11, 23), MONDAY) == {
        (date(2026, 11, 23), "E1", "second_reminder"),
        (MONDAY, "E1", "due_today"),
    }


def test_the_meetings_of_a_year_stand_in_it_with_their_steps(town: CalendarMunicipality) -> None:
    town.group("energie", anchor=date(2026, 6, 30), interval_months=6)
    town.group("slaapt", anchor=None, interval_months=6)
    town.group("focus", anchor=date(2027, 11, 24), interval_months=3)
    told = foretold(town, MONDAY, MONDAY + timedelta(days=365))
    found = [each for each in told if each.kind != "newsletter"]
    assert [(each.date.isoformat(), each.subject, each.step, each.period) for each in found] == [
        ("2026-12-09", "energie", "invitation", "2026-12"),
        ("2026-12-23", "energie", "pack", "2026-12"),
        ("2026-12-30", "energie", "meeting", "2026-12"),
        ("2026-12-31", "energie", "minutes", "2026-12"),
        ("2027-01-07", "energie", "chase", "2026-12"),
        ("2027-06-09", "energie", "invitation", "2027-06"),
        ("2027-06-23", "energie", "pack", "2027-06"),
        ("2027-06-30", "energie", "meeting", "2027-06"),
        ("2027-07-01", "energie", "minutes", "2027-06"),
        ("2027-07-08", "energie", "chase", "2027-06"),
        ("2027-11-03", "focus", "invitation", "2027-11"),
        ("2027-11-17", "focus", "pack", "2027-11"),
        ("2027-11-24", "focus", "meeting", "2027-11"),
        ("2027-11-25", "focus", "minutes", "2027-11"),
    ]
    assert {each.kind for each in found} == {"subgroup-review"}
