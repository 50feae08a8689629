"""The pages of ideas, remarks and subscribers in Chromium: axe-core finds nothing, nothing scrolls sideways.

Pictures of them go to the folder that TERUGKOM_PICTURES names, if it names one.
"""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from terugkom.plan.model import Municipality
from tests.browser import running
from tests.editions.media.browser import look
from tests.site.conftest import ServedPages
from tests.site.test_submission_page import IDEA, REMARK, opened, send, stamp  # noqa: F401
from tests.site.test_subscription_page import ask, subscribe
from tests.soak import often

MOSTLY_SQLITE = True

WIDTHS = (320, 999)
# axe-core takes a second a page: `make soak` looks at all of them, by day too.
SCHEMES = often(("dark",), soak=("light", "dark"))
LOOKED_AT = often(("idee-fout", "idee-bewijs", "mails-fout", "afgemeld", "gedragscode"), soak=())


def collect(pages: ServedPages) -> dict[str, str]:
    """Return each page in each of its states."""
    link, conduct = subscribe(pages), ask(pages)
    get = pages.browser.get
    found = {
        "idee": get(IDEA).text,
        "idee-fout": send(pages, text=" ", address="geen adres", theme="x" * 300)[1],
        "idee-te-snel": send(pages, opened=stamp(pages, 1))[1],
        "idee-bewijs": send(pages, address="an@zb.example.org")[1],
        "opmerking": get(f"{REMARK}?over=2027-Q1/klaar-e-01").text,
        "mails": get(link).text,
        "mails-fout": pages.browser.post(link, data={"action": "preferences"}).text,
        "afgemeld": pages.browser.post(link, data={"action": "unsubscribe"}).text,
        "gedragscode": get(conduct).text,
    }
    pages.browser.post(conduct)
    return {**found, "gedragscode-bevestigd": get(conduct).text, "alleen-medewerkers": _show_closed(pages)}


def _show_closed(pages: ServedPages) -> str:
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).media_settings = {}
    return pages.browser.get(IDEA).text


def test_every_page_can_be_read_by_everybody(opened: ServedPages, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "style.css").write_text(opened.browser.get("/style.css").text, encoding="utf-8")
    found = collect(opened)
    for name, text in ((each, found[each]) for each in LOOKED_AT or found):
        shown = text.replace("/zb/style.css", "style.css").replace('"/style.css', '"style.css')
        (folder / f"{name}.html").write_text(shown, encoding="utf-8")
    view: Any = {"width": 320, "height": 900}
    with running() as browser:
        for scheme in SCHEMES:
            page = browser.new_page(viewport=view, color_scheme=scheme)
            for path in sorted(folder.glob("*.html")):
                seen = look(page, path, folder, WIDTHS, mail=False, axe=True)
                assert (path.name, seen.findings, seen.broken) == (path.name, [], [])
                assert (path.name, seen.too_wide, seen.scripts) == (path.name, 0, 0)
                assert (path.name, zoom(page)) == (path.name, 0)
                _keep_picture(page, f"{path.stem}-{scheme}")


def zoom(page: Page) -> int:
    """Return by how many pixels a page is too wide with letters of twice the size."""
    page.set_viewport_size({"width": 640, "height": 900})
    return int(
        page.evaluate(
            "document.documentElement.style.fontSize = '200%',"
            " document.documentElement.scrollWidth - window.innerWidth"
        )
    )


def _keep_picture(page: Page, name: str) -> None:
    if where := os.environ.get("TERUGKOM_PICTURES"):
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.set_viewport_size({"width": 320, "height": 900})
        page.screenshot(path=Path(where) / f"{name}.png", full_page=True)
