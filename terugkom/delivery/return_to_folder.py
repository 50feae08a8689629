"""Have mail go to the folder again."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from terugkom.delivery.channels.base import FOLDER, SMTP
from terugkom.delivery.due_deliveries import is_free
from terugkom.delivery.mail_channel import store_mail_channel
from terugkom.delivery.model import Delivery, DeliveryState


def return_to_folder(session: Session, now: datetime) -> int:
    """Have mail go to the folder again, what waits for the mail server included; return how many waited."""
    store_mail_channel(session, FOLDER)
    waiting = (
        update(Delivery)
        .where(Delivery.channel == SMTP, Delivery.state == DeliveryState.PENDING)
        .where(is_free(now))
        .values(channel=FOLDER, next_try_at=None)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.scalars(waiting).all())
