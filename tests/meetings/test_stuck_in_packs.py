"""The pack says of what is late that its owner is stuck, or that a later date waits; never that there is no
news."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.meetings.packs.owner_requests import load_owner_questions
from terugkom.meetings.packs.owner_statements import index_statements
from terugkom.meetings.packs.stopped_actions import list_missed_deadlines
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.action_scope import ALL_ACTIONS
from terugkom.plan.decide_question import decide_question
from terugkom.plan.model import Action, Person
from terugkom.plan.questions import GivenAnswer, NewQuestion, QuestionKind, ask_question
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.meetings.conftest import MeetingMunicipality

MOSTLY_SQLITE = True
SAID, PACKED = date(2027, 3, 1), date(2027, 3, 8)
STUCK = "An Wijn, jr zit vast; de groep kent de reden nog niet"
WHY = "Mijn diensthoofd werkt niet mee."
NO_NEWS = "Nog geen nieuws"


@pytest.fixture
def late(town: MeetingMunicipality) -> MeetingMunicipality:
    """A municipality with one action, which missed its deadline."""
    town.import_plan()
    with town.database.write_session() as session:
        session.scalars(select(Action)).one().deadline = date(2027, 2, 26)
    return town


def say(
    town: MeetingMunicipality,
    choice: ProgressChoice,
    text: str = WHY,
    day: date | None = None,
    on: date = SAID,
) -> None:
    with town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == "AN")).one()
        action = session.scalars(select(Action)).one()
        given, entry = ReportedProgress(choice, text, day), ReportEntry(owner, "page", on, clock_on(on))
        report_progress(session, town.municipality(session), action, given, entry)


def answer(town: MeetingMunicipality, choice: str) -> None:
    with town.database.write_session() as session:
        given = GivenAnswer(choice, "Co", SAID, clock_on(SAID))
        decide_question(session, town.municipality(session), 1, given, QUESTION_EFFECTS)


def read_late_list(town: MeetingMunicipality) -> Iterator[str]:
    """Yield the list of what is late as each form of the pack that was sent has it."""
    town.tick(PACKED)
    mail = next(mail for _, mail in town.mails() if str(mail["Subject"]).startswith("Stukken"))
    (pdf,) = mail.iter_attachments()
    texts = [part.get_content() for kind in ("plain", "html") if (part := mail.get_body((kind,)))]  # type: ignore[arg-type]
    texts.append("".join(page.extract_text() for page in PdfReader(BytesIO(pdf.get_content())).pages))
    assert len(texts) == 3
    for text in texts:
        words = " ".join(str(text).split())
        assert WHY not in words
        yield words[words.casefold().index("te laat, en waarom") :]


@pytest.mark.long
@pytest.mark.each_database
@pytest.mark.parametrize("answered", [False, True])
def test_who_is_stuck_stands_in_the_list_of_what_is_late(late: MeetingMunicipality, answered: bool) -> None:
    say(late, ProgressChoice.ON_TRACK, "De offertes zijn er.", on=SAID - timedelta(days=9))
    say(late, ProgressChoice.STUCK)
    if answered:
        answer(late, "seen")
    for words in read_late_list(late):
        assert STUCK in words
        assert NO_NEWS not in words
        assert "De offertes zijn er" not in words  # it would be taken for the reason


def test_who_was_stuck_and_said_something_else_since_is_stuck_no_more(late: MeetingMunicipality) -> None:
    say(late, ProgressChoice.STUCK)
    say(late, ProgressChoice.ON_TRACK, "De offertes zijn er.")
    for words in read_late_list(late):
        assert "De offertes zijn er." in words
        assert "zit vast" not in words


def test_who_is_stuck_again_on_the_same_day_is_stuck(late: MeetingMunicipality) -> None:
    for choice, text in ((ProgressChoice.STUCK, WHY), (ProgressChoice.ON_TRACK, "De offertes zijn er.")):
        say(late, choice, text)
    say(late, ProgressChoice.STUCK)
    for words in read_late_list(late):
        assert STUCK in words


def test_once_the_group_is_asked_it_is_not_said_that_the_coordinator_alone_knows(
    late: MeetingMunicipality,
) -> None:
    say(late, ProgressChoice.STUCK, "Geen budget.")
    answer(late, "meeting")
    for words in read_late_list(late):
        assert "De trekker zit vast" in words
        assert "kent de reden nog niet" not in words
        assert NO_NEWS not in words


@pytest.mark.each_database
def test_a_mail_that_the_coordinator_still_reads_is_news(late: MeetingMunicipality) -> None:
    """*Nog geen nieuws* stood before the colleagues of who had mailed."""
    with late.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == "AN")).one()
        action = session.scalars(select(Action)).one()
        new = NewQuestion(
            municipality_id=action.municipality_id,
            kind=QuestionKind.MAIL,
            subject="mail 1",
            text=WHY,
            action_id=action.id,
            raised_by_id=owner.id,
        )
        ask_question(session, new, SAID, clock_on(SAID))
    for words in read_late_list(late):
        assert "An Wijn, jr mailde op 1 maart 2027; de coördinator bekijkt het nog" in words
        assert NO_NEWS not in words


@pytest.mark.each_database
def test_a_later_date_that_waits_stands_in_the_list_of_what_is_late(late: MeetingMunicipality) -> None:
    say(late, ProgressChoice.LATER, "De armaturen zijn er nog niet.", date(2027, 4, 30))
    for words in read_late_list(late):
        assert "Later voorgesteld, nog niet beslist: 30 april 2027. De armaturen zijn er nog niet." in words


def test_a_later_date_that_was_refused_is_said_no_more(late: MeetingMunicipality) -> None:
    say(late, ProgressChoice.LATER, "De armaturen zijn er nog niet.", date(2027, 4, 30))
    answer(late, "refuse")
    for words in read_late_list(late):
        assert "De armaturen zijn er nog niet." in words
        assert "30 april 2027" not in words


def test_the_core_group_reads_the_same(late: MeetingMunicipality) -> None:
    say(late, ProgressChoice.LATER, "De armaturen zijn er nog niet.", date(2027, 4, 30))
    say(late, ProgressChoice.STUCK)
    with late.database.read_session() as session:
        facts = load_action_facts(session, 1, PACKED)
        said = index_statements(load_owner_questions(session, 1, ALL_ACTIONS))
    assert [each.reason for each in list_missed_deadlines(facts, PACKED, "nl", said)] == [
        f"Later voorgesteld, nog niet beslist: 30 april 2027. {STUCK}"
    ]
