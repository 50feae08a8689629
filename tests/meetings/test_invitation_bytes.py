"""What is delivered is a meeting to a mail program: read back by `email` and by another iCalendar parser."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.delivery.mime import InvalidHeader, build_document
from terugkom.documents.letter import Attachment, Letter
from terugkom.meetings.calendar_feed import write_feeds
from tests.meetings.conftest import FIRST, MeetingMunicipality

MOSTLY_SQLITE = True

INVITED = date(2027, 2, 22)


def read_calendar(text: str) -> Any:
    """Read a calendar as other programs do."""
    from ical.calendar_stream import IcsCalendarStream  # here, for each process collects this file

    return IcsCalendarStream.calendar_from_ics(text)


def calendars(town: MeetingMunicipality) -> list[tuple[str, Any]]:
    """Return of each mail the method its part says, and the event that it holds."""
    found = []
    for _, mail in town.mails():
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                text = part.get_content()
                read = read_calendar(text)
                assert str(part.get_param("method")) == read.method
                found.append((str(read.method), read.events[0]))
    return found


@pytest.mark.long
def test_an_invitation_is_a_meeting_with_its_organiser_attendees_zone_and_alarm(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    town.tick(INVITED)
    (method, event), _ = calendars(town)
    assert method == "REQUEST"
    assert event.dtstart.isoformat() == "2027-03-15T14:00:00+01:00"
    assert event.dtend.isoformat() == "2027-03-15T15:30:00+01:00"
    assert (event.summary, event.location) == (
        "Overleg van de deelgroep energie",
        "Raadzaal; eerste verdieping",
    )
    assert (event.organizer.uri, event.organizer.common_name) == (
        "mailto:co@linde.example.org",
        "Gemeente Linde",
    )
    assert {(str(each.uri), each.common_name, each.rsvp) for each in event.attendees} == {
        ("mailto:an@linde.example.org", "An Wijn, jr", True),
        ("mailto:be@linde.example.org", "Bé Vos", True),
    }
    assert event.sequence == 0
    assert len(event.alarm) == 1


def test_the_hour_is_that_of_brussels_in_summer_too(town: MeetingMunicipality) -> None:
    town.import_plan(anchor=date(2027, 6, 14), meets_at="9u30", meets_for=60)
    town.tick(date(2027, 5, 24))
    town.tick(date(2027, 6, 1))
    (_, event), *_ = calendars(town)
    assert event.dtstart.astimezone(UTC) == datetime(2027, 6, 14, 7, 30, tzinfo=UTC)


@pytest.mark.each_database
def test_moving_and_cancelling_count_up_and_keep_the_uid(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.tick(INVITED)
    town.move(INVITED, to=date(2027, 3, 22), reason="De zaal was bezet")
    town.tick(INVITED)
    town.cancel(INVITED)
    town.tick(INVITED)
    found = calendars(town)
    told = [(method, event.sequence, str(event.dtstart.date())) for method, event in found[::2]]
    assert told == [
        ("REQUEST", 0, "2027-03-15"),
        ("REQUEST", 1, "2027-03-22"),
        ("CANCEL", 2, "2027-03-22"),
    ]
    assert len({event.uid for _, event in found}) == 1
    assert found[-1][1].status == "CANCELLED"


def test_each_gets_the_mail_as_if_it_went_to_nobody_else(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.tick(INVITED)
    assert [(mail["To"], mail["Cc"]) for _, mail in town.mails()] == [
        ('"An Wijn, jr" <an@linde.example.org>', None),
        ("Bé Vos <be@linde.example.org>", None),
    ]


def test_the_feed_holds_the_coming_meetings_under_the_uid_of_their_invitations(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    outbox = town.folder / "outbox"
    with town.database.read_session() as session:
        assert write_feeds(session, town.desk.templates, town.municipality(session), outbox, FIRST) == 1
        assert write_feeds(session, town.desk.templates, town.municipality(session), outbox, FIRST) == 0
    text = (outbox / "linde/calendars/energie.ics").read_text(encoding="utf-8")
    feed = read_calendar(text)
    assert [str(each.dtstart.date()) for each in feed.events] == ["2027-03-15", "2027-09-15", "2028-03-15"]
    assert "example.org" not in text, "who has the file does not see who comes"
    town.tick(INVITED)
    assert calendars(town)[0][1].uid == feed.events[0].uid


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.binary(max_size=300),
)
def test_a_letter_with_parts_reads_back_as_what_went_in(text: str, content: bytes) -> None:
    from email import message_from_bytes
    from email.policy import default

    files = (Attachment("verslag.docx", "application/octet-stream", content),)
    letter = Letter("Onderwerp", text, f"<p>{len(text)}</p>", calendar="BEGIN:X\r\n", method="REQUEST")
    mail = message_from_bytes(build_document(letter), policy=default)
    with_file = message_from_bytes(build_document(Letter("x", text, "", attachments=files)), policy=default)
    assert not mail.defects
    assert not with_file.defects
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    (attached,) = with_file.iter_attachments()
    assert (attached.get_content(), attached.get_filename()) == (content, "verslag.docx")
    assert with_file.get_body(("plain",)).get_content().replace("\r\n", "\n") == text + "\n"  # type: ignore


@pytest.mark.parametrize("name", ["a\r\nBcc: x.pdf", 'a".pdf', "../a.pdf", ""])
def test_a_file_name_that_could_break_a_header_is_refused(name: str) -> None:
    with pytest.raises(InvalidHeader):
        build_document(Letter("x", "x", "x", attachments=(Attachment(name, "application/pdf", b""),)))
