"""A login by OAuth2, for sending and for reading, against servers that check what is published of it."""

import traceback
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import ChannelUnavailable, OutgoingMessage
from terugkom.delivery.channels.smtp import Security, SmtpChannel, SmtpServer
from terugkom.delivery.oauth2 import MICROSOFT_AUTHORITY, OAuthClient, TokenSource
from terugkom.errors import PublicInputError
from terugkom.imap.fetch_mails import FetchRun, count_waiting_mails, fetch_mails
from terugkom.imap.server import ImapServer
from tests.mail_server import HOST, Certificates
from tests.oauth2_servers import (
    CLIENT,
    SECRET,
    TENANT,
    USER,
    TokenImapServer,
    TokenServer,
    TokenSmtpServer,
)

MAIL = OutgoingMessage(
    1, "lievegem", "owner", USER, "piet@example.org", "<1@example.org>", b"Subject: x\r\n\r\nx"
)
ANSWER = b"Message-ID: <a1@example.org>\r\nFrom: piet@example.org\r\nSubject: Klaar\r\n\r\nDe ketel.\r\n"
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)


@pytest.fixture
def token_server(certificates: Certificates) -> Iterator[TokenServer]:
    with TokenServer(certificates) as server:
        yield server
    assert server.faults == []


def source(server: TokenServer, secret: str = SECRET, tenant: str = TENANT) -> TokenSource:
    return TokenSource(OAuthClient(tenant, CLIENT, secret, server.authority))


@pytest.fixture
def tokens(token_server: TokenServer) -> TokenSource:
    return source(token_server)


def send(server: TokenSmtpServer, tokens: TokenSource, times: int = 1) -> None:
    settings = SmtpServer(HOST, server.port, Security.NONE, USER, tokens=tokens, timeout=20)
    for _ in range(times):
        with closing(SmtpChannel(settings)) as channel:
            channel.send(MAIL)


def mailbox(server: TokenImapServer, tokens: TokenSource) -> ImapServer:
    return ImapServer(HOST, server.port, Security.NONE, USER, tokens=tokens, timeout=20)


def test_mail_is_sent_with_one_token_for_many_connections(
    token_server: TokenServer, tokens: TokenSource
) -> None:
    with TokenSmtpServer(lambda token: token in token_server.tokens) as server:
        send(server, tokens, times=3)
    assert (len(server.mails), server.faults) == (3, [])
    assert server.logins == token_server.tokens * 3
    assert token_server.paths == [
        f"/{TENANT}/v2.0/.well-known/openid-configuration",
        f"/{TENANT}/oauth2/v2.0/token",
    ]


def test_mail_is_read_with_a_token(
    token_server: TokenServer, tokens: TokenSource, sqlite_database: Database, tmp_path: Path
) -> None:
    with TokenImapServer(lambda token: token in token_server.tokens) as server:
        server.mails.append(ANSWER)
        assert count_waiting_mails(mailbox(server, tokens)) == 1
        inbox = tmp_path / "inbox"
        run = FetchRun(
            "lievegem",
            mailbox(server, tokens),
            sqlite_database,
            tmp_path / "m",
            lambda _: inbox,
            lambda: NOW,
            60,
        )
        assert fetch_mails(run).filed == 1
    assert [path.read_bytes() for path in inbox.iterdir()] == [ANSWER]
    assert (server.faults, server.mails, len(token_server.tokens)) == ([], [], 1)


def test_a_token_that_ran_out_is_asked_anew(token_server: TokenServer, tokens: TokenSource) -> None:
    token_server.expires_in = 1  # msal takes one that holds for less than five minutes for run out
    assert tokens.get_token() != tokens.get_token()


@pytest.mark.long
def test_a_token_that_is_refused_is_asked_anew_once(token_server: TokenServer, tokens: TokenSource) -> None:
    first = tokens.get_token()  # and then it was revoked
    with TokenSmtpServer(lambda token: token != first) as server:
        send(server, tokens)
    assert (server.logins, len(server.mails), server.faults) == (token_server.tokens, 1, [])
    second = token_server.tokens[1]
    with TokenImapServer(lambda token: token not in (first, second)) as imap:
        assert count_waiting_mails(mailbox(imap, tokens)) == 0
    assert (imap.logins, imap.faults) == (token_server.tokens[1:], [])


@pytest.mark.parametrize(
    ("roles", "smtp_says", "imap_says"),
    [
        ((), "no application permission SMTP.SendAsApp", "no application permission IMAP.AccessAsApp"),
        (("IMAP.AccessAsApp", "SMTP.SendAsApp"), "mailbox is not granted", "mailbox is not granted"),
    ],
)
def test_a_right_that_is_missing_is_named(
    token_server: TokenServer, tokens: TokenSource, roles: tuple[str, ...], smtp_says: str, imap_says: str
) -> None:
    token_server.roles = roles
    with TokenSmtpServer(lambda _: False) as server, pytest.raises(ChannelUnavailable, match=smtp_says):
        send(server, tokens)
    with TokenImapServer(lambda _: False) as imap, pytest.raises(ChannelUnavailable, match=imap_says):
        count_waiting_mails(mailbox(imap, tokens))
    assert (server.faults, imap.faults, len(server.logins), len(imap.logins)) == ([], [], 2, 2)


def test_a_mailbox_that_is_not_granted_is_said(tokens: TokenSource) -> None:
    with TokenImapServer(lambda _: True) as server:
        server.is_granted = False
        with pytest.raises(ChannelUnavailable, match=r"not connected.*not granted to the app"):
            count_waiting_mails(mailbox(server, tokens))


def test_smtp_that_is_off_for_the_mailbox_is_said(tokens: TokenSource) -> None:
    with TokenSmtpServer(lambda _: True) as server:
        server.disabled = (
            b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."
        )
        with pytest.raises(ChannelUnavailable, match="authenticated SMTP is off"):
            send(server, tokens)


@pytest.mark.parametrize(
    ("refusal", "says"),
    [(7000222, "has expired"), (700016, "does not know the client id"), (1234567, "AADSTS1234567")],
)
def test_why_there_is_no_token_is_said(token_server: TokenServer, refusal: int, says: str) -> None:
    token_server.refusal = refusal
    with pytest.raises(ChannelUnavailable, match=says):
        source(token_server).get_token()


def test_a_wrong_secret_is_said_and_not_shown_and_a_right_one_helps_at_once(
    token_server: TokenServer,
) -> None:
    wrong = SECRET[::-1]
    with pytest.raises(ChannelUnavailable, match=r"client secret is wrong.*AADSTS7000215") as caught:
        source(token_server, wrong).get_token()
    assert wrong not in "".join(traceback.format_exception(caught.value))
    tokens = source(token_server)
    token_server.refusal = 7000215
    with pytest.raises(ChannelUnavailable):
        tokens.get_token()
    token_server.refusal = 0
    assert tokens.get_token() == token_server.tokens[0]


def test_a_wrong_tenant_and_a_token_server_that_is_away_are_said(token_server: TokenServer) -> None:
    with pytest.raises(ChannelUnavailable, match="does not know the tenant"):
        source(token_server, tenant="andere.example.org").get_token()
    token_server.is_down = True
    with pytest.raises(ChannelUnavailable, match="token server does not answer"):
        source(token_server).get_token()
    token_server.is_down = False


def test_an_untrusted_token_server_gets_no_secret(issued: Certificates) -> None:
    with TokenServer(issued) as server, pytest.raises(ChannelUnavailable, match="not trusted"):
        source(server).get_token()
    assert server.paths == []


def test_a_server_without_xoauth2_gets_no_token(tokens: TokenSource, mail_server: object) -> None:
    port = mail_server.port  # type: ignore[attr-defined]
    settings = SmtpServer(HOST, port, Security.NONE, USER, tokens=tokens, timeout=20)
    with closing(SmtpChannel(settings)) as channel, pytest.raises(ChannelUnavailable, match="XOAUTH2"):
        channel.send(MAIL)


def test_what_no_token_server_could_take_is_refused_when_it_is_set() -> None:
    for tenant, client, authority in (
        ("", CLIENT, MICROSOFT_AUTHORITY),
        ("a/b", CLIENT, MICROSOFT_AUTHORITY),
        (TENANT, "", MICROSOFT_AUTHORITY),
        (TENANT, CLIENT, "http://login.example.org"),
    ):
        with pytest.raises(PublicInputError):
            OAuthClient(tenant, client, SECRET, authority)
    assert SECRET not in repr(OAuthClient(TENANT, CLIENT, SECRET))
