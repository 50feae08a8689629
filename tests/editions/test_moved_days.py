"""A day that a published edition announced and that moved is told to the coordinator, who corrects it."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.editions.corrections.correction_model import CorrectionKind
from terugkom.editions.moved_days import DOCUMENT, MovedDays, enqueue_moved_days, list_moved_days
from terugkom.meetings.align_meetings import align_meetings
from terugkom.meetings.model import Meeting, MeetingState
from terugkom.meetings.occurrences import list_occurrences
from terugkom.meetings.open_meeting import open_meeting
from terugkom.meetings.reschedule import change_meeting, record_change
from terugkom.plan.media import Medium
from terugkom.plan.model import Group
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import MomentState
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import LATER, PublishedMunicipality
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
GROUP = {"code": "KOP", "name": "Kopgroep", "kind": "kopgroep", "interval_months": 6}
ENERGY = {"code": "ENERGIE", "name": "Energie", "kind": "deelgroep", "interval_months": 6}
TOLD, NOW_ON = date(2027, 1, 19), date(2027, 1, 26)


@pytest.fixture
def linde(database: Database, tmp_path: Path) -> PublishedMunicipality:
    """Linde, whose newsletter and intranet announced a meeting."""
    return publish_agenda(database, tmp_path, GROUP | {"anchor": TOLD})


@pytest.fixture
def linde_with_two(database: Database, tmp_path: Path) -> PublishedMunicipality:
    """Linde, whose newsletter announced the meetings of two groups."""
    return publish_agenda(database, tmp_path, *anchor_two(TOLD))


def anchor_two(day: date) -> tuple[dict[str, object], dict[str, object]]:
    """Return two groups, of which one meets on a day and the other one four weeks later."""
    return GROUP | {"anchor": day}, ENERGY | {"anchor": day + timedelta(days=28)}


def publish_agenda(database: Database, folder: Path, *groups: dict[str, object]) -> PublishedMunicipality:
    room = PublishedMunicipality(database, folder)

    def fill() -> None:
        room.import_actions(FIRST, *BEFORE)
        room.import_actions(ASKED, *NOW, groups=groups)
        room.publish(Medium.NEWSLETTER, Medium.INTRANET)
        room.settle()

    fill_once(database, folder, f"published an agenda of {len(groups)}", fill)
    return room


def list_moved(room: PublishedMunicipality, day: date = LATER) -> list[MovedDays]:
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
        return list_moved_days(session, room.desk.documents, town, day)


@pytest.mark.long
def test_the_coordinator_is_told_once_what_names_the_old_day_until_it_is_corrected(
    linde: PublishedMunicipality,
) -> None:
    assert list_moved(linde) == []
    linde.import_actions(LATER, *NOW, groups=[GROUP | {"anchor": NOW_ON}])
    (moved,) = list_moved(linde)
    (day,) = moved.days
    assert (day.story, day.meeting, day.was_on, day.day) == ("agenda", "Kopgroep", TOLD, NOW_ON)
    mail = enqueue_moved_days(linde.desk, linde.run(), moved, linde.folder.name)
    assert mail
    body = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
    assert body
    text = body.get_content()
    assert "- Kopgroep: er staat dinsdag 19 januari 2027. Het is nu dinsdag 26 januari 2027." in text
    assert "verschenen via de nieuwsbrief, het intranet" in text
    assert "Alleen wat gedrukt is of naar de pers ging, zet u zelf recht: dat krijgt u als lijst." in text
    assert "met de nieuwsbrief 2026-Q4 en het verhaal agenda" in text
    assert enqueue_moved_days(linde.desk, linde.run(), moved, linde.folder.name) is None, "once"
    assert list_moved(linde, date(2027, 1, 20)) == [], "what passed is not corrected"

    linde.edit("agenda", ("19 januari", "26 januari"))
    correction = linde.propose(CorrectionKind.CORRECT, "agenda", "De kopgroep komt een week later samen.")
    linde.decide(correction)
    linde.publish_correction(correction)
    assert list_moved(linde) == []


@pytest.mark.long
def test_a_meeting_that_is_not_planned_any_more_is_named_too(linde: PublishedMunicipality) -> None:
    linde.import_actions(LATER, *NOW, groups=[GROUP | {"anchor": date(2027, 12, 1)}])
    (moved,) = list_moved(linde)
    (day,) = moved.days
    assert (day.meeting, day.day) == ("Kopgroep", None)


@pytest.mark.long
@pytest.mark.parametrize("is_open", [False, True])
def test_a_meeting_that_moved_to_another_month_is_not_called_cancelled(
    linde: PublishedMunicipality, is_open: bool
) -> None:
    """Its key has the month of the meeting: in the old one there was none, and the mail said so."""
    if is_open:
        open_kopgroep(linde)
    linde.import_actions(LATER, *NOW, groups=[GROUP | {"anchor": date(2027, 2, 2)}])
    align(linde)
    (moved,) = list_moved(linde)
    (day,) = moved.days
    assert (day.meeting, day.was_on, day.day) == ("Kopgroep", TOLD, date(2027, 2, 2))


@pytest.mark.long
def test_what_was_told_is_not_told_again_when_another_day_passes(
    linde_with_two: PublishedMunicipality,
) -> None:
    """The key was that of all days to come: once the first one passed, the others were mailed once more."""
    later, room = date(2027, 1, 20), linde_with_two
    room.import_actions(LATER, *NOW, groups=anchor_two(NOW_ON))
    assert tell(room) == [True]
    (moved,) = list_moved(room, later)
    assert [each.day for each in moved.days] == [NOW_ON + timedelta(days=28)]
    assert tell(room, later) == [False]
    room.import_actions(LATER, *NOW, groups=anchor_two(date(2027, 1, 27)))
    assert tell(room, later) == [True], "it moved once more"


@pytest.mark.long
def test_a_day_that_moved_back_and_away_again_is_told_again(linde: PublishedMunicipality) -> None:
    told = []
    for day in (NOW_ON, TOLD, NOW_ON, NOW_ON, date(2027, 1, 27), NOW_ON):
        move(linde, day)
        told += tell(linde)
    assert told == [True, False, True, False, True, True]
    kinds = [document.kind for _, document in linde.deliveries()]
    assert kinds.count(DOCUMENT) == 4
    assert tell(linde) == [False]


@pytest.mark.long
def test_a_day_is_told_each_time_it_moves_also_after_its_correction_until_it_is_past(
    linde: PublishedMunicipality,
) -> None:
    """Readers know the day of the correction; that of the approved text was looked for, and not found."""
    third, last_day = date(2027, 1, 27), date(2027, 1, 26)
    move(linde, NOW_ON)
    assert tell(linde) == [True]
    correct_day(linde, "19 januari", "26 januari", "De kopgroep komt een week later samen.")
    assert list_moved(linde) == []
    for day, is_told in ((third, True), (third, False), (NOW_ON, False), (TOLD, True), (third, True)):
        move(linde, day)
        read = [(each.was_on, each.day) for moved in list_moved(linde) for each in moved.days]
        assert read == ([(NOW_ON, day)] if day != NOW_ON else [])
        assert any(tell(linde)) is is_told
    assert [each.was_on for moved in list_moved(linde, last_day) for each in moved.days] == [NOW_ON]
    assert list_moved(linde, third) == [], "the day that readers know is past"
    correct_day(linde, "26 januari", "27 januari", "De kopgroep komt nog een dag later samen.")
    assert list_moved(linde, third) == []
    move(linde, date(2027, 2, 2))
    assert [each.was_on for moved in list_moved(linde, third) for each in moved.days] == [third]


@pytest.mark.long
def test_a_day_of_another_meeting_in_the_same_story_is_not_taken_for_that_of_a_moved_one(
    linde_with_two: PublishedMunicipality,
) -> None:
    later = TOLD + timedelta(days=28)
    move(linde_with_two, later)  # to the day of the other group
    (moved,) = list_moved(linde_with_two)
    assert [(each.meeting, each.was_on, each.day) for each in moved.days] == [("Kopgroep", TOLD, later)]
    assert tell(linde_with_two) == [True]
    (moved,) = list_moved(linde_with_two)
    assert [(each.meeting, each.was_on, each.day) for each in moved.days] == [("Kopgroep", TOLD, later)]


@pytest.mark.long
def test_a_meeting_that_moved_to_the_day_of_a_group_with_a_longer_name_is_told(
    database: Database, tmp_path: Path
) -> None:
    """Nobody was told: the line of *Werkgroep Energie* was read as one of *Werkgroep*."""
    later = TOLD + timedelta(days=28)
    kop, energy = anchor_two(TOLD)
    names = {"code": "KOP", "name": "Werkgroep"}, {"code": "ENERGIE", "name": "Werkgroep Energie"}
    room = PublishedMunicipality(database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW, groups=[kop | names[0], energy | names[1]])
    room.publish(Medium.NEWSLETTER)
    room.settle()
    move(room, later)
    (moved,) = list_moved(room)
    assert [(each.meeting, each.was_on, each.day) for each in moved.days] == [("Werkgroep", TOLD, later)]
    assert tell(room) == [True]


def move(room: PublishedMunicipality, day: date) -> None:
    with room.database.write_session() as session:
        session.scalars(select(Group).where(Group.code == "KOP")).one().anchor = day


def correct_day(room: PublishedMunicipality, was: str, now: str, note: str) -> None:
    room.edit("agenda", (was, now))
    correction = room.propose(CorrectionKind.CORRECT, "agenda", note)
    room.decide(correction)
    room.publish_correction(correction)


def tell(room: PublishedMunicipality, day: date = LATER) -> list[bool]:
    """Return of each edition whose days moved whether a mail about it is new."""
    found = list_moved(room, day)
    mails = [enqueue_moved_days(room.desk, room.run(day), each, room.folder.name) for each in found]
    return [each is not None for each in mails]


@pytest.mark.long
def test_a_meeting_that_a_person_cancelled_is_not_the_next_one(linde: PublishedMunicipality) -> None:
    linde.import_actions(LATER, *NOW, groups=[GROUP | {"anchor": TOLD, "interval_months": 1}])
    with linde.database.write_session() as session:
        stamp = RunStamp(LATER, clock_on(LATER))
        change_meeting(session, get_municipality(session, linde.slug), "KOP", "De zaal is weg.", stamp)
    (moved,) = list_moved(linde)
    assert [(each.was_on, each.day) for each in moved.days] == [(TOLD, None)]


@pytest.mark.long
@pytest.mark.parametrize("moved_to", [TOLD, date(2027, 1, 14)])
def test_a_meeting_that_was_held_is_not_told_as_moved(linde: PublishedMunicipality, moved_to: date) -> None:
    """Its minutes were there on its day, which counted as not on the calendar."""
    open_kopgroep(linde)
    with linde.database.write_session() as session:
        meeting = session.scalars(select(Meeting)).one()
        if moved_to != TOLD:
            record_change(meeting, moved_to, "", LATER)
        meeting.state = MeetingState.MINUTED
        meeting.moment.state, meeting.moment.done_at = MomentState.DONE, clock_on(moved_to)
    assert list_moved(linde, moved_to) == []


def open_kopgroep(room: PublishedMunicipality) -> None:
    with room.database.write_session() as session:
        town = get_municipality(session, room.slug)
        (next_one, *_) = list_occurrences(session, town, TOLD, TOLD)
        open_meeting(session, town, next_one, RunStamp(LATER, clock_on(LATER)))


def align(room: PublishedMunicipality) -> None:
    with room.database.write_session() as session:
        align_meetings(session, get_municipality(session, room.slug), LATER, clock_on(LATER))
