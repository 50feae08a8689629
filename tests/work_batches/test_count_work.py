"""What a daily run found due and is not done, and how long its batches took, from the rows of one day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.report import RunReport
from terugkom.work_batches.claim_batch import claim_batch, end_batch
from terugkom.work_batches.count_work import (
    BatchTimes,
    DueCount,
    count_due,
    find_latest_day,
    sum_batch_times,
)
from terugkom.work_batches.model import BatchState, ItemResult, WorkBatch, WorkItem
from terugkom.work_batches.plan_batches import plan_batches, supersede_batches
from tests.query_steps import count_query_steps

DAY = date(2027, 3, 18)
NOW = datetime(2027, 3, 18, 5, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=100)
DONE = ItemResult("Verzonden", "", False, "run", 0.2, RunReport())
FAILED = replace(DONE, outcome="Mislukt", is_failed=True)
REMINDERS, MEETINGS = "owner-reminders", "subgroup-review"


def plan(database: Database, cycle: str, *items: WorkItem, day: date = DAY, at: datetime = NOW) -> int:
    with database.write_session() as session:
        (batch,) = plan_batches(session, day, cycle, [items], at)
    return batch


def end(
    database: Database,
    batch: int,
    results: Sequence[ItemResult],
    state: BatchState = BatchState.DONE,
    at: datetime = NOW,
    seconds: float = 30.0,
) -> None:
    with database.write_session() as session:
        work = claim_batch(session, batch, "run", 300, at)
        assert work is not None
        end_batch(session, work, dict(enumerate(results)), state, at + timedelta(seconds=seconds))


def count(database: Database, day: date = DAY) -> Mapping[str, DueCount]:
    with database.read_session() as session:
        return count_due(session, day)


def test_what_was_not_tried_or_failed_is_not_done(database: Database) -> None:
    first = plan(database, REMINDERS, *(WorkItem(each) for each in ("aalter", "brakel", "celles")))
    plan(database, MEETINGS, WorkItem("aalter", "ENERGIE", "2027-03"), WorkItem("aalter", "WATER", "2027-03"))
    assert count(database) == {REMINDERS: DueCount(3, 3), MEETINGS: DueCount(2, 2)}
    end(database, first, [DONE, FAILED, DONE])
    assert count(database) == {REMINDERS: DueCount(3, 1), MEETINGS: DueCount(2, 2)}


def test_a_batch_that_was_given_up_did_what_has_a_result(database: Database) -> None:
    batch = plan(database, REMINDERS, WorkItem("aalter"), WorkItem("brakel"))
    end(database, batch, [DONE], BatchState.FAILED)
    assert count(database) == {REMINDERS: DueCount(2, 1)}


def test_the_shares_of_a_moment_are_one_that_is_done_with_the_last(database: Database) -> None:
    shares = [WorkItem("celles", share=share, shares=3) for share in range(3)]
    first, second = plan(database, REMINDERS, *shares[:2]), plan(database, REMINDERS, shares[2])
    end(database, first, [DONE, DONE])
    assert count(database) == {REMINDERS: DueCount(1, 1)}
    end(database, second, [DONE])
    assert count(database) == {REMINDERS: DueCount(1, 0)}


def test_the_latest_run_of_a_day_says_how_it_stands(database: Database) -> None:
    """The second finds what failed in the first, in as many shares as it is worth by then."""
    batch = plan(database, REMINDERS, *(WorkItem("celles", share=share, shares=2) for share in range(2)))
    end(database, batch, [DONE, FAILED])
    later = NOW + timedelta(hours=2)
    again = plan(database, REMINDERS, WorkItem("celles"), at=later)
    assert count(database) == {REMINDERS: DueCount(1, 1)}
    end(database, again, [DONE], at=later)
    assert count(database) == {REMINDERS: DueCount(1, 0)}


def test_other_days_and_what_they_left_do_not_count(database: Database) -> None:
    yesterday, tomorrow = DAY - timedelta(days=1), DAY + timedelta(days=1)
    plan(database, REMINDERS, WorkItem("aalter"), day=yesterday)
    with database.write_session() as session:
        assert supersede_batches(session, DAY, NOW) == 1
    plan(database, MEETINGS, WorkItem("aalter", "ENERGIE", "2027-03"), day=tomorrow)
    assert count(database) == count(database, yesterday) == {}
    with database.read_session() as session:
        days = [find_latest_day(session, day) for day in (yesterday, DAY, tomorrow)]
        assert [*days, find_latest_day(session, date(2027, 1, 1))] == [yesterday, yesterday, tomorrow, None]


def test_the_times_are_of_the_last_attempts_that_ended_since_then(database: Database) -> None:
    since = NOW - timedelta(hours=24)
    short, long = (plan(database, REMINDERS, WorkItem(each)) for each in ("aalter", "brakel"))
    end(database, short, [DONE], seconds=20.5)
    end(database, long, [], BatchState.FAILED, seconds=40)
    of_yesterday = plan(database, MEETINGS, WorkItem("aalter"), day=DAY - timedelta(days=1))
    end(database, of_yesterday, [DONE], at=since - timedelta(seconds=10), seconds=15)
    before = plan(database, MEETINGS, WorkItem("brakel"), day=DAY - timedelta(days=1))
    end(database, before, [DONE], at=since - timedelta(seconds=20), seconds=15)
    plan(database, "peer-exchange", WorkItem("aalter"))
    with database.read_session() as session:
        assert sum_batch_times(session, since) == {
            REMINDERS: BatchTimes(2, 60.5, 40),
            MEETINGS: BatchTimes(1, 15, 15),
        }


def test_a_batch_that_ended_at_that_very_time_counts(database: Database) -> None:
    since = NOW - timedelta(hours=24)
    batch = plan(database, REMINDERS, WorkItem("aalter"), day=DAY - timedelta(days=1))
    end(database, batch, [DONE], at=since - timedelta(seconds=15), seconds=15)
    with database.read_session() as session:
        assert sum_batch_times(session, since) == {REMINDERS: BatchTimes(1, 15, 15)}


def test_a_batch_that_died_yesterday_has_no_time(database: Database) -> None:
    """What a later day takes over is ended by it, long after it stopped."""
    batch = plan(database, REMINDERS, WorkItem("aalter"), day=DAY - timedelta(days=1))
    with database.write_session() as session:
        assert claim_batch(session, batch, "run that dies", 300, NOW - timedelta(hours=23))
    with database.write_session() as session:
        assert supersede_batches(session, DAY, NOW) == 1
    with database.read_session() as session:
        assert sum_batch_times(session, NOW - timedelta(hours=24)) == {}


@pytest.mark.only_sqlite
def test_what_is_looked_at_does_not_grow_with_the_year_that_is_kept(sqlite_database: Database) -> None:
    def look(session: Session) -> None:
        find_latest_day(session, DAY)
        assert count_due(session, DAY)[REMINDERS].due == 1
        assert sum_batch_times(session, NOW - timedelta(hours=24))[REMINDERS].ended == 1

    end(sqlite_database, plan(sqlite_database, REMINDERS, WorkItem("aalter")), [DONE])
    steps = count_query_steps(sqlite_database, look)
    with sqlite_database.write_session() as session:
        for ago in range(2, 202):
            plan_batches(session, DAY - timedelta(days=ago), REMINDERS, [[WorkItem("aalter")]], NOW)
        session.execute(
            update(WorkBatch)
            .where(WorkBatch.day < DAY)
            .values(state=BatchState.DONE, begun_at=LONG_AGO, ended_at=LONG_AGO)
        )
    assert 0 < count_query_steps(sqlite_database, look) <= steps + 50
