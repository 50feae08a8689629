"""A meeting that was announced is found again where its rhythm, or a person, put it since."""

from datetime import date

import pytest

from terugkom.meetings.match_announced import CurrentMeeting, match_announced
from terugkom.meetings.model import MeetingState

TODAY = date(2027, 1, 4)
QUARTERLY = [date(2027, 1, 19), None, None, date(2027, 4, 19)]


def match(announced: list[date], now: list[CurrentMeeting]) -> list[date | None]:
    keys = {f"KOP/{day:%Y-%m}": [day] for day in announced}
    found = match_announced(keys, now, TODAY)
    return [found[key].day if key in found else None for key in keys]


def meets(month: int, day: int, interval: int = 1, **more: object) -> CurrentMeeting:
    return CurrentMeeting("KOP", date(2027, month, day), interval, **more)  # type: ignore[arg-type]


def days(*pairs: tuple[int, int]) -> list[date]:
    return [date(2027, month, day) for month, day in pairs]


@pytest.mark.parametrize(
    ("announced", "now", "expected"),
    [
        # the 19th of each month became the 2nd: each is in the month after, and none is said to be gone
        (
            days((1, 19), (2, 19), (3, 19)),
            [meets(month, 2) for month in range(2, 9)],
            days((2, 2), (3, 2), (4, 2)),
        ),
        # each month became each quarter: those in between are gone, and are not the next one
        (
            days((1, 19), (2, 19), (3, 19), (4, 19)),
            [meets(1, 19, 3), meets(4, 19, 3), meets(7, 19, 3)],
            QUARTERLY,
        ),
        # a person moved the first one beyond the second
        (
            days((1, 19), (2, 19)),
            [meets(2, 26, earlier_days=frozenset(days((1, 19)))), meets(2, 19), meets(3, 19)],
            days((2, 26), (2, 19)),
        ),
        # too far to be the same
        (days((1, 19)), [meets(12, 1, 6)], [None]),
        # of another group
        (days((1, 19)), [CurrentMeeting("FOCUS", date(2027, 1, 19), 1)], [None]),
        # what was held is no other meeting
        (days((1, 19)), [meets(1, 12, state=MeetingState.MINUTED)], [None]),
    ],
)
def test_where_an_announced_meeting_is_now(
    announced: list[date], now: list[CurrentMeeting], expected: list[date | None]
) -> None:
    assert match(announced, now) == expected
