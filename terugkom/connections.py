"""Try the connections that are configured: nothing is sent, published or moved. What is not set is fine."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from terugkom.delivery.channels.base import ChannelError, ChannelUnavailable
from terugkom.delivery.channels.smtp import SmtpChannel
from terugkom.delivery.oauth2 import TokenSource
from terugkom.imap.fetch_mails import count_waiting
from terugkom.imap.server import ImapServer
from terugkom.installation import Installation
from terugkom.mailboxes import list_mailboxes
from terugkom.mentions.mastodon_api import check_account
from terugkom.plan.queries import list_municipalities
from terugkom.report import MAILBOX, MENTIONS, redact_addresses

TOKEN = "oauth2-token"  # noqa: S105


@dataclass(frozen=True)
class ConnectionCheck:
    """A connection that was tried: which, whose ("" of all), and what is wrong with it (empty: it works).

    The text holds no secret and no address.
    """

    connection: str
    municipality: str
    failure: str = ""

    @property
    def works(self) -> bool:
        """Whether it does."""
        return not self.failure


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
        yield ConnectionCheck(SmtpChannel.name, "", redact_addresses(str(error)))
        server = None
    if server is not None:
        yield from _check_token(server.tokens, sources)
        with closing(SmtpChannel(server)) as channel:
            yield _try(SmtpChannel.name, "", lambda: channel.check(""))
    for each in list_mailboxes(installation, slug):
        if each.server is None:
            yield ConnectionCheck(MAILBOX, each.municipality, redact_addresses(each.error))
            continue
        yield from _check_token(each.server.tokens, sources)
        yield _check_mailbox(each.municipality, each.server)


def _check_mailbox(municipality: str, server: ImapServer) -> ConnectionCheck:
    return _try(MAILBOX, municipality, lambda: count_waiting(server))


def _check_token(tokens: TokenSource | None, sources: list[TokenSource]) -> Iterator[ConnectionCheck]:
    """Yield what came of asking a token, once for each client."""
    if tokens is not None and tokens not in sources:
        sources.append(tokens)
        yield _try(TOKEN, "", tokens.get_token)


def _check_publishing(installation: Installation, slug: str | None) -> Iterator[ConnectionCheck]:
    with installation.database.read_session() as session:
        municipalities = [] if installation.is_demo() else list_municipalities(session, slug)
    for each in municipalities:
        try:
            channels = installation.load_publish_channels(each)
        except ChannelUnavailable as error:
            yield ConnectionCheck("publishing", each.slug, redact_addresses(str(error)))
            continue
        for name in sorted(channels.public | channels.internal):
            factory = installation.get_connection_factory(name)
            for connection in factory()[:1] if factory else ():
                with closing(connection):
                    yield _try(name, each.slug, partial(connection.check, each.slug))
        yield from _check_mentions(installation, each.slug)


def _check_mentions(installation: Installation, slug: str) -> Iterator[ConnectionCheck]:
    """Yield whether the account whose mentions are wanted, if there is one, may be read."""
    try:
        site = installation.load_mentions_account(slug)
    except ChannelUnavailable as error:
        yield ConnectionCheck(MENTIONS, slug, redact_addresses(str(error)))
        return
    if site is not None:
        yield _try(MENTIONS, slug, partial(check_account, site))


def _try(connection: str, municipality: str, attempt: Callable[[], object]) -> ConnectionCheck:
    try:
        attempt()
    except ChannelError as error:
        return ConnectionCheck(connection, municipality, redact_addresses(str(error)))
    except Exception as error:  # its text may hold a secret
        return ConnectionCheck(connection, municipality, f"it failed ({type(error).__name__})")
    return ConnectionCheck(connection, municipality)
