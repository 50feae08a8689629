"""What is wrong with an installation, and what a person was told of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, String, and_
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime, enum_type

# What `terugkom doctor` checks of the installation as a whole: all machines see the same in our database, and
# on Prefect's server. Any other check, of the mail server too, may be broken on one machine alone.
CHECKS_OF_ALL_MACHINES = ("deliveries", "alerts", "deployments", "worker", "blocks")
UNWATCHED_AFTER = timedelta(days=7)  # nobody looked, as `alert.unwatched.text` says
WEEKLY_DELAY = timedelta(days=1)  # who looks each week does not do so to the minute
_MAX_KEY = 150  # characters


class TroubleKind(StrEnum):
    """What is wrong."""

    DAILY_RUN_FAILED = "daily-run-failed"
    DAILY_RUN_MISSED = "daily-run-missed"
    SERVICE_STOPPED = "service-stopped"
    CHECK_BROKEN = "check-broken"  # of `terugkom doctor`


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong now. `subject` is a service, a check or the state of a run: no personal data.

    `run_id` is the Prefect run that it is about, if there is one; `machine` the one that is wrong, "" if it
    is no single one.
    """

    kind: TroubleKind
    since: datetime
    subject: str = ""
    run_id: str = ""
    machine: str = ""

    @property
    def key(self) -> str:
        """What makes it the same trouble as before: a daily run that fails again is, whatever its state."""
        has_several = self.kind in (TroubleKind.SERVICE_STOPPED, TroubleKind.CHECK_BROKEN)
        where = f" @ {self.machine}" if self.machine else ""
        return f"{self.kind} {self.subject}{where}"[:_MAX_KEY] if has_several else self.kind.value


class Alert(Base):
    """A trouble, and when a person was told of it and of its end.

    `open_key` is the trouble's key until it is over: so one that goes on has one row, also where several
    machines look. `looked_at` is when somebody last looked whether it goes on; None before that was recorded.
    """

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TroubleKind] = mapped_column(enum_type(TroubleKind))
    subject: Mapped[str] = mapped_column(String(100), default="")
    open_key: Mapped[str | None] = mapped_column(String(_MAX_KEY), unique=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    run_id: Mapped[str] = mapped_column(String(60), default="")
    machine: Mapped[str] = mapped_column(String(60), default="")
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_over(self) -> bool:
        """Whether the trouble is over, or not followed any more."""
        return self.over_at is not None

    @property
    def is_unwatched(self) -> bool:
        """Whether it was ended because nobody looked any more: then nobody knows whether it goes on."""
        if self.over_at is None or self.looked_at is None:
            return False
        return self.over_at - self.looked_at >= UNWATCHED_AFTER


def is_over_before(cutoff: datetime) -> ColumnElement[bool]:
    """Return whether a trouble was over before a time."""
    return and_(Alert.over_at.is_not(None), Alert.over_at < cutoff)
