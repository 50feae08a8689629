"""A run that did nothing, or not all, says so, and is not shown as one that did."""

import os
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, temporary_settings

from flows.check_connections import check_connections
from flows.code_of_conduct import code_of_conduct
from flows.import_plan import import_plan
from flows.newsletter import newsletter
from flows.work_batch import work_batch
from tasks import editions
from tasks.installation import get_installation
from terugkom.command_line import doctor
from terugkom.demo_home import mark_demo_home
from terugkom.editions.model import Edition
from terugkom.plan.model import Municipality
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.flows.conftest import FlowHome, artifacts_of, report_of, run_of
from tests.flows.plan_workbooks import MONDAY, write_small_plan
from tests.flows.prefect_requests import note_requests
from tests.flows.state_names import name_state


def test_a_batch_that_there_is_not_is_refused(home: FlowHome) -> None:
    state = work_batch(9999, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert state.message.startswith("er is geen deel 9999: er is niets gedaan.")


@pytest.mark.parametrize("is_demo", [True, False])
def test_connections_of_a_municipality_that_there_is_not_are_not_tried(home: FlowHome, is_demo: bool) -> None:
    home.town(owners=1)
    if is_demo:
        with home.database.write_session() as session:
            mark_demo_home(session, "lievegem")
    state = check_connections("gent", return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert str(state.message).startswith("er is geen gemeente “gent”; er zijn: lievegem")
    assert check_connections("lievegem", return_state=True).name == name_state("done")
    assert check_connections(return_state=True).name == name_state("done")


def test_the_blocks_of_many_municipalities_are_not_asked_for_one_by_one(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gent", "lievegem", "zulte"):
        with home.database.write_session() as session:
            session.add(Municipality(slug=name, name=name, lead_times={}, column_map={}))
    asked_for = note_requests(monkeypatch)
    assert check_connections(return_state=True).name == name_state("done")
    with mock.patch.dict(os.environ, PREFECT_API_URL=PREFECT_API_URL.value()):  # it sets more of it
        assert all(each.works for each in doctor._check_connections(None))
    tempfile.tempdir = None
    assert [path for path in asked_for if "/block_documents/name/" in path] == []


@pytest.mark.long
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_code_of_conduct_that_is_missing_is_said_to_be(home: FlowHome, dry_run: bool) -> None:
    home.town(owners=1)
    state = code_of_conduct("lievegem", MONDAY, dry_run, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert state.message == (
        "er is geen gedragscode: er is niets verstuurd. Zet ze als het bestand gedragscode.md in de map van"
        " de gemeente"
    )
    path = home.folder / "municipalities/lievegem/gedragscode.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("---\nversie: '2026-11'\n---\n# Gedragscode\n\nWe doen het licht uit.\n")
    code_of_conduct("lievegem", MONDAY, return_state=True)
    again = code_of_conduct("lievegem", MONDAY, return_state=True)
    assert (again.type, again.name) == ("COMPLETED", name_state("no-recipients"))
    assert again.message.startswith("wie ze moet krijgen, kreeg deze versie van de gedragscode al")


def put(home: FlowHome, *names: str) -> None:
    """Put workbooks into the inbox: those that are called broken are none."""
    folder = home.folder / "municipalities/lievegem/inbox"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        if name.startswith("broken"):
            (folder / name).write_bytes(b"no workbook")
        else:
            write_small_plan(folder / name)


@pytest.mark.long
@pytest.mark.parametrize(
    ("files", "outcome", "message"),
    [
        (("broken.xlsx",), "rejected", "1 nieuw bestand; 1 geweigerd bestand"),
        (
            ("a.xlsx", "broken.xlsx", "broken.docx"),
            "partly-done",
            "3 nieuwe bestanden; 2 geweigerde bestanden",
        ),
    ],
)
def test_an_import_with_refused_files_is_not_green(
    home: FlowHome, files: tuple[str, ...], outcome: str, message: str
) -> None:
    home.town(owners=1)
    put(home, *files)
    shown = import_plan("lievegem", MONDAY, dry_run=True, return_state=True)
    assert shown.name == name_state("dry-run")
    state = import_plan("lievegem", MONDAY, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state(outcome))
    assert state.message.startswith(message)
    assert report_of(state).attention["files_refused"] == len([each for each in files if "broken" in each])
    assert artifacts_of(run_of(state)).keys() >= {"import-plan"}
    put(home, "b.xlsx")
    assert import_plan("lievegem", MONDAY, return_state=True).name == name_state("done")


@pytest.mark.long
def test_a_newsletter_that_waits_in_another_run_has_the_link_to_it(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = EditionMunicipality(home.database, get_installation().settings.municipalities)
    Path(room.home).mkdir(parents=True, exist_ok=True)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW)
    first = newsletter("linde", today=ASKED, return_state=True)
    waits = name_state("waiting-for-approval")
    assert first.name == waits
    with home.database.write_session() as session:
        session.query(Edition).one().suspended_run_id = "11111111-2222-3333-4444-555555555555"
    monkeypatch.setattr(editions, "is_suspended", bool)
    with temporary_settings({PREFECT_UI_URL: "http://ui.example"}):
        again = newsletter("linde", today=ASKED, return_state=True)
    assert again.name == waits
    assert again.message.endswith(
        "een andere run wacht al op de goedkeuring, en heeft het formulier:"
        " http://ui.example/runs/flow-run/11111111-2222-3333-4444-555555555555"
    )
