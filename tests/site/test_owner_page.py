"""An owner's page: the link opens their own actions, GET changes nothing, what is sent changes the plan."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.plan.decide_question import decide_question
from terugkom.plan.history_model import ActionChange
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, ActionStatus, Group, GroupKind, Municipality, Person
from terugkom.plan.questions import GivenAnswer, Question, QuestionKind, QuestionState
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry
from terugkom.plan.undo_report import report_with_undo, undo_report
from terugkom.reminders.coordinator_inbox import describe_question
from tests.clock import clock_on
from tests.rows import dump
from tests.site.conftest import TODAY, ServedPages, make_link
from tests.site.page_forms import read_notes

MOSTLY_SQLITE = True


def load(pages: ServedPages, code: str = "E-01") -> Action:
    with pages.database.read_session() as session:
        action = session.scalars(select(Action).where(Action.code == code)).one()
        assert len(action.reports) >= 0
        return action


def fields(choice: str, **more: str) -> dict[str, str]:
    return {"action": "E-01", "seen_deadline": "2027-03-31", "choice": choice, **more}


def test_the_page_shows_ones_own_actions_with_the_choice_of_the_link(pages: ServedPages) -> None:
    link, before = make_link(pages), dump(pages.database)
    shown = pages.browser.get(f"{link}?action=E-01&choice=later").text
    assert "Zonnepanelen" in shown
    assert "Haag planten" not in shown
    assert 'value="later" checked' in shown
    assert "31 maart 2027" in shown
    assert dump(pages.database) == before


def test_a_link_to_what_is_closed_fills_in_nothing_for_another_action(pages: ServedPages) -> None:
    """*Klaar* in an older mail, or a tab of yesterday, opened the form of the only action that was left, with
    *klaar* filled in: one touch, and it was done."""
    with pages.database.write_session() as session:
        an = session.scalars(select(Person).where(Person.code == "an")).one()
        other = session.get_one(Action, 2)
        other.owners.append(an)
    link = make_link(pages)
    receipt = pages.browser.post(link, data=fields("done")).headers["location"]
    shown = pages.browser.get(f"{link}?action=E-01&choice=done").text
    assert "De actie van deze link staat niet meer bij u open" in shown
    assert ("Haag planten" in shown, "<form" in shown) == (True, False)
    pages.today = TODAY + timedelta(days=1)
    shown = pages.browser.get(receipt).text
    assert ("Haag planten" in shown, "<form" in shown, " checked" in shown) == (True, True, False)


def test_each_link_of_what_is_wrong_leads_to_its_field(pages: ServedPages) -> None:
    """Those of a choice and of a tick led nowhere: who goes by the keyboard stayed where they were."""
    photo = {"photo": ("dak.jpg", b"x", "image/jpeg")}
    shown = pages.browser.post(make_link(pages), data=fields("x"), files=photo).text
    links = re.findall(r'href="#([^"]+)">', shown.partition('role="alert"')[2])
    assert links == ["choice", "photo", "photo_caption", "photographer", "photo_permission"]
    assert ".:" not in shown
    for each in links:
        assert len(re.findall(rf'<(?:input|textarea|select)[^>]* id="{each}"', shown)) == 1, each


def test_the_form_says_that_what_is_written_may_be_published(pages: ServedPages) -> None:
    """It did: a reason such as "my manager does not help" came into the proof of an edition word by word."""
    said = "Wat u schrijft, kan in de nieuwsbrief komen; wie die goedkeurt, leest het eerst na."
    assert said in pages.browser.get(make_link(pages)).text


@pytest.mark.each_database
def test_done_is_stored_at_once_and_the_receipt_says_so(pages: ServedPages) -> None:
    link = make_link(pages)
    answer = pages.browser.post(link, data=fields("done", text="Ze liggen erop."))
    assert answer.status_code == 303
    action = load(pages)
    assert (action.status, action.last_update_on) == (ActionStatus.DONE, TODAY)
    assert [(each.text, each.source) for each in action.reports] == [("Ze liggen erop.", "page")]
    thanks = 'Bedankt, uw antwoord over <span class="unbroken">E-01</span>'
    assert thanks in pages.browser.get(answer.headers["location"]).text


@pytest.mark.each_database
def test_a_later_date_is_proposed_and_shown_as_waiting(pages: ServedPages) -> None:
    link = make_link(pages)
    pages.browser.post(link, data=fields("later", text="De aannemer is ziek.", new_deadline="2027-06-01"))
    assert load(pages).deadline == date(2027, 3, 31)
    with pages.database.read_session() as session:
        question = session.scalars(select(Question)).one()
    assert (question.kind, question.proposal["deadline"]) == (QuestionKind.NEW_DEADLINE, "2027-06-01")
    assert "1 juni 2027; de coördinator bekijkt het nog" in pages.browser.get(link).text


def test_the_next_meeting_of_an_action_without_a_group_is_that_of_the_core_group(pages: ServedPages) -> None:
    """Its points are on that agenda: so the letters said, and the page named no meeting."""
    link = make_link(pages)
    assert "Volgend overleg" not in pages.browser.get(link).text
    with pages.database.write_session() as session:
        (town,) = session.scalars(select(Municipality.id))
        core = Group(municipality_id=town, code="kern", name="Kerngroep", kind=GroupKind.CORE)
        core.anchor, core.interval_months = date(2027, 3, 16), 6
        session.add(core)
    assert "<dt>Volgend overleg</dt><dd>dinsdag 16 maart 2027</dd>" in pages.browser.get(link).text


def test_the_other_owner_sees_who_proposed_what_and_when(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        action.owners.append(session.scalars(select(Person).where(Person.code == "bo")).one())
    link = make_link(pages)
    pages.browser.post(link, data=fields("later", text="De aannemer is ziek.", new_deadline="2027-06-01"))
    own, other = (pages.browser.get(f"{each}?action=E-01").text for each in (link, make_link(pages, "bo")))
    waits = "<dd>dinsdag 1 juni 2027; de coördinator bekijkt het nog"
    assert f"<dt>Uw voorstel</dt>{waits}</dd>" in own
    assert f"<dt>Voorstel van An Peeters</dt>{waits} (voorgesteld op maandag 1 maart 2027)</dd>" in other
    assert "<h2>Wat eerder over deze actie gemeld werd</h2>" in other
    with pages.database.write_session() as session:
        session.scalars(select(Question)).one().state = QuestionState.REFERRED
    assert "dinsdag 1 juni 2027; het komt op het volgende overleg" in pages.browser.get(link).text


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (fields("later", text="Ziek."), "Welke datum haalt u wel?"),
        (fields("later", text="Ziek.", new_deadline="2027-02-01"), "Kies een dag na vandaag."),
        (fields("later", text="Ziek.", new_deadline=str(TODAY)), "Kies een dag na vandaag."),
        (
            fields("later", text="Ziek.", new_deadline="2027-03-31"),
            "Dat is niet later dan de afgesproken dag, woensdag 31 maart 2027. Haalt u die dag, kies dan",
        ),
        (
            fields("later", text="Ziek.", new_deadline="2027-03-02"),
            "Dat is niet later dan de afgesproken dag",
        ),
        (fields("stuck"), "Zeg in één zin waarom."),
        (fields("stopped"), "Zeg in één zin waarom."),
        (fields("stopped", text="  "), "Zeg in één zin waarom."),
        (fields(""), "Kies hoe het staat."),
        (fields("dodo"), "Let op:"),
        (fields("done", text="x" * 1001), "Let op:"),
    ],
)
def test_what_is_wrong_is_said_in_dutch_and_nothing_is_stored(
    pages: ServedPages, given: dict[str, str], error: str
) -> None:
    link, before = make_link(pages), dump(pages.database)
    answer = pages.browser.post(link, data=given)
    assert answer.status_code == 422
    assert error in answer.text
    assert "?</a>:" not in answer.text, "a question ends with its question mark"
    assert dump(pages.database) == before


@pytest.mark.long
@pytest.mark.each_database
def test_a_figure_is_stored_with_its_day_and_source(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Opbrengst", unit="MWh"))
    link = make_link(pages)
    figure = {"figure-I-1": "1.250,5", "measured-I-1": "2027-02-01", "source-I-1": "Fluvius"}
    assert pages.browser.post(link, data=fields("on-track", **figure)).status_code == 303
    with pages.database.read_session() as session:
        measured = session.scalars(select(Measurement)).one()
    assert (measured.value, measured.measured_on) == (1250.5, date(2027, 2, 1))
    missing = fields("on-track", **{**figure, "measured-I-1": ""})
    assert "Op welke dag is dit gemeten?" in pages.browser.post(link, data=missing).text
    empty = dict.fromkeys(figure, "")  # as a browser sends what was not filled in
    assert pages.browser.post(link, data=fields("on-track", new_deadline="", **empty)).status_code == 303
    with_unit = fields("on-track", **{**figure, "figure-I-1": "ca. 1.260,5 MWh"})
    assert pages.browser.post(link, data=with_unit).status_code == 303
    with pages.database.read_session() as session:
        assert session.scalars(select(Measurement.value)).one() == 1260.5
    for wrong, error in (
        *(("12.5", "1.250,5"), ("nan", "1.250,5"), ("1e400", "1.250,5")),
        *(("1.260 kWh", "1.250,5"), ("12 tot 14 MWh", "1.250,5")),
    ):
        answer = pages.browser.post(link, data=fields("on-track", **{**figure, "figure-I-1": wrong}))
        assert (answer.status_code, error in answer.text) == (422, True)


def test_each_label_says_when_its_field_may_stay_empty(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Opbrengst", unit="MWh"))
    shown = pages.browser.get(f"{make_link(pages)}?action=E-01&choice=later").text
    assert read_notes(shown) == {
        "text": "(nodig bij “Later”, “Ik zit vast” en “Gestopt”)",
        "new_deadline": "(nodig bij “Later”)",
        "figure-I-1": "(mag leeg blijven)",
        "measured-I-1": "(nodig bij een cijfer)",
        "source-I-1": "(mag leeg blijven)",
        "photo": "(mag leeg blijven)",
        "photo_caption": "(nodig bij een foto)",
        "photographer": "(nodig bij een foto)",
    }


def test_nobody_reports_of_anothers_action(pages: ServedPages) -> None:
    answer = pages.browser.post(make_link(pages, "bo"), data=fields("done"))
    assert answer.status_code == 409
    assert load(pages).status is ActionStatus.RUNNING


@pytest.mark.each_database
def test_a_stand_in_reports_for_who_is_absent(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        an, bo = (session.scalars(select(Person).where(Person.code == code)).one() for code in ("an", "bo"))
        an.absent_from, an.absent_until, an.stand_in = TODAY, TODAY + timedelta(days=20), bo
    link = make_link(pages, "bo")
    assert "An Peeters, die u vervangt" in pages.browser.get(link).text
    assert pages.browser.post(link, data=fields("done")).status_code == 303
    assert load(pages).status is ActionStatus.DONE


@pytest.mark.each_database
def test_an_answer_after_the_deadline_moved_is_asked_again(pages: ServedPages) -> None:
    link = make_link(pages)
    with pages.database.write_session() as session:
        session.get_one(Action, 1).deadline = date(2027, 5, 1)
    given = fields("later", text="Ziek.", new_deadline="2027-06-01")
    answer = pages.browser.post(link, data=given)
    assert (answer.status_code, "intussen veranderd" in answer.text) == (409, True)
    assert 'value="2027-05-01"' in answer.text
    assert pages.browser.post(link, data=fields("done")).status_code == 303


def test_an_answer_about_a_finished_action_is_explained(pages: ServedPages) -> None:
    link = make_link(pages)
    pages.browser.post(link, data=fields("done"))
    answer = pages.browser.post(link, data=fields("stuck", text="Toch niet."))
    assert (answer.status_code, "staat niet meer bij u open" in answer.text) == (409, True)


@pytest.mark.each_database
def test_links_that_open_nothing_explain_themselves(pages: ServedPages) -> None:
    link = make_link(pages)
    assert "Deze link kennen we niet" in pages.browser.get("/o/" + "0" * 40).text
    pages.today = TODAY + timedelta(days=89)
    assert pages.browser.get(link).status_code == 200
    pages.today = TODAY + timedelta(days=90)
    expired = pages.browser.get(link)
    assert (expired.status_code, "Deze link is verlopen" in expired.text) == (410, True)
    assert pages.browser.post(link, data=fields("done")).status_code == 410
    assert load(pages).status is ActionStatus.RUNNING


def test_an_owner_who_is_stuck_reads_that_it_waits(pages: ServedPages) -> None:
    link = make_link(pages)
    pages.browser.post(link, data=fields("stuck", text="Geen budget."))
    waits = (
        "<dt>Uw melding</dt><dd>zit vast, gemeld op maandag 1 maart 2027; de coördinator bekijkt het nog</dd>"
    )
    assert waits in pages.browser.get(link).text
    pages.browser.post(link, data=fields("on-track", text="Het lukt."))
    assert "Uw melding" not in pages.browser.get(link).text


def test_after_the_deadline_nobody_is_offered_on_schedule(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.scalars(select(Action).where(Action.code == "E-01")).one().deadline = TODAY - timedelta(45)
    link = make_link(pages)
    shown = pages.browser.get(f"{link}?action=E-01&choice=done").text
    assert "Op schema" not in shown
    for words in ("Klaar", "Nog bezig, met een nieuwe datum", "Ik zit vast"):
        assert f"> {words}</label>" in shown
    # a mail of before the deadline has the button still: it leads to the new date
    assert 'value="later" checked' in pages.browser.get(f"{link}?action=E-01&choice=on-track").text
    given = fields("on-track", seen_deadline=(TODAY - timedelta(45)).isoformat())
    answer = pages.browser.post(link, data=given)  # the page was open since
    assert (answer.status_code, load(pages).reports) == (422, [])
    assert "De afgesproken dag is intussen voorbij. Zeg nog eens hoe het staat." in answer.text


def test_on_the_day_itself_an_action_may_be_on_schedule(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.scalars(select(Action).where(Action.code == "E-01")).one().deadline = TODAY
    assert "> Op schema</label>" in pages.browser.get(f"{make_link(pages)}?action=E-01").text


def test_who_cannot_mail_back_says_on_the_page_that_it_stops(pages: ServedPages) -> None:
    link = f"{make_link(pages)}?action=E-01"
    with pages.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        action.deadline = TODAY - timedelta(days=1)
    said = "Kies dan “Gestopt”, en zeg waarom. De coördinator beslist erover."
    assert said in pages.browser.get(link).text
    with pages.database.write_session() as session:
        session.execute(update(Municipality).values(reply_to="", sender="", coordinator_id=None))
    shown = pages.browser.get(link).text
    assert said in shown
    assert "Beantwoord" not in shown


def test_that_an_action_stops_is_a_button_before_and_after_the_deadline(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E-02")).one()
        action.owners.append(session.scalars(select(Person).where(Person.code == "an")).one())
    link, before = make_link(pages), dump(pages.database)
    button = '<a href="?action=E-01&amp;choice=stopped">Gestopt</a>'
    assert button in pages.browser.get(link).text
    assert 'value="stopped" checked' in pages.browser.get(f"{link}?action=E-01&choice=stopped").text
    assert dump(pages.database) == before
    pages.today = date(2027, 4, 1)
    shown = pages.browser.get(f"{link}?action=E-01&choice=stopped").text
    assert 'value="stopped" checked' in shown
    assert "Beantwoord dan onze mail" not in shown


@pytest.mark.each_database
def test_that_an_action_stops_is_decided_by_the_coordinator_with_the_owners_reason(
    pages: ServedPages,
) -> None:
    link = make_link(pages)
    answer = pages.browser.post(link, data=fields("stopped", text="De subsidie valt weg."))
    assert answer.status_code == 303
    said = pages.browser.get(answer.headers["location"]).text
    assert "U zegt dat “Zonnepanelen” stopt. De coördinator leest waarom, en beslist erover." in said
    assert "de actie stopt, gemeld op maandag 1 maart 2027; de coördinator beslist erover" in said
    assert (load(pages).status, load(pages).reports) == (ActionStatus.RUNNING, [])
    question = ask(pages)
    assert (question.proposed_choice, question.text) == ("stopped", "De subsidie valt weg.")
    with pages.database.write_session() as session:
        municipality = session.get_one(Municipality, 1)
        shown = describe_question(session.get_one(Question, question.id), "nl", TODAY)
        assert (shown.kind, shown.owner, shown.proposal) == ("stop", "An Peeters", "Gestopt")
        given = GivenAnswer("stopped", "Coen", TODAY, clock_on(TODAY), "", "page")
        decide_question(session, municipality, question.id, given, QUESTION_EFFECTS)
    assert load(pages).status is ActionStatus.STOPPED
    with pages.database.read_session() as session:
        changes = {each.field: each.new for each in session.scalars(select(ActionChange))}
    assert changes == {"status": "stopped", "note": "De subsidie valt weg."}


def test_who_says_that_it_does_not_stop_after_all_takes_it_back(pages: ServedPages) -> None:
    link = make_link(pages)
    for text in ("De subsidie valt weg.", "De aannemer stopt."):
        assert pages.browser.post(link, data=fields("stopped", text=text)).status_code == 303
    assert ask(pages).text == "De aannemer stopt."
    assert pages.browser.post(link, data=fields("on-track")).status_code == 303
    with pages.database.read_session() as session:
        states = set(session.scalars(select(Question.state)))
    assert states == {QuestionState.SUPERSEDED}
    assert "de actie stopt" not in pages.browser.get(link).text


def test_a_stop_is_asked_again_if_the_report_that_took_its_place_is_undone(pages: ServedPages) -> None:
    pages.browser.post(make_link(pages), data=fields("stopped", text="De subsidie valt weg."))
    with pages.database.write_session() as session:
        municipality, action = session.get_one(Municipality, 1), session.get_one(Action, 1)
        entry = ReportEntry(action.owners[0], "mail", TODAY, clock_on(TODAY))
        undo = report_with_undo(
            session, municipality, action, ReportedProgress(ProgressChoice.ON_TRACK), entry
        )
        assert session.scalars(select(Question.state)).all() == [QuestionState.SUPERSEDED]
        undo_report(session, municipality, undo, "an", TODAY, clock_on(TODAY))
    assert ask(pages).text == "De subsidie valt weg."


def test_a_figure_that_comes_with_a_stop_is_kept(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.add(Indicator(municipality_id=1, action_id=1, code="I-1", name="Opbrengst", unit="MWh"))
    figure = {"figure-I-1": "12", "measured-I-1": "2027-02-01", "source-I-1": ""}
    given = fields("stopped", text="Genoeg.", **figure)
    assert pages.browser.post(make_link(pages), data=given).status_code == 303
    with pages.database.read_session() as session:
        assert session.scalars(select(Measurement)).one().value == 12


def ask(pages: ServedPages) -> Question:
    """Return what waits for the coordinator."""
    with pages.database.read_session() as session:
        return session.scalars(select(Question).where(Question.state == QuestionState.OPEN)).one()


def test_the_receipt_of_what_was_undone_since_is_shown_no_more(pages: ServedPages) -> None:
    """A tab that was loaded again said of a running action that it was done."""
    answer = pages.browser.post(make_link(pages), data=fields("done", text="Ze liggen erop."))
    assert "Bedankt, uw antwoord" in pages.browser.get(answer.headers["location"]).text
    with pages.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        action.status = ActionStatus.RUNNING
    shown = pages.browser.get(answer.headers["location"]).text
    assert "als klaar in het actieplan" not in shown
    assert "Bedankt, uw antwoord" not in shown


@pytest.mark.parametrize("text", [" ", "\u00a0", "\u200b", "\u00a0\u200b\ufeff"])
def test_a_reason_that_nobody_sees_is_none(pages: ServedPages, text: str) -> None:
    answer = pages.browser.post(make_link(pages), data=fields("stuck", text=text))
    assert answer.status_code == 422
    with pages.database.read_session() as session:
        assert session.scalars(select(Question)).all() == []
