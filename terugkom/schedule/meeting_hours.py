"""The hours of a meeting on its day, and whether two meetings are at one hour."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DEFAULT_STARTS_AT = time(14)  # default if the plan gives none
DEFAULT_DURATION_MINUTES = 90


@dataclass(frozen=True)
class MeetingHours:
    """When a meeting is held, in Europe/Brussels time; without an hour or a duration the defaults hold."""

    day: date
    starts_at: time | None = None
    duration_minutes: int | None = None

    def overlaps(self, other: "MeetingHours") -> bool:
        """Return whether nobody can be at both; one that ends when the other starts is no overlap."""
        return self.start < other.end and other.start < self.end

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, self.starts_at or DEFAULT_STARTS_AT)

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.duration_minutes or DEFAULT_DURATION_MINUTES)
