"""Who is invited hears of a group's other name once: by the name that they know, not by one in between."""

from datetime import date

import pytest
from sqlalchemy import select

from terugkom.meetings import open_meeting
from terugkom.meetings.invitation_model import InvitationReply, MeetingInvitation
from terugkom.meetings.invitation_replies import load_invitation_replies
from terugkom.meetings.model import Meeting, ReplyStatus
from tests.clock import clock_on
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.test_invitations_follow_plan import (
    INVITED,
    invited,
    join,
    person,
    read_last,
    set_group,
    told,
)

__all__ = ["invited"]  # a fixture
MOSTLY_SQLITE = True
CHANGED = date(2027, 2, 23)
KNOWN, BETWEEN, LAST = "Deelgroep energie", "Werkgroep klimaat", "Werkgroep water"


def follow(town: MeetingMunicipality, *names: str) -> None:
    """Have the meetings follow a plan that was imported once for each of these names."""
    for name in names:
        set_group(town, name=name)
        town.align(CHANGED)


def accept(town: MeetingMunicipality) -> None:
    with town.database.write_session() as session:
        meeting = session.scalars(select(Meeting)).one()
        who = {"moment_id": meeting.moment_id, "person_id": person(session, "AN").id}
        session.add(
            InvitationReply(**who, sequence=0, status=ReplyStatus.ACCEPTED, replied_at=clock_on(INVITED))
        )


def accepted(town: MeetingMunicipality) -> tuple[str, ...]:
    with town.database.read_session() as session:
        return load_invitation_replies(session, session.scalars(select(Meeting)).one()).accepted


def test_an_update_tells_the_name_that_people_knew(invited: MeetingMunicipality) -> None:
    """It told the name in between, which nobody had been told."""
    accept(invited)
    follow(invited, BETWEEN, LAST)
    invited.tick(CHANGED)
    invited.tick(date(2027, 2, 24))
    assert [each[:2] for each in told(invited, 2)] == [("an", "REQUEST"), ("be", "REQUEST")]
    subject, text = read_last(invited)
    assert subject == "Gewijzigd: overleg van de werkgroep water, maandag 15 maart"
    assert "Waarom: De groep heette tot nu toe Deelgroep energie." in text
    assert accepted(invited) == ("An Wijn, jr",)
    follow(invited, KNOWN)
    invited.tick(date(2027, 2, 25))
    assert len(told(invited, 4)) == 2
    assert "Waarom: De groep heette tot nu toe Werkgroep water." in read_last(invited)[1]


@pytest.mark.parametrize("names", [(BETWEEN,), (BETWEEN, LAST), (BETWEEN, KNOWN, LAST)])
def test_a_name_that_is_restored_is_told_to_nobody(
    invited: MeetingMunicipality, names: tuple[str, ...]
) -> None:
    accept(invited)
    follow(invited, *names, KNOWN)
    for day in (CHANGED, date(2027, 2, 24)):
        assert invited.tick(day) == []
    assert told(invited, 2) == []
    assert accepted(invited) == ("An Wijn, jr",)
    follow(invited, LAST)
    invited.tick(date(2027, 2, 25))
    assert [each[:3] for each in told(invited, 2)] == [("an", "REQUEST", 1), ("be", "REQUEST", 1)]
    assert "Waarom: De groep heette tot nu toe Deelgroep energie." in read_last(invited)[1]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_move_between_two_names_is_told_with_its_reason(
    invited: MeetingMunicipality, is_first: bool
) -> None:
    accept(invited)
    follow(invited, *(() if is_first else (BETWEEN,)))
    invited.move(CHANGED, to=date(2027, 3, 22), reason="De zaal is weg.")
    follow(invited, *((BETWEEN,) if is_first else ()), KNOWN)
    invited.tick(CHANGED)
    assert told(invited, 2) == [(who, "REQUEST", 1, "03-22 14:00") for who in ("an", "be")]
    assert "Waarom: De zaal is weg." in read_last(invited)[1]
    assert accepted(invited) == (), "nobody said that they come on another day"


def test_a_place_that_changes_with_a_name_is_told_without_it(invited: MeetingMunicipality) -> None:
    set_group(invited, meets_in="Zaal 2")
    follow(invited, BETWEEN, KNOWN)
    invited.tick(CHANGED)
    assert [each[:3] for each in told(invited, 2)] == [("an", "REQUEST", 1), ("be", "REQUEST", 1)]
    assert "Waarom: Zo staat het nu in het actieplan." in read_last(invited)[1]


def test_who_joins_is_no_announcement_to_all(invited: MeetingMunicipality) -> None:
    """An invitation to one person had the others not hear of the name."""
    join(invited, "CO", "ENERGIE")
    set_group(invited, name=LAST)
    with invited.database.read_session() as session:
        town = invited.municipality(session)
        (ready,) = open_meeting.list_due_meetings(session, town, CHANGED)
    invited.take(town, ready, CHANGED)
    assert [each[:3] for each in told(invited, 2)] == [("co", "REQUEST", 0)]
    invited.tick(CHANGED)
    assert [each[:3] for each in told(invited, 3)] == [(who, "REQUEST", 1) for who in ("an", "be", "co")]
    assert "Waarom: De groep heette tot nu toe Deelgroep energie." in read_last(invited)[1]


def test_a_version_that_somebody_was_sent_is_not_used_again(invited: MeetingMunicipality) -> None:
    follow(invited, BETWEEN)
    with invited.database.write_session() as session:
        session.scalars(select(MeetingInvitation)).all()[0].sequence = 1
    follow(invited, KNOWN)
    invited.tick(CHANGED)
    assert [each[:3] for each in told(invited, 2)] == [("an", "REQUEST", 1), ("be", "REQUEST", 1)]
    assert "Waarom: Zo staat het nu in het actieplan." in read_last(invited)[1]
