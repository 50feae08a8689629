"""The mailboxes of an installation: one that all municipalities share, and those of municipalities.

Where several of them name the same mailbox, as the municipalities of one region do, it is read once, and each
mail goes to the one it is for: whoever read it first took the mails of the others.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from terugkom.delivery.build_outage import build_outage
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.name_lookup import look_up
from terugkom.delivery.channels.silent_hosts import SilentHosts, is_silence
from terugkom.errors import Message
from terugkom.imap.fetch_mails import FetchResult, FetchRun, count_waiting_mails, fetch_mails
from terugkom.imap.server import ImapServer
from terugkom.inbox.route_mail import find_addressee
from terugkom.installation import Installation
from terugkom.mail_settings import SHARED_MAILBOX, parse_mailbox
from terugkom.plan.queries import list_municipalities, list_slugs
from terugkom.report import MAILBOX, ChannelOutage

T = TypeVar("T")


@dataclass(frozen=True)
class Mailbox:
    """A mailbox that is configured, or why it cannot be used. `slugs` are the short names of the
    municipalities whose it is; none for the one that all share."""

    name: str
    server: ImapServer | None
    error: ChannelUnavailable | None = None
    slugs: tuple[str, ...] = ()

    @property
    def municipality(self) -> str:
        """The short name of its municipality; empty for one that several share."""
        return self.slugs[0] if len(self.slugs) == 1 else ""


@dataclass
class MailboxesResult:
    """What was fetched from all mailboxes: by municipality, "" for mails of nobody, and what went wrong."""

    too_large: int = 0
    municipalities: set[str] = field(default_factory=set)
    outages: list[ChannelOutage] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)  # mailboxes that another run reads now: nothing was done


class SilentServers:
    """The mail servers that took a connection, or none, and did not answer in time: what came of one mailbox
    holds for all others there. Each would be waited for half a minute, for 300 municipalities in vain.

    Names of their own on one machine are known by its addresses, after two of them: see `SilentHosts`.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], ChannelUnavailable] = {}
        self._hosts = SilentHosts()

    def ask(self, server: ImapServer, attempt: Callable[[], T]) -> T:
        """Return what an attempt does, unless its server is known to be silent. Raises what it raises."""
        where = (server.host.lower(), server.port)
        if where in self._found:
            raise self._found[where]
        try:
            addresses = _list_addresses(server)
        except TimeoutError:  # the attempt would look its name up once more, and wait as long
            self._found[where] = ChannelUnavailable(Message("channel.imap.no-answer", host=server.host))
            raise self._found[where] from None
        if addresses and (why := self._hosts.find_address(addresses, server.port)):
            raise ChannelUnavailable(Message("channel.silent-before", host=server.host, why=why))
        try:
            result = attempt()
        except ChannelUnavailable as error:
            if is_silence(error.__context__):
                self._found[where] = error
                self._hosts.record(*where, error.reason, addresses)
            elif addresses:  # it refuses a password, a folder or the connection: that is an answer
                self._hosts.record_answer(addresses, server.port)
            raise
        self._hosts.record_answer(addresses, server.port)
        return result


def _list_addresses(server: ImapServer) -> str:
    """Return the addresses of a server, as one text; empty if there are none, which the attempt says.

    Raises TimeoutError if no name server says.
    """
    try:
        found = look_up(server.host, server.port, server.timeout)
    except TimeoutError:
        raise
    except (OSError, UnicodeError):
        return ""
    return " ".join(sorted({str(each[3][0]) for each in found}))


def list_mailboxes(installation: Installation, slug: str | None = None) -> list[Mailbox]:
    """Return the mailboxes of all municipalities or of one, the shared one first; the demo has none."""
    if installation.is_demo():
        return []
    with installation.database.read_session() as session:
        list_slugs(session, slug)
        slugs = list_slugs(session, None)  # another one may share its mailbox
    found = _join_same(_load_each(installation, [SHARED_MAILBOX, *slugs]))
    return [each for each in found if slug is None or not each.slugs or slug in each.slugs]


def _join_same(mailboxes: Iterable[Mailbox]) -> list[Mailbox]:
    """Return each mailbox once, under its first name, with all whose it is."""
    found: dict[object, Mailbox] = {}
    for each in mailboxes:
        server = each.server
        folder = server.folder if server and server.folder.upper() != "INBOX" else "INBOX"
        account = (server.host.lower(), server.port, server.username.lower(), folder) if server else each.name
        first = found.setdefault(account, each)
        if first is not each and first.slugs:
            found[account] = replace(first, slugs=(*first.slugs, *each.slugs))
    return list(found.values())


def _load_each(installation: Installation, names: list[str]) -> Iterator[Mailbox]:
    for name in names:
        slugs = () if name == SHARED_MAILBOX else (name,)
        try:
            server = parse_mailbox(installation.settings) if name == SHARED_MAILBOX else None
            server = server or installation.channels.load_mailbox(name)
        except ChannelUnavailable as error:
            yield Mailbox(name, None, error, slugs)
            continue
        if server is not None:
            yield Mailbox(name, server, slugs=slugs)


def count_all_waiting(installation: Installation) -> int | None:
    """Return how many mails wait in the mailboxes that are reached; None if none waits there and one is not
    reached, for what waits in it is not known."""
    found, is_each_reached, silent = 0, True, SilentServers()
    for each in list_mailboxes(installation):
        try:
            if each.error:
                raise each.error
            if each.server:
                found += silent.ask(each.server, partial(count_waiting_mails, each.server))
        except ChannelUnavailable:  # the run that reads it says why
            is_each_reached = False
    return found if found or is_each_reached else None


def fetch_all(installation: Installation, slug: str | None = None, run_id: str = "") -> MailboxesResult:
    """Put the new mails of each mailbox in the inbox of their municipality; one that fails stops no other."""
    result, silent = MailboxesResult(), SilentServers()
    for each in list_mailboxes(installation, slug):
        try:
            if each.error:
                raise each.error
            if each.server:
                fetch = partial(_fetch_one, installation, each, each.server, run_id, result)
                silent.ask(each.server, fetch)
        except ChannelUnavailable as error:
            language = installation.settings.language
            result.outages.append(build_outage(MAILBOX, each.municipality, error, language))
    return result


def _fetch_one(
    installation: Installation, mailbox: Mailbox, server: ImapServer, run_id: str, result: MailboxesResult
) -> None:
    root = installation.settings.municipalities
    unknown = installation.settings.mailbox / "inbox"

    def find_inbox(content: bytes) -> Path:
        slug = mailbox.municipality
        if not slug:
            with installation.database.read_session() as session:
                everybody = list_municipalities(session, None)
                theirs = [each for each in everybody if not mailbox.slugs or each.slug in mailbox.slugs]
                slug = find_addressee(session, theirs, content)
        return root / slug / "inbox" if slug else unknown

    fetch = FetchRun(
        mailbox.name,
        server,
        installation.database,
        installation.settings.mailbox,
        find_inbox,
        installation.now,
        installation.settings.lease_seconds,
        run_id,
    )
    fetched = FetchResult()
    try:
        fetch_mails(fetch, fetched)
    finally:  # what was done before it broke off is told too
        if fetched.is_busy:
            result.busy.append(mailbox.name)
        result.too_large += fetched.too_large
        result.errors += fetched.errors
        result.municipalities |= {"" if each == unknown else each.parent.name for each in fetched.inboxes}
