"""Working days, against the ten legal holidays written out by hand and against a table of others."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from terugkom.schedule.working_days import (
    LEGAL_HOLIDAYS,
    WorkingDays,
    ask_legal_holidays,
    find_digest_day,
    format_week,
    list_legal_holidays,
)

YEARS = range(2020, 2030)
EASTER = {  # from the almanac
    2020: date(2020, 4, 12),
    2021: date(2021, 4, 4),
    2022: date(2022, 4, 17),
    2023: date(2023, 4, 9),
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
}
FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
VACANZA = Path(__file__).parents[3] / "shared/samples/vacanza_BE_COMMON.json"

any_day = st.dates(date(2024, 1, 1), date(2040, 12, 31))
closing_days = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=40)


def ten(year: int) -> set[date]:
    fixed = {date(year, month, day) for month, day in FIXED}
    return fixed | {EASTER[year] + timedelta(days=after) for after in AFTER_EASTER}


@pytest.mark.parametrize("year", YEARS)
def test_nobody_works_on_the_ten_legal_holidays_and_no_other_weekday_is_one(year: int) -> None:
    assert EASTER[year] == easter(year)
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366 if year % 4 == 0 else 365))
    at_rest = {day for day in days if day.weekday() < 5 and day not in WorkingDays()}
    assert at_rest == {day for day in ten(year) if day.weekday() < 5}
    assert len(ten(year)) == 10
    assert ten(year) <= list_legal_holidays(year)


def test_the_file_of_holidays_says_what_the_library_says() -> None:
    """It was made by this line, and is made again by it if the law changes."""
    years = range(2000, 2061)
    lines = [
        " ".join([str(year), *(f"{day:%m-%d}" for day in sorted(ask_legal_holidays(year)))]) for year in years
    ]
    heading, *kept = LEGAL_HOLIDAYS.read_text(encoding="utf-8").splitlines()
    assert heading.startswith("#")
    assert kept == lines


@pytest.mark.parametrize("year", [1950, 1999, 2000, 2027, 2060, 2061, 2099])
def test_the_holidays_of_any_year_are_those_of_the_library(year: int) -> None:
    found = list_legal_holidays(year)
    assert found == ask_legal_holidays(year)
    assert len(found) >= 11
    assert {day.year for day in found} == {year}


def test_another_table_has_the_same_ten_and_what_it_has_more_is_no_legal_holiday() -> None:
    if not VACANZA.exists():
        pytest.skip(f"{VACANZA} is not here")
    table = {date.fromisoformat(day): name for day, name in json.loads(VACANZA.read_text()).items()}
    for year in YEARS:
        theirs = {day for day in table if day.year == year}
        assert ten(year) <= theirs
        more = {table[day] for day in theirs - ten(year)}
        assert more == {
            "Good Friday",
            "Easter Sunday",
            "Friday after Ascension Day",
            "Pentecost",
            "Bank Holiday",
        }


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 7, 11),  # the Flemish feast
        date(2026, 11, 2),  # All Souls
        date(2026, 4, 3),  # Good Friday
        date(2025, 12, 26),
        date(2026, 5, 15),  # the Friday after Ascension
    ],
)
def test_a_day_that_is_no_legal_holiday_is_worked_unless_the_municipality_closes(day: date) -> None:
    assert day in WorkingDays()
    assert day not in WorkingDays.excluding([day])


def test_nobody_works_on_a_weekend() -> None:
    assert date(2026, 11, 28) not in WorkingDays()
    assert date(2026, 11, 29) not in WorkingDays()


def test_the_next_and_the_last_working_day_pass_over_a_long_weekend() -> None:
    days = WorkingDays.excluding([date(2027, 3, 26)])  # Good Friday
    assert days.on_or_after(date(2027, 3, 26)) == date(2027, 3, 30)  # Tuesday after Easter Monday
    assert days.on_or_before(date(2027, 3, 29)) == date(2027, 3, 25)
    assert days.on_or_after(date(2027, 3, 30)) == date(2027, 3, 30)


@pytest.mark.parametrize(
    ("week_of", "weekday", "wanted"),
    [
        (date(2026, 11, 25), 1, date(2026, 11, 23)),  # an ordinary week
        (date(2027, 3, 30), 1, date(2027, 3, 30)),  # Easter Monday: Tuesday
        (date(2026, 5, 14), 4, date(2026, 5, 15)),  # Ascension: Friday
        (date(2026, 12, 25), 5, date(2026, 12, 24)),  # Christmas on a Friday: back to Thursday
        (date(2026, 11, 29), 7, date(2026, 11, 27)),  # a Sunday: back to Friday
    ],
)
def test_the_digest_moves_off_a_day_of_rest_within_its_week(
    week_of: date, weekday: int, wanted: date
) -> None:
    assert find_digest_day(week_of, weekday, WorkingDays()) == wanted


def test_a_week_in_which_nobody_works_has_no_digest() -> None:
    closed = [date(2026, 12, 28) + timedelta(days=n) for n in range(5)]
    assert find_digest_day(date(2026, 12, 30), 1, WorkingDays.excluding(closed)) is None
    assert find_digest_day(date(2026, 12, 30), 1, WorkingDays.excluding(closed[:3])) == date(2026, 12, 31)


@given(
    day=any_day | st.dates(date(2026, 1, 1), date(2026, 3, 31)),
    weekday=st.integers(1, 7),
    closed=closing_days,
)
def test_each_week_has_one_digest_day_and_all_its_days_agree_on_it(
    day: date, weekday: int, closed: frozenset[date]
) -> None:
    days = WorkingDays(closed)
    week = [day + timedelta(days=n - day.weekday()) for n in range(7)]
    found = {find_digest_day(each, weekday, days) for each in week}
    assert len(found) == 1
    worked = [each for each in week if each in days]
    wanted = min([each for each in worked if each.isoweekday() >= weekday], default=None) or max(
        worked, default=None
    )
    assert found == {wanted}


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 11, 23), "2026-W48"), (date(2027, 1, 3), "2026-W53"), (date(2024, 12, 30), "2025-W01")],
)
def test_a_week_is_named_by_its_own_year(day: date, name: str) -> None:
    assert format_week(day) == name
