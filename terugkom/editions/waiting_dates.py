"""The later dates that wait for a decision on actions of an edition: who approves it reads of them first.

They keep no edition back: until it is decided, the date in the plan is the one that was agreed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.templates import to_one_line
from terugkom.editions.proof import Proof
from terugkom.plan.model import Action, Municipality
from terugkom.plan.proposed_deadlines import load_proposed_deadlines


@dataclass(frozen=True, slots=True)
class WaitingDate:
    """An action of an edition, and the later date that an owner proposed for it."""

    title: str
    proposed: date


def list_waiting_dates(session: Session, municipality: Municipality, proof: Proof) -> tuple[WaitingDate, ...]:
    """Return the actions of its stories for which a later date waits, in their order, each once."""
    proposed = load_proposed_deadlines(session, municipality.id)
    if not proposed:
        return ()
    waiting = select(Action.code, Action.title, Action.id).where(Action.id.in_(proposed))
    found = {
        code: WaitingDate(to_one_line(title), proposed[action_id].deadline)
        for code, title, action_id in session.execute(waiting).tuples()
    }
    return tuple(found[code] for code in dict.fromkeys(_list_actions(proof)) if code in found)


def _list_actions(proof: Proof) -> Iterator[str]:
    for story in proof.stories:
        yield from story.actions
