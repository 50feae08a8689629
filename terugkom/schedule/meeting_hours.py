"""The hours of a meeting on its day, and whether two meetings are at one hour."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS_ZONE = "Europe/Brussels"
_BRUSSELS = ZoneInfo(BRUSSELS_ZONE)
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
    def local_start(self) -> datetime:
        """When it begins, with its time zone; an hour that the clock skips in spring is the next one."""
        return self.start.replace(tzinfo=_BRUSSELS).astimezone(UTC).astimezone(_BRUSSELS)

    @property
    def local_end(self) -> datetime:
        """When it is over, with its time zone: it takes as long in the night in which the clock changes."""
        lasts = timedelta(minutes=self.duration_minutes or DEFAULT_DURATION_MINUTES)
        return (self.local_start.astimezone(UTC) + lasts).astimezone(_BRUSSELS)

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, self.starts_at or DEFAULT_STARTS_AT)

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.duration_minutes or DEFAULT_DURATION_MINUTES)
