"""Ideas as a table: what was proposed, by whom if they say so, and what became of it."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database import Base, words
from terugkom.plan.model import Action, Person


class IdeaState(StrEnum):
    """What became of an idea. What is new or kept for later can still become an action."""

    NEW = "new"
    LATER = "later"
    TAKEN_UP = "taken-up"
    NOT_TAKEN_UP = "not-taken-up"

    @property
    def is_open(self) -> bool:
        """Whether it is still a candidate for a new action."""
        return self in (IdeaState.NEW, IdeaState.LATER)


class Idea(Base):
    """What somebody handed in. Nobody is named where they did not say who they are.

    `words_sha256` tells ideas apart: two that say the same are one, whoever hands them in.
    """

    __tablename__ = "ideas"
    __table_args__ = (
        UniqueConstraint("municipality_id", "code"),
        UniqueConstraint("municipality_id", "words_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    words_sha256: Mapped[str] = mapped_column(String(64))  # of the text without case, points and spaces
    theme: Mapped[str] = mapped_column(String(200), default="")
    handed_in_on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who is in the plan
    handed_in_by: Mapped[str] = mapped_column(String(200), default="")  # who is not, in their own words
    public: Mapped[bool] = mapped_column(default=False)  # whether it may be told outside
    state: Mapped[IdeaState] = mapped_column(words(IdeaState), default=IdeaState.NEW)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))  # what it was taken up as
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    through: Mapped[str] = mapped_column(String(200), default="")  # by what way it came in

    person: Mapped[Person | None] = relationship()
    action: Mapped[Action | None] = relationship()

    @property
    def title(self) -> str:
        """Its first line."""
        return self.text.partition("\n")[0]
