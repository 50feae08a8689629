"""What an edition wrote and a person must release, such as a press release: until then it goes nowhere.

Once a later edition wrote the same, or a newsletter, it is old news: the coordinator hears so once, and is no
longer asked for it. It stays held, and may be released by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Exists, Row, Select, and_, exists, select
from sqlalchemy.orm import Session, aliased

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.restore_hold import HELD_REASON
from terugkom.documents.formatting import format_quarter
from terugkom.documents.model import Document
from terugkom.plan.model import Municipality
from terugkom.reminders.summary_lists import MAX_SHOWN, SummaryList
from terugkom.schedule.model import Moment
from terugkom.schedule.quarters import Quarter

_EDITION = "newsletter"  # the kind of moment
_NEWSLETTER = "newsletter"  # and that of the document for readers


@dataclass(frozen=True)
class UnreleasedDocument:
    """A document that waits for release: the numbers of its deliveries, and the edition that it is of."""

    numbers: tuple[int, ...]
    kind: str
    subject: str
    edition: str

    @property
    def id(self) -> int:
        """The number by which it is known in what was told."""
        return self.numbers[0]


NOTHING_UNRELEASED: SummaryList[UnreleasedDocument] = SummaryList((), 0)


def list_unreleased(session: Session, municipality: Municipality) -> SummaryList[UnreleasedDocument]:
    """Return what is to be released of the editions of a municipality, the oldest first."""
    return _load(session, municipality, ~_is_superseded())


def list_superseded(
    session: Session, municipality: Municipality, since: datetime | None
) -> SummaryList[UnreleasedDocument]:
    """Return what was not released before a later edition came, of those that came since a time, or ever."""
    is_new = _is_superseded() if since is None else and_(_is_superseded(), ~_is_superseded(before=since))
    return _load(session, municipality, is_new)


def _load(
    session: Session, municipality: Municipality, condition: ColumnElement[bool]
) -> SummaryList[UnreleasedDocument]:
    query = (
        select(Delivery.id, Delivery.document_id, Document.kind, Document.subject, Moment.period)
        .join(Document, Document.id == Delivery.document_id)
        .join(Moment, Moment.id == Delivery.moment_id)
        .where(Delivery.municipality_id == municipality.id, _is_held(), condition)
        .order_by(Delivery.document_id, Delivery.id)
    )
    by_document = groupby(session.execute(query), lambda row: row.document_id)
    found = [_build_unreleased(list(rows), municipality.language) for _, rows in by_document]
    return SummaryList(found[:MAX_SHOWN], len(found))


def _build_unreleased(rows: Sequence[Row[Any]], language: str) -> UnreleasedDocument:
    """Return one document from the rows of its deliveries."""
    first = rows[0]
    edition = format_quarter(Quarter.parse(first.period).last, language)
    return UnreleasedDocument(tuple(each.id for each in rows), first.kind, first.subject, edition)


def select_with_unreleased() -> Select[tuple[int]]:
    """Return the query for the municipalities of which something waits for release."""
    query = select(Delivery.municipality_id).join(Moment, Moment.id == Delivery.moment_id)
    query = query.join(Document, Document.id == Delivery.document_id)
    return query.where(_is_held(), ~_is_superseded())


def has_unreleased(session: Session, municipality_id: int) -> bool:
    """Return whether something of this municipality waits for release."""
    mine = select_with_unreleased().where(Delivery.municipality_id == municipality_id)
    return session.scalar(mine.limit(1)) is not None


def _is_superseded(before: datetime | None = None) -> Exists:
    """Whether a later edition wrote the same, or a newsletter; before a time, if one is given."""
    moment, delivery, document = aliased(Moment), aliased(Delivery), aliased(Document)
    later = (
        exists()
        .where(moment.municipality_id == Moment.municipality_id, moment.kind == _EDITION)
        .where(moment.period > Moment.period, delivery.moment_id == moment.id)
        .where(document.id == delivery.document_id, document.kind.in_((Document.kind, _NEWSLETTER)))
        .correlate(Moment, Document)
    )
    return later if before is None else later.where(delivery.created_at < before)


def _is_held() -> ColumnElement[bool]:
    # what a restore holds is another matter: `terugkom held` lists it
    is_held = and_(Delivery.state == DeliveryState.HELD, Delivery.reason != HELD_REASON)
    return and_(is_held, Moment.kind == _EDITION)
