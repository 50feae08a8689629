"""No minutes are asked of a meeting at which nobody was."""

from datetime import date

import pytest

from terugkom.meetings.model import StepKind
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.test_invitations_follow_plan import PACKED, invited, join, set_person, told

__all__ = ["invited"]  # a fixture
MOSTLY_SQLITE = True
AFTER = date(2027, 3, 16)  # the day after the meeting
NOBODY = ("minutes", AFTER, "nobody-invited")


def test_of_a_group_whose_members_all_withdrew_no_minutes_are_asked(invited: MeetingMunicipality) -> None:
    """The coordinator was asked for the minutes of a meeting that nobody was at."""
    for code in ("AN", "BE", "GEEN"):
        join(invited, code)
    for day in (date(2027, 2, 23), PACKED, AFTER):
        invited.tick(day)
    assert told(invited, 2) == [(who, "CANCEL", 0, "03-15 14:00") for who in ("an", "be")]
    assert invited.steps()[-1] == NOBODY
    assert invited.tick(date(2027, 3, 30)) == [], "it is over"


def test_of_a_group_whose_members_all_departed_no_minutes_are_asked(invited: MeetingMunicipality) -> None:
    for code in ("AN", "BE"):
        set_person(invited, code, departed_on=date(2027, 3, 15))
    for day in (PACKED, AFTER):
        invited.tick(day)
    assert invited.steps()[-1] == NOBODY


def test_who_departed_after_the_meeting_was_there(invited: MeetingMunicipality) -> None:
    for code in ("AN", "BE"):
        set_person(invited, code, departed_on=AFTER)
    invited.tick(PACKED)
    assert [each.step for each in invited.tick(AFTER)] == [StepKind.MINUTES_REQUEST]


@pytest.mark.parametrize(("members", "is_asked"), [((), False), (("AN",), True)])
def test_a_meeting_that_a_tick_missed_is_asked_about_if_its_group_has_members(
    town: MeetingMunicipality, members: tuple[str, ...], is_asked: bool
) -> None:
    town.import_plan()
    for code in ("AN", "BE", "GEEN"):
        join(town, code, *(("ENERGIE",) if code in members else ()))
    town.tick(AFTER)
    assert ("minutes", AFTER, "") in town.steps() if is_asked else town.steps()[-1] == NOBODY


def test_nobody_is_asked_who_joined_after_a_meeting_that_nobody_came_to(invited: MeetingMunicipality) -> None:
    for code in ("AN", "BE", "GEEN"):
        join(invited, code)
    for day in (date(2027, 2, 23), PACKED):
        invited.tick(day)
    join(invited, "CO", "ENERGIE")
    invited.tick(AFTER)
    assert invited.steps()[-1] == NOBODY
