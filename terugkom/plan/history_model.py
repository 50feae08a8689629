"""The table of the history of actions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime


class ActionChange(Base):
    """One change of an action: field, old value, new value, day, time, source.

    Values are JSON; `terugkom.plan.history` says what each field is read back as.
    """

    __tablename__ = "action_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    field: Mapped[str] = mapped_column(String(60))
    old: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    new: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    changed_on: Mapped[date]  # the day of the run that made it
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(200))
