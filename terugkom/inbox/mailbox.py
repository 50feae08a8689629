"""Process the answers and bounces in a mail folder; mails that are not recognised stay there."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.database.answer_check import is_outage
from terugkom.database.connection_pool import Database
from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.letter import Letter
from terugkom.documents.messages import translate
from terugkom.documents.render_context import RenderContext
from terugkom.errors import InputError
from terugkom.imap.mail_size import MAX_MAIL_BYTES
from terugkom.inbox.apply_answer import AnswerProcessor
from terugkom.inbox.classify_mail import classify_mail
from terugkom.inbox.folder import (
    MAIL_SUFFIXES,
    FileReport,
    InboxFolder,
    InboxRun,
    archive_file,
    list_new_files,
    list_visible_files,
)
from terugkom.inbox.handle_mail import MailHandler, ReadMail
from terugkom.inbox.idea_receipts import enqueue_idea_receipts
from terugkom.inbox.incoming_file import format_file_name, read_incoming
from terugkom.inbox.mail_content import MailContent, read_mail_content
from terugkom.inbox.mail_sender import SenderFinder
from terugkom.inbox.mailed_files import enqueue_file_receipts, save_mailed_files
from terugkom.inbox.parse_bounce import BounceReport
from terugkom.plan.incoming_mails import MailKind
from terugkom.plan.model import Municipality
from terugkom.plan.queries import find_municipality
from terugkom.reminders.answer_receipts import enqueue_receipts
from terugkom.subscribers.subscription_status import skip_pending_deliveries
from terugkom.workbook.report_page import render_refusal

NEEDS_A_PERSON = "left"  # not recognised: a person must read it
REFUSED = "refused"  # not readable within bounds, or not to be believed: set aside with the reason

FILES = MailKind.FILES.value
_BATCH_SIZE = 200  # mails in one transaction: bounces are looked up in one query
_MAILDIR = ("new", "cur")


@dataclass(frozen=True)
class MailboxRun:
    """The run that processes mails: its date and time, and the municipality, None for all.

    `authentication_server` is the mail server whose word about a sender is taken; empty for none.
    """

    today: date
    now: datetime
    municipality: Municipality | None = None
    dry_run: bool = False
    render_refusal: Callable[[str, str], Letter] | None = None  # of a file name and the reason
    authentication_server: str = ""
    take_files: Callable[[Sequence[MailContent]], None] | None = None  # of mails that were stored
    enqueue_receipts: Callable[[], None] | None = None  # of the mails that were taken

    @property
    def language(self) -> str:
        """The language in which it says why a mail was refused."""
        return self.municipality.language if self.municipality else DEFAULT_LANGUAGE


@dataclass(frozen=True)
class ProcessedMail:
    """A mail with its result, and the reason if it was refused."""

    path: Path
    word: str
    reason: str = ""
    content: MailContent | None = None


def list_mails(folder: Path) -> list[Path]:
    """Return the mails in a folder, by name: ``.eml`` files, and all files in ``new`` and ``cur``.

    What is no plain file is among them, to be refused; so is one of those folders if it is a link.
    """
    found = list_new_files(folder, MAIL_SUFFIXES)
    for subfolder in (folder / name for name in _MAILDIR):
        found += [subfolder] if subfolder.is_symlink() else list_visible_files(subfolder)
    return found


def handle_mails(run: InboxRun, handle_files: Callable[[], None] | None = None) -> Counter[str]:
    """Process the mails in a municipality's inbox; see `process_mails`.

    They stay there while the municipality does not exist: whose subscribers answered is not known then.
    `handle_files` handles the files that mails brought, which lie in the inbox then; without it none is read.
    """
    mails = list_mails(run.inbox)
    if not mails:
        return Counter()
    with run.build_context().database.read_session() as session:
        municipality = find_municipality(session, run.slug)
    if municipality is None:
        return Counter({NEEDS_A_PERSON: len(mails)})
    context = run.build_context()

    def render(file: str, why: str) -> Letter:
        explanation = translate("import-report.refused.mail", municipality.language)
        return render_refusal(
            *(context.templates, municipality.name, file, why, explanation, run.today),
            by_mail=context.reads_mail(),
        )

    source = MailboxRun(
        run.today,
        run.now,
        municipality,
        run.dry_run,
        render,
        run.authentication_server,
        partial(_handle_files, run, municipality, handle_files) if handle_files else None,
        partial(_enqueue_all_receipts, run, context, municipality),
    )
    return process_mails(context.database, run.inbox, source)


def _handle_files(
    run: InboxRun, municipality: Municipality, handle_files: Callable[[], None], mails: Sequence[MailContent]
) -> None:
    for each in mails:
        save_mailed_files(run, municipality, each)
    if mails:
        handle_files()


def _enqueue_all_receipts(run: InboxRun, context: RenderContext, municipality: Municipality) -> None:
    own = build_receipt_run(run, municipality)
    kinds: list[Callable[[], None]] = [
        partial(enqueue_file_receipts, run, context, municipality),
        partial(enqueue_idea_receipts, context, own),
        partial(enqueue_receipts, context, own),
    ]
    do_each_by_itself(kinds, lambda enqueue: enqueue(), "receipts that were not enqueued")


def build_receipt_run(run: InboxRun, municipality: Municipality) -> RunContext:
    """Return the run in which receipts are enqueued; each has a moment of its own."""
    return RunContext(municipality, 0, run.mail_channel, run.run_id, run.now, run.today)


def process_mails(database: Database, folder: Path, run: MailboxRun) -> Counter[str]:
    """Process each recognised mail and move it to ``done``; other mails stay where they are.

    Return the counts of what mails were (`MailKind`), ``unsubscribed``, ``confirmed``, ``bounced``, of
    reports of mails that did not arrive for another reason (``not_delivered``) or that may still arrive
    (``not_failed``), of mails that are ``left`` for a person, and ``refused``: what cannot be read within
    bounds, or asks something and can't be believed, is moved to ``refused`` with the reason, and stops no
    other mail. An answer that was known already counts too. Raises InputError if there is no such folder.

    If a receipt cannot be enqueued, all mails are processed first; those that wait for theirs stay where they
    are, for the next run.
    """
    if not folder.is_dir():
        raise InputError("error.mail.no-folder", folder=folder)
    counts = Counter[str]()

    def process(batch: Sequence[Path]) -> None:
        with database.write_session(dry_run=run.dry_run) as session:
            processed = _process_batch(session, batch, run)
            skip_pending_deliveries(session, run.today)
        counts.update(each.word for each in processed)
        if run.take_files and not run.dry_run:
            run.take_files([each.content for each in processed if each.content and each.word == FILES])
        if run.enqueue_receipts and not run.dry_run:
            run.enqueue_receipts()
        if not run.dry_run:  # after the commit: a moved mail has been processed
            for each in processed:
                _archive(folder, each, run)

    do_each_by_itself(batched(list_mails(folder), _BATCH_SIZE), process, "mails that were not all answered")
    return counts


def _process_batch(session: Session, paths: Sequence[Path], run: MailboxRun) -> list[ProcessedMail]:
    """Return each mail with its result; what one changes is undone by itself if an error interrupts it."""
    mails = [(path, _read_mail(path)) for path in paths]
    read = [mail for _, mail in mails if isinstance(mail, ReadMail)]
    municipality_id = run.municipality.id if run.municipality else None
    processor = AnswerProcessor(
        session,
        run.today,
        run.now,
        [each.classified for each in read if isinstance(each.classified, BounceReport)],
        municipality_id,
        run.language,
        run.authentication_server,
    )
    senders = SenderFinder(session, run.today, run.authentication_server, municipality_id)
    handler = MailHandler(session, run.today, run.now, processor, senders, run.take_files is not None)
    handler.load(read)
    return [_process_mail(session, handler, path, mail, run.language) for path, mail in mails]


def _process_mail(
    session: Session, handler: MailHandler, path: Path, mail: ReadMail | InputError, language: str
) -> ProcessedMail:
    if isinstance(mail, InputError):
        return ProcessedMail(path, REFUSED, mail.render(language))
    try:
        with session.begin_nested():
            done = handler.handle(mail)
        if done.word:
            return ProcessedMail(path, done.word, content=mail.content)
        return ProcessedMail(path, REFUSED if done.reason else NEEDS_A_PERSON, done.reason)
    except (OperationalError, InterfaceError):  # the database's own, and no fault of this mail
        raise
    except Exception as error:
        if is_outage(error):  # it too, as where it is read-only
            raise
        why = translate("mail.refused.failed", language, why=type(error).__name__)
        return ProcessedMail(path, REFUSED, why)


def _read_mail(path: Path) -> ReadMail | InputError:
    """Return a mail classified, or why it cannot be read."""
    try:
        content = read_incoming(path, MAX_MAIL_BYTES).removeprefix(BOM_UTF8)  # an editor's
        return ReadMail(read_mail_content(content), classify_mail(content))
    except InputError as error:
        return error


def _archive(folder: Path, mail: ProcessedMail, run: MailboxRun) -> None:
    """Move a mail to ``done``, or to ``refused`` with its report; one for a person stays where it is."""
    if mail.word == NEEDS_A_PERSON:
        return
    if mail.word != REFUSED:
        archive_file(folder, mail.path, InboxFolder.DONE, FileReport(), run.now)
        return
    name = format_file_name(mail.path.name)
    letter = run.render_refusal(name, mail.reason) if run.render_refusal else None
    report = FileReport({"file": name, "refused": mail.reason}, letter)
    archive_file(folder, mail.path, InboxFolder.REFUSED, report, run.now)
