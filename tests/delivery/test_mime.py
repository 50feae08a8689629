"""The frame that we write ourselves says what `email` reads in it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader, DateHeader
from email.message import EmailMessage
from typing import cast
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from terugkom.delivery.mime import (
    TOKEN_PLACEHOLDER,
    Envelope,
    InvalidHeader,
    ListUnsubscribe,
    build_document,
    build_headers,
    join_mail,
)
from terugkom.documents.letter import Address, Attachment, Letter

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOWN = Address("Gemeente Lievegem", "mvo@lievegem.example")
ANN = Address("Ann Peeters", "ann@lievegem.example")
CONTROL = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029"]

printable = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
# What people and municipalities are called, and what a header's grammar trips over.
awkward = st.text(st.one_of(printable, st.sampled_from(" \",;:<>()[]@\\=?_.'éàüß€😀")), max_size=200)
names = st.one_of(
    awkward, st.sampled_from(["", "Ann Peeters", 'O"Brien, Ann', "=?utf-8?q?Ann?=", "Zoë (MVO)"])
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=600)
zones = st.one_of(
    st.sampled_from([UTC, ZoneInfo("Europe/Brussels")]),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001
domains = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?\.(be|example)", fullmatch=True)
addresses = st.builds(
    "{}@{}".format, st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,60}", fullmatch=True), domains
)
people = st.builds(Address, names, addresses)


def envelope(
    *,
    sender: Address = TOWN,
    to: Address = ANN,
    message_id: str = "<1@lievegem.example>",
    written_at: datetime = NOON,
    list_id: str = "<digest.lievegem.example>",
    reply_to: Address | None = None,
    copy_to: Address | None = None,
    unsubscribe: ListUnsubscribe | None = None,
) -> Envelope:
    return Envelope(sender, to, message_id, written_at, list_id, reply_to, copy_to, unsubscribe)


def mail(letter: Letter, envelope: Envelope) -> bytes:
    return build_headers(envelope).encode("ascii") + build_document(letter)


def parsed(content: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(content, policy=policy.default))


def words(text: str) -> str:
    """Return a header's text with its blanks as the grammar sees them: any number is one."""
    return " ".join(re.split("[ \t]+", text)).strip(" ")


def name_in(header: str, display_name: str) -> str:
    """Return the name, also where it was written in several words.

    The blanks between those are no part of it (RFC 2047, 6.2); policy.default knows that of a subject, but
    not yet of a name.
    """
    return words(
        str(make_header(decode_header(header.rpartition("<")[0]))) if "=?" in header else display_name
    )


def lines(text: str) -> str:
    """Return a text with the line ends that mail wants, the last one included."""
    return re.sub("\r\n|\r|\n", "\r\n", text).removesuffix("\r\n") + "\r\n"


@given(letter=st.builds(Letter, awkward, texts, texts, st.sampled_from(["nl", "nl-BE", "fr"])))
@example(letter=Letter("é" * 300, "", "", "nl"))
@example(letter=Letter("s" * 65, ".", "<p>\u2028\x0b\x0c\x1c\x85</p>\r\rx\n\r\n", "nl"))
def test_the_standard_library_reads_the_letter_that_was_written(letter: Letter) -> None:
    message = parsed(mail(letter, envelope()))
    assert words(message["Subject"]) == words(letter.subject)
    assert message["Content-Language"] == letter.language
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content() == lines(letter.text)
    assert html.get_content() == lines(letter.html)
    assert not [part.defects for part in message.walk() if part.defects]


@given(sender=people, to=people, reply_to=people, copy_to=st.none() | people)
@example(
    sender=Address("😀" * 200, "a@b.be"),
    to=Address("=?utf-8?q?x?=", "c@d.be"),
    reply_to=Address("n" * 200, "e@f.be"),
    copy_to=None,
)
def test_the_standard_library_reads_the_people_that_were_written(
    sender: Address, to: Address, reply_to: Address, copy_to: Address | None
) -> None:
    written = envelope(sender=sender, to=to, reply_to=reply_to, copy_to=copy_to)
    message = parsed(build_headers(written).encode("ascii") + b"\r\n")
    expected = {"From": sender, "To": to, "Reply-To": reply_to} | ({"Cc": copy_to} if copy_to else {})
    assert [name for name in ("From", "To", "Reply-To", "Cc") if name in message] == list(expected)
    unread = message_from_bytes(build_headers(written).encode("ascii"))
    for header, person in expected.items():
        (found,) = cast(AddressHeader, message[header]).addresses
        assert (name_in(unread[header], found.display_name), found.addr_spec) == (
            words(person.name),
            person.email,
        )
        assert not message[header].defects


@given(address=st.text(st.characters(min_codepoint=0, max_codepoint=0x2100), max_size=40) | addresses)
@example(address="a(b)@c")
@example(address="a@[c")
@example(address="a@b\r\nBcc: c@d")
@example(address="0@.")
@example(address=".@a")
@example(address="a.@b.")
def test_an_address_is_refused_or_read_back_as_it_was(address: str) -> None:
    try:
        header = build_headers(envelope(to=Address("Ann", address)))
    except InvalidHeader:
        return
    (found,) = cast(AddressHeader, parsed(header.encode("ascii") + b"\r\n")["To"]).addresses
    assert found.addr_spec == address


@given(moment=moments)
def test_the_date_is_the_same_instant(moment: datetime) -> None:
    header = cast(DateHeader, parsed(mail(Letter("", "", ""), envelope(written_at=moment)))["Date"])
    # In UTC: a time that a clock shows twice is equal to none but itself.
    assert header.datetime.astimezone(UTC) == moment.astimezone(UTC).replace(microsecond=0)
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", str(header))


@given(
    letter=st.builds(Letter, awkward, texts, texts),
    sender=people,
    to=people,
    reply_to=people,
    copy_to=people,
)
@example(
    letter=Letter("😀" * 500, "x" * 3000, "y" * 3000),
    sender=Address("😀" * 200, "a@b.be"),
    to=Address('"' * 200, "c@d.be"),
    reply_to=Address("é" * 200, "e@f.be"),
    copy_to=Address("漢" * 200, "g@h.be"),
)
def test_a_mail_is_ascii_in_lines_that_every_server_takes(
    letter: Letter, sender: Address, to: Address, reply_to: Address, copy_to: Address
) -> None:
    content = mail(letter, envelope(sender=sender, to=to, reply_to=reply_to, copy_to=copy_to))
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert all(
        len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in content.split(b"\r\n")
    )
    assert all(len(word) <= 75 for word in re.findall(rb"=\?utf-8\?[^?]*\?[^?]*\?=", content))  # RFC 2047


def leaving(address: str = "weg@b.be", subject: str = "afmelden 1-a", url: str = "") -> str:
    return build_headers(envelope(unsubscribe=ListUnsubscribe(address, subject, url)))


PLACES: dict[str, Callable[[str], bytes]] = {
    "the subject": lambda text: build_document(Letter(text, "", "")),
    "the language": lambda text: build_document(Letter("", "", "", text)),
    "the sender's name": lambda text: build_headers(envelope(sender=Address(text, "a@b.be"))).encode(),
    "the sender's address": lambda text: build_headers(
        envelope(sender=Address("", f"a{text}@b.be"))
    ).encode(),
    "the recipient's name": lambda text: build_headers(envelope(to=Address(text, "a@b.be"))).encode(),
    "the recipient's address": lambda text: build_headers(envelope(to=Address("", f"a@b.be{text}"))).encode(),
    "the name to answer to": lambda text: build_headers(envelope(reply_to=Address(text, "a@b.be"))).encode(),
    "the name in copy": lambda text: build_headers(envelope(copy_to=Address(text, "a@b.be"))).encode(),
    "the Message-ID": lambda text: build_headers(envelope(message_id=f"<{text}@b.be>")).encode(),
    "the list": lambda text: build_headers(envelope(list_id=f"<{text}.b.be>")).encode(),
    "the page to leave by": lambda text: leaving(url=f"https://b.be/{text}").encode(),
    "the address to leave by": lambda text: leaving(address=f"a{text}@b.be").encode(),
}


@pytest.mark.parametrize("place", PLACES)
@given(before=awkward, control=st.sampled_from(CONTROL), after=awkward | st.just("Bcc: x@y.be"))
def test_no_header_takes_a_line_break_or_another_control_character(
    place: str, before: str, control: str, after: str
) -> None:
    with pytest.raises(InvalidHeader):
        PLACES[place](before + control + after)


@pytest.mark.parametrize("place", ["the Message-ID", "the list", "the language", "the page to leave by"])
def test_what_must_be_ascii_is_refused_when_it_is_not(place: str) -> None:
    with pytest.raises(InvalidHeader):
        PLACES[place]("é")


def test_a_mail_says_that_a_program_wrote_it_and_where_answers_go() -> None:
    message = parsed(build_headers(envelope(reply_to=Address("Balie", "balie@lievegem.example"))).encode())
    assert message.items() == [
        ("From", "Gemeente Lievegem <mvo@lievegem.example>"),
        ("To", "Ann Peeters <ann@lievegem.example>"),
        ("Reply-To", "Balie <balie@lievegem.example>"),
        ("Date", "Mon, 02 Mar 2026 12:00:00 +0000"),
        ("Message-ID", "<1@lievegem.example>"),
        ("List-Id", "<digest.lievegem.example>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]


def test_an_empty_letter_is_still_a_whole_mail() -> None:
    text, html = parsed(mail(Letter("", "", ""), envelope())).iter_parts()
    assert (text.get_content(), html.get_content()) == ("\r\n", "\r\n")


@given(subject=texts, url=st.sampled_from(["", "https://lievegem.example/weg?t=12-ab"]))
@example(subject="afmelden? & weg, <ja>\r\nBcc: x@y.be", url="")
def test_a_newsletter_can_be_left_by_mail_and_with_one_click(subject: str, url: str) -> None:
    message = parsed(leaving("nieuws@b.be", subject, url).encode("ascii") + b"\r\n")
    by_mail, *by_page = [each.strip() for each in str(message["List-Unsubscribe"]).split(",")]
    address = urlsplit(by_mail[1:-1])
    assert (by_mail[0], address.scheme, address.path, by_mail[-1]) == ("<", "mailto", "nieuws@b.be", ">")
    assert unquote(address.query.removeprefix("subject="), errors="strict") == subject
    assert by_page == ([f"<{url}>"] if url else [])
    assert message["List-Unsubscribe-Post"] == ("List-Unsubscribe=One-Click" if url else None)
    assert message["Precedence"] == "bulk"
    assert "Bcc" not in message


@pytest.mark.parametrize("url", ["http://b.be/weg", "https://b.be/weg,x> y", "javascript:weg()", "https://"])
def test_one_click_leads_to_a_safe_page_alone(url: str) -> None:
    with pytest.raises(InvalidHeader, match="https"):
        leaving(url=url)


def test_a_picture_goes_with_the_html_that_shows_it() -> None:
    bike, paper = (
        Attachment("fiets.jpg", "image/jpeg", b"\xff\xd8"),
        Attachment("a.pdf", "application/pdf", b"%"),
    )
    letter = Letter(
        "Fietsen", "Zie foto", f'<img src="{bike.cid_url}">', attachments=(paper,), pictures=(bike,)
    )
    message = parsed(mail(letter, envelope()))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/jpeg",
        "application/pdf",
    ]
    (picture,) = [part for part in message.walk() if part.get_content_type() == "image/jpeg"]
    assert f"cid:{picture['Content-ID'][1:-1]}" == bike.cid_url
    assert picture.get_content_disposition() == "inline"
    assert picture.get_content() == bike.content
    assert not [part.defects for part in message.walk() if part.defects]


@pytest.mark.parametrize("before", range(80))
def test_a_token_is_filled_in_wherever_its_placeholder_begins(before: int) -> None:
    text = "é" * (before % 3) + "x" * before + TOKEN_PLACEHOLDER + "y" * (before % 7)
    headers = "X-Answer-Token: a1b2c3\r\n"
    for letter in (Letter("Dag", text, "<p>zonder</p>", "nl"), Letter("Dag", "zonder", text, "nl")):
        sent = message_from_bytes(join_mail(headers, build_document(letter)), policy=policy.default)
        parts = [part.get_content() for part in sent.walk() if not part.is_multipart()]
        assert text.replace(TOKEN_PLACEHOLDER, "a1b2c3") in "".join(parts)
        assert TOKEN_PLACEHOLDER not in "".join(parts)


def test_a_document_without_a_placeholder_is_sent_as_it_is_stored() -> None:
    document = build_document(Letter("Dag", "terugkom-answer", "<p>token</p>", "nl"))
    headers = "X-Answer-Token: a1b2c3\r\n"
    assert join_mail(headers, document) == headers.encode() + document
