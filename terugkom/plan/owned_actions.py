"""The open actions on which a person may report: their own, and those of whom they get the mail today, also
because they read one mailbox."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.plan.model import OPEN_STATUSES, Action, Ownership, Person
from terugkom.plan.reachability import find_represented_people
from terugkom.plan.shared_mailboxes import list_mailbox_people


def find_owned_actions(session: Session, person: Person, today: date) -> Sequence[Action]:
    """Return the open actions that a person may report on: their own and those of whom they stand in for.

    Who shares a mailbox gets the mails, and the links in them, of all who do.
    """
    readers = list_mailbox_people(session, person, today)
    owners = {owner for each in readers for owner in find_represented_people(session, each, today)}
    owned = select(Ownership.action_id).where(Ownership.person_id.in_(owners))
    mine = (
        select(Action)
        .where(Action.id.in_(owned), Action.status.in_(OPEN_STATUSES))
        .options(selectinload(Action.reports), selectinload(Action.owners))
    )
    return sorted(session.scalars(mine), key=lambda each: (each.deadline or date.max, each.code))
