"""What became of the deliveries that some runs enqueued for one municipality."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment


@dataclass(frozen=True)
class DueWork:
    """What was due of a municipality: a kind of moment, of which `subject` and `period` may say which one.
    Without a kind all that was enqueued for it."""

    municipality: str
    kind: str = ""
    subject: str = ""
    period: str = ""

    def build_condition(self) -> ColumnElement[bool]:
        """Return whether a delivery is about it, as an SQL condition."""
        municipality = select(Municipality.id).where(Municipality.slug == self.municipality)
        if not self.kind:
            return Delivery.municipality_id == municipality.scalar_subquery()
        return Delivery.moment_id.in_(select(Moment.id).where(self.build_moment_condition()))

    def build_moment_condition(self) -> ColumnElement[bool]:
        """Return whether a moment is one of it, as an SQL condition; it has none without a kind."""
        municipality = select(Municipality.id).where(Municipality.slug == self.municipality)
        moment = and_(Moment.municipality_id == municipality.scalar_subquery(), Moment.kind == self.kind)
        if self.subject or self.period:
            moment = and_(moment, Moment.subject == self.subject, Moment.period == self.period)
        return moment


def count_deliveries_of_runs(session: Session, work: DueWork, run_ids: Collection[str]) -> Counter[str]:
    """Return by state how many deliveries about some work these runs enqueued."""
    query = select(Delivery.state, func.count()).where(work.build_condition(), Delivery.run_id.in_(run_ids))
    return Counter({str(state): count for state, count in session.execute(query.group_by(Delivery.state))})
