"""Erase a person from the tables: their rows stay, empty, so that counts, hashes and the history stay."""

from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from terugkom.delivery.model import NOT_STARTED, Delivery, DeliveryState
from terugkom.errors import CommandError
from terugkom.ideas.submitters import forget_submitter
from terugkom.meetings.invitation_model import InvitationReply, MeetingInvitation
from terugkom.meetings.minutes.minutes_model import Decision
from terugkom.mentions.store_mentions import withdraw_mentions_naming
from terugkom.personal_data.find_person import FoundPerson
from terugkom.personal_data.person_pattern import ERASED
from terugkom.personal_data.search_tables import replace_in_tables
from terugkom.personal_data.waiting_mails import WAITING, decode_headers
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.change_action import change_action
from terugkom.plan.coordinator_change import change_coordinator
from terugkom.plan.erased_people import record_erasure
from terugkom.plan.history import record_changes
from terugkom.plan.history_model import ActionChange
from terugkom.plan.incoming_mails import EMPTY_MAIL, IncomingMail
from terugkom.plan.model import Action, Group, Municipality, Ownership, Person, group_members
from terugkom.plan.page_links import PageLink
from terugkom.plan.questions import Question, QuestionKind
from terugkom.plan.suppressed_addresses import SuppressedAddress
from terugkom.subscribers.answer_tokens import delete_tokens
from terugkom.subscribers.model import Subscriber
from terugkom.workbook.undo.journal import PlanImport

SOURCE = "person erase"
SKIP_REASON = "erased"


def check_erasable(session: Session, person: FoundPerson) -> None:
    """Raise InputError if a municipality sends its mail with this address: it needs another one first."""
    query = select(Municipality.slug).where(
        (func.lower(Municipality.sender) == person.address)
        | (func.lower(Municipality.reply_to) == person.address)
    )
    if slugs := session.scalars(query.order_by(Municipality.slug)).all():
        raise CommandError(
            f"{', '.join(slugs)}: this address is the sender of its mail, or where answers go; "
            "give another one in its settings first"
        )


def erase_rows(session: Session, person: FoundPerson, today: date, now: datetime) -> int:
    """Erase a person from every table; return how many values of texts were replaced.

    Nobody else's mail is touched: one that still waits and names the person keeps them until it is sent.
    """
    for municipality in session.scalars(select(Municipality)).all():
        record_erasure(session, municipality.id, person.address, set(person.names), today)
    _erase_deliveries(session, person)
    _erase_people(session, person, today, now)
    _erase_subscribers(session, person, today)
    _erase_page_rows(session, person)
    session.execute(delete(SuppressedAddress).where(SuppressedAddress.email == person.address))
    forget_submitter(session, person.address, list(person.person_ids))
    withdraw_mentions_naming(session, person.pattern.occurs_in, today)
    session.flush()
    replaced = replace_in_tables(session, person.pattern)
    session.expire_all()
    return replaced


def _erase_deliveries(session: Session, person: FoundPerson) -> None:
    """Empty what was sent to the person, skip what waits for them, and empty the headers that name them."""
    theirs = (func.lower(Delivery.recipient) == person.address) | Delivery.person_id.in_(person.person_ids)
    session.execute(
        update(Delivery)
        .where(theirs, Delivery.state.in_(NOT_STARTED))
        .values(state=DeliveryState.SKIPPED, reason=SKIP_REASON)
    )
    session.execute(update(Delivery).where(theirs).values(recipient="", headers="", reason=SKIP_REASON))
    sent = session.execute(
        select(Delivery.id, Delivery.headers).where(Delivery.headers != "", Delivery.state.not_in(WAITING))
    ).tuples()
    naming = [number for number, headers in sent if person.pattern.occurs_in(decode_headers(headers))]
    for at in range(0, len(naming), 500):
        session.execute(update(Delivery).where(Delivery.id.in_(naming[at : at + 500])).values(headers=""))


def _erase_people(session: Session, person: FoundPerson, today: date, now: datetime) -> None:
    """Take the person from their actions and groups, and leave a row without name, address and code."""
    for number in person.person_ids:
        row = session.get_one(Person, number)
        municipality = session.get_one(Municipality, row.municipality_id)
        owned = session.scalars(select(Action).join(Ownership).where(Ownership.person_id == number)).all()
        for action in owned:
            changes = change_action(
                action,
                {"owners": [each for each in action.owners if each.id != number]},
                day=today,
                lead_times=municipality.effective_lead_times,
            )
            record_changes(
                session,
                [(action, each) for each in changes],
                today=today,
                changed_at=now,
                through=SOURCE,
            )
        session.flush()
        session.execute(delete(group_members).where(group_members.c.person_id == number))
        session.execute(update(Person).where(Person.stand_in_id == number).values(stand_in_id=None))
        session.execute(update(Group).where(Group.secretary_id == number).values(secretary_id=None))
        if municipality.coordinator_id == number:
            change_coordinator(session, municipality, None)
        if municipality.chief_id == number:
            municipality.chief = None
        old, row.code = row.code, f"gewist-{number}"
        row.name, row.email, row.job = ERASED, "", ""
        row.absent_from = row.absent_until = row.stand_in_id = None
        row.departed_on = min(row.departed_on or today, today)
        session.flush()
        _replace_code(session, municipality.id, old, row.code)
        # what it would bring back is theirs too
        session.execute(delete(PlanImport).where(PlanImport.municipality_id == municipality.id))


def _replace_code(session: Session, municipality_id: int, old: str, new: str) -> None:
    """Replace a person's code in the history and in questions: it may be made of their name."""
    actions = select(Action.id).where(Action.municipality_id == municipality_id)
    changes = session.scalars(
        select(ActionChange).where(ActionChange.field == "owners", ActionChange.action_id.in_(actions))
    )
    for change in changes:
        for side in ("old", "new"):
            codes = getattr(change, side)
            if isinstance(codes, list) and old in codes:
                setattr(change, side, [new if code == old else code for code in codes])
    _replace_code_in_questions(session, municipality_id, old, new)
    decisions = session.scalars(
        select(Decision).where(Decision.action_id.in_(actions), Decision.value.contains(old, autoescape=True))
    )
    for decision in decisions:
        codes = [code.strip() for code in decision.value.split(";")]
        if old in codes:
            decision.value = "; ".join(new if code == old else code for code in codes)


def _replace_code_in_questions(session: Session, municipality_id: int, old: str, new: str) -> None:
    """Replace a person's code where a file and the plan name other owners; the words of that question go."""
    mine = (Question.municipality_id == municipality_id, Question.kind == QuestionKind.IMPORT_VALUE)
    for question in session.scalars(select(Question).where(*mine)):
        if any(old in side.get("owners", ()) for side in question.proposal.values()):
            question.text = ""
            question.proposal = {
                name: side | {"owners": [new if code == old else code for code in side["owners"]]}
                for name, side in question.proposal.items()
            }


def _erase_page_rows(session: Session, person: FoundPerson) -> None:
    """Delete the links to the person's pages, and take the person from what they sent by them."""
    session.execute(delete(PageLink).where(PageLink.person_id.in_(person.person_ids)))
    raised = update(Question).where(Question.raised_by_id.in_(person.person_ids))
    session.execute(raised.values(raised_by_id=None))
    mails = update(IncomingMail).where(IncomingMail.person_id.in_(person.person_ids))
    session.execute(mails.values(EMPTY_MAIL))
    # Nothing is sent any more about a meeting: who is erased is told nothing.
    session.execute(delete(MeetingInvitation).where(MeetingInvitation.person_id.in_(person.person_ids)))
    replies = update(InvitationReply).where(InvitationReply.person_id.in_(person.person_ids))
    session.execute(replies.values(comment=""))
    session.execute(delete(ActionPhoto).where(ActionPhoto.person_id.in_(person.person_ids)))


def _erase_subscribers(session: Session, person: FoundPerson, today: date) -> None:
    for number in person.subscriber_ids:
        row = session.get_one(Subscriber, number)
        # An address of its own, for which no mail can exist: one subscriber, one address.
        row.email, row.name, row.reason = f"gewist-{number}@erased.invalid", "", SKIP_REASON
        row.started_on = row.imported_at = row.resumed_at = None
        row.departed_on = min(row.departed_on or today, today)
    delete_tokens(session, person.subscriber_ids)
    session.flush()
