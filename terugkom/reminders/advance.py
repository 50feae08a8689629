"""Set the date of the next reminder step of actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.plan.model import Action

_CHUNK = 1000  # ids in one statement


@dataclass(frozen=True, slots=True)
class Move:
    """The next step's date, and the values it was computed from."""

    to: date | None
    deadline: date
    heard_on: date | None
    snoozed_until: date | None


def move_of(row: Row[Any], to: date | None) -> Move:
    """Return the advance of a selected action."""
    return Move(to, row.deadline, row.heard_on, row.snoozed_until)


def move_on(session: Session, moves: Mapping[Move, Sequence[int]]) -> None:
    """Set the next step of actions, except those changed since they were read: those were rescheduled."""
    setting = update(Action).execution_options(synchronize_session=False)
    for move, actions in moves.items():
        unchanged = (
            Action.deadline == move.deadline,
            Action.heard_on.is_not_distinct_from(move.heard_on),
            Action.snoozed_until.is_not_distinct_from(move.snoozed_until),
        )
        for some in batched(actions, _CHUNK):
            session.execute(setting.where(Action.id.in_(some), *unchanged).values(next_step_on=move.to))
