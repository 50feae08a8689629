"""Which media were published in the last four quarters, and which were not used.

Guide: "Via de diverse kanalen waarover de gemeente beschikt."
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.editions.model import Edition, EditionState
from terugkom.plan.media import Coverage, Medium
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.quarters import Quarter

QUARTER_COUNT = 4


def load_coverage(session: Session, municipality: Municipality, today: date) -> Coverage:
    """Return the coverage of the four quarters up to and including `today`."""
    last = Quarter.containing(today)
    quarters = [last]
    while len(quarters) < QUARTER_COUNT:
        quarters.insert(0, quarters[0].previous)
    names = tuple(map(str, quarters))
    query = (
        select(Moment.period, Edition.published_media)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Edition.state == EditionState.PUBLISHED)
        .where(Moment.period.in_(names))
    )
    media_by_quarter = {period: set(media) for period, media in session.execute(query).tuples()}
    rows = tuple(
        (medium, tuple(str(medium) in media_by_quarter.get(name, ()) for name in names)) for medium in Medium
    )
    return Coverage(names, rows)
