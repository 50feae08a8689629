"""The tables of the standing pages about public actions, and of what was published of them."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base


class ActionPage(Base):
    """A file of the standing pages on a municipality's website: of an action, the overview or the style.

    A page keeps its path. `withdrawn_on` is since when its action is no longer public; the page says so.
    """

    __tablename__ = "action_pages"
    __table_args__ = (UniqueConstraint("municipality_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), unique=True)
    path: Mapped[str] = mapped_column(String(200))
    withdrawn_on: Mapped[date | None]

    publications: Mapped[list["ActionPagePublication"]] = relationship(back_populates="page", lazy="selectin")

    def find_publication(self, channel: str) -> "ActionPagePublication | None":
        """Return what was published of it through a channel."""
        return next((each for each in self.publications if each.channel == channel), None)


class ActionPagePublication(Base):
    """A page as it was published last through one channel.

    `sha256` is of its content as it was made on `published_on`; `version` counts how often it was published.
    `created_key` is the key of the publication that a post on a server was created with, which later ones
    edit; empty where a file is replaced.
    """

    __tablename__ = "action_page_publications"
    __table_args__ = (UniqueConstraint("page_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("action_pages.id"))
    channel: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=0)
    published_on: Mapped[date]
    created_key: Mapped[str] = mapped_column(String(120), default="")

    page: Mapped[ActionPage] = relationship(back_populates="publications")
