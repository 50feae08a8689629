"""Two answers at the same moment: each is kept or explained, and one question is open."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select
from starlette.testclient import TestClient

from terugkom.plan.model import ActionStatus
from terugkom.plan.questions import Question, QuestionState
from tests.site.conftest import SITE_URL, ServedPages, make_link
from tests.site.test_owner_page import fields, load


def send_at_once(pages: ServedPages, *answers: dict[str, str]) -> list[int]:
    """Send several answers by the same link, each from a browser of its own; return their statuses."""
    link, start = make_link(pages), Barrier(len(answers))

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


def test_done_and_stuck_at_once_are_both_kept_or_one_is_explained(pages: ServedPages) -> None:
    done, stuck = send_at_once(pages, fields("done", text="Klaar!"), fields("stuck", text="Vast!"))
    action = load(pages)
    assert (done, action.status) == (303, ActionStatus.DONE)
    assert stuck in (303, 409)
    said = action.reports[0].text.split("\n")
    assert sorted(said) == (["Klaar!", "Vast!"] if stuck == 303 else ["Klaar!"])
