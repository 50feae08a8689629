"""What is kept too long is listed, then deleted; proof and what is still to be sent stays."""

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from terugkom.alerts.model import Alert, TroubleKind
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.restore_hold import Restore, start_hold
from terugkom.documents import document_store
from terugkom.documents.bundle_file import build_bundle, open_bundle
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged
from terugkom.documents.model import Document
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.page_links import PageLink, PageLinkPurpose
from terugkom.plan.questions import NewQuestion, Question, QuestionKind, QuestionState, ask_question
from terugkom.request_counts import RequestCount
from terugkom.retention.clean_up import clean_up, limit_clock_jump, was_clean_up_listed
from terugkom.retention.find_expired import count_to_show, list_expired
from terugkom.retention.model import CleanUp, Retention, RetentionPeriods
from terugkom.work_batches.model import BatchState, WorkBatch
from terugkom.workbook.plan_versions import (
    PlanVersion,
    VersionKind,
    list_versions,
    store_export,
    store_import,
)
from tests.documents.stores import open_store
from tests.rows import dump, fill

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
    periods = RetentionPeriods(
        documents=365, deliveries=365, inbox_files=365, error_log=90, page_links=365, mentions=365, imports=90
    )
    return Retention(database, DocumentStore(home / "documents"), home, periods, NOW)


def read_files(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_old_parts_of_the_logs_of_what_is_served_are_deleted_whole(retention: Retention) -> None:
    logs = retention.home / "prefect"
    logs.mkdir()
    for name, days in (("worker.log", 200), ("worker.log.1", 80), ("worker.log.2", 100), ("x.db.log", 200)):
        (logs / name).write_text("one\ntwo\n", encoding="utf-8")
        os.utime(logs / name, (0, (NOW - timedelta(days=days)).timestamp()))
    assert clean_up(retention, dry_run=True).log_lines == 3 + 2
    clean_up(retention, dry_run=False)
    assert sorted(path.name for path in logs.iterdir()) == ["worker.log", "worker.log.1", "x.db.log"]


def test_what_came_of_daily_runs_and_troubles_that_are_over_are_deleted(retention: Retention) -> None:
    old, new = NOW - timedelta(days=100), NOW - timedelta(days=10)
    with retention.database.write_session() as session:
        for at in (old, new):
            session.add(DailyRunResult(started_at=at, ended_at=at, is_failed=False))
            session.add(Alert(kind=TroubleKind.DAILY_RUN_FAILED, since=at, over_at=at))
        session.add(Alert(kind=TroubleKind.DAILY_RUN_MISSED, open_key="daily-run-missed", since=old))
    clean_up(retention, dry_run=False)
    with retention.database.read_session() as session:
        assert [each.ended_at for each in session.scalars(select(DailyRunResult))] == [new]
        found = {(each.since, each.over_at) for each in session.scalars(select(Alert))}
    assert found == {(new, new), (old, None)}, "what goes on stays"


def test_a_dry_run_lists_and_deletes_nothing(retention: Retention) -> None:
    before, rows = read_files(retention.home), dump(retention.database)
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
        "imports": 0,
        "bounces": 0,
        "action_photos": 0,
        "fetched_mails": 0,
        "plan_versions": 0,
        "daily_run_results": 0,
        "alerts": 0,
        "incoming_mails": 0,
        "meeting_invitations": 0,
        "request_counts": 0,
        "work_batches": 0,
    }
    assert found.counts == {"documents": 2, **rest}
    assert read_files(retention.home) == before
    assert dump(retention.database) == {**rows, "clean_ups": dump(retention.database)["clean_ups"]}
    with retention.database.read_session() as session:
        assert was_clean_up_listed(session)


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


@pytest.mark.parametrize(
    ("kind", "named"), [(QuestionKind.OTHER_MAIL, "sender"), (QuestionKind.COMPLETION, "title")]
)
def test_whom_a_question_of_long_ago_names_is_forgotten(
    retention: Retention, kind: QuestionKind, named: str
) -> None:
    with retention.database.write_session() as session:
        for day, state in (
            (OLD, QuestionState.ANSWERED),
            (OLD, QuestionState.OPEN),
            (NEW, QuestionState.ANSWERED),
        ):
            on = date.fromisoformat(day)
            asked = NewQuestion(1, kind, f"{day} {state}", "x", {named: "wie@x.example"})
            ask_question(session, asked, on, datetime.combine(on, time(), UTC)).state = state
    clean_up(retention, dry_run=False)
    with retention.database.read_session() as session:
        left = session.scalars(select(Question).order_by(Question.id)).all()
        kept = {named: "wie@x.example"}
        assert [each.proposal for each in left] == [{}, kept, kept]


def test_on_its_last_day_a_link_or_a_photo_is_kept(retention: Retention) -> None:
    kept = NOW.date() - timedelta(days=365)
    with retention.database.write_session() as session:
        an = Person(municipality_id=1, code="an", name="An", email="an@linde.example")
        action = Action(municipality_id=1, code="E-01", title="Dak")
        session.add_all([an, action])
        session.flush()
        for day in (kept, kept - timedelta(days=1)):
            link = {"purpose": PageLinkPurpose.OWNER, "token_sha256": str(day), "expires_on": day}
            session.add(PageLink(person_id=an.id, **link))
            texts = dict.fromkeys(("path", "sha256", "caption", "photographer", "permission"), str(day))
            session.add(ActionPhoto(action_id=action.id, person_id=an.id, given_on=day, **texts))
    clean_up(retention, dry_run=False)
    with retention.database.read_session() as session:
        assert session.scalars(select(PageLink.expires_on)).all() == [kept]
        assert session.scalars(select(ActionPhoto.given_on)).all() == [kept]


def test_ages_are_counted_to_a_day_after_the_clean_up_of_an_earlier_day(retention: Retention) -> None:
    assert limit_clock_jump(retention).age_time == NOW, "the first one"
    with retention.database.write_session() as session:
        for at in (NOW, NOW + timedelta(days=3, hours=1)):
            session.add(CleanUp(at=at, dry_run=False, counts={}))

    def count_to(now: datetime) -> datetime:
        return limit_clock_jump(replace(retention, now=now)).age_time

    assert count_to(NOW + timedelta(hours=22)) == NOW + timedelta(hours=22)
    assert count_to(NOW + timedelta(days=3)) == NOW + timedelta(days=1)
    years_ahead = NOW + timedelta(days=3000)
    assert count_to(years_ahead) == NOW + timedelta(days=4, hours=1)


def test_a_period_of_zero_days_keeps_for_ever(retention: Retention) -> None:
    periods = RetentionPeriods(0, 0, 0, 0, page_links=365, mentions=365, imports=90)
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
    assert clean_up(retention, dry_run=True).rows["submissions"] == 3
    assert clean_up(retention, dry_run=False).rows["submissions"] == 3
    assert list_expired(retention).rows["submissions"] == 0
    with retention.database.read_session() as session:
        kept = [*session.scalars(select(Idea)), *session.scalars(select(Remark))]
    named = {each.code for each in kept if each.submitted_by == "Kim" and each.reply_address}
    assert named == {"I2", "I4"}, "what waits for a decision, and what was decided lately"
    assert {each.text for each in kept} == {"I1", "I2", "I3", "I4", "R1"}
    assert [path.name for path in folder.iterdir()] == ["I2.jpg"]


def test_what_copies_of_the_plan_held_is_forgotten_but_for_the_newest(retention: Retention) -> None:
    days = ("2024-01-01", "2024-02-01", NEW)
    with retention.database.write_session() as session:
        for at, value in zip(days, "abc", strict=True):
            made_at = datetime.fromisoformat(at).replace(tzinfo=UTC)
            store_export(session, 1, {("actions", "A1", "title"): value}, made_at)
        store_import(session, 1, "", "plan.csv", datetime(2024, 1, 1, tzinfo=UTC), {b"12345678"})

    clean_up(retention, dry_run=False)

    with retention.database.read_session() as session:
        kept = [(each.kind.value, each.made_at.date().isoformat()) for each in list_versions(session, 1)]
    assert kept == [("export", NEW), ("import", "2024-01-01")]


@pytest.mark.long
def test_nothing_is_deleted_or_emptied_that_the_list_does_not_show(
    database: Database, tmp_path: Path
) -> None:
    """Every table has two rows of years ago: which of them change is what was listed, and nothing else."""
    with database.engine.begin() as connection:
        fill(connection)
        connection.execute(update(PlanVersion).values(municipality_id=1, kind=VersionKind.EXPORT))
    store = DocumentStore(tmp_path / "home/documents")
    periods = RetentionPeriods(
        documents=365, deliveries=365, inbox_files=365, error_log=90, page_links=365, mentions=365, imports=90
    )
    wanted = Retention(database, store, tmp_path / "home", periods, NOW)
    before = dump(database)
    listed = clean_up(wanted, dry_run=True)
    assert {name for name, rows in dump(database).items() if rows != before[name]} == {"clean_ups"}

    clean_up(wanted, dry_run=False)

    after = dump(database)
    names = {"ideas": "submissions", "remarks": "submissions", "plan_imports": "imports"}
    changed = Counter[str]()
    for name, rows in before.items():
        changed[names.get(name, name)] += len({*map(repr, rows)} - {*map(repr, after[name])})
    assert +changed == Counter(listed.rows)
    assert min(listed.rows.values()) > 0, "every kind has a row here that is kept too long"
    with database.read_session() as session:
        last = session.scalars(select(CleanUp).order_by(CleanUp.id.desc()).limit(1)).one()
    assert last.counts == listed.counts, "its row says how much of every kind, as the list did"
    assert list_expired(wanted).total == 0


def test_batches_of_more_than_a_year_ago_are_deleted_and_what_is_open_stays(retention: Retention) -> None:
    with retention.database.write_session() as session:
        for part, (days, state) in enumerate(
            ((401, BatchState.DONE), (399, BatchState.DONE), (401, BatchState.RUNNING)), 1
        ):
            at = NOW - timedelta(days=days)
            session.add(
                WorkBatch(
                    day=at.date(), cycle="x", part=part, parts=3, state=state, items=[], results={},
                    attempts=0, run_id="", planned_at=at,
                )
            )  # fmt: skip
    assert clean_up(retention, dry_run=True).rows["work_batches"] == 1
    clean_up(retention, dry_run=False)
    with retention.database.read_session() as session:
        assert session.scalars(select(WorkBatch.part).order_by(WorkBatch.part)).all() == [2, 3]


def test_what_we_count_for_ourselves_is_nothing_that_a_person_must_see_first(retention: Retention) -> None:
    before = count_to_show(list_expired(retention))
    with retention.database.write_session() as session:
        window = NOW - timedelta(days=3)
        session.add(RequestCount(limit_name="x", source_sha256="0", window_start=window, count=1))
    assert list_expired(retention).rows["request_counts"] == 1
    assert count_to_show(list_expired(retention)) == before > 0


@pytest.mark.parametrize("back_end", ["bundles", "database", "memory"])
def test_bundles_keep_what_is_kept_and_lose_what_is_not(
    retention: Retention, database: Database, tmp_path: Path, back_end: str
) -> None:
    store = open_store(back_end, tmp_path / "store", database)
    documents = {name.removeprefix("documents/") for name in KEPT | EXPIRED if name.startswith("documents/")}
    store.write_all((name, name.encode()) for name in sorted(documents))
    assert store.bundles
    lost = build_bundle([("nobody/1.eml", b"x")], "1")
    store.bundles.blobs.put(f"packs/{lost.digest}", lost.content)
    bundled = replace(retention, store=store)
    with database.write_session() as session:
        start_hold(session, NOW, NOW)
    assert set(clean_up(bundled, dry_run=False).documents) == {
        name.removeprefix("documents/") for name in EXPIRED if name.startswith("documents/")
    }
    stored_names = [name for name, _ in store.bundles.blobs.list()]
    assert len(stored_names) == 2, "the store may be that of the original of a restored copy"
    opened = [open_bundle(name[6:], store.bundles.blobs.get(name)).index for name in stored_names]
    kept = {name.removeprefix("documents/") for name in KEPT if name.startswith("documents/")}
    assert {name for index in opened for name in index} == {*kept, "nobody/1.eml"}
    assert {name: store.find(name) for name in kept} == {name: name.encode() for name in kept}
    with database.write_session() as session:
        session.execute(update(Restore).values(caught_up_at=datetime(2020, 1, 1, tzinfo=UTC)))
    stored_at = datetime.now(UTC)
    clean_up(replace(bundled, now=stored_at + timedelta(hours=23)), dry_run=False)
    assert f"packs/{lost.digest}" in [name for name, _ in store.bundles.blobs.list()], "a run may be at work"
    clean_up(replace(bundled, now=stored_at + timedelta(hours=25)), dry_run=False)
    assert f"packs/{lost.digest}" not in [name for name, _ in store.bundles.blobs.list()]
    assert {name: store.find(name) for name in kept} == {name: name.encode() for name in kept}


def test_a_damaged_bundle_keeps_nothing_else_from_being_deleted(
    retention: Retention, database: Database, tmp_path: Path
) -> None:
    store = open_store("bundles", tmp_path / "store", database)
    assert store.bundles
    store.write_all([(f"linde/{OLD}/sent.eml", b"expired"), (f"linde/{NEW}/sent.eml", b"kept")])
    ((name, _),) = store.bundles.blobs.list()
    damaged = tmp_path / "store/packs" / name
    damaged.write_bytes(damaged.read_bytes()[:-1])
    store.write_all([(f"linde/{OLD}/pack.pdf", b"expired too")])
    undeletable = retention.home / f"municipalities/linde/inbox/done/{OLD}-000000-folder"
    undeletable.mkdir()
    with pytest.raises(DocumentChanged, match="was changed or cut"):
        clean_up(replace(retention, store=store), dry_run=False)
    assert set(store.list_names()) == {f"linde/{OLD}/sent.eml", f"linde/{NEW}/sent.eml"}
    inboxes = {each for each in EXPIRED if "/inbox/" in each}
    assert not inboxes & read_files(retention.home)
    assert OLD not in (retention.home / "errors.log").read_text()
    with database.read_session() as session:
        addresses = session.scalars(select(Delivery.recipient).order_by(Delivery.id)).all()
    assert addresses[0] == "", "the address of what was sent long ago is gone"


def test_a_document_that_cannot_be_deleted_keeps_no_other_from_being_deleted(
    retention: Retention, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that came after it stayed, at each clean-up."""
    expired = list_expired(retention).documents
    assert len(expired) > 1
    delete_file = document_store.delete_file

    def refuse(folder: Path, name: str) -> None:
        if name == expired[0]:
            raise PermissionError(13, "Permission denied")
        delete_file(folder, name)

    monkeypatch.setattr(document_store, "delete_file", refuse)
    with pytest.raises(PermissionError):
        clean_up(retention, dry_run=False)
    assert list_expired(retention).documents == expired[:1]
