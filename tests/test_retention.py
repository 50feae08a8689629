"""What is kept too long is listed, then deleted; proof and what is still to be sent stays."""

import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.plan.model import Municipality
from terugkom.plan.questions import NewQuestion, Question, QuestionKind, QuestionState, ask_question
from terugkom.retention import Retention, RetentionPeriods, clean_up, list_expired, was_listed

NOW = datetime(2027, 3, 1, 6, tzinfo=UTC)
OLD, NEW = "2025-01-10", "2027-02-20"
KEPT = {
    f"documents/linde/{OLD}/newsletter-page.json",
    f"documents/linde/{OLD}/held.eml",
    f"documents/linde/{NEW}/sent.eml",
    "documents/linde/calendar/feed.ics",
    f"municipalities/linde/inbox/done/{NEW}-060000-plan.csv",
    f"municipalities/linde/inbox/{OLD}-waits.csv",
    "errors.log",
}
EXPIRED = {
    f"documents/linde/{OLD}/sent.eml",
    f"documents/linde/{OLD}/pack.pdf",
    f"municipalities/linde/inbox/done/{OLD}-060000-plan.csv",
    f"municipalities/linde/inbox/refused/{OLD}-060000-plan.csv.report.json",
}


def add_delivery(database: Database, day: str, name: str, state: DeliveryState) -> None:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    with database.write_session() as session:
        municipality = session.scalars(select(Municipality)).first() or Municipality(
            slug="linde", name="Linde", language="nl", lead_times={}, column_map={}, media_settings={}
        )
        session.add(municipality)
        session.flush()
        path = f"linde/{day}/{name}"
        document = Document(
            municipality_id=municipality.id, kind="x", subject="x", path=path, sha256="0", created_at=at
        )
        session.add(document)
        session.flush()
        session.add(
            Delivery(
                municipality_id=municipality.id,
                document_id=document.id,
                key=path,
                channel="smtp",
                role="owner",
                recipient="an@linde.example",
                headers="" if name.endswith(".json") else "To: an@linde.example",
                message_id=f"<{path}>",
                state=state,
                created_at=at,
            )
        )


@pytest.fixture
def retention(database: Database, tmp_path: Path) -> Retention:
    home = tmp_path / "home"
    for name in KEPT | EXPIRED:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x", encoding="utf-8")
    entries = "".join(f"{day} 06:00:00 UTC, run 1, step\nError: an\n" for day in (OLD, NEW))
    (home / "errors.log").write_text(entries, encoding="utf-8")
    (home / "errors.log.1").write_text(f"{OLD} 06:00:00 UTC, run 1\n", encoding="utf-8")
    os.utime(home / "errors.log.1", (0, (NOW - timedelta(days=700)).timestamp()))
    add_delivery(database, OLD, "sent.eml", DeliveryState.SENT)
    add_delivery(database, OLD, "held.eml", DeliveryState.HELD)
    add_delivery(database, OLD, "newsletter-page.json", DeliveryState.SENT)
    add_delivery(database, NEW, "sent.eml", DeliveryState.SENT)
    periods = RetentionPeriods(documents=365, deliveries=365, inbox_files=365, error_log=90)
    return Retention(database, DocumentStore(home / "documents"), home, periods, NOW)


def read_files(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_a_dry_run_lists_and_deletes_nothing(retention: Retention) -> None:
    before = read_files(retention.home)
    found = clean_up(retention, dry_run=True)
    assert {f"documents/{name}" for name in found.documents} | {
        path.relative_to(retention.home).as_posix() for path in found.inbox_files
    } == EXPIRED
    rest = {
        "deliveries": 1,
        "inbox_files": 2,
        "error_log": 3,
        "page_links": 0,
        "questions": 0,
        "submissions": 0,
        "mentions": 0,
    }
    assert found.counts == {"documents": 2, **rest}
    assert read_files(retention.home) == before
    with retention.database.read_session() as session:
        assert was_listed(session)


def test_what_is_kept_too_long_is_deleted_and_proof_stays(retention: Retention) -> None:
    clean_up(retention, dry_run=False)
    assert read_files(retention.home) - {"errors.lock"} == KEPT
    assert (retention.home / "errors.log").read_text() == f"{NEW} 06:00:00 UTC, run 1, step\nError: an\n"
    with retention.database.read_session() as session:
        left = {each.key: (each.recipient, each.headers) for each in session.scalars(select(Delivery))}
        assert all(each.message_id for each in session.scalars(select(Delivery)))
    assert left[f"linde/{OLD}/sent.eml"] == ("", "")
    assert left[f"linde/{OLD}/newsletter-page.json"] == ("an@linde.example", "")
    assert left[f"linde/{OLD}/held.eml"][0] == left[f"linde/{NEW}/sent.eml"][0] == "an@linde.example"
    assert list_expired(retention).total == 0


def test_who_wrote_a_mail_that_was_asked_about_long_ago_is_forgotten(retention: Retention) -> None:
    with retention.database.write_session() as session:
        for day, state in (
            (OLD, QuestionState.ANSWERED),
            (OLD, QuestionState.OPEN),
            (NEW, QuestionState.ANSWERED),
        ):
            on = date.fromisoformat(day)
            asked = NewQuestion(
                1, QuestionKind.OTHER_MAIL, f"mail {day} {state}", "x", {"sender": "wie@x.example"}
            )
            ask_question(session, asked, on, datetime.combine(on, time(), UTC)).state = state
    clean_up(retention, dry_run=False)
    with retention.database.read_session() as session:
        left = session.scalars(select(Question).order_by(Question.id)).all()
        assert [each.mail_sender for each in left] == ["", "wie@x.example", "wie@x.example"]


def test_a_period_of_zero_days_keeps_for_ever(retention: Retention) -> None:
    periods = RetentionPeriods(0, 0, 0, 0)
    kept = Retention(retention.database, retention.store, retention.home, periods, NOW)
    assert list_expired(kept).total == 0


def test_who_handed_in_an_idea_or_a_remark_is_forgotten_once_it_was_decided_long_ago(
    retention: Retention,
) -> None:
    folder = retention.home / "municipalities/linde/ideas"
    folder.mkdir()
    for name in ("I1.jpg", "I2.jpg", "R1.png"):
        (folder / name).write_bytes(b"x")
    who = {
        "submitted_by": "Kim",
        "reply_address": "kim@linde.example",
        "submitted_on": date.fromisoformat(OLD),
    }
    old, new = date.fromisoformat(OLD), date.fromisoformat(NEW)
    with retention.database.write_session() as session:
        for code, state, day in (
            ("I1", IdeaState.NOT_TAKEN_UP, old),
            ("I2", IdeaState.UNREAD, None),
            ("I3", IdeaState.REJECTED, None),
            ("I4", IdeaState.LATER, new),
        ):
            session.add(
                Idea(
                    **who, municipality_id=1, code=code, text=code, normalized_text_sha256=code, state=state,
                    answered_on=day, picture=f"{code}.jpg" if code < "I3" else "",
                )
            )  # fmt: skip
        session.add(
            Remark(
                **who, municipality_id=1, code="R1", text="R1", text_sha256="R1", answer_by=old,
                state=RemarkState.ANSWERED, answered_on=old, picture="R1.png",
            )
        )  # fmt: skip
    assert clean_up(retention, dry_run=True).submissions == 3
    assert clean_up(retention, dry_run=False).submissions == 3
    assert list_expired(retention).submissions == 0
    with retention.database.read_session() as session:
        kept = [*session.scalars(select(Idea)), *session.scalars(select(Remark))]
    named = {each.code for each in kept if each.submitted_by == "Kim" and each.reply_address}
    assert named == {"I2", "I4"}, "what waits for a decision, and what was decided lately"
    assert {each.text for each in kept} == {"I1", "I2", "I3", "I4", "R1"}
    assert [path.name for path in folder.iterdir()] == ["I2.jpg"]
