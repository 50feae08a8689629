"""The channel that mail goes through, kept in our database: settings and Prefect's blocks can be lost."""

from sqlalchemy.orm import Session

from terugkom.delivery.channels.base import FOLDER

_ROW = 1


def load_mail_channel(session: Session) -> str:
    """Return the stored channel; the folder if none was stored."""
    from terugkom.delivery.mail_channel_model import MailChannel  # here: few commands ask for it

    stored = session.get(MailChannel, _ROW)
    return stored.channel if stored else FOLDER


def store_mail_channel(session: Session, channel: str) -> None:
    """Store the channel; storing it again changes nothing."""
    from terugkom.delivery.mail_channel_model import MailChannel  # here: few commands ask for it

    session.merge(MailChannel(id=_ROW, channel=channel))
