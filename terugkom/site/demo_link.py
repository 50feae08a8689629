"""A link to the page of an owner of the demo, for who tries it: there is no mailbox to find one in."""

from datetime import date

from sqlalchemy import not_, select

from terugkom.installation import Installation
from terugkom.plan.departures import has_departed
from terugkom.plan.model import OPEN_STATUSES, Action, Municipality, Ownership, Person
from terugkom.plan.page_links import (
    OWNER_PAGE_PATH,
    PageLinkPurpose,
    compute_link_expiry,
    create_page_links,
)


def create_demo_link(installation: Installation, today: date) -> str:
    """Return the address of the page of an owner whose action is due first; "" in a home of one's own."""
    if not installation.is_demo():
        return ""
    with installation.database.write_session() as session:
        due_first = (
            select(Person)
            .join(Ownership, Ownership.person_id == Person.id)
            .join(Action, Action.id == Ownership.action_id)
            .where(Action.status.in_(OPEN_STATUSES), Person.email != "", not_(has_departed(today)))
            .order_by(Action.deadline.is_(None), Action.deadline, Action.id)
        )
        owner = session.scalars(due_first.limit(1)).first()
        if owner is None:
            return ""
        key = f"demo:{today}:{owner.id}"
        expires_on = compute_link_expiry(session.get_one(Municipality, owner.municipality_id), today)
        token = create_page_links(session, PageLinkPurpose.OWNER, {key: owner.id}, expires_on)[key]
    return f"{installation.get_site_url()}{OWNER_PAGE_PATH}{token}"
