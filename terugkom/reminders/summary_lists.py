"""The lists of the coordinator's summary: the first items of each, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

MAX_SHOWN = 40  # items shown of each list; the others are only counted

T = TypeVar("T")


@dataclass(frozen=True)
class SummaryList(Generic[T]):
    """The first items of a list, and their total number."""

    shown: Sequence[T]
    total: int


@dataclass(frozen=True)
class SummaryAction:
    """An action in the summary."""

    code: str
    title: str
    owner: str = ""
    stand_in: str = ""  # who was asked in the place of the owner
    group: str = ""
    has_meeting: bool = True  # whether a meeting of the group is planned
    ask: str = ""
    why: str = ""
    is_in_workbook: bool = True  # else it is asked about, and no pack counts it
    reason: str = ""
    is_dated: bool = False  # the reason begins with the day on which it was written
    days_left: int = 0
    until: date | None = None
    deadline: date | None = None


def load_list(session: Session, query: Select[Any], line: Any) -> SummaryList[Any]:
    """Return the first rows of a query as lines, and how many there are. Two queries at most."""
    rows = session.execute(query.limit(MAX_SHOWN)).all()
    total = len(rows)
    if total == MAX_SHOWN:
        total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return SummaryList([line(row) for row in rows], total)
