"""The last stage of which an owner was reminded."""

from typing import Any

from sqlalchemy import ScalarSelect, func, select

from terugkom.plan.model import Action, Ownership
from terugkom.schedule.model import Reminder


def build_last_reminded_stage() -> ScalarSelect[Any]:
    """Return, as SQL, the highest stage of which an owner was reminded before an action's deadline, or NULL.

    To be used in a query that selects from `Action` and `Ownership`.
    """
    return (
        select(func.max(Reminder.stage))
        .where(
            Reminder.action_id == Action.id,
            Reminder.deadline == Action.deadline,
            Reminder.person_id == Ownership.person_id,
        )
        .correlate(Action, Ownership)
        .scalar_subquery()
    )


def is_contacted(last_reminded_stage: int | None) -> bool:
    """Return whether an owner got a first contact, or another mail since the deadline."""
    return last_reminded_stage is not None and last_reminded_stage >= 0
