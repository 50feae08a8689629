"""questions, answer: what owners asked, and what follows from an answer."""

from datetime import date
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.plan.completion_checks import WithdrawnSuccess, ask_completion
from terugkom.plan.model import Action, ActionStatus, Municipality, Person
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.command_line.conftest import Call

ASKED = date(2027, 3, 1)


@pytest.fixture
def asked(home: Path) -> None:
    database = Database(f"sqlite:///{home / 'terugkom.db'}")
    with database.write_session() as session:
        municipality = Municipality(slug="linde", name="Linde")
        session.add(municipality)
        session.flush()
        an = Person(municipality_id=1, code="an", name="An", email="an@linde.example.org")
        session.add(an)
        municipality.coordinator = an
        action = Action(municipality_id=1, code="E1", title="Ledlampen", deadline=date(2027, 3, 10))
        action.owners = [an]
        session.add(action)
        entry = ReportEntry(an, "page", ASKED, clock_on(ASKED))
        for choice, day in ((ProgressChoice.LATER, date(2027, 6, 1)), (ProgressChoice.STUCK, None)):
            report_progress(session, municipality, action, ReportedProgress(choice, "Ziek.", day), entry)
    database.close()


@pytest.mark.usefixtures("asked")
def test_what_is_asked_is_listed_and_answered(terugkom: Call) -> None:
    listed = terugkom("questions")
    assert listed.status == 1, "something waits for a person"
    assert "new-deadline 2027-06-01" in listed.out
    assert "terugkom answer 1 accept|refuse|meeting" in listed.out
    told = terugkom("answer", "1", "Akkoord", "--because", "Kan.", "--by", "Co", "--today", "2027-03-02")
    assert (told.status, told.out) == (
        0,
        "Question 1, about E1: accept. Its deadline is now 2027-06-01; the owner is told.\n"
        "It is recorded under the name “Co (niet in het plan)”.\n",
    )
    assert [each["deadline"] for each in terugkom("actions", "--json").json] == ["2027-06-01"]
    (first, second) = terugkom("questions", "--all", "--json").json
    assert first["answered_by"] == "Co (niet in het plan)"
    assert (first["answered_through"], first["reason"]) == ("command", "Kan.")
    assert (first["choices"], second["choices"]) == ([], ["seen", "meeting"])
    assert terugkom("answer", "2", "seen", "--today", "2027-03-02", "--json").json["answered_by"] == "An"
    assert (terugkom("questions").status, terugkom("questions").out) == (0, "Nothing waits for an answer.\n")


@pytest.mark.usefixtures("asked")
def test_the_table_and_the_json_name_who_asked(home: Path, terugkom: Call) -> None:
    database = Database(f"sqlite:///{home / 'terugkom.db'}")
    with database.write_session() as session:
        bo = Person(municipality_id=1, code="bo", name="Bo Vos")
        session.add(bo)
        session.flush()
        absence = {"until": "2027-04-02"}
        mail = {"sender": "kim@example.org", "name": "Kim", "subject": "Vraag"}
        for kind, asker, given in (
            (QuestionKind.ABSENCE, bo.id, absence),
            (QuestionKind.OTHER_MAIL, None, mail),
        ):
            new = NewQuestion(1, kind, f"mail {kind}", "Weg.", given, raised_by_id=asker)
            ask_question(session, new, ASKED, clock_on(ASKED))
    database.close()
    told = terugkom("questions", "--json").json
    names = ("asked_by", "asked_by_name", "title", "proposed", "proposed_until")
    assert [tuple(each[name] for name in names) for each in told] == [
        ("an", "An", "Ledlampen", "2027-06-01", None),
        ("an", "An", "Ledlampen", None, None),
        ("bo", "Bo Vos", None, None, "2027-04-02"),
        (None, "Kim <kim@example.org>", None, None, None),
    ]
    listed = " ".join(terugkom("questions").out.split())
    for shown in ("An", "Bo Vos", "absence 2027-04-02", "Kim <kim@example.org>"):
        assert shown in listed


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("1", "misschien"), "question 1: choose one of accept, refuse, meeting"),
        (("2", "accept"), "question 2: choose one of seen, meeting"),
        (("9", "accept"), "there is no question 9"),
        (("1", "accept", "--today", "2027-06-01"), "the proposed date has passed"),
    ],
)
def test_a_wrong_answer_changes_nothing(terugkom: Call, given: tuple[str, ...], said: str) -> None:
    before = terugkom("questions", "--all", "--json").json
    answered = terugkom("answer", *given)
    assert answered.status == 2
    assert said in answered.err
    assert terugkom("questions", "--all", "--json").json == before


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("choice", "follows", "status"),
    [
        ("running", "The action is running again.", "running"),
        ("De actie is klaar", "Nothing changed.", "done"),
    ],
)
def test_whether_an_action_is_done_after_all_is_answered_by_a_command(
    home: Path, terugkom: Call, choice: str, follows: str, status: str
) -> None:
    database = Database(f"sqlite:///{home / 'terugkom.db'}")
    with database.write_session() as session:
        session.get_one(Action, 1).status = ActionStatus.DONE
        withdrawn = WithdrawnSuccess("Ledlampen: klaar", "Ze hangen er nog niet.", ("E1",))
        assert ask_completion(session, 1, withdrawn, ASKED, clock_on(ASKED)) == 1
    database.close()
    assert "terugkom answer 3 done|running" in terugkom("questions").out
    told = terugkom("answer", "3", choice, "--today", "2027-03-02")
    answer = "running" if status == "running" else "done"
    assert told.out == f"Question 3, about E1: {answer}. {follows}\n"
    assert [each["status"] for each in terugkom("actions", "--json").json] == [status]
