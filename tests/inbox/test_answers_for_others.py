"""Answers of calendars that delegate, answer for others, or are of somebody who does not come any more."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from terugkom.inbox.counter_proposal import parse_counter_proposal
from terugkom.meetings.invitation_model import InvitationReply
from terugkom.meetings.invitation_replies import (
    InvitationReplies,
    load_expected_presence,
    load_invitation_replies,
)
from terugkom.meetings.model import Meeting, Presence
from terugkom.plan.questions import Question
from tests.inbox.answering import SERVER
from tests.inbox.test_calendar_replies import COUNTER, invited, meeting_of, take
from tests.meetings.conftest import FIRST, MeetingMunicipality
from tests.meetings.test_invitations_follow_plan import change, join, person, set_person

MOSTLY_SQLITE = True
__all__ = ["invited"]  # the fixture
PACKED = FIRST + timedelta(days=22)
AN = 'CN="An Wijn, jr":mailto:an@linde.example.org'
CO = 'CN="Co":MAILTO:CO@linde.example.org'


def reply(
    town: MeetingMunicipality, *attendees: str, sender: str = "an", number: int = 1, **more: str
) -> bytes:
    """A reply of a calendar program, as it comes by mail; `more` are other lines of its event."""
    given = {"SEQUENCE": "0", "DTSTAMP": f"202701{4 + number:02}T080000Z"} | more
    lines = [
        *("BEGIN:VCALENDAR", "METHOD:REPLY", "PRODID:x", "VERSION:2.0", "BEGIN:VEVENT"),
        f"UID:{meeting_of(town).uid}",
        *(f"ATTENDEE;{each}" for each in attendees),
        *(f"{name}:{value}" for name, value in given.items()),
        *("END:VEVENT", "END:VCALENDAR"),
    ]
    head = (
        f"Authentication-Results: {SERVER}; dmarc=pass header.from=linde.example.org",
        f"From: {sender}@linde.example.org",
        f"Subject: Antwoord\nMessage-ID: <{sender}{number}@x>",
        "Content-Type: text/calendar; method=REPLY",
    )
    return "\n".join((*head, "", *lines, "")).encode()


def replies(town: MeetingMunicipality) -> InvitationReplies:
    with town.database.read_session() as session:
        return load_invitation_replies(session, session.scalars(select(Meeting)).one())


def expected(town: MeetingMunicipality) -> dict[int, Presence]:
    with town.database.read_session() as session:
        return load_expected_presence(session, session.scalars(select(Meeting)).one())


def last_pack(town: MeetingMunicipality) -> str:
    """The last mail with the pack, without line breaks."""
    packs = [mail for _, mail in town.mails() if str(mail["Subject"]).startswith("Stukken")]
    body = packs[-1].get_body(("plain",))
    assert body
    return " ".join(body.get_content().split())


@pytest.mark.parametrize(
    ("attendees", "declined"),
    [
        (
            [f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:co@linde.example.org";{AN}'],
            "An Wijn, jr (stuurt Co Ordinator in de plaats. Ik ben op reis)",
        ),
        (
            [
                f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:lut@elders.example.org";{AN}',
                'PARTSTAT=NEEDS-ACTION;CN="Lut De Smet":mailto:Lut@elders.example.org',
            ],
            "An Wijn, jr (stuurt Lut De Smet in de plaats. Ik ben op reis)",
        ),
        ([f"PARTSTAT=DELEGATED;{AN}"], "An Wijn, jr (Ik ben op reis)"),
    ],
)
def test_who_delegates_does_not_come_and_sends_somebody(
    invited: MeetingMunicipality, attendees: list[str], declined: str
) -> None:
    assert take(invited, reply(invited, *attendees, COMMENT="Ik ben op reis")) == {"attendance": 1}
    assert replies(invited) == InvitationReplies(declined=(declined,))
    assert [*expected(invited).values()] == [Presence.EXCUSED]
    invited.tick(PACKED)
    assert f"Komt niet: {declined}." in last_pack(invited)


def test_of_who_delegates_and_who_comes_instead_the_answer_of_the_sender_counts(
    invited: MeetingMunicipality,
) -> None:
    both = (
        f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:co@linde.example.org";{AN}',
        f'PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:an@linde.example.org";{CO}',
    )
    assert take(invited, reply(invited, *both), reply(invited, *both, sender="co")) == {"attendance": 2}
    assert replies(invited).accepted == ("Co Ordinator",)
    assert replies(invited).declined == ("An Wijn, jr (stuurt Co Ordinator in de plaats)",)


def test_an_answer_for_somebody_else_is_not_the_senders_and_is_asked_about(
    invited: MeetingMunicipality,
) -> None:
    assert take(invited, reply(invited, f"PARTSTAT=DECLINED;{CO}")) == {"other": 1}
    assert replies(invited).total == 0
    with invited.database.read_session() as session:
        assert len(session.scalars(select(Question)).all()) == 1


def test_another_address_of_the_sender_is_the_sender(invited: MeetingMunicipality) -> None:
    take(invited, reply(invited, "PARTSTAT=ACCEPTED:mailto:a.wijn@linde.example.org"))
    assert replies(invited).accepted == ("An Wijn, jr",)


def test_an_answer_to_a_version_that_there_is_not_does_not_outweigh_what_follows(
    invited: MeetingMunicipality,
) -> None:
    take(invited, reply(invited, f"PARTSTAT=ACCEPTED;{AN}", SEQUENCE="999"))
    take(invited, reply(invited, f"PARTSTAT=DECLINED;{AN}", number=2))
    assert replies(invited).declined == ("An Wijn, jr",)
    with invited.database.read_session() as session:
        assert session.scalars(select(InvitationReply.sequence)).all() == [0]


def test_two_comments_are_read_as_one(invited: MeetingMunicipality) -> None:
    """RFC 5545 allows several; they were shown as Python shows a list."""
    take(invited, reply(invited, f"PARTSTAT=ACCEPTED;{AN}", COMMENT="Ik kom\\, maar\nCOMMENT:wat later"))
    assert replies(invited).accepted == ("An Wijn, jr (Ik kom, maar wat later)",)
    text = COUNTER.format(
        uid="x", start="DTSTART:20270204T090000Z", comment="Liever\nCOMMENT:later", place=""
    )
    proposal = parse_counter_proposal(text)
    assert proposal
    assert proposal.comment == "Liever later"


def _leave(town: MeetingMunicipality) -> None:
    join(town, "AN")


def _depart(town: MeetingMunicipality) -> None:
    set_person(town, "AN", departed_on=date(2027, 1, 21))


def _be_absent(town: MeetingMunicipality) -> None:
    def work(session: object) -> None:
        person(session, "AN").stand_in = person(session, "CO")
        person(session, "AN").absent_until = date(2027, 3, 20)

    change(town, work)


@pytest.mark.parametrize("happen", [_leave, _depart, _be_absent])
def test_who_accepted_and_is_not_to_come_any_more_is_not_told_to_come(
    invited: MeetingMunicipality, happen: object
) -> None:
    take(invited, reply(invited, f"PARTSTAT=ACCEPTED;{AN}"))
    assert replies(invited).accepted == ("An Wijn, jr",)
    assert callable(happen)
    happen(invited)
    invited.tick(PACKED)
    assert replies(invited).total == 0
    assert expected(invited) == {}
    assert "An Wijn" not in last_pack(invited).partition("WIE KOMT")[2].partition("AGENDA")[0]
