"""Mailboxes as runs read them: what came in is imported, and what is wrong makes a run red."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from prefect.client.schemas.objects import State
from sqlalchemy import delete

from flows.check_connections import check_connections
from flows.follow_up_calendar import follow_up_calendar
from flows.read_mailbox import read_mailbox
from tasks.installation import get_installation
from terugkom.leases import HeldLease, LeaseRequest, acquire_lease
from tests.flows.conftest import FlowHome, artifacts_of, run_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state
from tests.imap.conftest import dovecot as dovecot
from tests.imap.dovecot import PASSWORD, Dovecot, DovecotUser
from tests.mail_server import MailServer

ANSWER = b"Message-ID: <a1@example.org>\nFrom: piet@example.org\nSubject: Vraag\n\nWat nu?\n"


@pytest.fixture
def user(home: FlowHome, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> DovecotUser:
    home.town()
    found = dovecot.add_user()
    url = f"imap://{found.name}:{quote(PASSWORD)}@127.0.0.1:{dovecot.port}"
    monkeypatch.setenv("TERUGKOM_MAILBOX_URL", url)
    reload(home)
    return found


def reload(home: FlowHome) -> None:
    """Have the next run read the settings anew."""
    home.database.close()
    get_installation.cache_clear()


def count_taken(home: FlowHome) -> int:
    """How many mails were taken, of those that came into the inbox."""
    inbox = home.folder / "municipalities/lievegem/inbox"
    assert list(inbox.glob("*.eml")) == []
    return len(list((inbox / "done").glob("*.eml")))


def test_a_run_reads_the_mailbox_and_imports_what_came(home: FlowHome, user: DovecotUser) -> None:
    user.deliver(ANSWER)
    state: State[object] = read_mailbox(today=MONDAY, return_state=True)
    assert state.type == "COMPLETED"
    assert count_taken(home) == 1  # of nobody that is known: the coordinator is asked
    assert user.list_mails() == []
    assert user.list_processed() == [ANSWER]
    again: State[object] = read_mailbox(today=MONDAY, return_state=True)
    assert (again.name, count_taken(home)) == (name_state("nothing-new"), 1)


def test_a_mailbox_that_another_run_reads_is_not_taken_for_an_empty_one(
    home: FlowHome, user: DovecotUser
) -> None:
    user.deliver(ANSWER)
    with home.database.write_session() as session:
        assert acquire_lease(session, LeaseRequest("mailbox terugkom", "other", "", 600), datetime.now(UTC))
    state: State[object] = read_mailbox(today=MONDAY, return_state=True)
    assert (state.type, state.name) == ("COMPLETED", name_state("already-running"))
    assert "een andere run leest nu een mailbox" in str(state.message)
    assert user.list_mails() == [(ANSWER, "")]
    with home.database.write_session() as session:
        session.execute(delete(HeldLease))
    state = read_mailbox(today=MONDAY, return_state=True)
    assert (state.type, count_taken(home)) == ("COMPLETED", 1)
    assert "een andere run" not in str(state.message)


def test_a_dry_run_leaves_the_mails(home: FlowHome, user: DovecotUser) -> None:
    user.deliver(ANSWER)
    follow_up_calendar(today=MONDAY, dry_run=True, return_state=True)
    assert user.list_mails() == [(ANSWER, "")]


def test_a_daily_run_reads_it_and_is_red_when_it_is_not_reached(
    home: FlowHome, user: DovecotUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.deliver(ANSWER)
    assert follow_up_calendar(today=MONDAY, return_state=True).type == "COMPLETED"
    assert count_taken(home) == 1
    monkeypatch.setenv("TERUGKOM_MAILBOX_URL", "imap://piet%40example.org:geheim-woord@127.0.0.1:1")
    reload(home)
    state: State[object] = follow_up_calendar(today=MONDAY, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    assert "mailbox" in str(state.message)
    assert "geheim-woord" not in str(state.message)
    assert "example.org" not in str(state.message)


@pytest.mark.long
def test_connections_are_tried_and_what_is_not_set_is_no_fault(
    home: FlowHome, user: DovecotUser, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{mail_server.port}")
    reload(home)
    user.deliver(ANSWER)
    state: State[object] = check_connections(return_state=True)
    page = artifacts_of(run_of(state))["check-connections"]
    assert (state.type, page.count("werkt")) == ("COMPLETED", 2)
    assert (mail_server.mails, user.list_mails()) == ([], [(ANSWER, "")])
    monkeypatch.setenv("TERUGKOM_MAILBOX_URL", f"imap://{user.name}:fout@127.0.0.1:{user.server.port}")
    reload(home)
    state = check_connections(return_state=True)
    page = artifacts_of(run_of(state))["check-connections"]
    assert (state.type, page.count("werkt")) == ("FAILED", 1)
    assert "de aanmelding is geweigerd" in page
    assert "login is refused" not in f"{page}{state.message}"
