"""A batch is done by one run at a time, goes on where one that died left it, and is not tried for ever."""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from json import dumps, loads
from threading import Barrier

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.leases import HeldLease, LeaseLost
from terugkom.report import ChannelOutage, MomentLine, RunReport
from terugkom.work_batches.claim_batch import (
    MAX_ATTEMPTS,
    ClaimedWork,
    claim_batch,
    end_batch,
    release_batch,
    save_results,
)
from terugkom.work_batches.cut_batches import cut_batches
from terugkom.work_batches.model import BatchState, ItemResult, WorkBatch, WorkItem
from terugkom.work_batches.plan_batches import (
    exclude_open_items,
    find_last_activity,
    list_open_batches,
    load_batches,
    may_be_taken_over,
    plan_batches,
    plan_day,
    supersede_batches,
)

DAY = date(2027, 3, 18)
NOW = datetime(2027, 3, 18, 5, tzinfo=UTC)
SECONDS = 300.0
EXPIRED = NOW + timedelta(seconds=SECONDS)
CYCLE = "owner-reminders"
TOWNS = [WorkItem("aalter"), WorkItem("brakel", "ENERGIE", "2027-03"), WorkItem("celles", share=1, shares=3)]


def plan(
    database: Database, items: Iterable[WorkItem] = TOWNS, *, day: date = DAY, alone: bool = False
) -> list[int]:
    batches = [[each] for each in items] if alone else cut_batches(items, 1000.0)
    with database.write_session() as session:
        return plan_batches(session, day, CYCLE, batches, NOW)


def claim(database: Database, batch: int, run: str = "run 1", at: datetime = NOW) -> ClaimedWork | None:
    with database.write_session() as session:
        return claim_batch(session, batch, run, SECONDS, at)


def claimed(database: Database, batch: int, run: str = "run 1", at: datetime = NOW) -> ClaimedWork:
    found = claim(database, batch, run, at)
    assert found is not None
    return found


def result(outcome: str = "Verzonden", run: str = "run 1") -> ItemResult:
    report = RunReport(
        moments=(MomentLine("aalter", CYCLE, "aalter", "2027-W11"),),
        deliveries=Counter(sent=3, failed=1),
        attention=Counter(orphaned=2),
        outages=(ChannelOutage("smtp", "", "no connection", "geen verbinding"),),
        next_try_at=NOW,
        files=1,
    )
    return ItemResult(outcome, "3 verstuurd", False, run, 0.25, report)


def row(database: Database, batch: int) -> WorkBatch:
    with database.read_session() as session:
        return session.get_one(WorkBatch, batch)


def test_batches_of_a_day_are_numbered_and_a_later_plan_goes_on_counting(database: Database) -> None:
    first, later = plan(database, alone=True), plan(database, [WorkItem("dilbeek")])
    with database.read_session() as session:
        rows = session.scalars(select(WorkBatch).order_by(WorkBatch.id)).all()
        found = [(each.part, each.parts, each.work_items) for each in rows]
    assert found == [
        (1, 3, [TOWNS[0]]),
        (2, 3, [TOWNS[1]]),
        (3, 3, [TOWNS[2]]),
        (4, 4, [WorkItem("dilbeek")]),
    ]
    assert len({*first, *later}) == 4


def test_one_run_has_a_batch_and_what_it_did_is_kept_as_it_was(database: Database) -> None:
    (batch,) = plan(database)
    mine = claimed(database, batch)
    assert (mine.items, mine.undone, mine.attempts) == (tuple(TOWNS), [0, 1, 2], 1)
    assert claim(database, batch, "run 2") is None
    with database.write_session() as session:
        end_batch(session, mine, {0: result()}, BatchState.DONE, NOW)
    ended = row(database, batch)
    assert (ended.state, ended.ended_at, ended.run_id) == (BatchState.DONE, NOW, "run 1")
    assert ItemResult.from_row(ended.results["0"]) == result()
    assert claim(database, batch, "run 2", EXPIRED) is None, "it is not done twice"
    with database.read_session() as session:
        assert session.scalars(select(HeldLease)).all() == []


def test_whoever_comes_takes_over_what_a_killed_run_left_and_does_only_the_rest(database: Database) -> None:
    (batch,) = plan(database)
    dead = claimed(database, batch)
    with database.write_session() as session:
        save_results(session, dead, {1: result()}, NOW)
    assert claim(database, batch, "run 2", EXPIRED - timedelta(seconds=1)) is None
    heir = claimed(database, batch, "run 2", EXPIRED)
    assert (heir.undone, heir.attempts, dict(heir.results)) == ([0, 2], 2, {1: result()})
    for late in (save_results, lambda *given: end_batch(*given[:3], BatchState.DONE, given[3])):
        with pytest.raises(LeaseLost), database.write_session() as session:
            late(session, dead, {0: result()}, EXPIRED)
    interrupted = ItemResult.of_interrupted(("run 1",)).as_row()
    stored = {"0": interrupted, "1": result().as_row(), "2": interrupted}
    assert row(database, batch).results == loads(dumps(stored)), "the one that was held up changes nothing"


def test_the_runs_that_tried_an_item_are_not_forgotten_until_it_has_a_result(database: Database) -> None:
    (batch,) = plan(database)
    for number in (1, 2):
        claimed(database, batch, f"run {number}", NOW + (number - 1) * timedelta(seconds=SECONDS))
    third = claimed(database, batch, "run 3", NOW + 2 * timedelta(seconds=SECONDS))
    assert third.earlier_runs == dict.fromkeys(range(3), ("run 1", "run 2"))
    assert (third.undone, dict(third.results)) == ([0, 1, 2], {})
    done = replace(result(), earlier_runs=third.earlier_runs[1])
    with database.write_session() as session:
        save_results(session, third, {1: done}, NOW)
    fourth = claimed(database, batch, "run 4", NOW + 3 * timedelta(seconds=SECONDS))
    assert fourth.earlier_runs == dict.fromkeys((0, 2), ("run 1", "run 2", "run 3"))
    assert dict(fourth.results) == {1: done}
    before = {name: value for name, value in result().as_row().items() if name != "earlier_runs"}
    assert ItemResult.from_row(before) == result(), "as it was stored before there were these"


def test_a_batch_is_left_behind_when_its_lease_expired_or_nobody_came_within_two(database: Database) -> None:
    (batch,) = plan(database)

    def is_left(at: datetime, last_activity: datetime = NOW) -> bool:
        with database.read_session() as session:
            return may_be_taken_over(session, session.get_one(WorkBatch, batch), at, SECONDS, last_activity)

    two_leases = NOW + timedelta(seconds=2 * SECONDS)
    assert (is_left(EXPIRED), is_left(two_leases)) == (False, True)
    assert not is_left(two_leases, EXPIRED), "it waits its turn: the workers are there"
    claimed(database, batch)
    assert (is_left(NOW), is_left(EXPIRED)) == (False, True)


def test_a_batch_that_failed_is_free_at_once_and_given_up_after_some_attempts(database: Database) -> None:
    (batch,) = plan(database)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        mine = claimed(database, batch, f"run {attempt}")
        assert (mine.is_given_up, mine.is_last_attempt) == (False, attempt == MAX_ATTEMPTS)
        with database.write_session() as session:
            release_batch(session, mine, NOW)
    assert claimed(database, batch, "run 4").is_given_up


def test_of_several_at_once_one_gets_it(database: Database) -> None:
    (batch,) = plan(database)
    start = Barrier(4)

    def try_it(number: int) -> bool:
        start.wait()
        return claim(database, batch, f"run {number}") is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, range(4))) == 1


def test_a_run_of_all_goes_on_with_what_is_open_and_one_of_a_municipality_leaves_it(
    database: Database,
) -> None:
    yesterday = plan(database, [WorkItem("evergem")], day=DAY - timedelta(days=1))
    left = plan(database)
    due = {CYCLE: [*TOWNS, WorkItem("dilbeek")], "code-of-conduct": []}
    with database.write_session() as session:
        (of_one, empty) = plan_day(session, DAY, due, 1000.0, NOW, is_of_all=False)
        (of_all, _) = plan_day(session, DAY, due, 1000.0, NOW, is_of_all=True)
        found = load_batches(session, of_all.batch_ids)
    assert (of_one.new_items, of_one.new_batches, len(of_one.batch_ids)) == (1, 1, 1)
    assert (empty.cycle, empty.batch_ids, empty.new_batches) == ("code-of-conduct", [], 0)
    assert (of_all.batch_ids, of_all.new_items) == ([*left, *of_one.batch_ids], 0)
    assert [each.work_items for each in found] == [TOWNS, [WorkItem("dilbeek")]]
    assert [row(database, each).state for each in yesterday] == ["superseded"]


def test_a_new_day_ends_what_nobody_works_on_and_leaves_what_somebody_does(database: Database) -> None:
    old = plan(database, alone=True)
    at_work = claimed(database, old[0])
    tomorrow = DAY + timedelta(days=1)
    with database.write_session() as session:
        assert supersede_batches(session, DAY, NOW) == 0, "those of the day itself are gone on with"
        assert list_open_batches(session, DAY, CYCLE) == old
        assert supersede_batches(session, tomorrow, NOW) == 2
        due = [*TOWNS, WorkItem("dilbeek")]
        assert exclude_open_items(session, CYCLE, due) == due[1:], "aalter is at work"
    assert [row(database, each).state for each in old] == ["running", "superseded", "superseded"]
    assert claim(database, old[1], "late") is None
    with database.write_session() as session:
        end_batch(session, at_work, {}, BatchState.DONE, NOW)


def test_the_last_activity_is_when_a_batch_was_last_planned_begun_or_ended() -> None:
    begun, ended = NOW + timedelta(minutes=1), NOW + timedelta(minutes=3)
    waiting = WorkBatch(planned_at=NOW)
    at_work = WorkBatch(planned_at=NOW, begun_at=begun)
    done = WorkBatch(planned_at=NOW, begun_at=begun, ended_at=ended)
    found = [find_last_activity(each) for each in ([waiting], [at_work, waiting], [done, at_work, waiting])]
    assert found == [NOW, begun, ended]
    assert find_last_activity([]) < NOW
