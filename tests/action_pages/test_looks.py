"""The standing pages in Chromium: axe-core finds nothing, nothing scrolls sideways or comes from elsewhere.

Pictures go to a temporary folder, or to that which TERUGKOM_PICTURES names.
"""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from terugkom.database.connection_pool import Database
from tests.action_pages.test_action_pages import BIKES, LIGHT, USE
from tests.action_pages.website import Website
from tests.browser import running
from tests.editions.edition_municipality import FIRST, EditionMunicipality, action
from tests.editions.media.browser import look
from tests.soak import often

LONG = "Gemeenteraadscommissievergaderingsverslaggeving" * 3
LATER = date(2026, 11, 2)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running() as found:
        yield found


@pytest.fixture
def folder(sqlite_database: Database, tmp_path: Path) -> Path:
    """The pages of a plan with all that a page can say, as a website has them."""
    website = Website(EditionMunicipality(sqlite_database, tmp_path))
    odd = action("A-01", f"<b>{LONG}</b> & 'dak'", public="ja", theme=LONG, sdgs="1; 5; 17")
    stopped = action("A-02", "Regenwaterput", "gestopt", public="ja", theme="Water")
    website.town.import_actions(FIRST, BIKES, LIGHT, odd, stopped, indicators=[USE])
    website.tick(FIRST)
    measured = USE | {"measured": 412_500, "measured_on": LATER}
    moved = LIGHT | {"deadline": date(2027, 9, 30)}
    website.town.import_actions(LATER, BIKES, moved, odd, stopped | {"public": "nee"}, indicators=[measured])
    website.tick(LATER + timedelta(days=1))
    for path, content in website.pages.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path / "acties"


@pytest.mark.long
@pytest.mark.parametrize("scheme", often(["dark"], soak=["light", "dark"]))
def test_everybody_can_read_every_page(browser: Browser, folder: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    files = sorted(folder.glob("*.html"))
    assert len(files) == 5
    for file in files:
        seen = look(page, file, folder, (320, 1200), mail=False, axe=True)
        assert seen.findings == [], file.name
        assert (seen.too_wide, seen.scripts, seen.asked_for, seen.broken) == (0, 0, set(), []), file.name
    page.close()


@pytest.mark.long
def test_each_link_between_the_pages_leads_somewhere(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    for file in folder.glob("*.html"):
        page.goto(file.as_uri())
        for link in list_local_links(page):
            assert (folder / link).is_file(), (file.name, link)
    page.close()


def list_local_links(page: Page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
    return [each for each in found if not each.startswith(("#", "mailto:"))]


@pytest.mark.soak_only  # for a person to look at
def test_a_picture_of_each_is_kept(browser: Browser, folder: Path, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", tmp_path / "pictures"))
    pictures.mkdir(parents=True, exist_ok=True)
    page = browser.new_page()
    for width in (320, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        for name in ("index", "e-02", "a-02"):
            page.goto((folder / f"{name}.html").as_uri())
            page.screenshot(path=str(pictures / f"actie-{name}-{width}.png"), full_page=True)
    page.close()
    assert len(list(pictures.glob("actie-*.png"))) == 6
