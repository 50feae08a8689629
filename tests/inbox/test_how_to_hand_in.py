"""What tells people to hand in a file says what works for them: by mail where mails are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.documents.messages import translate
from terugkom.documents.templates import Templates
from terugkom.imap.server import ImapServer
from terugkom.mail_settings import are_mailed_files_read
from terugkom.settings import Settings
from terugkom.workbook.report_page import render_refusal
from tests.plain_language.read_html import read_html

DAY = date(2027, 3, 1)
ADMINISTRATOR = "aan wie Terugkom beheert. Die legt het in de map “inbox” van uw gemeente"
TEMPLATES = Templates("nl")
REFUSED: Mapping[str, Mapping[str, Any]] = {
    "minutes-report": {"file": "verslag.docx", "recorded": None, "problems": ["De datum ontbreekt."]},
    "minutes-refused": {"file": "verslag.docx", "problems": ["De datum ontbreekt."]},
    "ideas-report": {"file": "ideeën.csv", "received": None, "refused": "Er is geen kolom met ideeën."},
}


@dataclass
class Mailboxes:
    """Mailboxes that are configured elsewhere, by name; None for one that cannot be reached."""

    saved: Mapping[str, ImapServer | None]

    def load_mailbox(self, name: str) -> ImapServer | None:
        if name in self.saved and self.saved[name] is None:
            raise ChannelUnavailable("away")
        return self.saved.get(name)


def render(document: str, *, by_mail: bool) -> list[str]:
    """The text and the HTML of a document, each on one line."""
    given = {"municipality": "Linde", "today": DAY, "by_mail": by_mail, **REFUSED[document]}
    letter = TEMPLATES.render_letter(document, given)
    words = read_html(letter.html)
    return [" ".join(each.split()) for each in (letter.text, words)]


@pytest.mark.parametrize("document", REFUSED)
def test_who_is_refused_a_file_reads_how_to_hand_it_in_again(document: str) -> None:
    for said in render(document, by_mail=True):
        assert "map" not in said
        assert "opnieuw als bijlage." in said or "als bijlage naar dit adres." in said
    for said in render(document, by_mail=False):
        assert ADMINISTRATOR in said
        assert "bijlage" not in said


@pytest.mark.parametrize("by_mail", [True, False])
def test_a_workbook_that_is_refused_says_so_too(by_mail: bool) -> None:
    given = (TEMPLATES, "Linde", "plan.xlsx", "er is geen kolom", "Geef de kolom een kop.", DAY)
    letter = render_refusal(*given, by_mail=by_mail)
    for said in (letter.text, read_html(letter.html)):
        assert ("mail het opnieuw als bijlage" in said) is by_mail
        assert (ADMINISTRATOR in " ".join(said.split())) is not by_mail


@pytest.mark.parametrize(
    ("url", "saved", "is_demo", "is_read"),
    [
        (None, {}, False, False),
        ("imaps://mvo@mail.example.org", {}, False, True),
        (None, {"terugkom": None}, False, True),  # configured, and away
        (None, {"linde": None}, False, True),
        (None, {"beuk": None}, False, False),
        ("imaps://mvo@mail.example.org", {}, True, False),
    ],
)
def test_mails_are_read_where_a_mailbox_is_configured(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str | None,
    saved: Mapping[str, ImapServer | None],
    is_demo: bool,
    is_read: bool,
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    server = "mx.example.org"
    settings = Settings(mailbox_url=url, authentication_server=server)
    assert are_mailed_files_read(settings, lambda: is_demo, Mailboxes(saved), "linde") is is_read


def test_no_file_is_asked_for_by_mail_where_nothing_proves_who_mailed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary asked the coordinator to mail the workbook back, which was then not read."""
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    settings = Settings(mailbox_url="imaps://mvo@mail.example.org")
    assert not are_mailed_files_read(settings, lambda: False, Mailboxes({"linde": None}), "linde")


@pytest.mark.parametrize(
    "catalogue_text",
    ["mail.refused.not-coordinator", "minutes.refused.other-municipality"],
)
def test_no_reason_sends_a_reader_to_a_folder(catalogue_text: str) -> None:
    assert "map" not in translate(catalogue_text, "nl", slug="beuk").split()
