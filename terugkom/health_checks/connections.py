"""Try the connections that are configured: nothing is sent, published or moved. What is not set is fine."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from terugkom.delivery.build_outage import build_outage
from terugkom.delivery.channels.base import ChannelError, ChannelUnavailable
from terugkom.delivery.channels.smtp import SmtpChannel
from terugkom.delivery.oauth2 import TokenSource
from terugkom.errors import Message
from terugkom.imap.fetch_mails import count_waiting_mails
from terugkom.installation import Installation
from terugkom.mailboxes import SilentServers, list_mailboxes
from terugkom.mentions.mastodon_api import check_account
from terugkom.plan.queries import list_municipalities
from terugkom.report import MAILBOX, MENTIONS

TOKEN = "oauth2-token"  # noqa: S105


@dataclass(frozen=True)
class ConnectionCheck:
    """A connection that was tried: which, whose ("" of all), and what is wrong with it (empty: it works).

    `failure` is English, for the terminal; `translation` is the same in the language of the installation.
    Neither holds a secret or an address.
    """

    connection: str
    municipality: str
    failure: str = ""
    translation: str = ""

    @property
    def works(self) -> bool:
        """Whether the connection was tested without a failure."""
        return not self.failure

    def as_json(self) -> dict[str, str | bool]:
        """Return the check as `terugkom doctor --connections --json` prints it."""
        return {
            "connection": self.connection,
            "municipality": self.municipality,
            "failure": self.failure,
            "works": self.works,
        }


def check_connections(installation: Installation, slug: str | None = None) -> list[ConnectionCheck]:
    """Return what came of each connection that is configured, for all municipalities or one.

    Raises UnknownMunicipality.
    """
    return list(_check_mail(installation, slug)) + list(_check_publishing(installation, slug))


def _check_mail(installation: Installation, slug: str | None) -> Iterator[ConnectionCheck]:
    sources: list[TokenSource] = []
    try:
        server = installation.load_smtp_server()
    except ChannelUnavailable as error:
        yield _fail(installation, SmtpChannel.name, "", error)
        server = None
    if server is not None:
        yield from _check_token(installation, server.tokens, sources)
        with closing(SmtpChannel(server)) as channel:
            yield _try(installation, SmtpChannel.name, "", lambda: channel.check(""))
    silent = SilentServers()
    for each in list_mailboxes(installation, slug):
        if each.error:
            yield _fail(installation, MAILBOX, each.municipality, each.error)
        if each.server:
            yield from _check_token(installation, each.server.tokens, sources)
            look = partial(silent.ask, each.server, partial(count_waiting_mails, each.server))
            yield _try(installation, MAILBOX, each.municipality, look)


def _check_token(
    installation: Installation, tokens: TokenSource | None, sources: list[TokenSource]
) -> Iterator[ConnectionCheck]:
    """Yield what came of asking a token, once for each client."""
    if tokens is not None and tokens not in sources:
        sources.append(tokens)
        yield _try(installation, TOKEN, "", tokens.get_token)


def _check_publishing(installation: Installation, slug: str | None) -> Iterator[ConnectionCheck]:
    with installation.database.read_session() as session:
        municipalities = [] if installation.is_demo() else list_municipalities(session, slug)
    for each in municipalities:
        try:
            channels = installation.load_publish_channels(each)
        except ChannelUnavailable as error:
            yield _fail(installation, "publishing", each.slug, error)
            continue
        for name in sorted(channels.public | channels.internal):
            factory = installation.get_connection_factory(name)
            for connection in factory()[:1] if factory else ():
                with closing(connection):
                    yield _try(installation, name, each.slug, partial(connection.check, each.slug))
        yield from _check_mentions(installation, each.slug)


def _check_mentions(installation: Installation, slug: str) -> Iterator[ConnectionCheck]:
    """Yield whether the account whose mentions are wanted, if there is one, may be read."""
    try:
        site = installation.load_mentions_account(slug)
    except ChannelUnavailable as error:
        yield _fail(installation, MENTIONS, slug, error)
        return
    if site is not None:
        yield _try(installation, MENTIONS, slug, partial(check_account, site))


def _try(
    installation: Installation, connection: str, municipality: str, attempt: Callable[[], object]
) -> ConnectionCheck:
    try:
        attempt()
    except ChannelError as error:
        return _fail(installation, connection, municipality, error)
    except Exception as error:  # its text may hold a secret
        unknown = ChannelError(Message("channel.check-failed", kind=type(error).__name__))
        return _fail(installation, connection, municipality, unknown)
    return ConnectionCheck(connection, municipality)


def _fail(
    installation: Installation, connection: str, municipality: str, error: ChannelError
) -> ConnectionCheck:
    """Return the check of a connection that fails."""
    outage = build_outage(connection, municipality, error, installation.settings.language)
    return ConnectionCheck(connection, municipality, outage.reason, outage.translation)
