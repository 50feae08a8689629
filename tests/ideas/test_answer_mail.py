"""The answer to an idea or a remark is mailed once, to who left an address, once a person answered."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.ideas.answer_idea import IdeaAnswer, record_idea_answer, screen_idea
from terugkom.ideas.answer_mail import AnswerRun, enqueue_answer
from terugkom.ideas.list_remarks import list_remarks
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remark_model import Remark
from terugkom.ideas.remarks import RemarkAnswer, answer_remark, submit_remark
from terugkom.ideas.submission import Submission, submit_idea
from terugkom.plan.model import Municipality
from tests.clock import clock_on
from tests.ideas.conftest import TODAY

ADDRESS = "kim@example.org"
RUN = AnswerRun("folder", TODAY, clock_on(TODAY))


class Answers:
    """What is handed in at `zb`, and the mails with the answers."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.context = RenderContext(database, DocumentStore(folder), Templates("nl"))
        with database.write_session() as session:
            session.add(Municipality(slug="zb", name="Zilverbeke", reply_to="mvo@zb.example.org"))

    def hand_in(self, text: str, address: str = ADDRESS) -> None:
        with self.database.write_session() as session:
            zb = session.get_one(Municipality, 1)
            submit_idea(session, zb, Submission(text, address=address), TODAY)
            submit_remark(session, zb, Submission(text, address=address, about="2027-Q1/klaar-e-01"), TODAY)

    def answer_idea(self, state: IdeaState, because: str) -> bool:
        with self.database.write_session() as session:
            zb = session.get_one(Municipality, 1)
            idea = record_idea_answer(session, zb, "I1", IdeaAnswer(state, because), TODAY)
            return enqueue_answer(session, self.context, zb, idea, RUN)

    def answer_remark(self, because: str, *, is_rejected: bool = False, is_change: bool = False) -> bool:
        with self.database.write_session() as session:
            zb = session.get_one(Municipality, 1)
            remark = answer_remark(session, zb, "r1", RemarkAnswer(because, is_rejected, is_change), TODAY)
            return enqueue_answer(session, self.context, zb, remark, RUN)

    def mails(self) -> list[tuple[str, str]]:
        """Return to whom mails are to be sent, and with which subject."""
        with self.database.read_session() as session:
            query = select(Delivery.recipient, Document.subject).join(
                Document, Document.id == Delivery.document_id
            )
            return list(session.execute(query.order_by(Delivery.id)).tuples())


@pytest.fixture
def answers(sqlite_database: Database, tmp_path: Path) -> Answers:
    return Answers(sqlite_database, tmp_path / "documents")


def test_nothing_is_mailed_before_a_person_answers(answers: Answers) -> None:
    answers.hand_in("Meer bomen.")
    with answers.database.write_session() as session:
        zb = session.get_one(Municipality, 1)
        idea = screen_idea(session, zb, "I1", is_rejected=False)
        assert idea.state is IdeaState.NEW
        for each in (idea, *session.scalars(select(Remark))):
            assert not enqueue_answer(session, answers.context, zb, each, RUN)
        with pytest.raises(InputError, match="not unread"):
            screen_idea(session, zb, "I1", is_rejected=True)
    assert answers.mails() == []


def test_the_answer_is_mailed_once_and_another_answer_again(answers: Answers) -> None:
    answers.hand_in("Meer <b>bomen</b>.\nEn #struiken.")
    assert answers.answer_idea(IdeaState.LATER, "Eerst het plein.")
    assert not answers.answer_idea(IdeaState.LATER, "Eerst het plein."), "the form that is sent twice"
    assert answers.answer_idea(IdeaState.NOT_TAKEN_UP, "Toch te duur.")
    assert answers.answer_remark("Dat zetten we recht.")
    subject = "Antwoord op uw {}"
    idea, remark = (ADDRESS, subject.format("idee I1")), (ADDRESS, subject.format("opmerking R1"))
    assert answers.mails() == [idea, idea, remark]
    with answers.database.read_session() as session:
        stored = session.scalars(select(Document).order_by(Document.id)).first()
        assert stored is not None
    mail = message_from_bytes(
        answers.context.documents.read(stored.path, stored.sha256), policy=policy.default
    )
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert "Meer &lt;b&gt;bomen&lt;/b&gt;." in html.get_content()
    assert text is not None
    assert "En #struiken." in text.get_content()


def test_another_answer_to_a_remark_is_refused_unless_it_is_a_change(answers: Answers) -> None:
    answers.hand_in("Meer bomen.")
    assert answers.answer_remark("Dat zetten we recht.")
    assert not answers.answer_remark("Dat zetten we recht.")
    for text, is_rejected in (("Dat klopt niet.", False), ("", True)):
        with pytest.raises(InputError, match=r"R1: answered\. That was decided on 2027-03-08, and it stays"):
            answers.answer_remark(text, is_rejected=is_rejected)
    assert len(answers.mails()) == 1
    assert answers.answer_remark("Dat klopt niet.", is_change=True)
    with answers.database.read_session() as session:
        remark = session.scalars(select(Remark)).one()
    assert (remark.answer, remark.earlier_answers) == (
        "Dat klopt niet.",
        [{"state": "answered", "answer": "Dat zetten we recht.", "answered_on": "2027-03-08"}],
    )


def test_without_an_address_and_for_what_was_rejected_there_is_no_mail(answers: Answers) -> None:
    answers.hand_in("Meer bomen.", address="")
    assert not answers.answer_idea(IdeaState.LATER, "Eerst het plein.")
    answers.hand_in("Koop nu!")
    assert not answers.answer_remark("", is_rejected=True)
    assert answers.mails() == []


def test_a_remark_needs_an_answer_and_unread_ones_come_first(answers: Answers) -> None:
    answers.hand_in("Een.")
    answers.hand_in("Twee.")
    with pytest.raises(InputError, match="an answer is required"):
        answers.answer_remark("  ")
    answers.answer_remark("Klopt.")
    with answers.database.read_session() as session:
        assert [each.code for each in list_remarks(session, session.get_one(Municipality, 1))] == ["R2", "R1"]
        with pytest.raises(InputError, match="no such remark"):
            answer_remark(session, session.get_one(Municipality, 1), "R9", RemarkAnswer("x"), TODAY)


def test_numbers_follow_those_of_imported_ideas(answers: Answers) -> None:
    with answers.database.write_session() as session:
        session.add(
            Idea(municipality_id=1, code="I41", text="x", normalized_text_sha256="x", submitted_on=TODAY)
        )
    answers.hand_in("Meer bomen.")
    with answers.database.read_session() as session:
        assert session.scalars(select(Idea.code).order_by(Idea.id)).all() == ["I41", "I42"]
