"""Two answers at the same moment: each is kept or explained, and one question is open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from sqlalchemy import select
from starlette.testclient import TestClient

from terugkom.ideas.model import Idea
from terugkom.plan.model import Action, ActionStatus, Municipality
from terugkom.plan.questions import Question, QuestionState
from tests.site.conftest import SITE_URL, ServedPages, make_link, report
from tests.site.test_coordinator_page import make_link as make_coordinator_link
from tests.site.test_owner_page import fields, load
from tests.site.test_submission_page import stamp


def send_at_once(pages: ServedPages, *answers: dict[str, str], link: str = "") -> list[int]:
    """Send several answers by one link, each from a browser of its own; return their statuses."""
    link, start = link or make_link(pages), Barrier(len(answers))

    def send(given: dict[str, str]) -> int:
        with TestClient(pages.browser.app, base_url=SITE_URL, follow_redirects=False) as browser:
            start.wait(10)
            return browser.post(link, data=given).status_code

    with ThreadPoolExecutor(len(answers)) as pool:
        return list(pool.map(send, answers))


def test_two_later_dates_at_once_leave_one_question(pages: ServedPages) -> None:
    dates = ("2027-06-01", "2027-07-01", "2027-08-01")
    answers = [fields("later", text=f"Tot {day}.", new_deadline=day) for day in dates]
    assert send_at_once(pages, *answers) == [303, 303, 303]
    with pages.database.read_session() as session:
        states = sorted(each.state for each in session.scalars(select(Question)))
    assert states == [QuestionState.OPEN, QuestionState.SUPERSEDED, QuestionState.SUPERSEDED]
    (report,) = load(pages).reports
    assert sorted(report.text.split("\n")) == [f"Tot {day}." for day in dates]


def test_two_answers_to_one_question_at_once_are_one_and_the_other_is_told(pages: ServedPages) -> None:
    report(pages, fields("later", text="Ziek.", new_deadline="2027-06-01"))
    link = make_coordinator_link(pages, "co")
    given = [{"question": "1", "choice": choice} for choice in ("accept", "refuse")]
    statuses = send_at_once(pages, *given, link=link)
    assert sorted(statuses) == [303, 409]
    with pages.database.read_session() as session:
        question, deadline = session.get_one(Question, 1), session.get_one(Action, 1).deadline
    won = given[statuses.index(303)]["choice"]
    assert (question.state, question.answer) == (QuestionState.ANSWERED, won)
    assert deadline == (date(2027, 6, 1) if won == "accept" else date(2027, 3, 31))


def test_ideas_at_once_have_numbers_of_their_own(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).media_settings = {"ideas_open_to_all": True}
    given = [{"text": f"Boom {n}", "opened": stamp(pages)} for n in range(3)]
    assert send_at_once(pages, *given, link="/ideeen/zb") == [200, 200, 200]
    with pages.database.read_session() as session:
        assert sorted(session.scalars(select(Idea.code))) == ["I1", "I2", "I3"]


def test_done_and_stuck_at_once_are_both_kept_or_one_is_explained(pages: ServedPages) -> None:
    done, stuck = send_at_once(pages, fields("done", text="Klaar!"), fields("stuck", text="Vast!"))
    action = load(pages)
    assert (done, action.status) == (303, ActionStatus.DONE)
    assert stuck in (303, 409)
    said = action.reports[0].text.split("\n")
    assert sorted(said) == (["Ik zit vast", "Klaar!"] if stuck == 303 else ["Klaar!"])
