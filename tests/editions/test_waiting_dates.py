"""Who approves an edition reads for which of its actions a later date waits for a decision."""

from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from tasks.approval_form import describe_edition
from tasks.edition_page import format_proof_lines
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.editions.model import EditionStep
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.plan.decide_question import decide_question
from terugkom.plan.model import Action, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer, Question, QuestionState
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action

MOSTLY_SQLITE = True
SAID = date(2026, 11, 20)
LAMPS = "Ledlampen: voor deze actie wacht een voorstel van een latere datum: 26 februari 2027"
BIKES = "Fietsen: voor deze actie wacht een voorstel van een latere datum: 30 september 2027"
HEADING = "Let op: over een latere datum is nog niet beslist."


@pytest.fixture
def waiting(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """A municipality where a later date waits for an action that is late and for one under way; a third
    action has news, and a fourth, for which one waits too, is in no story."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-west")
    town.import_actions(
        FIRST,
        action("L-1", "Ledlampen", public="ja", deadline=date(2026, 12, 7)),
        action("F-1", "Fietsen", public="ja", deadline=date(2027, 6, 30)),
        action("T-1", "Tuinen", public="ja", deadline=date(2027, 6, 30)),
        action("Z-1", "Zonnepanelen", public="ja", deadline=date(2028, 6, 30)),
    )
    report(town, "L-1", ReportedProgress(ProgressChoice.LATER, "De elektricien is ziek.", date(2027, 2, 26)))
    report(town, "F-1", ReportedProgress(ProgressChoice.LATER, "De helft is er.", date(2027, 9, 30)))
    report(town, "T-1", ReportedProgress(ProgressChoice.ON_TRACK, "De eerste tuin is klaar."))
    long_ago, later = date(2026, 9, 10), date(2029, 6, 30)
    report(town, "Z-1", ReportedProgress(ProgressChoice.LATER, "Het net is vol.", later), long_ago)
    return town


def report(town: EditionMunicipality, code: str, given: ReportedProgress, on: date = SAID) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        found = select(Action).where(Action.municipality_id == municipality.id, Action.code == code)
        owner = select(Person).where(Person.municipality_id == municipality.id, Person.code == "LW")
        entry = ReportEntry(session.scalars(owner).one(), "page", on, clock_on(on))
        report_progress(session, municipality, session.scalars(found).one(), given, entry)


def answer_all(town: EditionMunicipality, choice: str) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        open_ones = select(Question.id).where(
            Question.municipality_id == municipality.id, Question.state == QuestionState.OPEN
        )
        for number in session.scalars(open_ones).all():
            given = GivenAnswer(choice, "Lotte", SAID, clock_on(SAID))
            decide_question(session, municipality, number, given, QUESTION_EFFECTS)


def read_mail(town: EditionMunicipality) -> list[str]:
    """Return the last mail about the edition, as text and as HTML without its tags' line breaks."""
    with town.database.read_session() as session:
        mine = Delivery.moment_id == town.edition(session).moment_id
        query = select(Document.path).join(Delivery, Delivery.document_id == Document.id).where(mine)
        path = session.scalars(query.order_by(Delivery.id.desc())).first()
    assert path
    mail = message_from_bytes((town.desk.documents.folder / path).read_bytes(), policy=default)
    parts = [part for kind in ("plain", "html") if (part := mail.get_body((kind,)))]
    assert len(parts) == 2
    return [
        " ".join(part.get_content().replace("<strong>Let op:</strong>", "Let op:").split()) for part in parts
    ]


def test_the_mail_that_asks_for_approval_names_them(waiting: EditionMunicipality) -> None:
    assert waiting.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    for words in read_mail(waiting):
        assert HEADING in words
        assert (words.count(LAMPS), words.count(BIKES)) == (1, 1)
        assert words.count("wacht een voorstel") == 2


def test_the_mail_of_an_edition_that_is_not_ready_names_them(waiting: EditionMunicipality) -> None:
    waiting.compile()
    path = next(waiting.folder.glob("*-loopt-t-1.md"))
    path.write_text(f"{path.read_text().rstrip()} [Vul hier aan hoeveel tuinen.]\n")
    assert waiting.take_due_step(ASKED) is EditionStep.NOT_READY
    for words in read_mail(waiting):
        assert LAMPS in words
        assert BIKES in words


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
