"""A daily run believes its clock if that of one of the latest daily runs was near."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from terugkom.daily_runs.clock_jump import check_clock_jump
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.database.connection_pool import Database
from terugkom.errors import PublicInputError

NOW = datetime(2027, 3, 1, 5, tzinfo=UTC)
FAR = {
    "a year ahead": (-366, -365.5, -365),
    "a year back": (363, 364, 365),
    "of before 1971": (*range(20_000, 20_020),),
    "ahead for more runs than are compared": (-1, *range(300, 310)),
}
NEAR = {
    "a pause of weeks": (-50, -49, -48),
    "an hour back": (-3, -2, -1, 0.04),
    "a day ahead": (-4, -3, -2),
    "ahead before, and right again": (-2, -1, 365, 366, 367),
    "back before, and right again": (-3, -2, -900, -899),
    "a new home, whose machine just booted": (-365, -364),
    "the very first": (),
}


def check(database: Database, days: Sequence[float], channels: Sequence[str] = ("smtp",)) -> None:
    """Check NOW against runs that began so many days later, by the clock of then, the latest last."""
    with database.write_session() as session:
        for each in days:
            at = NOW + timedelta(days=each)
            session.add(DailyRunResult(started_at=at, ended_at=at, state="x", is_failed=False))
            session.flush()
        check_clock_jump(session, NOW, lambda: channels)


@pytest.mark.parametrize("days", FAR.values(), ids=FAR)
def test_a_clock_that_is_far_from_those_is_refused(sqlite_database: Database, days: Sequence[float]) -> None:
    with pytest.raises(PublicInputError, match="through smtp: nothing was done"):
        check(sqlite_database, days)


@pytest.mark.parametrize("days", NEAR.values(), ids=NEAR)
def test_a_clock_that_is_near_one_of_them_is_believed(
    sqlite_database: Database, days: Sequence[float]
) -> None:
    check(sqlite_database, days)


def test_where_nothing_leaves_the_machine_it_is_believed(sqlite_database: Database) -> None:
    check(sqlite_database, FAR["a year ahead"], channels=())


def test_after_a_run_that_a_person_asked_for_it_is_believed(sqlite_database: Database) -> None:
    check(sqlite_database, (*FAR["a year ahead"], -1))
