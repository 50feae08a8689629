"""Who is the coordinator changes in one place, which keeps who was it until both have been told.

The row stands from the change until the mails about it are enqueued: two changes make one, and one that is
taken back makes none.
"""

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base
from terugkom.plan.model import Action, Municipality, Person


class CoordinatorChange(Base):
    """That a municipality has another coordinator than the one whom everybody knows; at most one row each."""

    __tablename__ = "coordinator_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), unique=True)
    known_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: there was none


def change_coordinator(session: Session, municipality: Municipality, person: Person | None) -> None:
    """Make a person the coordinator, in the caller's transaction; None: nobody is."""
    known_id = municipality.coordinator_id
    municipality.coordinator = person
    session.flush()  # who was just added has no id before
    keep_known_coordinator(session, municipality, known_id)


def keep_known_coordinator(session: Session, municipality: Municipality, known_id: int | None) -> None:
    """Keep who was the coordinator, if it is another one now; not over one who is kept already.

    The first coordinator of a new plan follows nobody, and is not told of it.
    """
    kept = find_coordinator_change(session, municipality)
    if kept is not None:
        if kept.known_id == municipality.coordinator_id:
            session.delete(kept)
        return
    if known_id != municipality.coordinator_id and (known_id or _has_actions(session, municipality)):
        session.add(CoordinatorChange(municipality_id=municipality.id, known_id=known_id))


def find_coordinator_change(session: Session, municipality: Municipality) -> CoordinatorChange | None:
    """Return the change of which nobody was told, if there is one."""
    mine = select(CoordinatorChange).where(CoordinatorChange.municipality_id == municipality.id)
    return session.scalar(mine)


def select_with_changed_coordinator() -> Select[tuple[int]]:
    """Return the query for the municipalities with a coordinator who was not told of it."""
    return select(CoordinatorChange.municipality_id)


def find_unnotified_coordinator(session: Session, municipality: Municipality) -> Person | None:
    """Return the coordinator, if they are to be told that they are it."""
    kept = find_coordinator_change(session, municipality)
    return municipality.coordinator if kept else None


def _has_actions(session: Session, municipality: Municipality) -> bool:
    mine = select(Action.id).where(Action.municipality_id == municipality.id)
    return session.scalar(mine.limit(1)) is not None
