"""A meeting that a person cancelled takes place after all on the day that a person gives it."""

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import select

from terugkom.errors import InputError
from terugkom.meetings import reschedule
from terugkom.meetings.calendar_feed import write_feeds
from terugkom.meetings.minutes.parse_minutes import parse_attendance
from terugkom.meetings.minutes.record_minutes import InvalidMinutes, MinutesRun, record_minutes
from terugkom.meetings.minutes.written_minutes import MeetingReference, RowLocation, WrittenMinutes
from terugkom.meetings.model import CancelReason, Meeting, MeetingState
from terugkom.meetings.reschedule import MeetingChange
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.meetings.conftest import FIRST, MeetingMunicipality
from tests.meetings.test_invitations_follow_plan import invited, read_last, set_group, told

__all__ = ["invited"]  # a fixture
MOSTLY_SQLITE = True
DAY, OTHER = date(2027, 3, 15), date(2027, 3, 22)
CANCELLED, RENEWED = date(2027, 2, 23), date(2027, 2, 24)
NAME = "ENERGIE/2027-03"


def change(town: MeetingMunicipality, name: str, what: MeetingChange | CancelReason, today: date) -> None:
    with town.database.write_session() as session:
        stamp = RunStamp(today, clock_on(today), f"run {today}")
        reschedule.change_meeting(session, town.municipality(session), name, what, stamp)


def list_uids(town: MeetingMunicipality) -> set[str]:
    return {
        str(Calendar.from_ical(part.get_content()).walk("VEVENT")[0]["UID"])
        for _, mail in town.mails()
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    }


@pytest.mark.parametrize("day", [DAY, OTHER])
def test_a_cancelled_meeting_that_gets_a_day_is_renewed_in_each_calendar(
    invited: MeetingMunicipality, tmp_path: Path, day: date
) -> None:
    """It was refused: that group could not meet any more in that month."""
    invited.cancel(CANCELLED)
    invited.tick(CANCELLED)
    change(invited, NAME, MeetingChange(day, reason="De zaal is er toch."), RENEWED)
    invited.tick(RENEWED)
    start = f"{day:%m-%d} 14:00"
    assert told(invited, 2) == [
        *((who, "CANCEL", 1, "03-15 14:00") for who in ("an", "be")),
        *((who, "REQUEST", 2, start) for who in ("an", "be")),
    ]
    assert len(list_uids(invited)) == 1
    subject, text, *_ = read_last(invited)
    assert "Waarom: Het overleg gaat toch door. De zaal is er toch." in text
    assert subject == f"Gaat toch door: overleg van de deelgroep energie, maandag {day.day} maart"
    assert " was afgelast. Dat is niet meer zo." in text
    assert invited.tick(date(2027, 2, 25)) == []
    set_group(invited, anchor=date(2027, 3, 16))
    assert invited.align(date(2027, 2, 25)) == 0, "a person gave it its day"
    with invited.database.read_session() as session:
        write_feeds(session, invited.desk.templates, invited.municipality(session), tmp_path, RENEWED)
    (path,) = tmp_path.rglob("energie.ics")
    event = Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]
    found = (event["DTSTART"].dt.date(), int(event["SEQUENCE"]), str(event["STATUS"]), str(event["UID"]))
    assert found == (day, 2, "CONFIRMED", *list_uids(invited))


def test_it_has_its_pack_and_minutes_as_any_other(invited: MeetingMunicipality) -> None:
    invited.cancel(CANCELLED)
    invited.tick(CANCELLED)
    change(invited, NAME, MeetingChange(OTHER), RENEWED)
    for day in (RENEWED, date(2027, 3, 15), date(2027, 3, 23)):
        invited.tick(day)
    assert [each for each, *_ in invited.steps()] == ["invitation", "cancel", "update", "pack", "minutes"]


def test_one_that_was_cancelled_before_anybody_was_invited_is_invited_to_in_time(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    town.cancel(FIRST)
    change(town, NAME, MeetingChange(OTHER), date(2027, 1, 5))
    assert town.tick(date(2027, 2, 22)) == []
    town.tick(date(2027, 3, 1))
    assert [each[1:3] for each in told(town)] == [("REQUEST", 2), ("REQUEST", 2)]


def test_who_was_not_told_that_it_was_cancelled_is_told_nothing(invited: MeetingMunicipality) -> None:
    invited.cancel(CANCELLED)
    change(invited, NAME, MeetingChange(DAY), CANCELLED)
    assert invited.tick(CANCELLED) == []
    assert told(invited, 2) == []


def test_a_meeting_that_is_over_for_its_month_takes_place_later(invited: MeetingMunicipality) -> None:
    invited.cancel(CANCELLED)
    invited.tick(CANCELLED)
    change(invited, NAME, MeetingChange(date(2027, 4, 12)), date(2027, 3, 30))
    invited.tick(date(2027, 3, 30))
    assert told(invited, 4)[0][1:] == ("REQUEST", 2, "04-12 14:00")


@pytest.mark.parametrize("is_told", [True, False])
def test_without_its_month_the_refusal_says_how_it_is_renewed(
    invited: MeetingMunicipality, is_told: bool
) -> None:
    """It moved the meeting of September to March, so the group would have met once instead of twice."""
    invited.cancel(CANCELLED)
    if is_told:
        invited.tick(CANCELLED)
    with pytest.raises(InputError) as refused:
        change(invited, "ENERGIE", MeetingChange(OTHER), RENEWED)
    said = str(refused.value)
    assert said.startswith("ENERGIE/2027-03 is cancelled. Does it take place after all? Move it, with its ")
    with pytest.raises(InputError, match="is cancelled"):
        change(invited, NAME, CancelReason.ROOM_NOT_FREE, RENEWED)
    with pytest.raises(InputError, match="is cancelled"):
        change(invited, NAME, MeetingChange(place="Zaal 9"), RENEWED)
    with invited.database.read_session() as session:
        (meeting,) = session.scalars(select(Meeting))
        assert (meeting.state, meeting.place) == (MeetingState.CANCELLED, "Zaal 1")


def test_the_next_meeting_is_moved_without_its_month_where_it_is_meant(invited: MeetingMunicipality) -> None:
    invited.cancel(CANCELLED)
    invited.tick(CANCELLED)
    change(invited, "ENERGIE", MeetingChange(date(2027, 9, 20)), RENEWED)
    with invited.database.read_session() as session:
        found = [(each.moment.period, each.moment.day) for each in session.scalars(select(Meeting))]
    assert found == [("2027-03", DAY), ("2027-09", date(2027, 9, 20))]


@pytest.mark.parametrize("is_told", [True, False])
def test_one_that_was_held_after_all_gets_its_minutes(invited: MeetingMunicipality, is_told: bool) -> None:
    """Minutes of a cancelled meeting were refused without a way out, and it could not get a past day."""
    invited.cancel(CANCELLED)
    if is_told:
        invited.tick(CANCELLED)
    held, today = date(2027, 3, 17), date(2027, 3, 24)
    with pytest.raises(InvalidMinutes) as refused:
        record_note(invited, today)
    assert str(refused.value) == (
        "Dit overleg is afgelast. Ging het toch door? Vraag aan wie Terugkom beheert om het, met de naam "
        "ENERGIE/2027-03, te verplaatsen naar de dag waarop het doorging, en bezorg het verslag daarna "
        "opnieuw."
    )
    change(invited, NAME, MeetingChange(held), today)
    count = len(told(invited))
    invited.tick(today)
    assert told(invited, count) == [("co", "", 0, "")], "what is past goes in no calendar"
    assert invited.steps()[-1] == ("minutes", today, ""), "they are asked"
    record_note(invited, today)
    invited.tick(today)
    assert invited.steps()[-1] == ("minutes-sent", today, "")


def test_a_past_day_before_the_meeting_before_it_is_refused(invited: MeetingMunicipality) -> None:
    invited.cancel(CANCELLED)
    with pytest.raises(InputError, match="2026-09-15 is in the past"):
        change(invited, NAME, MeetingChange(date(2026, 9, 15)), RENEWED)


def record_note(town: MeetingMunicipality, today: date) -> None:
    reference = MeetingReference(town.slug, "subgroup-review", "ENERGIE", "2027-03")
    written = WrittenMinutes((parse_attendance(RowLocation("Aanwezigheid", 1), "AN", "aanwezig"),), (), ())
    record_minutes(town.desk, reference, written, MinutesRun(today, clock_on(today)))
