"""The mails that came in: which was read, from whom, and what followed, so that none is taken twice.

A mail is stored in the transaction in which it changes something. What is to be told about it is enqueued
later, by whoever finds it waiting: a process may die between the two.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base, UtcDateTime, enum_type


class MailKind(StrEnum):
    """What a mail was, and what followed from it."""

    REPORTED = "reported"  # progress of actions
    ASKED = "asked"  # a person must decide what it says
    UNDONE = "undone"  # took an earlier answer back
    ATTENDANCE = "attendance"  # whether somebody comes to a meeting
    ABSENCE = "absence"  # an out-of-office
    AUTOMATIC = "automatic"  # another machine's
    OTHER = "other"  # of somebody who is not in the plan, or about nothing in it: a person says what it is
    BULK = "bulk"  # advertising or a mailing list, of somebody who is not in the plan
    OVER_LIMIT = "over-limit"  # set aside unread: its sender, or all of them, sent too much in a day
    FILES = "files"  # a workbook, minutes or ideas
    IDEA = "idea"
    HEARD = "heard"  # what somebody said elsewhere, forwarded by the coordinator


class ReceiptState(StrEnum):
    """Whether its sender is still to be told what followed."""

    NONE = "none"
    WAITING = "waiting"
    ENQUEUED = "enqueued"


class IncomingMail(Base):
    """A mail that was read. `outcome` holds what followed for each action, and what undoes it."""

    __tablename__ = "incoming_mails"
    __table_args__ = (UniqueConstraint("municipality_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    kind: Mapped[MailKind] = mapped_column(enum_type(MailKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    message_id: Mapped[str] = mapped_column(Text, default="")  # its own: its receipt answers it
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    received_on: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    receipt: Mapped[ReceiptState] = mapped_column(enum_type(ReceiptState), default=ReceiptState.NONE)
    undone_on: Mapped[date | None]

    @property
    def answered_id(self) -> str:
        """The Message-ID that its receipt answers; empty for one that fits in no header."""
        return self.message_id if self.message_id.isascii() and len(self.message_id) < 500 else ""


SET_ASIDE = (MailKind.AUTOMATIC, MailKind.BULK)  # of these only that they came is kept

# Of a mail that is kept too long only that it was read stays, so that it is not taken again.
EMPTY_MAIL: dict[str, Any] = {"text": "", "subject": "", "sender": "", "message_id": "", "outcome": []}


def find_incoming_mail(session: Session, municipality_id: int, fingerprint: str) -> IncomingMail | None:
    """Return the mail with this fingerprint if it was read before."""
    mine = select(IncomingMail).where(
        IncomingMail.municipality_id == municipality_id, IncomingMail.fingerprint == fingerprint
    )
    return session.scalar(mine)


def count_mails_of_day(
    session: Session, municipality_id: int, kind: MailKind, day: date, sender: str | None = None
) -> int:
    """Return how many mails of this kind came in on a day, from one address or from all."""
    mine = select(func.count()).where(
        IncomingMail.municipality_id == municipality_id,
        IncomingMail.kind == kind,
        IncomingMail.received_on == day,
    )
    if sender is not None:
        mine = mine.where(IncomingMail.sender == sender)
    return session.scalar(mine) or 0


def are_too_many(
    session: Session,
    municipality_id: int,
    kind: MailKind,
    day: date,
    sender: str,
    *,
    from_one: int,
    in_all: int,
) -> bool:
    """Return whether as many mails of a kind came in on a day as are taken, from one address or from all."""
    mine = (session, municipality_id, kind, day)
    return count_mails_of_day(*mine, sender[:254]) >= from_one or count_mails_of_day(*mine) >= in_all


def list_waiting_receipts(session: Session, municipality_id: int) -> Sequence[IncomingMail]:
    """Return the mails whose sender is still to be told what followed, the oldest first."""
    waiting = select(IncomingMail).where(
        IncomingMail.municipality_id == municipality_id, IncomingMail.receipt == ReceiptState.WAITING
    )
    return session.scalars(waiting.order_by(IncomingMail.id)).all()


def claim_receipt(session: Session, mail_id: int, state: ReceiptState) -> bool:
    """Record what became of the receipt of a mail; return False if another process did so before."""
    waiting = update(IncomingMail).where(
        IncomingMail.id == mail_id, IncomingMail.receipt == ReceiptState.WAITING
    )
    return session.execute(waiting.values(receipt=state).returning(IncomingMail.id)).first() is not None
