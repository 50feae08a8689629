"""Tables of the indicators of actions, and of what was measured."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base
from terugkom.plan.model import Action


class Indicator(Base):
    """An indicator of an action, with baseline and target."""

    __tablename__ = "indicators"
    __table_args__ = (UniqueConstraint("municipality_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(60), default="")
    baseline: Mapped[float | None]
    target: Mapped[float | None]
    target_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300), default="")

    action: Mapped[Action] = relationship()
    measurements: Mapped[list["Measurement"]] = relationship(
        back_populates="indicator", order_by="Measurement.measured_on"
    )


class Measurement(Base):
    """One measured value of an indicator, with its day."""

    __tablename__ = "measurements"
    __table_args__ = (UniqueConstraint("indicator_id", "measured_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"))
    measured_on: Mapped[date]
    value: Mapped[float]

    indicator: Mapped[Indicator] = relationship(back_populates="measurements")
