"""Batches of the daily run: one that died is gone on with, a share is a part, and what fails fails alone."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from flows.follow_up_calendar import follow_up_calendar
from flows.work_batch import work_batch
from tasks import batch_cycles, remind_owners, work_batches
from tasks.daily_batches import DailyBatches
from tasks.exclusive_run import Tick
from tasks.installation import get_installation
from terugkom import clock
from terugkom.daily_runs.due_runs import CALENDAR
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.leases import HeldLease, LeaseLost, LeaseRequest
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.plan.model import Municipality
from terugkom.reminders import digest
from terugkom.schedule.model import Moment
from terugkom.site.metrics import CYCLES_IN_BATCHES
from terugkom.work_batches.claim_batch import claim_batch
from terugkom.work_batches.count_work import DueCount, count_due
from terugkom.work_batches.model import BatchState, WorkBatch, WorkItem
from terugkom.work_batches.plan_batches import plan_batches
from tests.flows.conftest import FlowHome, artifacts_of, children_of, report_of, run_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state

CYCLE = "owner-reminders"


def plan(home: FlowHome, *batches: list[WorkItem]) -> list[int]:
    with home.database.write_session() as session:
        return plan_batches(session, MONDAY, CYCLE, batches, clock.now())


def batches(database: Database) -> list[WorkBatch]:
    with database.read_session() as session:
        return list(session.scalars(select(WorkBatch).order_by(WorkBatch.id)))


def tick() -> Any:
    return follow_up_calendar(today=MONDAY, return_state=True)


@pytest.mark.long
def test_what_a_killed_run_left_is_gone_on_with_and_not_planned_again(home: FlowHome) -> None:
    home.town("aalter", owners=1)
    home.town("brakel", owners=1)
    (left,) = plan(home, [WorkItem("aalter")])
    long_ago = clock.now() - timedelta(hours=1)
    with home.database.write_session() as session:
        assert claim_batch(session, left, "a run that was killed", 300, long_ago)
    state = tick()
    assert (state.name, home.states()) == (name_state("delivered"), ["sent"] * 2)
    first, second = batches(home.database)
    assert (first.attempts, first.state, [each.municipality for each in first.work_items]) == (
        *(2, BatchState.DONE),
        ["aalter"],
    )
    assert [each.municipality for each in second.work_items] == ["brakel"]
    assert [run.name for run in children_of(state)] == [
        "herinneringen aan de trekkers · 2026-11-23 · 2/2",
        "herinneringen aan de trekkers · 2026-11-23 · 1/1",
    ]
    assert len(report_of(state).documents) == 2


def test_the_page_of_a_batch_names_what_was_due(home: FlowHome) -> None:
    for slug in ("aalter", "brakel"):
        home.town(slug, owners=2)
    whole, share = plan(home, [WorkItem("aalter")], [WorkItem("brakel", share=0, shares=2)])
    pages = artifacts_of(run_of(work_batch(whole, return_state=True)))
    assert "- herinneringen aan de trekkers: **Verstuurd** 2 " in pages["municipality-aalter"]
    lines = pages["batch"].splitlines()
    assert "| toestand | resultaat | gemeente | wat |" in lines, "a screen cuts the last columns off"
    (row,) = (line for line in lines if line.startswith("| Verstuurd | "))
    assert row.endswith(" | aalter | herinneringen aan de trekkers |")
    pages = artifacts_of(run_of(work_batch(share, return_state=True)))
    assert "- herinneringen aan de trekkers 1/2: **" in pages["municipality-brakel"]
    assert "| brakel | herinneringen aan de trekkers 1/2 |" in pages["batch"]


@pytest.mark.long
def test_a_batch_that_is_done_is_left_alone(home: FlowHome) -> None:
    home.town(owners=1)
    tick()
    (batch,) = batches(home.database)
    state = work_batch(batch.id, return_state=True)
    assert (state.type, state.message) == (
        "COMPLETED",
        "een andere ronde heeft dit al gedaan, of is er mee bezig",
    )
    assert batches(home.database)[0].attempts == 1


def test_shares_write_each_owner_once_and_the_last_closes_the_week(
    home: FlowHome,
) -> None:
    home.town(owners=5)
    shares = plan(home, *([WorkItem("lievegem", share=each, shares=2)] for each in range(2)))

    def week_of() -> str:
        with home.database.read_session() as session:
            return session.scalars(select(Moment.state).where(Moment.kind == CYCLE)).one().value

    work_batch(shares[0], return_state=True)
    written = len(home.states())
    assert (0 < written < 5, week_of()) == (True, "open")
    state = work_batch(shares[1], return_state=True)
    assert (home.states(), week_of()) == (["sent"] * 5, "done")
    assert len({each.person_id for each in home.deliveries()}) == 5
    assert len(report_of(state).documents) == 5 - written


def test_a_daily_run_that_was_held_up_does_not_end_what_the_next_one_planned(home: FlowHome) -> None:
    """Its process was stopped overnight; meanwhile another took its lease over, and planned its own day."""
    home.town("aalter", owners=1)
    (planned,) = plan(home, [WorkItem("aalter")])
    lost = Tick(LeaseRequest(CALENDAR, "held up", "1f2e", 300), clock.now() + timedelta(hours=1))
    yesterday = MONDAY - timedelta(days=1)
    with pytest.raises(LeaseLost):
        DailyBatches(lost, work_batch, None, yesterday, dry_run=False).do({CYCLE: [WorkItem("brakel")]})
    (batch,) = batches(home.database)
    assert (batch.id, batch.state, batch.day) == (planned, BatchState.PENDING, MONDAY)


@pytest.mark.long
@pytest.mark.parametrize("is_gone", [True, False])
def test_of_a_batch_one_municipality_fails_alone_and_the_run_is_not_green(
    home: FlowHome, is_gone: bool
) -> None:
    """It was renamed after the plan was made, or has a template of its own that is broken."""
    slugs = [f"stad{number}" for number in range(4)]
    for slug in slugs:
        home.town(slug, owners=1)
    own = home.folder / "municipalities/stad1/templates"
    own.mkdir(parents=True)
    if is_gone:
        with home.database.write_session() as session:
            session.execute(update(Municipality).where(Municipality.slug == "stad1").values(slug="gefuseerd"))
    else:
        (own / "owner-digest").mkdir()
        (own / "owner-digest/body.txt").write_text("{{ niet.bestaand }} {% if %}")
    (batch,) = plan(home, [WorkItem(slug) for slug in slugs])
    state = work_batch(batch, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    (done,) = batches(home.database)
    assert {position: row["is_failed"] for position, row in done.results.items()} == {
        "0": False,
        "1": True,
        "2": False,
        "3": False,
    }
    assert home.states() == ["sent"] * 3
    assert "| stad1 | " in artifacts_of(run_of(state))["batch"]


class _Killed(BaseException):
    """The process was killed: nothing of the run's own is done any more."""


def kill_in(monkeypatch: pytest.MonkeyPatch, step: str, *errors: BaseException | None) -> None:
    """Have a step of the reminders end with these errors, the first time with the first one."""
    waiting, do = [*errors], getattr(remind_owners, step)

    def end(*given: Any) -> Any:
        if error := waiting.pop(0) if waiting else None:
            raise error
        return do(*given)

    monkeypatch.setattr(remind_owners, step, end)


def run_until_killed(home: FlowHome, batch: int) -> None:
    with suppress(_Killed):
        work_batch(batch, return_state=True)
    expired = clock.now() - timedelta(seconds=1)
    with home.database.write_session() as session:
        session.execute(update(HeldLease).values(expires_at=expired))
    assert batches(home.database)[0].state is BatchState.RUNNING


def set_states(home: FlowHome, *states: DeliveryState) -> None:
    """Have the first deliveries be as the sender of a run that was killed left them."""
    for delivery, state in zip(home.deliveries(), states, strict=False):
        with home.database.write_session() as session:
            mine = update(Delivery).where(Delivery.id == delivery.id)
            session.execute(mine.values(state=state, sent_at=None))


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize("unsent", [0, 2, 3])
@pytest.mark.parametrize("kills", [1, 2])
def test_what_a_killed_run_did_for_an_item_counts_once_in_the_batch_and_in_the_day(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, unsent: int, kills: int
) -> None:
    home.town("aalter", owners=3)
    home.town("brakel", owners=1)
    (batch,) = plan(home, [WorkItem("aalter"), WorkItem("brakel")])
    kill_in(monkeypatch, "close_week", *(_Killed() for _ in range(kills)))
    run_until_killed(home, batch)
    set_states(home, *[DeliveryState.PENDING] * unsent)
    if kills == 2:
        run_until_killed(home, batch)
    state = tick()
    report = report_of(state)
    assert (state.type, state.name) == ("COMPLETED", name_state("delivered"))
    assert report.deliveries == {"sent": 4}
    assert sorted(each.path or "" for each in report.documents) == sorted(list_paths(home))
    assert report.document_count == 4
    assert batches(home.database)[0].attempts == kills + 1
    (child,) = [each for each in children_of(state) if each.name.startswith("herinneringen")]
    assert (child.state_name, home.states()) == (name_state("delivered"), ["sent"] * 4)
    assert "4 documenten gemaakt; 4 verstuurd" in str(child.state and child.state.message)
    already = 3 if kills == 2 else 3 - unsent
    said = f"een eerdere poging: {already} verstuurd" if already else ""
    assert said in artifacts_of(child)["batch"]


def list_paths(home: FlowHome) -> list[str]:
    with home.database.read_session() as session:
        names = session.scalars(select(Document.path).where(Document.kind == "owner-digest")).all()
    return [get_installation().documents.locate(each) for each in names]


def test_a_mail_that_a_killed_run_was_refused_is_not_forgotten(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town(owners=3)
    (batch,) = plan(home, [WorkItem("lievegem")])
    kill_in(monkeypatch, "close_week", _Killed())
    run_until_killed(home, batch)
    set_states(home, DeliveryState.FAILED)
    state = work_batch(batch, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("partly-delivered"))
    assert report_of(state).deliveries == {"sent": 2, "failed": 1}


def test_what_a_killed_run_put_off_is_not_forgotten(home: FlowHome, monkeypatch: pytest.MonkeyPatch) -> None:
    home.town(owners=3)
    (batch,) = plan(home, [WorkItem("lievegem")])
    kill_in(monkeypatch, "close_week", _Killed())
    run_until_killed(home, batch)
    set_states(home, DeliveryState.PENDING)
    with home.database.write_session() as session:
        waits = update(Delivery).where(Delivery.state == DeliveryState.PENDING)
        session.execute(waits.values(next_try_at=clock.now() + timedelta(hours=1)))
    state = work_batch(batch, return_state=True)
    assert (state.type, state.name) == ("COMPLETED", name_state("delivered-later"))
    assert report_of(state).deliveries == {"sent": 2, "pending": 1}


@pytest.mark.long
@pytest.mark.parametrize(
    ("errors", "failed_runs"), [([OSError("first")], 0), ([OSError("first"), OSError("second")], 1)]
)
def test_what_was_sent_before_an_item_failed_counts_whether_it_succeeds_later_or_not(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, errors: list[BaseException], failed_runs: int
) -> None:
    home.town(owners=3)
    kill_in(monkeypatch, "close_week", *errors)
    report = report_of(tick())
    assert report.deliveries == {"sent": 3}
    assert (report.document_count, report.attention["failed_runs"]) == (3, failed_runs)


@pytest.mark.long
def test_a_batch_that_is_given_up_counts_what_its_runs_sent(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town(owners=3)
    (batch,) = plan(home, [WorkItem("lievegem")])
    kill_in(monkeypatch, "close_week", *(_Killed() for _ in range(3)))
    for _ in range(3):
        run_until_killed(home, batch)
    state = tick()
    report = report_of(state)
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    assert (report.deliveries, report.document_count) == ({"sent": 3}, 3)
    assert report.attention["failed_runs"] == 1


def test_of_two_shares_of_a_killed_run_the_one_that_was_done_counts_once(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town(owners=5)
    monkeypatch.setattr(work_batches, "_SAVED_EVERY", timedelta(0))
    (batch,) = plan(home, [WorkItem("lievegem", share=each, shares=2) for each in range(2)])
    kill_in(monkeypatch, "close_week", _Killed())
    run_until_killed(home, batch)
    assert set(batches(home.database)[0].results) == {"0"}
    report = report_of(work_batch(batch, return_state=True))
    assert (report.deliveries, report.document_count) == ({"sent": 5}, 5)


@pytest.mark.long
def test_what_failed_is_tried_once_more_after_the_others(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("aalter", "brakel"):
        home.town(slug, owners=1)
    write, calls = digest.enqueue_digests, list[str]()

    def breaks_once(context: Any, week: Any, *rest: Any) -> Any:
        calls.append(week.municipality.slug)
        if calls == ["aalter"]:
            raise OSError("the disk was full")
        return write(context, week, *rest)

    monkeypatch.setattr(digest, "enqueue_digests", breaks_once)
    state = tick()
    assert (state.name, calls) == (name_state("delivered"), ["aalter", "brakel", "aalter"])
    assert home.states() == ["sent"] * 2


@pytest.mark.long
def test_a_batch_that_fails_as_a_whole_is_given_up_and_names_its_municipalities(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("aalter", "brakel"):
        home.town(slug, owners=1)

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError("Xaverine Markeer <xaverine@markeer.example>")

    monkeypatch.setattr(work_batches, "run_item_and_report", fail)
    monkeypatch.setattr("tasks.daily_batches._POLL_SECONDS", 0.0)
    state = tick()
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    (batch,) = batches(home.database)
    assert (batch.state, batch.attempts) == (BatchState.FAILED, 3)
    runs = children_of(state)
    assert [run.state_type for run in runs if run.name.startswith("herinneringen aan de trekkers · ")] == [
        "FAILED"
    ] * 3
    said = [str(run.state.message) for run in runs if run.state]
    assert said[2].startswith("na 3 pogingen gestopt; niet gedaan voor: aalter, brakel; OSError in run ")
    assert "arkeer" not in "".join(said)
    with home.database.read_session() as session:
        assert [each for each in session.scalars(select(HeldLease)) if each.name.startswith("batch")] == []
        assert count_due(session, MONDAY) == {CYCLE: DueCount(2, 2)}


def test_a_dry_run_keeps_no_batch_and_shows_each_municipality(home: FlowHome) -> None:
    home.town(owners=1)
    state = follow_up_calendar(today=MONDAY, dry_run=True, return_state=True)
    assert (state.name, batches(home.database)) == (name_state("dry-run"), [])
    assert "Alleen getoond" in artifacts_of(run_of(state))["dry-run-lievegem"]


def test_the_metrics_count_each_cycle_that_is_done_in_batches() -> None:
    assert set(CYCLES_IN_BATCHES) == {*batch_cycles._BODIES, *MEETING_KINDS}
