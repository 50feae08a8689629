"""Skip the digests of earlier weeks that were not sent: the week that begins asks about their actions."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.delivery.due_deliveries import is_free
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.retry_times import GIVEN_UP
from terugkom.plan.next_reminder import repeat_reminders
from terugkom.schedule.model import Moment, Reminder

RECIPIENT_ROLES = ("owner", "stand-in")  # the delivery roles of recipients of a digest
_BATCH_SIZE = 1000


def is_given_up() -> ColumnElement[bool]:
    """Return whether a delivery was given up, as an SQL condition."""
    return and_(Delivery.state == DeliveryState.FAILED, Delivery.reason.startswith(GIVEN_UP))


def supersede_pending_digests(session: Session, municipality_id: int, moment: Moment, now: datetime) -> None:
    """Skip the unsent digests of earlier weeks, and make their actions due again: nobody gets two at once.

    Unsent are those that wait and those that were given up: what was never sent does not count as sent.
    A copy is skipped with its digest. A copy alone, or a summary, is still sent: it would not be repeated.
    `now` is the time by which leases are judged.
    """
    earlier = select(Moment.id).filter_by(municipality_id=municipality_id, kind=moment.kind)
    earlier = earlier.where(Moment.id != moment.id)
    skip_query = (
        update(Delivery)
        .where(Delivery.moment_id.in_(earlier), or_(Delivery.state == DeliveryState.PENDING, is_given_up()))
        .where(is_free(now))
        .values(state=DeliveryState.SKIPPED, reason=format_superseded_reason(moment.period))
        .execution_options(synchronize_session=False)
    )
    digests = skip_query.where(Delivery.role.in_(RECIPIENT_ROLES)).returning(Delivery.id, Delivery.key)
    for batch in batched(session.execute(digests).all(), _BATCH_SIZE):
        skipped = [row.id for row in batch]
        session.execute(skip_query.where(Delivery.key.in_([format_copy_key(row.key) for row in batch])))
        repeat_reminders(session, Reminder.delivery_id.in_(skipped), moment.day)


def format_copy_key(digest_key: str) -> str:
    """Return the key of the delivery of the coordinator's copy of a digest."""
    return f"{digest_key}:copy"


def format_superseded_reason(period: str) -> str:
    """Return the skip reason of a delivery that the digest of a later week replaces."""
    return f"superseded: repeated in {period}"
