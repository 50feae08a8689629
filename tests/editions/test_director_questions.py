"""The director is asked two questions once an edition; the answer is approved, and none is made up."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy.exc import IntegrityError

from terugkom.delivery.enqueue import OutboundDocument, RunContext
from terugkom.editions.director_questions import enqueue_director_questions
from terugkom.editions.model import EditionStep
from terugkom.editions.proof import DirectorAnswers
from terugkom.plan.queries import get_municipality
from tests.clock import clock_on
from tests.editions.conftest import NOW
from tests.editions.edition_municipality import ASKED, EditionMunicipality
from tests.refused_rows import refused_deliveries

MOSTLY_SQLITE = True
DIRECTOR = "directie@linde.example.org"


@pytest.fixture
def room(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    edition_municipality.import_actions(ASKED, *NOW, director=DIRECTOR)
    return edition_municipality


def ask(room: EditionMunicipality) -> OutboundDocument | None:
    proof = room.compile().proof
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
        run = RunContext(town, room.edition(session).moment_id, "folder", "run", clock_on(ASKED), ASKED)
    return enqueue_director_questions(room.desk, run, proof)


@pytest.mark.long
def test_the_director_is_asked_once_and_the_steps_of_the_edition_go_on(room: EditionMunicipality) -> None:
    mail = ask(room)
    assert mail
    assert ask(room) is None
    assert room.mails() == [("director", DIRECTOR)]
    message = message_from_bytes((room.desk.documents.folder / mail.name).read_bytes(), policy=default)
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "1. Waarom doet de directie dit?" in text
    assert "2. Wat verandert er voor wie hier werkt?" in text
    assert "- Regenwaterput: later dan beloofd" in text
    assert [room.take_due_step(ASKED), room.take_due_step(ASKED)] == [EditionStep.APPROVAL_REQUESTED, None]


@pytest.mark.long
def test_nobody_is_asked_without_an_address_or_when_it_was_answered(
    edition_municipality: EditionMunicipality,
) -> None:
    assert ask(edition_municipality) is None
    assert not list(edition_municipality.folder.glob("directie*"))
    edition_municipality.import_actions(ASKED, *NOW, director=DIRECTOR)
    edition_municipality.compile()
    reason = edition_municipality.folder / "directie-waarom.txt"
    reason.write_text(f"{reason.read_text()}Omdat het\nkan:\n")
    assert ask(edition_municipality) is None


def test_the_answer_is_a_part_of_what_is_approved_and_stays_inside(room: EditionMunicipality) -> None:
    before = room.compile().proof
    assert before.director_answers == DirectorAnswers()
    for name, answer in (("directie-waarom", "Omdat het kan."), ("directie-gevolgen", "U fietst meer.")):
        path = room.folder / f"{name}.txt"
        path.write_text(f"{path.read_text()}{answer}\n")
    made = room.compile()
    assert made.problems == ()
    assert made.proof.director_answers == DirectorAnswers("Omdat het kan.", "U fietst meer.")
    assert made.proof.text_hash != before.text_hash
    assert made.proof.public_only.director_answers == DirectorAnswers()
    assert replace(made.proof, director_answers=DirectorAnswers()).text_hash == before.text_hash


def test_an_answer_that_cannot_be_read_is_told_by_its_file(room: EditionMunicipality) -> None:
    room.compile()
    (room.folder / "directie-waarom.txt").write_bytes(b"Omdat \xff")
    assert room.compile().problems == ("directie-waarom.txt: bewaar dit bestand als UTF-8",)


@pytest.mark.long
@pytest.mark.each_database
def test_a_mail_that_the_database_refuses_is_not_taken_for_one_that_was_sent(
    room: EditionMunicipality,
) -> None:
    with refused_deliveries(room.database, DIRECTOR), pytest.raises(IntegrityError):
        ask(room)
    assert ask(room)
    assert room.mails() == [("director", DIRECTOR)]
