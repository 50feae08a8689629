"""Mails whose programs declare what is not so, and servers that add to them: the answer in them is heard."""

import base64
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.inbox.parse_mail import decode_body, decode_words, parse_headers
from terugkom.plan.model import ActionStatus
from tests.inbox.answering import MONDAY, SERVER, AnsweringMunicipality
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
WORDS = "Ik zit vast: één café in België is te duur"


@pytest.fixture
def one(sqlite_database: Database, tmp_path: Path) -> AnsweringMunicipality:
    """An owner was mailed about one action."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.mail_once(MONDAY, E_01=date(2027, 3, 20))
    return AnsweringMunicipality(town)


def answer(one: AnsweringMunicipality, body: bytes, *headers: str, subject: bytes = b"RE: Led") -> bytes:
    """Return an answer to the digest with these headers, as it comes from a server."""
    mail_id = str(one.digest()["Message-ID"])
    lines = [
        f"Authentication-Results: {SERVER}; dmarc=pass header.from=x.example",
        *("From: An Peeters <an@x.example>", "To: lw@lievegem.example", "Message-ID: <m1@x.example>"),
        *(f"In-Reply-To: {mail_id}", *headers),
    ]
    return "\r\n".join(lines).encode() + b"\r\nSubject: " + subject + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("written", "headers"),
    [
        ("cp1252", ["Content-Type: text/plain; charset=utf-8"]),
        ("cp1252", ["Content-Type: text/plain; charset=us-ascii"]),
        ("cp1252", []),
        ("utf-8", ["Content-Type: text/plain; charset=iso-8859-1"]),
        ("utf-8", ["Content-Type: text/plain; charset=x-unknown"]),
        ("utf-8", ["Content-Type: text/plain; charset=windows-1252", "Content-Transfer-Encoding: 8bit"]),
    ],
)
def test_the_words_of_an_owner_are_kept_whatever_charset_is_declared(
    one: AnsweringMunicipality, written: str, headers: list[str]
) -> None:
    assert one.take(answer(one, WORDS.encode(written), *headers)) == {"reported": 1}
    assert [each.text for each in one.questions()] == [WORDS]


def test_a_subject_in_bytes_of_windows_is_read(one: AnsweringMunicipality) -> None:
    one.take(answer(one, b"Wat nu?", subject="Een café in één zaal".encode("cp1252")))
    (question,) = one.questions()
    assert question.text == "Wat nu?"
    assert question.proposal["subject"] == "Een café in één zaal"


ENCODED = base64.encodebytes(b"Klaar.\n")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body + b"\r\n-- \r\nThis mail was scanned by Foo\r\n",
        lambda body: (
            base64.encodebytes(b"Klaar.\n  ") + b"\r\nThis mail was scanned by Foo\r\n"
        ),  # no padding
        lambda body: body.rstrip(b"=\n"),
        lambda body: body.replace(b"\n", b"!\n"),
        lambda body: body[:2] + b"\r\n\r\n" + body[2:],
    ],
)
def test_base64_that_a_server_spoiled_is_read(
    one: AnsweringMunicipality, spoil: Callable[[bytes], bytes]
) -> None:
    headers = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64")
    assert one.take(answer(one, spoil(ENCODED), *headers)) == {"reported": 1}
    assert (one.status("E-01"), one.reports("E-01")) == (ActionStatus.DONE, ["Klaar."])


LONG = "Klaar: de palen zijn vorige week geplaatst en aangesloten op het net van de stad. " * 4
LINES = base64.encodebytes(LONG.encode()).splitlines()
HALF = base64.encodebytes(LONG.encode()[:-1]).splitlines()  # without a sign at its end


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (LINES, b" ".join(LINES)),
        (LINES, b"[EXTERNAL] This mail is from outside\r\n" + b"\r\n".join(LINES)),
        (LINES, b"[EXTERNAL]\r\n______\r\n" + b"\r\n".join(LINES)),
        (HALF, b"\r\n".join(HALF) + b"\r\nScanned\r\n"),
        (HALF, b"\r\n".join(HALF) + b"\r\n______\r\nScanned by X\r\n"),
        (LINES, b"\r\n".join(LINES[:2]) + b"\r\n \r\n" + b"\r\n".join(LINES[2:])),
    ],
)
def test_words_around_base64_take_nothing_of_it(lines: list[bytes], body: bytes) -> None:
    headers = parse_headers(b"Content-Transfer-Encoding: base64\r\n\r\n")
    assert decode_body(headers, body) == base64.b64decode(b"".join(lines))


def test_lines_of_base64_that_were_joined_are_an_answer(one: AnsweringMunicipality) -> None:
    headers = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64")
    spaced = b" ".join(base64.encodebytes(b"Klaar.\n" + b" " * 60).splitlines())
    assert one.take(answer(one, spaced, *headers)) == {"reported": 1}
    assert one.reports("E-01") == ["Klaar."]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?Q?gepland_=E9t=E9?=", "gepland été"),
        ("=?us-ascii?Q?=E9t=E9?=", "été"),
        ("=?iso-8859-1?Q?collega=92s?=", "collega’s"),
        ("=?iso-8859-1?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?B?w6l0?= =?utf-8?B?w6k=?=", "été"),
        ("Re: =?utf-8?Q?=E9=E9n?= vraag", "Re: één vraag"),
        ("=?x-none?q?a?=", "=?x-none?q?a?="),
        ("één =?utf-8?Q?caf=C3=A9?=", "één café"),
    ],
)
def test_a_word_of_a_header_is_read_whatever_is_said_of_it(written: str, read: str) -> None:
    assert decode_words(written) == read


def test_a_mark_of_an_editor_before_the_headers_hides_no_sender(one: AnsweringMunicipality) -> None:
    assert one.take(b"\xef\xbb\xbf" + answer(one, b"Klaar.")) == {"reported": 1}
    assert one.status("E-01") is ActionStatus.DONE


def test_signs_that_turn_the_direction_of_what_follows_are_left_out(one: AnsweringMunicipality) -> None:
    one.take(answer(one, "Wat \u202ebetekent\u2069 dit?".encode(), subject="Vraag \u202efdp.exe".encode()))
    (question,) = one.questions()
    assert (question.text, question.proposal["subject"]) == ("Wat  betekent  dit?", "Vraag fdp.exe")


@pytest.mark.parametrize(
    "line",
    [
        "Holen Sie sich Outlook für iOS",
        "Laden Sie Outlook für Android herunter",
        "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.",
        "Von meinem iPhone gesendet",
    ],
)
def test_the_line_of_a_german_telephone_is_no_word_of_its_owner(
    one: AnsweringMunicipality, line: str
) -> None:
    body = f"Fertig.\r\n\r\n{line}\r\n".encode()
    assert one.take(answer(one, body, "Content-Type: text/plain; charset=utf-8")) == {"reported": 1}
    assert one.reports("E-01") == ["Fertig."]


@pytest.mark.parametrize("disposition", ["displayed", "deleted"])
def test_a_receipt_of_reading_asks_nobody_and_is_no_progress(
    one: AnsweringMunicipality, disposition: str
) -> None:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nKlaar. Uw bericht is gelezen.\r\n"
        "--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        f"Final-Recipient: rfc822;an@x.example\r\nDisposition: automatic-action/MDN-sent; {disposition}\r\n"
        "--b--\r\n"
    )
    kind = "Content-Type: multipart/report; report-type=disposition-notification; boundary=b"
    mail = answer(one, body.encode(), kind)
    assert one.take(mail) == {"automatic": 1}
    assert (one.names(), one.questions(), one.reports("E-01")) == ([], [], [])
    assert one.take(mail) == {"automatic": 1}, "delivered again"
