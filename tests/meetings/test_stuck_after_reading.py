"""Who is stuck stands in the pack until they report something else or the group decided, though the
coordinator read it; the owner's page promises so. Of an action in time nothing else says it."""

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from terugkom.editions.coverage import load_coverage
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.meetings.minutes.minutes_model import OpenPoint
from terugkom.meetings.minutes.written_minutes import RowLocation, WrittenDecision
from terugkom.meetings.model import DecisionKind, Meeting
from terugkom.meetings.packs.core_pack import build_core_pack
from terugkom.meetings.packs.meeting_context import load_meeting_context
from terugkom.meetings.packs.owner_requests import list_owner_requests
from terugkom.plan.decide_question import decide_question
from terugkom.plan.model import Action, Person
from terugkom.plan.questions import GivenAnswer, Question
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry
from terugkom.plan.undo_report import report_with_undo, undo_report
from terugkom.schedule.model import Moment
from tests.clock import clock_on
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.test_one_point import Groups
from tests.meetings.test_referred_questions import HELD, decide_at, list_requests

MOSTLY_SQLITE = True
SAID, READ, LATER, PACKED = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3), date(2027, 3, 8)
BEFORE = date(2027, 2, 10)  # the meeting before
STUCK = "An Wijn, jr zit vast; de groep kent de reden nog niet"
WHY = "Mijn diensthoofd werkt niet mee."


@pytest.fixture
def read(town: MeetingMunicipality) -> MeetingMunicipality:
    """A municipality with one action, due in months, whose owner is stuck, and the coordinator read that."""
    town.import_plan()
    with town.database.write_session() as session:
        action = session.scalars(select(Action)).one()
        action.deadline = date(2027, 9, 1)
        action.owners = [*action.owners, session.scalars(select(Person).where(Person.code == "BE")).one()]
    say(town, ProgressChoice.STUCK, WHY, on=SAID)
    read_question(town, 1)
    return town


def say(
    town: MeetingMunicipality,
    choice: ProgressChoice,
    text: str = "De offertes zijn er.",
    *,
    by: str = "AN",
    on: date = LATER,
    to: date | None = None,
) -> Mapping[str, Any]:
    with town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == by)).one()
        action = session.scalars(select(Action)).one()
        given, entry = ReportedProgress(choice, text, to), ReportEntry(owner, "page", on, clock_on(on))
        return report_with_undo(session, town.municipality(session), action, given, entry)


def read_question(town: MeetingMunicipality, number: int) -> None:
    with town.database.write_session() as session:
        given = GivenAnswer("seen", "Co", READ, clock_on(READ))
        decide_question(session, town.municipality(session), number, given, QUESTION_EFFECTS)


def list_asked(town: MeetingMunicipality) -> list[str]:
    with town.database.read_session() as session:
        return [each.reason for each in list_owner_requests(session, town.municipality(session), PACKED)]


def list_forms(town: MeetingMunicipality) -> Iterator[str]:
    """Yield each form of the pack that was sent."""
    town.tick(PACKED)
    mail = next(mail for _, mail in town.mails() if str(mail["Subject"]).startswith("Stukken"))
    (pdf,) = mail.iter_attachments()
    texts = [part.get_content() for kind in ("plain", "html") if (part := mail.get_body((kind,)))]  # type: ignore[arg-type]
    texts.append("".join(page.extract_text() for page in PdfReader(BytesIO(pdf.get_content())).pages))
    assert len(texts) == 3
    for text in texts:
        yield " ".join(str(text).split())


@pytest.mark.each_database
def test_it_stands_in_each_form_of_the_pack_without_the_reason(read: MeetingMunicipality) -> None:
    for words in list_forms(read):
        assert words.count(STUCK) == 1
        assert "Beslis wat er nodig is om verder te kunnen, en wie dat doet." in words
        assert WHY not in words


@pytest.mark.each_database
@pytest.mark.parametrize("choice", [ProgressChoice.ON_TRACK, ProgressChoice.LATER, ProgressChoice.DONE])
def test_who_reports_something_else_is_stuck_no_more(
    read: MeetingMunicipality, choice: ProgressChoice
) -> None:
    say(read, choice, to=date(2027, 12, 1))
    assert list_asked(read) == []
    for words in list_forms(read):
        assert "zit vast" not in words


def test_what_another_owner_reports_does_not_end_it(read: MeetingMunicipality) -> None:
    say(read, ProgressChoice.ON_TRACK, by="BE")
    assert list_asked(read) == [STUCK]


def test_who_says_it_again_stands_there_once(read: MeetingMunicipality) -> None:
    say(read, ProgressChoice.STUCK, WHY)
    assert list_asked(read) == [STUCK]
    read_question(read, 2)
    assert list_asked(read) == [STUCK]


def test_of_two_who_are_stuck_each_stands_there(read: MeetingMunicipality) -> None:
    say(read, ProgressChoice.STUCK, WHY, by="BE")
    read_question(read, 2)
    assert list_asked(read) == [STUCK, "Bé Vos zit vast; de groep kent de reden nog niet"]


@pytest.mark.each_database
def test_a_report_that_is_undone_ends_nothing(read: MeetingMunicipality) -> None:
    undo = say(read, ProgressChoice.ON_TRACK)
    assert list_asked(read) == []
    with read.database.write_session() as session:
        undo_report(session, read.municipality(session), undo, "AN", LATER, clock_on(LATER))
    assert list_asked(read) == [STUCK]


def test_what_was_open_when_an_undone_report_came_is_open_again(read: MeetingMunicipality) -> None:
    say(read, ProgressChoice.STUCK, WHY, by="BE", on=SAID)
    undo = say(read, ProgressChoice.ON_TRACK, by="BE")
    with read.database.write_session() as session:
        undo_report(session, read.municipality(session), undo, "BE", LATER, clock_on(LATER))
        states = session.scalars(select(Question.state).order_by(Question.id)).all()
    assert [each.value for each in states] == ["answered", "open"]


@pytest.mark.each_database
def test_a_decision_of_the_group_settles_it_and_the_owner_hears(read: MeetingMunicipality) -> None:
    Groups(read).meet("ENERGIE", HELD)
    assert [reason for _, reason, _ in list_requests(read, HELD)] == [STUCK]
    kind = DecisionKind.DEADLINE
    decide_at(read, HELD, WrittenDecision(RowLocation("Besluiten", 1), kind, "E1", "1/6/2027", "Kan."))
    assert list_asked(read) == []
    with read.database.read_session() as session:
        question = session.get_one(Question, 1)
    assert (question.answer, question.answered_by) == ("decided", "subgroup-review ENERGIE/2027-03")
    assert question.notified_on is None  # the outcome is told


def test_a_meeting_that_decides_nothing_of_it_does_not_end_it(read: MeetingMunicipality) -> None:
    Groups(read).meet("ENERGIE", HELD)
    decide_at(read, HELD)
    assert list_asked(read) == [STUCK]


def test_an_open_point_of_the_action_says_so_too(read: MeetingMunicipality) -> None:
    for day in (BEFORE, HELD):
        Groups(read).meet("ENERGIE", day)
    with read.database.write_session() as session:
        before = session.scalars(select(Meeting).join(Moment).where(Moment.day == BEFORE)).one()
        action = session.scalars(select(Action)).one()
        session.add(
            OpenPoint(
                municipality_id=action.municipality_id,
                group_id=before.group_id,
                action_id=action.id,
                text="Ledlampen",
                raised_moment_id=before.moment_id,
            )
        )
    ((code, reason, _),) = list_requests(read, HELD)
    assert (code, reason) == ("E1", f"open sinds de vorige keer; {STUCK}")


def test_the_agenda_of_the_core_group_says_so(read: MeetingMunicipality) -> None:
    core = Groups(read)
    core.meet("KOP", HELD)
    with read.database.read_session() as session:
        meeting = session.scalars(select(Meeting).join(Moment).where(Moment.day == HELD)).one()
        assert meeting.group
        town, context = read.municipality(session), load_meeting_context(session, meeting, meeting.group)
        pack = build_core_pack(session, town, context, PACKED, load_coverage(session, town, PACKED))
    (asked,) = (each.requested_decision for each in pack.plan.agenda if each.codes == ("E1",))
    assert asked == f"{STUCK}. Beslis wat er nodig is om verder te kunnen, en wie dat doet."
