"""A meeting as it stands in a calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from terugkom.documents.letter import Address


class CalendarMethod(StrEnum):
    """The iTIP METHOD of a calendar part (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class CalendarEvent:
    """One VEVENT. `duration_minutes` is its duration, `stamp` its DTSTAMP."""

    uid: str
    sequence: int
    day: date
    starts_at: time
    duration_minutes: int
    summary: str
    description: str
    place: str
    stamp: datetime
    cancelled: bool = False
    withdrawn: bool = False  # for its attendees only: a CANCEL for them has no status
    organiser: Address | None = None
    sent_by: Address | None = None
    attendees: tuple[Address, ...] = ()
