"""What was sent about a coming meeting follows who its members are and what the plan says of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select, update

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.document_store import DocumentStore
from terugkom.meetings import reschedule
from terugkom.meetings.invitation_model import InvitationReply, MeetingInvitation
from terugkom.meetings.invitation_replies import load_invitation_replies
from terugkom.meetings.model import InvitationState, Meeting, ReplyStatus, StepKind
from terugkom.meetings.open_meeting import list_due_meetings
from terugkom.personal_data.erase_rows import erase_rows
from terugkom.personal_data.find_person import find_person
from terugkom.plan.model import Action, ActionStatus, Group, GroupKind, Person
from terugkom.plan.suppressed_addresses import SuppressionReason
from terugkom.retention.clean_up import clean_up
from terugkom.retention.model import Retention, RetentionPeriods
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment
from tests.clock import clock_on
from tests.meetings.conftest import FIRST, MeetingMunicipality
from tests.meetings.test_invitation_bytes import calendars, read_calendar

MOSTLY_SQLITE = True

INVITED, PACKED = date(2027, 2, 22), date(2027, 3, 8)


def change(town: MeetingMunicipality, work: Callable[[Any], None]) -> None:
    with town.database.write_session() as session:
        work(session)


def person(session: Any, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()  # type: ignore[no-any-return]


def group(session: Any, code: str = "ENERGIE") -> Group:
    return session.scalars(select(Group).where(Group.code == code)).one()  # type: ignore[no-any-return]


def set_person(town: MeetingMunicipality, code: str, **values: Any) -> None:
    change(town, lambda session: [setattr(person(session, code), *each) for each in values.items()] and None)


def set_group(town: MeetingMunicipality, **values: Any) -> None:
    change(town, lambda session: [setattr(group(session), *each) for each in values.items()] and None)


def join(town: MeetingMunicipality, code: str, *codes: str) -> None:
    def work(session: Any) -> None:
        person(session, code).groups = [group(session, each) for each in codes]

    change(town, work)


def told(town: MeetingMunicipality, since: int = 0) -> list[tuple[str, str, int, str]]:
    """Return of each mail since a number: to whom, its method ("" for a pack), sequence and start."""
    found = []
    for delivery, mail in list(town.mails())[since:]:
        parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        name = delivery.recipient.partition("@")[0]
        if not parts:
            found.append((name, "", 0, ""))
            continue
        calendar = read_calendar(parts[0].get_content())
        event = calendar.events[0]
        found.append((name, str(calendar.method), event.sequence, f"{event.dtstart:%m-%d %H:%M}"))
    return found


@pytest.fixture
def invited(town: MeetingMunicipality) -> MeetingMunicipality:
    """An and Bé are invited to 15 March at two, and nothing else was sent."""
    town.import_plan(meets_in="Zaal 1", meets_at="14:00")
    town.tick_once(INVITED)
    assert told(town) == [("an", "REQUEST", 0, "03-15 14:00"), ("be", "REQUEST", 0, "03-15 14:00")]
    return town


@pytest.mark.long
@pytest.mark.each_database
def test_who_joins_is_invited_once_and_gets_the_pack_if_it_is_out(invited: MeetingMunicipality) -> None:
    join(invited, "CO", "ENERGIE")
    day = date(2027, 2, 23)
    invited.tick(day)
    assert invited.tick(day) == []
    assert told(invited, 2) == [("co", "REQUEST", 0, "03-15 14:00")]
    mail = list(invited.mails())[2][1]
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_content()
    names = {str(each.uri) for each in read_calendar(calendar).events[0].attendees}
    assert names == {f"mailto:{each}@linde.example.org" for each in ("an", "be", "co")}
    invited.tick(PACKED)
    assert told(invited, 3) == [("an", "", 0, ""), ("be", "", 0, ""), ("co", "", 0, "")]
    set_person(invited, "GEEN", email="geen@linde.example.org")
    invited.tick(date(2027, 3, 9))
    invited.tick(date(2027, 3, 10))
    assert told(invited, 6) == [("geen", "REQUEST", 0, "03-15 14:00"), ("geen", "", 0, "")]
    body = list(invited.mails())[6][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "krijgt u in een aparte mail" in body


@pytest.mark.each_database
def test_who_leaves_is_told_once_and_is_invited_again_if_they_return(invited: MeetingMunicipality) -> None:
    join(invited, "BE")
    invited.tick(date(2027, 2, 23))
    invited.tick(date(2027, 2, 24))
    assert told(invited, 2) == [("be", "CANCEL", 0, "03-15 14:00")]
    mail = list(invited.mails())[2][1]
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "u staat niet meer op de lijst van de deelgroep energie" in body
    assert "STATUS" not in mail.as_string(), "the meeting goes on for the others"
    invited.cancel(date(2027, 2, 25))
    invited.tick(date(2027, 2, 25))
    assert told(invited, 3) == [("an", "CANCEL", 1, "03-15 14:00")]


@pytest.mark.long
def test_who_returns_is_invited_again_and_hears_of_a_second_withdrawal(invited: MeetingMunicipality) -> None:
    for n in range(2):
        join(invited, "BE")
        invited.tick(date(2027, 2, 23 + 2 * n))
        join(invited, "BE", "ENERGIE")
        invited.tick(date(2027, 2, 24 + 2 * n))
    assert [each[:2] for each in told(invited, 2)] == [("be", "CANCEL"), ("be", "REQUEST")] * 2
    assert len({delivery.message_id for delivery, _ in invited.mails()}) == 6


def test_a_stand_in_comes_and_goes_with_the_absence(invited: MeetingMunicipality) -> None:
    def stand_in(session: Any) -> None:
        person(session, "BE").stand_in = person(session, "CO")
        person(session, "BE").absent_until = date(2027, 3, 20)

    change(invited, stand_in)
    invited.tick(date(2027, 2, 23))
    assert [each[:2] for each in told(invited, 2)] == [("be", "CANCEL"), ("co", "REQUEST")]
    set_person(invited, "BE", absent_until=date(2027, 3, 1))
    invited.tick(date(2027, 2, 24))
    assert [each[:2] for each in told(invited, 4)] == [("co", "CANCEL"), ("be", "REQUEST")]


def test_a_new_address_gets_the_invitation_and_nobody_who_departed_gets_anything(
    invited: MeetingMunicipality,
) -> None:
    set_person(invited, "AN", email="wijn@linde.example.org")
    set_person(invited, "BE", departed_on=date(2027, 2, 23))
    invited.tick(date(2027, 2, 23))
    assert told(invited, 2) == [("wijn", "REQUEST", 0, "03-15 14:00")]
    invited.cancel(date(2027, 2, 25))
    invited.tick(date(2027, 2, 25))
    assert [each[:2] for each in told(invited, 3)] == [("wijn", "CANCEL")]


def test_an_address_that_comes_after_nobody_could_be_invited_gets_the_invitation(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    set_person(town, "AN", email="")
    set_person(town, "BE", email="")
    town.tick(INVITED)
    assert told(town) == []
    set_person(town, "BE", email="be@linde.example.org")
    town.tick(date(2027, 2, 23))
    town.move(date(2027, 2, 24), to=date(2027, 3, 22))
    town.tick(date(2027, 2, 24))
    assert [each[:3] for each in told(town)] == [("be", "REQUEST", 0), ("be", "REQUEST", 1)]


def test_one_mailbox_of_two_gets_one_mail_that_names_both(town: MeetingMunicipality) -> None:
    town.import_plan()
    set_person(town, "BE", email="An@linde.example.org")
    town.tick(INVITED)
    ((_, mail),) = town.mails()
    assert mail["To"] == '"An Wijn, jr en Bé Vos" <an@linde.example.org>'
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_content()
    assert calendar.replace("\r\n ", "").count("mailto:an@") == 1
    assert town.tick(date(2027, 2, 23)) == []
    join(town, "BE")
    assert town.tick(date(2027, 2, 24)) == [], "the meeting stays in the calendar of the other"
    join(town, "AN", "KOP")
    town.tick(date(2027, 2, 25))
    assert [each[:2] for each in told(town, 1)] == [("an", "CANCEL")]


@pytest.mark.each_database
def test_hour_and_place_follow_the_group_unless_a_person_set_them(invited: MeetingMunicipality) -> None:
    set_group(invited, meets_at=time(10), meets_in="Zaal 2")
    day = date(2027, 2, 23)
    invited.tick(day)
    assert told(invited, 2) == [("an", "REQUEST", 1, "03-15 10:00"), ("be", "REQUEST", 1, "03-15 10:00")]
    body = list(invited.mails())[2][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Zaal 2" in body
    assert "Zo staat het nu in het actieplan." in body
    invited.move(day, to=date(2027, 3, 15), starts_at=time(11))
    set_group(invited, meets_at=time(16), meets_in="Zaal 3")
    invited.tick(day)
    with invited.database.read_session() as session:
        (meeting,) = session.scalars(select(Meeting))
        assert (meeting.starts_at, meeting.place) == (time(11), "Zaal 3")
        assert [each.sequence for each in session.scalars(select(MeetingInvitation))] == [3, 3]


@pytest.mark.each_database
@pytest.mark.parametrize(
    ("anchor", "months", "expected", "period"),
    [
        (date(2027, 3, 22), 6, date(2027, 3, 22), "2027-03"),
        (date(2027, 4, 12), 6, date(2027, 4, 12), "2027-04"),
        (date(2027, 2, 10), 6, date(2027, 8, 10), "2027-08"),
        (date(2026, 12, 15), 3, date(2027, 3, 15), "2027-03"),
    ],
)
def test_a_rhythm_moves_the_meeting_that_it_made(
    invited: MeetingMunicipality, anchor: date, months: int, expected: date, period: str
) -> None:
    set_group(invited, anchor=anchor, interval_months=months)
    day = date(2027, 2, 23)
    invited.tick(day)
    assert invited.tick(day) == []
    with invited.database.read_session() as session:
        ((moment, uid),) = session.execute(select(Moment, Meeting.uid).join(Meeting)).all()
        assert (moment.day, moment.period) == (expected, period)
    is_moved = expected != date(2027, 3, 15)
    sent = [(each[:3], each[3][:5]) for each in told(invited, 2)]
    assert sent == ([((who, "REQUEST", 1), f"{expected:%m-%d}") for who in ("an", "be")] if is_moved else [])
    assert {event.uid for _, event in calendars(invited)} == {uid}


@pytest.mark.each_database
@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2024, 6, 3), date(2027, 2, 24)])
@pytest.mark.parametrize(
    ("anchor", "months"), [(date(2027, 3, 15), 6), (date(2026, 12, 15), 3), (date(2018, 3, 15), 6)]
)
def test_a_run_of_any_day_leaves_meetings_that_the_rhythm_still_has(
    invited: MeetingMunicipality, anchor: date, months: int, day: date
) -> None:
    set_group(invited, anchor=anchor, interval_months=months)
    invited.align(date(2027, 2, 23))
    before = rows_of_meetings(invited)
    sent = len(list(invited.mails()))
    assert invited.align(day) == 0
    assert rows_of_meetings(invited) == before
    invited.tick(date(2027, 2, 25))
    assert len(list(invited.mails())) == sent


def test_a_meeting_far_ahead_is_still_of_the_rhythm(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.move(FIRST, to=date(2028, 9, 15), name="ENERGIE/2028-09", starts_at=time(15))
    before = rows_of_meetings(town)
    assert town.align(date(2024, 1, 2)) == 0
    assert rows_of_meetings(town) == before


def rows_of_meetings(town: MeetingMunicipality) -> list[tuple[Any, ...]]:
    with town.database.read_session() as session:
        query = select(Moment.period, Moment.day, Meeting.state, Meeting.sequence, Meeting.moved_on)
        return [tuple(row) for row in session.execute(query.join(Meeting).order_by(Moment.id))]


@pytest.mark.long
@pytest.mark.each_database
def test_a_rhythm_that_ends_cancels_and_one_that_comes_back_invites_again(
    invited: MeetingMunicipality,
) -> None:
    set_group(invited, anchor=None)
    invited.tick(date(2027, 2, 23))
    assert [each[:3] for each in told(invited, 2)] == [("an", "CANCEL", 1), ("be", "CANCEL", 1)]
    body = list(invited.mails())[2][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "In het actieplan staat geen vast overleg meer." in body
    set_group(invited, anchor=date(2027, 3, 15))
    invited.tick(date(2027, 2, 24))
    assert [each[:3] for each in told(invited, 4)] == [("an", "REQUEST", 2), ("be", "REQUEST", 2)]
    set_group(invited, interval_months=None)
    invited.tick(date(2027, 2, 25))
    assert [each[:3] for each in told(invited, 6)] == [("an", "CANCEL", 3), ("be", "CANCEL", 3)]


@pytest.mark.long
@pytest.mark.each_database
def test_a_group_that_changes_kind_keeps_one_meeting(invited: MeetingMunicipality) -> None:
    set_group(invited, kind=GroupKind.FOCUS)
    for day in (date(2027, 2, 23), date(2027, 3, 8), date(2027, 3, 16)):
        invited.tick(day)
    with invited.database.read_session() as session:
        (moment,) = session.scalars(select(Moment))
        assert (moment.kind, moment.day) == ("focus-group-review", date(2027, 3, 15))
    assert [each[:2] for each in told(invited, 2)] == [("an", ""), ("be", ""), ("co", "")]


def test_a_kind_that_changes_after_the_meeting_makes_no_second_one(invited: MeetingMunicipality) -> None:
    invited.record_minutes(date(2027, 3, 16), "2027-03")
    invited.tick(date(2027, 3, 17))
    set_group(invited, kind=GroupKind.FOCUS)
    assert invited.tick(date(2027, 3, 18)) == []


def test_a_meeting_whose_day_a_person_moved_stays_and_there_is_no_second_one(
    invited: MeetingMunicipality,
) -> None:
    day = date(2027, 2, 23)
    invited.move(day, to=date(2027, 3, 18))
    set_group(invited, anchor=date(2027, 4, 12))
    for each in (day, date(2027, 3, 22)):
        invited.tick(each)
    with invited.database.read_session() as session:
        (moment,) = session.scalars(select(Moment))
        assert (moment.day, moment.period) == (date(2027, 3, 18), "2027-04")
        found = reschedule.find_occurrence(
            session, invited.municipality(session), "ENERGIE", date(2027, 3, 23)
        )
        assert found.day == date(2027, 10, 12)


def test_a_meeting_that_nobody_was_invited_to_moves_in_silence(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.move(FIRST, to=date(2027, 3, 15), place="Zaal 9")
    set_group(town, anchor=date(2027, 4, 12))
    town.tick(date(2027, 2, 22))
    assert told(town) == []
    town.tick(date(2027, 3, 22))
    assert told(town)[0] == ("an", "REQUEST", 2, "04-12 14:00")


@pytest.mark.long
@pytest.mark.each_database
def test_who_was_invited_by_an_earlier_version_hears_of_what_changes_now(
    invited: MeetingMunicipality,
) -> None:
    day = date(2027, 2, 23)
    invited.move(day, to=date(2027, 3, 17), place="Zaal 9")
    join(invited, "BE")
    join(invited, "CO", "ENERGIE")
    invited.tick(day)
    join(invited, "BE", "ENERGIE")
    invited.tick(day)
    sent = len(told(invited))
    invited.database.downgrade("0038")  # which knows nothing of who was invited
    invited.database.upgrade()
    with invited.database.read_session() as session:
        rows = {each.person_id: each for each in session.scalars(select(MeetingInvitation))}
        an, be = rows[person(session, "AN").id], rows[person(session, "BE").id]
        assert (an.sequence, an.address, an.place) == (1, "an@linde.example.org", "Zaal 9")
        assert (be.state, be.version) == (InvitationState.INVITED, 3)
        assert sorted(session.scalars(select(Meeting)).one().own_fields) == ["day", "place"]
    set_group(invited, anchor=date(2027, 3, 22))
    assert invited.tick(date(2027, 2, 24)) == []
    join(invited, "BE")
    invited.tick(date(2027, 2, 24))
    assert told(invited, sent) == [("be", "CANCEL", 1, "03-17 14:00")]


@pytest.mark.long
def test_who_is_erased_and_a_meeting_long_past_leave_no_address(invited: MeetingMunicipality) -> None:
    with invited.database.write_session() as session:
        found = find_person(session, "be@linde.example.org")
        erase_rows(session, found, date(2027, 2, 23), clock_on(date(2027, 2, 23)))
    invited.tick(date(2027, 2, 23))
    assert told(invited, 2) == [], "who was erased is told nothing"
    periods = RetentionPeriods(
        documents=0, deliveries=365, inbox_files=0, error_log=0, page_links=365, mentions=365, imports=90
    )
    for day, left in ((13, 1), (17, 0)):
        store, now = DocumentStore(invited.folder / "documents"), datetime(2028, 3, day, tzinfo=UTC)
        clean_up(Retention(invited.database, store, invited.folder, periods, now), dry_run=False)
        with invited.database.read_session() as session:
            assert len(session.scalars(select(MeetingInvitation)).all()) == left


def test_an_invitation_says_to_whom_it_goes_and_what_it_is_about(town: MeetingMunicipality) -> None:
    town.import_plan()

    def plan(session: Any) -> None:
        (led,) = session.scalars(select(Action))
        led.deadline = date(2027, 3, 1)
        of = {"municipality_id": led.municipality_id, "group_id": led.group_id}
        for n in range(6):
            action = Action(**of, code=f"X{n}", title=f"Actie {n}", status=ActionStatus.RUNNING)
            action.deadline = date(2027, 3, 10 + n)
            session.add(action)
        session.flush()
        raised = date(2027, 2, 1)
        session.add(AgendaPoint(**of, action_id=action.id, reason="vague", raised_on=raised))

    change(town, plan)
    town.tick(INVITED)
    body = next(town.mails())[1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert body.startswith("Beste leden van de deelgroep energie")
    listed = [line for line in body.splitlines() if line.startswith("- ")]
    assert listed == [
        "- Actie 5",
        "- Ledlampen",
        *(f"- Actie {n}" for n in range(3)),
        "- en nog 2 punten",
    ]


@pytest.mark.long
@pytest.mark.parametrize("reason", [SuppressionReason.DEPARTED, SuppressionReason.BOUNCED])
def test_who_could_not_be_written_to_is_invited_once_they_can(
    invited: MeetingMunicipality, reason: SuppressionReason
) -> None:
    """The mails waited, and were skipped when they were to be sent."""
    invited.tick(PACKED)

    def skip(session: Any) -> None:
        to_be = update(Delivery).where(Delivery.recipient.startswith("be@"))
        session.execute(to_be.values(state=DeliveryState.SKIPPED, reason=reason.value))

    change(invited, skip)
    day = date(2027, 3, 9)
    invited.tick(day)
    assert invited.tick(day) == []
    change(invited, skip)
    invited.tick(day)
    assert [each[:2] for each in told(invited, 4)] == [("be", "REQUEST"), ("be", "")] * 2


@pytest.mark.long
def test_a_run_that_is_cut_off_loses_nothing_and_its_steps_are_taken_once(
    invited: MeetingMunicipality,
) -> None:
    invited.tick(PACKED)
    join(invited, "CO", "ENERGIE")
    join(invited, "BE")
    day = date(2027, 3, 9)
    with invited.database.read_session() as session:
        municipality = invited.municipality(session)
        (ready,) = list_due_meetings(session, municipality, day)
    kinds = [each.step for each in ready.due_steps]
    assert kinds == [StepKind.WITHDRAWAL, StepKind.LATE_INVITATION, StepKind.LATE_PACK]
    for count in (1, 2, 3, 3):  # each run is cut off one step later
        invited.take(municipality, replace(ready, due_steps=ready.due_steps[:count]), day)
    assert [each[:2] for each in told(invited, 4)] == [("be", "CANCEL"), ("co", "REQUEST"), ("co", "")]
    assert invited.tick(day) == []


@pytest.mark.long
def test_the_exchange_with_other_municipalities_follows_its_rhythm_and_the_core_group(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    change(town, lambda session: setattr(town.municipality(session), "peer_anchor", date(2027, 3, 10)))
    town.tick(date(2027, 2, 17))
    assert [each[:2] for each in told(town)] == [("an", "REQUEST"), ("co", "REQUEST")]
    change(town, lambda session: setattr(town.municipality(session), "peer_anchor", date(2027, 3, 17)))
    join(town, "BE", "KOP")
    join(town, "AN")
    town.tick(date(2027, 2, 18))
    assert told(town, 2) == [
        ("co", "REQUEST", 1, "03-17 14:00"),
        ("an", "CANCEL", 1, "03-17 14:00"),
        ("be", "REQUEST", 1, "03-17 14:00"),
    ]
    change(town, lambda session: setattr(town.municipality(session), "peer_anchor", None))
    town.tick(date(2027, 2, 19))
    assert [each[:3] for each in told(town, 5)] == [("be", "CANCEL", 2), ("co", "CANCEL", 2)]


def test_a_meeting_in_the_place_of_one_that_moved_has_a_uid_of_its_own(invited: MeetingMunicipality) -> None:
    set_group(invited, anchor=date(2027, 4, 12))
    invited.tick(date(2027, 2, 23))
    set_group(invited, anchor=date(2027, 3, 16), interval_months=1)
    invited.move(date(2027, 2, 24), to=date(2027, 4, 14), name="ENERGIE/2027-04")
    invited.tick(date(2027, 2, 24))
    with invited.database.read_session() as session:
        found = session.execute(select(Moment.period, Meeting.uid).join(Meeting)).all()
    assert sorted(each[0] for each in found) == ["2027-03", "2027-04"]
    assert len({each[1] for each in found}) == 2


def read_last(town: MeetingMunicipality) -> tuple[str, str]:
    """The subject of the last mail, and its text without line breaks."""
    *_, (_, mail) = town.mails()
    body = mail.get_body(("plain",))
    assert body
    return str(mail["Subject"]), " ".join(body.get_content().split())


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (
            {"to": date(2027, 3, 29)},
            "energie van maandag 15 maart 2027 is verplaatst. Wanneer: maandag 29 maart",
        ),
        ({"to": date(2027, 3, 22), "place": "Zaal 9"}, "energie van maandag 15 maart 2027 is verplaatst."),
        (
            {"to": date(2027, 3, 15), "place": "Zaal 9"},
            "Er is iets gewijzigd aan het overleg van de deelgroep energie.",
        ),
    ],
)
def test_an_update_names_the_day_that_people_knew(
    invited: MeetingMunicipality, second: dict[str, Any], said: str
) -> None:
    """After two moves in one day it named the day between them, which nobody had been told."""
    day = date(2027, 2, 23)
    invited.move(day, to=date(2027, 3, 22))
    invited.move(day, **second)
    invited.tick(day)
    assert said in read_last(invited)[1]


def test_a_cancellation_names_the_day_that_people_knew(invited: MeetingMunicipality) -> None:
    day = date(2027, 2, 23)
    invited.move(day, to=date(2027, 3, 22))
    invited.cancel(day)
    invited.tick(day)
    subject, text = read_last(invited)
    assert subject == "Gaat niet door: overleg van de deelgroep energie, maandag 15 maart"
    assert "van maandag 15 maart 2027 gaat niet door." in text


def test_a_group_with_another_name_sends_an_update_and_keeps_its_answers(
    invited: MeetingMunicipality,
) -> None:
    """Calendars kept the earlier name, and nobody was told."""
    with invited.database.write_session() as session:
        meeting = session.scalars(select(Meeting)).one()
        who = {"moment_id": meeting.moment_id, "person_id": person(session, "AN").id, "sequence": 0}
        reply = InvitationReply(**who, status=ReplyStatus.ACCEPTED, replied_at=clock_on(INVITED))
        session.add(reply)
    set_group(invited, name="Deelgroep  Energie")
    assert invited.tick(date(2027, 2, 23)) == [], "the same name"
    set_group(invited, name="Werkgroep klimaat")
    invited.tick(date(2027, 2, 23))
    invited.tick(date(2027, 2, 24))
    assert told(invited, 2) == [(who, "REQUEST", 1, "03-15 14:00") for who in ("an", "be")]
    subject, text = read_last(invited)
    assert subject == "Gewijzigd: overleg van de werkgroep klimaat, maandag 15 maart"
    assert "Waarom: De groep heette tot nu toe Deelgroep energie." in text
    with invited.database.read_session() as session:
        replies = load_invitation_replies(session, session.scalars(select(Meeting)).one())
    assert replies.accepted == ("An Wijn, jr",)
    set_group(invited, name="Werkgroep water", meets_in="Zaal 2")
    invited.tick(date(2027, 2, 25))
    assert [each[:3] for each in told(invited, 4)] == [("an", "REQUEST", 2), ("be", "REQUEST", 2)]
    invited.tick(date(2027, 3, 8))
    invited.tick(date(2027, 3, 9))
    assert [each[:2] for each in told(invited, 6)] == [("an", ""), ("be", "")], "and the pack once"
