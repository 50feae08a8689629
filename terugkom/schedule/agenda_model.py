"""The table of agenda points; it stands apart, as for its index SQLAlchemy imports PostgreSQL's dialect."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database import Base


class AgendaPoint(Base):
    """What the next meeting of a group must discuss: a missed deadline, or what the gate finds in a text.

    A point about a text has no deadline and no moment; it exists once for each text of its action.
    """

    __tablename__ = "agenda_points"
    __table_args__ = (
        UniqueConstraint("action_id", "deadline", "reason"),
        Index("ix_agenda_points_moment", "moment_id"),
        Index(
            "uq_agenda_points_text",
            *("action_id", "reason", "text_sha256"),
            unique=True,
            sqlite_where=text("deadline IS NULL"),
            postgresql_where=text("deadline IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    deadline: Mapped[date | None]  # the one that was missed
    reason: Mapped[str] = mapped_column(String(60))
    text_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    raised_on: Mapped[date]
    moment_id: Mapped[int | None] = mapped_column(ForeignKey("moments.id"))
