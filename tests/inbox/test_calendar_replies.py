"""The answer of a calendar program is kept with its meeting, and the pack shows who comes."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.documents.formatting import format_long_date
from terugkom.inbox.calendar_reply import parse_calendar_reply
from terugkom.inbox.counter_proposal import parse_counter_proposal
from terugkom.inbox.folder import InboxRun
from terugkom.inbox.mailbox import handle_mails
from terugkom.meetings.attendance_warnings import list_low_attendances
from terugkom.meetings.invitation_model import InvitationReply
from terugkom.meetings.invitation_replies import InvitationReplies, load_invitation_replies
from terugkom.meetings.model import Meeting
from terugkom.plan.model import Person
from terugkom.plan.questions import Question, QuestionState
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
# As Outlook writes it: the time zone by Windows' name.
COUNTER = """\
BEGIN:VCALENDAR
METHOD:COUNTER
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;PARTSTAT=TENTATIVE;CN="An Wijn, jr":mailto:an@linde.example.org
COMMENT;LANGUAGE=nl-BE:{comment}
UID:{uid}
SUMMARY:Nieuwe tijd voorgesteld: Deelgroep energie
{start}
LOCATION:{place}
DTSTAMP:20270105T080000Z
SEQUENCE:0
END:VEVENT
END:VCALENDAR
"""
STAMP = datetime(2027, 1, 5, 8, tzinfo=UTC)


@pytest.fixture
def invited(sqlite_database: Database, tmp_path: Path) -> MeetingMunicipality:
    town = MeetingMunicipality(sqlite_database, tmp_path)
    town.import_plan(anchor=FIRST + timedelta(days=28))
    town.tick_once(FIRST + timedelta(days=8))
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


def counter(
    uid: str,
    start: str = "DTSTART:20270204T090000Z",
    *,
    number: int = 1,
    comment: str = "",
    place: str = "",
    vouched: bool = True,
) -> bytes:
    calendar = COUNTER.format(uid=uid, start=start, comment=comment, place=place)
    results = f"Authentication-Results: {SERVER}; dmarc=pass header.from=linde.example.org\n"
    head = f"{results if vouched else ''}From: An <an@linde.example.org>\nSubject: Nieuwe tijd\n"
    return (
        f"{head}Message-ID: <counter{number}@x>\nContent-Type: text/calendar; method=COUNTER\n\n{calendar}"
    ).encode()


def list_questions(town: MeetingMunicipality) -> list[Question]:
    with town.database.read_session() as session:
        return list(session.scalars(select(Question).order_by(Question.id)))


@pytest.mark.parametrize(
    ("start", "proposed"),
    [
        ("DTSTART:20270204T090000Z", "donderdag 4 februari 2027 om 10.00 uur"),
        ("DTSTART;TZID=Romance Standard Time:20270204T100000", "donderdag 4 februari 2027 om 10.00 uur"),
        ("DTSTART;TZID=Europe/London:20270204T090000", "donderdag 4 februari 2027 om 10.00 uur"),
        ("DTSTART;VALUE=DATE:20270204", "donderdag 4 februari 2027"),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20270204T090000", "donderdag 4 februari 2027 om 10.00 uur"),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:20270204T090000",
            "donderdag 4 februari 2027 om 10.00 uur",
        ),
        (
            "DTSTART:20270201T130000Z\nDTEND:20270201T160000Z",
            "maandag 1 februari 2027 om 14.00 uur, tot 17.00 uur",
        ),
    ],
)
def test_another_moment_that_somebody_proposes_is_asked_of_the_coordinator(
    invited: MeetingMunicipality, start: str, proposed: str
) -> None:
    meeting = meeting_of(invited)
    assert take(invited, counter(meeting.uid, start, comment="Dan is er volk", place="Zaal 9")) == {
        "asked": 1
    }
    (question,) = list_questions(invited)
    assert question.state is QuestionState.OPEN
    assert question.choices == ("seen",)
    planned = f"{format_long_date(meeting.moment.day, 'nl')} om 14.00 uur"
    assert question.text == (
        f"Voorstel uit de agenda, voor het overleg van de deelgroep energie op {planned}: "
        f"liever {proposed}.\n"
        "Plaats: Zaal 9.\nDan is er volk"
    )
    kept = meeting_of(invited)
    assert (kept.moment.day, kept.sequence) == (
        meeting.moment.day,
        meeting.sequence,
    )  # until a person moves it


@pytest.mark.parametrize(
    ("change", "start", "said"),
    [
        (
            "cancel",
            "DTSTART:20270204T090000Z",
            "Dat overleg is afgelast. Gaat het toch door? Vraag aan wie Terugkom beheert om het, met de naam "
            "ENERGIE/2027-02, naar de dag te verplaatsen.",
        ),
        (
            "move",
            "DTSTART:20270204T090000Z",
            "Dit is een antwoord op een eerdere uitnodiging: het overleg is sindsdien gewijzigd.",
        ),
        ("move", "DTSTART:20270205T130000Z", "Op dat moment is het overleg nu al gepland."),
        ("hold", "DTSTART:20270204T090000Z", "Dat overleg is al voorbij."),
    ],
)
def test_a_proposal_says_what_became_of_the_meeting_since(
    invited: MeetingMunicipality, change: str, start: str, said: str
) -> None:
    """It was asked as if a meeting that does not go on could still be moved."""
    day = FIRST + timedelta(days=9)
    if change == "cancel":
        invited.cancel(day)
    elif change == "move":
        invited.move(day, to=date(2027, 2, 5))
    else:
        with invited.database.write_session() as session:
            session.scalars(select(Meeting)).one().moment.day = day
    assert take(invited, counter(meeting_of(invited).uid, start, comment="Dan kan ik")) == {"asked": 1}
    (question,) = list_questions(invited)
    assert question.text.splitlines()[1:] == [said, "Dan kan ik"]


def test_what_was_typed_beside_a_proposal_is_asked_with_it(invited: MeetingMunicipality) -> None:
    """A program that writes no COMMENT sends it as the text of the mail, which was lost."""
    head, _, calendar = counter(meeting_of(invited).uid).decode().partition("\n\n")
    kind = "Content-Type: text/calendar; method=COUNTER"
    text = "Content-Type: text/plain\n\nIk zit die dag in Gent.\n"
    head = head.replace(kind, "Content-Type: multipart/alternative; boundary=b")
    parts = (head, "\n\n--b\n", text, f"--b\n{kind}\n\n", calendar, "\n--b--\n")
    take(invited, "".join(parts).encode())
    (question,) = list_questions(invited)
    assert question.text.endswith("liever donderdag 4 februari 2027 om 10.00 uur.\nIk zit die dag in Gent.")


@pytest.mark.parametrize(
    ("status", "vouched", "declined"),
    [("DECLINED", True, ("An Wijn, jr",)), ("DECLINED", False, ()), ("NEEDS-ACTION", True, ())],
)
def test_who_proposes_another_moment_may_decline_this_one(
    invited: MeetingMunicipality, status: str, vouched: bool, declined: tuple[str, ...]
) -> None:
    """Outlook's *Weigeren en nieuwe tijd voorstellen*: who comes still did not know of it."""
    meeting = meeting_of(invited)
    content = counter(meeting.uid, vouched=vouched).replace(b"TENTATIVE", status.encode())
    assert take(invited, content) == {"asked": 1}
    with invited.database.read_session() as session:
        assert load_invitation_replies(session, meeting) == InvitationReplies(declined=declined)


def test_an_answer_from_a_mailbox_of_two_is_of_both(invited: MeetingMunicipality) -> None:
    """They got one mail that names both, and their answer was refused: it was not clear whose it was."""
    with invited.database.write_session() as session:
        people = {each.code: each for each in session.scalars(select(Person))}
        people["BE"].email = people["AN"].email
    invited.tick(FIRST + timedelta(days=9))
    meeting = meeting_of(invited)
    assert take(invited, mail(meeting.uid, "DECLINED", vouched=False)) == {"refused": 1}
    answer = mail(meeting.uid, "DECLINED", sequence=meeting.sequence)
    assert take(invited, answer) == {"attendance": 1}
    with invited.database.read_session() as session:
        assert load_invitation_replies(session, meeting).declined == ("An Wijn, jr", "Bé Vos")
        town, near = invited.municipality(session), meeting.moment.day - timedelta(days=3)
        found = [(each.members, each.coming) for each in list_low_attendances(session, town, near)]
    assert found == [(2, 0)], "two members, in one mailbox"


def test_a_later_proposal_takes_the_place_of_an_earlier_one(invited: MeetingMunicipality) -> None:
    uid = meeting_of(invited).uid
    take(invited, counter(uid), counter(uid, "DTSTART:20270205T090000Z", number=2))
    states = [each.state for each in list_questions(invited)]
    assert sorted(states) == [QuestionState.OPEN, QuestionState.SUPERSEDED]


def test_a_proposal_that_nobody_vouches_for_says_so_and_one_for_another_meeting_is_none(
    invited: MeetingMunicipality,
) -> None:
    uid = meeting_of(invited).uid
    assert take(invited, counter(uid, vouched=False), counter("of@another", number=2)) == {
        "asked": 1,
        "left": 1,
    }
    (question,) = list_questions(invited)
    assert question.unproven_sender == "an@linde.example.org"
    assert question.raised_by_id is None


@pytest.mark.parametrize("text", ["", "COUNTER", COUNTER.format(uid="x", start="", comment="", place="")])
def test_what_proposes_no_moment_is_no_proposal(text: str) -> None:
    assert parse_counter_proposal(text) is None


@pytest.mark.parametrize("text", ["", "REPLY", "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR", "x" * 60_000])
def test_what_is_no_reply_is_none(text: str) -> None:
    assert parse_calendar_reply(text, clock_on(FIRST)) is None


@pytest.mark.each_database
def test_a_sequence_that_no_database_holds_counts_as_the_first(database: Database, tmp_path: Path) -> None:
    town = MeetingMunicipality(database, tmp_path)
    town.import_plan(anchor=FIRST + timedelta(days=28))
    town.tick(FIRST + timedelta(days=8))
    assert take(town, mail(meeting_of(town).uid, "ACCEPTED", sequence=-(10**12))) == {"attendance": 1}
    with database.read_session() as session:
        assert session.scalars(select(InvitationReply.sequence)).all() == [0]
