"""An owner's answer by mail: a clear word is a choice, anything else a question, and nothing is a guess."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from starlette.testclient import TestClient

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.render_context import RenderContext
from terugkom.inbox import mailbox
from terugkom.installation import Installation
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, ActionStatus, Person
from terugkom.plan.queries import get_municipality, lock_municipality
from terugkom.plan.questions import Question
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.reminders.coordinator_inbox import describe_question
from terugkom.reminders.question_answers import close_and_list_answers, enqueue_answers, render_answers
from terugkom.settings import Settings
from terugkom.site.application import build_application
from tests.inbox.answering import MONDAY, AnsweringMunicipality, read_text, reply_to, write
from tests.refused_rows import refused_deliveries
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
TOKEN = re.compile(r"\b[0-9a-f]{40}\b")


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    return CalendarMunicipality.new(sqlite_database, tmp_path)


@pytest.fixture
def one(town: CalendarMunicipality) -> AnsweringMunicipality:
    """An owner was mailed about one action."""
    town.mail_once(MONDAY, E_01=date(2027, 3, 20))
    return AnsweringMunicipality(town)


@pytest.fixture
def two(town: CalendarMunicipality) -> AnsweringMunicipality:
    """An owner was mailed about two actions at once."""
    town.mail_once(MONDAY, E_01=date(2027, 3, 20), E_02=date(2027, 3, 25))
    return AnsweringMunicipality(town)


@pytest.mark.parametrize(
    ("text", "status", "kinds"),
    [
        ("Dag Lotte,\n\nKlaar.\n\nMet vriendelijke groeten\nAn", ActionStatus.DONE, []),
        ("C'est terminé.\n\nCordialement\nAn", ActionStatus.DONE, []),
        ("op schema", ActionStatus.RUNNING, []),
        ("Later tot 1 mei, de aannemer is ziek", ActionStatus.RUNNING, ["new-deadline"]),
        ("Ik zit vast: geen budget", ActionStatus.RUNNING, ["stuck"]),
    ],
)
def test_a_clear_word_at_the_beginning_is_that_choice_and_is_confirmed(
    one: AnsweringMunicipality, text: str, status: ActionStatus, kinds: list[str]
) -> None:
    assert one.take(reply_to(one.digest(), text)) == {"reported": 1}
    assert one.status("E-01") is status
    assert [each.kind.value for each in one.questions()] == kinds
    assert len(one.reports("E-01")) == 1
    assert "Van: Lievegem" not in one.reports("E-01")[0]
    assert "groeten" not in one.reports("E-01")[0]
    (receipt,) = one.sent("answer-receipt")
    assert receipt["To"] == "An <an@x.example>"
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert receipt["In-Reply-To"]
    assert "ongedaan" in read_text(receipt)
    assert len(one.sent("owner-stuck")) == kinds.count("stuck")
    assert one.names() == []


@pytest.mark.parametrize(
    ("title", "other", "taken", "status"),
    [
        ("Laadpalen aan het zwembad", "", "reported", ActionStatus.DONE),
        ("Laadpalen aan het zwembad", "Fietsrekken", "reported", ActionStatus.DONE),
        ("Laadpalen aan het zwembad", "Laadpalen aan de bib", "asked", ActionStatus.RUNNING),
        ("Zonnepanelen", "", "asked", ActionStatus.RUNNING),
    ],
)
def test_the_first_words_of_a_title_name_an_action_if_they_are_of_no_other(
    town: CalendarMunicipality, title: str, other: str, taken: str, status: ActionStatus
) -> None:
    town.action("E-01", date(2027, 3, 20), title=title)
    town.tick(MONDAY)
    if other:
        town.action("E-02", date(2027, 12, 20), title=other)
    one = AnsweringMunicipality(town)
    assert one.take(reply_to(one.digest(), "De laadpalen zijn in gebruik.")) == {taken: 1}
    assert one.status("E-01") is status


def test_the_day_of_the_deadline_is_known_where_an_answer_is_read(one: AnsweringMunicipality) -> None:
    assert one.take(reply_to(one.digest(), "Komt in orde tegen de 20e.")) == {"reported": 1}
    assert one.questions() == []
    assert one.reports("E-01") == ["Komt in orde tegen de 20e."]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("klaar met de offerte", "done"),
        ("Bijna klaar!", "done"),
        ("nog niet klaar", "later"),
        ("Dit wordt niet gehaald.", "later"),
        ("niet op schema", "later"),
        ("Pas encore terminé", "later"),
        ("Noch nicht fertig", "later"),
        ("Not done yet", "later"),
        ("klaar?", "done"),
        ("Klaar, maar de keuring moet nog", "done"),
        ("Het dak ligt erop, de rest volgt.", ""),
        ("Ik kijk het na en laat iets weten.", ""),
        ("Kunt u mij even bellen?", ""),
        ("Volgens mij zitten we op schema", "on-track"),
        ("We lopen achter op schema", "later"),
        ("later", "later"),
    ],
)
def test_what_is_no_clear_word_changes_nothing_and_is_asked_of_the_coordinator(
    one: AnsweringMunicipality, text: str, proposed: str
) -> None:
    assert one.take(reply_to(one.digest(), text)) == {"asked": 1}
    assert one.status("E-01") is ActionStatus.RUNNING
    assert one.reports("E-01") == []
    (question,) = one.questions()
    assert (question.kind.value, question.text, question.proposed_choice) == ("mail", text, proposed)
    assert question.action is not None
    assert question.action.code == "E-01"
    one.decide(question.id, "done")
    assert one.status("E-01") is ActionStatus.DONE
    assert one.reports("E-01") == [text]


@pytest.mark.long
def test_a_report_by_the_page_at_that_moment_is_added_to(postgres_database: Database, tmp_path: Path) -> None:
    """On SQLite one writer waits for the other; here both are at work, and the mail must not be refused."""
    home = AnsweringMunicipality(CalendarMunicipality.new(postgres_database, tmp_path))
    home.town.action("E-01", date(2027, 3, 20))
    home.town.tick(MONDAY)
    answer = reply_to(home.digest(), "Klaar")
    with ThreadPoolExecutor(1) as pool:
        with postgres_database.write_session() as session:
            municipality = get_municipality(session, home.town.slug)
            lock_municipality(session, municipality)
            action = session.scalars(select(Action)).one()
            said = ReportedProgress(ProgressChoice.ON_TRACK, "Het dak ligt erop.")
            by = ReportEntry(action.owners[0], "page", home.today, home.now)
            report_progress(session, municipality, action, said, by)
            session.flush()
            taken = pool.submit(home.take, answer)
            with pytest.raises(TimeoutError):
                taken.result(1)
        assert taken.result(20) == {"reported": 1}
    assert home.reports("E-01") == ["Het dak ligt erop.\nKlaar"]
    assert home.status("E-01") is ActionStatus.DONE


def test_a_choice_is_undone_by_one_word_and_the_action_stands_as_it_did(one: AnsweringMunicipality) -> None:
    one.take(reply_to(one.digest(), "Klaar"))
    (receipt,) = one.sent("answer-receipt")
    assert one.take(reply_to(receipt, "Ongedaan")) == {"undone": 1}
    assert one.status("E-01") is ActionStatus.RUNNING
    assert one.reports("E-01") == []
    with one.town.database.read_session() as session:
        action = session.get_one(Action, 1)
        assert action.last_update_on is None
        assert action.next_reminder_on is not None
    assert "zoals voordien" in read_text(one.sent("answer-receipt")[1])
    assert one.take(reply_to(receipt, "ongedaan.", quote="none")) == {"undone": 1}
    assert one.status("E-01") is ActionStatus.RUNNING


def test_what_was_changed_since_is_not_undone(one: AnsweringMunicipality) -> None:
    one.take(reply_to(one.digest(), "Klaar"))
    one.town.change("E-01", status=ActionStatus.STOPPED)
    (receipt,) = one.sent("answer-receipt")
    one.take(reply_to(receipt, "Ongedaan"))
    assert one.status("E-01") is ActionStatus.STOPPED
    assert "intussen veranderd" in read_text(one.sent("answer-receipt")[1])


def test_of_several_actions_the_code_says_which_is_meant(
    two: AnsweringMunicipality,
) -> None:
    assert two.take(reply_to(two.digest(), "E-02: klaar\nE-01: op schema")) == {"reported": 1}
    assert (two.status("E-01"), two.status("E-02")) == (ActionStatus.RUNNING, ActionStatus.DONE)
    assert (two.reports("E-01"), two.reports("E-02")) == (["op schema"], ["klaar"])


def test_who_writes_between_the_lines_answers_what_stands_above(two: AnsweringMunicipality) -> None:
    mail = reply_to(two.digest(), "", quote="marks")
    lines = str(mail.get_content()).split("\n")
    at = next(number for number, line in enumerate(lines) if "(E-02)" in line)
    lines.insert(at + 4, "klaar")
    mail.set_content("\n".join(lines))
    assert two.take(mail) == {"reported": 1}
    assert (two.status("E-01"), two.status("E-02")) == (ActionStatus.RUNNING, ActionStatus.DONE)


def test_a_word_that_could_be_about_either_action_is_asked(two: AnsweringMunicipality) -> None:
    assert two.take(reply_to(two.digest(), "Klaar")) == {"asked": 1}
    assert (two.status("E-01"), two.status("E-02")) == (ActionStatus.RUNNING, ActionStatus.RUNNING)
    (question,) = two.questions()
    assert question.choices == ("seen",)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Niet gehaald, lukt pas tegen eind mei 2027. De aannemer is failliet.", date(2027, 5, 31)),
        ("later, wordt 31 mei 2027 want de leverancier levert pas half mei.", date(2027, 5, 31)),
        ("later", None),
        ("Dit wordt niet gehaald.", None),
    ],
)
def test_a_later_date_in_a_sentence_can_be_chosen_and_without_one_nothing_is_proposed(
    one: AnsweringMunicipality, text: str, proposed: date | None
) -> None:
    """*Niet gehaald* was shown with *Ons voorstel: op schema*, and a date in a sentence was in no choice."""
    assert one.take(reply_to(one.digest(), text)) == {"asked": 1}
    (question,) = one.questions()
    assert question.proposed_deadline == proposed
    assert ("later" in question.choices) is (proposed is not None)


def test_the_date_that_is_not_met_is_no_later_date(one: AnsweringMunicipality) -> None:
    with one.town.database.write_session() as session:
        session.scalars(select(Action)).one().deadline = date(2027, 4, 30)
    one.take(reply_to(one.digest(), "We halen 30 april niet."))
    assert [each.proposed_deadline for each in one.questions()] == [None]


def test_what_a_mail_said_is_of_the_day_on_which_it_came(one: AnsweringMunicipality) -> None:
    """Answered weeks later, *vorige week* in an edition counted from the day of the answer."""
    said = "Ik denk dat het vorige week klaar was."
    one.take(reply_to(one.digest(), said))
    came, one.today = one.today, date(2027, 4, 12)
    one.decide(one.questions()[0].id, "done")
    with one.town.database.read_session() as session:
        action = session.scalars(select(Action)).one()
        assert [(each.reported_on, each.text) for each in action.reports] == [(came, said)]
        assert (action.status, action.last_update_on) == (ActionStatus.DONE, one.today)


def test_a_mail_that_is_read_after_a_later_report_does_not_lie_before_it(one: AnsweringMunicipality) -> None:
    """The last report is how an action stands."""
    one.take(reply_to(one.digest(), "Bijna klaar!"))
    one.today = date(2027, 3, 5)
    one.take(reply_to(one.digest(), "op schema"))
    one.today = date(2027, 4, 12)
    one.decide(one.questions()[0].id, "done")
    assert one.reports("E-01") == ["op schema", "Bijna klaar!"]


@pytest.mark.parametrize("vouched", [False, True])
def test_the_buttons_of_the_digest_are_read(two: AnsweringMunicipality, vouched: bool) -> None:
    html = str(two.digest().get_body(("html",)).get_content())  # type: ignore[union-attr]
    links = re.findall(r'href="mailto:[^?"]*\?subject=([^&"]*)&amp;body=([^"]*)"', html)
    assert len(links) == 6
    subjects = {unquote(subject): unquote(body) for subject, body in links}
    done = next(each for each in subjects if each.startswith("E-02: Klaar"))
    later = next(each for each in subjects if each.startswith("E-01: Later"))
    assert two.take(
        write(done, subjects[done] + "2 maart", vouched=vouched),
        write(later, subjects[later] + "1 mei, het regent", vouched=vouched),
    ) == {"reported": 2}
    assert two.status("E-02") is ActionStatus.DONE
    (question,) = two.questions()
    assert question.proposed_deadline == date(2027, 5, 1)


def test_a_from_for_which_nobody_vouches_changes_nothing(one: AnsweringMunicipality) -> None:
    digest = one.digest()
    mail = reply_to(digest, "Klaar", vouched=False, quote="none")
    assert one.take(mail) == {"asked": 1}
    assert one.status("E-01") is ActionStatus.RUNNING
    (question,) = one.questions()
    assert question.proposal["unproven"] == "an@x.example"
    assert one.sent("answer-receipt") == []


def test_the_code_that_is_quoted_proves_who_writes_from_whatever_address(one: AnsweringMunicipality) -> None:
    assert one.take(reply_to(one.digest(), "Klaar", "an@thuis.example", vouched=False)) == {"reported": 1}
    assert one.status("E-01") is ActionStatus.DONE
    assert [each["To"] for each in one.sent("answer-receipt")] == ["An <an@x.example>"]


def test_a_tag_in_the_address_for_answers_proves_it_too(town: CalendarMunicipality) -> None:
    town.reply_tags = True
    town.action("E-01", date(2027, 3, 20))
    town.tick(MONDAY)
    one = AnsweringMunicipality(town)
    digest = one.digest()
    assert TOKEN.search(str(digest["Reply-To"]))
    assert one.take(reply_to(digest, "Klaar", "an@thuis.example", vouched=False, quote="none")) == {
        "reported": 1
    }
    assert one.status("E-01") is ActionStatus.DONE


def test_the_copy_of_the_coordinator_has_no_code(town: CalendarMunicipality) -> None:
    town.action("E-01", date(2027, 2, 5))
    town.tick(MONDAY)
    own, copy = AnsweringMunicipality(town).sent("owner-digest")
    assert TOKEN.search(read_text(own))
    assert not TOKEN.search(read_text(copy))


@pytest.mark.parametrize(
    ("headers", "subject", "text"),
    [
        (
            {"Auto_Submitted": "auto-replied"},
            "Automatisch antwoord: x",
            "Ik ben afwezig tot en met 19 maart.",
        ),
        ({}, "Afwezig: Titel van E-01", "Klaar met werken, ik ben terug op maandag 22 maart."),
        ({}, "", "I am out of the office until 20 March 2027."),
    ],
)
def test_an_absence_is_never_progress_and_is_offered_to_the_coordinator(
    one: AnsweringMunicipality, headers: dict[str, str], subject: str, text: str
) -> None:
    assert one.take(reply_to(one.digest(), text, subject=subject, **headers)) == {"absence": 1}
    assert one.status("E-01") is ActionStatus.RUNNING
    assert one.sent("answer-receipt") == []
    (question,) = one.questions()
    assert question.kind.value == "absence"
    assert question.proposed_last_day in (date(2027, 3, 19), date(2027, 3, 21))
    one.decide(question.id, "accept")
    with one.town.database.read_session() as session:
        assert question.raised_by_id is not None
        person = session.get_one(Person, question.raised_by_id)
        assert (person.absent_from, person.absent_until) == (one.today, question.proposed_last_day)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", "Ik ben vandaag niet op kantoor. E-01 is klaar."),
        ("", "Hoi Lotte, ik ben met verlof. Klaar!"),
        ("Vakantie", "Klaar"),
        ("", "This is an automatic reply. Klaar"),
    ],
)
def test_what_only_looks_like_a_machine_is_read_by_a_person_and_is_no_progress(
    one: AnsweringMunicipality, subject: str, text: str
) -> None:
    assert one.take(reply_to(one.digest(), text, subject=subject)) == {"absence": 1}
    assert (one.status("E-01"), one.reports("E-01")) == (ActionStatus.RUNNING, [])
    (question,) = one.questions()
    assert (question.kind.value, question.choices) == ("absence", ("seen",))
    assert question.text in text
    assert question.text
    assert one.sent("answer-receipt") == []


def test_a_colleague_who_tells_of_an_absence_further_on_answers_as_anybody(
    one: AnsweringMunicipality,
) -> None:
    text = "Klaar.\n" + "Alles is geplaatst en gekeurd, en de factuur is betaald. " * 4
    assert one.take(reply_to(one.digest(), text + "\nIk ben afwezig tot 9 maart.")) == {"reported": 1}
    assert one.status("E-01") is ActionStatus.DONE


def test_a_machine_that_says_klaar_is_no_progress_and_gets_no_answer(one: AnsweringMunicipality) -> None:
    for headers in ({"Auto_Submitted": "auto-generated"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"}):
        assert one.take(reply_to(one.digest(), "Klaar", **headers)) == {"automatic": 1}
    assert one.status("E-01") is ActionStatus.RUNNING
    assert one.sent("answer-receipt") == []
    assert one.take(reply_to(one.digest(), "Klaar.", Precedence="bulk")) == {"asked": 1}
    assert one.status("E-01") is ActionStatus.RUNNING


@pytest.mark.parametrize(
    "headers",
    [
        {"Precedence": "bulk"},
        {"List_Id": "<dienst.x.example>"},
        {"X_Loop": "helpdesk"},
        {"X_Auto_Response_Suppress": "All"},
    ],
)
def test_what_a_list_or_perhaps_a_machine_sent_is_asked_and_never_answered(
    one: AnsweringMunicipality, headers: dict[str, str]
) -> None:
    assert one.take(reply_to(one.digest(), "Klaar.", **headers)) == {"asked": 1}
    assert len(one.questions()) == 1
    assert one.sent("answer-receipt") == []


@pytest.mark.parametrize("said", ["Bedankt!", "", "Nee."])
@pytest.mark.parametrize(
    "head", ["", ">>> Lievegem 1-3-2027 8:00 >>>", "El lun, 1 mar 2027, Lievegem escribió:"]
)
def test_our_own_mail_quoted_without_a_mark_proposes_nothing(
    one: AnsweringMunicipality, head: str, said: str
) -> None:
    """Our question *Zit u op schema?* made *op schema* the proposal for whatever stood above it."""
    mail = reply_to(one.digest(), f"{said}\n\n{head}\n\n{read_text(one.digest())}", quote="none")
    assert one.take(mail) == {"asked": 1}
    (question,) = one.questions()
    assert "choice" not in question.proposal


def test_a_question_about_a_new_mail_keeps_its_subject_and_a_reply_has_none_of_its_own(
    one: AnsweringMunicipality,
) -> None:
    new = write("Vergadering van donderdag", "Ik kom iets later.")
    assert one.take(new, reply_to(one.digest(), "Hm")) == {"asked": 2}
    asked, replied = one.questions()
    assert (asked.mail_subject, asked.text) == ("Vergadering van donderdag", "Ik kom iets later.")
    assert (replied.mail_subject, replied.text) == ("", "Hm")


def test_unclear_mails_of_one_day_get_one_receipt(one: AnsweringMunicipality) -> None:
    one.take(*(reply_to(one.digest(), f"Bericht {number} over van alles") for number in range(8)))
    assert len(one.sent("answer-receipt")) == 1
    assert len(one.questions()) == 5
    assert one.mails() == 8


def test_figures_go_in_with_the_choice(one: AnsweringMunicipality) -> None:
    with one.town.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Verbruik", unit="kWh"))
    assert one.take(reply_to(one.digest(), "Op schema\nI-1: 1.250,5 kWh")) == {"reported": 1}
    with one.town.database.read_session() as session:
        measured = [each.value for each in session.get_one(Indicator, 1).measurements]
    assert measured == [1250.5]
    (receipt,) = one.sent("answer-receipt")
    one.take(reply_to(receipt, "ongedaan"))
    with one.town.database.read_session() as session:
        assert session.get_one(Indicator, 1).measurements == []


@pytest.fixture
def measured(one: AnsweringMunicipality) -> AnsweringMunicipality:
    """Its action has an indicator."""
    with one.town.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Verbruik", unit="kWh"))
    return one


def list_measured(one: AnsweringMunicipality) -> list[float]:
    with one.town.database.read_session() as session:
        return [each.value for each in session.get_one(Indicator, 1).measurements]


def test_a_figure_is_no_word_of_an_answer_and_of_no_report(measured: AnsweringMunicipality) -> None:
    """*Klaar* with a figure below it, as it is asked for, was a question, and readers read its code."""
    assert measured.take(reply_to(measured.digest(), "Klaar, alles staat er.\n\nI-1: 500")) == {"reported": 1}
    assert measured.status("E-01") is ActionStatus.DONE
    assert list_measured(measured) == [500]
    assert measured.reports("E-01") == ["Klaar, alles staat er."]


@pytest.mark.parametrize(("choice", "stored"), [("done", [500]), ("later", [500]), ("seen", [])])
def test_a_figure_of_an_unclear_answer_goes_in_with_the_decision(
    measured: AnsweringMunicipality, choice: str, stored: list[float]
) -> None:
    said = "Dat is bijna in orde, later zou kunnen tot 3 mei 2027.\nI-1: 500"
    assert measured.take(reply_to(measured.digest(), said)) == {"asked": 1}
    (question,) = measured.questions()
    assert list_measured(measured) == []
    with measured.town.database.read_session() as session:
        shown = describe_question(session.get_one(Question, question.id), "nl", measured.today)
    assert shown.figures == ("I-1: 500",)
    assert "I-1" not in shown.text
    measured.decide(question.id, choice)
    assert list_measured(measured) == stored
    assert not any("I-1" in each for each in measured.reports("E-01"))


def test_who_answers_what_we_noted_answers_about_its_action(one: AnsweringMunicipality) -> None:
    """*Klopt er iets niet? Beantwoord dan gewoon deze mail*: who did was asked about as a mail of no action,
    which could only be read."""
    one.take(reply_to(one.digest(), "Ik denk dat het misschien klaar is"))
    (question,) = one.questions()
    one.decide(question.id, "done")
    context = RenderContext(one.town.database, one.town.documents, one.town.templates)
    with one.town.database.read_session() as session:
        town = get_municipality(session, one.town.slug)
        answers = close_and_list_answers(session, town, one.today, one.now)
        letters = render_answers(context, town, answers, one.today)
    enqueue_answers(context, RunContext(town, 0, "folder", "run", one.now, one.today), letters)
    (told,) = one.sent("question-answer")
    one.take(reply_to(told, "Nee, de actie is nog niet klaar: drie scholen moeten nog."))
    (again,) = one.questions()
    assert again.action is not None
    assert again.action.code == "E-01"
    assert "on-track" in again.choices
    one.decide(again.id, "on-track")
    assert one.status("E-01") is ActionStatus.RUNNING


def test_a_word_about_an_action_that_was_closed_changes_nothing_by_itself(one: AnsweringMunicipality) -> None:
    one.take(reply_to(one.digest(), "Klaar"))
    assert one.take(reply_to(one.digest(), "Later tot 1 mei, de aannemer is ziek")) == {"asked": 1}
    (question,) = one.questions()
    assert question.action is not None
    assert one.status("E-01") is ActionStatus.DONE
    one.decide(question.id, "later")
    with one.town.database.read_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        assert (action.status, action.deadline) == (ActionStatus.RUNNING, date(2027, 5, 1))


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("ca. 1.200 kWh", [1200]),
        ("1 250,5", [1250.5]),
        ("1250 kWh.", [1250]),
        ("22 personen", []),
        ("12 tot 14 kWh", []),
        ("2026 1500", []),
        *((text, []) for text in ("NaN", "inf", "Infinity", "1e400")),
    ],
)
def test_a_figure_goes_in_if_its_unit_is_that_of_its_indicator(
    one: AnsweringMunicipality, written: str, taken: list[float]
) -> None:
    with one.town.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Verbruik", unit="kWh"))
    assert one.take(reply_to(one.digest(), f"Op schema\nI-1: {written}")) == {"reported": 1}
    with one.town.database.read_session() as session:
        assert [each.value for each in session.get_one(Indicator, 1).measurements] == taken


def test_a_process_that_dies_between_reading_and_filing_takes_nothing_twice(
    one: AnsweringMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    for place in ("enqueue_receipts", "_archive"):
        with monkeypatch.context() as patched:
            patched.setattr(mailbox, place, die)
            with pytest.raises(Killed):
                one.take(reply_to(one.digest(), "Ik zit vast, geen budget"))
        assert one.names() == ["0.eml"]
    assert one.take() == {"reported": 1}
    assert one.reports("E-01") == ["Ik zit vast"]
    assert len(one.sent("answer-receipt")) == len(one.sent("owner-stuck")) == one.mails() == 1


def test_the_same_mail_delivered_again_by_another_way_is_one(one: AnsweringMunicipality) -> None:
    mail = bytes(reply_to(one.digest(), "Klaar"))
    again = b"Received: from elsewhere by mx2.example.org\nX-Spam: no\n" + mail
    assert one.take(mail, again) == {"reported": 2}
    assert one.mails() == 1
    assert len(one.sent("answer-receipt")) == 1


def test_the_link_of_the_receipt_undoes_once_and_opening_it_changes_nothing(
    one: AnsweringMunicipality,
) -> None:
    one.site_url = "https://acties.example.org"
    one.take(reply_to(one.digest(), "Klaar"))
    (receipt,) = one.sent("answer-receipt")
    link = re.search(r"https://acties.example.org(/ongedaan/1/[0-9a-f]{40})", read_text(receipt))
    assert link
    installation = Installation(Settings(home=one.town.folder, site_url=one.site_url), one.town.database)
    application = build_application(installation, lambda: one.today, lambda: one.now)
    with TestClient(application, base_url=one.site_url, follow_redirects=True) as browser:
        assert "Maak het ongedaan" in browser.get(link[1]).text
        assert one.status("E-01") is ActionStatus.DONE
        assert (
            browser.get(link[1][:-1] + "0" if link[1][-1] != "0" else link[1][:-1] + "1").status_code == 404
        )
        assert "zoals voordien" in browser.post(link[1]).text
        assert one.status("E-01") is ActionStatus.RUNNING
        one.town.change("E-01", status=ActionStatus.DONE)
        assert browser.post(link[1]).status_code == 200
        assert one.status("E-01") is ActionStatus.DONE


def test_a_receipt_that_names_no_action_begins_its_sentence_with_a_capital(
    two: AnsweringMunicipality,
) -> None:
    two.take(reply_to(two.digest(), "We zien wel."))
    (receipt,) = two.sent("answer-receipt")
    assert "\nWe lezen wat u schreef" in read_text(receipt)


def test_a_receipt_that_the_database_refuses_keeps_nobody_else_from_one(
    town: CalendarMunicipality,
) -> None:
    town.action("E-01", date(2027, 3, 20))
    town.action("E-02", date(2027, 3, 20), ["bo"])
    town.tick(MONDAY)
    one = AnsweringMunicipality(town)
    by = {str(each["To"]).rpartition("<")[2].rstrip(">"): each for each in one.sent("owner-digest")}
    answers = [reply_to(by[f"{name}@x.example"], "Klaar.", f"{name}@x.example") for name in ("an", "bo")]
    with refused_deliveries(town.database, "an@x.example"):
        with pytest.raises(IntegrityError):
            one.take(*answers)
        assert (one.status("E-01"), one.status("E-02")) == (ActionStatus.DONE, ActionStatus.DONE)
        assert [str(each["To"]) for each in one.sent("answer-receipt")] == ["Bo <bo@x.example>"]
        assert one.names() == ["0.eml", "1.eml"], "the next run looks again"
    one.take()
    assert [str(each["To"]) for each in one.sent("answer-receipt")] == [
        "Bo <bo@x.example>",
        "An <an@x.example>",
    ]
    assert one.names() == []
