"""The table of batches, and what stands in a row: what is to be done, and what came of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.report import RunReport
from terugkom.work_batches.report_rows import dump_report, load_report


class BatchState(StrEnum):
    """The state of a batch. A running one whose lease expired is as free as a pending one."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"  # each item was tried; of some it may have failed
    FAILED = "failed"  # as a whole, so many times that it is not tried again
    SUPERSEDED = "superseded"  # a later daily run found anew what it left


OPEN_STATES = (BatchState.PENDING, BatchState.RUNNING)


@dataclass(frozen=True)
class WorkItem:
    """What is due of one cycle for one municipality, or one part of it.

    `subject` and `period` are those of its moment, "" where the municipality's name is enough. Share `share`
    of `shares` is a part of it, such as some of its recipients. `weight` estimates the work in milliseconds.
    """

    municipality: str
    subject: str = ""
    period: str = ""
    share: int = 0
    shares: int = 1
    weight: float = field(default=0.0, compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about: the same for all shares."""
        return self.municipality, self.subject, self.period


@dataclass(frozen=True)
class ItemResult:
    """What came of one item: the name of its state, a message without personal data, and its report.

    `run_id` is the Prefect run that did it, `seconds` how long that took; `earlier_runs` are those that tried
    before and did not come to a result. What these left is a result without an outcome, until one does.
    """

    outcome: str
    message: str
    is_failed: bool
    run_id: str
    seconds: float
    report: RunReport
    earlier_runs: tuple[str, ...] = ()

    @classmethod
    def of_interrupted(cls, runs: tuple[str, ...]) -> "ItemResult":
        """Return what these runs left that did not come to a result."""
        return cls("", "", is_failed=True, run_id="", seconds=0.0, report=RunReport(), earlier_runs=runs)

    @property
    def is_interrupted(self) -> bool:
        """Whether each run that tried did not come to a result."""
        return not self.outcome

    @property
    def run_ids(self) -> tuple[str, ...]:
        """The runs that worked on it."""
        return (*self.earlier_runs, self.run_id) if self.run_id else self.earlier_runs

    def as_row(self) -> dict[str, Any]:
        """Return it as it is stored: of the report all but the documents, which the outbox knows."""
        return vars(self) | {"report": dump_report(self.report)}

    @staticmethod
    def from_row(row: dict[str, Any]) -> "ItemResult":
        """Return what `as_row` stored."""
        runs = tuple(row.get("earlier_runs", ()))  # none before there were these
        return ItemResult(**row | {"report": load_report(row["report"]), "earlier_runs": runs})


class WorkBatch(Base):
    """Some items of one cycle on one day, done by one run; `part` of `parts` is its number that day.

    Who does it holds the lease `batch ID` of `terugkom.leases`. `results` are by the position of the item.
    """

    __tablename__ = "work_batches"
    __table_args__ = (UniqueConstraint("day", "cycle", "part", name="uq_work_batches_day_cycle_part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    cycle: Mapped[str] = mapped_column(String(40))
    part: Mapped[int]
    parts: Mapped[int]
    state: Mapped[BatchState] = mapped_column(enum_type(BatchState), index=True)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    results: Mapped[dict[str, Any]] = mapped_column(JSON)
    attempts: Mapped[int]
    run_id: Mapped[str] = mapped_column(String(60))  # of the latest attempt
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def work_items(self) -> list[WorkItem]:
        """Its items in order."""
        return [WorkItem(**each) for each in self.items]

    @property
    def lease_name(self) -> str:
        """The name of the lease that whoever does it holds."""
        return f"batch {self.id}"
