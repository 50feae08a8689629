"""An edition is read weeks after an owner wrote what it repeats: it says when, where that matters."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from terugkom.claims.dated_text import add_day_published, add_day_written
from terugkom.claims.passed_dates import find_passed_dates, find_passed_words
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.renderers import RENDERERS
from terugkom.ideas.model import Idea, IdeaState
from terugkom.plan.media import Medium
from terugkom.plan.model import Action, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.media.proofs import kit

MOSTLY_SQLITE = True
SAID = date(2026, 11, 20)
WORDS = "Volgende maand plaatst de aannemer de lampen."
NOTE = "Geschreven op 20 november 2026: "
REPEATING = (  # the media that tell a story in the words of its owner
    *(Medium.NEWSLETTER, Medium.STAFF_MAGAZINE, Medium.INTRANET, Medium.WEBSITE, Medium.BULLETIN),
    *(Medium.PRESS, Medium.PUBLIC_SPACE, Medium.STAFF_MEETING, Medium.SOCIAL),
)


KINDS = ("pdf", "docx", "pptx", "html", "atom", "txt", "mail", "mail in HTML", "post")


@pytest.fixture
def town(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """A municipality with one public action, under way."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-west")
    town.import_actions(FIRST, action("L-1", "Ledlampen", public="ja", deadline=date(2027, 6, 30)))
    return town


def report(town: EditionMunicipality, text: str, on: date = SAID) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        found = select(Action).where(Action.municipality_id == municipality.id)
        owner = select(Person).where(Person.municipality_id == municipality.id, Person.code == "LW")
        entry = ReportEntry(session.scalars(owner).one(), "page", on, clock_on(on))
        given = ReportedProgress(ProgressChoice.ON_TRACK, text)
        report_progress(session, municipality, session.scalars(found).one(), given, entry)


def read_story(town: EditionMunicipality, day: date = ASKED) -> str:
    (story,) = (each for each in town.compile(day).proof.stories if each.actions == ("L-1",))
    return story.text


def list_forms(made: RenderedMedium) -> list[tuple[str, str]]:
    """Return the kind of each form of a medium, and what a reader reads there as plain words."""
    files = [*made.files, *(made.letter.attachments if made.letter else ())]
    texts = [(each.name.rpartition(".")[2], _read(each.content)) for each in files]
    texts += [("mail", made.letter.text), ("mail in HTML", made.letter.html)] if made.letter else []
    texts += [("post", each.text) for each in made.posts]
    return [(kind, " ".join(unescape(re.sub(r"<[^>]*>", "", each)).split())) for kind, each in texts]


def _read(content: bytes) -> str:
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            return "\n".join(parts.read(each).decode(errors="replace") for each in parts.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode(errors="replace")


def test_each_form_of_each_medium_says_when_an_owner_wrote_what_it_repeats(town: EditionMunicipality) -> None:
    report(town, WORDS)
    proof = town.compile().proof
    start, found = WORDS[:24], set()
    for medium, render in RENDERERS.items():
        for kind, words in list_forms(render(proof, kit())):
            assert words.count(start) == words.count(f"{NOTE}{start}"), (medium, kind, words)
            found |= {medium, kind} if start in words else set()
    assert found == {*REPEATING, *KINDS}


@pytest.mark.parametrize(
    "words",
    [
        "Volgende week komt de aannemer.",
        "Morgen komt de aannemer.",
        "Vorige week kwam de aannemer.",
        "Gisteren kwam de aannemer.",
        "Dit jaar werd het goedkoper.",
        "De voorbije maanden werkten we eraan.",
        "Twee weken geleden kwam de aannemer.",
        "Op dit moment wachten we op de aannemer.",
    ],
)
def test_words_that_look_ahead_or_back_are_dated(town: EditionMunicipality, words: str) -> None:
    report(town, words, ASKED)
    assert f"Geschreven op 17 december 2026: {words}" in read_story(town)
    assert town.compile().problems == ()


@pytest.mark.parametrize(
    "words", ["De aannemer is gekozen.", "In maart komt de aannemer.", "In de vorige week van het plan."]
)
def test_other_words_are_not(town: EditionMunicipality, words: str) -> None:
    report(town, words)
    assert "Geschreven" not in read_story(town)
    assert words in read_story(town)


def test_what_passed_before_it_was_collected_says_so_and_still_waits_for_a_person(
    town: EditionMunicipality,
) -> None:
    report(town, "Volgende week komt de aannemer.")
    said = "Geschreven op 20 november 2026 (“Volgende week” is voorbij): Volgende week komt de aannemer."
    assert said in read_story(town)
    (problem,) = town.compile().problems
    assert "“Volgende week” is voorbij" in problem
    assert "Geschreven op 20 november 2026" in problem


def test_only_what_is_left_of_a_text_is_dated(town: EditionMunicipality) -> None:
    report(town, WORDS)
    report(town, f"{WORDS} De offertes zijn er.", date(2026, 12, 1))
    assert read_story(town).count("Geschreven op") == 1


@pytest.mark.long
def test_the_reason_of_what_was_stopped_is_dated_in_one_sentence(town: EditionMunicipality) -> None:
    report(town, "Volgend jaar is er geen geld")
    town.import_actions(ASKED, action("L-1", "Ledlampen", "gestopt", public="ja", deadline=date(2027, 6, 30)))
    text = read_story(town)
    assert "De reden, geschreven op 20 november 2026: Volgend jaar is er geen geld." in text
    assert town.compile(date(2027, 12, 31)).problems == ()
    (problem,) = town.compile(date(2028, 1, 2)).problems
    assert "“Volgend jaar” is voorbij" in problem


def test_the_answer_to_an_idea_is_dated(town: EditionMunicipality) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        idea = Idea(
            municipality_id=municipality.id, code="I1", text="Regenwater", normalized_text_sha256="1",
            submitted_on=SAID, answered_on=SAID, state=IdeaState.LATER, answer="Volgend jaar kan dit.",
        )  # fmt: skip
        session.add(idea)
    (story,) = (each for each in town.compile().proof.stories if each.kind == "idea")
    assert f"{NOTE}Volgend jaar kan dit." in story.text


@pytest.mark.parametrize(
    ("language", "text", "said", "passed"),
    [
        ("nl", "De raad beslist volgende maand.", "Geschreven op 3 maart 2027: ", "volgende maand"),
        ("fr", "Le conseil décidera le mois prochain.", "Écrit le 3 mars 2027\u00a0: ", "le mois prochain"),
        ("de", "Der Rat beschließt nächsten Monat.", "Geschrieben am 3. März 2027: ", "nächsten Monat"),
        ("en", "The council decides next month.", "Written on 3 March 2027: ", "next month"),
    ],
)
def test_in_each_language_and_who_checks_it_counts_from_that_day(
    language: str, text: str, said: str, passed: str
) -> None:
    written, today, later = date(2027, 3, 3), date(2027, 4, 30), date(2027, 5, 1)
    assert add_day_written(text, written, written, language) == text
    published = add_day_published(text, written, written, language)
    assert published == f"{said}{text}" == add_day_written(text, written, today, language)
    for note in (published, add_day_published(text, written, later, language)):
        assert list(find_passed_words(note, language, later, today)) == []
        (found,) = find_passed_words(note, language, later, later)
        assert (found.words, found.day, found.sentence) == (passed, today, note)
        assert list(find_passed_dates(note, language, written, later)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L’entrepreneur est venu la semaine dernière."),
        ("fr", "Nous avons commencé hier."),
        ("fr", "Il y a deux mois, le toit fuyait."),
        ("fr", "Aujourd’hui, tout est prêt."),
        ("de", "Letzte Woche kam der Unternehmer."),
        ("de", "Gestern haben wir angefangen."),
        ("de", "Vor zwei Monaten war das Dach undicht."),
        ("de", "Heute Morgen war alles bereit."),
        ("en", "The contractor came last week."),
        ("en", "We started yesterday."),
        ("en", "Two months ago the roof leaked."),
        ("en", "Today everything is ready."),
    ],
)
def test_what_looks_back_is_dated_in_each_language_and_never_called_over(language: str, text: str) -> None:
    written = date(2027, 3, 3)
    assert add_day_published(text, written, date(2030, 1, 1), language).endswith(text)
    assert add_day_published(text, written, date(2030, 1, 1), language) != text
    assert list(find_passed_words(text, language, written, date(2030, 1, 1))) == []


def test_a_german_ordinal_ends_no_note() -> None:
    note = "Geschrieben am 3. März 2027: Der Rat beschließt nächsten Monat. Danach geht es weiter."
    (found,) = find_passed_words(note, "de", date(2027, 9, 1), date(2027, 5, 1))
    assert (found.words, found.day) == ("nächsten Monat", date(2027, 4, 30))
    assert list(find_passed_words(note, "de", date(2027, 1, 1), date(2027, 4, 30))) == []
