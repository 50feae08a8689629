"""List the mentions of a municipality, and mark them as seen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from terugkom.errors import PublicInputError
from terugkom.mentions.model import Mention
from terugkom.plan.model import Municipality
from terugkom.plan.summary_period import SummaryPeriod


def list_mentions(session: Session, municipality: Municipality, *, is_all: bool) -> Sequence[Mention]:
    """Return the mentions of a municipality that were not withdrawn, the newest first; all or the unseen."""
    mine = select(Mention).where(Mention.municipality_id == municipality.id, Mention.withdrawn_on.is_(None))
    if not is_all:
        mine = mine.where(Mention.seen_on.is_(None))
    return session.scalars(mine.order_by(Mention.said_on.desc(), Mention.id.desc())).all()


def list_new_mentions(session: Session, municipality_id: int, period: SummaryPeriod) -> Sequence[Mention]:
    """Return the unseen mentions that came in within a period, the newest first."""
    mine = select(Mention).where(Mention.municipality_id == municipality_id, _is_unseen())
    mine = mine.where(period.matches(Mention.noted_at, Mention.noted_on))
    return session.scalars(mine.order_by(Mention.said_on.desc(), Mention.id.desc())).all()


def has_mentions_since(session: Session, municipality_id: int, day: date) -> bool:
    """Return whether an unseen mention came in on a day or later."""
    mine = select_with_mentions_since(day).where(Mention.municipality_id == municipality_id)
    return session.scalar(mine.limit(1)) is not None


def select_with_mentions_since(day: date) -> Select[tuple[int]]:
    """Return the query for the municipalities of which something was said on a day or later, and not seen."""
    return select(Mention.municipality_id).where(_is_unseen(), Mention.noted_on >= day)


def mark_seen(session: Session, municipality: Municipality, numbers: Sequence[int], today: date) -> int:
    """Mark mentions as seen; return how many were not yet. Raises PublicInputError for an unknown number."""
    mine = select(Mention).where(Mention.municipality_id == municipality.id, Mention.id.in_(numbers))
    found = session.scalars(mine).all()
    if missing := sorted(set(numbers) - {each.id for each in found}):
        raise PublicInputError("error.mention.unknown", number=missing[0])
    unseen = [each for each in found if each.seen_on is None]
    for each in unseen:
        each.seen_on = today
    return len(unseen)


def mention_as_json(mention: Mention) -> dict[str, Any]:
    """Return a mention as a JSON object."""
    return {
        "number": mention.id,
        "source": mention.source,
        "said_on": mention.said_on.isoformat(),
        "author": mention.author or None,
        "text": mention.text,
        "answers": mention.answers or mention.answers_url or None,
        "url": mention.url or None,
        "private": mention.is_private,
        "seen_on": mention.seen_on.isoformat() if mention.seen_on else None,
    }


def _is_unseen() -> ColumnElement[bool]:
    return and_(Mention.seen_on.is_(None), Mention.withdrawn_on.is_(None))
