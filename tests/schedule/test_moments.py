"""Moments: for every start date and interval each once, in order, on a working day, none skipped."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice, pairwise

import pytest

from terugkom import clock
from terugkom.errors import InputError
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.moments import (
    ScheduledMeeting,
    ScheduledStep,
    generate_meetings,
    list_meetings_between,
    list_steps,
)
from terugkom.schedule.working_days import WorkingDays

FIRST, LAST = date(2024, 1, 1), date(2040, 12, 31)
ANCHORS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
# 11 July, 2 November and the week between Christmas and New Year, as Flemish municipalities close
CLOSED = WorkingDays.excluding(
    date(year, month, day)
    for year in range(2024, 2049)
    for month, days in ((7, (11,)), (11, (2,)), (12, range(26, 32)))
    for day in days
)


@cache
def moved(day: date) -> date:
    """Walk from day to day until somebody works."""
    return day if day in CLOSED else moved(day + timedelta(days=1))


def planned(anchor: date, n: int, months: int) -> date:
    """Count months by hand: no date arithmetic but the length of a month."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + n * months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("months", [3, 6, 12])
def test_for_every_start_date_each_moment_comes_once_in_order_on_a_working_day(months: int) -> None:
    number = 3 * 12 // months + 1  # three years ahead
    for anchor in ANCHORS:
        found = list(islice(generate_meetings(anchor, months, CLOSED), number))
        wanted = [planned(anchor, n, months) for n in range(number)]
        assert [meeting.day for meeting in found] == [moved(day) for day in wanted], anchor
        assert [meeting.period for meeting in found] == [f"{day:%Y-%m}" for day in wanted], anchor
        for before, after in pairwise(found):
            assert before.day < after.day, anchor
            assert before.period < after.period, anchor


@pytest.mark.parametrize(
    ("anchor", "months", "wanted"),
    [
        # the 31st is clamped to the month's end and comes back (28 February 2026 is a Saturday)
        (date(2025, 8, 31), 6, [date(2025, 9, 1), date(2026, 3, 2), date(2026, 8, 31), date(2027, 3, 1)]),
        # 29 February: the 28th in other years, the 29th again in the next leap year
        (
            date(2024, 2, 29),
            12,
            [date(2024, 2, 29), date(2025, 2, 28), date(2026, 3, 2), date(2027, 3, 1), date(2028, 2, 29)],
        ),
        # 30 November plus three months is 28 February, then 30 May (a Saturday), then 30 August (a Sunday)
        (date(2025, 11, 30), 3, [date(2025, 12, 1), date(2026, 3, 2), date(2026, 6, 1), date(2026, 8, 31)]),
        # off 1 January and the weekend after it
        (date(2027, 1, 1), 12, [date(2027, 1, 4), date(2028, 1, 3), date(2029, 1, 2)]),
    ],
)
def test_the_nth_moment_is_counted_from_the_anchor(anchor: date, months: int, wanted: list[date]) -> None:
    found = list(islice(generate_meetings(anchor, months, WorkingDays()), len(wanted)))
    assert [meeting.day for meeting in found] == wanted


def test_a_moment_keeps_the_name_of_the_month_it_was_planned_for() -> None:
    first = next(generate_meetings(date(2026, 10, 31), 6, WorkingDays.excluding([date(2026, 11, 2)])))
    assert first == ScheduledMeeting("2026-10", date(2026, 11, 3))


def test_between_two_days_both_count() -> None:
    days = WorkingDays()
    found = list_meetings_between(date(2025, 1, 15), 3, days, date(2025, 7, 15), date(2026, 1, 15))
    assert [meeting.day for meeting in found] == [date(2025, 7, 15), date(2025, 10, 15), date(2026, 1, 15)]
    assert list_meetings_between(date(2025, 1, 15), 3, days, date(2025, 7, 16), date(2025, 10, 14)) == []


def test_a_rhythm_of_no_months_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        next(generate_meetings(date(2026, 1, 1), 0, WorkingDays()))


def test_the_steps_of_a_meeting_stand_at_their_distance() -> None:
    assert list_steps(ScheduledMeeting("2026-11", date(2026, 11, 30)), LeadTimes()) == [
        ScheduledStep("invitation", date(2026, 11, 9)),
        ScheduledStep("pack", date(2026, 11, 23)),
        ScheduledStep("meeting", date(2026, 11, 30)),
        ScheduledStep("minutes", date(2026, 12, 1)),
        ScheduledStep("chase", date(2026, 12, 8)),
    ]


def test_a_municipality_has_its_own_lead_times() -> None:
    own = LeadTimes.from_overrides({"invitation": 30, "pack": 10, "minutes": 2, "chase": 14})
    found = [step.day for step in list_steps(ScheduledMeeting("2026-11", date(2026, 11, 30)), own)]
    assert found == [
        date(2026, 10, 31),
        date(2026, 11, 20),
        date(2026, 11, 30),
        date(2026, 12, 2),
        date(2026, 12, 16),
    ]


@pytest.mark.parametrize(
    "own",
    [
        {"invitation": 7},
        {"second_reminder": 31},
        {"late": 21},
        {"on_agenda": 0},
        {"pack": 0},
        {"minutes": -1},
        {"on_agenda": 400},
        {"begroting": 3},
    ],
)
def test_lead_times_that_make_no_sense_are_refused(own: dict[str, int]) -> None:
    with pytest.raises(InputError, match="lead time"):
        LeadTimes.from_overrides(own)


@pytest.mark.parametrize(
    ("utc", "in_brussels"),
    [
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # still summer time
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # winter time since three o'clock
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), date(2027, 3, 29)),  # summer time
    ],
)
def test_today_is_the_day_it_is_in_brussels(
    utc: datetime, in_brussels: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return utc.astimezone(tz)  # type: ignore[arg-type]

    monkeypatch.setattr(clock, "datetime", Stopped)
    assert clock.today() == in_brussels
    assert clock.now() == utc


def test_the_days_around_a_change_of_the_clock_are_one_day_apart() -> None:
    for day in (date(2026, 10, 25), date(2027, 3, 28)):
        found = next(generate_meetings(day, 6, WorkingDays()))
        assert found.day == day + timedelta(days=2 if day.month == 3 else 1)  # off Sunday, and Easter Monday
