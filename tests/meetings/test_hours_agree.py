"""The mail, its event and the feed say the same hours, also in the night in which the clock changes."""

from datetime import date, time
from pathlib import Path

import pytest
from icalendar import Calendar

from terugkom.clock import BRUSSELS
from terugkom.meetings.calendar_feed import write_feeds
from terugkom.schedule.working_days import WorkingDays
from tests.meetings.conftest import MeetingMunicipality

MOSTLY_SQLITE = True
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # Sundays


@pytest.mark.parametrize(
    ("day", "starts_at", "minutes", "said"),
    [
        (SPRING, time(2, 30), 60, "van 03.30 tot 04.30 uur"),  # half past two there is not
        (date(2027, 3, 27), time(22), 300, "van 22.00 tot 04.00 uur"),
        (AUTUMN, time(1, 30), 60, "van 01.30 tot 02.30 uur"),
        (AUTUMN, time(2, 30), 60, "van 02.30 tot 02.30 uur"),  # there are two of it
        (date(2027, 6, 1), time(0), 60, "van 00.00 tot 01.00 uur"),
        (date(2027, 6, 1), time(22), 120, "van 22.00 tot 24.00 uur"),
        (date(2027, 6, 1), time(0), 1440, "van 00.00 tot 24.00 uur"),
    ],
)
def test_a_meeting_takes_as_long_in_the_mail_as_in_the_calendar(
    town: MeetingMunicipality, tmp_path: Path, day: date, starts_at: time, minutes: int, said: str
) -> None:
    """The mail of a night in autumn said an hour more than its event, which took no time at all."""
    town.import_plan(meets_at=f"{starts_at:%H:%M}", meets_for=minutes, anchor=date(2027, 3, 15))
    invited = date(2027, 2, 22)
    town.move(invited, to=day, starts_at=starts_at) if day < AUTUMN else town.move(
        date(2027, 9, 1), to=day, starts_at=starts_at
    )
    sent_on = WorkingDays.excluding([]).on_or_before(date.fromordinal(day.toordinal() - 20))
    town.tick(sent_on)
    _, mail = next(town.mails())
    body = mail.get_body(("plain",))
    assert body
    assert said in body.get_content()
    (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    with town.database.read_session() as session:
        write_feeds(session, town.desk.templates, town.municipality(session), tmp_path, sent_on)
    (path,) = tmp_path.rglob("energie.ics")
    for text in (part.get_content(), path.read_text()):
        event = Calendar.from_ical(text).walk("VEVENT")[0]
        start, end = (event[name].dt.astimezone(BRUSSELS) for name in ("DTSTART", "DTEND"))
        assert (end.timestamp() - start.timestamp()) / 60 == minutes
        assert f"van {start:%H.%M} tot {end:%H.%M}".replace("tot 00.00", "tot 24.00") in said
