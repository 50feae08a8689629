"""The open actions on which a person may report: their own, and those of whom they get the mail today."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.plan.model import OPEN_STATUSES, Action, Ownership, Person
from terugkom.plan.reachability import compute_reachability


def find_owned_actions(session: Session, person: Person, today: date) -> Sequence[Action]:
    """Return the open actions that a person may report on: their own and those of whom they stand in for."""
    received = compute_reachability(session, person.municipality_id, today)
    owners = {person.id, *(owner for owner, each in received.items() if each.recipient_id == person.id)}
    mine = (
        select(Action)
        .join(Ownership, Ownership.action_id == Action.id)
        .where(Ownership.person_id.in_(owners), Action.status.in_(OPEN_STATUSES))
        .options(selectinload(Action.reports), selectinload(Action.owners))
        .distinct()
    )
    return sorted(session.scalars(mine), key=lambda each: (each.deadline or date.max, each.code))
