"""The channel that mail goes through, kept in our database: settings and Prefect's blocks can be lost."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database import Base
from terugkom.delivery.channels import FOLDER

_ROW = 1


class MailChannel(Base):
    """The channel that mail goes through, once it is no longer the folder: at most one row, with the id 1."""

    __tablename__ = "mail_channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(40))


def load_mail_channel(session: Session) -> str:
    """Return the stored channel; the folder if none was stored."""
    stored = session.get(MailChannel, _ROW)
    return stored.channel if stored else FOLDER


def store_mail_channel(session: Session, channel: str) -> None:
    """Store the channel; storing it again changes nothing."""
    session.merge(MailChannel(id=_ROW, channel=channel))
