"""The later dates that wait for a decision on actions of an edition: who approves it reads of them first.

They keep no edition back: until it is decided, the date in the plan is the one that was agreed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.one_line import to_one_line
from terugkom.editions.story import Story
from terugkom.editions.story_file import StoryDraft
from terugkom.plan.model import Action, Municipality
from terugkom.plan.waiting_questions import load_waiting_questions


@dataclass(frozen=True, slots=True)
class WaitingDate:
    """An action of an edition, and the later date that an owner proposed for it."""

    title: str
    proposed: date
    code: str = ""  # of the action


def list_waiting_dates(
    session: Session, municipality: Municipality, stories: Iterable[Story | StoryDraft]
) -> tuple[WaitingDate, ...]:
    """Return the later dates that wait for actions of these stories, in their order, each once."""
    asked = load_waiting_questions(session, municipality.id)
    waiting = select(Action.code, Action.title, Action.id).where(Action.id.in_(asked))
    found = {
        code: [
            WaitingDate(to_one_line(title), each.deadline, code) for each in asked[action_id] if each.deadline
        ]
        for code, title, action_id in (session.execute(waiting).tuples() if asked else ())
    }
    codes = dict.fromkeys(code for story in stories for code in story.actions)
    return tuple(dict.fromkeys(each for code in codes for each in found.get(code, ())))
