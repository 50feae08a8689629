"""Ideas by mail, mail of people who are not in the plan, and mass mail."""

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import OutboundDocument
from terugkom.documents.formatting import format_long_date
from terugkom.ideas.list_ideas import list_ideas
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.question_effects import QUESTION_EFFECTS, UnknownReader
from terugkom.inbox import mailed_idea
from terugkom.plan.decide_question import decide_question
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer
from terugkom.reminders.coordinator_summary import build_summary, render_summary
from terugkom.reminders.question_answers import list_untold_answers, render_answers
from terugkom.reminders.week import ReminderWeek
from terugkom.schedule.working_days import format_week
from tests.inbox.answering import AnsweringMunicipality, read_text, reply_to, write
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
STRANGER = "wie@elders.example"


@pytest.fixture
def one(sqlite_database: Database, tmp_path: Path) -> AnsweringMunicipality:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.mail_once(date(2027, 3, 1), E_01=date(2027, 3, 20))
    return AnsweringMunicipality(town)


def ideas(one: AnsweringMunicipality) -> list[Idea]:
    with one.town.database.read_session() as session:
        return list(list_ideas(session, get_municipality(session, one.town.slug)))


@pytest.mark.parametrize(
    "subject",
    [
        "Idee: fietspomp",
        "RE: idee :  fietspomp",
        "Idée : fietspomp",
        "IDEA: fietspomp",
        "Fwd: Re: Idee:fietspomp",
        "[EXTERN] Idee: fietspomp",
        "RE: [EXTERNAL SENDER] Idea: fietspomp",
        "***EXT*** Ide\u0301e : fietspomp",
    ],
)
def test_a_mail_whose_subject_begins_with_the_word_is_an_idea_of_whoever_wrote_it(
    one: AnsweringMunicipality, subject: str
) -> None:
    text = "Bij het station.\n\nMet vriendelijke groeten\nWie Elders\n\n> oud bericht"
    assert one.take(write(subject, text, STRANGER)) == {"idea": 1}
    (idea,) = ideas(one)
    assert (idea.text, idea.state) == ("fietspomp\n\nBij het station.", IdeaState.UNREAD)
    assert (idea.reply_address, idea.source, idea.code) == (STRANGER, "mail", "I1")
    (receipt,) = one.sent("submission-receipt")
    assert (receipt["To"], receipt["Subject"]) == (STRANGER, "Goed ontvangen: nummer I1")
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert idea.answer_by is not None
    assert f"tegen {format_long_date(idea.answer_by, 'nl')}" in read_text(receipt)


@pytest.mark.parametrize("subject", ["Mijn idee: fietspomp", "Ideeën", "Idee", "Ideaal: een fietspomp"])
def test_another_subject_is_no_idea(one: AnsweringMunicipality, subject: str) -> None:
    assert one.take(write(subject, "Bij het station.", STRANGER)) == {"other": 1}
    assert ideas(one) == []


def test_an_address_for_which_nobody_vouches_gets_no_mail_before_a_person_answers(
    one: AnsweringMunicipality,
) -> None:
    assert one.take(write("Idee: fietspomp", "", STRANGER, vouched=False)) == {"idea": 1}
    assert one.sent("submission-receipt") == []
    assert [each.text for each in ideas(one)] == ["fietspomp"]


@pytest.mark.parametrize(
    "address", ["x" * 290 + "@elders.example", "wie@" + "y." * 140 + "example", "a..b@elders.example", "wie"]
)
def test_a_sender_to_whom_no_mail_can_be_sent_is_for_a_person_and_stops_no_other(
    one: AnsweringMunicipality, address: str
) -> None:
    bad = write("Idee: fietspomp", "Bij het station", "bad@elders.example")
    vouched = bytes(bad).replace(b"elders.example\n", address.rpartition("@")[2].encode() + b"\n", 1)
    content = vouched.replace(b"bad@elders.example", address.encode())
    assert one.take(content, write("Idee: laadpaal", "Aan de kerk", "wie@elders.example")) == {
        "left": 1,
        "idea": 1,
    }
    assert [each.title for each in ideas(one)] == ["laadpaal"]
    assert [mail["To"] for mail in one.sent("submission-receipt")] == ["wie@elders.example"]


def test_an_idea_that_came_by_a_list_is_kept_and_the_list_gets_no_mail(one: AnsweringMunicipality) -> None:
    mail = write("Idee: fietspomp", "", STRANGER)
    mail["Precedence"] = "list"
    assert one.take(mail) == {"idea": 1}
    assert one.sent("submission-receipt") == []
    assert [each.text for each in ideas(one)] == ["fietspomp"]


def test_the_same_idea_again_is_no_second_one_and_an_empty_one_is_asked_about(
    one: AnsweringMunicipality,
) -> None:
    mail = write("Idee: fietspomp", "", STRANGER)
    assert one.take(mail, mail, write("idee: Fietspomp!", "", STRANGER)) == {"idea": 3}
    assert len(ideas(one)) == 1
    assert len(one.sent("submission-receipt")) == 2
    assert "eerder ingediend" in read_text(one.sent("submission-receipt")[1])
    assert one.take(write("Idee:", "", STRANGER)) == {"other": 1}


def test_what_is_attached_is_named_in_the_receipt_and_the_picture_of_a_signature_is_not(
    one: AnsweringMunicipality,
) -> None:
    mail = write("Idee: fietspomp", "Zie de foto.", STRANGER)
    mail.add_attachment(b"x", maintype="image", subtype="jpeg", filename="pomp.jpg")
    mail.add_attachment(
        b"y", maintype="image", subtype="png", filename="logo.png", cid="<logo>", disposition="inline"
    )
    assert one.take(mail) == {"idea": 1}
    (idea,) = ideas(one)
    assert (idea.text, idea.picture) == ("fietspomp\n\nZie de foto.\n(Bijlagen bij de mail: pomp.jpg)", "")
    told = read_text(one.sent("submission-receipt")[0])
    assert "pomp.jpg" in told
    assert "logo.png" not in told


def test_an_answer_to_a_mail_of_ours_is_an_idea_only_by_a_subject_of_its_own(
    one: AnsweringMunicipality,
) -> None:
    one.take(write("Idee: fietspomp", "", STRANGER))
    (receipt,) = one.sent("submission-receipt")
    assert one.take(reply_to(receipt, "Dank u wel!", STRANGER)) == {"other": 1}
    assert one.take(reply_to(receipt, "Bij het station.", STRANGER, subject="Idee: een bank")) == {"idea": 1}
    assert [each.title for each in ideas(one)] == ["fietspomp", "een bank"]


def test_too_many_ideas_of_one_address_are_set_aside_and_told(
    one: AnsweringMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailed_idea, "MAX_FROM_ONE", 2)
    mails = [write(f"Idee: {number}", "", STRANGER) for number in range(3)]
    assert one.take(*mails, write("Idee: mijn idee", "", "ander@elders.example")) == {"idea": 3, "refused": 1}
    assert any("te veel mails" in read_report(one, each) for each in one.names("refused") if "html" in each)
    assert "Eén mail ligt ongelezen bij wie Terugkom beheert, in de map" in summarize(one)
    one.today = date(2027, 3, 4)
    assert one.take(mails[2]) == {"idea": 1}
    assert "ongelezen" not in summarize(one)


def test_a_mail_of_somebody_who_is_not_in_the_plan_is_asked_about_with_its_subject(
    one: AnsweringMunicipality,
) -> None:
    mail = write("Kapotte lamp", "In de Kerkstraat.\n\nMet vriendelijke groeten\nWie", STRANGER)
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    assert one.take(mail, mail) == {"other": 2}
    (question,) = one.questions()
    assert (question.kind.value, question.choices) == ("other-mail", ("idea", "forward", "seen"))
    assert (question.mail_subject, question.text) == ("Kapotte lamp", "In de Kerkstraat.")
    assert question.mail_sender_name == STRANGER
    assert len(one.sent("submission-receipt")) == len(one.sent("answer-receipt")) == 0
    told = summarize(one)
    assert f"{STRANGER} schreef een mail die op geen van onze mails antwoordt" in told
    assert 'Onderwerp: "Kapotte lamp"' in told
    assert "plan.pdf" in told


def test_such_a_mail_becomes_an_idea_that_was_read(one: AnsweringMunicipality) -> None:
    one.take(write("Kapotte lamp", "In de Kerkstraat.", STRANGER))
    one.decide(one.questions()[0].id, "idea")
    (idea,) = ideas(one)
    assert (idea.text, idea.state) == ("Kapotte lamp\nIn de Kerkstraat.", IdeaState.NEW)
    assert idea.reply_address == STRANGER
    assert one.questions() == []


def test_such_a_mail_is_passed_on_to_who_can_be_written_to_and_nobody_else_hears_of_it(
    one: AnsweringMunicipality,
) -> None:
    one.town.person("bo", email="")
    one.take(write("Kapotte lamp", "In de Kerkstraat.", STRANGER, vouched=False))
    (question,) = one.questions()
    for nobody in ("", "bo", "zzz"):
        with pytest.raises(UnknownReader):
            forward(one, question.id, nobody)
    assert len(one.questions()) == 1
    forward(one, question.id, "an")
    with one.town.database.read_session() as session:
        town = get_municipality(session, one.town.slug)
        untold = list_untold_answers(session, town, one.today)
    (letter,) = render_answers(one.run.build_context(), town, untold, one.today)
    assert [each.address.email for each in letter.mail.recipients] == ["an@x.example"]
    text = decode(letter.mail)
    assert "In de Kerkstraat." in text
    assert f"rechtstreeks aan {STRANGER}" in text
    assert "niet nagaan of deze afzender echt is" in text


def test_mass_mail_of_strangers_asks_nothing_and_is_counted(one: AnsweringMunicipality) -> None:
    mails = []
    for number, (name, value) in enumerate(
        [
            ("List-Unsubscribe", "<mailto:x@y.example>"),
            ("Precedence", "bulk"),
            ("Auto-Submitted", "auto-generated"),
        ]
    ):
        mails.append(write(f"Koop nu {number}", "Alles moet weg", STRANGER))
        mails[-1][name] = value
    assert one.take(*mails) == {"bulk": 2, "automatic": 1}
    assert one.questions() == []
    assert one.names() == []
    one.take(write("Kapotte lamp", "In de Kerkstraat.", STRANGER))
    assert "3 mails waren reclame" in summarize(one)


def test_what_one_stranger_writes_in_a_day_fills_no_list(one: AnsweringMunicipality) -> None:
    mails = [write(f"Vraag {number}", "Hallo", STRANGER) for number in range(7)]
    assert one.take(*mails) == {"other": 5, "refused": 2}
    assert len(one.questions()) == 5
    assert "2 mails liggen ongelezen" in summarize(one)


def forward(one: AnsweringMunicipality, number: int, to: str) -> None:
    with one.town.database.write_session() as session:
        given = GivenAnswer("forward", "Lotte", one.today, one.now, to=to)
        town = get_municipality(session, one.town.slug)
        decide_question(session, town, number, given, QUESTION_EFFECTS)


def summarize(one: AnsweringMunicipality) -> str:
    """Return the text of the coordinator's summary of this week."""
    with one.town.database.read_session() as session:
        town = get_municipality(session, one.town.slug)
        week = ReminderWeek(town, format_week(one.today), one.today, None, town.coordinator)
        summary = build_summary(session, week)
    mail = render_summary(one.town.templates, week, summary)
    assert mail is not None
    return decode(mail)


def decode(document: OutboundDocument) -> str:
    """Return the plain text of a document."""
    mail = message_from_bytes(document.content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return read_text(mail)


def read_report(one: AnsweringMunicipality, name: str) -> str:
    return (one.run.inbox / "refused" / name).read_text(encoding="utf-8")
