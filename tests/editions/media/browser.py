"""Pages in a real browser, with axe-core to say who could not read them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A mail is shown inside the page of a mail program, which has the landmarks.
OF_A_PAGE = ("region", "landmark-one-main")


@dataclass
class PageFindings:
    """What came of looking at a page in one width, by day or in the dark."""

    findings: list[str]
    too_wide: int
    asked_for: set[str] = field(default_factory=set)  # addresses outside its own folder
    broken: list[str] = field(default_factory=list)
    scripts: int = 0


def look(
    page: Page, page_file: Path, folder: Path, widths: tuple[int, ...], *, mail: bool, axe: bool
) -> PageFindings:
    """Open a page from its folder, as wide as each of these, and tell what is wrong with it.

    `page` is used for one after the other, for to make one anew costs more than to look at it.
    """
    asked: set[str] = set()
    broken: list[str] = []
    listeners: dict[Any, Callable[[Any], None]] = {
        "request": lambda request: asked.add(request.url),
        "requestfailed": lambda request: broken.append(f"{request.url}: {request.failure}"),
        "pageerror": lambda error: broken.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    page.goto(page_file.as_uri())
    wide = 0
    for width in reversed(widths):
        page.set_viewport_size({"width": width, "height": 900})
        wide = max(wide, page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
    scripts = page.evaluate("document.scripts.length")
    elsewhere = {each for each in asked if not each.startswith((folder.as_uri(), "data:"))}
    # Only then axe, which reads style sheets for itself; Chromium lets no script do that from a folder.
    seen = PageFindings([], wide, elsewhere, list(broken), scripts)
    seen.findings += findings(page, mail) if axe else []
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    return seen


def findings(page: Page, mail: bool) -> list[str]:
    """Return what axe-core finds, rule by rule, with the element."""
    rules = {rule: {"enabled": False} for rule in OF_A_PAGE} if mail else {}
    results = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules})
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in results.response["violations"]
        for node in each["nodes"]
    ]
