"""When the owner of an action was asked about it before, so that no mail repeats the words of the last."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.state_condition import is_in_state
from terugkom.plan.model import Ownership
from terugkom.reminders.due_actions import DueReminder
from terugkom.schedule.model import Moment, Reminder

_BATCH_SIZE = 1000  # ids in one statement


def add_previous_request_days(session: Session, found: Sequence[DueReminder]) -> list[DueReminder]:
    """Return the reminders with the day on which the same owner was asked before, of the same deadline.

    The question of the gate is asked once: it is dropped if the owner had a mail about the action before.
    Only what was sent counts.
    """
    asked = _load_asked_days(session, found)
    return [_note_asked(due, asked.get((due.action_id, due.owner_id), {})) for due in found]


def _note_asked(due: DueReminder, days: dict[date, date]) -> DueReminder:
    if not days:
        return due
    return replace(due, asked_before_on=days.get(due.deadline), question="")


def _load_asked_days(
    session: Session, found: Sequence[DueReminder]
) -> dict[tuple[int, int], dict[date, date]]:
    """Return by action and owner the last day on which each deadline was asked about."""
    days: defaultdict[tuple[int, int], dict[date, date]] = defaultdict(dict)
    for some in batched(sorted({due.owner_id for due in found}), _BATCH_SIZE):
        of_owners = select(Ownership.action_id).where(Ownership.person_id.in_(some))
        query = (
            select(Reminder.action_id, Reminder.person_id, Reminder.deadline, func.max(Moment.day))
            .join(Delivery, Delivery.id == Reminder.delivery_id)
            .join(Moment, Moment.id == Delivery.moment_id)
            .where(Reminder.action_id.in_(of_owners), Reminder.person_id.in_(some))
            .where(is_in_state(DeliveryState.SENT))
            .group_by(Reminder.action_id, Reminder.person_id, Reminder.deadline)
        )
        for action, person, deadline, day in session.connection().execute(query).tuples():
            days[action, person][deadline] = day
    return days
