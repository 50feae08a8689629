"""An answer about an action that is late: *on schedule* is that it still runs, and a new date is asked."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.model import Action, ActionStatus
from terugkom.plan.reasons import find_reason
from tests.inbox.answering import MONDAY, AnsweringMunicipality, read_text, reply_to
from tests.reminders.tick_calendar import CalendarMunicipality

ASKS = (
    "deze actie nog loopt. De afgesproken dag (zaterdag 20 februari 2027) is voorbij. Welke datum haalt u "
    'wel? Antwoord op deze mail met "later tot" en de dag, en zeg kort waarom.'
)


@pytest.fixture
def late(sqlite_database: Database, tmp_path: Path) -> AnsweringMunicipality:
    """An owner was mailed about an action that is late, and one of an other day."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.action("E-01", date(2027, 2, 20), status=ActionStatus.PLANNED)
    town.tick(MONDAY)
    return AnsweringMunicipality(town)


@pytest.mark.parametrize(
    "text", ["op schema", "Op schema.\n\nGroeten\nAn", "Dans les temps", "Auf Kurs!", "on track"]
)
def test_on_schedule_is_taken_as_still_running_and_a_new_date_is_asked(
    late: AnsweringMunicipality, text: str
) -> None:
    assert late.take(reply_to(late.digest(), text)) == {"reported": 1}
    assert late.status("E-01") is ActionStatus.RUNNING
    assert late.reports("E-01") == ["Loopt nog"], "nobody is to read that a late action is on schedule"
    said = " ".join(read_text(late.sent("answer-receipt")[0]).split())
    assert ASKS in said
    assert "op schema" not in said


def test_the_words_of_the_owner_stay(late: AnsweringMunicipality) -> None:
    late.take(reply_to(late.digest(), "Loopt nog, de kabels liggen er"))
    assert late.reports("E-01") == ["Loopt nog, de kabels liggen er"]


def test_a_new_date_answers_the_receipt(late: AnsweringMunicipality) -> None:
    """Its reply named no action, and came to the coordinator as a mail about nothing."""
    late.take(reply_to(late.digest(), "op schema"))
    assert late.take(
        reply_to(late.sent("answer-receipt")[0], "later tot 1 mei 2027, de kabels ontbreken")
    ) == {"reported": 1}
    (question,) = late.questions()
    assert (question.kind.value, question.proposed_deadline) == ("new-deadline", date(2027, 5, 1))
    assert question.action is not None
    assert question.action.code == "E-01"


def test_the_coordinator_is_not_offered_on_schedule_either(late: AnsweringMunicipality) -> None:
    late.take(reply_to(late.digest(), "Volgens mij zitten we op schema"))
    (question,) = late.questions()
    assert (question.proposed_choice, question.choices) == (
        "still-running",
        ("done", "still-running", "stuck", "stopped", "seen"),
    )
    late.decide(question.id, "loopt nog")
    assert late.status("E-01") is ActionStatus.RUNNING


def test_what_was_said_before_the_deadline_and_read_after_it_was_on_schedule(
    late: AnsweringMunicipality,
) -> None:
    with late.town.database.write_session() as session:
        session.scalars(select(Action)).one().deadline = late.today
    late.take(reply_to(late.digest(), "Volgens mij zitten we op schema"))
    (question,) = late.questions()
    assert question.choices == ("done", "on-track", "stuck", "stopped", "seen")


@pytest.mark.parametrize(
    "text", ["Gestopt: de school sluit.", "Deze actie gaat niet meer door, de school sluit."]
)
def test_that_it_is_stopped_is_decided_by_the_coordinator(late: AnsweringMunicipality, text: str) -> None:
    assert "Gaat een actie niet meer door?" in read_text(late.digest())
    assert late.take(reply_to(late.digest(), text)) == {"asked": 1}
    assert late.status("E-01") is ActionStatus.PLANNED, "nobody's status changes on a guess"
    (question,) = late.questions()
    assert question.proposed_choice == "stopped"
    late.decide(question.id, "gestopt")
    assert late.status("E-01") is ActionStatus.STOPPED
    with late.town.database.read_session() as session:
        (fact,) = load_action_facts(session, 1, late.today)
    assert find_reason(fact, late.today).text == text


@pytest.mark.parametrize("text", ["Klaar.", "later tot 1 mei 2027, de kabels ontbreken"])
def test_an_answer_to_a_mail_about_two_actions_is_asked_also_if_one_was_closed_since(
    sqlite_database: Database, tmp_path: Path, text: str
) -> None:
    """It was taken for the only one that was left, whichever its writer meant."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.mail_once(MONDAY, E_01=date(2027, 3, 20), E_02=date(2027, 3, 25))
    answering = AnsweringMunicipality(town)
    assert answering.take(reply_to(answering.digest(), "E-01 is klaar.")) == {"reported": 1}

    assert answering.take(reply_to(answering.digest(), text)) == {"asked": 1}

    assert (answering.status("E-02"), answering.reports("E-02")) == (ActionStatus.RUNNING, [])
    (question,) = answering.questions()
    assert question.action is None
