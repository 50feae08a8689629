"""The table of agenda points."""

from datetime import date

from sqlalchemy import Connection, ForeignKey, Index, String, Table, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base

_TEXT_INDEX, _HAS_NO_DEADLINE = "uq_agenda_points_text", text("deadline IS NULL")


class AgendaPoint(Base):
    """What the next meeting of a group must discuss: a missed deadline, or what the gate finds in a text.

    A point about a text has no deadline and no moment; it exists once for each text of its action.
    """

    __tablename__ = "agenda_points"
    __table_args__ = (
        UniqueConstraint("action_id", "deadline", "reason"),
        Index("ix_agenda_points_moment", "moment_id"),
        Index(
            _TEXT_INDEX,
            *("action_id", "reason", "text_sha256"),
            unique=True,
            sqlite_where=_HAS_NO_DEADLINE,
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


@event.listens_for(AgendaPoint.__table__, "before_create")
def _limit_index_on_postgresql(table: Table, connection: Connection, **_: object) -> None:
    """Give the index its condition on PostgreSQL too.

    Given above, it would have every command import that dialect.
    """
    if connection.dialect.name == "postgresql":
        (index,) = (each for each in table.indexes if each.name == _TEXT_INDEX)
        index.dialect_options["postgresql"]["where"] = _HAS_NO_DEADLINE
