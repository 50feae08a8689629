"""Workbooks, minutes and ideas that are mailed: put into the inbox, and answered with the report.

A mail is stored before its files are written, and stays in the inbox until they were handled and the receipt
is enqueued. The name of a file follows from its mail, so a mail that is read again puts nothing there twice.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.delivery.enqueue import Recipient, RunContext, build_mail
from terugkom.delivery.enqueue_receipt import enqueue_receipt
from terugkom.documents.docx_template import DOCX_MEDIA_TYPE
from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.letter import Address, Attachment
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.editions.word_draft.apply_draft import DraftOutcome
from terugkom.inbox.folder import (
    ANSWER_SUFFIX,
    MINUTES_SUFFIXES,
    REPORT_SUFFIX,
    WORKBOOK_SUFFIXES,
    InboxFolder,
    InboxRun,
    list_visible_files,
)
from terugkom.inbox.incoming_file import format_file_name, read_incoming
from terugkom.inbox.mail_content import MailAttachment, MailContent
from terugkom.inbox.minutes_names import is_minutes_pdf
from terugkom.inbox.owner_answer import AnswerEntry, build_incoming_mail
from terugkom.inbox.words_with_files import WordsOutcome
from terugkom.plan.incoming_mails import (
    IncomingMail,
    MailKind,
    ReceiptState,
    find_incoming_mail,
    list_waiting_receipts,
)
from terugkom.plan.model import Municipality, Person
from terugkom.workbook.undo.references import FILE_RECEIPT_DOCUMENT

_NOT_IN_A_NAME = re.compile(r"[/\\:]")  # of a file on every system
MAX_REPORT_BYTES = 10_000_000  # bytes of a report, and of the document that goes with it


def list_mailed_files(mail: MailContent) -> list[MailAttachment]:
    """Return the attachments that an inbox takes: workbooks and documents.

    A PDF counts only if its name says that it holds minutes: others come with answers of owners.
    """
    suffixes = (WORKBOOK_SUFFIXES | MINUTES_SUFFIXES) - {".pdf"}
    return [
        each
        for each in mail.attachments
        if Path(each.name).suffix.lower() in suffixes or is_minutes_pdf(each.name)
    ]


def store_mailed_files(
    session: Session,
    mail: MailContent,
    person: Person,
    permitted: Collection[MailAttachment],
    entry: AnswerEntry,
) -> IncomingMail:
    """Store a mail and which of its files are read, in the caller's transaction; the files come after it.

    Attachments that no inbox takes are kept by name, to be told; the pictures of a signature are none.
    """
    stored = build_incoming_mail(mail, entry, MailKind.FILES)
    stored.person_id, stored.receipt = person.id, ReceiptState.WAITING
    files = _name_files(mail)
    others = [each for each in mail.attachments if not each.is_inline and each not in files.values()]
    stored.outcome = [
        {"file": name, "called": called} if file in permitted else {"not_read": called}
        for name, file in files.items()
        for called in [format_file_name(file.name)]
    ] + [{"other_file": format_file_name(each.name)} for each in others]
    session.add(stored)
    session.flush()
    return stored


def save_mailed_files(run: InboxRun, municipality: Municipality, mail: MailContent) -> None:
    """Put the files of a stored mail into the inbox, where they are read as any file there is."""
    with run.build_context().database.read_session() as session:
        stored = find_incoming_mail(session, municipality.id, mail.fingerprint)
        if stored is None or stored.receipt is not ReceiptState.WAITING:
            return
        wanted = _list_names(stored.outcome)
    handled = {each.name for each in _find_reports(run, wanted)}
    files = _name_files(mail)
    new = [(name, files[name].content) for name in wanted if name in files and name not in handled]
    write_all_atomically(run.inbox, new)


def _name_files(mail: MailContent) -> dict[str, MailAttachment]:
    """Return the files of a mail by the names that they get in the inbox."""
    found = {}
    for number, each in enumerate(list_mailed_files(mail), 1):
        stem = format_file_name(each.name.rpartition(".")[0])[:60]
        name = f"{stem}-{mail.fingerprint[:10]}-{number}{Path(each.name).suffix.lower()}"
        found[format_file_name(_NOT_IN_A_NAME.sub("_", name).lstrip(".~"))] = each
    return found


def _list_names(outcome: Sequence[dict[str, Any]]) -> list[str]:
    return [each["file"] for each in outcome if "file" in each]


def _list_called(outcome: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return what the sender called each file, by its name in the inbox."""
    return {each["file"]: each.get("called", each["file"]) for each in outcome if "file" in each}


def enqueue_file_receipts(run: InboxRun, context: RenderContext, municipality: Municipality) -> None:
    """Answer the mails whose files were all handled with their reports, each once.

    What is wrong with one stops no other, and is raised afterwards: see `do_each_by_itself`.
    """
    with context.database.read_session() as session:
        waiting = [
            each
            for each in list_waiting_receipts(session, municipality.id)
            if each.kind is MailKind.FILES and each.person_id
        ]

    def answer(mail: IncomingMail) -> None:
        files = _list_names(mail.outcome)
        reports = list(_find_reports(run, files))
        if len(reports) == len(files):
            _enqueue(run, context, municipality, mail, reports)

    do_each_by_itself(waiting, answer, "reports on mailed files that were not enqueued")


@dataclass(frozen=True)
class _FileReport:
    """The report of a mailed file that was handled, and the document that goes with it, b"" without one."""

    name: str
    folder: InboxFolder  # in which it lies
    html: bytes
    answer: bytes = b""
    problems: tuple[str, ...] = ()  # of minutes that were refused: table, row, column, and what to do
    to_check: int = 0  # cells of a workbook, or stories of an edition, that were not taken as they are

    def list_attachments(self, number: int, language: str) -> list[Attachment]:
        """Return the report, and the document in which a person answers it, as attachments."""
        found = [Attachment(f"report-{number}.html", "text/html", self.html)]
        if self.answer:
            name = translate("file.choices", language, number=number)
            found.append(Attachment(name, DOCX_MEDIA_TYPE, self.answer))
        return found


def _find_reports(run: InboxRun, files: Sequence[str]) -> Iterator[_FileReport]:
    """Yield the report of each file that was handled."""
    for name in files:
        for folder in InboxFolder:
            found = [
                path
                for path in list_visible_files(run.inbox / folder)
                if path.name.endswith(f"-{name}{REPORT_SUFFIX}")
            ]
            if found:
                report = read_incoming(found[-1], MAX_REPORT_BYTES)
                beside = found[-1].with_name(found[-1].name.removesuffix(REPORT_SUFFIX) + ANSWER_SUFFIX)
                answer = read_incoming(beside, MAX_REPORT_BYTES) if beside.exists() else b""
                yield _FileReport(name, folder, report, answer, *_read_problems(found[-1]))
                break


def _read_problems(report: Path) -> tuple[tuple[str, ...], int]:
    """Return the problems of minutes by the report beside them, none for other files; and how many cells or
    stories of other files are to be checked."""
    beside = report.with_name(report.name.removesuffix(REPORT_SUFFIX) + ".report.json")
    content = json.loads(read_incoming(beside, MAX_REPORT_BYTES)) if beside.exists() else {}
    if not isinstance(content, dict):
        return (), 0
    refused = [each for each in content.get("stories", ()) if each["outcome"] == DraftOutcome.REFUSED]
    findings = content.get("findings", ()) if "tables" in content else ()  # of a workbook
    return tuple(content.get("problems", ())), len(findings) + len(refused)


def _enqueue(
    run: InboxRun,
    context: RenderContext,
    municipality: Municipality,
    mail: IncomingMail,
    reports: Sequence[_FileReport],
) -> None:
    with context.database.read_session() as session:
        person = session.get_one(Person, mail.person_id)
    called = _list_called(mail.outcome)
    given = {
        "municipality": municipality.name,
        "reader": person.name,
        "files": [
            {
                "name": called[each.name],
                "refused": each.folder is InboxFolder.REFUSED,
                "waiting": each.folder is InboxFolder.WAITING,
                "has_choices": bool(each.answer),
                "problems": each.problems,
                "to_check": each.to_check,
            }
            for each in reports
        ],
        "not_read": [each["not_read"] for each in mail.outcome if "not_read" in each],
        "other_files": [each["other_file"] for each in mail.outcome if "other_file" in each],
        "words": next((each["words"] for each in mail.outcome if "words" in each), WordsOutcome.NONE.value),
    }
    attachments = tuple(
        attachment
        for at, each in enumerate(reports, 1)
        for attachment in each.list_attachments(at, context.templates.language)
    )
    letter = replace(context.templates.render_letter(FILE_RECEIPT_DOCUMENT, given), attachments=attachments)
    key = f"{municipality.id}:{FILE_RECEIPT_DOCUMENT}:{mail.id}"
    recipient = Recipient(key, "coordinator", person.id, Address(to_one_line(person.name), person.email))
    origin = RunContext(municipality, 0, run.mail_channel, run.run_id, run.now, run.today)
    document = build_mail(letter, FILE_RECEIPT_DOCUMENT, origin.folder, str(mail.id), [recipient])
    enqueue_receipt(context, origin, mail.id, replace(document, in_reply_to=mail.answered_id))
