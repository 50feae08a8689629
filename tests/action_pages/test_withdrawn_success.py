"""An action is not called done any more where a success was withdrawn, until somebody says what it is."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.editions.corrected_edition import load_corrected_edition
from terugkom.editions.correction_model import CorrectionKind, StoryCorrection
from terugkom.editions.media.renderers import RENDERERS
from terugkom.peers.export_shared import build_shared_plan
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.decide_question import PLAN_EFFECTS, close_lapsed_questions, decide_question
from terugkom.plan.media import Medium
from terugkom.plan.model import Action, ActionStatus
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer, Question, QuestionState, list_pending_questions
from terugkom.plan.summary_period import build_summary_period
from terugkom.reminders.coordinator_inbox import load_coordinator_inbox
from terugkom.schedule.quarters import Quarter
from tests.action_pages.website import Website
from tests.clock import clock_on
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, action
from tests.editions.published_municipality import LATER, PublishedMunicipality
from tests.fill_once import fill_once

MOSTLY_SQLITE = True

STORY, REASON = "klaar-m-01", "De fietsen zijn nooit geleverd."
BIKES, OVERVIEW = "acties/m-01.html", "acties/index.html"
PUBLIC = {"public": "ja", "theme": "Mobiliteit", "sdgs": "11"}
SECOND = action("M-02", "Een bakfiets", **PUBLIC)


@pytest.fixture
def linde(sqlite_database: Database, tmp_path: Path) -> PublishedMunicipality:
    """Linde, whose edition says that two actions are done, published and sent."""
    room = PublishedMunicipality(sqlite_database, tmp_path)
    room.desk = type(room.desk)(
        room.desk.database, room.desk.documents, room.desk.templates, "https://acties.example.org"
    )

    def fill() -> None:
        room.import_actions(FIRST, BEFORE[0] | PUBLIC, BEFORE[1], SECOND)
        room.import_actions(ASKED, NOW[0] | PUBLIC, NOW[1], SECOND | {"status": "klaar"})
        room.publish(Medium.NEWSLETTER, Medium.WEBSITE)
        room.settle()

    fill_once(sqlite_database, tmp_path, "two done, in themes", fill)
    return room


@pytest.fixture
def website(linde: PublishedMunicipality) -> Website:
    website = Website(linde)
    website.tick(ASKED)
    return website


def withdraw(linde: PublishedMunicipality) -> StoryCorrection:
    correction = linde.propose(CorrectionKind.WITHDRAW, STORY, REASON)
    linde.settle(role="coordinator")
    linde.decide(correction)
    assert linde.publish_correction(correction).checked_action_count == 1
    return correction


def decide(linde: PublishedMunicipality, choice: str) -> None:
    with linde.database.write_session() as session:
        town = get_municipality(session, linde.slug)
        (question,) = list_pending_questions(session, town.id)
        given = GivenAnswer(choice, "Lotte", LATER, clock_on(LATER))
        decide_question(session, town, question.id, given, PLAN_EFFECTS)


def read_status(linde: PublishedMunicipality, code: str = "M-01") -> ActionStatus:
    with linde.database.read_session() as session:
        return session.scalars(select(Action).where(Action.code == code)).one().status


def read_mail(linde: PublishedMunicipality, kind: str) -> tuple[str, str, str]:
    """The subject, text and HTML of the last mail of a kind, each on one line."""
    with linde.database.read_session() as session:
        query = select(Document).join(Delivery, Delivery.document_id == Document.id)
        document = session.scalars(query.where(Document.kind == kind).order_by(Delivery.id.desc())).first()
        assert document
        mail = message_from_bytes(linde.desk.documents.read(document.path, document.sha256), policy=default)
    bodies = [mail.get_body((each,)) for each in ("plain", "html")]
    text, page = (" ".join(each.get_content().split()) for each in bodies if each)
    return str(mail["Subject"]), text, page


@pytest.mark.long
def test_the_page_says_that_it_is_checked_and_the_figures_agree(
    linde: PublishedMunicipality, website: Website
) -> None:
    assert "Deze actie is klaar sinds 17 december 2026." in website.read(BIKES)
    assert "Klaar: 2 van 3 acties." in website.read(OVERVIEW)
    correction = withdraw(linde)
    assert website.tick(LATER) == [OVERVIEW, BIKES]
    said = website.read(BIKES)
    assert "Wordt nagekeken Drie dienstfietsen We kijken na of deze actie klaar is." in said
    assert "Op 11 januari 2027 namen we een bericht terug dat zei dat ze klaar is." in said
    assert "17 december 2026 Er werd gemeld dat de actie af is. Dat kijken we na." in said
    assert not re.search(r"\bKlaar\b|is klaar sinds", said)
    overview = website.read(OVERVIEW)
    assert "Klaar: 1 van 3 acties. Lopend: 1. Wordt nagekeken: 1." in overview
    assert (
        overview.count("Drie dienstfietsen : wordt nagekeken")
        + overview.count("Drie dienstfietsen: wordt nagekeken")
        == 2
    ), "below its theme and below its goal"
    media = {Medium.WEBSITE: RENDERERS[Medium.WEBSITE]}
    edition = load_corrected_edition(linde.desk, linde.run(), correction.id, linde.targets(), media)
    assert edition.told.counts[0].public == 1, "as many as the overview says"


def test_the_mail_asks_and_its_link_opens_the_question(linde: PublishedMunicipality) -> None:
    withdraw(linde)
    subject, text, page = read_mail(linde, "correction-by-hand")
    assert subject == "Zelf te doen na de intrekking van “Drie dienstfietsen: klaar”"
    assert (
        "IS DEZE ACTIE ECHT KLAAR? Het bericht zei dat deze actie klaar is. In het actieplan staat ze nog op"
        " klaar. Kijkt u na of dat klopt?" in text
    )
    found = re.search(r"Drie dienstfietsen \(M-01\) (https://acties\.example\.org/c/\S+\?about=M-01)", text)
    assert found
    assert f'href="{found[1]}"' in page


@pytest.mark.long
def test_the_summary_lists_it_until_it_is_settled(linde: PublishedMunicipality) -> None:
    withdraw(linde)
    with linde.database.read_session() as session:
        (asked,) = load_coordinator_inbox(
            session, linde.load_municipality(), build_summary_period(None, LATER), LATER
        ).checks.shown
    assert (asked.code, asked.story, asked.text) == ("M-01", "Drie dienstfietsen: klaar", REASON)
    assert [each.words for each in asked.choices] == ["De actie is klaar", "De actie loopt nog"]
    decide(linde, "De actie is klaar")
    with linde.database.read_session() as session:
        assert (
            load_coordinator_inbox(
                session, linde.load_municipality(), build_summary_period(None, LATER), LATER
            ).checks.total
            == 0
        )


@pytest.mark.long
@pytest.mark.parametrize(
    ("choice", "status", "said", "counts"),
    [
        (
            "done",
            ActionStatus.DONE,
            "Deze actie is klaar sinds 17 december 2026.",
            "Klaar: 2 van 3 acties. Lopend: 1.",
        ),
        (
            "running",
            ActionStatus.RUNNING,
            "11 januari 2027 Toch nog niet klaar.",
            "Klaar: 1 van 3 acties. Lopend: 2.",
        ),
    ],
)
def test_the_answer_settles_it_and_the_page_follows(
    linde: PublishedMunicipality, website: Website, choice: str, status: ActionStatus, said: str, counts: str
) -> None:
    withdraw(linde)
    website.tick(LATER)
    decide(linde, choice)
    assert read_status(linde) is status
    assert website.tick(LATER) == [OVERVIEW, BIKES]
    assert said in website.read(BIKES)
    assert counts in website.read(OVERVIEW)
    assert "nagekeken" not in website.pages[BIKES] + website.pages[OVERVIEW]


@pytest.mark.long
def test_a_change_in_the_workbook_settles_it_too(linde: PublishedMunicipality) -> None:
    withdraw(linde)
    linde.import_actions(LATER, NOW[0] | PUBLIC | {"status": "lopend"}, NOW[1], SECOND | {"status": "klaar"})
    with linde.database.write_session() as session:
        closed = close_lapsed_questions(session, linde.load_municipality(), LATER, clock_on(LATER))
        assert [(each.answer, each.answered_through) for each in closed] == [("reopened", "plan")]


@pytest.mark.long
def test_who_tells_the_story_again_says_that_it_is_done(
    linde: PublishedMunicipality, website: Website
) -> None:
    withdraw(linde)
    linde.edit(STORY, ("Ze staan bij het onthaal.", "Ze staan aan de achterdeur."))
    correction = linde.propose(CorrectionKind.ADD, STORY, "De fietsen kwamen op 10 januari aan.")
    linde.settle(role="coordinator")
    linde.decide(correction)
    linde.publish_correction(correction)
    with linde.database.read_session() as session:
        question = session.scalars(select(Question)).one()
    assert (question.state, question.answer, question.answered_through) == (
        QuestionState.ANSWERED,
        "done",
        "edition",
    )
    website.tick(LATER)
    assert "Deze actie is klaar sinds 17 december 2026." in website.read(BIKES)


@pytest.mark.long
def test_a_later_edition_that_says_so_answers_it_as_well(linde: PublishedMunicipality) -> None:
    withdraw(linde)
    later = replace(linde, quarter=Quarter(2027, 1))
    (told,) = linde.folder.glob(f"*{STORY}.md")
    later.compile(LATER)
    later.folder.mkdir(parents=True, exist_ok=True)
    (later.folder / told.name).write_text(told.read_text())
    later.publish(Medium.WEBSITE, day=LATER)
    with linde.database.read_session() as session:
        question = session.scalars(select(Question)).one()
    assert (question.state, question.answer, question.answered_by) == (
        QuestionState.ANSWERED,
        "done",
        "Lotte Wielemans",
    )


@pytest.mark.long
def test_neighbours_and_packs_are_not_told_either(linde: PublishedMunicipality) -> None:
    withdraw(linde)
    with linde.database.read_session() as session:
        town = get_municipality(session, linde.slug)
        shared = {each.code for each in build_shared_plan(session, town).actions}
        facts = {each.code: each for each in load_action_facts(session, town.id, LATER)}
    assert shared == {"M-02"}
    assert {code: each.checked_since for code, each in facts.items()} == {
        "E-02": None,
        "M-01": LATER,
        "M-02": None,
    }


def test_a_withdrawn_setback_or_what_another_story_still_tells_asks_nothing(
    linde: PublishedMunicipality,
) -> None:
    correction = linde.propose(
        CorrectionKind.WITHDRAW, "loopt-e-02", "Het zijn er acht en geen negen, zeggen ze."
    )
    linde.settle(role="coordinator")
    linde.decide(correction)
    assert linde.publish_correction(correction).checked_action_count == 0
    with linde.database.read_session() as session:
        assert not session.scalars(select(Question)).all()
