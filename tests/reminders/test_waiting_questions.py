"""A reminder says what its owners asked and waits for a decision, and does not ask how it stands then."""

from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.meetings.owner_responses import ResponseCounts, count_responses
from terugkom.plan.decide_question import decide_question
from terugkom.plan.model import Action, LaterDateDecider, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer, NewQuestion, Question, QuestionKind, ask_question
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.plan.summary_period import build_summary_period
from terugkom.reminders.coordinator_inbox import load_coordinator_inbox
from terugkom.schedule.working_days import format_week
from tests.clock import clock_on
from tests.documents.accessibility import problems
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

DEADLINE, PROPOSED = date(2027, 10, 4), date(2027, 12, 1)  # a Monday: a digest of each stage
ASKED_ON, NEXT = date(2027, 9, 6), date(2027, 9, 27)  # 28 and 7 days ahead
MIDWEEK = date(2027, 9, 8)
WAITS = "Daar moeten we nog over beslissen. Tot dan blijft de afgesproken datum staan."
USUAL = "Is dit tegen dan klaar?"


@pytest.fixture
def shared(town: CalendarMunicipality) -> CalendarMunicipality:
    """An action of two owners, of which both had the first reminder."""
    return share(town)


@pytest.fixture
def shared_of_each_kind(town_of_each_kind: CalendarMunicipality) -> CalendarMunicipality:
    return share(town_of_each_kind)


def share(town: CalendarMunicipality) -> CalendarMunicipality:
    town.group("energie", anchor=date(2027, 11, 8), interval_months=6)
    town.action("E-01", DEADLINE, owners=("an", "bo"), group="energie")
    town.tick(ASKED_ON)
    return town


def propose(town: CalendarMunicipality, by: str = "an", deadline: date = PROPOSED) -> None:
    with town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == by)).one()
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        reported = ReportedProgress(ProgressChoice.LATER, "De aannemer is ziek.", deadline)
        entry = ReportEntry(owner, "page", MIDWEEK, clock_on(MIDWEEK))
        agreed = action.deadline
        if deadline <= DEADLINE:  # the plan moved its deadline since then
            action.deadline = deadline - timedelta(days=1)
        report_progress(session, get_municipality(session, town.slug), action, reported, entry)
        action.deadline = agreed


def decide(town: CalendarMunicipality, choice: str) -> None:
    with town.database.write_session() as session:
        number = session.scalars(select(Question.id)).one()
        given = GivenAnswer(choice, "Lotte", MIDWEEK, clock_on(MIDWEEK), "", "command")
        decide_question(session, get_municipality(session, town.slug), number, given, QUESTION_EFFECTS)


def remind(town: CalendarMunicipality, today: date = NEXT) -> dict[str, str]:
    """Tick; return the text of the digest of that week by its reader's address, of two readers."""
    town.tick(today)
    found = {
        delivery.recipient: read(town.documents.read(document.path, document.sha256))
        for delivery, document in town.mails()
        if f":{format_week(today)}:" in delivery.key and delivery.role != "coordinator-copy"
    }
    assert len(found) == 2
    return found


def read(content: bytes) -> str:
    """Return the text of a mail; its page says the same."""
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    page, part = mail.get_body(("html",)), mail.get_body(("plain",))
    assert page is not None
    assert part is not None
    assert problems(page.get_content()) == []
    text = " ".join(str(part.get_content()).split())
    html = " ".join(page.get_content().split())
    assert [(WAITS in each, USUAL in each) for each in (text, html)] == [(WAITS in text, USUAL in text)] * 2
    return text


@pytest.mark.long
def test_both_owners_read_what_was_proposed_by_whom_and_when(shared: CalendarMunicipality) -> None:
    propose(shared)
    texts = remind(shared)
    said = "op woensdag 8 september 2027 een nieuwe datum voor: woensdag 1 december 2027."
    assert f"U stelde {said} {WAITS}" in texts["an@x.example"]
    assert f"An stelde {said} {WAITS}" in texts["bo@x.example"]
    assert [USUAL in each for each in texts.values()] == [False, False]
    assert [each.count("Laat het ons dan weten.") for each in texts.values()] == [1, 1]


@pytest.mark.long
def test_without_a_proposal_the_usual_is_asked(shared: CalendarMunicipality) -> None:
    texts = remind(shared)
    assert [USUAL in each and WAITS not in each for each in texts.values()] == [True, True]


@pytest.mark.long
def test_a_refused_proposal_waits_no_more(shared: CalendarMunicipality) -> None:
    propose(shared)
    decide(shared, "refuse")
    assert [USUAL in each and WAITS not in each for each in remind(shared).values()] == [True, True]


@pytest.mark.long
def test_what_the_plan_answered_meanwhile_waits_no_more(shared: CalendarMunicipality) -> None:
    propose(shared)
    shared.change("E-01", deadline=date(2027, 10, 3))
    texts = remind(shared)
    assert [USUAL in each and WAITS not in each for each in texts.values()] == [True, True]


@pytest.mark.long
def test_a_proposed_date_that_passed_is_asked_about_again(shared: CalendarMunicipality) -> None:
    propose(shared, deadline=NEXT)
    texts = remind(shared)
    assert [USUAL in each for each in texts.values()] == [True, True]


@pytest.mark.long
def test_a_proposal_that_waits_for_the_group_says_that(shared: CalendarMunicipality) -> None:
    propose(shared)
    decide(shared, "meeting")
    texts = remind(shared)
    for text in texts.values():
        assert "woensdag 1 december 2027. De groep beslist erover op het volgende overleg." in text


@pytest.mark.long
def test_a_municipality_whose_groups_decide_says_that_too(shared: CalendarMunicipality) -> None:
    with shared.database.write_session() as session:
        get_municipality(session, shared.slug).later_date_decider = LaterDateDecider.MEETING
    propose(shared)
    assert all("De groep beslist erover" in text for text in remind(shared).values())


@pytest.mark.long
def test_a_stand_in_and_who_shares_a_mailbox_read_a_name(shared: CalendarMunicipality) -> None:
    propose(shared)
    shared.person("an", email="samen@x.example")
    shared.person("cy", email="samen@x.example")
    shared.action("E-02", DEADLINE, owners=("cy",))
    shared.person("di")
    shared.person("bo", absent_from=MIDWEEK, absent_until=date(2027, 11, 1), stand_in="di")
    texts = remind(shared)
    assert set(texts) == {"samen@x.example", "di@x.example"}
    assert all("An stelde op woensdag 8 september 2027" in text for text in texts.values())


@pytest.mark.long
def test_whoever_looks_at_the_copy_knows_that_the_coordinator_decides(shared: CalendarMunicipality) -> None:
    """Of a deadline that passed long ago: the proposal still waits."""
    remind(shared)
    propose(shared)
    late = date(2027, 10, 25)
    for text in remind(shared, late).values():
        assert WAITS in text
        assert text.count("Ik krijg daarom een kopie van deze mail.") == 1


def get_stuck(town: CalendarMunicipality, by: str = "an", on: date = MIDWEEK) -> None:
    with town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == by)).one()
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        reported = ReportedProgress(ProgressChoice.STUCK, "Geheim: geen budget.")
        entry = ReportEntry(owner, "page", on, clock_on(on))
        report_progress(session, get_municipality(session, town.slug), action, reported, entry)


STUCK = "U liet op woensdag 8 september 2027 weten dat u vastzit; we bekijken het nog."
STUCK_OTHER = "An liet op woensdag 8 september 2027 weten vast te zitten; we bekijken het nog."
ESCALATED = date(2027, 10, 25)


@pytest.mark.parametrize("today", [NEXT, ESCALATED])
def test_who_is_stuck_is_not_asked_how_it_stands(shared: CalendarMunicipality, today: date) -> None:
    """They were asked whether it was done, and told weeks later that nobody heard of them."""
    get_stuck(shared)
    texts = remind(shared, today)
    assert STUCK in texts["an@x.example"]
    assert STUCK_OTHER in texts["bo@x.example"]
    for text in texts.values():
        assert "Is de actie intussen klaar?" not in text
        assert "hoorden we niets meer" not in text
        assert USUAL not in text
        assert "Geheim" not in text, "why is for the coordinator"
        assert text.count("Lukt het intussen toch? Laat het ons dan weten.") == 1
        assert text.count("Ik krijg daarom een kopie van deze mail.") == (today == ESCALATED)


@pytest.mark.long
def test_who_is_stuck_reads_that_it_comes_before_the_group(shared: CalendarMunicipality) -> None:
    get_stuck(shared)
    decide(shared, "meeting")
    said = "U liet op woensdag 8 september 2027 weten dat u vastzit; het komt op het volgende overleg."
    assert said in remind(shared)["an@x.example"]


@pytest.mark.long
def test_who_was_stuck_is_asked_again_after_the_answer(shared: CalendarMunicipality) -> None:
    get_stuck(shared)
    decide(shared, "seen")
    assert [USUAL in each and "vast" not in each for each in remind(shared).values()] == [True, True]


def list_silent(town: CalendarMunicipality, today: date) -> list[tuple[str, int]]:
    with town.database.read_session() as session:
        summary = load_coordinator_inbox(
            session, get_municipality(session, town.slug), build_summary_period(None, today), today
        )
        return [(each.name, each.times) for each in summary.silent.shown]


def remind_for_weeks(town: CalendarMunicipality) -> None:
    """Send the digests of three stages."""
    for today in (NEXT, date(2027, 10, 4), date(2027, 10, 18)):
        town.tick(today)
        town.deliver(today)


def mail(town: CalendarMunicipality, by: str | None = "an", on: date = MIDWEEK) -> None:
    """Mail words of which a person must say what they mean; by nobody if it is not proven whose they are."""
    with town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == by)).one_or_none()
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        new = NewQuestion(
            municipality_id=action.municipality_id,
            kind=QuestionKind.MAIL,
            subject="mail 1 E-01",
            text="Geheim: de aannemer is failliet.",
            proposal={"choice": "later", "person": owner.id if owner else None},
            action_id=action.id,
            raised_by_id=owner.id if owner else None,
        )
        ask_question(session, new, on, clock_on(on))


@pytest.mark.long
@pytest.mark.parametrize("today", [NEXT, ESCALATED])
def test_whose_mail_the_coordinator_still_reads_is_not_asked_how_it_stands(
    shared: CalendarMunicipality, today: date
) -> None:
    """They were asked again, and told that nobody heard of them."""
    mail(shared)
    texts = remind(shared, today)
    said = "mailde hierover op woensdag 8 september 2027; we bekijken het nog."
    assert f"U {said}" in texts["an@x.example"]
    assert f"An {said}" in texts["bo@x.example"]
    for text in texts.values():
        assert text.count("Is er intussen iets veranderd? Laat het ons dan weten.") == 1
        assert "Is de actie intussen klaar?" not in text
        assert "hoorden we n" not in text
        assert USUAL not in text
        assert "Geheim" not in text, "what it says is for the coordinator"


def test_the_subject_says_that_we_look_at_it_and_not_how_late_it_is(shared: CalendarMunicipality) -> None:
    mail(shared)
    remind(shared, ESCALATED)
    subjects = {document.subject for delivery, document in shared.mails() if delivery.role == "owner"}
    assert any(each.endswith(": we bekijken het nog") for each in subjects), subjects
    assert not any("te laat" in each for each in subjects), subjects


@pytest.mark.long
def test_a_mail_of_which_nobody_knows_whose_it_is_hushes_nobody(shared: CalendarMunicipality) -> None:
    mail(shared, by=None)
    assert [USUAL in each and "mailde" not in each for each in remind(shared).values()] == [True, True]


@pytest.mark.long
def test_who_mailed_after_two_reminders_is_not_silent(shared_of_each_kind: CalendarMunicipality) -> None:
    """They stood on the list of who said nothing, below the mail that they wrote."""
    remind_for_weeks(shared_of_each_kind)
    mailed, today = date(2027, 10, 18), date(2027, 10, 19)
    before = [name for name, _ in list_silent(shared_of_each_kind, today)]
    mail(shared_of_each_kind, on=mailed)
    assert (before, list_silent(shared_of_each_kind, today)) == (["An", "Bo"], [])
    with shared_of_each_kind.database.read_session() as session:
        counts = count_responses(session, 1, date(2027, 9, 20), today)
    assert (counts.asked, counts.answered, counts.silent) == (2, 2, 0)


@pytest.mark.long
def test_a_mail_before_the_reminders_that_was_answered_is_no_answer_to_them(
    shared_of_each_kind: CalendarMunicipality,
) -> None:
    mail(shared_of_each_kind)
    decide(shared_of_each_kind, "seen")
    remind_for_weeks(shared_of_each_kind)
    assert [name for name, _ in list_silent(shared_of_each_kind, date(2027, 10, 19))] == ["An", "Bo"]


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("ask", [propose, get_stuck, mail])
def test_who_waits_for_a_decision_is_not_silent(
    shared_of_each_kind: CalendarMunicipality, ask: Callable[[CalendarMunicipality], None]
) -> None:
    ask(shared_of_each_kind)
    remind_for_weeks(shared_of_each_kind)
    today = date(2027, 10, 19)
    assert list_silent(shared_of_each_kind, today) == []
    with shared_of_each_kind.database.read_session() as session:
        assert count_responses(session, 1, date(2027, 9, 20), today) == ResponseCounts()


@pytest.mark.long
def test_who_says_nothing_after_a_proposed_date_passed_is_silent(
    shared_of_each_kind: CalendarMunicipality,
) -> None:
    propose(shared_of_each_kind, deadline=date(2027, 9, 20))
    remind_for_weeks(shared_of_each_kind)
    silent = list_silent(shared_of_each_kind, date(2027, 10, 19))
    assert [name for name, _ in silent] == ["An", "Bo"]
    assert all(times >= 2 for _, times in silent)


def test_both_owners_read_what_each_of_them_proposed(shared: CalendarMunicipality) -> None:
    """The first proposal was gone once the second came, and its owner was told nothing."""
    propose(shared)
    propose(shared, "bo", date(2028, 1, 26))
    texts = remind(shared)
    first = "stelde op woensdag 8 september 2027 een nieuwe datum voor: woensdag 1 december 2027."
    second = "stelde op woensdag 8 september 2027 een nieuwe datum voor: woensdag 26 januari 2028."
    decides = "Daar moeten we nog over beslissen."
    closing = "Tot dan blijft de afgesproken datum staan. Is de actie intussen klaar?"
    assert f"U {first} {decides} Bo {second} {decides} {closing}" in texts["an@x.example"]
    assert f"U {second} {decides} An {first} {decides} {closing}" in texts["bo@x.example"]


@pytest.mark.long
def test_a_newer_proposal_of_the_same_owner_replaces_the_older(shared: CalendarMunicipality) -> None:
    propose(shared)
    propose(shared, deadline=date(2028, 1, 26))
    assert "woensdag 1 december 2027" not in remind(shared)["bo@x.example"]
