"""A story says each sentence once, also where it is the reason of a change and the report of its day."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from terugkom.editions.drop_repetitions import drop_repeated
from terugkom.editions.media.renderers import RENDERERS
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.language_rules.sentences import split_sentences
from terugkom.plan.decide_question import decide_question
from terugkom.plan.media import Medium
from terugkom.plan.model import Action, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer, Question
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.editions.edition_municipality import FIRST, EditionMunicipality, action
from tests.editions.media.proofs import kit

MOSTLY_SQLITE = True
SAID, LATER = date(2026, 11, 20), date(2027, 2, 26)
LAMPS, ILL = "De armaturen worden pas in januari geleverd.", "De elektricien is ziek tot februari."


@pytest.fixture
def late(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """A municipality whose one action missed its deadline; its owner said why, and proposed a later date."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-west")
    town.import_actions(FIRST, action("L-1", "Ledlampen", public="ja", deadline=date(2026, 10, 31)))
    report(town, ReportedProgress(ProgressChoice.ON_TRACK, LAMPS))
    report(town, ReportedProgress(ProgressChoice.LATER, ILL, LATER))
    return town


def report(town: EditionMunicipality, given: ReportedProgress, on: date = SAID) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        found = select(Action).where(Action.municipality_id == municipality.id)
        owner = select(Person).where(Person.municipality_id == municipality.id, Person.code == "LW")
        entry = ReportEntry(session.scalars(owner).one(), "page", on, clock_on(on))
        report_progress(session, municipality, session.scalars(found).one(), given, entry)


def accept(town: EditionMunicipality, reason: str = "") -> None:
    on = SAID + timedelta(days=3)
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        number = session.scalars(
            select(Question.id).where(Question.municipality_id == municipality.id, Question.state == "open")
        ).one()
        given = GivenAnswer("accept", "Lotte", on, clock_on(on), reason)
        decide_question(session, municipality, number, given, QUESTION_EFFECTS)


@pytest.mark.parametrize("reason", ["", "Dat kan niet anders."])
def test_the_reason_of_a_later_date_is_told_once(late: EditionMunicipality, reason: str) -> None:
    accept(late, reason)
    review = late.compile()
    (story,) = (each for each in review.proof.stories if each.actions == ("L-1",))
    assert story.text.count("De elektricien is ziek tot februari") == 1
    assert story.text.count(LAMPS) == 1
    made = RENDERERS[Medium.NEWSLETTER](review.proof, kit())
    assert made.letter
    for text in (made.letter.text, made.letter.html):
        words = " ".join(text.split())
        assert (words.count("elektricien is ziek"), words.count("armaturen worden pas")) == (1, 1)


def test_what_is_reported_again_on_another_day_is_told_once(late: EditionMunicipality) -> None:
    report(late, ReportedProgress(ProgressChoice.ON_TRACK, f"{LAMPS} De helft staat er."), date(2026, 12, 1))
    (story,) = (each for each in late.compile().proof.stories if each.actions == ("L-1",))
    assert story.text.count(LAMPS) == 1
    assert "De helft staat er." in story.text


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["Ziek.", "Laat.\nZiek."], ["Ziek.", "Laat."]),
        (["Ziek", "ziek!"], ["Ziek", ""]),
        (["Ziek.; Dat kan.", "Laat. Ziek. Dat kan."], ["Ziek.; Dat kan.", "Laat."]),
        (["Laat\nZiek", "Vast"], ["Laat\nZiek", "Vast"]),
        ([""], [""]),
    ],
)
def test_each_sentence_is_listed_once(texts: list[str], said: list[str]) -> None:
    assert list(drop_repeated(texts)) == said


@given(st.lists(st.text(max_size=40), max_size=4))
def test_nothing_that_was_said_is_lost(texts: list[str]) -> None:
    told = read_words(" ".join(drop_repeated(texts)))
    sentences = (text[start:end] for text in texts for start, end in split_sentences(text))
    assert all(read_words(each) in told for each in sentences if read_words(each).strip())


def read_words(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} "
