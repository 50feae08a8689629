"""Render and enqueue one digest a person, with their due actions, the most urgent first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from terugkom.bulk_insert import insert_many
from terugkom.database import Base, Database
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.documents.letter import Address
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates, to_one_line
from terugkom.gate.owner_question import list_owner_questions
from terugkom.plan.model import Person
from terugkom.reminders.advance import ReminderAdvance, advance_reminders, record_first_contacts
from terugkom.reminders.due_actions import DueReminder, list_due_reminders
from terugkom.reminders.week import DigestRecipient, ReminderWeek, find_written_person_ids
from terugkom.schedule.model import Reminder
from terugkom.schedule.reminder_stages import StageKind

DOCUMENT = "owner-digest"


@dataclass(frozen=True)
class _Digest:
    recipient: DigestRecipient
    reminders: list[DueReminder]
    mail: OutboundDocument


def enqueue_digests(
    context: RenderContext,
    week: ReminderWeek,
    recipients: Sequence[DigestRecipient],
    run_context: RunContext | None,
    *,
    tries: int = 3,
) -> list[OutboundDocument]:
    """Render and store the digests, and record the deliveries and reminder stages, all or none.

    Without a run context it is a dry run: the mails are returned, and nothing is stored.
    """
    digests = _render_digests(context, week, recipients)
    if run_context is None or not digests:
        return [digest.mail for digest in digests]
    write_documents(context.documents, [digest.mail for digest in digests])
    try:
        _enqueue(context.database, run_context, digests)
    except IntegrityError:  # another run enqueued some of them meanwhile: leave those out
        if tries == 1:
            raise
        return enqueue_digests(context, week, recipients, run_context, tries=tries - 1)
    return [digest.mail for digest in digests]


def _render_digests(
    context: RenderContext, week: ReminderWeek, recipients: Sequence[DigestRecipient]
) -> list[_Digest]:
    municipality = week.municipality
    with context.database.read_session() as session:
        written_ids = find_written_person_ids(session, week)
        remaining = [recipient for recipient in recipients if recipient.person_id not in written_ids]
        owners = [owner for recipient in remaining for owner in recipient.owner_ids]
        due_for: defaultdict[int, list[DueReminder]] = defaultdict(list)
        found = list(list_due_reminders(session, owners, municipality.effective_lead_times, week.today))
        gate_questions = list_owner_questions(
            session, municipality, {due.action_id: (due.title, due.description) for due in found}
        )
        for due in found:
            question = gate_questions.get(due.action_id)
            due_for[due.owner_id].append(replace(due, question=question) if question else due)
        people = {
            person: Address(to_one_line(name), email)
            for person, name, email in session.execute(
                select(Person.id, Person.name, Person.email).where(
                    Person.id.in_([*owners, *(recipient.person_id for recipient in remaining)])
                )
            )
        }
    digests = []
    for recipient in remaining:
        if items := _collect_reminders(recipient, due_for, people):
            mail = _render_mail(context.templates, week, recipient, items, people[recipient.person_id])
            digests.append(_Digest(recipient, items, mail))
    return digests


def _collect_reminders(
    recipient: DigestRecipient, due_for: dict[int, list[DueReminder]], people: dict[int, Address]
) -> list[DueReminder]:
    """Return the due reminders of one recipient: their own, and those of the owners they stand in for."""
    found = [
        due if owner == recipient.person_id else replace(due, absent_owner=people[owner].name)
        for owner in recipient.owner_ids
        for due in due_for[owner]
    ]
    return sorted(found, key=lambda due: (due.days_left, due.code))


def _render_mail(
    templates: Templates,
    week: ReminderWeek,
    recipient: DigestRecipient,
    reminders: list[DueReminder],
    address: Address,
) -> OutboundDocument:
    municipality = week.municipality
    context = {
        "municipality": municipality.name,
        "reader": address.name,
        "coordinator": _get_signature(week),
        "answer_to": municipality.answer_address,
        "items": reminders,
    }
    letter = templates.render_letter(DOCUMENT, context)
    folder = f"{municipality.slug}/{week.today.isoformat()}"
    return build_mail(
        letter,
        DOCUMENT,
        folder,
        str(recipient.person_id),
        _build_recipients(week, recipient, reminders, address),
    )


def _get_signature(week: ReminderWeek) -> str:
    """Return the name under a digest: the coordinator's, also while a stand-in reads the answers."""
    coordinator = week.municipality.coordinator
    return coordinator.name if coordinator and week.coordinator else week.municipality.name


def _build_recipients(
    week: ReminderWeek, recipient: DigestRecipient, reminders: Iterable[DueReminder], address: Address
) -> list[Recipient]:
    municipality = week.municipality
    key = f"{municipality.id}:{DOCUMENT}:{week.period}:{recipient.person_id}"
    role = "owner" if recipient.person_id in recipient.owner_ids else "stand-in"
    delivery_recipients = [Recipient(key, role, recipient.person_id, address)]
    copied = any(item.ask == StageKind.COORDINATOR_IN_COPY.value for item in reminders)
    coordinator = week.coordinator
    if copied and coordinator and coordinator.id != recipient.person_id:
        delivery_recipients.append(
            Recipient(
                f"{key}:copy",
                "coordinator-copy",
                coordinator.id,
                Address(to_one_line(coordinator.name), coordinator.email),
            )
        )
    return delivery_recipients


def _enqueue(database: Database, run_context: RunContext, digests: Sequence[_Digest]) -> None:
    with database.write_session() as session:
        deliveries = enqueue_documents(session, run_context, [digest.mail for digest in digests])
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
