"""Process the answers and bounces in a mail folder; mails that are not recognised stay there."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database import Database
from terugkom.delivery.model import Delivery
from terugkom.delivery.unsubscribe_token import find_delivery_by_token
from terugkom.documents.messages import translate_everywhere
from terugkom.errors import InputError
from terugkom.inbox.classify_mail import BounceReport, ClassifiedMail, MailReply, classify_mail
from terugkom.inbox.folder import (
    MAIL_SUFFIXES,
    InboxRun,
    archive_file,
    list_new_files,
    list_visible_files,
)
from terugkom.inbox.incoming_file import format_file_name, read_incoming
from terugkom.plan.model import Municipality
from terugkom.plan.queries import find_municipality
from terugkom.subscribers.confirmations import record_confirmation
from terugkom.subscribers.mailing import parse_subscriber_id
from terugkom.subscribers.model import Confirmation, Subscriber
from terugkom.subscribers.subscription import record_bounce, unsubscribe
from terugkom.subscribers.subscription_status import skip_pending_deliveries
from terugkom.workbook.report_page import render_refusal

NEEDS_A_PERSON = "left"  # not recognised: a person must read it
REFUSED = "refused"  # not readable within bounds: set aside in `refused`, with the reason

_MAX_MAIL_BYTES = 20_000_000  # bytes: above the limits of mail servers
_BATCH_SIZE = 200  # mails in one transaction: bounces are looked up in one query
_MAILDIR = ("new", "cur")
_DELIVERY_REFERENCE = r"\d+-[0-9a-f]{32}"
_VERSION = r"\S[^ ]*"


@dataclass(frozen=True)
class MailboxRun:
    """The run that processes mails: its date and time, and the municipality, None for all."""

    today: date
    now: datetime
    municipality: Municipality | None = None
    dry_run: bool = False
    render_refusal: Callable[[str, str], str] | None = None  # a page of a file name and the reason


@dataclass(frozen=True)
class ProcessedMail:
    """A mail with its result, and the reason if it was refused."""

    path: Path
    word: str
    reason: str = ""


def list_mails(folder: Path) -> list[Path]:
    """Return the mails in a folder, by name: ``.eml`` files, and all files in ``new`` and ``cur``.

    What is no plain file is among them, to be refused; so is one of those folders if it is a link.
    """
    found = list_new_files(folder, MAIL_SUFFIXES)
    for subfolder in (folder / name for name in _MAILDIR):
        found += [subfolder] if subfolder.is_symlink() else list_visible_files(subfolder)
    return found


def handle_mails(run: InboxRun) -> Counter[str]:
    """Process the mails in a municipality's inbox; see `process_mails`.

    They stay there while the municipality does not exist: whose subscribers answered is not known then.
    """
    mails = list_mails(run.inbox)
    if not mails:
        return Counter()
    with run.build_context().database.read_session() as session:
        municipality = find_municipality(session, run.slug)
    if municipality is None:
        return Counter({NEEDS_A_PERSON: len(mails)})
    context = run.build_context()

    def render(file: str, why: str) -> str:
        return render_refusal(context.templates, run.slug, file, why, run.today).html

    source = MailboxRun(run.today, run.now, municipality, run.dry_run, render)
    return process_mails(context.database, run.inbox, source)


def process_mails(database: Database, folder: Path, run: MailboxRun) -> Counter[str]:
    """Process each recognised mail and move it to ``done``; other mails stay where they are.

    Return the counts of ``unsubscribed``, ``bounced``, ``confirmed``, ``left`` for a person, and ``refused``:
    what cannot be read within bounds is moved to ``refused`` with the reason, and stops no other mail. An
    answer that was known already counts too. Raises InputError if there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}")
    counts = Counter[str]()
    for batch in batched(list_mails(folder), _BATCH_SIZE):
        with database.write_session(dry_run=run.dry_run) as session:
            processed = _process_batch(session, batch, run)
            skip_pending_deliveries(session, run.today)
        counts.update(each.word for each in processed)
        if not run.dry_run:  # after the commit: a moved mail has been processed
            for each in processed:
                _archive(folder, each, run)
    return counts


def _process_batch(session: Session, paths: Sequence[Path], run: MailboxRun) -> list[ProcessedMail]:
    """Return each mail with its result; what one changes is undone by itself if an error interrupts it."""
    answers = [(path, _read_mail(path)) for path in paths]
    processor = _MailProcessor(
        session, run, [answer for _, answer in answers if isinstance(answer, BounceReport)]
    )
    return [_process_mail(session, processor, path, answer) for path, answer in answers]


def _process_mail(
    session: Session, processor: "_MailProcessor", path: Path, answer: ClassifiedMail | InputError | None
) -> ProcessedMail:
    if answer is None:
        return ProcessedMail(path, NEEDS_A_PERSON)
    if isinstance(answer, InputError):
        return ProcessedMail(path, REFUSED, str(answer))
    try:
        with session.begin_nested():
            return ProcessedMail(path, processor.process(answer) or NEEDS_A_PERSON)
    except (OperationalError, InterfaceError):  # the database's own, and no fault of this mail
        raise
    except Exception as error:
        return ProcessedMail(path, REFUSED, f"what it asks could not be done ({type(error).__name__})")


def _read_mail(path: Path) -> ClassifiedMail | InputError | None:
    """Return a mail classified, or why it cannot be read."""
    try:
        return classify_mail(read_incoming(path, _MAX_MAIL_BYTES))
    except InputError as error:
        return error


def _archive(folder: Path, mail: ProcessedMail, run: MailboxRun) -> None:
    """Move a mail to ``done``, or to ``refused`` with its report; one for a person stays where it is."""
    if mail.word == NEEDS_A_PERSON:
        return
    if mail.word != REFUSED:
        archive_file(folder, mail.path, None, "", run.now, refused=False)
        return
    name = format_file_name(mail.path.name)
    html = run.render_refusal(name, f"mail: {mail.reason}") if run.render_refusal else ""
    report = {"file": name, "refused": mail.reason}
    archive_file(folder, mail.path, report, html, run.now, refused=True)


@dataclass
class _MailProcessor:
    """Applies classified mails. Bounces are looked up in one query: Message-IDs have no index."""

    session: Session
    run: MailboxRun
    bounces: Sequence[BounceReport]
    recipients: dict[str, tuple[int, str]] = field(default_factory=dict)  # by Message-ID

    def __post_init__(self) -> None:
        wanted = {each.message_id for each in self.bounces} - {""}
        if wanted:
            query = select(Delivery.message_id, Delivery.municipality_id, Delivery.recipient)
            rows = self.session.execute(query.where(Delivery.message_id.in_(wanted))).tuples()
            self.recipients = {
                message_id: (municipality_id, address.lower())
                for message_id, municipality_id, address in rows
            }

    def process(self, answer: ClassifiedMail | None) -> str:
        """Apply one mail; return its result, or "" if it concerns no known subscriber."""
        match answer:
            case BounceReport():
                return self._record_bounce(answer)
            case MailReply(subject, sender):
                return self._record_confirmation(subject, sender) or self._unsubscribe(subject, sender)
        return ""

    def _unsubscribe(self, subject: str, sender: str) -> str:
        """Unsubscribe the subscriber of the token in the subject, or the sender of an unsubscribe mail."""
        delivery = find_delivery_by_token(self.session, subject.lower())
        subscriber_id = parse_subscriber_id(delivery) if delivery else None
        known = self.session.get(Subscriber, subscriber_id) if subscriber_id else None
        subscribers = (
            [known]
            if known
            else self._find_subscribers([sender])
            if _compile_unsubscribe_pattern().fullmatch(subject)
            else []
        )
        for subscriber in subscribers:
            unsubscribe(subscriber, self.run.today, "answered by mail")
        return "unsubscribed" if subscribers else ""

    def _record_confirmation(self, subject: str, sender: str) -> str:
        """Record that the sender confirmed the version of the code of conduct in the subject."""
        match = _compile_confirmation_pattern().search(subject)
        if match is None:
            return ""
        query = select(Confirmation).where(Confirmation.version == match[match.lastindex or 0])
        subscriber_ids = [subscriber.id for subscriber in self._find_subscribers([sender])]
        asked = self.session.scalars(query.where(Confirmation.subscriber_id.in_(subscriber_ids))).all()
        for each in asked:
            record_confirmation(each, self.run.today)
        return "confirmed" if asked else ""

    def _record_bounce(self, report: BounceReport) -> str:
        """Record a bounce: of the recipient of the original delivery, else of the addresses in the report."""
        if report.message_id in self.recipients:
            municipality_id, address = self.recipients[report.message_id]
            subscribers = self._find_subscribers([address], municipality_id)
        else:
            subscribers = [] if report.message_id else self._find_subscribers(report.addresses)
        for subscriber in subscribers:
            record_bounce(subscriber, self.run.today, report.reason)
        return "bounced" if subscribers else ""

    def _find_subscribers(
        self, addresses: Sequence[str], municipality_id: int | None = None
    ) -> Sequence[Subscriber]:
        query = select(Subscriber).where(Subscriber.email.in_(addresses))
        municipality_id = municipality_id or (self.run.municipality.id if self.run.municipality else None)
        if municipality_id is not None:
            query = query.where(Subscriber.municipality_id == municipality_id)
        return self.session.scalars(query).all()


# The subjects of the links in our own letters (see `media.newsletter` and `media.code_of_conduct`) are
# recognised in every language, what people write by themselves in Dutch.
@lru_cache
def _compile_unsubscribe_pattern() -> re.Pattern[str]:
    words = ["(?:afmelden|uitschrijven)(?: nieuwsbrief)?"]
    words += map(re.escape, translate_everywhere("newsletter.unsubscribe-subject"))
    answer = "(?:(?:re|aw|antw|tr): ?)?"
    return re.compile(rf"{answer}(?:{'|'.join(words)})(?: {_DELIVERY_REFERENCE})?[ .!]*", re.IGNORECASE)


@lru_cache
def _compile_confirmation_pattern() -> re.Pattern[str]:
    """Return a pattern whose only group that matches is the version."""
    words = [rf"gelezen: ?gedragscode ({_VERSION})"]
    for subject in translate_everywhere("code-of-conduct.confirmation-subject", version="\0"):
        words.append(re.escape(subject).replace(re.escape("\0"), f"({_VERSION})"))
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)
