"""The form that approves an edition, in a real browser, on a served instance."""

import os
import re
from collections.abc import Iterable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError

from tests.browser import log_in
from tests.deployments.serving import Serving, wait_for
from tests.editions.edition_municipality import REASON
from tests.flows.state_names import name_state
from tests.mail_server import ReceivedMail

NAME = "Lotte Goedkeurster"
INTRODUCTION = "Een kwartaal met fietsen en een tegenvaller."


def approve_in_the_browser(page: Page, serving: Serving, url: str, run: str, folder: Path) -> None:
    """Approve the edition that a run waits for; `url` is that of the run, as in the mail."""
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", folder))
    log_in(page, serving.login)
    open_run(page, url)
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("Niet aanvaard: zeg bij de opmerking wat anders moet.", exact=True).wait_for()
    page.get_by_text("klaar, openbaar: M-01").wait_for()
    page.get_by_text("de nieuwsbrief: 2 abonnees").wait_for()
    page.wait_for_timeout(1000)
    page.screenshot(path=pictures / "approval.png")
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("'decision' is a required property").wait_for()  # nothing is preset
    choose(page, 0, "goedkeuren")
    choose(page, 1, "alle kanalen")
    fill(page, NAME, INTRODUCTION)
    wait_for(lambda: submitted(page))
    assert serving.finished(run)["state_name"] == name_state("published")
    page.goto(url)
    page.wait_for_timeout(2000)
    page.screenshot(path=pictures / "told.png")


def open_run(page: Page, url: str) -> None:
    """Open the page of a suspended run; Prefect's page stays empty where a request of it found the database
    busy, and is then loaded again, as a person would."""
    for _ in range(3):
        page.goto(url)
        try:
            page.get_by_role("button", name="Resume").wait_for(timeout=30_000)
        except TimeoutError:
            continue
        return
    raise AssertionError(page.inner_text("body"))


def find_link(mails: Iterable[ReceivedMail], run: str) -> str:
    """Return the address of the form in the mail with the text of Linde's edition, each story in it."""
    for mail in mails:
        if mail.recipient == "lotte@linde.example.org" and run in (text := read_text(mail)):
            assert "Ze staan bij het onthaal." in text
            assert "De tablets bleven in de kast." in text
            return re.findall(r"https?://\S+" + re.escape(run), text)[0]
    raise AssertionError("the text did not arrive")


def read_text(mail: ReceivedMail) -> str:
    part = message_from_bytes(mail.content, policy=default).get_body(("plain",))
    assert part
    return str(part.get_content())


def fill(page: Page, name: str, introduction: str) -> None:
    reasons = [(at, REASON) for at in range(3, 9)]  # a field for each medium for outside
    for at, words in ((0, name), (2, introduction), *reasons):
        page.locator("textarea").nth(at).fill(words)


def choose(page: Page, at: int, choice: str) -> None:
    """Choose from a list of the form, by its place; where the keyboard does not open it, the mouse does."""
    button = page.locator(".schema-form-property-input.p-select .p-select-button__control").nth(at)
    option = page.locator(".p-select-option", has_text=choice)
    for _ in range(4):
        button.focus()
        page.keyboard.press("Space")
        if is_open(option):
            break
        button.click()
        if is_open(option):
            break
    option.click()


def is_open(option: Locator) -> bool:
    try:
        option.wait_for(timeout=2000)
    except TimeoutError:
        return False
    return True


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
