"""The mail to the coordinator when an owner is stuck: enqueued at once, in the transaction of the report.

Each action and day has a moment of its own, so the mail belongs to no digest and no weekly summary; whatever
sends what is due sends it. What is said twice on one day is mailed once.
"""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.find_deliveries import count_of_moment
from terugkom.delivery.model import Delivery
from terugkom.documents.file_store import sha256
from terugkom.documents.render_context import RenderContext
from terugkom.meetings.recipients import find_coordinator_recipient
from terugkom.plan.coordinator_page import build_coordinator_page_url
from terugkom.plan.model import Action, Group, Municipality, Person
from terugkom.plan.page_links import (
    PageLinkPurpose,
    compute_link_expiry,
    create_page_links,
)
from terugkom.schedule.model import Moment
from terugkom.schedule.moment_of_day import open_moment_of_day

DOCUMENT = "owner-stuck"
MAX_MAILS_PER_DAY = 5  # about one action: the coordinator knows by then; what was said is kept all the same


@dataclass(frozen=True)
class StuckNotice:
    """A mail that is ready to be enqueued, and about which action it is.

    `link` is the key of its link to the coordinator's page, "" without pages.
    """

    action_code: str
    mail: OutboundDocument
    coordinator_id: int | None
    link: str = ""


def render_stuck_notice(
    context: RenderContext, municipality: Municipality, action: Action, by: Person, text: str, today: date
) -> StuckNotice | None:
    """Render the mail and write it to the document store; None if no coordinator can be reached, or it is
    the coordinator who is stuck: what they wrote waits in their summary and on their page.

    Raises TemplateError.
    """
    with context.database.read_session() as session:
        found = find_coordinator_recipient(session, municipality, today).reachable
        group = session.get(Group, action.group_id) if action.group_id else None
    if not found or found[0].person_id == by.id:
        return None
    coordinator = found[0]
    key = f"{municipality.id}:{DOCUMENT}:{action.id}:{today}:{sha256(text.encode())[:16]}"
    link = key if context.site_url and coordinator.person_id is not None else ""
    letter = context.templates.render_urgent_letter(
        DOCUMENT,
        {
            "municipality": municipality.name,
            "reader": coordinator.address.name,
            "owner": by.name,
            "owner_address": by.email,
            "code": action.code,
            "title": action.title,
            "deadline": action.deadline,
            "group": group.name if group else "",
            "text": text,
            "page": _build_question_address(context, link, action.code, by.code),
            "today": today,
        },
    )
    recipient = Recipient(key, coordinator.role, coordinator.person_id, coordinator.address)
    folder = f"{municipality.slug}/{today.isoformat()}"
    mail = build_mail(letter, DOCUMENT, folder, action.code, [recipient])
    write_documents(context.documents, [mail])
    return StuckNotice(action.code, mail, coordinator.person_id, link)


def _build_question_address(context: RenderContext, key: str, code: str, by: str) -> str:
    """Return the address at which the coordinator answers, with the question opened."""
    page = build_coordinator_page_url(context, key)
    asked = urlencode({"about": code, "by": by}, quote_via=quote, safe="")
    return f"{page}?{asked}" if page else ""


def enqueue_stuck_notice(session: Session, run_context: RunContext, notice: StuckNotice) -> bool:
    """Enqueue the mail in the caller's transaction; return False if the coordinator was told enough today.

    The moment of the run context is not used: the mail has its own.
    """
    of = run_context.municipality.id
    moment = open_moment_of_day(session, of, DOCUMENT, notice.action_code, run_context.stamp)
    told = count_of_moment(session, moment.id)
    if told >= MAX_MAILS_PER_DAY:
        return False
    try:
        with session.begin_nested():
            enqueue_documents(session, replace(run_context, moment_id=moment.id), [notice.mail])
            if notice.link and notice.coordinator_id is not None:
                expires_on = compute_link_expiry(run_context.municipality, run_context.today)
                reader = {notice.link: notice.coordinator_id}
                create_page_links(session, PageLinkPurpose.COORDINATOR, reader, expires_on)
    except IntegrityError as error:
        if is_duplicate_key(error):  # the same was mailed today
            return False
        raise
    return True


def is_coordinator_told(session: Session, action: Action, today: date) -> bool:
    """Return whether a mail to the coordinator about this action was enqueued today."""
    mailed = (
        select(Delivery.id)
        .join(Moment, Moment.id == Delivery.moment_id)
        .where(Moment.municipality_id == action.municipality_id, Moment.kind == DOCUMENT)
        .where(Moment.subject == action.code, Moment.period == today.isoformat())
    )
    return session.scalar(mailed.limit(1)) is not None
