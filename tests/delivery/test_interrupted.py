"""A sender that is interrupted: it begins no other mail, records what it knows, and waits for no server."""

import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psutil
import pytest

from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.delivery.channels import smtp
from terugkom.delivery.channels.base import SMTP, Channel, InDoubtPolicy, OutgoingMessage
from terugkom.delivery.channels.smtp import SmtpChannel, SmtpServer
from terugkom.delivery.channels.smtp_connection import LimitedSmtp, LimitedTime
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore
from tests.delivery.delivery_rows import SENDER, add_deliveries, recipient, rows
from tests.mail_server import HANG, MailServer
from tests.processes import is_alive

DELIVERIES, CONNECTIONS = 60, 4
PARENT = """
import signal, sys, time
from datetime import date
from functools import partial
from pathlib import Path
from terugkom import clock, tables
from terugkom.database.connection_pool import Database
from terugkom.delivery.channels import smtp
from terugkom.delivery.channels.smtp import SmtpServer, build_smtp_connections
from terugkom.delivery.sender import SenderConfig
from terugkom.delivery.sender_process import SenderProcess
from terugkom.documents.document_store import DocumentStore

def interrupt(*_):
    raise KeyboardInterrupt

for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, interrupt)
folder, port, connections = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
database = Database(f"sqlite:///{folder}/terugkom.db")
documents = DocumentStore(folder / "documents")
config = SenderConfig(database, documents, clock.now, date(2025, 1, 23), 60, 60)
server = SmtpServer("127.0.0.1", port)
with SenderProcess(config, partial(build_smtp_connections, server, connections)) as process:
    print(process._process.pid, flush=True)
    time.sleep(600)
"""


class SlowAnswers(dict[str, str]):
    """Rules for a mail server that takes all mail, and needs a while for each."""

    def get(self, _address: str, _default: object = None) -> None:  # type: ignore[override]
        time.sleep(0.05)


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/terugkom.db")
    database.upgrade()
    add_deliveries(database, tmp_path / "documents", DELIVERIES)
    yield database
    database.close()


def _start(folder: Path, server: MailServer) -> tuple[subprocess.Popen[bytes], psutil.Process]:
    """Start a process that sends by a sender process; return both once some mails arrived."""
    command = [sys.executable, "-c", PARENT, str(folder), str(server.port), str(CONNECTIONS)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    sender = psutil.Process(int(parent.stdout.readline()))
    while len(server.mails) < CONNECTIONS:
        time.sleep(0.02)
    return parent, sender


def _count_states(database: Database) -> dict[DeliveryState, int]:
    states = [each.state for each in rows(database)]
    return {state: states.count(state) for state in set(states)}


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_sender_process_whose_parent_is_gone_ends_what_it_began_and_begins_nothing(
    stored: Database, tmp_path: Path, how: signal.Signals
) -> None:
    with MailServer(at_dot=SlowAnswers()) as server:
        parent, sender = _start(tmp_path, server)
        with parent:
            parent.send_signal(how)
            parent.wait(timeout=30)
        sender.wait(timeout=30)
        arrived = len(server.mails)
    assert arrived < DELIVERIES / 2, "it did not send on for nobody"
    sent, pending = DeliveryState.SENT, DeliveryState.PENDING
    assert _count_states(stored) == {sent: arrived, pending: DELIVERIES - arrived}
    assert {each.lease for each in rows(stored) if each.state is pending} == {None}, "it keeps none back"


@pytest.mark.long
def test_asked_to_stop_itself_as_systemd_asks_each_process_of_a_service_it_does_the_same(
    stored: Database, tmp_path: Path
) -> None:
    with MailServer(at_dot=SlowAnswers()) as server:
        parent, sender = _start(tmp_path, server)
        with parent:
            sender.send_signal(signal.SIGTERM)
            sender.send_signal(signal.SIGINT)
            while is_alive(sender):
                time.sleep(0.02)
            parent.kill()
        arrived = len(server.mails)
    assert arrived < DELIVERIES / 2
    sent, pending = DeliveryState.SENT, DeliveryState.PENDING
    assert _count_states(stored) == {sent: arrived, pending: DELIVERIES - arrived}


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_never_answers_keeps_no_process_alive(
    stored: Database, tmp_path: Path, how: signal.Signals
) -> None:
    hanging = {recipient(number): HANG for number in range(DELIVERIES + 1)}
    with MailServer(at_dot=hanging) as server:
        parent, sender = _start(tmp_path, server)
        with parent:
            parent.send_signal(how)
            parent.wait(timeout=20)
        sender.wait(timeout=20)
        assert len(server.mails) == CONNECTIONS
    sending, pending = DeliveryState.SENDING, DeliveryState.PENDING
    assert _count_states(stored) == {sending: CONNECTIONS, pending: DELIVERIES - CONNECTIONS}


class _Interrupting(Channel):
    """Takes the first mail, and is interrupted while the answer about the next is awaited."""

    name = SMTP
    in_doubt_policy = InDoubtPolicy.RESEND

    def send(self, message: OutgoingMessage) -> str:
        raise NotImplementedError

    def send_in_steps(self, message: OutgoingMessage) -> Generator[None, None, str]:
        yield
        if message.recipient != recipient(1):
            yield
            raise KeyboardInterrupt
        return "taken"


def test_what_is_known_of_the_mails_in_progress_is_recorded(stored: Database, tmp_path: Path) -> None:
    documents = DocumentStore(tmp_path / "documents")
    config = SenderConfig(stored, documents, clock.now, date(2025, 1, 23), 60, 60)
    with pytest.raises(KeyboardInterrupt):
        send_due(config, [_Interrupting(), _Interrupting()])
    first, second, *others = rows(stored)
    assert (first.state, first.remote_id) == (DeliveryState.SENT, "taken")
    assert (second.state, second.lease_until is None) == (DeliveryState.SENDING, False), (
        "in doubt once it expires"
    )
    assert {(each.state, each.lease) for each in others} == {(DeliveryState.PENDING, None)}


def test_within_a_mail_a_connection_is_closed_without_asking_a_server_that_may_say_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []

    class Recording(LimitedSmtp):
        def putcmd(self, cmd: str, args: str = "") -> None:
            said.append(cmd.split(":")[0])
            super().putcmd(cmd, args)

    def connect(server: SmtpServer, limit: LimitedTime) -> Recording:
        connection = Recording(server.host, server.port, limit)
        connection.ehlo()
        return connection

    monkeypatch.setattr(smtp, "open_connection", connect)
    mail = OutgoingMessage(
        1, "lievegem", "owner", SENDER.email, recipient(1), "<1@x>", b"Subject: x\r\n\r\nx\r\n"
    )
    with MailServer(at_dot={recipient(1): HANG}) as server:
        channel = SmtpChannel(SmtpServer("127.0.0.1", server.port))
        steps = channel.send_in_steps(mail)
        for _ in range(4):  # MAIL, RCPT, DATA and the mail itself
            next(steps)
        channel.close()
        assert said == ["ehlo", "MAIL FROM", "RCPT TO", "DATA"]
        channel.send(replace(mail, recipient=recipient(2)))
        channel.close()
    assert said[4:] == ["ehlo", "MAIL FROM", "RCPT TO", "DATA", "quit"], "between mails it takes its leave"
