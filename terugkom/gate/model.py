"""The tables of the gate: accepted actions, and the daily snapshot of the grades."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime


class GateAcceptance(Base):
    """An officer's acceptance of an action as it is: its findings are hidden while its text is unchanged."""

    __tablename__ = "gate_acceptances"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    text_sha256: Mapped[str] = mapped_column(String(64))
    rules: Mapped[list[str]] = mapped_column(
        JSON
    )  # ids of the rules that matched; findings of other rules are not accepted
    reason: Mapped[str] = mapped_column(Text)
    accepted_by: Mapped[str] = mapped_column(String(200), default="")
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GateSnapshot(Base):
    """The number of actions by group and grade on a day, and the last change included."""

    __tablename__ = "gate_snapshots"
    __table_args__ = (UniqueConstraint("municipality_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    day: Mapped[date]
    grades: Mapped[dict[str, Any]] = mapped_column(JSON)  # a group's code ("" for none) -> grade -> count
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_change: Mapped[int]  # the newest row of action_changes then
    last_acceptance: Mapped[int]
