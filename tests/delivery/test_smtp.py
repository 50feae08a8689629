"""The mail channel, against servers that behave and servers that do not."""

import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import (
    ChannelUnavailable,
    DeliveryInDoubt,
    OutgoingMessage,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.smtp import Security, SmtpChannel, SmtpServer
from terugkom.delivery.channels.smtp_url import parse_server_url
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.retry_times import compute_backoff
from terugkom.delivery.sender import SenderConfig, SendResult, send_due
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.letter import Letter
from terugkom.errors import InputError
from tests.delivery.delivery_rows import TODAY, Clock, add_deliveries, row, rows, states
from tests.mail_server import DROP, HANG, BareServer, Certificates, MailServer

RETRY = 300
CONTENT = b"Subject: Hallo\r\n\r\n.\r\n..twee\r\n.punt\r\nslot\r\n"


def parcel(number: int = 1, message: bytes = CONTENT, to: str = "") -> OutgoingMessage:
    message_id = f"<{number}@lievegem.example>"
    return OutgoingMessage(
        id=number,
        municipality="lievegem",
        role="owner",
        sender="mvo@lievegem.example",
        recipient=to or f"trekker{number}@lievegem.example",
        message_id=message_id,
        content=f"Message-ID: {message_id}\r\n".encode() + message,
    )


@contextmanager
def channel(
    server: MailServer | BareServer,
    security: Security = Security.NONE,
    login: tuple[str, str] = ("", ""),
    timeout: float = 20,
) -> Iterator[SmtpChannel]:
    with closing(SmtpChannel(SmtpServer("127.0.0.1", server.port, security, *login, timeout))) as channel:
        yield channel


@pytest.fixture
def clock() -> Clock:
    return Clock()


def send(
    database: Database, documents: Path, server: MailServer | BareServer, clock: Clock, timeout: float = 20
) -> SendResult:
    """Send what waits, in one lane."""
    post = SenderConfig(
        database, DocumentStore(documents), clock, TODAY, lease_seconds=60, retry_seconds=RETRY
    )
    with channel(server, timeout=timeout) as lane:
        return send_due(post, [lane])


# How the connection is protected


def test_a_mail_arrives_as_it_was_dots_at_line_starts_included(mail_server: MailServer) -> None:
    with channel(mail_server) as smtp:
        smtp.send(parcel())
    (mail,) = mail_server.mails
    assert mail.content == parcel().content
    assert (mail.sender, mail.recipient) == ("mvo@lievegem.example", "trekker1@lievegem.example")


def test_over_starttls(certificates: Certificates) -> None:
    with (
        MailServer(starttls=certificates.context()) as server,
        channel(server, Security.STARTTLS) as smtp,
    ):
        smtp.send(parcel())
        assert smtp._smtp is not None
        assert "ssl" in type(smtp._smtp.sock).__module__
    assert server.mails[0].content == parcel().content


def test_over_implicit_tls(certificates: Certificates) -> None:
    with MailServer(tls=certificates.context()) as server, channel(server, Security.TLS) as smtp:
        smtp.send(parcel())
    assert server.mails[0].content == parcel().content


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_stops_everything(
    issued: Certificates, security: Security
) -> None:
    context = issued.context()
    starttls, tls = (context, None) if security is Security.STARTTLS else (None, context)
    with (
        MailServer(starttls=starttls, tls=tls) as server,
        channel(server, security) as smtp,
        pytest.raises(ChannelUnavailable, match="certificate"),
    ):
        smtp.send(parcel())
    assert server.mails == []


def test_a_certificate_that_expired_is_said_in_plain_words(certificates: Certificates) -> None:
    """As of a mailbox and a website; it was the text of an error of OpenSSL, with the line in its source."""
    with (
        MailServer(tls=certificates.expired_context()) as server,
        channel(server, Security.TLS) as smtp,
        pytest.raises(ChannelUnavailable) as raised,
    ):
        smtp.send(parcel())
    assert str(raised.value) == (
        "no connection with the mail server: 127.0.0.1 has a certificate that is not trusted:"
        " certificate has expired"
    )


def test_where_starttls_is_not_offered_nothing_goes_on_unprotected(mail_server: MailServer) -> None:
    with (
        channel(mail_server, Security.STARTTLS, ("ann", "secret")) as smtp,
        pytest.raises(ChannelUnavailable, match="STARTTLS"),
    ):
        smtp.send(parcel())
    assert mail_server.mails == []


# Login

asks_for_login = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
RIGHT = ("ann", "geheim woord")


@asks_for_login
def test_the_right_login_is_let_in() -> None:
    with MailServer(login=RIGHT) as server, channel(server, login=RIGHT) as smtp:
        smtp.send(parcel())
    (mail,) = server.mails
    assert (mail.recipient, mail.content) == (parcel().recipient, parcel().content)


@asks_for_login
@pytest.mark.parametrize("login", [("ann", "hunter2-x"), ("ann", "hunter2-é"), ("", "")])
def test_with_a_wrong_login_the_channel_is_down_and_nothing_is_lost(
    sqlite_database: Database, tmp_path: Path, clock: Clock, login: tuple[str, str]
) -> None:
    add_deliveries(sqlite_database, tmp_path, 3)
    post = SenderConfig(
        sqlite_database, DocumentStore(tmp_path), clock, TODAY, lease_seconds=60, retry_seconds=RETRY
    )
    with MailServer(login=RIGHT) as server:
        with channel(server, login=login) as smtp:
            tally = send_due(post, [smtp])
        assert tally.channel_down
        for each in rows(sqlite_database):
            assert (each.state, each.attempts, each.lease) == (DeliveryState.PENDING, 0, None)
            assert each.next_try_at == clock() + timedelta(seconds=RETRY)
            assert each.reason
            assert "hunter2" not in each.reason
        assert server.mails == []
        clock.advance(RETRY)
        with channel(server, login=RIGHT) as smtp:
            assert send_due(post, [smtp]).states == {DeliveryState.SENT: 3}
        assert len(server.mails) == 3


# Connections


def test_fifty_mails_share_a_connection(mail_server: MailServer) -> None:
    with channel(mail_server) as smtp:
        for number in range(50):
            smtp.send(parcel(number))
    assert (len(mail_server.mails), mail_server.connections) == (50, 1)


def test_after_a_hundred_mails_comes_a_new_connection(mail_server: MailServer) -> None:
    with channel(mail_server) as smtp:
        for number in range(201):
            smtp.send(parcel(number))
    assert (len(mail_server.mails), mail_server.connections) == (201, 3)


def test_nobody_listening_is_a_channel_that_is_down(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    add_deliveries(sqlite_database, tmp_path, 2)
    with MailServer() as server:
        pass  # gone again, and nobody else has its port yet
    assert send(sqlite_database, tmp_path, server, clock).channel_down
    assert states(sqlite_database) == [DeliveryState.PENDING] * 2


# Answers


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize("step", ["at_rcpt", "at_dot"])
def test_a_4xx_is_tried_again_later_and_the_others_go_on(
    sqlite_database: Database, tmp_path: Path, clock: Clock, step: str, pipelining: bool
) -> None:
    ids = add_deliveries(sqlite_database, tmp_path, 3, recipients=["a@b.be", "vol@b.be", "c@b.be"])
    with MailServer(pipelining=pipelining) as server:
        rules: dict[str, str] = getattr(server, step)
        rules["vol@b.be"] = "452 4.2.2 mailbox full"
        for attempt in (1, 2):
            send(sqlite_database, tmp_path, server, clock)
            waits = row(sqlite_database, ids[1])
            assert (waits.state, waits.attempts) == (DeliveryState.PENDING, attempt)
            assert waits.reason == "452 4.2.2 mailbox full"
            assert waits.next_try_at == clock() + compute_backoff(attempt, RETRY)
            assert server.recipients == ["a@b.be", "c@b.be"]
            assert send(sqlite_database, tmp_path, server, clock).states == {}
            clock.time = waits.next_try_at
        rules.clear()
        send(sqlite_database, tmp_path, server, clock)
        assert server.recipients == ["a@b.be", "c@b.be", "vol@b.be"]
    assert states(sqlite_database) == [DeliveryState.SENT] * 3
    assert row(sqlite_database, ids[1]).reason == ""


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize("step", ["at_rcpt", "at_dot"])
def test_a_5xx_is_final_for_that_recipient_only_and_the_connection_lives_on(
    sqlite_database: Database, tmp_path: Path, clock: Clock, step: str, pipelining: bool
) -> None:
    add_deliveries(sqlite_database, tmp_path, 3, recipients=["a@b.be", "weg@b.be", "c@b.be"])
    with MailServer(pipelining=pipelining) as server:
        getattr(server, step)["weg@b.be"] = "550 5.1.1 nobody of that name"
        send(sqlite_database, tmp_path, server, clock)
        assert server.recipients == ["a@b.be", "c@b.be"]
        assert server.connections == 1
    assert states(sqlite_database) == [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SENT]
    assert rows(sqlite_database)[1].reason == "550 5.1.1 nobody of that name"


@pytest.mark.parametrize("step", ["at_rcpt", "at_dot"])
def test_a_server_that_says_421_and_leaves_gets_the_rest_over_a_new_connection(
    sqlite_database: Database, tmp_path: Path, clock: Clock, step: str
) -> None:
    add_deliveries(sqlite_database, tmp_path, 3, recipients=["a@b.be", "laat@b.be", "c@b.be"])
    with MailServer() as server:
        getattr(server, step)["laat@b.be"] = "421 4.3.2 closing down"
        send(sqlite_database, tmp_path, server, clock)
        assert server.recipients == ["a@b.be", "c@b.be"]
        assert server.connections == 2
    assert states(sqlite_database) == [DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.SENT]


def test_a_server_that_wants_another_login_is_no_recipients_fault(mail_server: MailServer) -> None:
    mail_server.at_mail["mvo@lievegem.example"] = "530 5.7.0 Authentication required"
    with channel(mail_server) as smtp, pytest.raises(ChannelUnavailable):
        smtp.send(parcel())


@pytest.mark.parametrize("pipelining", [False, True])
def test_an_address_outside_ascii_goes_to_a_server_that_takes_it(pipelining: bool) -> None:
    with MailServer(utf8=True, pipelining=pipelining) as server, channel(server) as smtp:
        for number, to in enumerate(("dörte@lievegem.example", "trekker1@lievegem.example"), 1):
            smtp.send(parcel(number, to=to))
    assert server.recipients == ["dörte@lievegem.example", "trekker1@lievegem.example"]
    assert [each.content for each in server.mails] == [parcel(1).content, parcel(2).content]
    assert [("SMTPUTF8" in each, "BODY=8BITMIME" in each) for each in server.options] == [
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize("pipelining", [False, True])
def test_where_the_server_does_not_it_fails_alone_and_says_why(pipelining: bool) -> None:
    with MailServer(pipelining=pipelining) as server, channel(server) as smtp:
        with pytest.raises(PermanentFailure, match="letters outside ASCII before the @"):
            smtp.send(parcel(to="dörte@lievegem.example"))
        smtp.send(parcel(2))
    assert (server.recipients, server.connections) == (["trekker2@lievegem.example"], 1)


@pytest.mark.parametrize(
    "address", ["a@b.be>\r\nRCPT TO:<c@d.be", "a b@c.be", "a@b.be>", "é@b.be>", "a@b\x00.be"]
)
def test_an_address_that_could_hold_a_command_is_never_said(mail_server: MailServer, address: str) -> None:
    with channel(mail_server) as smtp:
        with pytest.raises(PermanentFailure):
            smtp.send(parcel(to=address))
        smtp.send(parcel(2))
    assert mail_server.recipients == ["trekker2@lievegem.example"]


# Connections that break


@pytest.mark.parametrize("pipelining", [False, True])
def test_dropped_before_data_it_is_tried_again_later(
    sqlite_database: Database, tmp_path: Path, clock: Clock, pipelining: bool
) -> None:
    ids = add_deliveries(sqlite_database, tmp_path, 2, recipients=["a@b.be", "c@b.be"])
    with MailServer(pipelining=pipelining) as server:
        server.at_rcpt["a@b.be"] = DROP
        send(sqlite_database, tmp_path, server, clock)
        assert server.recipients == ["c@b.be"]
    assert states(sqlite_database) == [DeliveryState.PENDING, DeliveryState.SENT]
    assert row(sqlite_database, ids[0]).next_try_at == clock() + timedelta(seconds=RETRY)


def test_dropped_in_the_middle_of_a_mail_it_is_tried_again_later(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    # So long a mail that the dot cannot have left when the connection breaks.
    add_deliveries(sqlite_database, tmp_path, 1, letter=Letter("Lang", "x" * 20_000_000, ""))
    with BareServer(leaves_after=100_000) as server:
        send(sqlite_database, tmp_path, server, clock)
        assert server.mails == []
    assert states(sqlite_database) == [DeliveryState.PENDING]
    assert rows(sqlite_database)[0].reason.startswith("the connection broke while sending")


def test_dropped_after_the_final_dot_it_is_in_doubt_and_sent_again_under_its_old_name(
    sqlite_database: Database, tmp_path: Path, clock: Clock, mail_server: MailServer
) -> None:
    (delivery,) = add_deliveries(sqlite_database, tmp_path, 1, recipients=["a@b.be"])
    mail_server.at_dot["a@b.be"] = DROP
    send(sqlite_database, tmp_path, mail_server, clock)
    doubtful = row(sqlite_database, delivery)
    assert (doubtful.state, doubtful.attempts) == (DeliveryState.IN_DOUBT, 1)
    assert doubtful.next_try_at == clock() + timedelta(seconds=RETRY)
    mail_server.at_dot.clear()
    assert send(sqlite_database, tmp_path, mail_server, clock).states == {}, "not before its time"
    clock.advance(RETRY)
    assert send(sqlite_database, tmp_path, mail_server, clock).states == {DeliveryState.SENT: 1}
    first, second = mail_server.mails
    assert first == second
    assert first.message_id == row(sqlite_database, delivery).message_id


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_the_time_limit() -> None:
    with MailServer() as server:
        server.at_rcpt["stil@b.be"] = HANG
        with channel(server, timeout=0.2) as smtp:
            with pytest.raises(TemporaryFailure, match="timed out"):
                smtp.send(parcel(to="stil@b.be"))
            smtp.send(parcel(2))
        server.at_dot["stil@b.be"] = HANG
        server.at_rcpt.clear()
        with channel(server, timeout=0.2) as smtp, pytest.raises(DeliveryInDoubt, match="timed out"):
            smtp.send(parcel(to="stil@b.be"))


# Pipelining


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize("asks_all_the_same", [False, True])
def test_a_refused_recipient_gets_nothing_and_leaves_no_empty_mail(
    pipelining: bool, asks_all_the_same: bool
) -> None:
    refused = frozenset(["weg@b.be"])
    with BareServer(pipelining=pipelining, refused=refused, asks_all_the_same=asks_all_the_same) as server:
        with channel(server) as smtp:
            smtp.send(parcel(1))
            with pytest.raises(PermanentFailure, match="550 nobody"):
                smtp.send(parcel(2, to="weg@b.be"))
            smtp.send(parcel(3))
        assert server.connections == 1
        assert [mail.content for mail in server.mails] == [parcel(1).content, parcel(3).content]
        # Asked in one go, a server may want a mail for nobody: then it gets an empty one, and refuses it.
        assert server.unasked == ([b""] if pipelining and asks_all_the_same else [])


# Settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.be", SmtpServer("mail.be", 25)),
        ("smtp+starttls://mail.be", SmtpServer("mail.be", 587, Security.STARTTLS)),
        ("smtps://mail.be", SmtpServer("mail.be", 465, Security.TLS)),
        ("smtps://mail.be:2465/", SmtpServer("mail.be", 2465, Security.TLS)),
        (
            "smtp+starttls://ann%40b.be:ge%3Aheim%2F%C3%A9@mail.be:25",
            SmtpServer("mail.be", 25, Security.STARTTLS, "ann@b.be", "ge:heim/é"),
        ),
        ("smtp://[::1]:2525", SmtpServer("::1", 2525)),
    ],
)
def test_a_url_says_where_and_how(url: str, expected: SmtpServer) -> None:
    assert parse_server_url(url) == expected


def test_a_password_from_a_file_goes_before_that_in_the_url(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("geheim woord\n")
    assert parse_server_url("smtp://ann:ander@mail.be", file).password == "geheim woord"


@pytest.mark.parametrize(
    "url",
    [
        "http://ann:hunter2@mail.be",
        "ann:hunter2@mail.be",
        "smtp://ann:hunter2@",
        "smtp://ann:hunter2@mail.be:hunter2",
        "smtp://ann:hunter2#x@mail.be",
        "smtp://ann:hunter2/x@mail.be",
        "smtp://ann:hunter2@[mail.be",
        "smtp://ann:hunter2\u2100@mail.be",
        "smtp://ann:hunter2@mail.be:99999",
    ],
)
def test_a_wrong_url_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(InputError, match="TERUGKOM_SMTP_URL") as refused:
        parse_server_url(url)
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


def test_a_password_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="PASSWORD_FILE"):
        parse_server_url("smtp://ann@mail.be", tmp_path / "absent")
    (tmp_path / "bytes").write_bytes(b"hunter2\xff")
    with pytest.raises(InputError, match="PASSWORD_FILE") as refused:
        parse_server_url("smtp://ann@mail.be", tmp_path / "bytes")
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


def test_a_server_does_not_show_its_login() -> None:
    assert "hunter2" not in repr(SmtpServer("mail.be", 25, username="ann", password="hunter2"))


# A server that hangs: a run comes to its end


@pytest.mark.parametrize("step", ["at_mail", "at_rcpt", "at_dot"])
def test_a_server_that_answers_nothing_is_left_alone_after_a_few_mails(
    sqlite_database: Database, tmp_path: Path, clock: Clock, step: str
) -> None:
    """A batch of thousands would wait half a minute for each of them."""
    names = [f"t{number}@b.be" for number in range(40)]
    add_deliveries(sqlite_database, tmp_path, 40, recipients=names)
    with MailServer() as server:
        rules: dict[str, str] = getattr(server, step)
        rules |= dict.fromkeys(["mvo@lievegem.example"] if step == "at_mail" else names, HANG)
        result = send(sqlite_database, tmp_path, server, clock, timeout=0.05)
        assert (sum(result.states.values()), result.channel_down) == (5, True)
        assert send(sqlite_database, tmp_path, server, clock, timeout=0.05).states == {}, "nothing is due"
        rules.clear()
        clock.advance(RETRY)
        assert send(sqlite_database, tmp_path, server, clock).states == {DeliveryState.SENT: 40}
    found = rows(sqlite_database)
    assert [each.attempts for each in found] == [2 if step == "at_dot" else 1] * 5 + [1] * 35


def test_some_that_are_not_answered_keep_no_other_from_being_sent(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    """A scanner that hangs on one attachment, say: each is tried, and in the end all else is sent."""
    names = [f"t{number}@b.be" for number in range(30)]
    add_deliveries(sqlite_database, tmp_path, 30, recipients=names)
    with MailServer() as server:
        server.at_dot |= dict.fromkeys(names[2:14], HANG)
        sent, passes = 0, 0
        while sent < 18 and passes < 6:
            result = send(sqlite_database, tmp_path, server, clock, timeout=0.05)
            sent, passes = sent + result.states[DeliveryState.SENT], passes + 1
            if not result.states:
                clock.advance(RETRY)
        assert set(server.recipients) == set(names), "each was tried"
    found = rows(sqlite_database)
    assert {each.state for each in found[2:14]} <= {DeliveryState.IN_DOUBT, DeliveryState.PENDING}
    assert {each.state for each in (*found[:2], *found[14:])} == {DeliveryState.SENT}
