"""Each connection that is set is tried, nothing is sent, and what is not set is no fault."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import ChannelUnavailable, ConnectionFactory
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.mastodon import MastodonSite
from terugkom.delivery.channels.smtp import Security, SmtpServer
from terugkom.delivery.channels.webdav import WebdavChannel, WebdavSite
from terugkom.editions.publish_channels import PublishChannels
from terugkom.errors import InputError
from terugkom.health_checks.connections import check_connections
from terugkom.imap.server import ImapServer, parse_mailbox_url
from terugkom.inbox.route_mail import find_addressee
from terugkom.installation import Installation, SettingsOnly
from terugkom.mail_settings import parse_mailbox, parse_smtp_server
from terugkom.mailboxes import count_all_waiting, fetch_all
from terugkom.plan.model import Person
from terugkom.plan.queries import list_municipalities
from terugkom.settings import Settings
from tests.delivery.delivery_rows import add_deliveries, get_or_add_municipality, rows
from tests.delivery.fake_servers import Mastodon
from tests.delivery.webdav_server import PASSWORD, USER, WebdavServer
from tests.imap.conftest import dovecot as dovecot
from tests.imap.dovecot import Dovecot

HERE = RequestLimits(connect_timeout=2, read_timeout=2, total_timeout=10, allow_private=True)


class SavedConnections(SettingsOnly):
    """A WebDAV folder and a mailbox, as blocks would say."""

    def __init__(self, site: WebdavSite) -> None:
        self.site = site

    def load_mailbox(self, name: str) -> ImapServer | None:
        if name == "lievegem":
            raise ChannelUnavailable("a secret is not set yet: run `terugkom secret mailbox`")
        return None

    def load_publish_channels(self, slug: str) -> PublishChannels:
        return PublishChannels(frozenset({"webdav"}))

    def get_connection_factory(self, channel: str) -> ConnectionFactory | None:
        return lambda: [WebdavChannel(lambda _: self.site)]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    return Settings()


def test_nothing_set_is_no_fault(settings: Settings, sqlite_database: Database) -> None:
    assert check_connections(Installation(settings, sqlite_database)) == []


def test_what_fails_is_said_and_the_others_are_tried(
    settings: Settings, sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_database.write_session() as session:
        get_or_add_municipality(session, "lievegem")
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "smtp://piet%40example.org:geheim@127.0.0.1:1")
    (tmp_path / "site").mkdir()
    with WebdavServer(tmp_path / "site") as server:
        saved = SavedConnections(WebdavSite(server.url, USER, PASSWORD, HERE))
        checks = check_connections(Installation(Settings(), sqlite_database, saved))
        assert [(each.connection, each.municipality, each.works) for each in checks] == [
            ("smtp", "", False),
            ("mailbox", "lievegem", False),
            ("webdav", "lievegem", True),
        ]
        assert "terugkom secret mailbox" in checks[1].failure
        assert "geheim" not in json.dumps([vars(each) for each in checks])
        saved.site = replace(saved.site, password="fout")
        with closing(WebdavChannel(lambda _: saved.site)) as channel, pytest.raises(ChannelUnavailable):
            channel.check("lievegem")
    assert list((tmp_path / "site").iterdir()) == []


def test_a_mailbox_that_cannot_be_used_is_told_and_stops_no_other(
    settings: Settings, sqlite_database: Database
) -> None:
    with sqlite_database.write_session() as session:
        get_or_add_municipality(session, "lievegem")
    fetched = fetch_all(Installation(settings, sqlite_database, SavedConnections(WebdavSite(""))))
    assert [(each.channel, each.municipality) for each in fetched.outages] == [("mailbox", "lievegem")]


def test_mails_that_wait_are_not_known_while_a_mailbox_is_not_reached(
    settings: Settings, sqlite_database: Database
) -> None:
    with sqlite_database.write_session() as session:
        get_or_add_municipality(session, "lievegem")
    installation = Installation(settings, sqlite_database, SavedConnections(WebdavSite("")))
    assert count_all_waiting(installation) is None


# Settings


def test_a_mailbox_is_set_by_a_url() -> None:
    assert parse_mailbox_url(
        "imaps://mvo%40example.org:w%2Fw@imap.example.org/Antwoorden%20MVO"
    ) == ImapServer("imap.example.org", 993, Security.TLS, "mvo@example.org", "w/w", folder="Antwoorden MVO")


@pytest.mark.parametrize(
    "url",
    [
        "imaps://imap.example.org",
        "pop3://u:geheim@h",
        "imaps://u:geheim@h:x",
        "imaps://u:geheim@h/a?b",
        "imaps://u:geheim@-",
    ],
)
def test_a_wrong_url_of_a_mailbox_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_mailbox_url(url)
    assert "geheim" not in caught.value.render("en")


def test_a_user_without_a_password_logs_in_by_oauth2_if_a_client_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim\n")
    monkeypatch.setenv("TERUGKOM_OAUTH2_TENANT", "example.org")
    monkeypatch.setenv("TERUGKOM_OAUTH2_CLIENT_ID", "id")
    monkeypatch.setenv("TERUGKOM_MAILBOX_URL", "imaps://mvo%40example.org@imap.example.org")
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "smtp+starttls://mvo%40example.org@smtp.example.org")
    with pytest.raises(InputError, match="CLIENT_SECRET_FILE is not set"):
        parse_mailbox(Settings())
    monkeypatch.setenv("TERUGKOM_OAUTH2_CLIENT_SECRET_FILE", str(secret))
    mailbox, server = parse_mailbox(Settings()), parse_smtp_server(Settings())
    assert mailbox is not None
    assert server is not None
    assert mailbox.tokens is server.tokens is not None, "one token for both"
    assert mailbox.processed_folder == "Verwerkt"
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "smtp://relay.example.org")
    relay = parse_smtp_server(Settings())
    assert isinstance(relay, SmtpServer)
    assert relay.tokens is None


# Of a shared mailbox


def test_a_mail_of_a_shared_mailbox_goes_to_whom_it_was_sent_or_whose_mail_it_answers(
    sqlite_database: Database, tmp_path: Path
) -> None:
    add_deliveries(sqlite_database, tmp_path, 1)
    (delivery,) = rows(sqlite_database)
    with sqlite_database.write_session() as session:
        other = get_or_add_municipality(session, "zulte")
        other.sender, other.reply_to = "", "mvo@zulte.example.org"
    with sqlite_database.read_session() as session:
        found = list_municipalities(session, None)
        own = next(each.slug for each in found if each.id == delivery.municipality_id)

        def find(mail: str) -> str:
            return find_addressee(session, found, mail.encode())

        assert find("To: MVO <mvo@Zulte.example.org>\n\nx") == "zulte"
        assert find(f"To: a@b.example.org\nIn-Reply-To: {delivery.message_id}\n\nx") == own
        assert find("To: a@b.example.org\nSubject: Klaar\n\nx") == ""
        assert find("To: (((((((\nReferences: <x\n\nx") == ""
        assert find_addressee(session, found[:1], b"") == found[0].slug


def test_a_new_mail_of_a_shared_mailbox_goes_to_the_only_plan_that_its_sender_is_in(
    sqlite_database: Database,
) -> None:
    """The plan that a coordinator mailed to the one address of two municipalities was read by neither."""
    with sqlite_database.write_session() as session:
        for slug in ("lievegem", "zulte"):
            town = get_or_add_municipality(session, slug)
            town.sender = town.reply_to = "mvo@streek.example.org"
            session.flush()
            for code in (slug, "both"):
                email = f"{code}@{'example.org' if code == 'both' else 'Zulte.example.org'}"
                session.add(Person(municipality_id=town.id, code=code, name=code, email=email))
    with sqlite_database.read_session() as session:
        found = list_municipalities(session, None)

        def find(sender: str, to: str = "mvo@streek.example.org") -> str:
            return find_addressee(session, found, f"From: {sender}\nTo: {to}\n\nx".encode())

        assert find("Zed <zulte@zulte.example.org>") == "zulte"
        assert [find(each) for each in ("both@example.org", "x@elders.example", "", "a@b.c, d@e.f")] == [
            ""
        ] * 4
        found[0].reply_to = "antwoord@lievegem.example.org"
        assert find("x@elders.example", f"antwoord+{'0a' * 20}@lievegem.example.org") == found[0].slug


class OneAccount(SettingsOnly):
    """Two municipalities with a block of their own, and the same mailbox in both."""

    def __init__(self, server: ImapServer) -> None:
        self.server = server

    def load_mailbox(self, name: str) -> ImapServer | None:
        if name == "zulte":
            return replace(self.server, username=self.server.username.upper())
        return self.server if name == "lievegem" else None


@pytest.mark.parametrize("slug", [None, "lievegem", "zulte"])
def test_two_municipalities_that_name_one_mailbox_get_each_their_own_mails(
    settings: Settings, sqlite_database: Database, dovecot: Dovecot, slug: str | None
) -> None:
    """Whichever was read first took all mails, and asked its coordinator about those of the other."""
    user = dovecot.add_user()
    with sqlite_database.write_session() as session:
        for each in ("lievegem", "zulte", "aalter"):
            town = get_or_add_municipality(session, each)
            town.reply_to = f"mvo@{each}.example.org"
    for number, to in enumerate(["lievegem", "zulte", "zulte", "aalter"]):
        mail = f"Message-ID: <{number}@x>\r\nFrom: piet@elders.example\r\nTo: mvo@{to}.example.org\r\n\r\nx"
        user.deliver(mail.encode())
    saved = OneAccount(user.settings)
    installation = Installation(settings, sqlite_database, saved)
    assert count_all_waiting(installation) == 4
    fetched = fetch_all(installation, slug)
    assert (fetched.outages, fetched.municipalities) == ([], {"lievegem", "zulte", ""})
    inboxes = [settings.municipalities / each / "inbox" for each in ("lievegem", "zulte")]
    inboxes.append(settings.mailbox / "inbox")
    assert [len(list(each.glob("*.eml"))) for each in inboxes] == [1, 2, 1]
    assert [(each.connection, each.works) for each in check_connections(installation)] == [("mailbox", True)]


@pytest.mark.parametrize("scopes", [Mastodon.WRITING, Mastodon.WRITING | Mastodon.READING])
def test_an_account_whose_mentions_may_not_be_read_is_said(
    settings: Settings, sqlite_database: Database, scopes: frozenset[str]
) -> None:
    with sqlite_database.write_session() as session:
        get_or_add_municipality(session, "lievegem")
    with Mastodon(scopes=scopes) as server:

        class SavedAccount(SettingsOnly):
            def load_mentions_account(self, slug: str) -> MastodonSite | None:
                return MastodonSite(server.url, server.token, limits=HERE)

        checks = check_connections(Installation(settings, sqlite_database, SavedAccount()))
    (check,) = checks
    assert (check.connection, check.municipality) == ("mentions", "lievegem")
    assert check.works is (scopes != Mastodon.WRITING)
    assert ("read:notifications" in check.failure) is not check.works
