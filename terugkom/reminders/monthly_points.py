"""What a summary names at most once a month: it is news once, and is repeated in a later month in a summary
that is sent anyway."""

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.plan.model import Municipality

_NAMED = "-named"  # ends the kind of a point that says only in which month something was named


class MonthlyItem(Protocol):
    """What is named at most once a month."""

    @property
    def point(self) -> str:
        """What is news once."""

    @property
    def named_point(self) -> str:
        """What says that it was named in this month."""


def format_named_point(kind: str, name: str, month: str) -> str:
    """Return the point that says that something was named in a month, as in 2027-03."""
    return f"{kind}{_NAMED}:{name}:{month}"


def list_points(items: Iterable[MonthlyItem]) -> set[str]:
    """Return what a summary keeps of these items."""
    return {point for each in items for point in (each.point, each.named_point)}


def is_news(point: str) -> bool:
    """Return whether a point may bring a summary of its own; not that something was named."""
    return not point.partition(":")[0].endswith(_NAMED)


def load_told_points(session: Session, municipality_id: int) -> frozenset[str]:
    """Return the points that the last summary of a municipality told, or an earlier one if they stayed."""
    query = select(Municipality.reported_points).where(Municipality.id == municipality_id)
    return frozenset(session.scalar(query) or ())


def format_reader_point(reader_id: int | None) -> str:
    """Return the point that says who reads a summary; None: nobody known by a number."""
    return f"reader:{reader_id or ''}"


def load_points_told_to(session: Session, municipality_id: int, reader_id: int | None) -> frozenset[str]:
    """Do as `load_told_points`; nothing was told to a reader who is new, such as a stand-in."""
    told = load_told_points(session, municipality_id)
    return told if format_reader_point(reader_id) in told else frozenset()
