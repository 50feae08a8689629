"""The progress of the plan at the end of each year, and now."""

from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from terugkom.documents.chart import Chart
from terugkom.documents.phrases import say
from terugkom.meetings.packs.progress import Place, counted, picture
from terugkom.plan.action_facts import Fact
from terugkom.plan.history import ADDED

MOST = 5  # past years that are shown
_A_YEAR = relativedelta(years=1)


def trend(facts: Sequence[Fact], today: date, since: date, language: str) -> Chart:
    """Draw the progress of the actions, a year a row, by the plan's own history; the last row is today."""
    rows = [(str(day.year), counted(facts, day, day - _A_YEAR)) for day in year_ends(facts, today)]
    rows.append((say("now", language), counted(facts, today, since)))
    return picture(
        say("trend", language),
        [(label, [count[place] for place in Place]) for label, count in rows],
        language,
    )


def year_ends(facts: Sequence[Fact], today: date) -> list[date]:
    """Return the last days of the years since the plan's first action; none if that is not known."""
    added = [each.day.year for fact in facts for each in fact.past if each.field == ADDED]
    first = max(min(added, default=today.year), today.year - MOST)
    return [date(year, 12, 31) for year in range(first, today.year)]
