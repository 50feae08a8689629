"""The progress of the plan at the end of each year, and now."""

from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from terugkom.documents.chart import Chart
from terugkom.documents.messages import translate
from terugkom.meetings.packs.progress import (
    ProgressOn,
    ProgressState,
    count_by_progress,
    draw_progress_chart,
)
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.history import ADDED

MAX_YEARS = 5  # past years that are shown
_A_YEAR = relativedelta(years=1)


def draw_yearly_trend(
    facts: Sequence[ActionFacts], progress_on: ProgressOn, today: date, since: date, language: str
) -> Chart:
    """Draw the progress of the actions, a year a row, by the plan's own history; the last row is today."""
    rows = [
        (str(day.year), count_by_progress(facts, progress_on(day, day - _A_YEAR)))
        for day in list_year_ends(facts, today)
    ]
    rows.append((translate("pack.now", language), count_by_progress(facts, progress_on(today, since))))
    return draw_progress_chart(
        translate("pack.chart.trend", language),
        [(label, [count[place] for place in ProgressState]) for label, count in rows],
        language,
    )


def list_year_ends(facts: Sequence[ActionFacts], today: date) -> list[date]:
    """Return the last days of the years since the plan's first action; none if that is not known."""
    added = [each.day.year for fact in facts for each in fact.changes if each.field == ADDED]
    first = max(min(added, default=today.year), today.year - MAX_YEARS)
    return [date(year, 12, 31) for year in range(first, today.year)]
