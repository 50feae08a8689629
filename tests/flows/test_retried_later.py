"""A run that failed and is retried days later, as *Retry* in the UI does, without a day of its own.

Its work is of the day on which it is done, it goes on with what it began, and nothing is sent twice.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from flows.cancel_meeting import cancel_meeting
from flows.follow_up_calendar import follow_up_calendar
from flows.move_meeting import move_meeting
from flows.owner_reminders import owner_reminders
from flows.record_minutes import record_minutes
from flows.subgroup_review import subgroup_review
from flows.work_batch import work_batch
from tasks import meetings, remind_owners
from terugkom import clock
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.meetings.model import MeetingStep
from terugkom.schedule.model import Moment
from terugkom.work_batches.model import BatchState, WorkBatch
from tests.flows.conftest import FlowHome, children_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state
from tests.flows.test_meetings import INVITED, days_of_meetings
from tests.flows.test_meetings import linde as meetings_linde
from tests.flows.waiting_runs import WaitingRun, forget_deployments

__all__ = ["forget_deployments", "meetings_linde"]

HELD = date(2027, 3, 15)
ENERGY = {"municipality": "linde", "meeting": "Energie/2027-03"}


@pytest.fixture
def go_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Have the clock say eight in the morning of a day."""

    def set_clock(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))

    return set_clock


def fail_once(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Have a function fail the first time, as if the process had died there."""
    works = getattr(module, name)

    def fail(*_args: Any, **_more: Any) -> None:
        monkeypatch.setattr(module, name, works)
        raise RuntimeError("gone")

    monkeypatch.setattr(module, name, fail)


def kinds_sent(home: FlowHome) -> list[tuple[str, str]]:
    with home.database.read_session() as session:
        found = session.execute(select(Document.kind, Delivery.state).join(Delivery).order_by(Delivery.id))
        return [(kind, state.value) for kind, state in found]


@pytest.fixture
def invited(meetings_linde: FlowHome, go_to: Callable[[date], None]) -> FlowHome:
    go_to(INVITED)
    assert subgroup_review("linde", "Energie", return_state=True).is_completed()
    return meetings_linde


@pytest.mark.long
def test_a_cancellation_that_is_retried_cancels_no_second_meeting(
    invited: FlowHome, go_to: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once(monkeypatch, meetings, "send_all")
    given = {"municipality": "linde", "meeting": "Energie", "why": "De zaal is niet vrij"}
    run = WaitingRun.start(cancel_meeting, **given)
    assert (run.state.type, invited.states()) == ("FAILED", ["sent"] * 2 + ["pending"] * 2)
    go_to(INVITED + timedelta(days=3))
    run.retry()
    assert days_of_meetings(invited) == [("2027-03", HELD, "cancelled")], "the name has no month"
    assert (run.state.type, invited.states()) == ("COMPLETED", ["sent"] * 4)
    assert "niemand" not in run.said[1], "they were invited"
    run.retry()
    assert (len(days_of_meetings(invited)), len(invited.states())) == (1, 4)


@pytest.mark.long
def test_a_move_that_is_retried_is_not_refused_and_what_waited_is_sent(
    invited: FlowHome, go_to: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once(monkeypatch, meetings, "send_all")
    run = WaitingRun.start(move_meeting, **ENERGY, day="2027-03-22")
    assert run.state.type == "FAILED"
    go_to(INVITED + timedelta(days=3))
    run.retry()
    assert (run.state.type, invited.states()) == ("COMPLETED", ["sent"] * 4)
    moved = date(2027, 3, 22)
    assert days_of_meetings(invited) == [("2027-03", moved, "planned")]
    other = WaitingRun.start(move_meeting, **ENERGY, day="2027-03-29")
    assert other.state.type == "COMPLETED"
    run.retry()
    assert days_of_meetings(invited) == [("2027-03", date(2027, 3, 29), "planned")], (
        "it does not move it back"
    )
    refused = WaitingRun.start(move_meeting, **ENERGY, day="2027-03-29")
    refused.retry()
    assert refused.said[0] == name_state("rejected"), "it changed nothing, and is still refused"


@pytest.mark.long
@pytest.mark.parametrize(
    ("later", "given", "name", "said"),
    [
        (cancel_meeting, {"why": "De zaal is niet vrij"}, "cancelled", "maar het is intussen afgezegd"),
        (
            move_meeting,
            {"day": "2027-03-29"},
            "moved",
            "dat overleg is intussen weer verzet, naar maandag 29 maart 2027, 14.00 uur",
        ),
    ],
)
def test_a_move_that_is_retried_says_what_another_run_made_of_the_meeting_since(
    invited: FlowHome, later: Any, given: dict[str, str], name: str, said: str
) -> None:
    run = WaitingRun.start(move_meeting, **ENERGY, day="2027-03-22")
    assert "intussen" not in run.said[1]
    assert WaitingRun.start(later, **ENERGY, **given).said[0] == name_state(name)
    before = invited.states()
    run.retry()
    assert (run.state.type, run.said[0]) == ("COMPLETED", name_state(name))
    assert said in run.said[1].partition("eerder kwam deze run uit op")[0]
    assert invited.states() == before
    page = run.pages("subgroup-review")[-1]
    assert "- Deze run had het overleg al verzet, en verzette het niet opnieuw.\n" in page
    assert ("Een afgezegd overleg komt niet terug" in page) == (name == "cancelled")


@pytest.mark.long
def test_a_move_that_is_retried_after_the_meeting_says_that_it_was_held(
    invited: FlowHome, go_to: Callable[[date], None]
) -> None:
    run = WaitingRun.start(move_meeting, **ENERGY, day="2027-03-22")
    go_to(date(2027, 3, 23))
    assert subgroup_review("linde", "Energie", return_state=True).is_completed()
    run.retry()
    assert "dat overleg vond intussen plaats, op maandag 22 maart 2027, 14.00 uur" in run.said[1]


def test_a_step_before_its_day_is_not_followed_by_the_next_one(
    meetings_linde: FlowHome, go_to: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(INVITED - timedelta(days=20))
    fail_once(monkeypatch, meetings, "send_all")
    run = WaitingRun.start(subgroup_review, municipality="linde", group="Energie", early=True)
    assert run.state.type == "FAILED"
    go_to(INVITED - timedelta(days=17))
    run.retry()
    assert run.state.type == "COMPLETED"
    assert kinds_sent(meetings_linde) == [("meeting-invitation", "sent")] * 2, "and no pack"


@pytest.mark.long
def test_minutes_that_were_recorded_are_sent_by_the_retry(
    invited: FlowHome, go_to: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(date(2027, 3, 16))
    assert subgroup_review("linde", "Energie", return_state=True).is_completed()
    before = len(invited.states())
    fail_once(monkeypatch, meetings, "execute_meeting_step")
    run = WaitingRun.start(record_minutes, **ENERGY, present=["AN"])
    assert (run.state.type, len(invited.states())) == ("FAILED", before)
    go_to(date(2027, 3, 19))
    run.retry()
    assert run.state.type == "COMPLETED"
    assert invited.states()[before:] == ["sent"] * 2, "a green run that only says 'recorded before' lost them"
    with invited.database.read_session() as session:
        last = session.scalars(select(MeetingStep).order_by(MeetingStep.id.desc()).limit(1)).one()
    assert last.day == date(2027, 3, 19)
    run.retry()
    assert (run.said[0], len(invited.states())) == (name_state("recorded-before"), before + 2)


@pytest.mark.long
def test_a_daily_run_that_is_retried_does_what_is_due_on_that_day(
    meetings_linde: FlowHome, go_to: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(INVITED)
    fail_once(monkeypatch, meetings, "send_all")
    run = WaitingRun.start(follow_up_calendar)
    pack_day = date(2027, 3, 8)
    go_to(pack_day)
    run.retry()
    assert (run.state.type, run.read().name) == (
        "COMPLETED",
        f"dagelijkse ronde · alle gemeenten · {pack_day}",
    )
    assert {kind for kind, state in kinds_sent(meetings_linde)} == {"meeting-invitation", "meeting-pack"}
    assert set(meetings_linde.states()) == {"sent"}
    assert len([each for each in children_of(run.state) if str(pack_day) in each.name]) == 1


@pytest.mark.long
def test_a_week_of_reminders_that_is_retried_a_week_later_is_of_that_week(
    home: FlowHome, go_to: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town()
    go_to(MONDAY)
    fail_once(monkeypatch, remind_owners, "send_all")
    run = WaitingRun.start(owner_reminders, municipality="lievegem")
    assert run.state.type == "FAILED"
    later = MONDAY + timedelta(days=8)
    go_to(later)
    run.retry()
    assert run.state.type == "COMPLETED"
    assert set(home.states()) == {"sent"}
    with home.database.read_session() as session:
        weeks = session.execute(select(Moment.period, Moment.state).order_by(Moment.id)).tuples().all()
    assert all(state.value == "done" for _, state in weeks)
    count = len(home.states())
    run.retry()
    assert len(home.states()) == count


@pytest.mark.long
@pytest.mark.parametrize("is_named", [False, True])
def test_a_batch_is_of_the_day_on_which_it_is_done_unless_somebody_named_a_day(
    meetings_linde: FlowHome, go_to: Callable[[date], None], *, is_named: bool
) -> None:
    go_to(INVITED)
    assert WaitingRun.start(follow_up_calendar).state.type == "COMPLETED"
    with meetings_linde.database.write_session() as session:
        planned = datetime(2027, 2, 1, 7, tzinfo=UTC)
        left: dict[str, Any] = {"state": BatchState.PENDING, "attempts": 0, "results": {}}
        session.execute(update(WorkBatch).values(**left, **({"planned_at": planned} if is_named else {})))
        batch = session.scalars(select(WorkBatch.id)).one()
    go_to(date(2027, 3, 8))
    assert WaitingRun.start(work_batch, batch=batch).state.type == "COMPLETED"
    kinds = {kind for kind, _ in kinds_sent(meetings_linde)}
    assert ("meeting-pack" in kinds) == (not is_named)
