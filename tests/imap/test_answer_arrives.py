"""The whole way of an answer: a mail, a mailbox on a real server, the inbox, the text of the next tick."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.oauth2 import TokenSource
from terugkom.imap.fetch_mails import FetchRun, fetch_mails
from terugkom.imap.server import ImapServer
from terugkom.inbox.mailbox import handle_mails
from terugkom.plan.model import ActionStatus
from tests.delivery.test_oauth2 import mailbox as build_token_mailbox
from tests.delivery.test_oauth2 import token_server, tokens  # noqa: F401  fixtures
from tests.imap.dovecot import Dovecot
from tests.inbox.answering import MONDAY, AnsweringMunicipality, read_text, reply_to
from tests.oauth2_servers import TokenImapServer, TokenServer
from tests.reminders.tick_calendar import CalendarMunicipality

NEXT_MONDAY = date(2027, 3, 8)


@pytest.fixture
def mailed(sqlite_database: Database, tmp_path: Path) -> AnsweringMunicipality:
    """A municipality whose owner got a digest about two actions, as a file in the folder of sent mails."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.mail_once(MONDAY, E_01=date(2027, 3, 20), E_02=date(2027, 3, 25))
    return AnsweringMunicipality(town)


def read_delivered(home: AnsweringMunicipality, recipient: str) -> list[EmailMessage]:
    """Return the delivered mails to an address, the oldest first."""
    found = []
    for path in sorted(
        (home.town.folder / "outbox").rglob("*.eml"), key=lambda path: path.stat().st_mtime_ns
    ):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        if recipient in str(mail["To"]):
            found.append(mail)
    return found


def fetch(home: AnsweringMunicipality, server: ImapServer) -> int:
    """Read the mailbox as a tick does, and handle what came."""
    run = FetchRun(
        home.town.slug,
        server,
        home.town.database,
        home.town.folder / "mailbox",
        lambda _content: home.run.inbox,
        lambda: home.now,
        lease_seconds=60,
    )
    filed = fetch_mails(run).filed
    handle_mails(home.run)
    return filed


def answer(home: AnsweringMunicipality) -> bytes:
    """Return what the owner answers to the mail that lies in their mailbox."""
    (digest,) = read_delivered(home, "an@x.example")
    return bytes(reply_to(digest, "E-01: klaar\nE-02: de offerte is binnen, de rest volgt"))


def check_next_tick(home: AnsweringMunicipality) -> None:
    """The action that is done is not asked about any more, and the coordinator reads what came back."""
    assert (home.status("E-01"), home.status("E-02")) == (ActionStatus.DONE, ActionStatus.RUNNING)
    home.town.tick(NEXT_MONDAY)
    summary = read_text(read_delivered(home, "lw@lievegem.example")[-1])
    assert "klaar" in summary
    assert "E-01" in summary
    assert "de offerte is binnen, de rest volgt" in summary
    (receipt,) = read_delivered(home, "an@x.example")[1:]
    assert "noteerden dat deze actie klaar is" in read_text(receipt), (
        "it is confirmed, and no digest asks about it again"
    )


def test_from_a_delivered_mail_through_dovecot_to_the_text_of_the_next_tick(
    mailed: AnsweringMunicipality, dovecot: Dovecot
) -> None:
    user = dovecot.add_user()
    user.deliver(answer(mailed))
    assert fetch(mailed, user.settings) == 1
    assert len(user.list_processed()) == 1
    user.deliver(answer(mailed))  # the same once more
    fetch(mailed, user.settings)
    assert mailed.mails() == 1
    check_next_tick(mailed)


def test_from_a_delivered_mail_through_a_login_by_oauth2_to_the_text_of_the_next_tick(
    mailed: AnsweringMunicipality,
    token_server: TokenServer,  # noqa: F811
    tokens: TokenSource,  # noqa: F811
) -> None:
    with TokenImapServer(lambda token: token in token_server.tokens) as server:
        server.mails.append(answer(mailed).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        assert fetch(mailed, replace(build_token_mailbox(server, tokens), processed_folder="")) == 1
        assert (server.mails, server.faults) == ([], [])
    check_next_tick(mailed)
