"""The mail channel against servers that are slow, that repeat our password, and that refuse us."""

import hmac
import re
import socket
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import (
    ChannelError,
    ChannelSuspected,
    ChannelUnavailable,
    DeliveryInDoubt,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import HttpClient, RequestLimits
from terugkom.delivery.channels.smtp import SmtpChannel, SmtpServer
from terugkom.delivery.channels.smtp_answers import is_about_us, redact_secrets
from terugkom.delivery.channels.smtp_connection import LimitedSmtp
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.sender import SenderConfig, SendResult, send_due
from terugkom.documents.document_store import DocumentStore
from tests.delivery.delivery_rows import TODAY, Clock, add_deliveries, rows
from tests.delivery.test_smtp import channel, parcel
from tests.mail_server import MailServer

Answer = Callable[[str], str]  # from a line of the client; an answer that begins with ~ is sent in drops
PASSWORD = "geheim&woord/2"


def usual(line: str) -> str:
    if line.startswith("EHLO"):
        return "250-here\r\n250 AUTH PLAIN LOGIN\r\n"
    return "354 go\r\n" if line == "DATA" else "250 ok\r\n"


@contextmanager
def serving(answer: Answer, greeting: str = "220 hi\r\n") -> Iterator[int]:
    """A server in a thread that answers each line (and the mail after DATA) as it is told."""

    def say(connection: socket.socket, text: str) -> None:
        if not text.startswith("~"):
            connection.sendall(text.encode())
            return
        for letter in text[1:] * 1000:
            connection.sendall(letter.encode())
            if ended.wait(0.02):
                return

    def serve(connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            try:
                say(connection, greeting)
                for line in lines:
                    text = line.decode().strip()
                    if text[4:5] in (" ", ""):  # not the answer to a challenge
                        text = text[:4].upper() + text[4:]
                    say(connection, answer(text))
                    if text == "DATA":
                        while lines.readline() not in (b".\r\n", b""):
                            pass
                        say(connection, answer("."))
            except OSError:
                return

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=serve, args=(connection,)))
            threads[-1].start()

    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threads = [threading.Thread(target=listen)]
        threads[0].start()
        try:
            yield listener.getsockname()[1]
        finally:
            ended.set()
            listener.shutdown(socket.SHUT_RDWR)
    for thread in list(threads):
        thread.join(5)


@contextmanager
def to(port: int, **more: object) -> Iterator[SmtpChannel]:
    with closing(SmtpChannel(SmtpServer("127.0.0.1", port, **more))) as smtp:  # type: ignore[arg-type]
        yield smtp


# A server that sends a byte now and then

DRIPS = {
    "greeting": (ChannelUnavailable, "", "~220-hello "),
    "endless greeting": (ChannelUnavailable, "", "~220-hi\r\n"),
    "hello": (ChannelUnavailable, "EHLO", "~250-more\r\n"),
    "sender": (ChannelSuspected, "MAIL", "~250-"),
    "recipient": (ChannelSuspected, "RCPT", "~250-on\r\n"),
    "mail": (DeliveryInDoubt, ".", "~250-o"),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("limit", ["timeout", "total_timeout"])
@pytest.mark.parametrize("where", DRIPS)
def test_a_server_that_sends_a_byte_now_and_then_is_left_after_the_limit(where: str, limit: str) -> None:
    expected, at, drip = DRIPS[where]
    drips: Answer = lambda line: drip if at and line.startswith(at) else usual(line)  # noqa: E731
    with serving(drips, drip if not at else "220 hi\r\n") as port:
        started = time.monotonic()
        with (
            pytest.raises(expected, match="timed out") as caught,
            to(port, **{limit: 0.2}) as smtp,
        ):
            smtp.send(parcel())
        assert time.monotonic() - started < 2, "closing takes no longer either"
    said = caught.value.render("nl")
    assert re.search("te traag(: niet klaar binnen 0.2 seconden)?$", said)
    assert not re.search("unexpectedly|timed out|connection", said)


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    endless = "250-" + "x" * 1000 + "\r\n"
    with (
        serving(lambda line: endless * 1000 if line.startswith("EHLO") else usual(line)) as port,
        to(port) as smtp,
        pytest.raises(ChannelUnavailable, match="more than 65536 bytes"),
    ):
        smtp.send(parcel())


def test_each_mail_has_its_own_time_and_waiting_for_others_is_not_counted() -> None:
    with serving(usual) as port, to(port, total_timeout=0.15) as smtp:
        for number in range(3):
            for _ in smtp.send_in_steps(parcel(number)):
                time.sleep(0.05)  # another connection of this sender is waited for


# A login that could be read


@pytest.mark.parametrize("peer", ["192.0.2.7", "::ffff:192.0.2.7", "fe80::1%eth0"])
def test_no_password_goes_over_the_network_in_the_clear(monkeypatch: pytest.MonkeyPatch, peer: str) -> None:
    said: list[str] = []

    def note(line: str) -> str:
        said.append(line)
        return "235 in\r\n" if line.startswith("AUTH") else usual(line)

    with serving(note) as port:
        with to(port, username="ann", password=PASSWORD) as smtp:
            smtp.send(parcel())  # on loopback nobody else reads it
        assert any(line.startswith("AUTH") for line in said)
        monkeypatch.setattr(LimitedSmtp, "peer_address", peer)  # as if it led there
        said.clear()
        with (
            to(port, username="ann", password=PASSWORD) as smtp,
            pytest.raises(ChannelUnavailable, match="without TLS is refused"),
        ):
            smtp.send(parcel())
        assert not any(line.startswith("AUTH") for line in said)
        with to(port, username="ann", password=PASSWORD, allow_plaintext_login=True) as smtp:
            smtp.send(parcel())
        assert any(line.startswith("AUTH") for line in said)


# A login that is not ASCII


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
@pytest.mark.parametrize(("user", "password"), [("ann", "gehéim wœrd €"), ("ánn@møn.example", "密码 x")])
def test_a_login_with_accents_is_sent_in_utf_8(mechanism: str, user: str, password: str) -> None:
    challenge, said = b"<1.2@here>", list[bytes]()
    in_bytes = user.encode(), password.encode()
    digest = hmac.new(in_bytes[1], challenge, "md5").hexdigest().encode()
    expected = {
        "PLAIN": [b"\0" + b"\0".join(in_bytes)],
        "LOGIN": list(in_bytes),
        "CRAM-MD5": [in_bytes[0] + b" " + digest],
    }
    asked = {"PLAIN": [], "LOGIN": [b"Password:"], "CRAM-MD5": [challenge]}[mechanism]
    answers = iter([f"334 {b64encode(each).decode()}\r\n" for each in asked])

    def answer(line: str) -> str:
        if line.startswith("EHLO"):
            return f"250-here\r\n250 AUTH {mechanism}\r\n"
        if len(said) < len(expected[mechanism]):
            said.extend(b64decode(each) for each in line.removeprefix(f"AUTH {mechanism}").split())
            return next(answers, "235 in\r\n")
        return usual(line)

    with serving(answer) as port, to(port, username=user, password=password) as smtp:
        smtp.send(parcel())
    assert said == expected[mechanism]


@pytest.mark.parametrize("challenge", ["VXN", "\xe9\xe9\xe9", "x" * 500, ""])
def test_a_challenge_that_is_none_makes_the_channel_down_and_no_mail_fails(
    sqlite_database: Database, tmp_path: Path, challenge: str
) -> None:
    add_deliveries(sqlite_database, tmp_path, 2)

    def answer(line: str) -> str:
        return usual(line) if line.startswith("EHLO") else f"334 {challenge}\r\n"

    with serving(answer) as port:
        server = SmtpServer("127.0.0.1", port, username="ann", password=PASSWORD)
        assert send(sqlite_database, tmp_path, server).channel_down
    for each in rows(sqlite_database):
        assert (each.state, each.attempts) == (DeliveryState.PENDING, 0)
        assert PASSWORD not in each.reason


@pytest.mark.parametrize("coding", ["latin-1", "cp1252", "utf-8"])
def test_a_password_with_accents_that_a_server_repeats_is_not_kept(coding: str) -> None:
    password = "gehéimwoord"
    for said in (password, password.encode().decode("latin-1")):
        text = f"535 you said {said}".encode(coding).decode("utf-8", "replace")
        assert redact_secrets(text, [password]) == "535 you said ***"


# A name that cannot be looked up


def test_a_lookup_that_does_not_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait(9) and [])
    with (
        closing(SmtpChannel(SmtpServer("mail.lievegem.example", 25, timeout=0.1))) as smtp,
        pytest.raises(ChannelUnavailable, match=r"not found within 0\.1 seconds"),
    ):
        smtp.send(parcel())
    with (
        HttpClient(RequestLimits(connect_timeout=0.1)) as client,
        pytest.raises(TemporaryFailure, match="no answer in time"),
    ):
        client.request("GET", "https://www.lievegem.example")
    ended.set()


# What a server repeats


@pytest.mark.parametrize(
    "echo",
    [
        PASSWORD,
        f"AUTH PLAIN {b64encode(f'{chr(0)}ann{chr(0)}{PASSWORD}'.encode()).decode()} failed",
        b64encode(PASSWORD.encode()).decode(),
        PASSWORD.upper(),
        "geheim%26woord/2",
        "geheim%26woord%2F2",
        "user=ann pass=" + PASSWORD[:6] + "\r\n535 " + PASSWORD[6:],
        b64encode(f"x{PASSWORD}".encode()).decode()[:8]
        + "\r\n535 "
        + b64encode(f"x{PASSWORD}".encode()).decode()[8:],
    ],
)
def test_a_password_that_a_server_repeats_is_not_kept(
    sqlite_database: Database, tmp_path: Path, echo: str
) -> None:
    add_deliveries(sqlite_database, tmp_path, 2)
    refusal = f"535-5.7.8 you said\r\n535 {echo}\r\n".replace("\r\n535 ", "\r\n535-", echo.count("\r\n"))
    with serving(lambda line: refusal if line.startswith("AUTH") else usual(line)) as port:
        tally = send(
            sqlite_database, tmp_path, SmtpServer("127.0.0.1", port, username="ann", password=PASSWORD)
        )
    assert tally.channel_down
    (reason,) = {each.reason for each in rows(sqlite_database)}
    assert reason.startswith("no connection with the mail server: 535 ")
    dense = "".join(reason.split()).lower()
    for form in (PASSWORD, "geheim%26", b64encode(PASSWORD.encode()).decode().rstrip("=")[:-1]):
        assert form.lower() not in dense
    assert PASSWORD not in repr(tally)


@given(
    password=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=6, max_size=30),
    before=st.text(max_size=30),
    after=st.text(max_size=30),
    user=st.text(max_size=8),
)
def test_no_password_survives_as_it_is_or_in_base64(
    password: str, before: str, after: str, user: str
) -> None:
    coded = b64encode(f"\0{user}\0{password}".encode("utf-8", "replace")).decode()
    for text in (f"{before}{password}{after}", f"{before} {coded} {after}"):
        kept = redact_secrets(text, [password])
        assert password not in kept
        assert coded not in kept


def send(database: Database, documents: Path, server: SmtpServer) -> SendResult:
    config = SenderConfig(database, DocumentStore(documents), Clock(), TODAY, 60, 300)
    with closing(SmtpChannel(server)) as smtp:
        return send_due(config, [smtp])


# Refusals about us

ABOUT_US = [
    ("at_mail", "550 sender not allowed"),
    ("at_mail", "553 5.1.8 domain of sender not found"),
    ("at_mail", "451 4.3.0 come back later"),
    ("at_mail", "421 4.3.2 closing down"),
    ("at_rcpt", "554 5.7.1 Relay access denied"),
    ("at_rcpt", "550 relaying denied"),
    ("at_rcpt", "553 sorry, that domain isn't in my list of allowed rcpthosts"),
    ("at_rcpt", "550 5.7.1 Client host rejected: Access denied"),
    ("at_rcpt", "554 5.7.1 Service unavailable; blocked using zen.spamhaus.org"),
    ("at_rcpt", "550 5.1.8 Sender address rejected: Domain not found"),
    ("at_rcpt", "530 5.7.0 Authentication required"),
    ("at_rcpt", "452 4.3.1 Insufficient system storage"),
    ("at_dot", "550 5.7.26 unauthenticated sender"),
    ("at_rcpt", "553 sorry, your envelope sender is in my badmailfrom list"),
    ("at_rcpt", "550 5.2.252 SendAsDenied; mvo@zb.example.org not allowed to send as"),
    ("at_dot", "550 Rejected due to the DMARC policy of zb.example.org"),
    ("at_dot", "451 4.3.0 queue file write error"),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("step", "answer"), ABOUT_US)
def test_a_refusal_about_us_costs_no_delivery_an_attempt(
    sqlite_database: Database, tmp_path: Path, step: str, answer: str
) -> None:
    add_deliveries(sqlite_database, tmp_path, 7)
    with MailServer(pipelining=step == "at_rcpt") as server:
        at_step: dict[str, str] = getattr(server, step)
        at_step["mvo@lievegem.example"] = answer
        at_step.update({each.recipient: answer for each in rows(sqlite_database)})
        tally = send(sqlite_database, tmp_path, SmtpServer("127.0.0.1", server.port))
    assert list(tally.unavailable.values()) == [answer]
    assert {(each.state, each.attempts, each.reason) for each in rows(sqlite_database)} == {
        (DeliveryState.PENDING, 0, answer)
    }


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (550, "SPF check failed"),
        (550, "DKIM signature required"),
        (550, "no PTR record for your IP"),
        (550, "Connection rejected: host has no valid rDNS"),
        (554, "Your IP is banned"),
        (554, "refused. Your mail server IP has a poor SenderBase score"),
        (553, "From address is not owned by user mvo"),
        (550, "You are not allowed to send mail from this address"),
        (554, "5.1.0 Address rejected: bad outbound sender"),
        (550, "5.2.0 Sender rejected"),
        (550, "Daily sending quota exceeded"),
        (550, "5.4.5 Daily user sending limit exceeded"),
        (550, "Too many messages\nfrom your host"),
        (550, "SMTP AUTH required"),
        (550, "TLS required"),
        (571, "Delivery not authorized, message refused"),
        (550, "Expéditeur inconnu"),
        (550, "Afzender geweigerd"),
        (550, "Absender nicht erlaubt"),
        (550, "Afzender niet toegelaten"),
        (550, "Expéditeur non autorisé"),
        (550, "Sender address does not exist"),
        (550, "Sender address rejected: User unknown"),
        (550, "Verification failed for mvo@zb.example.org No Such User Here Sender verify failed"),
        (550, "Authentication required: unknown user"),
    ],
)
def test_a_refusal_about_us_is_known_by_its_words(code: int, text: str) -> None:
    assert is_about_us(code, text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (550, "5.1.1 nobody of that name"),
        (550, "5.1.1 no such user; your IP is logged"),
        (550, "5.2.1 mailbox disabled by your domain"),
        (550, "This user doesn't have a mailbox here"),
        (550, "5.1.1 <a@b.be>: Recipient address rejected: User unknown in relay recipient table"),
        (552, "5.2.2 mailbox full"),
        (552, "5.3.4 message too big"),
        (450, "4.7.1 greylisted"),
        (450, "4.2.1 come back later"),
        (550, "no such user"),
        (550, "User unknown; please check the address or contact your provider"),
        (550, "De ontvanger bestaat niet. Afzender kan niet antwoorden: niet bezorgd"),
        (550, "Destinataire inconnu. L'expéditeur non averti"),
        (550, "5.0.0 user unknown - SPF ok"),
        (550, "5.5.0 user unknown"),
        (553, "5.3.0 No such user here"),
        (550, "Recipient address rejected: User unknown in relay recipient table"),
        (550, "This mailbox is closed; contact your provider"),
        (550, "Het postvak is gesloten. De afzender krijgt dit bericht niet terug"),
        (550, "Le compte est clos, l'expéditeur non averti"),
        (550, "Das Konto ist geschlossen; der Absender wird nicht benachrichtigt"),
        (550, "Mailbox closed, the sender was not notified"),
        (550, "5.4.1 Recipient address rejected: Access denied"),
    ],
)
def test_a_refusal_of_one_recipient_is_not_about_us(code: int, text: str) -> None:
    assert not is_about_us(code, text)


def test_a_sender_that_is_no_address_is_its_municipalitys(mail_server: MailServer) -> None:
    wrong = parcel()
    with channel(mail_server) as smtp:
        with pytest.raises(ChannelError) as refused:
            smtp.send(type(wrong)(**{**vars(wrong), "sender": "mvo lievegem"}))
        assert isinstance(refused.value, ChannelUnavailable)
        assert refused.value.one_municipality
        smtp.send(parcel(2))
