"""Render and enqueue one digest a person, with their due actions, the most urgent first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from terugkom.bulk_insert import insert_many
from terugkom.database import Base, Database
from terugkom.delivery.enqueue import Mail, Origin, Recipient, mail_of, record, write_documents
from terugkom.documents.letter import Address
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates, one_line
from terugkom.gate.owner_question import questions
from terugkom.plan.model import Person
from terugkom.reminders.advance import Move, move_on
from terugkom.reminders.due_actions import Due, due_of
from terugkom.reminders.week import Reader, Week, written_to
from terugkom.schedule.model import Reminder
from terugkom.schedule.reminder_stages import Ask

DOCUMENT = "owner-digest"


@dataclass(frozen=True)
class _Digest:
    reader: Reader
    due: list[Due]
    mail: Mail


def write_digests(
    desk: RenderContext, week: Week, readers: Sequence[Reader], origin: Origin | None, *, tries: int = 3
) -> list[Mail]:
    """Render and store the digests, and record the deliveries and reminder stages, all or none.

    Without a run context it is a dry run: the mails are returned, and nothing is stored.
    """
    digests = _compose(desk, week, readers)
    if origin is None or not digests:
        return [digest.mail for digest in digests]
    write_documents(desk.documents, [digest.mail for digest in digests])
    try:
        _record(desk.database, origin, digests)
    except IntegrityError:  # another run enqueued some of them meanwhile: leave those out
        if tries == 1:
            raise
        return write_digests(desk, week, readers, origin, tries=tries - 1)
    return [digest.mail for digest in digests]


def _compose(desk: RenderContext, week: Week, readers: Sequence[Reader]) -> list[_Digest]:
    town = week.municipality
    with desk.database.reading() as session:
        done = written_to(session, week)
        waiting = [reader for reader in readers if reader.id not in done]
        owners = [owner for reader in waiting for owner in reader.owners]
        due_for: defaultdict[int, list[Due]] = defaultdict(list)
        found = list(due_of(session, owners, town.leads, week.today))
        asked = questions(session, town, {due.action_id: (due.title, due.description) for due in found})
        for due in found:
            question = asked.get(due.action_id)
            due_for[due.owner_id].append(replace(due, question=question) if question else due)
        people = {
            person: Address(one_line(name), email)
            for person, name, email in session.execute(
                select(Person.id, Person.name, Person.email).where(
                    Person.id.in_([*owners, *(reader.id for reader in waiting)])
                )
            )
        }
    digests = []
    for reader in waiting:
        if items := _gathered(reader, due_for, people):
            mail = _mail(desk.templates, week, reader, items, people[reader.id])
            digests.append(_Digest(reader, items, mail))
    return digests


def _gathered(reader: Reader, due_for: dict[int, list[Due]], people: dict[int, Address]) -> list[Due]:
    """Return the due reminders of one recipient: their own, and those of the owners they stand in for."""
    found = [
        due if owner == reader.id else replace(due, stands_in_for=people[owner].name)
        for owner in reader.owners
        for due in due_for[owner]
    ]
    return sorted(found, key=lambda due: (due.days_left, due.code))


def _mail(templates: Templates, week: Week, reader: Reader, due: list[Due], address: Address) -> Mail:
    town = week.municipality
    context = {
        "municipality": town.name,
        "reader": address.name,
        "coordinator": week.coordinator.name if week.coordinator else town.name,
        "answer_to": town.answer_address,
        "items": due,
    }
    letter = templates.letter(DOCUMENT, context)
    folder = f"{town.slug}/{week.today.isoformat()}"
    return mail_of(letter, DOCUMENT, folder, str(reader.id), _recipients(week, reader, due, address))


def _recipients(week: Week, reader: Reader, due: Iterable[Due], address: Address) -> list[Recipient]:
    town = week.municipality
    key = f"{town.id}:{DOCUMENT}:{week.period}:{reader.id}"
    role = "owner" if reader.id in reader.owners else "stand-in"
    recipients = [Recipient(key, role, reader.id, address)]
    copied = any(item.ask == Ask.COORDINATOR_IN_COPY.value for item in due)
    head = week.coordinator
    if copied and head and head.id != reader.id:
        recipients.append(
            Recipient(f"{key}:copy", "coordinator-copy", head.id, Address(one_line(head.name), head.email))
        )
    return recipients


def _record(database: Database, origin: Origin, digests: Sequence[_Digest]) -> None:
    with database.writing() as session:
        deliveries = record(session, origin, [digest.mail for digest in digests])
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
                    "passed_over": due.passed_over,
                }
                for digest, (delivery, *_) in zip(digests, deliveries, strict=True)
                for due in digest.due
            ],
        )
        move_on(session, _moves(digests))


def _moves(digests: Sequence[_Digest]) -> dict[Move, list[int]]:
    """Return by advance the ids of the actions whose only owner is reminded by these digests."""
    moves: defaultdict[Move, list[int]] = defaultdict(list)
    for digest in digests:
        for due in digest.due:
            if due.moves_on:
                moves[due.moves_on].append(due.action_id)
    return moves
