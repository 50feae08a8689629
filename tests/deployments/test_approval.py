"""An edition approved on the form in the UI, by a real browser, after all was killed while it waited."""

import os
import sys
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, TimeoutError

from terugkom.database import Database
from terugkom.plan.media import Medium
from tests.browser import CHROMIUM, log_in
from tests.deployments.serving import Serving, wait_for
from tests.editions.conftest import BEFORE, NOW
from tests.editions.newsroom import ASKED, FIRST, Newsroom

NAME = "Lotte Goedkeurster"
INTRODUCTION = "Een kwartaal met fietsen en een tegenvaller."


def test_an_edition_is_approved_in_the_browser_though_all_was_killed_while_it_waited(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """In a new home, that is served for the first time; where there is no browser, without its form."""
    serving = Serving(tmp_path, new=True)
    (tmp_path / "home").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'home' / 'terugkom.db'}")
    database.upgrade()
    room = Newsroom(database, tmp_path / "home" / "municipalities")
    room.home.mkdir()
    room.take_in(FIRST, *BEFORE)
    room.take_in(ASKED, *NOW)

    serving.start()
    given = {"municipality": "linde", "quarter": "2026-Q4", "today": ASKED.isoformat()}
    run = serving.press_run("newsletter", **given)
    wait_for(lambda: state_of(serving, run) == "Suspended")
    second = serving.finished(serving.press_run("newsletter", **given))
    assert second["state_name"] == "Waiting for approval", "one run waits, not two"
    serve_itself_is_killed_and_its_parts_end(serving)

    with serving.running():
        assert state_of(serving, run) == "Suspended"
        # As the form sends it; a remark is missing.
        nothing = {"decision": "send back with a remark", "name": NAME, "channels": ["newsletter"]}
        serving.ask(f"/flow_runs/{run}/resume", run_input=nothing)
        wait_for(lambda: state_of(serving, run) == "Suspended")  # the answer could not be taken
        if CHROMIUM.exists():
            approve_in_the_browser(request.getfixturevalue("page"), serving, run, tmp_path)
        else:
            right = {"decision": "approve", "introduction": INTRODUCTION, "channels": list(Medium)}
            serving.ask(f"/flow_runs/{run}/resume", run_input=nothing | right)
            assert serving.finished(run)["state_name"] == "Published"
        assert serving.ask(f"/flow_runs/{run}/input/filter", prefix="", limit=200, exclude_keys=[]) == []
        assert serving.stop() == [], "no process is left"

    letter = (
        tmp_path / "home" / "outbox" / "linde" / "editions" / "2026-Q4" / "newsletter" / "nieuwsbrief.txt"
    )
    assert INTRODUCTION in letter.read_text()
    assert room.state() == "told"
    database.close()


def serve_itself_is_killed_and_its_parts_end(serving: Serving) -> None:
    parts = serving.parts
    assert len(parts) >= 2, "a server and a worker"
    serving.process.kill()
    serving.process.wait(timeout=20)
    if sys.platform == "linux":  # only Linux tells a process that its parent is gone
        assert psutil.wait_procs(parts, timeout=45)[1] == []


def approve_in_the_browser(page: Page, serving: Serving, run: str, folder: Path) -> None:
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", folder))
    log_in(page, serving.login)
    page.goto(f"{serving.url}/runs/flow-run/{run}")
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("Not accepted: a remark is required").wait_for()
    page.wait_for_timeout(1000)
    page.screenshot(path=pictures / "approval.png")
    fill(page, NAME, INTRODUCTION)
    wait_for(lambda: submitted(page))
    assert serving.finished(run)["state_name"] == "Published"
    page.goto(f"{serving.url}/runs/flow-run/{run}")
    page.wait_for_timeout(2000)
    page.screenshot(path=pictures / "told.png")


def fill(page: Page, name: str, introduction: str) -> None:
    for at, words in ((0, name), (2, introduction)):
        page.locator("textarea").nth(at).fill(words)


def submitted(page: Page) -> bool:
    """Press *Submit*; the form stays, for another press, where Prefect's database was busy."""
    button = page.get_by_role("button", name="Submit")
    button.click()
    try:
        button.wait_for(state="hidden", timeout=5000)
    except TimeoutError:
        return False
    return True


def state_of(serving: Serving, run: str) -> str:
    (found,) = serving.runs(id={"any_": [run]})
    return str(found["state_name"])
