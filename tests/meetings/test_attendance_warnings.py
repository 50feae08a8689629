"""The coordinator is told once, five working days ahead, of a meeting to which too few come."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from terugkom.delivery.enqueue import RunContext
from terugkom.meetings.attendance_warnings import enqueue_warning, list_low_attendances
from terugkom.meetings.invitation_model import InvitationReply
from terugkom.meetings.model import Meeting, ReplyStatus
from terugkom.plan.model import Person
from tests.clock import clock_on
from tests.documents.accessibility import problems
from tests.meetings.conftest import MeetingMunicipality
from tests.refused_rows import refused_deliveries

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

HELD = date(2027, 3, 15)  # a Monday; two members can be reached: AN and BE
INVITED = date(2027, 2, 22)
FIVE_AHEAD = date(2027, 3, 8)
YES, MAYBE, NO = ReplyStatus.ACCEPTED, ReplyStatus.TENTATIVE, ReplyStatus.DECLINED


def answer(town: MeetingMunicipality, **answers: ReplyStatus) -> None:
    with town.database.write_session() as session:
        meeting = session.scalars(select(Meeting)).one()
        for code, status in answers.items():
            person = session.scalars(select(Person).where(Person.code == code)).one()
            at = clock_on(INVITED)
            session.merge(
                InvitationReply(
                    moment_id=meeting.moment_id,
                    person_id=person.id,
                    status=status,
                    sequence=meeting.sequence,
                    replied_at=at,
                )
            )


def warn(town: MeetingMunicipality, today: date) -> int:
    """Do what the daily run does; return how many mails were enqueued."""
    with town.database.read_session() as session:
        municipality = town.municipality(session)
        found = list_low_attendances(session, municipality, today)
    run = RunContext(municipality, 0, "folder", "run", clock_on(today), today)
    return sum(enqueue_warning(town.desk, run, each) for each in found)


@pytest.fixture
def invited(town: MeetingMunicipality) -> MeetingMunicipality:
    town.import_plan()
    town.tick_once(INVITED)
    return town


@pytest.mark.parametrize(
    ("answers", "is_told"),
    [
        ({}, False),
        ({"AN": NO}, True),
        ({"AN": MAYBE}, True),
        ({"AN": NO, "BE": NO}, True),
        ({"AN": NO, "BE": YES}, False),
        ({"AN": YES}, False),
    ],
)
def test_too_few_are_less_than_half_once_half_answered(
    invited: MeetingMunicipality, answers: dict[str, ReplyStatus], is_told: bool
) -> None:
    answer(invited, **answers)
    assert warn(invited, FIVE_AHEAD) == is_told


def test_it_is_told_once_from_five_working_days_ahead_and_again_after_a_move(
    invited: MeetingMunicipality,
) -> None:
    answer(invited, AN=NO, BE=MAYBE)
    days = [INVITED + timedelta(days=n) for n in range((HELD - INVITED).days + 3)]
    assert [day for day in days if warn(invited, day)] == [FIVE_AHEAD]
    invited.move(date(2027, 3, 10), to=date(2027, 3, 22))
    assert warn(invited, date(2027, 3, 15)) == 0
    answer(invited, AN=NO)
    assert warn(invited, date(2027, 3, 15)) == 1


def test_the_mail_says_who_comes_and_who_does_not(invited: MeetingMunicipality) -> None:
    answer(invited, AN=NO)
    assert warn(invited, FIVE_AHEAD) == 1
    *_, (delivery, mail) = invited.mails()
    body = mail.get_body(("plain",))
    assert body
    text = body.get_content()
    assert delivery.recipient == "co@linde.example.org"
    assert mail["Subject"] == "Weinig deelnemers: overleg van de deelgroep energie, maandag 15 maart"
    assert "Van de 2 genodigden komt nog niemand." in text
    assert "Komt niet: An Wijn, jr." in text
    assert "Nog geen antwoord van 1 genodigde." in text
    with invited.database.read_session() as session:
        town = invited.municipality(session)
        name, coordinator = town.name, town.signatory
    assert "Hartelijke groet\n" + name in text.replace("\r\n", "\n"), "not in the name of who reads it"
    assert f"Beste {coordinator}" in text
    html = mail.get_body(("html",))
    assert html
    assert problems(html.get_content()) == []


def test_nobody_is_called_where_all_answered(invited: MeetingMunicipality) -> None:
    answer(invited, AN=NO, BE=NO)
    assert warn(invited, FIVE_AHEAD) == 1
    *_, (_, mail) = invited.mails()
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body
        text = body.get_content()
        assert "iedereen antwoordde: kies een andere dag, of hou het overleg met wie er is. Vraag aan" in text
        assert "bel wie" not in text


def test_a_meeting_that_is_cancelled_is_told_of_no_more(invited: MeetingMunicipality) -> None:
    answer(invited, AN=NO)
    invited.cancel(date(2027, 3, 5))
    assert warn(invited, FIVE_AHEAD) == 0


def test_who_got_the_invitation_from_a_member_is_no_member_who_answered(invited: MeetingMunicipality) -> None:
    """A colleague who accepted it was counted instead of a member who said nothing."""
    answer(invited, AN=NO, CO=YES)
    assert warn(invited, FIVE_AHEAD) == 1
    *_, (_, mail) = invited.mails()
    body = mail.get_body(("plain",))
    assert body
    assert "Komt: Co Ordinator." in body.get_content()
    assert "Van de 2 genodigden komt nog niemand." in body.get_content()
    assert "Nog geen antwoord van 1 genodigde." in body.get_content()


@pytest.mark.each_database
def test_a_warning_that_the_database_refuses_is_not_taken_for_one_that_was_sent(
    invited: MeetingMunicipality,
) -> None:
    answer(invited, AN=NO)
    with refused_deliveries(invited.database, "co@linde.example.org"), pytest.raises(IntegrityError):
        warn(invited, FIVE_AHEAD)
    assert warn(invited, FIVE_AHEAD) == 1


@pytest.mark.each_database
def test_a_step_that_the_database_refuses_was_not_done_by_another_run(town: MeetingMunicipality) -> None:
    town.import_plan()
    with refused_deliveries(town.database, "an@linde.example.org"):
        with pytest.raises(IntegrityError):
            town.tick(INVITED)
        assert town.steps() == []
    assert [each.step.value for each in town.tick(INVITED)] == ["invitation"]
    assert "an@linde.example.org" in {delivery.recipient for delivery, _ in town.mails()}
