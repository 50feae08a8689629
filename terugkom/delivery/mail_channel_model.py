"""The table of the channel that mail goes through."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base


class MailChannel(Base):
    """The channel that mail goes through, once it is no longer the folder: at most one row, with the id 1."""

    __tablename__ = "mail_channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(40))
