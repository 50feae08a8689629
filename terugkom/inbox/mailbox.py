"""Process the answers and bounces in a mail folder; mails that are not recognised stay there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database import Database
from terugkom.delivery.model import Delivery
from terugkom.delivery.unsubscribe_token import find_delivery_by_token
from terugkom.documents.messages import translate_everywhere
from terugkom.errors import InputError
from terugkom.inbox.classify_mail import BounceReport, ClassifiedMail, MailReply, classify_mail
from terugkom.inbox.folder import MAIL_SUFFIXES, InboxRun, list_new_files, list_visible_files
from terugkom.plan.model import Municipality
from terugkom.plan.queries import find_municipality
from terugkom.subscribers.confirmations import record_confirmation
from terugkom.subscribers.mailing import parse_subscriber_id
from terugkom.subscribers.model import Confirmation, Subscriber
from terugkom.subscribers.subscription import record_bounce, unsubscribe
from terugkom.subscribers.subscription_status import skip_pending_deliveries

NEEDS_A_PERSON = "left"  # not recognised: a person must read it

_MAX_MAIL_BYTES = 20_000_000  # bytes: above the limits of mail servers
_BATCH_SIZE = 200  # mails in one transaction: bounces are looked up in one query
_MAILDIR = ("new", "cur")
_DONE = "done"
_DELIVERY_REFERENCE = r"\d+-[0-9a-f]{32}"
_VERSION = r"\S[^ ]*"


@dataclass(frozen=True)
class MailboxRun:
    """The run that processes mails: its date and time, and the municipality, None for all."""

    today: date
    now: datetime
    municipality: Municipality | None = None
    dry_run: bool = False


def list_mails(folder: Path) -> list[Path]:
    """Return the mails in a folder, by name: ``.eml`` files, and all files in ``new`` and ``cur``."""
    found = list_new_files(folder, MAIL_SUFFIXES)
    return found + [path for name in _MAILDIR for path in sorted(list_visible_files(folder / name))]


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
    source = MailboxRun(run.today, run.now, municipality, run.dry_run)
    return process_mails(run.build_context().database, run.inbox, source)


def process_mails(database: Database, folder: Path, run: MailboxRun) -> Counter[str]:
    """Process each recognised mail and move it to ``done``; other mails stay where they are.

    Return the counts of ``unsubscribed``, ``bounced``, ``confirmed``, and ``left`` for a person. An
    answer that was known already counts too. Raises InputError if there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}")
    counts = Counter[str]()
    for batch in batched(list_mails(folder), _BATCH_SIZE):
        with database.write_session(dry_run=run.dry_run) as session:
            processed = list(_process_batch(session, batch, run))
            skip_pending_deliveries(session, run.today)
        counts.update(word for _, word in processed)
        if not run.dry_run:  # after the commit: a moved mail has been processed
            _move_to_done(folder, [path for path, word in processed if word != NEEDS_A_PERSON], run.now)
    return counts


def _process_batch(session: Session, paths: Sequence[Path], run: MailboxRun) -> Iterator[tuple[Path, str]]:
    """Yield each mail with its result."""
    answers = [(path, classify_mail(content) if (content := _read_mail(path)) else None) for path in paths]
    processor = _MailProcessor(
        session, run, [answer for _, answer in answers if isinstance(answer, BounceReport)]
    )
    yield from ((path, processor.process(answer) or NEEDS_A_PERSON) for path, answer in answers)


def _read_mail(path: Path) -> bytes:
    """Return the content of a mail; empty if it is too large or cannot be read."""
    try:
        return path.read_bytes() if path.stat().st_size <= _MAX_MAIL_BYTES else b""
    except OSError:
        return b""


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


def _move_to_done(folder: Path, paths: Iterable[Path], now: datetime) -> None:
    done = folder / _DONE
    done.mkdir(exist_ok=True)
    for path in paths:
        with suppress(FileNotFoundError):  # another process moved it meanwhile
            path.replace(done / f"{now:%Y-%m-%d-%H%M%S}-{path.name.partition(':')[0]}")
