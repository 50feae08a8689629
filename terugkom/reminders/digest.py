"""Render and enqueue one digest a person, with their due actions, the most urgent first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.answer_check import is_outage
from terugkom.database.bulk_insert import insert_many
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.database.table_base import Base
from terugkom.delivery.enqueue import (
    OutboundDocument,
    RunContext,
    enqueue_documents,
)
from terugkom.delivery.find_deliveries import find_enqueued_keys
from terugkom.documents.letter import Address
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.gate.owner_question import list_owner_questions
from terugkom.plan.model import Municipality, Person
from terugkom.plan.page_links import (
    PageLinkPurpose,
    compute_link_expiry,
    compute_page_tokens,
    create_page_links,
)
from terugkom.plan.waiting_questions import load_waiting_questions, put_readers_first
from terugkom.reminders.advance import ReminderAdvance, advance_reminders, record_first_contacts
from terugkom.reminders.deadline_calendar import CalendarDeadline, load_sequences
from terugkom.reminders.digest_mail import (
    DigestTokens,
    build_digest_key,
    build_reader_address,
    render_digest_mails,
)
from terugkom.reminders.due_actions import DueReminder, list_due_reminders
from terugkom.reminders.previous_requests import add_previous_request_days
from terugkom.reminders.week import DigestRecipient, ReminderWeek
from terugkom.schedule.model import Reminder
from terugkom.schedule.reminder_stages import StageKind

_TRIES = 3


@dataclass(frozen=True)
class _Digest:
    recipient: DigestRecipient
    reminders: list[DueReminder]
    mails: tuple[OutboundDocument, ...]  # the recipient's own; a copy without their links, if there is one

    @property
    def link_key(self) -> str:
        """The key of the link in it, that of the delivery to its recipient."""
        return self.mails[0].recipients[0].key

    def without_content(self) -> "_Digest":
        """Return it without the contents of its mails."""
        return replace(self, mails=tuple(replace(mail, content=b"") for mail in self.mails))


def preview_digests(
    context: RenderContext, week: ReminderWeek, recipients: Sequence[DigestRecipient]
) -> list[OutboundDocument]:
    """Render the digests of a dry run: nothing is stored."""
    return [each.mails[0] for each in _render_digests(context, week, recipients, is_stored=False)]


def enqueue_digests(
    context: RenderContext, week: ReminderWeek, recipients: Sequence[DigestRecipient], run_context: RunContext
) -> list[OutboundDocument]:
    """Render and store the digests, and record the deliveries and reminder stages, all or none.

    If the database refuses one of them, each is stored by itself; what was refused is raised afterwards, see
    `do_each_by_itself`.

    Return them without their contents. A process beside that of the run can do it too: arguments and result
    can be pickled.
    """
    try:
        return _store_new_digests(context, week, recipients, run_context)
    except DBAPIError as error:
        if len(recipients) == 1 or is_outage(error):
            raise
    stored = do_each_by_itself(
        recipients,
        lambda each: _store_new_digests(context, week, [each], run_context),
        "digests that the database refused",
    )
    return [mail for mails in stored for mail in mails]


def _store_new_digests(
    context: RenderContext, week: ReminderWeek, recipients: Sequence[DigestRecipient], run_context: RunContext
) -> list[OutboundDocument]:
    """Store the digests of those who have none; tries again without those that another run enqueues."""
    for _ in range(_TRIES - 1):
        try:
            return _store_digests(context, week, recipients, run_context)
        except IntegrityError as error:
            if not is_duplicate_key(error):
                raise
    return _store_digests(context, week, recipients, run_context)


def _store_digests(
    context: RenderContext, week: ReminderWeek, recipients: Sequence[DigestRecipient], run_context: RunContext
) -> list[OutboundDocument]:
    digests: list[_Digest] = []

    def render_next() -> Iterator[tuple[str, bytes]]:  # each is written as it is rendered, and not kept
        for digest in _render_digests(context, week, recipients, is_stored=True):
            yield from ((mail.name, mail.content) for mail in digest.mails)
            digests.append(digest.without_content())

    context.documents.write_all(render_next())
    if digests:
        _enqueue(context, run_context, digests)
    return [digest.mails[0] for digest in digests]


def _render_digests(
    context: RenderContext, week: ReminderWeek, recipients: Sequence[DigestRecipient], *, is_stored: bool
) -> Iterator[_Digest]:
    """Yield the digests; without links and codes if nothing is stored, for those would open nothing."""
    municipality = week.municipality
    with context.database.read_session() as session:
        remaining = _list_remaining(session, week, recipients)
        owners = [owner for recipient in remaining for owner in recipient.owner_ids]
        due_for: defaultdict[int, list[DueReminder]] = defaultdict(list)
        found = list_due_reminders(session, owners, municipality.effective_lead_times, week.today)
        found = _note_waiting(session, week, _add_gate_questions(session, municipality, found))
        for due in add_previous_request_days(session, found):
            due_for[due.owner_id].append(due)
        sequences = _load_sequences(session, municipality, found)
        readers = [reader for each in remaining for reader in each.reader_ids]
        people = _load_addresses(session, [*owners, *readers])
    tokens = _compute_tokens(context, week, remaining) if is_stored else {}
    for recipient in remaining:
        if items := _collect_reminders(recipient, due_for, people):
            mails = render_digest_mails(
                context,
                week,
                recipient,
                items,
                build_reader_address(recipient, people, municipality.language),
                tokens,
                _render_calendar(week, items, sequences),
            )
            yield _Digest(recipient, items, mails)


def _list_remaining(
    session: Session, week: ReminderWeek, recipients: Sequence[DigestRecipient]
) -> list[DigestRecipient]:
    """Return those of a batch who have no digest of this week yet; all in a dry run."""
    if week.moment_id is None:
        return list(recipients)
    keys = {build_digest_key(week, each): each for each in recipients}
    written = find_enqueued_keys(session, keys)
    return [each for key, each in keys.items() if key not in written]


def _add_gate_questions(
    session: Session, municipality: Municipality, found: Sequence[DueReminder]
) -> list[DueReminder]:
    """Return the reminders with the question of the gate about each vague action."""
    texts = {due.action_id: (due.title, due.description) for due in found}
    questions = list_owner_questions(session, municipality, texts)
    return [
        replace(due, question=question) if (question := questions.get(due.action_id)) else due
        for due in found
    ]


def _load_addresses(session: Session, people: Sequence[int]) -> dict[int, Address]:
    """Return name and address of these people, by id."""
    found = session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(people)))
    return {person: Address(to_one_line(name), email) for person, name, email in found}


def _note_waiting(session: Session, week: ReminderWeek, found: Sequence[DueReminder]) -> list[DueReminder]:
    """Return the reminders with what waits for a decision; a later date as long as it lies ahead."""
    waiting = load_waiting_questions(session, week.municipality.id) if found else {}
    coming = {
        action: tuple(each for each in those if each.deadline is None or each.deadline > week.today)
        for action, those in waiting.items()
    }
    return [replace(due, waiting=those) if (those := coming.get(due.action_id)) else due for due in found]


def _load_sequences(
    session: Session, municipality: Municipality, found: Sequence[DueReminder]
) -> dict[int, int]:
    if not municipality.deadline_calendar:
        return {}
    return load_sequences(session, [due.action_id for due in found])


def _render_calendar(
    week: ReminderWeek, reminders: Sequence[DueReminder], sequences: Mapping[int, int]
) -> bytes:
    """Return the deadlines to come of a digest for a calendar; empty if none, or it is not switched on."""
    if not week.municipality.deadline_calendar:
        return b""
    coming = [
        CalendarDeadline(due.action_id, due.code, due.title, due.deadline, sequences.get(due.action_id, 0))
        for due in reminders
        if due.days_left >= 0
    ]
    if not coming:
        return b""
    from terugkom.reminders.deadline_icalendar import render_deadlines  # icalendar takes 40 ms

    return render_deadlines(week.municipality, coming)


def _collect_reminders(
    recipient: DigestRecipient, due_for: dict[int, list[DueReminder]], people: dict[int, Address]
) -> list[DueReminder]:
    """Return the due reminders of one recipient: their own, and those of the owners they stand in for."""
    found = [
        _address(due, recipient, people[owner].name)
        for owner in recipient.owner_ids
        for due in due_for[owner]
    ]
    return sorted(found, key=lambda due: (due.days_left, due.code))


def _address(due: DueReminder, recipient: DigestRecipient, owner: str) -> DueReminder:
    """Return a reminder that says whose it is, and who asked what waits, if that is not the reader alone."""
    if due.waiting and len(recipient.reader_ids) == 1:
        due = replace(due, waiting=put_readers_first(due.waiting, recipient.reader_ids[0]))
    if due.owner_id not in recipient.reader_ids:
        return replace(due, absent_owner=owner)
    return replace(due, addressee=owner) if recipient.colleague_ids else due


def _compute_tokens(
    context: RenderContext, week: ReminderWeek, recipients: Sequence[DigestRecipient]
) -> dict[int, DigestTokens]:
    """Return the tokens of each recipient by their id; that of a page is empty if there are no pages."""
    if not recipients:
        return {}
    keys = {each.person_id: build_digest_key(week, each) for each in recipients}
    with context.database.write_session() as session:  # the secret key is made when it is first needed
        answers = compute_page_tokens(session, PageLinkPurpose.ANSWER, list(keys.values()))
        pages = (
            compute_page_tokens(session, PageLinkPurpose.OWNER, list(keys.values()))
            if context.site_url
            else {}
        )
    return {person: DigestTokens(answers[key], pages.get(key, "")) for person, key in keys.items()}


def _enqueue(context: RenderContext, run_context: RunContext, digests: Sequence[_Digest]) -> None:
    copies = [mail for digest in digests for mail in digest.mails[1:]]
    with context.database.write_session() as session:
        own = [digest.mails[0] for digest in digests]
        deliveries = enqueue_documents(session, run_context, [*own, *copies])[: len(own)]
        expires_on = compute_link_expiry(run_context.municipality, run_context.today)
        readers = {digest.link_key: digest.recipient.person_id for digest in digests}
        create_page_links(session, PageLinkPurpose.ANSWER, readers, expires_on)
        if context.site_url:
            create_page_links(session, PageLinkPurpose.OWNER, readers, expires_on)
        record_first_contacts(session, _list_first_contacts(digests), run_context.today)
        insert_many(
            session,
            Base.metadata.tables[Reminder.__tablename__],
            [
                {
                    "action_id": due.action_id,
                    "deadline": due.deadline,
                    "stage": due.stage,
                    "person_id": due.owner_id,
                    "delivery_id": delivery,
                    "skipped_stages": due.skipped_stages,
                }
                for digest, (delivery, *_) in zip(digests, deliveries, strict=True)
                for due in digest.reminders
            ],
        )
        advance_reminders(session, _group_advances(digests))


def _list_first_contacts(digests: Sequence[_Digest]) -> list[int]:
    """Return the ids of the actions of which these digests are a first contact."""
    asked = StageKind.FIRST_CONTACT.value
    return sorted({due.action_id for each in digests for due in each.reminders if due.ask == asked})


def _group_advances(digests: Sequence[_Digest]) -> dict[ReminderAdvance, list[int]]:
    """Return by advance the ids of the actions whose only owner is reminded by these digests."""
    advances: defaultdict[ReminderAdvance, list[int]] = defaultdict(list)
    for digest in digests:
        for due in digest.reminders:
            if due.advance:
                advances[due.advance].append(due.action_id)
    return advances
