"""List the corrections of the editions of a municipality, and find who has some that are not done."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, String, cast, or_, select
from sqlalchemy.orm import Session

from terugkom.editions.corrections.correction_model import OPEN_CORRECTION_STATES, StoryCorrection
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment


def list_corrections(session: Session, municipality: Municipality) -> Sequence[StoryCorrection]:
    """Return all corrections of a municipality, the oldest first."""
    query = (
        select(StoryCorrection)
        .join(Moment, Moment.id == StoryCorrection.moment_id)
        .where(Moment.municipality_id == municipality.id)
    )
    return session.scalars(query.order_by(Moment.period, StoryCorrection.number)).all()


def list_unfinished_corrections(session: Session, municipality: Municipality) -> list[StoryCorrection]:
    """Return the corrections that wait for a decision or for their publication, through all media or some."""
    found = list_corrections(session, municipality)
    return [each for each in found if each.state.is_open or each.is_to_publish]


def select_with_unfinished_corrections() -> Select[tuple[int]]:
    """Return the query for the municipalities with such a correction."""
    is_open = StoryCorrection.state.in_(OPEN_CORRECTION_STATES)
    return select_with_corrections(or_(is_open, cast(StoryCorrection.unrendered_media, String) != "[]"))


def select_with_corrections(*conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    """Return the query for the municipalities with a correction that meets these conditions."""
    corrections = select(Moment.municipality_id).join(StoryCorrection, StoryCorrection.moment_id == Moment.id)
    return corrections.where(*conditions)
