"""Process the answers and bounces in a mail folder; mails that are not recognised stay there."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database import Database
from terugkom.documents.file_store import write_atomically
from terugkom.documents.messages import DEFAULT_LANGUAGE
from terugkom.errors import InputError
from terugkom.inbox.apply_answer import AnswerProcessor
from terugkom.inbox.classify_mail import BounceReport, classify_mail
from terugkom.inbox.folder import MAIL_SUFFIXES, InboxRun, list_new_files, list_visible_files
from terugkom.plan.model import Municipality
from terugkom.plan.queries import find_municipality
from terugkom.subscribers.subscription_status import skip_pending_deliveries

NEEDS_A_PERSON = "left"  # not recognised: a person must read it
REFUSED = "refused"  # set aside in `refused` with the reason: it asks something, and can't be believed

_MAX_MAIL_BYTES = 20_000_000  # bytes: above the limits of mail servers
_BATCH_SIZE = 200  # mails in one transaction: bounces are looked up in one query
_MAILDIR = ("new", "cur")
_DONE = "done"


@dataclass(frozen=True)
class MailboxRun:
    """The run that processes mails: its date and time, and the municipality, None for all.

    `authentication_server` is the mail server whose word about a sender is taken; empty for none.
    """

    today: date
    now: datetime
    municipality: Municipality | None = None
    dry_run: bool = False
    authentication_server: str = ""


@dataclass(frozen=True)
class ProcessedMail:
    """A mail with its result, and the reason if it was refused."""

    path: Path
    word: str
    reason: str = ""


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
    source = MailboxRun(run.today, run.now, municipality, run.dry_run, run.authentication_server)
    return process_mails(run.build_context().database, run.inbox, source)


def process_mails(database: Database, folder: Path, run: MailboxRun) -> Counter[str]:
    """Process each recognised mail and move it to ``done``; other mails stay where they are.

    Return the counts of ``unsubscribed``, ``bounced``, ``confirmed``, ``left`` for a person, and ``refused``:
    what asks something and can't be believed is moved to ``refused`` with the reason, for a person. An answer
    that was known already counts too. Raises InputError if there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}")
    counts = Counter[str]()
    for batch in batched(list_mails(folder), _BATCH_SIZE):
        with database.write_session(dry_run=run.dry_run) as session:
            processed = list(_process_batch(session, batch, run))
            skip_pending_deliveries(session, run.today)
        counts.update(each.word for each in processed)
        if not run.dry_run:  # after the commit: a moved mail has been processed
            for each in processed:
                _archive(folder, each, run.now)
    return counts


def _process_batch(session: Session, paths: Sequence[Path], run: MailboxRun) -> Iterator[ProcessedMail]:
    """Yield each mail with its result."""
    answers = [(path, classify_mail(content) if (content := _read_mail(path)) else None) for path in paths]
    processor = AnswerProcessor(
        session,
        run.today,
        [answer for _, answer in answers if isinstance(answer, BounceReport)],
        run.municipality.id if run.municipality else None,
        run.municipality.language if run.municipality else DEFAULT_LANGUAGE,
        run.authentication_server,
    )
    for path, mail in answers:
        answer = processor.process(mail)
        yield ProcessedMail(
            path, answer.word or (REFUSED if answer.reason else NEEDS_A_PERSON), answer.reason
        )


def _read_mail(path: Path) -> bytes:
    """Return the content of a mail; empty if it is too large or cannot be read."""
    try:
        return path.read_bytes() if path.stat().st_size <= _MAX_MAIL_BYTES else b""
    except OSError:
        return b""


def _archive(folder: Path, mail: ProcessedMail, now: datetime) -> None:
    """Move a mail to ``done``, or to ``refused`` with its reason; one for a person stays where it is."""
    if mail.word == NEEDS_A_PERSON:
        return
    archive = folder / (REFUSED if mail.word == REFUSED else _DONE)
    archive.mkdir(exist_ok=True)
    name = f"{now:%Y-%m-%d-%H%M%S}-{mail.path.name.partition(':')[0]}"
    if mail.reason:
        report = json.dumps({"file": mail.path.name, "refused": mail.reason}, ensure_ascii=False, indent=2)
        write_atomically(archive, f"{name}.report.json", report.encode())
    with suppress(FileNotFoundError):  # another process moved it meanwhile
        mail.path.replace(archive / name)
