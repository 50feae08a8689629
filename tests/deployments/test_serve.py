"""`terugkom serve` for real: a server, a worker, scheduled runs, and runs started as the UI starts them."""

import base64
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery
from terugkom.plan.media import Medium
from tests.browser import CHROMIUM, log_in
from tests.deployments.approval_form import INTRODUCTION, NAME, approve_in_the_browser, find_link, state_of
from tests.deployments.conftest import ADDRESSES, MARKS, ServedHome, import_plans
from tests.deployments.served_runs import SlowRecipients, list_planned_ticks, list_run_processes
from tests.deployments.serving import wait_for
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, REASON, EditionMunicipality
from tests.flows.plan_workbooks import MONDAY, address, write_small_plan
from tests.flows.state_names import name_state
from tests.processes import kill_all, list_with_children, read_command_line
from tests.soak import SOAK, often

pytestmark = pytest.mark.long  # a whole installation is served, with a browser before it

OWNERS = 120
REMINDERS = {"municipality": "lievegem", "today": MONDAY.isoformat(), "really": True}


def test_a_scheduled_tick_is_picked_up_and_tells_what_came_of_it(office: ServedHome, ticked: str) -> None:
    tick = office.serving.finished(ticked)
    assert tick["name"] == "dagelijkse ronde · alle gemeenten · 2026-11-23"
    assert (tick["state_type"], tick["state_name"]) == ("FAILED", name_state("partly-delivered"))
    # What was put off may be tried once more by a later child of the same tick.
    assert re.search("1 mislukt, [12] wacht(en)? nog, 24 verstuurd", tick["state"]["message"])
    children = office.serving.runs(parent_flow_run_id={"any_": [ticked]})
    assert {each["name"]: each["state_name"] for each in children if "versturen" not in each["name"]} == {
        "herinneringen aan de trekkers · 2026-11-23 · 1/1": name_state("partly-delivered"),
        "overleg van de deelgroep · 2026-11-23 · 1/1": name_state("invited"),
        "overleg van de kopgroep · 2026-11-23 · 1/1": name_state("invited"),
        "overleg van de focusgroep · 2026-11-23 · 1/1": name_state("invited"),
        "uitwisseling met andere gemeenten · 2026-11-23 · 1/1": name_state("pack-sent"),
    }
    assert office.serving.artifacts(ticked).keys() == {
        "follow-up-calendar",
        "coming-year",
        "deliveries",
        "gate-markegem",
        "gate-zilverbeke",
    }
    for child in children:
        if not child["name"].startswith("owner-reminders"):
            continue
        shown = office.serving.artifacts(child["id"])
        assert shown.keys() == {"batch", "municipality-markegem", "municipality-zilverbeke"}
        (row,) = (line for line in shown["batch"].splitlines() if line.startswith("| Verstuurd |"))
        assert row.endswith("| zilverbeke | - |")
        assert "data:image/svg+xml;base64," in shown["municipality-zilverbeke"]
        assert "| trekker " in shown["municipality-zilverbeke"]


def test_the_log_of_a_run_says_what_happened(office: ServedHome, ticked: str) -> None:
    def said(run: str) -> list[str]:
        which = {"flow_run_id": {"any_": [run]}}
        return [each["message"] for each in office.serving.ask("/logs/filter", logs=which, limit=200)]

    wait_for(lambda: "owner-reminders: 2 due, in 1 batch" in said(ticked))
    assert "lease acquired, for 30 seconds, renewed while this run works" in said(ticked)
    (child,) = office.serving.runs(name={"any_": ["herinneringen aan de trekkers · 2026-11-23 · 1/1"]})
    wait_for(lambda: f"owner-reminders of zilverbeke: {name_state('delivered')}" in said(child["id"]))


@pytest.mark.soak_only  # the runs that are killed below are started so too
def test_a_run_is_started_with_parameters_as_the_ui_does(office: ServedHome) -> None:
    run = office.serving.start_run(
        "owner-reminders", municipality="zilverbeke", today="2026-12-14", dry_run=True
    )
    done = office.serving.finished(run)
    assert done["name"] == "herinneringen aan de trekkers · zilverbeke · 2026-12-14 · alleen tonen"
    assert done["state_name"] == name_state("dry-run")
    assert "Alleen getoond" in office.serving.artifacts(run)["owner-reminders"]


def test_a_run_answers_what_is_out_of_bounds_with_what_is_right_and_keeps_no_more(office: ServedHome) -> None:
    """The words for each field, and for one that is missing, are in tests/flows/test_forms.py."""
    known, missing = ({"municipality": "Zilverbeek"}, "markegem, zilverbeke"), ({}, "Gemeente: dit veld is")
    for wrong, right in often([known], soak=[known, missing]):
        done = office.serving.finished(office.serving.start_run("owner-reminders", **wrong))
        assert done["state_type"] == "FAILED"
        assert right in done["state"]["message"]
        assert "Zilverbeek" not in done["state"]["message"]


@pytest.mark.soak_only  # two commands, each with all of Prefect; the first with a server of its own
def test_earlier_runs_show_and_a_run_from_the_command_line_goes_to_the_server(office: ServedHome) -> None:
    def named(name: str) -> int:
        return len(office.serving.runs(name={"any_": [name]}))

    assert named("dagelijkse ronde · alle gemeenten · 2026-06-01 · alleen tonen") == 1
    told = json.loads(office.serving.terugkom("run", "--dry-run", "--today", "2026-06-08", "--json"))
    assert told["dry_run"]
    assert named("dagelijkse ronde · alle gemeenten · 2026-06-08 · alleen tonen") == 1


def test_a_second_server_is_refused_at_once_in_this_home_and_on_this_port(office: ServedHome) -> None:
    for home, why in (
        ("home", "is running already, at http://"),
        ("other", "set TERUGKOM_PORT to another one"),
    ):
        done = subprocess.run(
            office.serving._command("serve"),
            env={**office.serving.environment, "TERUGKOM_HOME": str(office.serving.home / home)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 1
        assert why in done.stderr
        assert "Traceback" not in done.stderr


def test_nobodys_name_or_address_stands_in_what_prefect_keeps(office: ServedHome, ticked: str) -> None:
    home = office.serving.home / "home"
    assert any("Xaverine Markeer" in str(row) for row in _all_text(home / "terugkom.db")), (
        "else it proves nothing"
    )
    found = [row for row in _all_text(home / "prefect" / "prefect.db") if any(mark in row for mark in MARKS)]
    assert found == []
    for log in (home / "prefect").glob("*.log"):
        assert not any(mark in log.read_text() for mark in MARKS), log.name
    for process in list_with_children(office.serving.process):
        assert not any(mark in read_command_line(process) for mark in MARKS)


def test_nothing_is_stored_of_what_tasks_take_and_give_and_nothing_outside_the_home(
    office: ServedHome, ticked: str
) -> None:
    stored = [
        base64.b64decode(path.read_bytes())
        for path in (office.serving.home / "home/prefect/storage").glob("*")
    ]
    assert all(b"RefusedInput" in each and b"Zilverbeek" not in each for each in stored), "public texts alone"
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


def test_the_run_list_a_run_with_its_summary_and_the_form_look_as_they_should(
    office: ServedHome, ticked: str, page: Page, tmp_path: Path
) -> None:
    """The pictures go to a temporary folder, or to that which TERUGKOM_PICTURES names."""
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", tmp_path))
    pictures.mkdir(parents=True, exist_ok=True)
    hosts: set[str] = set()
    log_in(page, office.serving.login)
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    (run,) = office.serving.runs(name={"any_": ["herinneringen aan de trekkers · 2026-11-23 · 1/1"]})

    def take(name: str) -> None:
        if "TERUGKOM_PICTURES" in os.environ:
            page.wait_for_timeout(2000)  # for what moves to come to rest
        page.screenshot(path=pictures / f"{name}.png")

    page.goto(office.serving.url + "/runs")
    page.get_by_text("herinneringen aan de trekkers · 2026-11-23 · 1/1").first.wait_for()
    take("runs")

    page.goto(f"{office.serving.url}/runs/flow-run/{run['id']}")
    page.get_by_text("Artifacts", exact=True).click()
    page.get_by_text("municipality-zilverbeke").first.wait_for()
    take("artifacts")

    (artifact,) = office.serving.ask(
        "/artifacts/filter",
        artifacts={"flow_run_id": {"any_": [run["id"]]}, "key": {"any_": ["municipality-zilverbeke"]}},
    )
    page.goto(f"{office.serving.url}/artifacts/artifact/{artifact['id']}")
    page.get_by_role("heading", name="Herinneringen van Gemeente Zilverbeke").wait_for()
    chart = page.locator("img[src^='data:image/svg+xml']")
    assert str(chart.get_attribute("alt")).startswith("In cijfers: documenten gemaakt 5")
    assert chart.evaluate("image => image.naturalWidth") == 560, "the chart is drawn"
    take("run")

    deployment = office.serving.deployment("follow-up-calendar")["id"]
    page.goto(f"{office.serving.url}/deployments/deployment/{deployment}")
    page.get_by_text("Description", exact=True).first.click()
    page.get_by_text("De dagelijkse ronde.").first.wait_for(timeout=10_000)
    take("deployment")
    page.goto(f"{office.serving.url}/deployments/deployment/{deployment}/run")
    for help_text in (
        "De korte naam van de gemeente",
        "Doen alsof het deze dag is",
        "Toont wat er zou gebeuren",
    ):
        page.get_by_text(help_text).wait_for()
    page.get_by_text("Alleen tonen (Optional)").wait_for()
    take("form")

    page.goto(office.serving.url + "/blocks/catalog")
    page.get_by_text("Terugkom mail server").first.wait_for()
    take("blocks")

    page.goto(office.serving.url + "/blocks/catalog/terugkom-wordpress-site/create")
    page.get_by_text("An application password of that user").wait_for()
    take("way-out")
    for help_text in (
        "A user who may publish",
        "an editor reviews and publishes it",
        "Enable only if the server",
    ):
        page.get_by_text(help_text).wait_for(timeout=5000)
    page.wait_for_timeout(1000)
    own = {f"127.0.0.1:{office.serving.port}", office.url.removeprefix("https://")}
    assert hosts == own, "nothing is asked of anybody else"


def test_starts_at_once_wait_for_each_other_and_none_is_lost(office: ServedHome, ticked: str) -> None:
    """Forty starts took all of a machine, and its server lost some of them."""
    at_once = (os.cpu_count() or 1) + 1
    started = [office.serving.start_run("check-connections") for _ in range(at_once + 3)]
    seen: list[Counter[str]] = []

    def are_done() -> bool:
        runs = office.serving.runs(id={"any_": started})
        seen.append(Counter(each["state_type"] for each in runs))
        return all(each["end_time"] for each in runs)

    wait_for(are_done, 400)
    assert max(each["PENDING"] + each["RUNNING"] for each in seen) in range(1, at_once + 1)
    assert [each["run_count"] for each in office.serving.runs(id={"any_": started})] == [1] * len(started)


def test_what_was_put_off_gets_one_run_at_its_next_try_which_delivers_it(
    office: ServedHome, ticked: str
) -> None:
    def planned() -> list[str]:
        # Where the worker is late, what is served starts one more, which may have the name of the first.
        found = [run for run in office.serving.runs() if run["name"].startswith("versturen wat wacht")]
        runs = [run["id"] for run in found if not run["parent_task_run_id"]]
        return [office.serving.finished(run)["state_name"] for run in runs]

    assert planned(), "and on a slow machine one more, for the tick itself tried it once again meanwhile"
    wait_for(lambda: name_state("delivered") in planned())
    # Later once more: where the machine is so slow that it was tried while the server still put it off.
    assert set(planned()) <= {
        name_state("delivered"),
        name_state("nothing-to-deliver"),
        name_state("delivered-later"),
    }
    assert ADDRESSES[1] in office.mail.recipients
    assert ADDRESSES[0] not in office.mail.recipients


@dataclass(frozen=True)
class Waiting:
    """An edition whose run waits for approval, and how many mails had arrived by then."""

    run: str
    mails: int
    room: EditionMunicipality


@pytest.fixture(scope="module")
def waiting(office: ServedHome, ticked: str) -> Iterator[Waiting]:
    """Have a run of an edition wait for its approval."""
    serving = office.serving
    home = serving.home / "home"
    database = Database(f"sqlite:///{home / 'terugkom.db'}")
    (home / "municipalities").mkdir(exist_ok=True)
    room = EditionMunicipality(database, home / "municipalities")
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW)
    today = {"today": ASKED.isoformat(), "really": True}  # it may lie in the future
    given = {"municipality": "linde", "quarter": "2026-Q4", **today}
    run = serving.start_run("newsletter", **given)
    wait_for(lambda: state_of(serving, run) == "Suspended")
    if SOAK:  # a process with all of Prefect; tests/flows/test_newsletter.py has the same in one
        second = serving.finished(serving.start_run("newsletter", **given))
        assert second["state_name"] == name_state("waiting-for-approval"), "one run waits, not two"
    yield Waiting(run, len(office.mail.mails), room)
    database.close()


@pytest.fixture(scope="module")
def killed(office: ServedHome, waiting: Waiting) -> str:
    """Kill `serve` and all its parts while it sends reminders, start it again; give that run."""
    serving = office.serving
    import_plans(serving, write_small_plan(serving.home / "lievegem.xlsx", OWNERS))
    office.mail.at_rcpt = SlowRecipients()
    sending = serving.start_run("owner-reminders", **REMINDERS)
    wait_for(lambda: len(office.mail.mails) >= waiting.mails + 10)

    kill_all(list_run_processes(serving))
    parts = serving.parts
    assert len(parts) >= 2, "a server and a worker"
    serving.process.kill()
    serving.process.wait(timeout=20)
    if sys.platform == "linux":  # only Linux tells a process that its parent is gone
        assert psutil.wait_procs(parts, timeout=45)[1] == []
    office.mail.at_rcpt = {}
    serving.start()
    return sending


@pytest.mark.soak  # where all is killed while it waits
def test_an_edition_that_waits_is_approved_in_the_browser(
    office: ServedHome, waiting: Waiting, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Where there is no browser, without its form."""
    serving, run = office.serving, waiting.run
    if SOAK:
        request.getfixturevalue("killed")
    assert state_of(serving, run) == "Suspended"
    # As the form sends it; a remark is missing.
    nothing = {"decision": "terugsturen met een opmerking", "name": NAME, "channels": ["de nieuwsbrief"]}
    serving.ask(f"/flow_runs/{run}/resume", run_input=nothing)
    wait_for(lambda: state_of(serving, run) == "Suspended")  # the answer could not be taken
    if CHROMIUM.exists():
        # From another computer, by the address in the mail, which arrived before the form was there.
        url = find_link(office.mail.mails[: waiting.mails], run)
        assert url == f"{office.url}/runs/flow-run/{run}"
        approve_in_the_browser(request.getfixturevalue("page"), serving, url, run, tmp_path)
    else:
        right = {"decision": "goedkeuren", "introduction": INTRODUCTION, "channels": ["alle kanalen"]}
        right |= {f"reason_{medium.replace('-', '_')}": REASON for medium in Medium if medium.is_public}
        serving.ask(f"/flow_runs/{run}/resume", run_input=nothing | right)
        assert serving.finished(run)["state_name"] == name_state("published")
    assert serving.ask(f"/flow_runs/{run}/input/filter", prefix="", limit=200, exclude_keys=[]) == []
    outbox = serving.home / "home" / "outbox"
    letter = outbox / "linde" / "editions" / "2026-Q4" / "newsletter" / "nieuwsbrief.txt"
    assert INTRODUCTION in letter.read_text()
    assert waiting.room.state() == "told"


@pytest.mark.soak_only
def test_after_a_kill_all_arrives_and_only_what_was_in_flight_comes_twice(
    office: ServedHome, waiting: Waiting, killed: str
) -> None:
    """One kill; a series, of the parts one by one too, is in test_killed.py."""
    serving = office.serving
    assert serving.finished(killed)["state_type"] == "CRASHED"
    planned = list_planned_ticks(serving)
    assert len(planned) == len(set(planned)), "no tick is planned twice"
    wanted = {address(number) for number in range(1, OWNERS + 1)}
    # What was cut off goes on by itself; what was not written yet, with the next run.
    wait_for(lambda: serving.finished(serving.start_run("owner-reminders", **REMINDERS))["state_type"])
    with suppress(AssertionError):
        wait_for(lambda: wanted <= set(office.mail.recipients), 150)
    arrived = [mail for mail in office.mail.mails[waiting.mails :] if mail.recipient in wanted]
    with waiting.room.database.read_session() as session:
        states = Counter((each.state, each.reason) for each in session.scalars(select(Delivery)))
    assert {mail.recipient for mail in arrived} == wanted, states
    assert len({mail.message_id for mail in arrived}) == OWNERS, "each under one Message-ID"
    assert len(arrived) - OWNERS <= 4, "a sender has four connections"


def test_asked_to_stop_it_leaves_no_process_behind(office: ServedHome, waiting: Waiting) -> None:
    assert office.serving.stop() == []
    assert (office.serving.home / "home" / "prefect" / "server.url").read_text() == ""
