"""List the corrections of the editions of a municipality."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.editions.corrections.correction_model import StoryCorrection
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
