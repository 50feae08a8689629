"""Set the date of the next reminder step of actions, and the day from which their lateness counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Row, bindparam, exists, update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database.table_base import Base
from terugkom.plan.model import Action
from terugkom.schedule.model import Reminder

_BATCH_SIZE = 1000  # ids in one statement
_ACTIONS = Base.metadata.tables[Action.__tablename__]
# Built once: that took as long as to execute it. A value must not be called as a column that it does not set.
_ADVANCE = (
    update(_ACTIONS)
    .where(
        _ACTIONS.c.id.in_(bindparam("actions", expanding=True)),
        _ACTIONS.c.deadline == bindparam("agreed"),
        _ACTIONS.c.last_update_on.is_not_distinct_from(bindparam("updated", type_=Date)),
        _ACTIONS.c.snoozed_until.is_not_distinct_from(bindparam("snoozed", type_=Date)),
    )
    .values(next_reminder_on=bindparam("following"))
)


@dataclass(frozen=True, slots=True)
class ReminderAdvance:
    """The next step's date, and the values it was computed from."""

    next_reminder_on: date | None
    deadline: date
    last_update_on: date | None
    snoozed_until: date | None


def build_advance(row: Row[Any], next_reminder_on: date | None) -> ReminderAdvance:
    """Return the advance of a selected action."""
    return ReminderAdvance(next_reminder_on, row.deadline, row.last_update_on, row.snoozed_until)


def advance_reminders(session: Session, advances: Mapping[ReminderAdvance, Sequence[int]]) -> None:
    """Set the next step of actions, except those changed since they were read: those were rescheduled."""
    for advance, actions in advances.items():
        values = {
            "following": advance.next_reminder_on,
            "agreed": advance.deadline,
            "updated": advance.last_update_on,
            "snoozed": advance.snoozed_until,
        }
        for batch in batched(actions, _BATCH_SIZE):
            session.execute(_ADVANCE, {**values, "actions": batch})


def record_first_contacts(session: Session, actions: Sequence[int], today: date) -> None:
    """Count the lateness of these actions from today: their owners are asked for the first time.

    Call it before the reminders are stored. An owner who comes after another was asked restarts nothing.
    """
    asked = exists().where(
        Reminder.action_id == Action.id, Reminder.deadline == Action.deadline, Reminder.stage >= 0
    )
    for batch in batched(actions, _BATCH_SIZE):
        session.execute(
            update(Action)
            .where(Action.id.in_(batch), ~asked)
            .values(followed_from=today)
            .execution_options(synchronize_session=False)
        )
