"""A meeting of which nobody said where it is: the mail, its calendar entry and the pack say that the place
follows, and the coordinator is asked for it."""

from datetime import date
from typing import Any

import pytest

from terugkom.plan.model import Municipality
from terugkom.reminders.coordinator_summary import build_summary
from terugkom.reminders.summary_content import SummaryMeeting
from terugkom.reminders.week import ReminderWeek
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.test_invitation_bytes import read_calendar
from tests.meetings.test_invitations_follow_plan import INVITED, PACKED, set_group

MOSTLY_SQLITE = True
FOLLOWS = "Waar: de plaats volgt nog"


@pytest.fixture
def unplaced(town: MeetingMunicipality) -> MeetingMunicipality:
    town.import_plan(meets_in="")
    return town


def read_mail(town: MeetingMunicipality, number: int) -> tuple[str, str, Any]:
    """Return the text, the HTML and the calendar event of a mail."""
    mail = list(town.mails())[number][1]
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    parts = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    event = read_calendar(parts[0].get_content()).events[0] if parts else None
    return text.get_content().replace("\r\n", "\n"), html.get_content(), event


def list_asked(town: MeetingMunicipality, today: date) -> list[SummaryMeeting]:
    with town.database.read_session() as session:
        municipality: Municipality = town.municipality(session)
        week = ReminderWeek(municipality, "2027-W09", today, None)
        return list(build_summary(session, week).without_place.shown)


def test_each_document_says_that_the_place_follows(unplaced: MeetingMunicipality) -> None:
    unplaced.tick(INVITED)
    text, html, event = read_mail(unplaced, 0)
    assert f"  {FOLLOWS}\n" in text
    assert "<strong>Waar:</strong> de plaats volgt nog" in html
    assert not event.location
    assert str(event.description).endswith(f"\n{FOLLOWS}.")
    unplaced.tick(PACKED)
    text, html, _ = read_mail(unplaced, 2)
    assert f"  {FOLLOWS}\n" in text


def test_once_it_is_known_who_was_invited_gets_it_and_nobody_is_asked_any_more(
    unplaced: MeetingMunicipality,
) -> None:
    before = list_asked(unplaced, INVITED)
    assert [(each.group, each.is_of_group, each.is_opened) for each in before] == [
        ("Deelgroep energie", True, False)
    ]
    unplaced.tick(INVITED)
    assert [each.is_opened for each in list_asked(unplaced, INVITED)] == [True]
    set_group(unplaced, meets_in="Zaal 1")
    unplaced.tick(date(2027, 2, 23))
    text, _, event = read_mail(unplaced, 2)
    assert "  Waar: Zaal 1\n" in text
    assert (str(event.location), FOLLOWS in str(event.description)) == ("Zaal 1", False)
    assert list_asked(unplaced, date(2027, 2, 23)) == []


def test_a_cancelled_meeting_has_no_place_that_follows(unplaced: MeetingMunicipality) -> None:
    unplaced.tick(INVITED)
    unplaced.cancel(date(2027, 2, 23))
    unplaced.tick(date(2027, 2, 23))
    _, _, event = read_mail(unplaced, 2)
    assert FOLLOWS not in str(event.description)
