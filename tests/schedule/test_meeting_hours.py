"""When a meeting begins and ends, and which ones nobody can be at both of."""

from datetime import date, datetime, time, timedelta

import pytest

from terugkom.schedule.meeting_hours import MeetingHours

DAY = date(2027, 3, 1)


def test_without_an_hour_or_a_duration_it_is_from_two_until_half_past_three() -> None:
    usual = MeetingHours(DAY)
    assert (usual.start, usual.end) == tuple(datetime.combine(DAY, each) for each in (time(14), time(15, 30)))
    own = MeetingHours(DAY, time(9, 15), 45)
    assert (own.start, own.end) == tuple(datetime.combine(DAY, each) for each in (time(9, 15), time(10)))


@pytest.mark.parametrize(
    ("starts_at", "minutes", "wanted"),
    [(time(12), 120, False), (time(12), 121, True), (time(15, 30), 60, False), (time(15, 29), 60, True)],
)
def test_one_that_ends_when_the_other_starts_does_not_overlap(
    starts_at: time, minutes: int, wanted: bool
) -> None:
    usual, other = MeetingHours(DAY), MeetingHours(DAY, starts_at, minutes)
    assert (usual.overlaps(other), other.overlaps(usual)) == (wanted, wanted)
    assert not usual.overlaps(MeetingHours(DAY + timedelta(days=1), starts_at, minutes))
