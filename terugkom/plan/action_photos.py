"""Photos of actions: given by an owner, with what is on them and who allowed that they are published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base
from terugkom.plan.model import Action


class ActionPhoto(Base):
    """One photo: a JPEG in the document store, encoded anew from its pixels alone."""

    __tablename__ = "action_photos"
    __table_args__ = (UniqueConstraint("action_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)  # who gave it
    given_on: Mapped[date]
    path: Mapped[str] = mapped_column(String(300))  # its name in the document store
    sha256: Mapped[str] = mapped_column(String(64))
    caption: Mapped[str] = mapped_column(Text)  # what is on it, for who does not see it
    photographer: Mapped[str] = mapped_column(String(200))
    permission: Mapped[str] = mapped_column(Text)  # who allowed that it is published, and when


@dataclass(frozen=True)
class PhotoOfAction:
    """A photo with the code of its action."""

    code: str
    path: str
    sha256: str
    caption: str
    photographer: str
    permission: str


def list_latest_photos(
    session: Session, municipality_id: int, since: date, until: date
) -> dict[str, PhotoOfAction]:
    """Return by the code of its action the latest photo that was given after `since`, up to `until`."""
    given = (
        select(Action.code, ActionPhoto)
        .join(Action, Action.id == ActionPhoto.action_id)
        .where(Action.municipality_id == municipality_id)
        .where(ActionPhoto.given_on > since, ActionPhoto.given_on <= until)
        .order_by(ActionPhoto.id)
    )
    return {
        code: PhotoOfAction(
            code, photo.path, photo.sha256, photo.caption, photo.photographer, photo.permission
        )
        for code, photo in session.execute(given).tuples()
    }


def list_photos_of(session: Session, person_ids: Iterable[int]) -> list[ActionPhoto]:
    """Return the photos that these people gave."""
    mine = select(ActionPhoto).where(ActionPhoto.person_id.in_(list(person_ids)))
    return list(session.scalars(mine))
