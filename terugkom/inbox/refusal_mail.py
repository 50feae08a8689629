"""Mail to people that a file of the inbox was refused, and why: nobody looks into the folder where its report
lies.

Who mailed the file reads it in the answer to that mail. The coordinator gets it in any case. Nobody knows
who put minutes into the inbox: of those the secretary of the group gets it too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.enqueue import Recipient, RunContext, build_mail, enqueue_documents, write_documents
from terugkom.documents.file_store import sha256
from terugkom.documents.letter import Letter
from terugkom.documents.render_context import RenderContext
from terugkom.inbox.folder import InboxRun
from terugkom.meetings.minutes.written_minutes import MeetingReference
from terugkom.meetings.recipients import MeetingRecipient, find_coordinator_recipient, find_reachable_person
from terugkom.plan.incoming_mails import MailKind, list_waiting_receipts
from terugkom.plan.model import Group, Municipality
from terugkom.plan.queries import find_municipality
from terugkom.schedule.moment_of_day import open_moment_of_day

DOCUMENT = "minutes-refused"  # of minutes; of any other file its report is mailed


@dataclass(frozen=True)
class FileRefusal:
    """A file that was refused, why, and the kind of the document that says so.

    `reference` is the meeting that minutes are of, if it could be read.
    """

    document_kind: str
    file: str
    problems: Sequence[str]
    reference: MeetingReference | None = None


def enqueue_refusal(
    run: InboxRun, context: RenderContext, refusal: FileRefusal, render: Callable[[], Letter]
) -> None:
    """Enqueue the mail that a file was refused, once a day for the same file with the same problems."""
    kind = refusal.document_kind
    with context.database.read_session() as session:
        municipality = find_municipality(session, run.slug)
        if municipality is None:
            return
        readers = _find_readers(session, run, municipality, refusal)
    if not readers:
        return
    label = sha256("\n".join([refusal.file, *refusal.problems]).encode())[:12]
    key = f"{municipality.id}:{kind}:{run.today}:{label}"
    recipients = [
        Recipient(f"{key}:{each.person_id}", each.role, each.person_id, each.address) for each in readers
    ]
    of_run = RunContext(municipality, 0, run.mail_channel, run.run_id, run.now, run.today)
    document = build_mail(render(), kind, of_run.folder, label, recipients)
    write_documents(context.documents, [document])
    try:
        with context.database.write_session() as session:
            moment = open_moment_of_day(session, municipality.id, kind, label, run.stamp)
            of_moment = RunContext(municipality, moment.id, run.mail_channel, run.run_id, run.now, run.today)
            enqueue_documents(session, of_moment, [document])
    except IntegrityError as error:
        if is_duplicate_key(error):  # it was said today
            return
        raise


def _find_readers(
    session: Session, run: InboxRun, municipality: Municipality, refusal: FileRefusal
) -> list[MeetingRecipient]:
    """Return who gets the mail, without who mailed the file."""
    mailed_by = next(
        (
            mail.person_id
            for mail in list_waiting_receipts(session, municipality.id)
            if mail.kind is MailKind.FILES and any(each.get("file") == refusal.file for each in mail.outcome)
        ),
        None,
    )
    found = list(find_coordinator_recipient(session, municipality, run.today).reachable)
    if mailed_by is None and refusal.reference:
        group = select(Group.secretary_id).where(Group.municipality_id == municipality.id)
        secretary_id = session.scalar(group.where(Group.code == refusal.reference.subject))
        secretary = find_reachable_person(session, municipality, secretary_id, "secretary", run.today)
        found += [secretary] if secretary else []
    return list({each.person_id: each for each in found if each.person_id != mailed_by}.values())
