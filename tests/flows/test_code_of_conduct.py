"""The code of conduct on a real Prefect server: handed out once for each version, and to newcomers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from flows.code_of_conduct import code_of_conduct
from flows.follow_up_calendar import follow_up_calendar
from tasks.code_of_conduct import list_due_codes_of_conduct
from tasks.installation import get_installation
from terugkom.subscribers.model import Subscriber
from terugkom.work_batches.model import WorkItem
from tests.editions.edition_municipality import ASKED, EditionMunicipality, action
from tests.flows.conftest import FlowHome, children_of
from tests.flows.state_names import name_state

CODE = "---\nversie: '{version}'\n---\n# Gedragscode\n\nWe doen het licht uit.\n"


@pytest.fixture
def linde(home: FlowHome) -> EditionMunicipality:
    room = EditionMunicipality(home.database, get_installation().settings.municipalities)
    room.home.mkdir(parents=True, exist_ok=True)
    more: dict[str, Any] = {"digest_weekday": "vrijdag"}
    room.import_actions(date(2026, 9, 1), action("A-1", "Fietsen", "klaar"), **more)
    return room


def write_code(room: EditionMunicipality, text: str) -> Path:
    path = room.home / room.slug / "gedragscode.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def handed_out(day: date) -> list[tuple[str, str]]:
    runs = children_of(follow_up_calendar(today=day, return_state=True))
    return [(run.name, run.state_name) for run in runs if run.name.startswith("gedragscode")]


@pytest.mark.long
def test_all_staff_get_a_new_version_once(linde: EditionMunicipality, home: FlowHome) -> None:
    assert handed_out(date(2026, 11, 2)) == []
    write_code(linde, CODE.format(version="2026-11"))
    day = date(2026, 11, 3)
    assert handed_out(day) == [("gedragscode · 2026-11-03 · 1/1", name_state("delivered"))]
    assert handed_out(day) == []
    assert handed_out(date(2026, 11, 4)) == []
    mails = [each for each in home.deliveries() if each.role == "reader"]
    assert [(each.recipient, each.state.value) for each in mails] == [
        ("lotte@linde.example.org", "sent"),
        ("dora@linde.example.org", "sent"),
    ]
    write_code(linde, CODE.format(version="2026-12"))
    assert [state for _, state in handed_out(ASKED)] == [name_state("delivered")]
    assert len([each for each in home.deliveries() if each.role == "reader"]) == 4


def test_a_dry_run_shows_the_newcomers_and_enrols_nobody(linde: EditionMunicipality, home: FlowHome) -> None:
    write_code(linde, CODE.format(version="2026-11"))
    state: Any = code_of_conduct("linde", date(2026, 11, 3), dry_run=True, return_state=True)
    assert {each.recipient for each in state.result().planned} == {
        "lotte@linde.example.org",
        "dora@linde.example.org",
    }
    assert list_due_codes_of_conduct.fn("linde", date(2026, 11, 3)).items == [WorkItem("linde")]
    with home.database.read_session() as session:
        assert session.scalars(select(Subscriber)).all() == []


@pytest.mark.long
def test_a_code_that_cannot_be_read_is_a_run_that_says_so(
    linde: EditionMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.code_of_conduct.enqueue_code_of_conduct.retries", 0)  # each after a wait
    write_code(linde, "Doe het licht uit.")
    assert [state for _, state in handed_out(date(2026, 11, 3))] == [name_state("rejected")]
