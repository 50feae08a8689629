"""Mails are fetched from a real IMAP server: each once, whatever they are and wherever a run was cut off."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.smtp import Security
from terugkom.errors import PublicInputError
from terugkom.imap.fetch_mails import count_waiting_mails, fetch_mails
from terugkom.imap.server import ImapServer
from terugkom.leases import LeaseRequest, acquire_lease
from tests.imap.conftest import NOW, FetchHome
from tests.imap.dovecot import PASSWORD
from tests.imap.kill_fetch import POINTS
from tests.mail_server import Certificates

ANSWER = b"Message-ID: <a1@example.org>\nFrom: piet@example.org\nSubject: Klaar\n\nDe ketel is vervangen.\n"
OTHER = ANSWER.replace(b"a1@", b"a2@").replace(b"Klaar", b"Later")


def crlf(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def test_a_mail_goes_to_the_inbox_and_out_of_the_way_on_the_server(mailbox: FetchHome) -> None:
    for content in (ANSWER, OTHER):
        mailbox.user.deliver(content)
    assert count_waiting_mails(mailbox.user.settings) == 2
    result = mailbox.fetch()
    assert (result.filed, result.errors, result.inboxes) == (2, [], {mailbox.inbox})
    assert mailbox.contents() == [crlf(ANSWER), crlf(OTHER)]
    assert mailbox.user.list_mails() == []
    assert sorted(mailbox.user.list_processed()) == [ANSWER, OTHER]
    assert list((mailbox.folder / "mailbox").iterdir()) == []
    assert (mailbox.fetch().filed, count_waiting_mails(mailbox.user.settings)) == (0, 0)


def test_without_a_folder_for_them_mails_are_marked_as_read(mailbox: FetchHome) -> None:
    mailbox.user.deliver(ANSWER)
    server = replace(mailbox.user.settings, processed_folder="")
    assert mailbox.fetch(server).filed == 1
    assert mailbox.user.list_mails() == [(ANSWER, "S")]
    assert count_waiting_mails(server) == 0


def test_a_mail_that_a_person_opened_before_is_read_all_the_same(mailbox: FetchHome) -> None:
    mailbox.user.deliver(ANSWER)
    (path,) = (mailbox.user.maildir / "new").iterdir()
    path.rename(mailbox.user.maildir / "cur" / f"{path.name}:2,S")
    assert mailbox.fetch().filed == 1


def test_two_copies_of_a_mail_are_taken_once_and_another_text_is_not_one(mailbox: FetchHome) -> None:
    mailbox.user.deliver(b"Received: by mx1.example.org\nX-Spam: no\n" + ANSWER)
    mailbox.user.deliver(b"Received: by mx2.example.org\n" + ANSWER)
    forged = ANSWER.replace(b"vervangen", b"verwijderd")  # somebody who knows the Message-ID
    mailbox.user.deliver(forged)
    result = mailbox.fetch()
    assert (result.filed, len(mailbox.user.list_processed())) == (2, 3)
    assert sorted(content.rpartition(b"\r\n\r\n")[2] for content in mailbox.contents()) == [
        b"De ketel is vervangen.\r\n",
        b"De ketel is verwijderd.\r\n",
    ]
    assert mailbox.user.list_mails() == []


@pytest.mark.long
@pytest.mark.parametrize("point", [*POINTS, "before mark_processed"])
def test_a_reader_that_is_killed_loses_nothing_and_takes_nothing_twice(
    mailbox: FetchHome, point: str
) -> None:
    for content in (ANSWER, OTHER):
        mailbox.user.deliver(content)
    url = mailbox.database.engine.url.render_as_string(hide_password=False)
    program = [sys.executable, "-m", "tests.imap.kill_fetch", point, url, str(mailbox.folder)]
    where = [str(mailbox.user.server.port), mailbox.user.name, PASSWORD]
    ended = subprocess.run(
        [*program, *where], cwd=Path(__file__).parents[2], capture_output=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()

    taken = [
        path.rename(path.with_suffix(".done")) for path in mailbox.inbox.glob("*.eml")
    ]  # by the next run
    assert mailbox.fetch().errors == []
    found = sorted([*mailbox.contents(), *(path.read_bytes() for path in taken)])
    assert found == [crlf(ANSWER), crlf(OTHER)]
    assert mailbox.user.list_mails() == []
    assert sorted(mailbox.user.list_processed()) == [ANSWER, OTHER]


def test_two_readers_never_read_at_the_same_time(mailbox: FetchHome) -> None:
    mailbox.user.deliver(ANSWER)
    with mailbox.database.write_session() as session:
        acquire_lease(session, LeaseRequest("mailbox lievegem", "other", "", 60), NOW - timedelta(seconds=59))
    assert mailbox.fetch().is_busy
    assert mailbox.user.list_mails() == [(ANSWER, "")]


UNUSUAL = {
    "8-bit headers": "Subject: Één é\nFrom: Zoë <zoë@example.org>\n\nüber\n".encode("latin-1"),
    "no bytes": b"",
    "no headers": b"\nalleen tekst\n",
    "no body": b"Subject: leeg\n",
    "nested": b"Content-Type: message/rfc822\n\n" * 200 + b"Subject: diep\n\nx\n",
    "NUL": b"Subject: nul\n\na\0b\n",
    "long line": b"Subject: lang\n\n" + b"x" * 200_000 + b"\n",
    "only CR": b"Subject: cr\r\rtekst\r",
}


def test_unusual_mails_are_fetched_each_as_it_is(mailbox: FetchHome) -> None:
    for content in UNUSUAL.values():
        mailbox.user.deliver(content)
    mailbox.user.deliver(ANSWER)
    result = mailbox.fetch()
    assert (result.filed, result.errors) == (len(UNUSUAL) + 1, [])
    assert mailbox.user.list_mails() == []
    read = {content.replace(b"\r\n", b"\n").replace(b"\x80", b"\0") for content in mailbox.contents()}
    assert read == {*UNUSUAL.values(), ANSWER}  # RFC 3501 has no NUL: dovecot sends 0x80 for it


def test_a_mail_of_thirty_megabytes_is_refused_and_the_next_is_read(mailbox: FetchHome) -> None:
    head = b"Message-ID: <groot@example.org>\nSubject: foto's\n\n"
    mailbox.user.deliver(head + b"x" * 76 * 400_000)
    mailbox.user.deliver(ANSWER)
    result = mailbox.fetch()
    assert (result.filed, result.too_large, result.errors) == (1, 1, [])
    assert mailbox.contents() == [crlf(ANSWER)]
    assert mailbox.contents("refused") == [crlf(head)]
    (report,) = (mailbox.inbox / "refused").glob("*.report.json")
    assert "30 MB" in report.read_text()
    assert mailbox.user.list_mails() == []
    assert mailbox.fetch().too_large == 0


def test_a_mail_that_cannot_be_written_fails_alone_and_waits(mailbox: FetchHome) -> None:
    mailbox.user.deliver(ANSWER)
    mailbox.user.deliver(OTHER)
    elsewhere = mailbox.folder / "elsewhere"
    elsewhere.mkdir()
    linked = mailbox.folder / "linked"
    linked.symlink_to(elsewhere)
    run = replace(mailbox.run, find_inbox=lambda content: linked if b"Later" in content else mailbox.inbox)
    result = fetch_mails(run)
    assert (result.filed, len(result.errors)) == (1, 1)
    assert "link" in result.errors[0]
    assert mailbox.user.list_mails() == [(OTHER, "")]
    assert list(elsewhere.iterdir()) == []
    assert mailbox.fetch().filed == 1  # once that is mended; it lay ready
    assert mailbox.contents() == [crlf(ANSWER), crlf(OTHER)]
    assert mailbox.user.list_mails() == []


# What is wrong is said


def test_a_folder_that_is_not_there_is_named(mailbox: FetchHome) -> None:
    with pytest.raises(ChannelUnavailable, match="no folder Antwoorden"):
        mailbox.fetch(replace(mailbox.user.settings, folder="Antwoorden"))


def test_a_wrong_password_is_said_and_never_shown(mailbox: FetchHome) -> None:
    with pytest.raises(ChannelUnavailable, match="login is refused") as caught:
        mailbox.fetch(replace(mailbox.user.settings, password="geheim-verkeerd"))
    assert "geheim-verkeerd" not in str(caught.value)
    mailbox.user.deliver(ANSWER)
    assert mailbox.fetch().filed == 1  # the lease was released


def test_over_tls_and_over_starttls(mailbox: FetchHome, certificates: Certificates) -> None:
    mailbox.user.deliver(ANSWER)
    assert mailbox.fetch(mailbox.user.tls_settings).filed == 1
    mailbox.user.deliver(OTHER)
    assert mailbox.fetch(replace(mailbox.user.settings, security=Security.STARTTLS)).filed == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_that_is_not_trusted_is_refused_before_the_login(
    mailbox: FetchHome, security: Security
) -> None:
    server = replace(mailbox.user.settings, security=security)
    if security is Security.TLS:
        server = mailbox.user.tls_settings
    with pytest.raises(ChannelUnavailable, match="certificate that is not trusted"):
        mailbox.fetch(server)
    log = (mailbox.user.server.folder / "log").read_text()
    assert not any("Login" in line and mailbox.user.name in line for line in log.splitlines())


def test_a_server_that_is_away_is_said(mailbox: FetchHome) -> None:
    with pytest.raises(ChannelUnavailable, match=r"no connection with 127\.0\.0\.1"):
        mailbox.fetch(replace(mailbox.user.settings, port=1))


def test_starttls_on_the_port_of_tls_is_refused_when_it_is_set() -> None:
    with pytest.raises(PublicInputError, match="993"):
        ImapServer("imap.example.org", 993, Security.STARTTLS)
