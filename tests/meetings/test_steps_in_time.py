"""The steps around one meeting: each in time, each once, and what missed its time skipped with its reason."""

from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.errors import InputError
from terugkom.meetings import open_meeting
from terugkom.meetings.due_steps import find_early_step
from terugkom.meetings.kinds import SUBGROUP
from terugkom.plan.model import Group
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.meetings.conftest import FIRST, MeetingMunicipality

MOSTLY_SQLITE = True

HELD = date(2027, 3, 15)  # a Monday


def ticks(town: MeetingMunicipality, first: date, last: date) -> None:
    while first <= last:
        town.tick(first)
        first += timedelta(days=1)


def taken(town: MeetingMunicipality) -> list[tuple[str, date]]:
    return [(step, day) for step, day, _ in town.steps()]


@pytest.mark.long
@pytest.mark.each_database
def test_invitation_pack_minutes_and_chase_come_in_time_and_once(town: MeetingMunicipality) -> None:
    town.import_plan()
    ticks(town, FIRST, date(2027, 4, 30))
    assert town.steps() == [
        ("invitation", date(2027, 2, 22), ""),
        ("pack", date(2027, 3, 8), ""),
        ("minutes", date(2027, 3, 16), ""),
        ("chase", date(2027, 3, 23), ""),
    ]


@pytest.mark.long
def test_members_get_the_mails_before_and_the_coordinator_the_questions_after(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    ticks(town, date(2027, 2, 1), date(2027, 4, 1))
    told = [(mail["Subject"], mail["To"].addresses[0].addr_spec) for _, mail in town.mails()]
    assert told == [
        ("Uitnodiging: overleg van de deelgroep energie, maandag 15 maart", "an@linde.example.org"),
        ("Uitnodiging: overleg van de deelgroep energie, maandag 15 maart", "be@linde.example.org"),
        ("Stukken: overleg van de deelgroep energie, maandag 15 maart", "an@linde.example.org"),
        ("Stukken: overleg van de deelgroep energie, maandag 15 maart", "be@linde.example.org"),
        (
            "Bezorgt u ons het verslag? Overleg van de deelgroep energie, maandag 15 maart",
            "co@linde.example.org",
        ),
        ("Nog geen verslag: overleg van de deelgroep energie, maandag 15 maart", "co@linde.example.org"),
    ]
    assert town.made[0][1].unreachable_count == 1
    (*_, (_, last)) = town.mails()
    body = last.get_body(("plain",))
    assert body is not None
    chase = " ".join(body.get_content().split())
    assert "en wie was er? Antwoord op deze mail met het document als bijlage." in chase, "it did not say how"


@pytest.mark.long
@pytest.mark.each_database
def test_an_early_invitation_that_was_cut_off_before_it_was_written_goes_on_and_nothing_follows_early(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    early = date(2027, 1, 11)
    with town.database.write_session() as session:
        municipality = town.municipality(session)
        ready = open_meeting.find_due_steps(session, municipality, SUBGROUP, "ENERGIE", "2027-03", early)
        assert ready.due_steps == ()
        open_meeting.open_meeting(
            session, municipality, ready.occurrence, RunStamp(early, clock_on(early), "killed")
        )
    ticks(town, early, date(2027, 4, 1))
    assert taken(town) == [
        ("invitation", early),
        ("pack", date(2027, 3, 8)),
        ("minutes", date(2027, 3, 16)),
        ("chase", date(2027, 3, 23)),
    ]


@pytest.mark.long
@pytest.mark.each_database
def test_an_early_pack_that_was_cut_off_goes_out_with_the_next_daily_run_and_a_moved_meeting_waits(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    invited, early = date(2027, 2, 22), date(2027, 2, 26)
    ticks(town, date(2027, 2, 1), early)
    assert taken(town) == [("invitation", invited)]

    def start_early(day: date) -> None:
        with town.database.write_session() as session:
            municipality = town.municipality(session)
            found = open_meeting.find_due_steps(session, municipality, SUBGROUP, "ENERGIE", "2027-03", day)
            assert found.due_steps == ()
            calendar = open_meeting.build_step_calendar(municipality)
            ready = replace(found, due_steps=find_early_step(found.occurrence, calendar))
            open_meeting.open_meeting_early(
                session, municipality, ready, RunStamp(day, clock_on(day), "killed")
            )

    start_early(early)
    monday = date(2027, 3, 1)
    ticks(town, monday, date(2027, 3, 5))
    assert taken(town) == [("invitation", invited), ("pack", monday)]
    town.move(date(2027, 3, 5), to=date(2027, 4, 19), name="ENERGIE/2027-03")
    ticks(town, date(2027, 3, 5), date(2027, 3, 9))
    start_early(date(2027, 3, 9))
    town.move(date(2027, 3, 9), to=date(2027, 4, 26), name="ENERGIE/2027-03")
    ticks(town, date(2027, 3, 9), date(2027, 4, 16))
    assert taken(town)[-1] == ("update", date(2027, 3, 9)), "the later date has its own pack"


@pytest.mark.long
@pytest.mark.each_database
def test_once_the_minutes_are_recorded_members_get_them_and_nothing_is_chased(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    ticks(town, date(2027, 2, 1), date(2027, 3, 17))
    town.record_minutes(date(2027, 3, 17), "2027-03")
    ticks(town, date(2027, 3, 18), date(2027, 8, 1))
    assert taken(town)[-1] == ("minutes-sent", date(2027, 3, 18))
    assert "chase" not in dict(taken(town))


@pytest.mark.each_database
def test_after_downtime_each_step_that_still_makes_sense_is_done_once(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.tick(date(2027, 3, 11))
    assert taken(town) == [("invitation", date(2027, 3, 11)), ("pack", date(2027, 3, 11))]


def test_nobody_is_invited_to_the_past_and_it_says_why(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.tick(date(2027, 3, 17))
    assert town.steps() == [
        ("invitation", date(2027, 3, 17), "meeting-past"),
        ("pack", date(2027, 3, 17), "meeting-past"),
        ("minutes", date(2027, 3, 17), ""),
    ]


def test_the_chase_counts_from_when_the_minutes_were_asked_for(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.tick(date(2027, 2, 22))
    town.tick(date(2027, 4, 6))  # back after six weeks
    ticks(town, date(2027, 4, 7), date(2027, 5, 1))
    assert taken(town)[-2:] == [("minutes", date(2027, 4, 6)), ("chase", date(2027, 4, 13))]


def test_a_meeting_before_we_followed_the_town_is_none_of_ours(town: MeetingMunicipality) -> None:
    town.import_plan(anchor=date(2026, 9, 15))
    town.tick(FIRST)
    assert town.steps() == []


def test_a_day_of_rest_waits(town: MeetingMunicipality) -> None:
    town.import_plan(anchor=date(2027, 3, 12))  # a Friday: the day after is a Saturday
    ticks(town, date(2027, 3, 1), date(2027, 3, 14))
    assert "minutes" not in dict(taken(town))
    town.tick(date(2027, 3, 15))
    assert dict(taken(town))["minutes"] == date(2027, 3, 15)


@pytest.mark.long
@pytest.mark.each_database
def test_the_steps_follow_a_moved_day_and_who_was_invited_gets_an_update(town: MeetingMunicipality) -> None:
    town.import_plan()
    ticks(town, date(2027, 2, 1), date(2027, 3, 9))
    town.move(date(2027, 3, 9), to=date(2027, 4, 20))
    ticks(town, date(2027, 3, 9), date(2027, 5, 10))
    assert taken(town) == [
        ("invitation", date(2027, 2, 22)),
        ("pack", date(2027, 3, 8)),
        ("update", date(2027, 3, 9)),
        ("pack", date(2027, 4, 13)),  # the one of March is old by then
        ("minutes", date(2027, 4, 21)),
        ("chase", date(2027, 4, 28)),
    ]


@pytest.mark.long
def test_a_meeting_moved_a_day_keeps_its_pack(town: MeetingMunicipality) -> None:
    town.import_plan()
    ticks(town, date(2027, 2, 1), date(2027, 3, 10))
    town.move(date(2027, 3, 10), to=date(2027, 3, 16))
    ticks(town, date(2027, 3, 10), date(2027, 3, 17))
    assert [step for step, _ in taken(town)] == ["invitation", "pack", "update", "minutes"]


@pytest.mark.long
def test_a_meeting_moved_before_anybody_was_invited_is_announced_once_on_its_new_day(
    town: MeetingMunicipality,
) -> None:
    town.import_plan()
    town.move(FIRST, to=date(2027, 4, 12))
    ticks(town, FIRST, date(2027, 4, 1))
    assert taken(town) == [("invitation", date(2027, 3, 22))]
    (_, mail), *_ = town.mails()
    assert "SEQUENCE:1\r\n" in calendar_part(mail).get_content().replace("\n", "\r\n").replace("\r\r", "\r")


@pytest.mark.long
def test_a_meeting_that_was_put_off_after_its_day_is_asked_about_anew(town: MeetingMunicipality) -> None:
    town.import_plan()
    ticks(town, date(2027, 2, 1), date(2027, 3, 17))  # the minutes were asked for
    town.move(date(2027, 3, 17), to=date(2027, 3, 30), name="ENERGIE/2027-03")
    ticks(town, date(2027, 3, 17), date(2027, 4, 20))
    assert [step for step, _ in taken(town)] == [
        "invitation",
        "pack",
        "minutes",
        "update",
        "pack",
        "minutes",
        "chase",
    ]


@pytest.mark.long
@pytest.mark.each_database
def test_a_cancelled_meeting_asks_nothing_more(town: MeetingMunicipality) -> None:
    town.import_plan()
    ticks(town, date(2027, 2, 1), date(2027, 3, 1))
    town.cancel(date(2027, 3, 1))
    ticks(town, date(2027, 3, 1), date(2027, 5, 1))
    assert taken(town) == [("invitation", date(2027, 2, 22)), ("cancel", date(2027, 3, 1))]
    *_, (delivery, mail) = town.mails()
    assert mail["Subject"] == "Gaat niet door: overleg van de deelgroep energie, maandag 15 maart"
    assert calendar_part(mail).get_param("method") == "CANCEL"
    assert delivery.role == "member"


@pytest.mark.long
def test_a_meeting_cancelled_before_anybody_knew_of_it_makes_no_noise(town: MeetingMunicipality) -> None:
    town.import_plan()
    town.cancel(FIRST)
    ticks(town, FIRST, date(2027, 5, 1))
    assert town.steps() == []


@pytest.mark.parametrize(
    ("to", "why"), [(date(2027, 2, 1), "is in the past"), (date(2027, 3, 15), "is unchanged")]
)
def test_a_move_that_makes_no_sense_is_refused(town: MeetingMunicipality, to: date, why: str) -> None:
    town.import_plan()
    with pytest.raises(InputError, match=why):
        town.move(date(2027, 2, 22), to=to)


def test_a_meeting_that_is_not_there_is_answered_with_those_that_are(town: MeetingMunicipality) -> None:
    town.import_plan()
    with pytest.raises(InputError, match="available: ENERGIE/2027-03, ENERGIE/2027-09"):
        town.move(FIRST, to=date(2027, 4, 1), name="ENERGIE/2027-05")


def calendar_part(mail: EmailMessage) -> Any:
    return next(part for part in mail.walk() if part.get_content_type() == "text/calendar")


def test_no_minutes_are_asked_of_a_meeting_that_nobody_was_invited_to(town: MeetingMunicipality) -> None:
    """A group lost its members, and the coordinator was asked for its minutes, and asked again."""
    town.import_plan()
    with town.database.write_session() as session:
        session.scalars(select(Group).where(Group.code == "ENERGIE")).one().members = []
    ticks(town, date(2027, 2, 1), date(2027, 4, 1))
    assert [subject for _, mail in town.mails() if "erslag" in (subject := str(mail["Subject"]))] == []
    assert ("minutes", date(2027, 3, 16), "nobody-invited") in town.steps()
