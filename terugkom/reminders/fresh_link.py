"""A fresh link to their own page for a person who asks for one: mailed to the address on record, to no other.

At most one a day for each person: the second request of a day does nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.enqueue import Recipient, RunContext, build_mail, enqueue_documents, write_documents
from terugkom.delivery.model import Delivery
from terugkom.documents.letter import Address, Letter
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.plan.model import Action, Municipality, Ownership, Person
from terugkom.plan.page_links import (
    COORDINATOR_PAGE_PATH,
    OWNER_PAGE_PATH,
    PageLinkPurpose,
    compute_link_expiry,
    compute_page_tokens,
    create_page_links,
)
from terugkom.plan.reachability import is_coordinator
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.schedule.moment_of_day import open_moment_of_day

DOCUMENT = "page-link"
_MAX_PEOPLE = 20  # with one address, over all municipalities


def enqueue_fresh_link(
    context: RenderContext,
    run_context: RunContext,
    person: Person,
    purpose: PageLinkPurpose = PageLinkPurpose.OWNER,
) -> bool:
    """Mail a link to the address on record of this person; return False if they got one today, or have no
    address. The purpose is that of an owner's page or of the coordinator's.

    The moment of the run context is not used: the mail has its own. Raises TemplateError.
    """
    if not person.email:
        return False
    municipality, today = run_context.municipality, run_context.today
    subject = str(person.id) if purpose is PageLinkPurpose.OWNER else f"{purpose.value}:{person.id}"
    key = f"{municipality.id}:{DOCUMENT}:{today}:{subject}"
    with context.database.write_session() as session:  # the secret key is made when it is first needed
        if session.scalar(select(Delivery.id).where(Delivery.key == key)) is not None:
            return False
        token = compute_page_tokens(session, purpose, [key])[key]
    expires_on = compute_link_expiry(municipality, today)
    letter = _render_letter(context, municipality, person, purpose, token, expires_on)
    role = "owner" if purpose is PageLinkPurpose.OWNER else "coordinator"
    recipient = Recipient(key, role, person.id, Address(to_one_line(person.name), person.email))
    mail = build_mail(letter, DOCUMENT, run_context.folder, subject.replace(":", "-"), [recipient])
    write_documents(context.documents, [mail])
    try:
        with context.database.write_session() as session:
            moment = open_moment_of_day(session, municipality.id, DOCUMENT, subject, run_context.stamp)
            enqueue_documents(session, replace(run_context, moment_id=moment.id), [mail])
            create_page_links(session, purpose, {key: person.id}, expires_on)
    except IntegrityError as error:
        if is_duplicate_key(error):  # another request was first
            return False
        raise
    return True


def _render_letter(
    context: RenderContext,
    municipality: Municipality,
    person: Person,
    purpose: PageLinkPurpose,
    token: str,
    expires_on: date,
) -> Letter:
    is_owner = purpose is PageLinkPurpose.OWNER
    path = OWNER_PAGE_PATH if is_owner else COORDINATOR_PAGE_PATH
    return context.templates.render_urgent_letter(
        DOCUMENT,
        {
            "municipality": municipality.name,
            "reader": to_one_line(person.name),
            "page": f"{context.site_url}{path}{token}",
            "is_owner": is_owner,
            "last_day": expires_on - timedelta(days=1),
        },
    )


def find_owners_by_address(session: Session, address: str) -> Sequence[Person]:
    """Return who has this address and owns an action or stands in for others, in all municipalities."""
    owners = select(Ownership.person_id).join(Action, Action.id == Ownership.action_id)
    stand_ins = select(Person.stand_in_id).where(Person.stand_in_id.is_not(None))
    found = (
        select(Person)
        .where(func.lower(Person.email) == normalize_address(address))
        .where(Person.id.in_(owners) | Person.id.in_(stand_ins))
        .order_by(Person.id)
        .limit(_MAX_PEOPLE)
    )
    return session.scalars(found).all()


def find_coordinators_by_address(session: Session, address: str, today: date) -> Sequence[Person]:
    """Return who has this address and is a coordinator, or their stand-in today, in all municipalities."""
    found = (
        select(Person, Municipality)
        .join(Municipality, Municipality.id == Person.municipality_id)
        .where(func.lower(Person.email) == normalize_address(address))
        .order_by(Person.id)
        .limit(_MAX_PEOPLE)
    )
    return [
        person
        for person, municipality in session.execute(found).tuples()
        if is_coordinator(session, municipality, person, today)
    ]
