"""Two machines without a shared disk: what was dropped on one is done by the other, and both know."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from flows.follow_up_calendar import follow_up_calendar
from flows.import_plan import import_plan
from flows.owner_reminders import owner_reminders
from flows.work_batch import work_batch
from tasks.installation import get_installation
from terugkom import clock
from terugkom.command_line import main
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.municipality_files.synchronize import FileSync, synchronize_all_files
from terugkom.work_batches.model import WorkBatch, WorkItem
from terugkom.work_batches.plan_batches import plan_batches
from tests.flows.conftest import FlowHome, artifacts_of, report_of, run_of
from tests.flows.plan_workbooks import MONDAY, write_small_plan
from tests.flows.state_names import name_state

NOT_SYNCHRONIZED = "1 gemeente waarvan de bestanden niet gelijk zijn op alle machines"


def read_names(home: Path) -> set[str]:
    found = (path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())
    return {name for name in found if name.startswith(("municipalities", "outbox"))}


@pytest.mark.long
def test_a_plan_that_was_dropped_on_another_machine_is_imported_and_its_mails_go_out(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "database")
    get_installation.cache_clear()
    here = get_installation().file_sync
    assert here
    officer = FileSync(here.database, here.blobs, home.elsewhere / "home")
    inbox = officer.home / "municipalities/lievegem/inbox"
    inbox.mkdir(parents=True)
    write_small_plan(inbox / "plan.xlsx")
    assert synchronize_all_files(officer, clock.now()).uploaded == 1

    import_plan("lievegem", MONDAY, dry_run=True, return_state=True)
    assert read_names(home.folder) == set(), "a dry run changes nothing"
    follow_up_calendar(today=MONDAY, return_state=True)
    assert set(home.states()) == {"sent"}
    assert not (home.folder / "documents").exists()
    document = get_installation().documents
    assert all(document.find(name) for name in document.list_names())

    synchronize_all_files(officer, clock.now())
    assert read_names(officer.home) == read_names(home.folder)
    assert not (inbox / "plan.xlsx").exists()
    assert any(name.endswith("plan.xlsx.report.html") for name in read_names(officer.home))
    assert any(name.endswith(".eml") for name in read_names(officer.home))

    assert main(["synchronize", "--json"]) == 0
    assert '"uploaded": 0' in capsys.readouterr().out


@pytest.fixture
def shared(home: FlowHome, monkeypatch: pytest.MonkeyPatch) -> FlowHome:
    """A home of one of several machines, with two municipalities; a folder of Brakel is a link."""
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "database")
    get_installation.cache_clear()
    for slug in ("aalter", "brakel"):
        home.town(slug, owners=1)
    return home


def link_a_folder(home: FlowHome) -> None:
    stories = home.folder / "municipalities/brakel/editions"
    stories.parent.mkdir(parents=True, exist_ok=True)
    stories.symlink_to(home.elsewhere)


def link_a_file(home: FlowHome) -> None:
    story = home.folder / "municipalities/brakel/editions/2026-Q4/10-led.md"
    story.parent.mkdir(parents=True)
    story.symlink_to(home.elsewhere / "story")


@pytest.mark.long
@pytest.mark.parametrize("spoil", [link_a_folder, link_a_file])
def test_a_daily_run_whose_files_were_not_synchronized_says_so_and_is_not_green(
    shared: FlowHome, spoil: Callable[[FlowHome], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(shared)
    monkeypatch.setattr(clock, "today", lambda: MONDAY)
    state = follow_up_calendar(return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    assert f"; {NOT_SYNCHRONIZED}" in str(state.message)
    assert report_of(state).attention["files_not_synchronized"] == 1
    assert shared.states() == ["sent", "sent"], "the others, and what can be done, are done"
    pages = artifacts_of(run_of(state))
    assert f"- **{NOT_SYNCHRONIZED}**: `errors.log`" in pages["follow-up-calendar"]
    assert pages["files"].endswith("\n- brakel")
    with shared.database.read_session() as session:
        assert session.scalars(select(DailyRunResult.is_failed)).all() == [True], "a person is told"
    assert "brakel/editions" in (shared.folder / "errors.log").read_text()


@pytest.mark.long
def test_a_run_of_one_municipality_says_that_its_files_were_not_synchronized(shared: FlowHome) -> None:
    link_a_folder(shared)
    state = owner_reminders("brakel", MONDAY, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    assert str(state.message).endswith(f"; {NOT_SYNCHRONIZED}")
    assert artifacts_of(run_of(state))["files"].endswith("\n- brakel")
    state = owner_reminders("aalter", MONDAY, return_state=True)
    assert (state.type, state.name) == ("COMPLETED", name_state("delivered"))


def test_of_a_batch_the_municipality_is_named_whose_files_were_not_synchronized(shared: FlowHome) -> None:
    link_a_folder(shared)
    with shared.database.write_session() as session:
        items = [WorkItem("aalter"), WorkItem("brakel")]
        (batch,) = plan_batches(session, MONDAY, "owner-reminders", [items], clock.now())
    state = work_batch(batch, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    pages = artifacts_of(run_of(state))
    assert "## Bestanden die niet gelijk zijn op alle machines" in pages["municipality-brakel"]
    assert "gelijk" not in pages["municipality-aalter"]
    with shared.database.read_session() as session:
        results = session.get_one(WorkBatch, batch).results
    assert [results[each]["report"]["unsynchronized"] for each in "01"] == [[], ["brakel"]]


def test_the_command_synchronizes_the_others_and_says_which_one_was_not(
    shared: FlowHome, capsys: pytest.CaptureFixture[str]
) -> None:
    link_a_folder(shared)
    story = shared.folder / "municipalities/aalter/editions/2026-Q4/10-led.md"
    story.parent.mkdir(parents=True)
    story.write_bytes(b"a")
    assert main(["synchronize"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "1 file sent" in said
    assert "brakel: not synchronized, " in said
    assert main(["synchronize", "--json"]) == 1
    assert list(json.loads(capsys.readouterr().out)["failed"]) == ["brakel"]
