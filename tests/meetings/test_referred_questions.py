"""What is referred to a meeting is on its agenda and in its pack, and its minutes answer it."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.meetings.minutes.parse_minutes import parse_attendance
from terugkom.meetings.minutes.record_minutes import MinutesRun, record_minutes
from terugkom.meetings.minutes.written_minutes import (
    MeetingReference,
    RowLocation,
    WrittenDecision,
    WrittenMinutes,
)
from terugkom.meetings.model import DecisionKind, Meeting
from terugkom.meetings.packs.group_pack import build_group_pack
from terugkom.meetings.packs.meeting_context import load_meeting_context
from terugkom.plan.decide_question import decide_question
from terugkom.plan.model import Action, Person
from terugkom.plan.questions import GivenAnswer, Question, QuestionState
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment
from tests.clock import clock_on
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.test_one_point import Groups

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

ASKED, REFERRED, HELD, NEXT = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 10), date(2027, 9, 13)
RECORDED = date(2027, 3, 12)


def ask(
    town: MeetingMunicipality,
    choice: ProgressChoice,
    day: date | None = None,
    text: str = "Geen budget.",
    *,
    is_referred: bool = True,
) -> Groups:
    """Have the owner of E1 ask something, and the coordinator leave it to the group."""
    town.import_plan()
    now = clock_on(ASKED)
    with town.database.write_session() as session:
        municipality = town.municipality(session)
        action = session.scalars(select(Action)).one()
        action.deadline = date(2027, 4, 1)
        entry = ReportEntry(
            session.scalars(select(Person).where(Person.code == "AN")).one(), "page", ASKED, now
        )
        report_progress(session, municipality, action, ReportedProgress(choice, text, day), entry)
        if is_referred:
            given = GivenAnswer("meeting", "Co", REFERRED, now)
            decide_question(session, municipality, 1, given, QUESTION_EFFECTS)
    return Groups(town)


def list_requests(town: MeetingMunicipality, day: date) -> list[tuple[str, str, str]]:
    with town.database.read_session() as session:
        meeting = session.scalars(select(Meeting).join(Moment).where(Moment.day == day)).one()
        assert meeting.group
        context = load_meeting_context(session, meeting, meeting.group)
        pack = build_group_pack(session, town.municipality(session), context, REFERRED)
        return [(each.code, each.reason, each.decision) for each in pack.decision_requests]


def decide_at(town: MeetingMunicipality, day: date, *decisions: WrittenDecision) -> None:
    there = (parse_attendance(RowLocation("Aanwezigheid", 1), "AN", "aanwezig"),)
    reference = MeetingReference("linde", "subgroup-review", "ENERGIE", f"{day:%Y-%m}")
    minutes = WrittenMinutes(there, (), decisions)
    record_minutes(town.desk, reference, minutes, MinutesRun(RECORDED, clock_on(RECORDED)))


def test_a_proposed_date_stands_in_the_pack_and_the_minutes_answer_it(town: MeetingMunicipality) -> None:
    groups = ask(town, ProgressChoice.LATER, date(2027, 6, 1))
    assert groups.meet("ENERGIE", HELD) == [(groups.key(), 0)]
    ((code, reason, decision),) = list_requests(town, HELD)
    assert (code, reason) == ("E1", "de trekker stelt 1 juni 2027 voor: Geen budget")
    assert decision.startswith("Gaat de groep akkoord met die datum")
    kind = DecisionKind.DEADLINE
    decide_at(town, HELD, WrittenDecision(RowLocation("Besluiten", 1), kind, "E1", "1/6/2027", "Kan."))
    with town.database.read_session() as session:
        question = session.get_one(Question, 1)
        assert (question.state, question.answer) == (QuestionState.ANSWERED, "accept")
        assert question.answered_by == "subgroup-review ENERGIE/2027-03"
        assert session.scalars(select(Action.deadline)).one() == date(2027, 6, 1)
        assert session.scalars(select(AgendaPoint)).all() == []


def test_what_the_meeting_puts_off_is_still_asked_at_the_next(town: MeetingMunicipality) -> None:
    groups = ask(town, ProgressChoice.STUCK)
    groups.meet("ENERGIE", HELD)
    groups.record("ENERGIE", HELD)
    assert groups.meet("ENERGIE", NEXT) == [("P1", 1)]
    ((code, reason, _),) = list_requests(town, NEXT)
    assert (code, "de trekker zit vast: Geen budget" in reason) == ("E1", True)
    groups.record("ENERGIE", NEXT, P1="ja")
    with town.database.read_session() as session:
        question = session.get_one(Question, 1)
    assert (question.state, question.answer) == (QuestionState.ANSWERED, "decided")


def test_the_pack_says_when_an_owner_wrote_it(town: MeetingMunicipality) -> None:
    ask(town, ProgressChoice.STUCK, text="De raad beslist volgende maand.").meet("ENERGIE", HELD)
    ((_, reason, _),) = list_requests(town, HELD)
    assert reason == "de trekker zit vast. Geschreven op 1 maart 2027: De raad beslist volgende maand"


def test_the_pack_counts_what_came_back_and_the_page_of_the_run_has_no_words_of_anybody(
    town: MeetingMunicipality,
) -> None:
    ask(town, ProgressChoice.LATER, date(2027, 6, 1))
    (made,) = [each for each in town.tick(date(2027, 3, 8)) if each.markdown]
    assert "Geen budget" not in made.markdown
    mail = next(mail for _, mail in town.mails() if str(mail["Subject"]).startswith("Stukken"))
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))  # type: ignore[arg-type]
        assert part
        text = " ".join(str(part.get_content()).split())
        assert "Van trekkers kregen we 1 bericht, per mail of via hun eigen pagina, met 1 vraag." in text
        assert "Geen budget" in text
    (pdf,) = mail.iter_attachments()
    read = PdfReader(BytesIO(pdf.get_content()))
    assert "Van trekkers kregen we 1 bericht," in " ".join(read.pages[0].extract_text().split())


@pytest.mark.parametrize("is_referred", [False, True])
def test_the_group_reads_why_somebody_is_stuck_once_the_coordinator_refers_it(
    town: MeetingMunicipality, is_referred: bool
) -> None:
    ask(town, ProgressChoice.STUCK, text="Mijn diensthoofd werkt niet mee.", is_referred=is_referred)
    with town.database.write_session() as session:
        session.scalars(select(Action)).one().deadline = date(2027, 3, 5)  # late, so that a reason is asked
    town.tick(date(2027, 3, 8))
    mail = next(mail for _, mail in town.mails() if str(mail["Subject"]).startswith("Stukken"))
    (pdf,) = mail.iter_attachments()
    texts = [part.get_content() for kind in ("plain", "html") if (part := mail.get_body((kind,)))]  # type: ignore[arg-type]
    texts.append("".join(page.extract_text() for page in PdfReader(BytesIO(pdf.get_content())).pages))
    assert len(texts) == 3
    for text in texts:
        words = " ".join(str(text).split())
        assert ("Mijn diensthoofd werkt niet mee" in words) is is_referred
        assert ("zit vast; de groep kent de reden nog niet" in words) is not is_referred
        assert "Ik zit vast" not in words
