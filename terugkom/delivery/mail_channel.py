"""The channel that mail goes through, kept in our database: settings and Prefect's blocks can be lost."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from terugkom.delivery.channels import FOLDER, SMTP
from terugkom.delivery.model import Delivery, DeliveryState, MailChannel

_ROW = 1


def load_mail_channel(session: Session) -> str:
    """Return the stored channel; the folder if none was stored."""
    stored = session.get(MailChannel, _ROW)
    return stored.channel if stored else FOLDER


def store_mail_channel(session: Session, channel: str) -> None:
    """Store the channel; storing it again changes nothing."""
    session.merge(MailChannel(id=_ROW, channel=channel))


def return_to_folder(session: Session, now: datetime) -> int:
    """Have mail go to the folder again, what waits for the mail server included; return how many waited."""
    store_mail_channel(session, FOLDER)
    waiting = (
        update(Delivery)
        .where(Delivery.channel == SMTP, Delivery.state == DeliveryState.PENDING)
        .where(or_(Delivery.lease_until.is_(None), Delivery.lease_until < now))
        .values(channel=FOLDER, next_try_at=None)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.scalars(waiting).all())
