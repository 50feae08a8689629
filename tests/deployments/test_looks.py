"""The UI in a real browser: what an officer sees, as pictures.

They go to a temporary folder, or to that which TERUGKOM_PICTURES names.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.deployments.conftest import Office

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    yield from browser_page()


def browser_page() -> Iterator[Page]:
    """Give a page of a real browser, or skip with the reason."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM} here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
        browser.close()


def test_the_run_list_a_run_with_its_summary_and_the_form_look_as_they_should(
    office: Office, ticked: str, page: Page, tmp_path: Path
) -> None:
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", tmp_path))
    pictures.mkdir(parents=True, exist_ok=True)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    (run,) = office.serving.runs(name={"any_": ["owner reminders · zilverbeke · 2026-11-23"]})

    def take(name: str) -> None:
        page.screenshot(path=pictures / f"{name}.png")

    page.goto(office.serving.url + "/runs")
    page.get_by_text("owner reminders · zilverbeke · 2026-11-23").first.wait_for()
    page.wait_for_timeout(2000)
    take("runs")

    page.goto(f"{office.serving.url}/runs/flow-run/{run['id']}")
    page.get_by_text("Artifacts", exact=True).click()
    page.get_by_text("The mails of 2026-W48").first.wait_for()
    page.wait_for_timeout(2000)
    take("artifacts")

    (artifact,) = office.serving.ask(
        "/artifacts/filter",
        artifacts={"flow_run_id": {"any_": [run["id"]]}, "key": {"any_": ["owner-reminders"]}},
    )
    page.goto(f"{office.serving.url}/artifacts/artifact/{artifact['id']}")
    page.get_by_role("heading", name="Reminders of Gemeente Zilverbeke").wait_for()
    chart = page.locator("img[src^='data:image/svg+xml']")
    assert str(chart.get_attribute("alt")).startswith("In numbers: documents made 5")
    assert chart.evaluate("image => image.naturalWidth") == 560, "the chart is drawn"
    page.wait_for_timeout(1000)
    take("run")

    deployment = office.serving.deployment("follow-up-calendar")["id"]
    page.goto(f"{office.serving.url}/deployments/deployment/{deployment}")
    page.get_by_text("Description", exact=True).first.click()
    page.get_by_text("The daily tick.").first.wait_for(timeout=10_000)
    page.wait_for_timeout(1000)
    take("deployment")
    page.goto(f"{office.serving.url}/deployments/deployment/{deployment}/run")
    for help_text in (
        "Short name of the one municipality",
        "Run as if it were this day",
        "Only show what would",
    ):
        page.get_by_text(help_text).wait_for()
    page.get_by_text("Dry run (Optional)").wait_for()
    take("form")

    page.goto(office.serving.url + "/blocks/catalog")
    page.get_by_text("Terugkom mail server").first.wait_for()
    take("blocks")
    assert hosts == {f"127.0.0.1:{office.serving.port}"}, "nothing is asked of anybody else"
