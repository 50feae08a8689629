"""Which media were published in the last four quarters, and which were not used.

A medium of which nothing left, such as a press release that nobody released, was not used.

Guide: "Via de diverse kanalen waarover de gemeente beschikt."
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.editions.model import MEDIUM_MAIL, POST_DOCUMENT, Edition, EditionState
from terugkom.plan.media import Coverage, Medium
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.quarters import Quarter

QUARTER_COUNT = 4
_STAYED = {DeliveryState.HELD, DeliveryState.DROPPED, DeliveryState.FAILED, DeliveryState.SKIPPED}


def load_coverage(session: Session, municipality: Municipality, today: date) -> Coverage:
    """Return the coverage of the four quarters up to and including `today`."""
    last = Quarter.containing(today)
    quarters = [last]
    while len(quarters) < QUARTER_COUNT:
        quarters.insert(0, quarters[0].previous)
    names = tuple(map(str, quarters))
    query = (
        select(Moment.period, Edition.published_media, Moment.id)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Edition.state == EditionState.PUBLISHED)
        .where(Moment.period.in_(names))
    )
    found = session.execute(query).tuples().all()
    stayed = _list_stayed(session, [moment_id for _, _, moment_id in found])
    media_by_quarter = {
        period: {each for each in media if (moment_id, each) not in stayed}
        for period, media, moment_id in found
    }
    rows = tuple(
        (medium, tuple(str(medium) in media_by_quarter.get(name, ()) for name in names)) for medium in Medium
    )
    return Coverage(names, rows)


def _list_stayed(session: Session, moment_ids: Sequence[int]) -> set[tuple[int | None, str]]:
    """Return the media of these editions, by moment, of which all deliveries are held or went nowhere."""
    query = (
        select(Delivery.moment_id, Document.kind, Delivery.state)
        .join(Document, Document.id == Delivery.document_id)
        .where(Delivery.moment_id.in_(moment_ids))
        .where(Document.kind.startswith(MEDIUM_MAIL, autoescape=True) | (Document.kind == POST_DOCUMENT))
        .distinct()
    )
    states: dict[tuple[int | None, str], set[DeliveryState]] = {}
    for moment_id, kind, state in session.execute(query).tuples():
        medium = Medium.SOCIAL.value if kind == POST_DOCUMENT else kind.removeprefix(MEDIUM_MAIL)
        states.setdefault((moment_id, medium), set()).add(state)
    return {medium for medium, found in states.items() if found <= _STAYED}
