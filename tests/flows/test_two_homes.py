"""Two machines without a shared disk: what was dropped on one is done by the other, and both know."""

from pathlib import Path

import pytest

from flows.follow_up_calendar import follow_up_calendar
from flows.import_plan import import_plan
from tasks.installation import get_installation
from terugkom import clock
from terugkom.command_line import main
from terugkom.municipality_files.synchronize import FileSync, synchronize_all_files
from tests.flows.conftest import FlowHome
from tests.flows.plan_workbooks import MONDAY, write_small_plan


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
