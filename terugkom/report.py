"""The result of a run: moments, documents, deliveries, and what needs attention. Reports can be added."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class MomentLine:
    """A moment that was due."""

    municipality: str
    kind: str
    subject: str
    period: str


@dataclass(frozen=True)
class DocumentLine:
    """A document that was rendered; `path` is None on a dry run, which stores nothing."""

    kind: str
    path: str | None
    sha256: str


@dataclass(frozen=True)
class RunReport:
    """The result of one run. `deliveries` counts by state, `attention` what needs a person, by reason."""

    moments: tuple[MomentLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    deliveries: Counter[str] = field(default_factory=Counter)
    attention: Counter[str] = field(default_factory=Counter)
    next_try_at: datetime | None = None
    files: int = 0  # taken from an inbox
    dry_run: bool = False
    next_due_on: date | None = None  # the first day after this one on which something is due

    def __add__(self, other: "RunReport") -> "RunReport":
        tries = [at for at in (self.next_try_at, other.next_try_at) if at]
        days = [day for day in (self.next_due_on, other.next_due_on) if day]
        return RunReport(
            self.moments + other.moments,
            self.documents + other.documents,
            self.deliveries + other.deliveries,
            self.attention + other.attention,
            min(tries, default=None),
            self.files + other.files,
            self.dry_run or other.dry_run,
            min(days, default=None),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was due."""
        return not (self.moments or self.documents or self.deliveries or self.attention or self.files)

    @property
    def needs_attention(self) -> bool:
        """Whether something failed, is in doubt or awaits a person's decision."""
        waiting = ("failed", "in_doubt", "held")
        return bool(self.attention or any(self.deliveries[state] for state in waiting))

    def as_json(self, today: date) -> dict[str, Any]:
        """Return the report as `terugkom run --json` prints it."""
        return {
            "today": today.isoformat(),
            "dry_run": self.dry_run,
            "moments": [vars(moment) for moment in self.moments],
            "documents": [vars(document) for document in self.documents],
            "deliveries": {state: count for state, count in sorted(self.deliveries.items()) if count},
            "attention": {why: count for why, count in sorted(self.attention.items()) if count},
            "files": self.files,
            "next_try_at": self.next_try_at.isoformat() if self.next_try_at else None,
        }


def sum_reports(reports: Iterable[RunReport]) -> RunReport:
    """Return several reports as one."""
    return sum(reports, RunReport())


def format_counts(counts: Sequence[tuple[str, int]]) -> str:
    """Return counts as one line: ``9 sent, 1 failed``; those of zero left out."""
    return ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts if count)
