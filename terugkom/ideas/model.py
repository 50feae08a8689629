"""The table of ideas: text, submitter if given, state and answer."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base, enum_type
from terugkom.plan.model import Action, Person


class IdeaState(StrEnum):
    """The state of an idea. A new or postponed idea can still become an action.

    What came in by a page is unread until a person accepts it: until then it is on no agenda and in no pack.
    """

    UNREAD = "unread"
    NEW = "new"
    LATER = "later"
    TAKEN_UP = "taken-up"
    NOT_TAKEN_UP = "not-taken-up"
    REJECTED = "rejected"  # no idea at all, such as advertising: it gets no answer

    @property
    def is_open(self) -> bool:
        """Whether it is still a candidate for a new action."""
        return self in (IdeaState.NEW, IdeaState.LATER)

    @property
    def awaits_answer(self) -> bool:
        """Whether somebody still waits for an answer, or for another one."""
        return self is IdeaState.UNREAD or self.is_open


class Idea(Base):
    """A submitted idea, anonymous if no name was given.

    `normalized_text_sha256` identifies an idea: two with the same words are one, whoever submits them.
    """

    __tablename__ = "ideas"
    __table_args__ = (
        UniqueConstraint("municipality_id", "code"),
        UniqueConstraint("municipality_id", "normalized_text_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    normalized_text_sha256: Mapped[str] = mapped_column(
        String(64)
    )  # of the text without case, points and spaces
    theme: Mapped[str] = mapped_column(String(200), default="")
    submitted_on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # a submitter in the plan
    submitted_by: Mapped[str] = mapped_column(String(200), default="")  # other submitters, as written
    public: Mapped[bool] = mapped_column(default=False)  # whether it may be published externally
    state: Mapped[IdeaState] = mapped_column(enum_type(IdeaState), default=IdeaState.NEW)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))  # the action it became
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    # the answers that this one replaced, the first of them first
    earlier_answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    reply_address: Mapped[str] = mapped_column(String(254), default="", server_default="")
    answer_by: Mapped[date | None]  # the day that was promised to who handed it in
    # the name of its file in the municipality's folder of ideas
    picture: Mapped[str] = mapped_column(String(200), default="", server_default="")
    source: Mapped[str] = mapped_column(String(200), default="")  # source, for example "import ideas.xlsx"

    person: Mapped[Person | None] = relationship()
    action: Mapped[Action | None] = relationship()

    @property
    def title(self) -> str:
        """Its first line."""
        return self.text.partition("\n")[0]
