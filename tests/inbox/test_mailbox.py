"""Answers and bounces in a mailbox: what is understood is taken, once; all else stays as it is."""

import re
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import unquote

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.exc import InternalError

from terugkom.editions.media.newsletter import format_unsubscribe_subject
from terugkom.errors import InputError
from terugkom.inbox.handle_mail import MailHandler
from terugkom.inbox.mailbox import MailboxRun, process_mails
from terugkom.plan.questions import Question
from tests.mail_server import MailServer
from tests.subscribers.conftest import (
    AN,
    BO,
    CAS,
    MAIL_SERVER,
    NOW,
    VOUCHED,
    SubscriberMunicipality,
    listed,
    send,
)

MOSTLY_SQLITE = True

UNSUBSCRIBE_SUBJECT = format_unsubscribe_subject("nl")

POSTFIX = """\
Return-Path: <>
Date: Tue, 24 Nov 2026 08:00:00 +0100 (CET)
From: MAILER-DAEMON@mx.zb.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: mvo@zb.example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.zb.example.org.

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.zb.example.org
X-Postfix-Sender: rfc822; mvo@zb.example.org
Arrival-Date: Tue, 24 Nov 2026 07:59:58 +0100 (CET)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.zb.example.org
Diagnostic-Code: smtp; 550 {status} <{address}>: Recipient address rejected:
    User unknown

--B1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Zilverbeke <mvo@zb.example.org>
Message-ID: {message_id}
Subject: Wat werd er van de afspraken?

--B1--
"""


def postfix(address: str, message_id: str, action: str = "failed", status: str = "5.1.1") -> str:
    return POSTFIX.format(address=address, message_id=message_id, action=action, status=status)


def exchange(address: str, original: bytes) -> bytes:
    """Return a report as Exchange makes one: the whole mail comes back, and no original recipient."""
    status = Message()
    status.set_type("message/delivery-status")
    about, one = Message(), Message()
    about["Reporting-MTA"] = "dns;ZB-EX01.zb.example.org"
    one["Final-Recipient"] = f"RFC822;{address}"
    one["Action"], one["Status"] = "failed", "5.1.10"
    one["Diagnostic-Code"] = "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"
    status.set_payload([about, one])
    report = MIMEMultipart("report", **{"report-type": "delivery-status"})
    report["From"], report["To"] = "postmaster@zb.example.org", "mvo@zb.example.org"
    report["Subject"] = "Niet te bestellen: Wat werd er van de afspraken?"
    report.attach(MIMEText("Uw bericht kon niet worden bezorgd."))
    report.attach(status)
    report.attach(MIMEMessage(message_from_bytes(original)))
    return report.as_bytes()


def answer(subject: str, sender: str = AN, **headers: str) -> bytes:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = f"An Peeters <{sender}>", "mvo@zb.example.org", subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("")
    return bytes(mail)


@pytest.fixture
def mailed(town: SubscriberMunicipality) -> SubscriberMunicipality:
    """The municipality, with a letter recorded for three readers."""
    town.import_staff(*listed(AN, BO, CAS))
    town.mail()
    return town


@pytest.mark.each_database
def test_an_unsubscribe_mail_is_known_by_its_token_whoever_sends_it(mailed: SubscriberMunicipality) -> None:
    token = mailed.token(AN)
    path = mailed.drop("1.eml", answer(token.upper(), sender="an@thuis.example.org"))
    assert mailed.answers() == {"unsubscribed": 1}
    assert mailed.counts() == {"reading": 2, "unsubscribed": 1}
    assert not path.exists()
    assert [each.name for each in (mailed.mailbox / "done").iterdir()] == [f"{NOW:%Y-%m-%d-%H%M%S}-1.eml"]
    assert mailed.deliveries()[AN].reason == "unsubscribed"


def test_a_mail_stays_where_it_is_while_the_database_is_read_only(
    mailed: SubscriberMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a failover: each mail was refused."""
    path = mailed.drop("1.eml", answer(mailed.token(AN)))
    read_only = InternalError("UPDATE", None, psycopg.errors.ReadOnlySqlTransaction("read-only transaction"))
    with monkeypatch.context() as patch:
        patch.setattr(MailHandler, "handle", Mock(side_effect=read_only))
        with pytest.raises(InternalError):
            mailed.answers()
    assert path.exists()
    assert mailed.answers() == {"unsubscribed": 1}


def test_a_sender_for_whom_our_mail_server_vouches_needs_no_token(mailed: SubscriberMunicipality) -> None:
    mailed.drop("1.eml", answer(UNSUBSCRIBE_SUBJECT, sender="AN@zb.example.org", **VOUCHED))
    mailed.drop("2.eml", answer("Re: afmelden", sender=BO, **VOUCHED))
    mailed.drop("3.eml", answer(UNSUBSCRIBE_SUBJECT, sender="iemand@zb.example.org", **VOUCHED))
    assert mailed.answers(MAIL_SERVER) == {"unsubscribed": 2, "refused": 1}
    assert mailed.counts() == {"reading": 1, "unsubscribed": 2}
    assert mailed.refusals() == {
        "3.eml": "Het adres waarover het gaat, is van geen enkele abonnee. Er is niets veranderd."
    }


@pytest.mark.parametrize(
    ("server", "headers", "reason"),
    [
        ("", {}, "geen mailserver ingesteld"),
        ("", VOUCHED, "geen mailserver ingesteld"),
        (MAIL_SERVER, {}, "mx.zb.example.org bevestigt niet"),
        ("other.example.org", VOUCHED, "other.example.org bevestigt niet"),
    ],
)
@pytest.mark.parametrize("subject", [UNSUBSCRIBE_SUBJECT, "Re: afmelden", "Gelezen: gedragscode 7"])
def test_a_stranger_who_writes_as_somebody_else_changes_nothing_and_a_person_hears_of_it(
    mailed: SubscriberMunicipality, subject: str, server: str, headers: dict[str, str], reason: str
) -> None:
    content = answer(subject, sender=AN, **headers)
    path = mailed.drop("1.eml", content)
    assert mailed.answers(server) == {"refused": 1}
    assert mailed.counts() == {"reading": 3}
    assert not path.exists()
    assert (mailed.mailbox / "refused" / f"{NOW:%Y-%m-%d-%H%M%S}-1.eml").read_bytes() == content
    assert reason in mailed.refusals()["1.eml"]


def test_the_message_id_is_no_token_of_a_mail_made_since(mailed: SubscriberMunicipality) -> None:
    delivery = mailed.deliveries()[AN]
    mailed.drop("1.eml", answer(f"{UNSUBSCRIBE_SUBJECT} {delivery.id}-{delivery.message_id[1:33]}"))
    assert mailed.answers() == {"refused": 1}
    assert mailed.counts() == {"reading": 3}
    assert mailed.refusals() == {"1.eml": "De code in het onderwerp is niet van ons. Er is niets veranderd."}


def test_at_most_one_token_is_tried_for_a_mail(mailed: SubscriberMunicipality) -> None:
    guesses = " ".join(f"{number:032x}" for number in range(50))
    mailed.drop("1.eml", answer(f"{UNSUBSCRIBE_SUBJECT} {guesses} {mailed.token(AN).split()[-1]}"))
    assert mailed.answers() == {"refused": 1}
    assert mailed.counts() == {"reading": 3}


def test_a_token_for_unsubscribing_confirms_nothing(mailed: SubscriberMunicipality) -> None:
    mailed.drop("1.eml", answer(f"Gelezen: gedragscode 7 {mailed.token(AN).split()[-1]}"))
    assert mailed.answers() == {"refused": 1}
    assert mailed.counts() == {"reading": 3}


@pytest.mark.each_database
def test_a_code_of_conduct_is_confirmed_by_the_token_in_the_link_of_each_mail(
    town: SubscriberMunicipality, mail_server: MailServer
) -> None:
    town.import_staff(*listed(AN, BO))
    town.ask_to_confirm("7", days=30)
    send(town, mail_server)
    mails = {each.recipient: message_from_bytes(each.content) for each in mail_server.mails}
    links = {address: link_of(mail) for address, mail in mails.items()}
    assert links[AN] != links[BO]
    assert link_of(mails[AN], "html") == links[AN]
    town.drop("1.eml", answer(links[AN], sender="an@thuis.example.org"))
    town.drop("2.eml", answer(f"Afmelden {links[BO].split()[-1]}", sender=BO))
    assert town.answers() == {"confirmed": 1, "refused": 1}
    assert town.confirmed() == {AN}
    town.today = town.today.replace(month=12, day=24)  # the day on which the token of Bo ends
    town.drop("3.eml", answer(links[BO], sender=BO))
    assert town.answers() == {"refused": 1}
    assert town.confirmed() == {AN}
    assert "gold tot 2026-12-24" in town.refusals()["3.eml"]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Nog niet gelezen: gedragscode 7 {token}", ""),
        ("Gelezen: gedragscode 7 {token}", "Sorry, ik heb het nog niet gelezen."),
        ("Wat is dat: Gelezen: gedragscode 7 {token}", ""),
        ("Gelezen: gedragscode 7 {token} maar ik ga niet akkoord", ""),
    ],
)
def test_what_is_not_wholly_the_command_confirms_nothing_and_stays_for_a_person(
    town: SubscriberMunicipality, mail_server: MailServer, subject: str, text: str
) -> None:
    town.import_staff(*listed(AN))
    town.ask_to_confirm("7", days=30)
    send(town, mail_server)
    token = link_of(message_from_bytes(mail_server.mails[0].content)).split()[-1]
    town.drop("1.eml", with_text(answer(subject.format(token=token)), text))
    assert town.answers() == {"left": 1}
    assert town.confirmed() == set()


def test_a_command_in_the_first_line_counts_and_what_was_added_reaches_a_person(
    mailed: SubscriberMunicipality,
) -> None:
    added = "Ik verhuis naar een andere dienst, tot volgend jaar!"
    content = with_text(answer("Re: Wat werd er van de afspraken?", **VOUCHED), f"Afmelden\n{added}")
    mailed.drop("1.eml", content)
    mailed.drop("2.eml", with_text(answer("Niet afmelden!", sender=BO, **VOUCHED), "Ik blijf graag."))
    assert mailed.answers(MAIL_SERVER) == {"unsubscribed": 1, "left": 1}
    assert mailed.counts() == {"reading": 2, "unsubscribed": 1}
    with mailed.database.read_session() as session:
        (question,) = session.scalars(select(Question)).all()
    assert (question.text, question.choices) == (added, ("seen",))


@pytest.mark.parametrize(
    "subject",
    [
        "Unsubscribe",
        "Re: unsubscribe from the newsletter please",
        "Désinscription",
        "Se désabonner de la newsletter",
        "Abmelden",
        "Newsletter abbestellen",
        "Afmelden voor de nieuwsbrief a.u.b.",
        "[EXTERN] Afmelden",
    ],
)
def test_readers_unsubscribe_in_their_own_words_and_language(
    mailed: SubscriberMunicipality, subject: str
) -> None:
    mailed.drop("1.eml", answer(subject, **VOUCHED))
    mailed.drop("2.eml", answer(subject, sender=BO))  # nobody vouches for this one
    assert mailed.answers(MAIL_SERVER) == {"unsubscribed": 1, "refused": 1}


@pytest.mark.parametrize(
    "subject",
    ["Unsubscribe?", "How do I unsubscribe", "Abmelden von der Sitzung", "Afmelden voor de vergadering"],
)
def test_what_is_not_wholly_that_unsubscribes_nobody(mailed: SubscriberMunicipality, subject: str) -> None:
    mailed.drop("1.eml", answer(subject, **VOUCHED))
    mailed.answers(MAIL_SERVER)
    assert mailed.counts() == {"reading": 3}


def with_text(content: bytes, text: str) -> bytes:
    """Return a mail with this text."""
    return content.rstrip() + b"\r\n\r\n" + text.encode() + b"\r\n"


def link_of(mail: Message, subtype: str = "plain") -> str:
    """Return the subject in the link by which a reader confirms."""
    part = next(each for each in mail.walk() if each.get_content_type() == f"text/{subtype}")
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    found = re.search(r"Gelezen: gedragscode 7 [0-9a-f]{32}\b", unquote(text.decode()))
    assert found is not None
    return found[0]


def test_an_answer_that_is_read_again_changes_nothing(mailed: SubscriberMunicipality) -> None:
    content = answer(mailed.token(AN))
    mailed.drop("1.eml", content)
    mailed.answers()
    mailed.drop("1.eml", content)
    mailed.today = mailed.today.replace(day=25)
    assert mailed.answers() == {"unsubscribed": 1}
    assert mailed.reader(AN).unsubscribed_on == mailed.today.replace(day=24)


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: afmelden\r\n\r\n",
        b"From: an@zb.example.org, bo@zb.example.org\r\nSubject: afmelden\r\n\r\n",
        answer("Re: Wat werd er van de afspraken? Ik wil me niet afmelden"),
        answer("Een vraag"),
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n",
        b"Subject: =?nowhere?b?!!!?=\r\n\r\n",
    ],
)
def test_what_is_not_understood_stays_in_place_untouched(
    mailed: SubscriberMunicipality, content: bytes
) -> None:
    path = mailed.drop("1.eml", content)
    assert mailed.answers() == {"left": 1}
    assert path.read_bytes() == content
    assert mailed.counts() == {"reading": 3}


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "auto_reply"}, {"X_Autoreply": "yes"}],
)
def test_an_out_of_office_that_repeats_the_subject_is_no_answer(
    mailed: SubscriberMunicipality, headers: dict[str, str]
) -> None:
    mailed.drop("1.eml", answer(f"Afwezig: {mailed.token(AN)}", **headers))
    assert mailed.answers() == {"automatic": 1}
    assert mailed.counts() == {"reading": 3}


@pytest.mark.parametrize(
    ("action", "status", "word"),
    [
        ("failed", "5.1.1", "bounced"),
        ("failed", "5.0.0", "bounced"),
        ("failed", "5.1.10", "bounced"),
        ("failed", "5.2.1", "bounced"),
        ("failed", "5.4.4", "not_delivered"),
        ("failed", "5.2.2", "not_delivered"),
        ("failed", "5.7.1", "not_delivered"),
        ("failed", "5.1.8", "not_delivered"),
        ("failed", "4.4.7", "not_delivered"),
        ("delayed", "4.4.1", "not_failed"),
        ("delayed", "5.1.1", "not_failed"),
        ("delivered", "2.0.0", "not_failed"),
    ],
)
def test_a_delivery_report_silences_only_if_it_says_that_the_address_does_not_exist(
    mailed: SubscriberMunicipality, action: str, status: str, word: str
) -> None:
    mailed.drop("1.eml", postfix(AN, mailed.deliveries()[AN].message_id, action, status))
    assert mailed.answers() == {word: 1}
    assert mailed.counts() == ({"reading": 2, "bounced": 1} if word == "bounced" else {"reading": 3})
    if word == "bounced":
        assert mailed.reader(AN).reason.startswith(f"550 {status} <{AN}>")


@pytest.mark.each_database
def test_a_report_with_the_whole_mail_in_it_is_understood_too(
    mailed: SubscriberMunicipality, mail_server: MailServer
) -> None:
    send(mailed, mail_server)
    original = next(each.content for each in mail_server.mails if each.recipient == BO)
    mailed.drop("1.eml", exchange("bo.forwarded@elders.example.org", original))
    assert mailed.answers() == {"bounced": 1}
    assert mailed.reader(BO).bounced_on == mailed.today, "we wrote to Bo, wherever it was sent on to"


def test_the_report_that_a_real_postfix_made_of_our_own_letter_is_understood(
    mailed: SubscriberMunicipality,
) -> None:
    """Postfix 3.7 delivered our letter to a mailbox that was not there; its report came back in a maildir."""
    content = Path(__file__).with_name("postfix_report.eml").read_bytes()
    theirs = re.findall(rb"(?im)^message-id: (<[0-9a-f]{32}@zb.example.org>)", content)
    mailed.drop("new/1.mx", content.replace(theirs[0], mailed.deliveries()[AN].message_id.encode()))
    assert mailed.answers() == {"bounced": 1}
    assert mailed.reader(AN).reason == f'5.1.1 unknown user: "{AN}"'


def test_a_report_about_a_mail_that_is_not_ours_or_that_tells_of_none_is_set_aside(
    mailed: SubscriberMunicipality,
) -> None:
    mailed.drop("1.eml", postfix(AN, "<of-somebody-else@zb.example.org>"))
    mailed.drop("2.eml", postfix(AN.upper(), ""))
    assert mailed.answers() == {"refused": 2}
    assert mailed.counts() == {"reading": 3}
    assert "die wij niet verstuurd hebben" in mailed.refusals()["1.eml"]
    assert "zegt niet over welke mail het gaat" in mailed.refusals()["2.eml"]


def test_a_report_about_the_mail_to_one_reader_marks_no_other(mailed: SubscriberMunicipality) -> None:
    mailed.drop("1.eml", postfix(BO, mailed.deliveries()[AN].message_id))
    assert mailed.answers() == {"refused": 1}
    assert mailed.counts() == {"reading": 3}
    assert "noemt een ander adres" in mailed.refusals()["1.eml"]


def test_a_maildir_is_read_as_well(mailed: SubscriberMunicipality) -> None:
    mailed.drop("new/1795500000.M1P2.mx", answer(mailed.token(AN)))
    mailed.drop("cur/1795500001.M1P3.mx:2,S", answer(mailed.token(BO)))
    left = mailed.drop("cur/1795500002.M1P4.mx:2,S", answer("Een vraag"))
    assert mailed.answers() == {"unsubscribed": 2, "left": 1}
    assert left.exists()
    assert mailed.counts() == {"reading": 1, "unsubscribed": 2}


def test_the_mail_that_a_mail_program_writes_by_the_link_is_understood(
    mailed: SubscriberMunicipality, mail_server: MailServer
) -> None:
    """The whole way: the header's link, a mail by it over SMTP, the mailbox, and no newsletter any more."""
    with smtplib.SMTP("127.0.0.1", mail_server.port) as smtp:
        smtp.sendmail(CAS, ["mvo@zb.example.org"], answer(mailed.token(CAS), sender="cas@elders.example.org"))
    mailed.drop("1.eml", mail_server.mails[0].content)
    assert mailed.answers() == {"unsubscribed": 1}
    assert mailed.deliveries()[CAS].reason == "unsubscribed"


def test_a_folder_that_is_not_there_is_named(town: SubscriberMunicipality) -> None:
    with pytest.raises(InputError, match="no folder"):
        process_mails(town.database, Path("nowhere"), MailboxRun(town.today, NOW))


@pytest.mark.parametrize(
    ("status", "said", "word"),
    [
        ("5.4.316", "smtp; 550 5.4.316 Message expired, connection refused", "not_delivered"),
        ("5.4.7", "smtp; 550 5.4.7 Delivery time expired", "not_delivered"),
        ("5.0.0", "smtp; 554 Message rejected as spam", "not_delivered"),
        ("5.0.0", "smtp; 552 Mailbox quota exceeded", "not_delivered"),
        ("5.4.6", "smtp; 554 5.4.6 Routing loop detected", "not_delivered"),
        (
            "5.2.1",
            "smtp; 550-5.2.1 This user is receiving mail too quickly, try again later",
            "not_delivered",
        ),
        ("4.4.1", "smtp; 451 4.4.1 Connection timed out", "not_delivered"),
        ("5.1.1", "smtp; 552 5.1.1 Mailbox full", "not_delivered"),
        ("5.1.1", "smtp; 550 5.1.1 sender address rejected: user unknown", "not_delivered"),
        ("5.1.1", "smtp; 550 5.1.1 User unknown", "bounced"),
        ("5.0.0", "smtp; 550 No such user here", "bounced"),
        ("", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", "bounced"),
    ],
)
def test_only_words_that_say_so_silence_a_reader(
    mailed: SubscriberMunicipality, status: str, said: str, word: str
) -> None:
    before, _, after = postfix(AN, mailed.deliveries()[AN].message_id, status=status).partition(
        "Diagnostic-Code:"
    )
    mailed.drop("1.eml", f"{before}Diagnostic-Code: {said}\n{after[after.index(chr(10) * 2) + 1 :]}")
    assert mailed.answers() == {word: 1}
    assert ("bounced" in mailed.counts()) is (word == "bounced")


QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: mvo@zb.example.org
Subject: failure notice

Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{address}>:
192.0.2.25 does not like recipient.
Remote host said: {said}
Giving up on 192.0.2.25.

--- Below this line is a copy of the message.

From: Zilverbeke <mvo@zb.example.org>
Message-ID: {message_id}
Subject: Wat werd er van de afspraken?

Het filter tegen spam zei dat de mailbox vol was.
"""


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("550 5.1.1 user unknown", "bounced"),
        ("550 sorry, no mailbox here by that name", "bounced"),
        ("552 mailbox full", "not_delivered"),
        ("550 something else", "not_delivered"),
    ],
)
def test_a_report_in_words_is_read_by_what_stands_above_the_mail(
    mailed: SubscriberMunicipality, said: str, word: str
) -> None:
    mailed.drop("1.eml", QMAIL.format(address=AN, said=said, message_id=mailed.deliveries()[AN].message_id))
    mailed.drop("2.eml", QMAIL.format(address=AN, said=said, message_id="<not-ours@example.org>"))
    assert mailed.answers() == {word: 1, "refused": 1}
    assert ("bounced" in mailed.counts()) is (word == "bounced")
