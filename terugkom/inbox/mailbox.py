"""Process the answers and bounces in a mail folder; mails that are not recognised stay there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database import Database
from terugkom.delivery.model import Delivery
from terugkom.delivery.unsubscribe_token import who_leaves
from terugkom.errors import InputError
from terugkom.inbox.classify_mail import Answer, Bounced, Written, answer_in
from terugkom.plan.model import Municipality
from terugkom.subscribers.confirmations import confirm
from terugkom.subscribers.mailing import reader_number
from terugkom.subscribers.model import Confirmation, Reader
from terugkom.subscribers.subscription import bounce, unsubscribe
from terugkom.subscribers.subscription_status import hold_back

KIND = ".eml"
LEFT = "left"  # not recognised: a person must read it

_LARGEST = 20_000_000  # bytes: above the limits of mail servers
_BATCH = 200  # mails in one transaction: bounces are looked up in one query
_MAILDIR = ("new", "cur")
_DONE = "done"
# The subjects of the links in our own letters; see `media.newsletter` and `media.code_of_conduct`.
_LEAVES = re.compile(
    r"(?:(?:re|aw|antw|tr): ?)?(?:afmelden|uitschrijven)(?: nieuwsbrief)?(?: \d+-[0-9a-f]{32})?[ .!]*",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(r"\bgelezen: ?gedragscode (\S[^ ]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Hand:
    """The run that processes mails: its date and time, and the municipality, None for all."""

    today: date
    now: datetime
    town: Municipality | None = None
    dry_run: bool = False


def waiting(folder: Path) -> list[Path]:
    """Return the mails in a folder, by name: ``.eml`` files, and all files in ``new`` and ``cur``."""
    found = [path for path in _files(folder) if path.suffix.lower() == KIND]
    return sorted(found) + [path for name in _MAILDIR for path in sorted(_files(folder / name))]


def take_answers(database: Database, folder: Path, hand: Hand) -> Counter[str]:
    """Process each recognised mail and move it to ``done``; other mails stay where they are.

    Return the counts of ``unsubscribed``, ``bounced``, ``confirmed``, and ``left`` for a person. An
    answer that was known already counts too. Raises InputError if there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}")
    counts = Counter[str]()
    for some in batched(waiting(folder), _BATCH):
        with database.writing(dry_run=hand.dry_run) as session:
            taken = list(_take(session, some, hand))
            hold_back(session, hand.today)
        counts.update(word for _, word in taken)
        if not hand.dry_run:  # after the commit: a moved mail has been processed
            _put_away(folder, [path for path, word in taken if word != LEFT], hand.now)
    return counts


def _files(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~"))]


def _take(session: Session, paths: Sequence[Path], hand: Hand) -> Iterator[tuple[Path, str]]:
    """Yield each mail with its result."""
    answers = [(path, answer_in(content) if (content := _read(path)) else None) for path in paths]
    book = _Book(session, hand, [answer for _, answer in answers if isinstance(answer, Bounced)])
    yield from ((path, book.note(answer) or LEFT) for path, answer in answers)


def _read(path: Path) -> bytes:
    """Return the content of a mail; empty if it is too large or cannot be read."""
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError:
        return b""


@dataclass
class _Book:
    """Applies classified mails. Bounces are looked up in one query: Message-IDs have no index."""

    session: Session
    hand: Hand
    bounces: Sequence[Bounced]
    recipients: dict[str, tuple[int, str]] = field(default_factory=dict)  # by Message-ID

    def __post_init__(self) -> None:
        wanted = {each.message_id for each in self.bounces} - {""}
        if wanted:
            query = select(Delivery.message_id, Delivery.municipality_id, Delivery.recipient)
            rows = self.session.execute(query.where(Delivery.message_id.in_(wanted))).tuples()
            self.recipients = {message_id: (town, address.lower()) for message_id, town, address in rows}

    def note(self, answer: Answer | None) -> str:
        """Apply one mail; return its result, or "" if it concerns no known subscriber."""
        match answer:
            case Bounced():
                return self._bounce(answer)
            case Written(subject, sender):
                return self._confirm(subject, sender) or self._leave(subject, sender)
        return ""

    def _leave(self, subject: str, sender: str) -> str:
        """Unsubscribe the subscriber of the token in the subject, or the sender of an unsubscribe mail."""
        delivery = who_leaves(self.session, subject.lower())
        number = reader_number(delivery) if delivery else None
        known = self.session.get(Reader, number) if number else None
        readers = [known] if known else self._readers([sender]) if _LEAVES.fullmatch(subject) else []
        for reader in readers:
            unsubscribe(reader, self.hand.today, "answered by mail")
        return "unsubscribed" if readers else ""

    def _confirm(self, subject: str, sender: str) -> str:
        """Record that the sender confirmed the version of the code of conduct in the subject."""
        told = _CONFIRMS.search(subject)
        if told is None:
            return ""
        query = select(Confirmation).where(Confirmation.version == told[1])
        readers = [reader.id for reader in self._readers([sender])]
        asked = self.session.scalars(query.where(Confirmation.reader_id.in_(readers))).all()
        for each in asked:
            confirm(each, self.hand.today)
        return "confirmed" if asked else ""

    def _bounce(self, told: Bounced) -> str:
        """Record a bounce: of the recipient of the original delivery, else of the addresses in the report."""
        if told.message_id in self.recipients:
            town, address = self.recipients[told.message_id]
            readers = self._readers([address], town)
        else:
            readers = [] if told.message_id else self._readers(told.addresses)
        for reader in readers:
            bounce(reader, self.hand.today, told.reason)
        return "bounced" if readers else ""

    def _readers(self, addresses: Sequence[str], town: int | None = None) -> Sequence[Reader]:
        query = select(Reader).where(Reader.email.in_(addresses))
        town = town or (self.hand.town.id if self.hand.town else None)
        if town is not None:
            query = query.where(Reader.municipality_id == town)
        return self.session.scalars(query).all()


def _put_away(folder: Path, paths: Iterable[Path], now: datetime) -> None:
    done = folder / _DONE
    done.mkdir(exist_ok=True)
    for path in paths:
        with suppress(FileNotFoundError):  # another process moved it meanwhile
            path.replace(done / f"{now:%Y-%m-%d-%H%M%S}-{path.name.partition(':')[0]}")
