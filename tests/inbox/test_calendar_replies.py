"""The answer of a calendar program is kept with its meeting, and the pack shows who comes."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database import Database
from terugkom.inbox.calendar_reply import parse_calendar_reply
from terugkom.inbox.folder import InboxRun
from terugkom.inbox.mailbox import handle_mails
from terugkom.meetings.invitation_replies import load_invitation_replies
from terugkom.meetings.model import InvitationReply, Meeting
from tests.clock import clock_on
from tests.inbox.answering import SERVER
from tests.meetings.conftest import FIRST, MeetingMunicipality

MOSTLY_SQLITE = True
REPLY = """\
BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;PARTSTAT={status};CN="An Wijn, jr":mailto:an@linde.example.org
COMMENT;LANGUAGE=nl-BE:{comment}
UID:{uid}
SUMMARY:Geaccepteerd: Deelgroep energie
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}
SEQUENCE:{sequence}
END:VEVENT
END:VCALENDAR
"""
STAMP = datetime(2027, 1, 5, 8, tzinfo=UTC)


@pytest.fixture
def invited(sqlite_database: Database, tmp_path: Path) -> MeetingMunicipality:
    town = MeetingMunicipality(sqlite_database, tmp_path)
    town.import_plan(anchor=FIRST + timedelta(days=28))
    town.tick(FIRST + timedelta(days=8))
    return town


def mail(uid: str, status: str, stamp: datetime = STAMP, *, sequence: int = 0, vouched: bool = True) -> bytes:
    calendar = REPLY.format(uid=uid, status=status, stamp=stamp, sequence=sequence, comment="")
    results = f"Authentication-Results: {SERVER}; dmarc=pass header.from=linde.example.org\n"
    head = f"{results if vouched else ''}From: An <an@linde.example.org>\nSubject: Geaccepteerd\n"
    return (
        f"{head}Message-ID: <{status}{stamp:%H%M}@x>\nContent-Type: text/calendar; method=REPLY\n\n{calendar}"
    ).encode()


def meeting_of(town: MeetingMunicipality) -> Meeting:
    with town.database.read_session() as session:
        return session.scalars(select(Meeting)).first()  # type: ignore[return-value]


def take(town: MeetingMunicipality, *mails: bytes) -> dict[str, int]:
    folder = town.folder / "municipalities" / town.slug
    (folder / "inbox").mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(mails):
        (folder / "inbox" / f"{number}.eml").write_bytes(each)
    day = date(2027, 1, 20)
    run = InboxRun(folder, lambda: town.desk, day, clock_on(day), authentication_server=SERVER)
    return dict(handle_mails(run))


def test_an_answer_is_kept_with_its_meeting(invited: MeetingMunicipality) -> None:
    meeting = meeting_of(invited)
    assert take(invited, mail(meeting.uid, "ACCEPTED")) == {"attendance": 1}
    with invited.database.read_session() as session:
        assert load_invitation_replies(session, meeting).accepted == ("An Wijn, jr",)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_later_answer_counts_in_whatever_order_they_come(
    invited: MeetingMunicipality, order: tuple[int, ...]
) -> None:
    uid = meeting_of(invited).uid
    mails = [
        mail(uid, "DECLINED", STAMP),
        mail(uid, "TENTATIVE", STAMP + timedelta(hours=1)),
        mail(uid, "ACCEPTED", STAMP + timedelta(hours=2)),
    ]
    take(invited, *(mails[number] for number in order), mails[0])
    with invited.database.read_session() as session:
        (kept,) = session.scalars(select(InvitationReply)).all()
    assert kept.status.value == "accepted"


def test_an_answer_that_nobody_vouches_for_is_set_aside_and_one_to_another_meeting_stays(
    invited: MeetingMunicipality,
) -> None:
    uid = meeting_of(invited).uid
    assert take(invited, mail(uid, "ACCEPTED", vouched=False), mail("of@another", "ACCEPTED")) == {
        "refused": 1,
        "left": 1,
    }
    with invited.database.read_session() as session:
        assert session.scalars(select(InvitationReply)).all() == []


def test_an_answer_to_an_earlier_date_does_not_count_for_the_new_one(invited: MeetingMunicipality) -> None:
    meeting = meeting_of(invited)
    take(invited, mail(meeting.uid, "ACCEPTED"))
    meeting.sequence = 1
    with invited.database.read_session() as session:
        assert load_invitation_replies(session, meeting).total == 0


def test_the_pack_says_who_comes(invited: MeetingMunicipality) -> None:
    take(invited, mail(meeting_of(invited).uid, "DECLINED"))
    invited.tick(FIRST + timedelta(days=22))
    texts = [
        str(part.get_content())
        for _, each in invited.mails()
        if "meeting-pack" in str(each["List-Id"]) and (part := each.get_body(("plain",)))
    ]
    assert texts
    assert all("Komt niet: An Wijn, jr." in " ".join(text.split()) for text in texts)


@pytest.mark.parametrize("text", ["", "REPLY", "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR", "x" * 60_000])
def test_what_is_no_reply_is_none(text: str) -> None:
    assert parse_calendar_reply(text, clock_on(FIRST)) is None
