"""`terugkom serve` for real: a server, a worker, scheduled runs, and runs started as the UI starts them."""

import json
import re
import sqlite3
import subprocess

import pytest
import requests

from tests.deployments.conftest import ADDRESSES, MARKS, Office


def test_a_scheduled_tick_is_picked_up_and_tells_what_came_of_it(office: Office, ticked: str) -> None:
    tick = office.serving.finished(ticked)
    assert tick["name"] == "follow up calendar · all · 2026-11-23"
    assert (tick["state_type"], tick["state_name"]) == ("FAILED", "Partly delivered")
    # What was put off may be tried once more by a later child of the same tick.
    assert re.search("1 failed, [12] pending, 24 sent", tick["state"]["message"])
    children = office.serving.runs(parent_flow_run_id={"any_": [ticked]})
    assert {each["name"]: each["state_name"] for each in children if "deliver" not in each["name"]} == {
        "owner reminders · markegem · 2026-11-23": "Partly delivered",
        "owner reminders · zilverbeke · 2026-11-23": "Delivered",
        "subgroup review · ENERGIE · 2026-H2": "Invited",
        "core group review · KOP · 2026": "Invited",
        "focus group review · FOCUS · 2026-Q4": "Invited",
        "peer exchange · zilverbeke · 2026": "Pack sent",
    }
    assert office.serving.artifacts(ticked).keys() == {
        "follow-up-calendar",
        "coming-year",
        "gate-markegem",
        "gate-zilverbeke",
    }
    for child in children:
        if not child["name"].startswith("owner reminders"):
            continue
        shown = office.serving.artifacts(child["id"])
        assert "data:image/svg+xml;base64," in shown["owner-reminders"]
        assert '"to": "owner' in shown["deliveries"]


def test_what_was_put_off_gets_one_run_at_its_next_try_which_delivers_it(office: Office, ticked: str) -> None:
    found = [run for run in office.serving.runs() if run["name"].startswith("deliver")]
    planned = {run["name"]: run["id"] for run in found if not run["parent_task_run_id"]}
    assert planned, "and on a slow machine one more, for the tick itself tried it once again meanwhile"
    states = [office.serving.finished(run)["state_name"] for run in planned.values()]
    assert "Delivered" in states
    assert set(states) <= {"Delivered", "Nothing to deliver"}
    assert ADDRESSES[1] in office.mail.recipients
    assert ADDRESSES[0] not in office.mail.recipients


def test_a_run_is_started_with_parameters_as_the_ui_does(office: Office) -> None:
    run = office.serving.press_run(
        "owner-reminders", municipality="zilverbeke", today="2026-12-14", dry_run=True
    )
    done = office.serving.finished(run)
    assert done["name"] == "owner reminders · zilverbeke · 2026-12-14 · dry run"
    assert done["state_name"] == "Dry run"
    assert "A dry run" in office.serving.artifacts(run)["owner-reminders"]


@pytest.mark.parametrize(
    "wrong",
    [{"municipality": "Zilver Beke"}, {"municipality": "a", "today": "1999-01-01"}, {"today": "2026-01-01"}],
)
def test_the_form_refuses_what_is_out_of_bounds(office: Office, wrong: dict[str, str]) -> None:
    deployment = office.serving.deployment("owner-reminders")["id"]
    answer = requests.post(
        f"{office.serving.url}/api/deployments/{deployment}/create_flow_run",
        json={"parameters": wrong},
        timeout=30,
    )
    assert answer.status_code in (409, 422)


def test_earlier_runs_show_and_a_run_from_the_command_line_goes_to_the_server(office: Office) -> None:
    def named(name: str) -> int:
        return len(office.serving.runs(name={"any_": [name]}))

    assert named("follow up calendar · all · 2026-06-01 · dry run") == 1
    told = json.loads(office.serving.terugkom("run", "--dry-run", "--today", "2026-06-08", "--json"))
    assert told["dry_run"]
    assert named("follow up calendar · all · 2026-06-08 · dry run") == 1


def test_a_second_server_is_refused_at_once_in_this_home_and_on_this_port(office: Office) -> None:
    for home, why in (("home", "is being served already"), ("other", "set TERUGKOM_PORT to another one")):
        done = subprocess.run(
            office.serving._command("serve"),
            env={**office.serving.environment, "TERUGKOM_HOME": str(office.serving.home / home)},
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert done.returncode == 1
        assert why in done.stderr
        assert "Traceback" not in done.stderr


def test_nobodys_name_or_address_stands_in_what_prefect_keeps(office: Office, ticked: str) -> None:
    home = office.serving.home / "home"
    assert any("Xaverine Markeer" in str(row) for row in _all_text(home / "terugkom.db")), (
        "else it proves nothing"
    )
    found = [row for row in _all_text(home / "prefect" / "prefect.db") if any(mark in row for mark in MARKS)]
    assert found == []
    for log in (home / "prefect").glob("*.log"):
        assert not any(mark in log.read_text() for mark in MARKS), log.name


def test_nothing_is_stored_of_what_tasks_take_and_give_and_nothing_outside_the_home(
    office: Office, ticked: str
) -> None:
    assert not list((office.serving.home / "home" / "prefect").glob("storage/*"))
    assert [path for path in (office.serving.home / "user").rglob("*") if path.is_file()] == []


def _all_text(path: object) -> list[str]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [
            str(cell)
            for table in tables
            for row in database.execute(f'SELECT * FROM "{table}"')
            for cell in row
            if isinstance(cell, str | bytes)
        ]
    database.close()
    return found
