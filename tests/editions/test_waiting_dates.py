"""Who approves an edition reads for which of its actions a later date waits for a decision."""

from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from tasks.approval_form import describe_edition
from tasks.edition_page import format_proof_lines
from terugkom.delivery.model import Delivery
from terugkom.documents.docx_sections import read_docx_sections
from terugkom.documents.model import Document as StoredDocument
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionStep
from terugkom.editions.proof import Proof
from terugkom.editions.word_draft.apply_draft import DraftFolder, apply_draft
from terugkom.editions.word_draft.parse_draft import parse_draft
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.plan.decide_question import decide_question
from terugkom.plan.model import Action, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer, Question, QuestionState
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.media.proofs import kit
from tests.editions.test_publish_edition import words_of
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
SAID = date(2026, 11, 20)
LAMPS = "Ledlampen: voorgesteld is 26 februari 2027"
BIKES = "Fietsen: voorgesteld is 30 september 2027"
HEADING = "Let op: over een latere datum is nog niet beslist."


@pytest.fixture
def waiting(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """A municipality where a later date waits for an action that is late and for one under way; a third
    action has news, and a fourth, for which one waits too, is in no story."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-west")

    def fill() -> None:
        town.import_actions(
            FIRST,
            action("L-1", "Ledlampen", public="ja", deadline=date(2026, 12, 7)),
            action("F-1", "Fietsen", public="ja", deadline=date(2027, 6, 30)),
            action("T-1", "Tuinen", public="ja", deadline=date(2027, 6, 30)),
            action("Z-1", "Zonnepanelen", public="ja", deadline=date(2028, 6, 30)),
        )
        report(
            town, "L-1", ReportedProgress(ProgressChoice.LATER, "De elektricien is ziek.", date(2027, 2, 26))
        )
        report(town, "F-1", ReportedProgress(ProgressChoice.LATER, "De helft is er.", date(2027, 9, 30)))
        report(town, "T-1", ReportedProgress(ProgressChoice.ON_TRACK, "De eerste tuin is klaar."))
        long_ago, later = date(2026, 9, 10), date(2029, 6, 30)
        report(town, "Z-1", ReportedProgress(ProgressChoice.LATER, "Het net is vol.", later), long_ago)

    fill_once(town.database, town.home, "waiting of waiting_dates", fill)
    return town


def report(town: EditionMunicipality, code: str, given: ReportedProgress, on: date = SAID) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        found = select(Action).where(Action.municipality_id == municipality.id, Action.code == code)
        owner = select(Person).where(Person.municipality_id == municipality.id, Person.code == "LW")
        entry = ReportEntry(session.scalars(owner).one(), "page", on, clock_on(on))
        report_progress(session, municipality, session.scalars(found).one(), given, entry)


def answer_all(town: EditionMunicipality, *choices: str) -> None:
    """Give each question the first of these answers that it has."""
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        open_ones = select(Question.id).where(
            Question.municipality_id == municipality.id, Question.state == QuestionState.OPEN
        )
        for number in session.scalars(open_ones).all():
            offered = session.get_one(Question, number).choices
            choice = next(each for each in choices if each in offered)
            given = GivenAnswer(choice, "Lotte", SAID, clock_on(SAID))
            decide_question(session, municipality, number, given, QUESTION_EFFECTS)


def load_mail(town: EditionMunicipality) -> EmailMessage:
    """Return the last mail about the edition."""
    with town.database.read_session() as session:
        mine = Delivery.moment_id == town.edition(session).moment_id
        query = (
            select(StoredDocument.path).join(Delivery, Delivery.document_id == StoredDocument.id).where(mine)
        )
        path = session.scalars(query.order_by(Delivery.id.desc())).first()
    assert path
    mail = message_from_bytes((town.desk.documents.folder / path).read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def read_mail(town: EditionMunicipality) -> list[str]:
    """Return the last mail about the edition, as text and as HTML without its tags' line breaks."""
    mail = load_mail(town)
    parts = [part for kind in ("plain", "html") if (part := mail.get_body((kind,)))]
    assert len(parts) == 2
    return [
        " ".join(part.get_content().replace("<strong>Let op:</strong>", "Let op:").split()) for part in parts
    ]


@pytest.mark.long
def test_the_mail_that_asks_for_approval_names_them(waiting: EditionMunicipality) -> None:
    assert waiting.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    for words in read_mail(waiting):
        assert HEADING in words
        assert (words.count(LAMPS), words.count(BIKES)) == (1, 1)
        assert words.count("voorgesteld is") == 2


def test_the_mail_of_an_edition_that_is_not_ready_names_them(waiting: EditionMunicipality) -> None:
    waiting.compile()
    path = next(waiting.folder.glob("*-loopt-t-1.md"))
    path.write_text(f"{path.read_text().rstrip()} [Vul hier aan hoeveel tuinen.]\n")
    assert waiting.take_due_step(ASKED) is EditionStep.NOT_READY
    for words in read_mail(waiting):
        assert LAMPS in words
        assert BIKES in words


@pytest.mark.long
@pytest.mark.parametrize("choice", ["accept", "refuse"])
def test_once_it_is_decided_nothing_is_said(waiting: EditionMunicipality, choice: str) -> None:
    answer_all(waiting, choice)
    assert waiting.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    for words in read_mail(waiting):
        assert HEADING not in words
        assert "wacht een voorstel" not in words


def test_the_form_and_the_page_of_the_run_count_them_without_names(waiting: EditionMunicipality) -> None:
    review = waiting.compile()
    form = describe_edition(review, (), "")
    assert "**Voor 2 acties wacht een voorstel van een latere datum.**" in form
    page = "\n".join(format_proof_lines(review))
    assert "**Acties waarvoor een voorstel van een latere datum wacht: 2**" in page
    assert "Ledlampen" not in form + page


def read_draft(town: EditionMunicipality) -> bytes:
    """Return the Word draft of the last mail about the edition."""
    (attached,) = load_mail(town).iter_attachments()
    content = attached.get_content()
    assert isinstance(content, bytes)
    return content


@pytest.mark.long
def test_the_word_draft_names_them_below_its_title_and_beside_their_story(
    waiting: EditionMunicipality,
) -> None:
    assert waiting.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    document = Document(BytesIO(read_draft(waiting)))
    opening = [each.text for each in document.paragraphs[2:5]]
    rest = "De nieuwsbrief gaat uit van de datum die nu in het plan staat."
    assert opening == [f"{HEADING} {rest}", BIKES, LAMPS]
    titles = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    warned = {
        title: table.rows[0].cells[1].text
        for title, table in zip(titles, document.tables, strict=True)
        if table.rows[0].cells[0].text == "Let op (komt niet in de nieuwsbrief)"
    }
    assert warned == {"Ledlampen: later dan beloofd": LAMPS, "Fietsen": BIKES}


@pytest.mark.long
@pytest.mark.parametrize("is_edited", [False, True])
def test_what_the_word_draft_warns_of_comes_back_in_no_story(
    waiting: EditionMunicipality, tmp_path: Path, is_edited: bool
) -> None:
    assert waiting.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    content = read_draft(waiting)
    document = Document(BytesIO(content))
    if is_edited:
        next(each for each in document.paragraphs if "De helft is er." in each.text).text = "Alles is er."
    document.save(str(tmp_path / "back.docx"))
    before = {path.name: path.read_text() for path in waiting.folder.glob("*.md")}
    draft = parse_draft(read_docx_sections(tmp_path / "back.docx"), "nl")
    assert (draft.not_taken, [each.not_taken for each in draft.stories if each.not_taken]) == ((), [])
    hashes = edition_hashes(waiting)
    apply_draft(draft, DraftFolder(waiting.folder, hashes, "nl"))
    after = {path.name: path.read_text() for path in waiting.folder.glob("*.md")}
    assert sum(before[name] != after[name] for name in before) == int(is_edited)
    proof = waiting.compile().proof
    for told in ("\n".join(after.values()), *map(words_of, render_all(proof))):
        assert "wacht een voorstel" not in told
        assert "Let op" not in told


def test_without_one_that_waits_the_word_draft_is_as_it_was(waiting: EditionMunicipality) -> None:
    answer_all(waiting, "refuse")
    assert waiting.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    document = Document(BytesIO(read_draft(waiting)))
    assert "Let op" not in "\n".join(each.text for each in document.paragraphs)
    assert document.tables[0].rows[0].cells[0].text == "Verhaal (niet wijzigen)"


def edition_hashes(town: EditionMunicipality) -> dict[str, str]:
    with town.database.read_session() as session:
        return dict(town.edition(session).story_hashes)


def render_all(proof: Proof) -> list[RenderedMedium]:
    return [render(proof, kit()) for render in RENDERERS.values()]
