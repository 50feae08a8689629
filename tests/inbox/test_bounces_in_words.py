"""Reports in words, in several languages: that a mail did not arrive is never set aside in silence."""

import pytest
from sqlalchemy import select

from terugkom.delivery.bounces import Bounce
from terugkom.plan.suppressed_addresses import SuppressedAddress
from tests.inbox.answering import AnsweringMunicipality
from tests.inbox.test_owner_answers import one as one
from tests.inbox.test_owner_answers import town as town

REPORT = """\
From: {sender}
To: lw@lievegem.example
Subject: failure notice
Message-ID: <report@example.org>
Content-Type: text/plain; charset=utf-8

{said}

--- Below this line is a copy of the message.

Message-ID: {message_id}
To: an@x.example

Beste An
"""
SENDERS = ("MAILER-DAEMON@x.example", "Mailsysteem <postmaster@x.example>")
FAILED = {
    "Uw bericht kon niet worden afgeleverd bij an@x.example.": "other",
    "Het bericht aan an@x.example is niet aangekomen.": "other",
    "Ihre Nachricht an an@x.example konnte nicht zugestellt werden.": "other",
    "Votre message à an@x.example n'a pas pu être remis.": "other",
    "El mensaje no pudo ser entregado a an@x.example": "other",
    "De mailbox van an@x.example is vol.": "mailbox-full",
    "La boîte aux lettres de an@x.example est saturée.": "mailbox-full",
    "De geadresseerde an@x.example bestaat niet.": "unknown-address",
    "Het e-mailadres an@x.example is niet bekend op deze server.": "unknown-address",
    "Le destinataire an@x.example n'existe pas.": "unknown-address",
    "Your message could not be delivered: user unknown.": "unknown-address",
    "Niet afgeleverd: de gebruiker bestaat niet (550 5.1.1). Er wordt niet opnieuw geprobeerd.": (
        "unknown-address"
    ),
    "550 5.1.1 <an@x.example>. Aucune nouvelle tentative ne sera effectuée.": "unknown-address",
    "Niet afgeleverd aan an@x.example. Er wordt niet opnieuw geprobeerd.": "other",
    "Non remis à an@x.example. Aucune nouvelle tentative ne sera effectuée.": "other",
    "Ihre Nachricht an an@x.example wurde nicht zugestellt. Es wird nicht erneut versucht.": "other",
    "Onbestelbaar: an@x.example. Controleer het adres voor u opnieuw proberen wil.": "other",
    "Niet afgeleverd aan an@x.example. U kunt het later opnieuw proberen.": "other",
    "Warning: an@x.example, 550 5.7.1 refused.": "blocked",
}
NOT_FAILED = (
    "Uw bericht aan an@x.example is vertraagd. We blijven proberen.",
    "Ihre Nachricht an an@x.example wurde noch nicht zugestellt. Weitere Versuche folgen.",
    "Votre message à an@x.example est retardé, nouvelles tentatives en cours.",
    "Your message to an@x.example was successfully delivered.",
    "Niet afgeleverd aan an@x.example (450 4.2.0). Het wordt opnieuw geprobeerd.",
    "Uw bericht aan an@x.example kon niet worden afgeleverd en er wordt opnieuw geprobeerd.",
)


def report(town: AnsweringMunicipality, said: str, sender: str = SENDERS[0]) -> bytes:
    message_id = str(town.digest()["Message-ID"])
    return REPORT.format(sender=sender, said=said, message_id=message_id).encode()


def list_kinds(town: AnsweringMunicipality) -> tuple[list[str], list[str]]:
    """Return of what kinds bounces were recorded, and which addresses are silenced."""
    with town.town.database.read_session() as session:
        kinds = [each.kind.value for each in session.scalars(select(Bounce))]
        return kinds, list(session.scalars(select(SuppressedAddress.email)))


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize(("said", "kind"), FAILED.items())
def test_what_did_not_arrive_is_recorded_in_whatever_words(
    one: AnsweringMunicipality, said: str, kind: str, sender: str
) -> None:
    is_unknown = kind == "unknown-address"
    assert one.take(report(one, said, sender)) == {"bounced" if is_unknown else "not_delivered": 1}
    assert list_kinds(one) == ([kind], ["an@x.example"] if is_unknown else [])


@pytest.mark.parametrize("said", NOT_FAILED)
def test_what_is_late_or_arrived_is_none(one: AnsweringMunicipality, said: str) -> None:
    assert one.take(report(one, said)) == {"not_failed": 1}
    assert list_kinds(one) == ([], [])


def test_an_absence_that_repeats_the_headers_of_our_mail_is_none(one: AnsweringMunicipality) -> None:
    content = report(one, "Ik ben afwezig, mail an@x.example later.", "bo@x.example")
    assert one.take(b"Return-Path: <>\n" + content) == {"automatic": 1}
    assert list_kinds(one) == ([], [])


@pytest.mark.parametrize("headers", [b"", b"Return-Path: <>\nAuto-Submitted: auto-replied\n"])
def test_an_absence_of_a_person_who_reads_postmaster_is_no_failure(
    one: AnsweringMunicipality, headers: bytes
) -> None:
    content = report(one, "Ik ben met verlof tot maandag.", "postmaster@x.example")
    assert "not_delivered" not in one.take(headers + content)
    assert list_kinds(one) == ([], [])


def test_what_postmaster_sends_from_nobody_is(one: AnsweringMunicipality) -> None:
    content = report(one, "Wiadomość do an@x.example: brak.", "postmaster@x.example")
    assert one.take(b"Return-Path: <>\n" + content) == {"not_delivered": 1}
