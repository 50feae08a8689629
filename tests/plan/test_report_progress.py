"""What an owner reports changes the plan at once, or asks somebody; each report starts the reminders anew."""

from datetime import date

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.errors import InputError
from terugkom.plan.history_model import ActionChange
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, ActionStatus, Municipality, Person
from terugkom.plan.questions import (
    GivenAnswer,
    Question,
    QuestionKind,
    QuestionState,
    answer_question,
    list_open_questions,
)
from terugkom.plan.report_progress import (
    ProgressChoice,
    ReportedFigure,
    ReportedProgress,
    ReportEntry,
    report_progress,
)
from tests.clock import clock_on

TODAY = date(2027, 3, 1)
NOW = clock_on(date(2027, 3, 2))


@pytest.fixture
def database(database: Database) -> Database:
    with database.write_session() as session:
        municipality = Municipality(slug="zb", name="Zilverbeke")
        session.add(municipality)
        session.flush()
        owner = Person(municipality_id=1, code="an", name="An", email="an@zb.example.org")
        action = Action(
            municipality_id=1, code="E-01", title="Zonnepanelen", deadline=date(2027, 3, 10), owners=[owner]
        )
        session.add(action)
        session.flush()
        session.add(
            Indicator(municipality_id=1, action_id=action.id, code="I-1", name="Opbrengst", unit="MWh")
        )
    return database


def report(database: Database, reported: ReportedProgress, today: date = TODAY) -> None:
    with database.write_session() as session:
        owner = session.get_one(Person, 1)
        entry = ReportEntry(owner, "page", today, NOW)
        report_progress(
            session, session.get_one(Municipality, 1), session.get_one(Action, 1), reported, entry
        )


def load(database: Database) -> Action:
    with database.read_session() as session:
        action = session.get_one(Action, 1)
        assert action.reports is not None
        return action


def test_done_goes_in_at_once_with_its_text_in_the_history(database: Database) -> None:
    report(database, ReportedProgress(ProgressChoice.DONE, "Ze liggen erop."))
    action = load(database)
    assert (action.status, action.last_update_on, action.next_reminder_on) == (ActionStatus.DONE, TODAY, None)
    assert [(each.reported_on, each.text, each.source) for each in action.reports] == [
        (TODAY, "Ze liggen erop.", "page")
    ]
    with database.read_session() as session:
        changes = session.scalars(select(ActionChange).order_by(ActionChange.id)).all()
    assert [(each.field, each.source) for each in changes] == [
        ("status", "page, an"),
        ("report", "page, an"),
    ]


def test_on_track_starts_a_planned_action_and_the_reminders_anew(database: Database) -> None:
    report(database, ReportedProgress(ProgressChoice.ON_TRACK))
    action = load(database)
    assert (action.status, action.last_update_on) == (ActionStatus.RUNNING, TODAY)
    with database.read_session() as session:
        assert list_open_questions(session, 1) == []


def test_a_later_date_waits_and_the_newest_proposal_counts(database: Database) -> None:
    for day in (date(2027, 6, 1), date(2027, 9, 1)):
        report(database, ReportedProgress(ProgressChoice.LATER, "De aannemer is ziek.", day))
    assert load(database).deadline == date(2027, 3, 10)
    with database.read_session() as session:
        (question,) = list_open_questions(session, 1)
        states = session.scalars(select(Question.state).order_by(Question.id)).all()
    assert question.kind is QuestionKind.NEW_DEADLINE
    assert question.proposal == {"deadline": "2027-09-01", "decider": "coordinator", "from": "2027-03-10"}
    assert states == [QuestionState.SUPERSEDED, QuestionState.OPEN]


@pytest.mark.parametrize("day", [None, TODAY, date(2020, 1, 1), date(2027, 3, 10)])
def test_a_later_date_that_is_none_is_refused(database: Database, day: date | None) -> None:
    with pytest.raises(InputError, match="later date"):
        report(database, ReportedProgress(ProgressChoice.LATER, "Binnenkort.", day))
    assert load(database).reports == []


def test_a_second_report_of_the_day_is_added(database: Database) -> None:
    report(database, ReportedProgress(ProgressChoice.ON_TRACK, "Offertes gevraagd."))
    report(database, ReportedProgress(ProgressChoice.STUCK, "Geen budget."))
    report(database, ReportedProgress(ProgressChoice.STUCK, "Geen budget."))
    assert [each.text for each in load(database).reports] == ["Offertes gevraagd.\nIk zit vast"]


def test_why_somebody_is_stuck_stands_with_the_question_alone(database: Database) -> None:
    report(database, ReportedProgress(ProgressChoice.STUCK, "Mijn diensthoofd werkt niet mee."))
    assert [each.text for each in load(database).reports] == ["Ik zit vast"]
    with database.read_session() as session:
        assert session.scalars(select(Question.text)).all() == ["Mijn diensthoofd werkt niet mee."]
        changes = session.scalars(select(ActionChange)).all()
    assert "diensthoofd" not in "".join(repr((each.old, each.new)) for each in changes)


def test_a_figure_is_measured_with_its_day_and_source(database: Database) -> None:
    figure = ReportedFigure(12.5, date(2027, 2, 1), "Fluvius")
    report(database, ReportedProgress(ProgressChoice.ON_TRACK, figures={"I-1": figure}))
    with database.read_session() as session:
        indicator = session.get_one(Indicator, 1)
        assert [(m.measured_on, m.value) for m in indicator.measurements] == [(date(2027, 2, 1), 12.5)]
        assert indicator.source == "Fluvius"
    with pytest.raises(InputError, match="I-9"):
        report(database, ReportedProgress(ProgressChoice.ON_TRACK, figures={"I-9": figure}))


def test_a_question_is_answered_once_by_one_of_its_choices(database: Database) -> None:
    report(database, ReportedProgress(ProgressChoice.STUCK, "Geen budget."))
    done = []

    def answer(choice: str) -> None:
        with database.write_session() as session:
            question = session.get_one(Question, 1)
            given = GivenAnswer(choice, "Coen", TODAY, NOW)
            effects = {QuestionKind.STUCK: lambda *_: done.append(choice)}
            answer_question(session, question, given, effects)

    with pytest.raises(InputError, match="choose one of seen, meeting"):
        answer("accept")
    answer("seen")
    with pytest.raises(InputError, match="answered already"):
        answer("meeting")
    assert done == ["seen"]
