"""The table of the standing pages about public actions, as they were published last."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database import Base


class ActionPage(Base):
    """A file of the standing pages on a municipality's website: of an action, the overview or the style.

    A page keeps its path. `sha256` is of its content as it was made on `published_on`; `version` counts how
    often it was published. `withdrawn_on` is since when its action is no longer public; the page says so.
    """

    __tablename__ = "action_pages"
    __table_args__ = (UniqueConstraint("municipality_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), unique=True)
    path: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=0)
    published_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
