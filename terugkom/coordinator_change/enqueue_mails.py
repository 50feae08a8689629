"""Tell a new coordinator that they took over and what waits for them, and the former one who does it now.

Both are told once, together, on a working day. While nobody can be reached as the new coordinator, neither is
told, for nobody gets the summaries then. Mails about an earlier change that were not sent yet are skipped.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.coordinator_change.waiting import WaitingWork, load_waiting_work
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.due_deliveries import is_free
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.render_context import RenderContext
from terugkom.meetings.recipients import MeetingRecipient, find_reachable_person
from terugkom.plan.coordinator_change import CoordinatorChange, find_coordinator_change
from terugkom.plan.coordinator_page import build_coordinator_page_url
from terugkom.plan.model import Municipality, Person
from terugkom.plan.page_links import (
    PageLinkPurpose,
    compute_link_expiry,
    create_page_links,
)
from terugkom.schedule.model import Moment
from terugkom.schedule.moment_of_day import open_moment_of_day

KIND = "coordinator-change"
NEW_DOCUMENT, FORMER_DOCUMENT = "new-coordinator", "former-coordinator"
_SUPERSEDED = "superseded: the coordinator changed again"


@dataclass(frozen=True)
class FoundChange:
    """A change that is to be told: who was the coordinator, who is it, and who reads the mails to them.

    `known_id` is whom everybody knows as the coordinator, the same as `new_id` if nobody is to be told.
    `unsent` are the mails about an earlier change that are not sent any more.
    """

    known_id: int | None
    new_id: int
    new_name: str
    known_name: str
    reader: MeetingRecipient | None
    former_reader: MeetingRecipient | None
    unsent: tuple[int, ...]
    waiting: WaitingWork

    @property
    def is_taken_back(self) -> bool:
        """Whether the coordinator is whom everybody knows as it."""
        return self.known_id == self.new_id

    @property
    def subject(self) -> str:
        """The subject of its moment: from whom to whom, as ids."""
        return f"{self.known_id or ''}>{self.new_id}"


@dataclass(frozen=True)
class ChangeMails:
    """The mails about a change; `link` is the key of the link to the coordinator's page, "" without pages."""

    documents: tuple[OutboundDocument, ...]
    link: str = ""


def find_change(session: Session, municipality: Municipality, today: date) -> FoundChange | None:
    """Return the change that is to be told; None if there is none, or today is no working day."""
    kept = find_coordinator_change(session, municipality)
    coordinator = municipality.coordinator
    if kept is None or coordinator is None or today not in municipality.working_days:
        return None
    unsent, known_id = _find_unsent(session, municipality, kept.known_id)
    known = session.get(Person, known_id) if known_id else None
    reader = find_reachable_person(session, municipality, coordinator.id, "coordinator", today)
    former = find_reachable_person(session, municipality, known_id, "former-coordinator", today)
    if former and reader and former.person_id == reader.person_id:
        former = None  # a stand-in of both reads it in one mail
    return FoundChange(
        known_id,
        coordinator.id,
        coordinator.name,
        known.name if known else "",
        reader,
        former,
        unsent,
        load_waiting_work(session, municipality, today),
    )


def render_change_mails(
    context: RenderContext, municipality: Municipality, found: FoundChange, today: date
) -> ChangeMails:
    """Return the mails about a change that can be told. Nothing is stored but a secret key, if it is needed
    for the first time. Raises TemplateError."""
    if found.reader is None or found.is_taken_back:
        return ChangeMails(())
    key = f"{municipality.id}:{KIND}:{today}:{found.subject}"
    page = build_coordinator_page_url(context, key)
    new = _ChangeMail(NEW_DOCUMENT, found.new_id, found.new_name, found.reader, f"{key}:new", page)
    mails = [_render(context, municipality, found, new, today)]
    if found.former_reader and found.known_id:
        of = (found.known_id, found.known_name, found.former_reader)
        former = _ChangeMail(FORMER_DOCUMENT, *of, f"{key}:former")
        mails.append(_render(context, municipality, found, former, today))
    return ChangeMails(tuple(mails), key if page else "")


def enqueue_change_mails(
    context: RenderContext, run_context: RunContext, found: FoundChange, lease_now: datetime
) -> bool:
    """Enqueue the mails about a change, once; return whether somebody is told. Raises TemplateError.

    The moment of the run context is not used: the mails have their own. `lease_now` is the time by which it
    is judged which deliveries a sender has.
    """
    municipality, today = run_context.municipality, run_context.today
    mails = render_change_mails(context, municipality, found, today)
    if found.reader is None and not found.is_taken_back:
        return False
    write_documents(context.documents, mails.documents)
    try:
        with context.database.write_session() as session:
            if not _forget_change(session, municipality, found):
                return False
            _skip_unsent(session, found, lease_now)
            if not mails.documents:
                return False
            moment = open_moment_of_day(session, municipality.id, KIND, found.subject, run_context.stamp)
            enqueue_documents(session, replace(run_context, moment_id=moment.id), mails.documents)
            if mails.link and found.reader:
                reader = {mails.link: found.reader.person_id}
                expires_on = compute_link_expiry(municipality, today)
                create_page_links(session, PageLinkPurpose.COORDINATOR, reader, expires_on)
    except IntegrityError as error:
        if is_duplicate_key(error):  # another run enqueued them first
            return False
        raise
    return True


@dataclass(frozen=True)
class _ChangeMail:
    """The mail for one of the two: whose it is, who reads it, and the page that it links to, if any."""

    document: str
    person_id: int
    name: str
    reader: MeetingRecipient
    key: str
    page: str = ""


def _render(
    context: RenderContext, municipality: Municipality, found: FoundChange, mail: _ChangeMail, today: date
) -> OutboundDocument:
    reader = mail.reader
    letter = context.templates.render_letter(
        mail.document,
        {
            "municipality": municipality.name,
            "reader": reader.address.name,
            "stands_in_for": "" if reader.person_id == mail.person_id else mail.name,
            "coordinator": found.new_name,
            "former": found.known_name,
            "waiting": found.waiting,
            "page": mail.page,
            "reads_mail": context.reads_mail(),
        },
    )
    recipient = Recipient(mail.key, reader.role, reader.person_id, reader.address)
    folder = f"{municipality.slug}/{today.isoformat()}"
    return build_mail(letter, mail.document, folder, str(mail.person_id), [recipient])


def _find_unsent(
    session: Session, municipality: Municipality, known_id: int | None
) -> tuple[tuple[int, ...], int | None]:
    """Return the deliveries about earlier changes that wait, and whom everybody knows as the coordinator.

    Of a change of which no mail was sent nobody knows.
    """
    mine = (Moment.municipality_id == municipality.id, Moment.kind == KIND)
    rows = session.execute(
        select(Delivery.id, Delivery.state, Moment.subject)
        .join(Moment, Moment.id == Delivery.moment_id)
        .where(*mine)
        .order_by(Delivery.id)
    ).tuples()
    waiting: list[int] = []
    states: dict[str, set[DeliveryState]] = {}
    for number, state, subject in rows:
        states.setdefault(subject, set()).add(state)
        if state is DeliveryState.PENDING:
            waiting.append(number)
    for subject, found in states.items():
        if found == {DeliveryState.PENDING}:
            before = subject.partition(">")[0]
            known_id = int(before) if before else None
    return tuple(waiting), known_id


def _forget_change(session: Session, municipality: Municipality, found: FoundChange) -> bool:
    """Delete the row of a change that is told; return whether it is still the one that was found."""
    mine = CoordinatorChange.municipality_id == municipality.id
    kept = session.scalar(select(CoordinatorChange).where(mine).with_for_update())
    now = session.get_one(Municipality, municipality.id)
    if kept is None or now.coordinator_id != found.new_id:
        return False
    session.delete(kept)
    return True


def _skip_unsent(session: Session, found: FoundChange, now: datetime) -> None:
    if found.unsent:
        session.execute(
            update(Delivery)
            .where(Delivery.id.in_(found.unsent), Delivery.state == DeliveryState.PENDING)
            .where(is_free(now))
            .values(state=DeliveryState.SKIPPED, reason=_SUPERSEDED)
        )
