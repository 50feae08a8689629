"""The coordinator's page: GET changes nothing, an answer changes the plan once, and it is nobody else's."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from terugkom.mentions.store_mentions import NewMention, ReceiptTime, store_mention
from terugkom.plan.completion_checks import WithdrawnSuccess, ask_completion
from terugkom.plan.model import Action, ActionStatus, Municipality, Person
from terugkom.plan.page_links import PageLinkPurpose, compute_link_expiry, create_page_links
from terugkom.plan.questions import NewQuestion, Question, QuestionKind, QuestionState, ask_question
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.rows import dump
from tests.site.conftest import SITE_URL, TODAY, ServedPages, read_mail
from tests.site.conftest import make_link as make_owner_link
from tests.site.test_fresh_links import find_form, list_recipients
from tests.site.test_owner_page import fields

MOSTLY_SQLITE = True

LATER = date(2027, 5, 20)


@pytest.fixture
def link(pages: ServedPages) -> str:
    """The coordinator's link; An proposed a later date for E-01, Bo is stuck with E-02."""
    with pages.database.write_session() as session:
        municipality = session.get_one(Municipality, 1)
        for action_id, choice, day in ((1, ProgressChoice.LATER, LATER), (2, ProgressChoice.STUCK, None)):
            action = session.get_one(Action, action_id)
            entry = ReportEntry(action.owners[0], "page", TODAY, clock_on(TODAY))
            reported = ReportedProgress(choice, "<b>De aannemer</b> is ziek.", day)
            report_progress(session, municipality, action, reported, entry)
    return make_link(pages, "co")


def make_link(pages: ServedPages, code: str, purpose: PageLinkPurpose = PageLinkPurpose.COORDINATOR) -> str:
    with pages.database.write_session() as session:
        person = session.scalars(select(Person).where(Person.code == code)).one()
        expires = compute_link_expiry(session.get_one(Municipality, 1), TODAY)
        return (
            "/c/" + create_page_links(session, purpose, {f"week {code}": person.id}, expires)[f"week {code}"]
        )


def load(pages: ServedPages, number: int = 1) -> Question:
    with pages.database.read_session() as session:
        return session.get_one(Question, number)


def get_deadline(pages: ServedPages) -> date | None:
    with pages.database.read_session() as session:
        return session.get_one(Action, 1).deadline


def given(choice: str, number: int = 1, **more: str) -> dict[str, str]:
    return {"question": str(number), "choice": choice, **more}


@pytest.mark.each_database
def test_the_page_shows_what_is_asked_with_the_choice_of_the_link_and_changes_nothing(
    pages: ServedPages, link: str
) -> None:
    before = dump(pages.database)
    shown = pages.browser.get(f"{link}?question=1&choice=accept")
    assert shown.status_code == 200
    assert "An Peeters stelt donderdag 20 mei 2027 voor in plaats van woensdag 31 maart 2027" in shown.text
    assert 'value="accept" checked' in shown.text
    assert "Bo Maes zit vast" in shown.text
    assert "&lt;b&gt;De aannemer&lt;/b&gt;" in shown.text
    assert "<b>De" not in shown.text
    assert 'id="bericht-E-01"' in shown.text
    assert dump(pages.database) == before


def test_a_link_to_an_answered_question_chooses_nothing_for_another(pages: ServedPages, link: str) -> None:
    """The choice of an older mail was filled in for the only question that was left."""
    pages.browser.post(link, data=given("seen", number=2))
    shown = pages.browser.get(f"{link}?question=2&choice=refuse").text
    assert ("An Peeters stelt" in shown, "intussen beantwoord" in shown) == (True, True)
    assert " checked" not in shown


@pytest.mark.long
@pytest.mark.each_database
def test_an_answer_changes_the_plan_and_is_taken_once(pages: ServedPages, link: str) -> None:
    answer = pages.browser.post(link, data=given("accept", reason="Tot  dan."))
    assert (answer.status_code, get_deadline(pages)) == (303, LATER)
    question = load(pages)
    assert (question.answered_by, question.answered_through) == ("Coen Coördinator", "page")
    assert (question.reason, question.answered_on) == ("Tot dan.", TODAY)
    after = pages.browser.get(answer.headers["location"]).text
    assert "Bedankt, vraag 1 is beantwoord" in after
    again = pages.browser.post(link, data=given("refuse"))
    assert (again.status_code, "intussen beantwoord" in again.text) == (409, True)
    assert (get_deadline(pages), load(pages).answer) == (LATER, "accept")
    assert "intussen beantwoord" in pages.browser.get(f"{link}?question=1&choice=refuse").text


@pytest.mark.each_database
def test_what_is_referred_can_still_be_answered_here(pages: ServedPages, link: str) -> None:
    assert pages.browser.post(link, data=given("meeting", 2)).status_code == 303
    assert load(pages, 2).state is QuestionState.REFERRED
    assert pages.browser.post(link, data=given("meeting", 2)).status_code == 422
    assert pages.browser.post(link, data=given("seen", 2)).status_code == 303


def test_whether_an_action_is_done_after_all_is_answered_here(pages: ServedPages) -> None:
    withdrawn = WithdrawnSuccess("<i>Klaar</i>", "Nooit <b>geleverd</b>.", ("E-01", "E-02"))
    with pages.database.write_session() as session:
        action = session.get_one(Action, 1)
        action.status, code = ActionStatus.DONE, action.code
        assert ask_completion(session, 1, withdrawn, TODAY, clock_on(TODAY)) == 1, "the other is not done"
    link = make_link(pages, "co")
    shown = pages.browser.get(f"{link}?about={code}").text
    assert "In het plan staat ze nog op klaar. Is ze klaar?" in shown
    assert "“&lt;i&gt;Klaar&lt;/i&gt;”" in shown
    assert "Nooit &lt;b&gt;geleverd&lt;/b&gt;." in shown
    assert re.findall(r'name="choice"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="choice"', shown)
    assert pages.browser.post(link, data=given("running", reason="Ze komen in mei.")).status_code == 303
    with pages.database.read_session() as session:
        assert session.get_one(Action, 1).status is ActionStatus.RUNNING
    assert pages.browser.post(link, data=given("done")).status_code == 409
    assert load(pages).answer == "running"


@pytest.mark.long
def test_an_answer_after_the_plan_changed_is_explained(pages: ServedPages, link: str) -> None:
    with pages.database.write_session() as session:
        session.get_one(Action, 1).deadline = date(2027, 5, 1)
    answer = pages.browser.post(link, data=given("accept"))
    assert (answer.status_code, get_deadline(pages)) == (409, date(2027, 5, 1))
    pages.today = LATER
    with pages.database.write_session() as session:
        session.get_one(Action, 1).deadline = date(2027, 3, 31)
    late = pages.browser.post(link, data=given("accept"))
    assert (late.status_code, "voorgestelde datum is intussen voorbij" in late.text) == (409, True)
    assert pages.browser.post(link, data=given("refuse")).status_code == 303


@pytest.mark.long
def test_a_mail_from_outside_the_plan_is_passed_on_to_somebody_or_to_nobody(
    pages: ServedPages, link: str
) -> None:
    with pages.database.write_session() as session:
        proposal = {"sender": "wie@elders.example", "name": "Wie", "subject": "<b>Lamp</b>", "unproven": ""}
        asked = NewQuestion(1, QuestionKind.OTHER_MAIL, "mail 1", "Kapot.", proposal)
        number = ask_question(session, asked, TODAY, clock_on(TODAY)).id
    shown = pages.browser.get(f"{link}?question={number}&choice=forward").text
    assert "Wie &lt;wie@elders.example&gt; schreef een mail die op geen van onze mails antwoordt" in shown
    assert "Onderwerp: &lt;b&gt;Lamp&lt;/b&gt;" in shown
    assert '<option value="bo">Bo Maes</option>' in shown
    assert "<b>Lamp" not in shown
    missing = pages.browser.post(link, data=given("forward", number))
    assert (missing.status_code, "Kies naar wie u de mail doorstuurt" in missing.text) == (422, True)
    assert pages.browser.post(link, data=given("forward", number, to="zzz")).status_code == 422
    assert pages.browser.post(link, data=given("forward", number, to="bo")).status_code == 303
    assert (load(pages, number).state, load(pages, number).answer) == (QuestionState.ANSWERED, "forward")


def test_a_mail_can_be_passed_on_to_nobody_who_left(pages: ServedPages, link: str) -> None:
    with pages.database.write_session() as session:
        proposal = {"sender": "wie@elders.example", "name": "Wie", "subject": "Lamp", "unproven": ""}
        asked = NewQuestion(1, QuestionKind.OTHER_MAIL, "mail 1", "Kapot.", proposal)
        number = ask_question(session, asked, TODAY, clock_on(TODAY)).id
        session.scalars(select(Person).where(Person.code == "bo")).one().departed_on = TODAY
    shown = pages.browser.get(f"{link}?question={number}&choice=forward").text
    assert ('<option value="an">' in shown, '<option value="bo">' in shown) == (True, False)
    assert pages.browser.post(link, data=given("forward", number, to="bo")).status_code == 422


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (given(""), 422),
        (given("dodo"), 422),
        (given("seen"), 422),
        (given("accept", reason="x" * 501), 422),
        (given("accept", 9), 409),
        ({"question": "x" * 300, "choice": "accept"}, 409),
        ({}, 409),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    pages: ServedPages, link: str, values: dict[str, str], status: int
) -> None:
    before = dump(pages.database)
    assert pages.browser.post(link, data=values).status_code == status
    assert dump(pages.database) == before


def test_the_page_is_the_coordinators_and_nobody_elses(pages: ServedPages, link: str) -> None:
    for other in (make_link(pages, "an"), make_link(pages, "co", PageLinkPurpose.OWNER), "/c/" + "0" * 40):
        assert pages.browser.get(other).status_code in (404, 410)
        assert pages.browser.post(other, data=given("accept")).status_code in (404, 410)
    with pages.database.write_session() as session:
        bo = session.scalars(select(Person).where(Person.code == "bo")).one()
        session.get_one(Municipality, 1).coordinator = bo
    gone = pages.browser.post(link, data=given("accept"))
    assert (gone.status_code, "dat bent u nu niet" in gone.text) == (410, True)
    assert get_deadline(pages) == date(2027, 3, 31)
    assert pages.browser.post(f"{link}/link").status_code == 303, "it holds: it only is not the coordinator's"
    pages.today = TODAY + timedelta(days=90)
    assert "dat bent u nu niet" in pages.browser.get(link).text
    assert pages.browser.post(f"{link}/link").status_code == 410
    assert list_recipients(pages) == []


def test_an_expired_link_of_the_coordinator_offers_a_fresh_one_to_the_address_on_record(
    pages: ServedPages, link: str
) -> None:
    pages.today = TODAY + timedelta(days=90)
    shown = pages.browser.get(link)
    assert (shown.status_code, "Deze link is verlopen" in shown.text) == (410, True)
    for _ in range(2):
        answer = pages.browser.post(find_form(shown.text), data={"address": "dief@elders.example"})
        assert answer.status_code == 200
    assert list_recipients(pages) == ["co@zb.example.org"]
    (fresh,) = re.findall(rf"{SITE_URL}(/c/[0-9a-f]+)", read_mail(pages))
    assert "de pagina van de coördinator" in read_mail(pages)
    assert (fresh != link, pages.browser.get(fresh).status_code) == (True, 200)


@pytest.mark.parametrize("address", ["CO@zb.example.org", "an@zb.example.org", "niemand@zb.example.org"])
def test_an_unknown_link_is_replaced_for_the_coordinator_alone(
    pages: ServedPages, link: str, address: str
) -> None:
    shown = pages.browser.get("/c/" + "0" * 40)
    assert (shown.status_code, "Deze link kennen we niet" in shown.text) == (404, True)
    answer = pages.browser.post(find_form(shown.text), data={"address": address})
    assert (answer.status_code, "Als we dit adres kennen" in answer.text) == (200, True)
    assert list_recipients(pages) == (["co@zb.example.org"] if address.startswith("CO") else [])


@pytest.mark.long
@pytest.mark.each_database
def test_a_stand_in_answers_while_the_coordinator_is_absent(pages: ServedPages, link: str) -> None:
    with pages.database.write_session() as session:
        co, an = (session.scalars(select(Person).where(Person.code == code)).one() for code in ("co", "an"))
        co.absent_from, co.absent_until, co.stand_in = TODAY, TODAY + timedelta(days=9), an
    assert pages.browser.post(make_link(pages, "an"), data=given("refuse")).status_code == 303
    assert load(pages).answered_by == "An Peeters"
    pages.today = TODAY + timedelta(days=10)
    assert pages.browser.get(make_link(pages, "an")).status_code == 410
    assert pages.browser.get(link).status_code == 200


def test_the_page_lists_what_others_say_without_a_program_in_it(pages: ServedPages, link: str) -> None:
    said = NewMention(
        "mastodon",
        "m.example/1",
        "<script>alert(1)</script> Mooi!",
        TODAY,
        author="<b>Jan</b> (@jan@m.example)",
        url="https://m.example/@jan/1",
        answers="De fietsstraat",
    )
    with pages.database.write_session() as session:
        noted = ReceiptTime(TODAY, clock_on(TODAY))
        assert store_mention(session, session.get_one(Municipality, 1), said, noted)
    page = pages.browser.get(link).text
    assert "Wat anderen zeggen" in page
    assert "&lt;b&gt;Jan&lt;/b&gt; (@jan@m.example), op Mastodon, op ons bericht “De fietsstraat”" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Mooi!" in page
    assert '<a href="https://m.example/@jan/1" rel="noreferrer">Bekijk het bericht</a>' in page


@pytest.mark.long
def test_what_two_owners_propose_stands_on_the_pages_of_both_under_their_own_names(
    pages: ServedPages,
) -> None:
    """The first was gone from its owner's page and from the coordinator's once the second came."""
    with pages.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        action.owners.append(session.scalars(select(Person).where(Person.code == "bo")).one())
    an, bo = (make_owner_link(pages, each) for each in ("an", "bo"))
    co = make_link(pages, "co")
    pages.browser.post(an, data=fields("later", text="De armaturen.", new_deadline="2027-06-01"))
    answer = pages.browser.post(bo, data=fields("later", text="De elektricien.", new_deadline="2027-07-01"))
    assert "U stelt donderdag 1 juli 2027 voor." in pages.browser.get(answer.headers["location"]).text
    first, second = (
        f"{day}; de coördinator bekijkt het nog" for day in ("dinsdag 1 juni 2027", "donderdag 1 juli 2027")
    )
    on = " (voorgesteld op maandag 1 maart 2027)"
    own, other = (pages.browser.get(f"{each}?action=E-01").text for each in (an, bo))
    for shown, mine, theirs, name in ((own, first, second, "Bo Maes"), (other, second, first, "An Peeters")):
        assert f"<dt>Uw voorstel</dt><dd>{mine}</dd>" in shown
        assert f"<dt>Voorstel van {name}</dt><dd>{theirs}{on}</dd>" in shown
    shown = pages.browser.get(co).text
    for name, day, words in (
        ("An Peeters", "dinsdag 1 juni 2027", "armaturen"),
        ("Bo Maes", "donderdag 1 juli 2027", "elektricien"),
    ):
        asked = shown.partition(f"<p>{name} stelt {day} voor")[2].partition("</blockquote>")[0]
        assert asked.rpartition("<blockquote>")[2] == f"<p>De {words}.</p>"
    assert shown.count("De armaturen.") == shown.count("De elektricien.") == 2, "the question and the report"
    asked = {"question": "2", "choice": "accept"}
    assert pages.browser.post(co, data=asked).status_code == 303
    assert pages.browser.post(co, data={**asked, "question": "1"}).status_code == 409
    assert "Uw voorstel" not in pages.browser.get(an).text


@pytest.mark.long
def test_the_mail_of_each_owner_who_is_stuck_opens_what_they_asked(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        action = session.get_one(Action, 1)
        action.owners.append(session.scalars(select(Person).where(Person.code == "bo")).one())
    for code, why in (("an", "Geen budget."), ("bo", "Geen personeel.")):
        sent = pages.browser.post(make_owner_link(pages, code), data=fields("stuck", text=why))
        assert sent.status_code == 303
    link = make_link(pages, "co")
    for code, why in (("an", "Geen budget."), ("bo", "Geen personeel.")):
        shown = pages.browser.get(f"{link}?about=E-01&by={code}").text
        assert f"<p>{why}</p></blockquote>" in shown.partition("<form")[0]
