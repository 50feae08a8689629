"""The packs of two municipalities that are made at once: each is there once, and sent in one batch."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from bench.busiest_day import MEMBERS, fill_home
from tasks.concurrent_items import run_concurrently
from tasks.installation import get_installation
from tasks.pack_process import WORTH_A_PROCESS, start_pack_process
from tasks.work_batches import run_item_and_report
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.demo_home import mark_demo_home
from terugkom.documents.model import Document
from terugkom.meetings.execute_step import MeetingStepResult
from terugkom.meetings.kinds import CORE_GROUP, SUBGROUP
from terugkom.meetings.model import MeetingStep, StepKind
from terugkom.meetings.pack_process import PackProcess
from terugkom.plan.model import Municipality
from terugkom.report import RunReport
from terugkom.schedule.model import Moment
from terugkom.work_batches.model import WorkItem
from tests.meetings.packs.core_town import TODAY

TOWNS = ("bench0", "bench1")
KINDS = {"KOP": CORE_GROUP, "G0": SUBGROUP, "G1": SUBGROUP}


@pytest.fixture
def packs_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database of a home in which the packs of two municipalities are due; its mail goes to a folder."""
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    fill_home(tmp_path, len(TOWNS), actions=6)
    get_installation.cache_clear()
    database = get_installation().database
    with database.write_session() as session:
        mark_demo_home(session, TOWNS[0])  # so that Prefect is not asked for a mail server
    yield database
    get_installation.cache_clear()
    database.close()


def make_pack(item: WorkItem) -> RunReport:
    state, _ = run_item_and_report(KINDS[item.subject], item, TODAY, dry_run=False)
    report: Any = state.result(raise_on_failure=False)
    assert isinstance(report, RunReport), report
    return report


def list_items(town: str) -> list[WorkItem]:
    return [WorkItem(town, group, f"{TODAY:%Y-%m}", weight=1.0) for group in KINDS]


@pytest.mark.long
def test_each_pack_is_made_once_and_sent_to_each_member(packs_home: Database) -> None:
    reports = dict[tuple[str, str], RunReport]()

    def record(item: WorkItem, report: RunReport) -> None:
        reports[item.municipality, item.subject] = report

    run_concurrently([list_items(town) for town in TOWNS], make_pack, record)
    assert {key: +each.deliveries for key, each in reports.items()} == {
        (town, group): Counter(sent=MEMBERS) for town in TOWNS for group in KINDS
    }
    with packs_home.read_session() as session:
        of_pack = MeetingStep.step == StepKind.PACK
        steps = session.execute(
            select(Municipality.slug, Moment.subject, func.count())
            .join(Moment, Moment.municipality_id == Municipality.id)
            .join(MeetingStep, (MeetingStep.moment_id == Moment.id) & of_pack)
            .group_by(Municipality.slug, Moment.subject)
        )
        assert {tuple(row) for row in steps} == {(town, group, 1) for town in TOWNS for group in KINDS}
        sent = session.scalars(select(Delivery.recipient).where(Delivery.state == DeliveryState.SENT)).all()
    assert len(sent) == len(TOWNS) * len(KINDS) * MEMBERS


def list_packs(database: Database) -> dict[str, str]:
    """Return the digest of each pack by the start of its name."""
    with database.read_session() as session:
        rows = session.execute(select(Document.path, Document.sha256)).tuples()
        return {path.rpartition("-")[0]: digest for path, digest in rows}


@pytest.mark.long
@pytest.mark.parametrize("is_killed", [pytest.param(False, marks=pytest.mark.long), True])
def test_packs_rendered_by_the_process_are_those_rendered_here(
    packs_home: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_killed: bool
) -> None:
    other, copied = tmp_path / "other", tmp_path / "terugkom.db"
    packs_home.close()
    other.mkdir()
    shutil.copy(copied, other / copied.name)
    items = [list_items(town) for town in TOWNS]
    rendered = Counter[bool]()

    def count(process: PackProcess, *arguments: Any) -> MeetingStepResult | None:
        found = render_if_free(process, *arguments)
        rendered[found is not None] += 1
        if is_killed:
            process._process.kill()
            process._process.wait()
        return found

    render_if_free = PackProcess.render_if_free
    monkeypatch.setattr(PackProcess, "render_if_free", count)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with start_pack_process(WORTH_A_PROCESS) as process:
        assert process
        run_concurrently(items, make_pack, lambda *_: None, at_once=1 if is_killed else 3)
    assert process.has_ended is is_killed
    total = len(TOWNS) * len(KINDS)
    assert rendered.total() == total
    assert rendered[True] == 1 if is_killed else rendered[True] > 0
    beside = list_packs(packs_home)
    monkeypatch.setenv("TERUGKOM_HOME", str(other))
    get_installation.cache_clear()
    with start_pack_process(WORTH_A_PROCESS - 1) as process:
        assert process is None
        run_concurrently(items, make_pack, lambda *_: None)
    here = list_packs(get_installation().database)
    get_installation().database.close()
    assert rendered.total() == total
    assert beside == here
    assert len(here) == total


@pytest.mark.parametrize(("size", "claims"), [(MEMBERS + 1, 1), (MEMBERS, 2), (2, 3)])
def test_after_a_batch_that_was_not_full_none_is_claimed(
    packs_home: Database, monkeypatch: pytest.MonkeyPatch, size: int, claims: int
) -> None:
    monkeypatch.setenv("TERUGKOM_BATCH_SIZE", str(size))
    get_installation.cache_clear()
    database = get_installation().database
    statements = list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    report = make_pack(list_items(TOWNS[0])[0])
    assert +report.deliveries == Counter(sent=MEMBERS)
    database.close()
    started = [each for each in statements if "first_tried_at=CASE" in each]
    assert len(started) == -(-MEMBERS // size), "the mails of a batch are recorded together"
    claimed = [each for each in statements if each.startswith("WITH") and "RETURNING id" in each]
    assert len(claimed) == claims
