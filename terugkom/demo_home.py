"""The mark of a home that is the demo's: it never sends, and no municipality of one's own goes into it.

It is a row in the database, so it is in a backup, and stays whatever the settings or Prefect's blocks say.
"""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base
from terugkom.errors import PublicInputError

_ROW = 1


class DemoHome(Base):
    """At most one row, with the id 1: this home is the demo's, whose municipality has this short name."""

    __tablename__ = "demo_home"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60))


def mark_demo_home(session: Session, slug: str) -> None:
    """Mark this home as the demo's; marking it again changes nothing."""
    session.merge(DemoHome(id=_ROW, slug=slug))


def is_demo_home(session: Session) -> bool:
    """Return whether this home is the demo's."""
    return session.get(DemoHome, _ROW) is not None


def refuse_in_demo_home(session: Session, slug: str) -> None:
    """Raise PublicInputError if this home is the demo's and `slug` is not: its mail would never be sent."""
    demo = session.get(DemoHome, _ROW)
    if demo is not None and demo.slug != slug:
        raise PublicInputError("error.home.demo")
