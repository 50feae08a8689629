"""What came in since the coordinator's last summary; before the first one, in a week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class SummaryPeriod:
    """The period of a summary: since the time of the last one, and from `first_day` if there was none."""

    since: datetime | None
    first_day: date

    def matches(
        self, at: InstrumentedAttribute[datetime], day: InstrumentedAttribute[date]
    ) -> ColumnElement[bool]:
        """Return the SQL condition that what came in at a time, on a day, came in within the period."""
        return at >= self.since if self.since else day >= self.first_day


def build_summary_period(since: datetime | None, today: date) -> SummaryPeriod:
    """Return the period up to today: since a time, by default a week."""
    return SummaryPeriod(since, today - WEEK)
