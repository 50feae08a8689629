"""Minutes on a real Prefect server: on the form, and dropped in the inbox before the tick."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlalchemy import select

from flows.follow_up_calendar import follow_up_calendar
from flows.record_minutes import record_minutes
from flows.subgroup_review import subgroup_review
from terugkom.meetings.minutes.minutes_model import Attendance, Decision
from terugkom.plan.model import Action
from terugkom.workbook.own_layout import ACTIONS, GROUPS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.clock import clock_on
from tests.flows.conftest import FlowHome, artifacts_of, children_of, run_of
from tests.flows.state_names import name_state
from tests.import_workbook import import_workbook

ASKED, AFTER = date(2027, 3, 16), date(2027, 3, 17)
NAME = "ENERGIE/2027-03"


@pytest.fixture
def linde(home: FlowHome) -> FlowHome:
    """A town with a subgroup of two that met, was asked for its minutes, and has two actions."""
    people = [
        {"code": "AN", "name": "An Wijn", "email": "an@linde.example.org", "groups": "ENERGIE"},
        {"code": "BE", "name": "Bé Vos", "email": "be@linde.example.org", "groups": "ENERGIE"},
    ]
    group = {"code": "ENERGIE", "name": "Deelgroep energie", "kind": "deelgroep", "interval_months": 6}
    plan = [
        {"code": "E1", "title": "Ledlampen", "group": "ENERGIE", "owners": "AN", "status": "lopend"},
        {"code": "E2", "title": "Zonnepanelen", "group": "ENERGIE", "owners": "BE"},
    ]
    rows: dict[str, Any] = {
        PEOPLE.title: people,
        GROUPS.title: [group | {"anchor": date(2027, 3, 15)}],
        ACTIONS.title: plan,
    }
    settings = {"name": "Gemeente Linde", "language": "nl", "coordinator": "AN", "digest_weekday": "maandag"}
    write_plan(home.elsewhere / "linde.xlsx", WorkbookContent(rows, settings=settings))
    told: dict[str, Any] = {"slug": "linde", "today": ASKED, "now": clock_on(ASKED)}
    assert import_workbook(home.database, home.elsewhere / "linde.xlsx", **told).findings == ()
    assert subgroup_review("linde", "ENERGIE", today=ASKED, return_state=True).name == name_state(
        "waiting-for-minutes"
    )
    return home


def deadline_of(home: FlowHome, code: str) -> date | None:
    with home.database.read_session() as session:
        return session.scalars(select(Action.deadline).where(Action.code == code)).one()


def count(home: FlowHome, table: Any) -> int:
    with home.database.read_session() as session:
        return len(session.scalars(select(table)).all())


def decided(*more: dict[str, Any]) -> dict[str, Any]:
    first = {"kind": "deadline", "action": "E1", "value": "eind 2027", "reason": "Levering is later."}
    return {"present": ["AN"], "excused": ["BE"], "decisions": [first, *more], "today": AFTER}


def test_what_is_typed_into_the_form_changes_the_plan_and_members_get_the_minutes(linde: FlowHome) -> None:
    new = {"kind": "nieuwe actie", "action": "E3", "value": "Warmtescan", "owners": ["BE"]}
    state = record_minutes("linde", NAME, **decided(new), return_state=True)
    assert (state.name, run_of(state).name) == (
        name_state("minutes-recorded"),
        "verslag noteren · linde · ENERGIE/2027-03",
    )
    assert deadline_of(linde, "E1") == date(2027, 12, 31)
    assert (count(linde, Attendance), count(linde, Decision)) == (2, 2)
    sent = len(linde.states())
    again = record_minutes("linde", NAME, **decided(new), return_state=True)
    assert again.name == name_state("recorded-before")
    assert (len(linde.states()), count(linde, Decision)) == (sent, 2)


def test_the_page_says_what_was_recorded_what_that_changed_and_who_was_written_to(linde: FlowHome) -> None:
    page = artifacts_of(run_of(record_minutes("linde", NAME, **decided(), return_state=True)))
    for line in (
        "- Genoteerd: 1 beslissing, 1 aanwezig, 1 verontschuldigd.",
        "- Gewijzigd in het plan: E1.",
        "- Mails van deze run: 2 × lid.",
        "- Voor dit overleg komt er niets meer. Het volgende van de groep: uitnodiging op ",
        "- Klopt dit niet? Noteer het verslag opnieuw",
    ):
        assert line in page["subgroup-review"], page
    assert "Wijn" not in str(page)
    other = decided() | {"present": ["AN", "BE"], "excused": []}
    page = artifacts_of(run_of(record_minutes("linde", NAME, **other, return_state=True)))
    assert "verschillen met het vroegere verslag." in page["subgroup-review"], page
    assert "- In het plan is niets gewijzigd." in page["subgroup-review"]


def test_one_wrong_decision_and_the_run_says_which_and_nothing_changes(
    linde: FlowHome, lines: list[str]
) -> None:
    wrong = {"kind": "status", "action": "E9", "value": "klaar"}
    state = record_minutes("linde", NAME, **decided(wrong), return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert state.message == (
        "Beslissingen, nummer 2, Code van de actie: er is geen actie met de code “E9”. Kijk de code na in "
        "het plan. Voor een nieuwe actie kiest u “nieuwe actie”."
    )
    assert f"- **{state.message}**" in artifacts_of(run_of(state))["refused"]
    assert "INFO record the minutes: refused: 1 to put right" in lines
    assert (deadline_of(linde, "E1"), count(linde, Decision)) == (None, 0)


def test_a_dry_run_only_says_what_would_be(linde: FlowHome) -> None:
    state = record_minutes("linde", NAME, **decided(), dry_run=True, return_state=True)
    assert (state.name, state.message) == (
        name_state("dry-run"),
        "1 beslissing, 1 aanwezig, 1 verontschuldigd; welke mails erop volgen, staat er niet bij",
    )
    assert (deadline_of(linde, "E1"), count(linde, Decision)) == (None, 0)


def filled(home: FlowHome, fill: Callable[[Any], None]) -> Path:
    """The form that lay with the question for minutes, filled in and dropped in the inbox."""
    form = next((home.folder / "documents").rglob("verslag-energie-2027-03.docx"))
    document = docx.Document(str(form))
    fill(document)
    inbox = home.folder / "municipalities/linde/inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    document.save(str(inbox / "verslag.docx"))
    return inbox


@pytest.mark.long
def test_the_tick_takes_minutes_from_the_inbox_and_sends_them_in_one_go(linde: FlowHome) -> None:
    def fill(document: Any) -> None:
        document.tables[0].rows[1].cells[2].text = "aanwezig"
        for cell, text in zip(
            document.tables[3].rows[1].cells[1:], ("E1", "deadline", "eind 2027", ""), strict=True
        ):
            cell.text = text

    inbox = filled(linde, fill)
    runs = children_of(follow_up_calendar(today=AFTER, return_state=True), but="nieuwsbrief")
    assert sorted((run.name, run.state_name) for run in runs) == [
        ("nieuwe bestanden inlezen · 2027-03-17 · 1/1", name_state("done")),
        ("overleg van de deelgroep · 2027-03-17 · 1/1", name_state("minutes-recorded")),
    ]
    assert deadline_of(linde, "E1") == date(2027, 12, 31)
    assert [path.suffix for path in sorted((inbox / "done").iterdir())] == [".docx", ".html", ".json"]
    shown = artifacts_of(next(run for run in runs if run.name.startswith("nieuwe bestanden inlezen")))[
        "municipality-linde"
    ]
    assert "linde / subgroup-review / ENERGIE / 2027-03: 1 beslissing, 1 aanwezig" in shown


@pytest.mark.long
def test_minutes_that_cannot_be_read_are_refused_and_the_tick_goes_on(linde: FlowHome) -> None:
    inbox = filled(linde, lambda document: None)
    runs = children_of(follow_up_calendar(today=AFTER, return_state=True), but="nieuwsbrief")
    states = {run.name: run.state_name for run in runs}
    assert states.pop("nieuwe bestanden inlezen · 2027-03-17 · 1/1") == name_state("rejected")
    assert len(states) == 1, "the mail that says so is sent"
    assert set(linde.states()) == {"sent"}
    refused = next((inbox / "refused").glob("*.html")).read_text()
    assert "Er is nog niets ingevuld" in refused
