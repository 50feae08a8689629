"""Workbooks, minutes and ideas that the coordinator mails: put into the inbox, and answered with the report.

Only the coordinator, or who gets their mail today, and only if it is proven that they wrote. The name of a
file follows from its mail, so a mail that is read again puts nothing there twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from terugkom.delivery.enqueue import Recipient, RunContext, build_mail, enqueue_documents, write_documents
from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.letter import Address, Attachment
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import to_one_line
from terugkom.errors import InputError
from terugkom.inbox.folder import MINUTES_SUFFIXES, WORKBOOK_SUFFIXES, InboxRun, list_visible_files
from terugkom.inbox.heard_mail import is_heard
from terugkom.inbox.incoming_file import format_file_name, read_incoming
from terugkom.inbox.mail_content import MailAttachment, MailContent, read_mail_content
from terugkom.inbox.mail_sender import SenderFinder
from terugkom.inbox.owner_answer import AnswerEntry, build_incoming_mail
from terugkom.plan.incoming_mails import (
    MailKind,
    ReceiptState,
    claim_receipt,
    find_incoming_mail,
    list_waiting_receipts,
)
from terugkom.plan.model import Municipality, Person
from terugkom.plan.reachability import is_coordinator
from terugkom.schedule.moment_of_day import open_moment_of_day

DOCUMENT = "file-receipt"


def list_mailed_files(mail: MailContent) -> list[MailAttachment]:
    """Return the attachments that an inbox takes: workbooks and documents."""
    suffixes = WORKBOOK_SUFFIXES | MINUTES_SUFFIXES
    return [each for each in mail.attachments if Path(each.name).suffix.lower() in suffixes]


def save_mailed_files(
    run: InboxRun, municipality: Municipality, paths: Sequence[Path], max_bytes: int
) -> None:
    """Put the files of the coordinator's mails into the inbox, where they are read as any file there is."""
    for path in paths:
        try:
            mail = read_mail_content(read_incoming(path, max_bytes))
        except InputError:  # it is refused where all mails are read
            continue
        if list_mailed_files(mail) and not is_heard(mail):
            _save(run, municipality, mail)


def _save(run: InboxRun, municipality: Municipality, mail: MailContent) -> None:
    database = run.build_context().database
    with database.read_session() as session:
        if find_incoming_mail(session, municipality.id, mail.fingerprint):
            return
        finder = SenderFinder(session, run.today, run.authentication_server, municipality.id)
        finder.load_answered([mail])
        person = finder.find_vouched_person(mail)
        if person is None or not is_coordinator(session, municipality, person, run.today):
            return
    names = [
        f"{format_file_name(each.name.rpartition('.')[0])[:60]}-{mail.fingerprint[:10]}-{number}"
        f"{Path(each.name).suffix.lower()}"
        for number, each in enumerate(list_mailed_files(mail), 1)
    ]
    names = [format_file_name(each.replace("/", "_").replace("\\", "_").lstrip(".~")) for each in names]
    contents = [each.content for each in list_mailed_files(mail)]
    write_all_atomically(run.inbox, list(zip(names, contents, strict=True)))
    with database.write_session() as session:
        stored = build_incoming_mail(mail, AnswerEntry(municipality, run.today, run.now), MailKind.FILES)
        stored.person_id, stored.receipt = person.id, ReceiptState.WAITING
        stored.outcome = [{"file": name} for name in names]
        session.add(stored)


def enqueue_file_receipts(run: InboxRun, context: RenderContext, municipality: Municipality) -> None:
    """Answer the mails whose files were all handled with their reports, each once."""
    with context.database.read_session() as session:
        waiting = [
            (each.id, each.answered_id, each.person_id, [file["file"] for file in each.outcome])
            for each in list_waiting_receipts(session, municipality.id)
            if each.kind is MailKind.FILES
        ]
    for number, answered_id, person_id, files in waiting:
        reports = list(_find_reports(run, files))
        if person_id and len(reports) == len(files):
            _enqueue(run, context, municipality, (number, answered_id, person_id), reports)


def _find_reports(run: InboxRun, files: Sequence[str]) -> Iterator[tuple[str, bool, bytes]]:
    """Yield of each file that was handled its name, whether it was refused, and its report."""
    for name in files:
        for folder in ("done", "refused"):
            found = [
                path
                for path in list_visible_files(run.inbox / folder)
                if path.name.endswith(f"-{name}.report.html")
            ]
            if found:
                yield name, folder == "refused", read_incoming(found[-1], 5_000_000)
                break


def _enqueue(
    run: InboxRun,
    context: RenderContext,
    municipality: Municipality,
    about: tuple[int, str, int],
    reports: Sequence[tuple[str, bool, bytes]],
) -> None:
    number, answered_id, person_id = about
    with context.database.read_session() as session:
        person = session.get_one(Person, person_id)
    given = {
        "municipality": municipality.name,
        "reader": person.name,
        "files": [{"name": name, "refused": refused} for name, refused, _ in reports],
    }
    attachments = tuple(
        Attachment(f"report-{at}.html", "text/html", content) for at, (_, _, content) in enumerate(reports, 1)
    )
    letter = replace(context.templates.render_letter(DOCUMENT, given), attachments=attachments)
    key = f"{municipality.id}:{DOCUMENT}:{number}"
    recipient = Recipient(key, "coordinator", person.id, Address(to_one_line(person.name), person.email))
    origin = RunContext(municipality, 0, run.mail_channel, run.run_id, run.now, run.today)
    mail = replace(
        build_mail(letter, DOCUMENT, origin.folder, str(number), [recipient]),
        in_reply_to=answered_id,
    )
    write_documents(context.documents, [mail])
    try:
        with context.database.write_session() as session:
            if not claim_receipt(session, number):
                return
            moment = open_moment_of_day(session, municipality.id, DOCUMENT, str(number), run.today, run.now)
            enqueue_documents(session, replace(origin, moment_id=moment.id), [mail])
    except IntegrityError:  # another process was first
        return
