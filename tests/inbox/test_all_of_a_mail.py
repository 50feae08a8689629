"""Mails whose parts lie as programs put them: all that was written is read, all that is attached is named."""

from base64 import encodebytes
from datetime import date
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.inbox.mail_content import MailContent, read_mail_content
from terugkom.inbox.parse_mail import UnreadableMail
from terugkom.plan.model import ActionStatus
from tests.inbox.answering import MONDAY, SERVER, AnsweringMunicipality
from tests.processor_time import limited_processor
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
PLAIN, HTML = "Content-Type: text/plain; charset=utf-8\n\n", "Content-Type: text/html; charset=utf-8\n\n"


def read(*parts: str, subtype: str = "mixed") -> MailContent:
    """Return a mail of these parts."""
    head = f"From: an@example.org\nSubject: x\nContent-Type: multipart/{subtype}; boundary=a\n\n"
    return read_mail_content((head + "".join(f"--a\n{each}\n" for each in parts) + "--a--\n").encode())


def attach(name: str) -> str:
    return f"Content-Type: application/pdf\nContent-Disposition: attachment; filename={name}\n\nx"


def test_a_text_with_a_picture_in_the_middle_is_read_to_its_end() -> None:
    picture = "Content-Type: image/png\nContent-ID: <p>\n\nx"
    found = read(PLAIN + "De palen staan er.", picture, PLAIN + "Maar ze werken niet.")
    assert found.text == "De palen staan er.\n\nMaar ze werken niet.\n"
    assert found.attachment_names == []


def test_a_line_below_html_does_not_take_its_place() -> None:
    found = read(HTML + "<p>Ik zit vast.</p>", PLAIN + "Gescand.")
    assert found.text.split() == ["Ik", "zit", "vast.", "Gescand."]


def test_html_that_says_the_text_again_is_not_read_twice() -> None:
    for parts in ((PLAIN + "Klaar.", HTML + "<p>Klaar.</p>"), (HTML + "<p>Klaar.</p>", PLAIN + "Klaar.")):
        assert read(*parts, subtype="alternative").text.split() == ["Klaar."]


@pytest.mark.parametrize(
    "html",
    [
        *("<head><meta a><p>Klaar", "<html><head><title>x</title><div>Klaar", "<style>Klaar"),
        *("<head><title>x</title>Klaar", "<head><meta a>Klaar<br>"),
    ],
)
def test_html_whose_head_has_no_end_is_read(html: str) -> None:
    assert read(HTML + html).text.split() == ["Klaar"]


def test_an_answer_above_a_conversation_of_megabytes_is_read_however_it_is_encoded() -> None:
    conversation = "<p>Klaar.</p>" + "<blockquote><p>De vraag was: is het klaar?</p></blockquote>" * 30_000
    encoded = encodebytes(conversation.encode()).decode()
    quoted = "".join(conversation[at : at + 70].replace("=", "=3D") + "=\n" for at in range(0, 1_500_000, 70))
    calendar = "Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n" + encoded
    for encoding, body in (("base64", encoded), ("quoted-printable", quoted)):
        long = f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{body}"
        assert read(long).text.split()[0] == "Klaar."
    assert read(PLAIN + "Klaar.", calendar).text == "Klaar.\n"


def test_a_sign_of_no_character_takes_no_answer_with_it() -> None:
    assert read(HTML + f"<p>Klaar.&#{'9' * 5_000};&#0000000033;</p>").text.split() == ["Klaar.\ufffd!"]


def test_each_of_many_attachments_is_named() -> None:
    found = read(PLAIN + "Zie bijlagen.", *(attach(f"{number}.pdf") for number in range(30)))
    assert found.attachment_names == [f"{number}.pdf" for number in range(30)]


def test_what_is_attached_without_a_name_is_named() -> None:
    mail = "Content-Type: message/rfc822\n\nFrom: bo@example.org\nSubject: De offerte\n\nHallo"
    pdf = "Content-Type: application/pdf\n\nx"
    note = "Content-Type: text/plain\nContent-Disposition: attachment\n\nNota"
    found = read(PLAIN + "Zie bijlagen.", mail, pdf, note)
    assert found.attachment_names == ["De offerte.eml", "application-3.pdf", "text-4.txt"]
    assert found.text.strip() == "Zie bijlagen."


def test_a_mail_of_parts_in_parts_without_end_is_refused() -> None:
    inner = "".join("--c\n\nx\n" for _ in range(49)) + "--c--\n"
    middle = "".join(f"--b\nContent-Type: multipart/mixed; boundary=c\n\n{inner}" for _ in range(45))
    with limited_processor(1), pytest.raises(UnreadableMail):
        read(*(f"Content-Type: multipart/mixed; boundary=b\n\n{middle}--b--" for _ in range(45)))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("De palen zijn \ngeplaatst.", "De palen zijn geplaatst."),
        ("Ja. \n> Is het \n> klaar?\nNee.", "Ja. \n> Is het klaar?\nNee."),
        ("Groeten \n-- \nAn", "Groeten \n-- \nAn"),
        ("Vast\nen zeker", "Vast\nen zeker"),
    ],
)
def test_lines_that_were_broken_to_be_sent_are_one(written: str, read_as: str) -> None:
    head = "From: an@example.org\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    assert read_mail_content(f"{head}{written}".encode()).text == read_as


def test_an_answer_behind_a_picture_is_an_answer(sqlite_database: Database, tmp_path: Path) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.action("E-01", date(2027, 3, 20))
    town.tick(MONDAY)
    one = AnsweringMunicipality(town)
    mail = (
        f"Authentication-Results: {SERVER}; dmarc=pass header.from=x.example\n"
        f"From: An Peeters <an@x.example>\nIn-Reply-To: {one.digest()['Message-ID']}\nSubject: RE: Led\n"
        "Content-Type: multipart/mixed; boundary=a\n\n"
        f"--a\n{PLAIN}Klaar.\n--a\nContent-Type: image/png\nContent-ID: <p>\n\nx\n"
        f"--a\n{PLAIN}De lampen branden.\n--a--\n"
    )
    assert one.take(mail.encode()) == {"reported": 1}
    assert one.status("E-01") is ActionStatus.DONE
    assert one.reports("E-01") == ["Klaar.\n\nDe lampen branden."]
