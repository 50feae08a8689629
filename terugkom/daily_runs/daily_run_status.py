"""How it goes with the daily run of all municipalities: when it last ended, and whether it failed or is late.

The site, the metrics, `terugkom doctor` and the alerts all ask it here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.alerts.model import Trouble, TroubleKind
from terugkom.daily_runs.due_runs import DailyRun, find_last_daily_run_day, find_missed_daily_run
from terugkom.database.table_base import Base, UtcDateTime


class DailyRunResult(Base):
    """What came of a daily run of all municipalities that ended, also if it failed on the way."""

    __tablename__ = "daily_run_results"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(String(60), default="")  # that Prefect gave it
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(60), default="")  # as it is named in the list of runs
    is_failed: Mapped[bool]

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True)
class DailyRunStatus:
    """How it goes with the daily run at a time.

    `missed_since` is when the run that neither ended nor is at work was to start; None if it is not missed.
    `result` is what came of the latest one; None if none ended since this is recorded.
    """

    last_day: date | None
    last_ended_at: datetime | None
    missed_since: datetime | None
    result: DailyRunResult | None

    @property
    def is_missed(self) -> bool:
        """Whether it did not come."""
        return self.missed_since is not None

    @property
    def is_failed(self) -> bool:
        """Whether the latest one failed."""
        return self.result is not None and self.result.is_failed


def load_daily_run_status(
    session: Session,
    now: datetime,
    grace: timedelta,
    first_plan_at: datetime | None = None,
    *,
    lease_now: datetime | None = None,
) -> DailyRunStatus:
    """Return how it goes; a run counts as missed once it is later than `grace`. `first_plan_at`: where a
    schedule runs, when the first plan was imported, from which on a first run is expected. `lease_now`: the
    time by which leases are judged (`database_clock`), if that is not `now`."""
    last_day = find_last_daily_run_day(session, now)
    ended = select(func.max(DailyRun.ended_at)).where(DailyRun.day <= last_day) if last_day else None
    return DailyRunStatus(
        last_day,
        session.scalar(ended) if ended is not None else None,
        find_missed_daily_run(session, now, grace, first_plan_at, lease_now=lease_now),
        session.scalar(select(DailyRunResult).order_by(DailyRunResult.id.desc()).limit(1)),
    )


def record_daily_run_result(session: Session, result: DailyRunResult) -> None:
    """Record what came of a daily run."""
    session.add(result)


def find_daily_run_troubles(status: DailyRunStatus) -> list[Trouble]:
    """Return what a person must be told of the daily run; most often nothing."""
    found = []
    if status.missed_since is not None:
        found.append(Trouble(TroubleKind.DAILY_RUN_MISSED, status.missed_since))
    if status.result is not None and status.result.is_failed:
        result = status.result
        found.append(
            Trouble(TroubleKind.DAILY_RUN_FAILED, result.started_at, result.state, run_id=result.run_id)
        )
    return found
