"""New files of an inbox, taken in by a run."""

import json
from collections import Counter
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from flows.follow_up_calendar import follow_up_calendar
from flows.import_plan import import_plan
from tasks.inbox import InboxImport
from tasks.installation import get_installation
from tasks.run_log import describe_result
from terugkom import clock
from terugkom.inbox import plan_files
from terugkom.inbox.mailbox import NEEDS_A_PERSON
from terugkom.inbox.plan_files import PlanFileResult
from terugkom.inbox.process_inbox import InboxResult
from terugkom.plan.model import Person
from terugkom.plan.queries import get_municipality
from terugkom.workbook.import_plan import FileTables
from terugkom.workbook.own_layout import GROUPS
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.flows.conftest import FlowHome, artifacts_of, children_of, run_of
from tests.flows.plan_workbooks import MONDAY, write_small_plan
from tests.flows.state_names import name_state
from tests.tls_proxy import find_free_port


def inbox(home: FlowHome, slug: str = "lievegem") -> Path:
    folder = home.folder / "municipalities" / slug / "inbox"
    folder.mkdir(parents=True)
    return folder


def names(folder: Path) -> list[str]:
    """The files of a folder without the moment that stands before their names."""
    return sorted(path.name.split("-", 4)[-1] for path in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.long
def test_a_plan_in_the_inbox_is_taken_in_and_moves_to_done_with_its_report(home: FlowHome) -> None:
    folder = inbox(home)
    write_small_plan(folder / "plan.xlsx")
    state = import_plan("lievegem", MONDAY, return_state=True)
    assert (state.type, state.name) == ("COMPLETED", name_state("done"))
    assert run_of(state).name == "nieuwe bestanden inlezen · lievegem · 2026-11-23"
    assert [path.name for path in folder.iterdir() if path.is_file()] == []
    assert names(folder / "done") == ["plan.xlsx", "plan.xlsx.report.html", "plan.xlsx.report.json"]
    report = next((folder / "done").glob("*.report.json"))
    assert json.loads(report.read_text())["actions"]["added"] == 3
    page = next((folder / "done").glob("*.report.html")).read_text()
    assert "Elke rij verantwoord" in page
    assert "Wat er met plan.xlsx gebeurde" in page
    shown = artifacts_of(run_of(state))["import-plan"]
    counts = json.loads(report.read_text())
    assert sum(counts["rows"].values()) == counts["total"]
    assert f"| **alle rijen** | **{counts['total']}** |" in shown
    assert "| nieuwe acties | 3 |" in artifacts_of(run_of(state))["import-plan"]


@pytest.mark.long
def test_the_calendar_of_a_group_follows_what_the_inbox_brings_at_once(home: FlowHome) -> None:
    folder = inbox(home)
    for place in ("Zaal 1", "Zaal 2"):
        group = {"code": "E", "name": "Deelgroep", "kind": "deelgroep", "anchor": date(2027, 3, 15)}
        rows = {GROUPS.title: [group | {"interval_months": 6, "meets_in": place}]}
        settings = {"name": "Gemeente Lievegem", "language": "nl"}
        write_plan(folder / "plan.xlsx", WorkbookContent(rows, settings=settings))
        import_plan("lievegem", MONDAY, return_state=True)
        feed = home.folder / "outbox/lievegem/calendars/e.ics"
        assert f"LOCATION:{place}" in feed.read_text(encoding="utf-8")


@pytest.mark.long
def test_a_file_that_is_no_plan_moves_to_refused_and_the_others_are_taken_in(home: FlowHome) -> None:
    folder = inbox(home)
    (folder / "an-peeters.xlsx").write_bytes(b"no workbook")
    write_small_plan(folder / "plan.xlsx")
    state = import_plan("lievegem", MONDAY, return_state=True)
    assert state.message == "2 nieuwe bestanden; 1 geweigerd bestand"
    assert names(folder / "done") == ["plan.xlsx", "plan.xlsx.report.html", "plan.xlsx.report.json"]
    name = "an-peeters.xlsx"
    assert names(folder / "refused") == [name, f"{name}.report.html", f"{name}.report.json"]
    page = next((folder / "refused").glob("*.html")).read_text()
    assert "Er is niets aan het plan gewijzigd" in page
    assert "Het bestand is beschadigd" in page
    shown = artifacts_of(run_of(state))["import-plan"]
    assert shown.startswith(
        "## Werkboek 1\n\n**Geweigerd**\n\nWaarom: geen leesbaar werkboek, of het is afgebroken.\n\n"
        "Verwerkt op "
    )
    stamp = next((folder / "refused").glob("*.xlsx")).name.removesuffix(f"-{name}")
    assert f"Hun namen beginnen met `{stamp}`.\n\nHet bestand is beschadigd, of het is geen" in shown
    assert "peeters" not in shown, "what somebody named a file may be somebody's name"


@pytest.mark.long
def test_an_import_counts_all_mails_that_wait_for_a_server_that_is_down(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counted the one that it tried."""
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{find_free_port()}")
    get_installation.cache_clear()
    monkeypatch.setattr(clock, "today", lambda: MONDAY)
    home.town()
    with home.database.write_session() as session:
        municipality = get_municipality(session, "lievegem")
        municipality.coordinator = session.scalars(select(Person).where(Person.code == "P1")).one()
    folder = inbox(home)
    for name in ("kapot.xlsx", "stuk.xlsx", "leeg.xlsx"):
        (folder / name).write_bytes(b"no workbook")
    state = import_plan("lievegem", MONDAY, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("not-delivered"))
    assert home.states() == ["pending"] * 3
    assert "; 3 wachten nog; " in str(state.message)
    assert "volgende poging: 20" in str(state.message)


@pytest.mark.long
@pytest.mark.parametrize("is_today", [True, False])
def test_the_coordinator_gets_the_report_of_a_refused_file_by_the_run_that_refused_it(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, is_today: bool
) -> None:
    """As if it were another day nothing is sent: that run only reads what is there."""
    monkeypatch.setattr(clock, "today", lambda: MONDAY if is_today else MONDAY + timedelta(days=7))
    folder = inbox(home)
    write_small_plan(folder / "plan.xlsx")
    import_plan("lievegem", MONDAY, return_state=True)
    with home.database.write_session() as session:
        municipality = get_municipality(session, "lievegem")
        municipality.coordinator = session.scalars(select(Person).where(Person.code == "P1")).one()
    (folder / "kapot.xlsx").write_bytes(b"no workbook")
    (folder / "notitie.pdf").write_bytes(b"%PDF-1.4")
    (folder / "bus.csv").write_text("Idee;Naam\nMeer bomen;Els Maes\n", encoding="utf-8")
    state = import_plan("lievegem", MONDAY, return_state=True)
    assert home.states() == ["sent" if is_today else "pending"] * 2
    sent = "2 verstuurd; " if is_today else ""
    assert state.message == f"2 documenten gemaakt, 3 nieuwe bestanden; {sent}2 geweigerde bestanden"
    mails = [path.read_bytes() for path in (home.folder / "documents/lievegem").rglob("*.eml")]
    read = [message_from_bytes(each, policy=default) for each in mails]
    assert {str(each["Subject"]) for each in read} == {
        "kapot.xlsx is niet ingelezen",
        "Verslag niet verwerkt: notitie.pdf",
    }
    assert {(each.role, each.recipient) for each in home.deliveries()} == {
        ("coordinator", "trekker1@lievegem.example")
    }
    (text,) = (each.get_body(("plain",)) for each in read if "kapot" in str(each["Subject"]))
    assert text is not None
    assert "Het bestand is beschadigd, of het is geen werkboek" in " ".join(text.get_content().split())
    shown = artifacts_of(run_of(state))["import-plan"]
    assert "## Verslag 1\n\n**Geweigerd**\n\nWaarom: " in shown
    assert "notitie" not in shown


def test_a_file_with_an_unexpected_error_fails_the_run_after_the_others(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = inbox(home)
    write_small_plan(folder / "an-peeters.xlsx")
    write_small_plan(folder / "plan.xlsx")
    import_tables = plan_files.import_tables

    def fail(database: Any, file: FileTables, *more: Any) -> Any:
        if file.name == "an-peeters.xlsx":
            raise RuntimeError("about An Peeters")
        return import_tables(database, file, *more)

    monkeypatch.setattr(plan_files, "import_tables", fail)
    state = import_plan("lievegem", MONDAY, return_state=True)
    assert state.type == "FAILED"
    assert "eeters" not in str(state.message)
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["an-peeters.xlsx"]
    assert "plan.xlsx" in names(folder / "done")
    assert "| nieuwe acties | 3 |" in artifacts_of(run_of(state))["import-plan"]
    log = (home.folder / "errors.log").read_text()
    assert "about An Peeters" in log
    assert f"in {folder / 'an-peeters.xlsx'}" in log


def test_a_dry_run_leaves_the_files_and_the_database_as_they_are(home: FlowHome) -> None:
    write_small_plan(inbox(home) / "plan.xlsx")
    before = home.all_files()
    state = import_plan("lievegem", MONDAY, True, return_state=True)
    assert (state.name, state.message) == (
        name_state("dry-run"),
        "1 nieuw bestand; welke mails erop volgen, staat er niet bij",
    )
    assert home.all_files() == before


def test_an_empty_inbox_is_nothing_new(home: FlowHome) -> None:
    inbox(home)
    assert import_plan("lievegem", MONDAY, return_state=True).name == name_state("nothing-new")


@pytest.mark.long
def test_the_tick_looks_in_the_inbox_first_and_reminds_of_what_it_found(home: FlowHome) -> None:
    write_small_plan(inbox(home) / "plan.xlsx")
    state = follow_up_calendar(today=MONDAY, return_state=True)
    assert [each.name for each in children_of(state)] == [
        "nieuwe bestanden inlezen · 2026-11-23 · 1/1",
        "herinneringen aan de trekkers · 2026-11-23 · 1/1",
    ]
    assert home.states() == ["sent"] * 3


def test_the_log_of_a_run_says_how_many_files_there_were_and_what_needs_a_person() -> None:
    plans = [PlanFileResult("an-peeters.xlsx", None, "An Peeters")]
    answers = Counter({"unsubscribed": 3, NEEDS_A_PERSON: 2})
    said = describe_result(InboxImport(InboxResult(plans=plans, answers=answers), dry_run=False))
    assert said == "4 new files; 2 mails in the inbox that were not recognised, 1 rejected file"
