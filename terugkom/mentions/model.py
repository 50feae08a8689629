"""The tables of mentions: what was said, where and by whom, and up to where an account was read."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime

MASTODON, MAIL = "mastodon", "mail"  # the sources that are read by the program


class Mention(Base):
    """Something that was said elsewhere. It is the coordinator's to read, and is published nowhere.

    `remote_id` is what the same mention always has: the address of a status at its server, the fingerprint of
    a mail, the hash of a pasted text. Of a mention that was withdrawn the row stays, empty.
    """

    __tablename__ = "mentions"
    __table_args__ = (UniqueConstraint("municipality_id", "source", "remote_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    source: Mapped[str] = mapped_column(String(60))
    remote_id: Mapped[str] = mapped_column(String(330))
    url: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    answers: Mapped[str] = mapped_column(Text, default="")  # how our own post begins that it answers
    answers_url: Mapped[str] = mapped_column(Text, default="")
    is_private: Mapped[bool] = mapped_column(default=False)  # sent to us alone
    said_on: Mapped[date]
    noted_on: Mapped[date]  # when it came in, or was last changed: the day of the run
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]


class MentionCursor(Base):
    """Up to where the notifications of a municipality's account at a server were read."""

    __tablename__ = "mention_cursors"
    __table_args__ = (UniqueConstraint("municipality_id", "server"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    server: Mapped[str] = mapped_column(String(300))
    account_id: Mapped[str] = mapped_column(String(64), default="")
    last_id: Mapped[str] = mapped_column(String(64), default="")
    not_before: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # the server asked not to be asked sooner
