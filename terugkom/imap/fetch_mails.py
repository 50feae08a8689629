"""Fetch the mails of a mailbox into the inbox of a municipality.

Each mail is written to disk, then recorded in our database, then moved to the inbox, then moved or marked
on the server. Wherever a run is cut off, the next one goes on: what is recorded is moved and marked only,
what is not is fetched again. A lease keeps a second reader away.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from imaplib import IMAP4
from pathlib import Path
from uuid import uuid4

from imap_tools import ImapToolsError
from sqlalchemy import select

from terugkom import clock
from terugkom.database.add_if_absent import add_if_absent
from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.documents.file_store import sync_path, write_all_atomically, write_atomically
from terugkom.errors import TerugkomError, UnreadableFile
from terugkom.imap.connection import OpenMailbox, open_mailbox
from terugkom.imap.folders import list_waiting, mark_processed, prepare_folders, read_mail, read_size
from terugkom.imap.mail_key import compute_key
from terugkom.imap.mail_size import MAX_MAIL_BYTES
from terugkom.imap.model import FetchedMail
from terugkom.imap.server import ImapServer
from terugkom.leases import LeaseRequest, acquire_lease, keep_renewed

_REFUSED = "refused"
_MAIL_SECONDS = 120.0  # for one mail, of the time for the visit: of 20 MB, on a slow network
_MAX_BROKEN = 5  # mails at which the connection broke, after which the others are left to the next visit


class MailNotFiled(TerugkomError):
    """A mail could not be written to disk; it stays in the mailbox."""


@dataclass(frozen=True)
class FetchRun:
    """The run that fetches the mails of one mailbox.

    `staging` is the folder where a mail lies until it is recorded; `find_inbox` returns the inbox that a mail
    goes to, by its content. `name` is that of the mailbox: of a municipality, or the shared one.
    """

    name: str
    server: ImapServer
    database: Database
    staging: Path
    find_inbox: Callable[[bytes], Path]
    now: Callable[[], datetime]
    lease_seconds: float
    run_id: str = ""


@dataclass
class FetchResult:
    """How many mails were put in an inbox, or were too large; and which inboxes.

    A mail that could not be fetched or filed stays where it is; its error names no mail and nobody.
    """

    filed: int = 0
    too_large: int = 0
    inboxes: set[Path] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    is_busy: bool = False  # another run reads this mailbox now: nothing was done


def count_waiting_mails(server: ImapServer) -> int:
    """Return how many mails wait in a mailbox; nothing in it changes. Raises ChannelUnavailable."""
    with open_mailbox(server) as mailbox:
        return len(list_waiting(mailbox, server, readonly=True))


def fetch_mails(run: FetchRun, result: FetchResult | None = None) -> FetchResult:
    """Put each new mail of a mailbox in its inbox. What was done stands in `result`, also where it raises.

    Raises ChannelUnavailable if the mailbox is not reached, or breaks off without a mail at which it does. A
    mail at which the connection breaks, or that does not arrive in its time, keeps no other from being read.
    """
    result = FetchResult() if result is None else result
    wanted = LeaseRequest(f"mailbox {run.name}"[:60], uuid4().hex, run.run_id, run.lease_seconds)
    with run.database.write_session() as session:
        if not acquire_lease(session, wanted, run.now()):
            result.is_busy = True
            return result
    ends_at = clock.measure() + run.server.total_timeout
    with keep_renewed(run.database, wanted, run.now):
        _finish_staged(run, result)
        tried: set[str] = set()
        for broken in range(_MAX_BROKEN + 1):
            before = len(tried)
            seconds = max(0.0, ends_at - clock.measure())
            try:
                _visit(replace(run, server=replace(run.server, total_timeout=seconds)), tried, result)
            except ChannelUnavailable:
                if len(tried) == before or broken == _MAX_BROKEN or clock.measure() >= ends_at:
                    raise
                result.errors.append("a mail could not be fetched: the connection broke, or its time was up")
            else:
                break
    return result


def _visit(run: FetchRun, tried: set[str], result: FetchResult) -> None:
    """Fetch the mails that were not tried; each is one that was as soon as it is asked for."""
    with open_mailbox(run.server) as mailbox:
        prepare_folders(mailbox, run.server)
        for uid in list_waiting(mailbox, run.server):
            if uid not in tried:
                tried.add(uid)
                mailbox.limit_next(_MAIL_SECONDS)
                _fetch_one(run, mailbox, uid, result)


def _fetch_one(run: FetchRun, mailbox: OpenMailbox, uid: str, result: FetchResult) -> None:
    """Fetch, file and mark one mail; what is wrong with it alone is kept as an error."""
    try:
        size = read_size(mailbox, uid)
        if size is None:  # somebody moved it meanwhile
            return
        is_too_large = size > MAX_MAIL_BYTES
        content = read_mail(mailbox, uid, headers_only=is_too_large)
        if content is None:
            return
        with _filing():
            if is_too_large:
                _file_refusal(run, content, size, result)
            else:
                _file(run, content, result)
        mark_processed(mailbox, run.server, uid, needs_a_person=is_too_large)
    except IMAP4.abort:  # the connection broke
        raise
    except (IMAP4.error, ImapToolsError, MailNotFiled) as error:
        result.errors.append(str(error) if isinstance(error, MailNotFiled) else type(error).__name__)


@contextmanager
def _filing() -> Iterator[None]:
    """Context of what is done on disk: an error there is not the mailbox's. Raises MailNotFiled."""
    try:
        yield
    except UnreadableFile as error:
        raise MailNotFiled(f"a mail could not be filed: {error}") from None
    except OSError as error:
        raise MailNotFiled(f"a mail could not be filed: {error.strerror or type(error).__name__}") from error


def _file(run: FetchRun, content: bytes, result: FetchResult) -> None:
    key = compute_key(run.name, content)
    if _is_known(run.database, key):
        return
    path = write_atomically(run.staging, _name_staged(run.name, key), content)
    _record_and_move(run, path, key, content, result)


def _file_refusal(run: FetchRun, head: bytes, size: int, result: FetchResult) -> None:
    """Put the headers of a mail that is too large beside those that were refused, with the reason."""
    key = compute_key(run.name, head)
    if _is_known(run.database, key):
        return
    inbox = _open_inbox(run, head)
    folder, name = inbox / _REFUSED, f"{run.now():%Y-%m-%d-%H%M%S}-{_name_mail(key)}"
    if folder.is_symlink():
        raise UnreadableFile("error.inbox.folder-link", folder=_REFUSED)
    folder.mkdir(mode=0o700, exist_ok=True)
    reason = f"mail of {size / 1e6:.0f} MB, larger than {MAX_MAIL_BYTES / 1e6:.0f}: only its headers are here"
    report = json.dumps({"file": name, "refused": reason}).encode()
    write_all_atomically(folder, [(name, head), (f"{name}.report.json", report)])
    _record(run, key)
    result.too_large += 1


def _finish_staged(run: FetchRun, result: FetchResult) -> None:
    """Go on with the mails that a run which was cut off left between the server and an inbox."""
    run.staging.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(run.staging.glob(f"{run.name}.*.eml")):
        try:
            with _filing():
                _record_and_move(run, path, path.name.split(".")[-2], path.read_bytes(), result)
        except MailNotFiled as error:
            result.errors.append(str(error))


def _record_and_move(run: FetchRun, path: Path, key: str, content: bytes, result: FetchResult) -> None:
    inbox = _open_inbox(run, content)
    _record(run, key)
    path.replace(inbox / _name_mail(key))
    sync_path(str(inbox))
    result.filed += 1
    result.inboxes.add(inbox)


def _open_inbox(run: FetchRun, content: bytes) -> Path:
    """Return the inbox of a mail, made if there is none. Raises UnreadableFile if it is a link."""
    inbox = run.find_inbox(content)
    if inbox.is_symlink() or inbox.parent.is_symlink():
        raise UnreadableFile("error.inbox.folder-link", folder="inbox")
    inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    return inbox


def _is_known(database: Database, key: str) -> bool:
    with database.read_session() as session:
        return session.scalar(select(FetchedMail.id).where(FetchedMail.key == key)) is not None


def _record(run: FetchRun, key: str) -> None:
    """Record that a mail lies on disk; one that is recorded already stays so."""
    if _is_known(run.database, key):
        return
    with run.database.write_session() as session:  # a reader that lost its lease may come back
        add_if_absent(session, FetchedMail(key=key, fetched_at=run.now()))


def _name_staged(mailbox: str, key: str) -> str:
    return f"{mailbox}.{key}.eml"


def _name_mail(key: str) -> str:
    return f"mail-{key[:24]}.eml"
