"""A question is decided once; what follows is what was chosen; a plan that changed meanwhile answers it."""

from datetime import date

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.errors import InputError
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.decide_question import (
    CLOSED,
    OTHER_DATE,
    ProposedDatePassed,
    QuestionLapsed,
    close_lapsed_questions,
    decide_question,
    parse_choice,
)
from terugkom.plan.model import Action, ActionStatus, Group, GroupKind, Municipality, Person
from terugkom.plan.questions import (
    AlreadyAnswered,
    GivenAnswer,
    Question,
    QuestionKind,
    QuestionState,
    close_question,
)
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.schedule.agenda_model import AgendaPoint
from tests.clock import clock_on

TODAY, NEXT_DAY = date(2027, 3, 1), date(2027, 3, 2)
NOW = clock_on(date(2027, 3, 5))
DEADLINE, LATER = date(2027, 3, 10), date(2027, 6, 1)


@pytest.fixture
def plan(sqlite_database: Database) -> Database:
    with sqlite_database.write_session() as session:
        municipality = Municipality(slug="zb", name="Zilverbeke")
        session.add(municipality)
        session.flush()
        group = Group(municipality_id=1, code="ENERGIE", name="Energie", kind=GroupKind.SUB)
        owner = Person(municipality_id=1, code="an", name="An", email="an@zb.example.org")
        session.add_all([group, owner])
        action = Action(municipality_id=1, code="E-01", title="Zonnepanelen", deadline=DEADLINE)
        action.owners, action.group = [owner], group
        session.add(action)
    return sqlite_database


def report(plan: Database, choice: ProgressChoice, day: date | None = None, text: str = "Ziek.") -> None:
    with plan.write_session() as session:
        entry = ReportEntry(session.get_one(Person, 1), "page", TODAY, NOW)
        reported = ReportedProgress(choice, text, day)
        report_progress(
            session, session.get_one(Municipality, 1), session.get_one(Action, 1), reported, entry
        )


def decide(plan: Database, choice: str, number: int = 1, on: date = NEXT_DAY, reason: str = "") -> None:
    with plan.write_session() as session:
        given = GivenAnswer(choice, "Coen", on, NOW, reason, "command")
        decide_question(session, session.get_one(Municipality, 1), number, given, QUESTION_EFFECTS)


def load(plan: Database, number: int = 1) -> Question:
    with plan.read_session() as session:
        return session.get_one(Question, number)


def get_deadline(plan: Database) -> date | None:
    with plan.read_session() as session:
        return session.get_one(Action, 1).deadline


def list_points(plan: Database) -> list[tuple[str, int | None, date]]:
    with plan.read_session() as session:
        rows = select(AgendaPoint.reason, AgendaPoint.group_id, AgendaPoint.raised_on)
        return list(session.execute(rows).tuples())


def test_an_accepted_date_is_the_deadline_with_its_reason_in_the_history(plan: Database) -> None:
    report(plan, ProgressChoice.LATER, LATER, "De aannemer is ziek.")
    assert get_deadline(plan) == DEADLINE
    decide(plan, "accept", reason="Laatste keer.")
    assert get_deadline(plan) == LATER
    with plan.read_session() as session:
        (fact,) = load_action_facts(session, 1, NEXT_DAY)
    (moved,) = [each for each in fact.changes if each.field == "deadline"]
    assert (moved.old, moved.day, moved.through) == (DEADLINE, NEXT_DAY, "question 1, command")
    assert moved.reason == "De aannemer is ziek. Laatste keer."
    question = load(plan)
    assert (question.state, question.answer) == (QuestionState.ANSWERED, "accept")
    assert (question.answered_by, question.answered_through) == ("Coen", "command")


def test_a_refused_date_changes_nothing_but_the_question(plan: Database) -> None:
    report(plan, ProgressChoice.LATER, LATER)
    decide(plan, "refuse", reason="De subsidie vervalt.")
    assert (get_deadline(plan), load(plan).reason) == (DEADLINE, "De subsidie vervalt.")
    with pytest.raises(AlreadyAnswered):
        decide(plan, "accept")
    assert get_deadline(plan) == DEADLINE


def test_of_two_answers_at_once_the_first_counts(plan: Database) -> None:
    report(plan, ProgressChoice.LATER, LATER)
    as_it_was = load(plan)
    decide(plan, "refuse")
    with plan.write_session() as session, pytest.raises(AlreadyAnswered):
        close_question(session, as_it_was, GivenAnswer("accept", "Bo", NEXT_DAY, NOW))
    assert (load(plan).answer, load(plan).answered_by) == ("refuse", "Coen")


@pytest.mark.parametrize("choice", [ProgressChoice.LATER, ProgressChoice.STUCK])
def test_what_is_referred_is_on_the_agenda_of_its_group_until_it_is_answered(
    plan: Database, choice: ProgressChoice
) -> None:
    report(plan, choice, LATER if choice is ProgressChoice.LATER else None)
    decide(plan, "meeting")
    assert load(plan).state is QuestionState.REFERRED
    assert list_points(plan) == [("question", 1, NEXT_DAY)]
    with pytest.raises(InputError, match="choose one of"):
        decide(plan, "meeting")
    decide(plan, "accept" if choice is ProgressChoice.LATER else "seen")
    assert list_points(plan) == []


def test_a_newer_proposal_takes_the_place_of_the_one_at_the_meeting(plan: Database) -> None:
    report(plan, ProgressChoice.LATER, LATER)
    decide(plan, "meeting")
    report(plan, ProgressChoice.LATER, date(2027, 9, 1))
    assert list_points(plan) == []
    with pytest.raises(AlreadyAnswered):
        decide(plan, "accept")
    decide(plan, "accept", number=2)
    assert get_deadline(plan) == date(2027, 9, 1)


def test_who_is_on_track_again_is_not_stuck(plan: Database) -> None:
    report(plan, ProgressChoice.STUCK)
    report(plan, ProgressChoice.ON_TRACK)
    assert load(plan).state is QuestionState.SUPERSEDED


def test_an_answer_after_the_deadline_moved_is_refused_and_the_plan_counts(plan: Database) -> None:
    report(plan, ProgressChoice.LATER, LATER)
    with plan.write_session() as session:
        session.get_one(Action, 1).deadline = date(2027, 5, 1)
    with pytest.raises(QuestionLapsed):
        decide(plan, "accept")
    assert get_deadline(plan) == date(2027, 5, 1)
    with plan.write_session() as session:
        close_lapsed_questions(session, session.get_one(Municipality, 1), NEXT_DAY, NOW)
    question = load(plan)
    assert (question.answer, question.answered_by) == (OTHER_DATE, "plan")


def test_what_is_asked_about_an_action_that_is_done_is_closed(plan: Database) -> None:
    report(plan, ProgressChoice.STUCK)
    with plan.write_session() as session:
        session.get_one(Action, 1).status = ActionStatus.DONE
        (closed,) = close_lapsed_questions(session, session.get_one(Municipality, 1), NEXT_DAY, NOW)
        assert closed.answer == CLOSED
        assert close_lapsed_questions(session, session.get_one(Municipality, 1), NEXT_DAY, NOW) == []


def test_a_date_that_has_passed_is_not_accepted_and_the_question_stays(plan: Database) -> None:
    report(plan, ProgressChoice.LATER, LATER)
    with pytest.raises(ProposedDatePassed):
        decide(plan, "accept", on=LATER)
    assert (load(plan).state, get_deadline(plan)) == (QuestionState.OPEN, DEADLINE)
    decide(plan, "refuse", on=LATER)


def test_questions_of_another_municipality_do_not_exist(plan: Database) -> None:
    report(plan, ProgressChoice.STUCK)
    with plan.write_session() as session:
        session.add(Municipality(slug="x", name="X"))
        session.flush()
        with pytest.raises(InputError, match="no question 1"):
            decide_question(
                session,
                session.get_one(Municipality, 2),
                1,
                GivenAnswer("seen", "", TODAY, NOW),
                QUESTION_EFFECTS,
            )


@pytest.mark.parametrize(
    ("word", "choice"),
    [
        ("accept", "accept"),
        ("AKKOORD", "accept"),
        ("niet akkoord", "refuse"),
        ("naar het overleg", "meeting"),
        ("d'accord", "accept"),
        ("misschien", None),
        ("", None),
    ],
)
def test_a_word_of_the_answer_stands_for_its_choice(word: str, choice: str | None) -> None:
    assert parse_choice(QuestionKind.NEW_DEADLINE, word) == choice
