"""Skip deliveries that nobody began to send, with the reason."""

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from terugkom.delivery.model import NOT_STARTED, Delivery, DeliveryState


def skip_not_started(session: Session, which: ColumnElement[bool], reason: str) -> None:
    """Skip those of these deliveries that have not left, so that nobody gets what a later one replaces."""
    session.execute(
        update(Delivery)
        .where(which, Delivery.state.in_(NOT_STARTED))
        .values(state=DeliveryState.SKIPPED, reason=reason, next_try_at=None, lease=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
