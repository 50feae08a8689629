"""Who is invited hears of all that changed since they were told last, and of nothing that changed back."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import select

from terugkom.meetings import open_meeting, reschedule
from terugkom.meetings.calendar_feed import write_feeds
from terugkom.meetings.model import Meeting
from terugkom.meetings.reschedule import MeetingChange
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.test_invitations_follow_plan import INVITED, invited, join, read_last, set_group, told
from tests.meetings.test_renamed_groups import accept, accepted

__all__ = ["invited"]  # a fixture
MOSTLY_SQLITE = True
DAY, OTHER = date(2027, 3, 15), date(2027, 3, 22)
CHANGED = date(2027, 2, 23)


def state(town: MeetingMunicipality) -> tuple[date, int]:
    with town.database.read_session() as session:
        meeting = session.scalars(select(Meeting)).one()
        return meeting.moment.day, meeting.sequence


def test_an_update_tells_the_reason_of_each_change_since_the_invitation(invited: MeetingMunicipality) -> None:
    """It told that of the last one alone."""
    invited.move(CHANGED, to=OTHER, reason="De zaal is weg")
    invited.move(CHANGED, to=OTHER, starts_at=time(16), reason="Bé heeft les.")
    set_group(invited, meets_in="Zaal 2")
    invited.align(CHANGED)
    invited.tick(CHANGED)
    assert told(invited, 2) == [(who, "REQUEST", 3, "03-22 16:00") for who in ("an", "be")]
    said = "Waarom: De zaal is weg. Bé heeft les. Zo staat het nu in het actieplan. Uw agenda"
    assert said in read_last(invited)[1]
    invited.move(CHANGED, to=DAY, reason="De zaal is er weer.")
    invited.tick(CHANGED)
    assert "Waarom: De zaal is er weer. Uw agenda" in read_last(invited)[1], "the others were told"


def test_a_meeting_that_is_back_before_anything_was_sent_is_told_to_nobody(
    invited: MeetingMunicipality,
) -> None:
    accept(invited)
    invited.move(CHANGED, to=OTHER, reason="De zaal is weg.")
    invited.move(CHANGED, to=DAY, reason="De zaal is er toch.")
    assert invited.tick(CHANGED) == []
    assert told(invited, 2) == []
    assert state(invited) == (DAY, 0)
    assert accepted(invited) == ("An Wijn, jr",)
    invited.move(date(2027, 2, 24), to=OTHER, reason="Nu wel.")
    invited.tick(date(2027, 2, 24))
    assert told(invited, 2) == [(who, "REQUEST", 1, "03-22 14:00") for who in ("an", "be")]
    assert "Waarom: Nu wel. Uw agenda" in read_last(invited)[1]
    assert accepted(invited) == ()


@pytest.mark.parametrize(
    ("changes", "back"),
    [
        ({"meets_in": "Zaal 2"}, {"meets_in": "Zaal 1"}),
        ({"meets_for": 45}, {"meets_for": None}),
        ({"anchor": date(2027, 3, 22), "meets_in": "Zaal 9"}, {"anchor": DAY, "meets_in": "Zaal 1"}),
        ({"anchor": None}, {"anchor": DAY}),
    ],
)
def test_a_plan_that_is_corrected_before_anything_was_sent_is_told_to_nobody(
    invited: MeetingMunicipality, changes: dict[str, object], back: dict[str, object]
) -> None:
    """Two imports between two ticks: the second one sent a mail that told nothing new."""
    set_group(invited, **changes)
    assert invited.align(CHANGED) == 1
    set_group(invited, **back)
    assert invited.align(CHANGED) == 1
    assert invited.tick(CHANGED) == []
    assert state(invited) == (DAY, 0)


def test_the_feed_of_a_meeting_that_is_back_has_no_earlier_version(
    invited: MeetingMunicipality, tmp_path: Path
) -> None:
    """It went from 1 to 0: a calendar program that read the 1 keeps the day in between (RFC 5546, 2.1.5)."""
    found = [read_feed(invited, tmp_path)]
    for to in (OTHER, DAY, DAY, OTHER):
        if to != found[-1][0]:
            invited.move(CHANGED, to=to)
        found.append(read_feed(invited, tmp_path))
    days, versions = [day for day, *_ in found], [version for _, *version in found]
    assert days == [DAY, OTHER, DAY, DAY, OTHER]
    assert [sequence for sequence, _ in versions] == [0, 1, 1, 1, 1]
    assert versions[0] < versions[1] < versions[2] == versions[3] < versions[4]
    assert state(invited) == (OTHER, 1), "the mails count by themselves"


def read_feed(town: MeetingMunicipality, outbox: Path) -> tuple[date, int, datetime]:
    """Write the feeds; return the day of the first meeting in that of the group, and its version."""
    with town.database.read_session() as session:
        write_feeds(session, town.desk.templates, town.municipality(session), outbox, CHANGED)
    (path,) = outbox.rglob("energie.ics")
    first, *_ = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return first["DTSTART"].dt.date(), int(first["SEQUENCE"]), first["DTSTAMP"].dt


def test_a_version_that_somebody_has_is_not_used_again(invited: MeetingMunicipality) -> None:
    invited.move(CHANGED, to=OTHER)
    invited.tick(CHANGED)
    invited.move(date(2027, 2, 24), to=DAY)
    invited.tick(date(2027, 2, 24))
    assert [each[2:] for each in told(invited, 2)] == [(1, "03-22 14:00")] * 2 + [(2, "03-15 14:00")] * 2
    assert state(invited) == (DAY, 2)


def test_who_was_invited_to_the_day_in_between_hears_of_the_other_one(invited: MeetingMunicipality) -> None:
    invited.move(CHANGED, to=OTHER)
    join(invited, "CO", "ENERGIE")
    with invited.database.read_session() as session:
        town = invited.municipality(session)
        (ready,) = open_meeting.list_due_meetings(session, town, CHANGED)
    late = [each for each in ready.due_steps if each.step == "late-invitation"]
    invited.take(town, open_meeting.MeetingDueSteps(ready.occurrence, tuple(late)), CHANGED)
    invited.move(CHANGED, to=DAY)
    invited.tick(CHANGED)
    assert told(invited, 2)[-3:] == [(who, "REQUEST", 2, "03-15 14:00") for who in ("an", "be", "co")]


def test_a_meeting_that_is_back_says_that_the_invited_know_it(invited: MeetingMunicipality) -> None:
    found = []
    for to in (OTHER, DAY):
        with invited.database.write_session() as session:
            stamp = RunStamp(CHANGED, clock_on(CHANGED))
            town = invited.municipality(session)
            changed = reschedule.change_meeting(session, town, "ENERGIE", MeetingChange(to), stamp)
            found.append((changed.is_announced, changed.is_known))
    assert found == [(True, False), (False, True)]
    assert INVITED < CHANGED
