"""Every page and mail in Chromium: axe-core finds nothing, nothing scrolls sideways or comes from elsewhere.

Pictures of them go to a temporary folder, or to that which TERUGKOM_PICTURES names.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from terugkom.editions.media import code_of_conduct
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.story import StoryKind
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import MediaSettings
from tests.browser import running
from tests.editions.media.browser import findings, look
from tests.editions.media.proofs import LIGHT, STORIES, kit, load_example, proof
from tests.soak import SOAK, often

HOUSE = MediaSettings(
    website="https://zilverbeke.example.org/mvo", intranet="https://intranet.zilverbeke.example.org"
)
CODE = replace(
    load_example(),
    example=False,
    version="2026-11",
    changes=("Wie met de trein kan, doet dat.",),
)
KIT = replace(kit(HOUSE), code_of_conduct=CODE, earlier_periods=("2026-Q3", "2026-Q2"))
LONG = "Gemeenteraadscommissievergaderingsverslaggeving" * 3
ODD = tuple(
    replace(
        STORIES[0],
        code=f"v-{kind}",
        kind=kind,
        public=True,
        title=f"{kind}: <b>{LONG}</b> & 'dak'",
        lead=f"{LONG} [{LONG}](https://a.example/{LONG}) <script>alert(1)</script>",
        body=f"#### {LONG}\n\n# \n\n## Kop\n- {LONG}\n\n[](https://b.example) *{LONG}*\n\n7. zeven\n8. acht",
        theme=LONG,
        figures=(replace(LIGHT, name=LONG, told=f"{LONG} m²", source=LONG), LIGHT, replace(LIGHT, target="")),
    )
    for kind in StoryKind
)
EDITIONS = {
    "as it is": proof(),
    "odd words": proof(*ODD, introduction=LONG),
    "one story": proof(STORIES[3], introduction=""),
}


@pytest.fixture(scope="module")
def opened() -> Iterator[Page]:
    with running() as browser:
        yield browser.new_page()


@pytest.fixture
def page(opened: Page) -> Page:
    """A page as wide as a telephone, by day; the same for all, for another one takes half a second."""
    opened.set_viewport_size({"width": 480, "height": 700})
    opened.emulate_media(media="screen", color_scheme="light")
    return opened


@cache
def everything(which: str) -> list[RenderedMedium]:
    edition = EDITIONS[which]
    code = code_of_conduct.render(CODE, edition.town, KIT)
    return [*(make(edition, KIT) for make in RENDERERS.values()), code]


def laid_out(made: RenderedMedium, folder: Path) -> list[Path]:
    """The files of a medium in its folder; return the pages among them."""
    for file in made.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    if made.letter and made.medium is not Medium.NEWSLETTER:
        (folder / "brief.html").write_text(made.letter.html, encoding="utf-8")
    return sorted(folder.rglob("*.html"))


# As wide as a telephone and as a table; axe-core takes a second a page: once by day and once in the dark.
LOOKS = often(
    [("as it is", (320, 999), True, True), ("odd words", (320,), False, True)],
    soak=[(which, (320, 600, 999), dark, True) for which in EDITIONS for dark in (True, False)],
)


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize(("which", "widths", "dark", "axe"), LOOKS)
def test_every_page_can_be_read_by_everybody(
    page: Page, tmp_path: Path, which: str, widths: tuple[int, ...], dark: bool, axe: bool
) -> None:
    looked_at = 0
    for made in everything(which):
        folder = tmp_path / made.medium
        for number, file in enumerate(laid_out(made, folder)):
            mail = file.name in ("nieuwsbrief.html", "brief.html")
            page.emulate_media(color_scheme="dark" if dark and file.name != "brief.html" else "light")
            # The pages of stories are one template: axe-core sees two of them.
            seen = look(page, file, folder, widths, mail=mail, axe=axe and (SOAK or number < 3))
            assert seen.findings == [], file.name
            assert (seen.too_wide, seen.scripts) == (0, 0), file.name
            assert (seen.asked_for, seen.broken) == (set(), []), file.name
            looked_at += 1
    assert looked_at >= 9


def test_axe_does_find_what_is_wrong(page: Page) -> None:
    page.set_content(
        '<html lang="nl"><title>x</title><body><h1>x</h1><img src="x"><p style="color:#aaa">grijs'
    )
    found = {each.partition(":")[0] for each in findings(page, mail=False)}
    assert {"image-alt", "color-contrast", "landmark-one-main"} <= found


@pytest.mark.long
def test_a_keyboard_reaches_the_text_at_once(page: Page, tmp_path: Path) -> None:
    laid_out(RENDERERS[Medium.WEBSITE](proof(), KIT), tmp_path)
    page.goto((tmp_path / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


@pytest.mark.long
def test_on_paper_the_way_around_is_left_out(page: Page, tmp_path: Path) -> None:
    laid_out(RENDERERS[Medium.WEBSITE](proof(), KIT), tmp_path)
    page.goto((tmp_path / "2026-q4/nieuw-n-07.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    shown = page.evaluate("getComputedStyle(document.querySelector('main a'), '::after').content")
    assert "https://zilverbeke.example.org/geveltuinen" in shown or "attr(href)" in shown


SHOWN = {
    Medium.NEWSLETTER: "nieuwsbrief.html",
    Medium.INTRANET: "index.html",
    Medium.IDEA_BOX: "ideeenbus.html",
    Medium.WEBSITE: "index.html",
}


@pytest.mark.long
def test_a_picture_of_each_is_kept(page: Page, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", tmp_path / "pictures"))
    pictures.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": 480, "height": 680})
    for made in everything("as it is"):
        folder = tmp_path / made.medium
        laid_out(made, folder)
        if made.medium in SHOWN:
            page.goto((folder / SHOWN[made.medium]).as_uri())
        elif made.medium is Medium.SOCIAL:
            text = (folder / "mastodon.txt").read_text(encoding="utf-8")
            page.set_content("<pre style='white-space:pre-wrap;font:15px/1.5 sans-serif;padding:8px'></pre>")
            page.locator("pre").evaluate("(pre, text) => { pre.textContent = text }", text)
        elif made.medium is Medium.CODE_OF_CONDUCT:
            _keep(
                _first_page(folder / code_of_conduct.format_pdf_name(CODE, "nl")),
                pictures / f"{made.medium}.png",
            )
            continue
        else:
            continue  # documents of Word, PowerPoint or Typst: see their own tests
        _keep(page.screenshot(), pictures / f"{made.medium}.png")
    assert {path.stem for path in pictures.glob("*.png")} >= {*SHOWN, Medium.SOCIAL, Medium.CODE_OF_CONDUCT}


def _first_page(pdf: Path) -> bytes:
    if shutil.which("pdftoppm") is None:
        pytest.skip("no pdftoppm: apt-get install poppler-utils")
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", "480", "-scale-to-y", "-1", str(pdf)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _keep(picture: bytes, path: Path) -> None:
    Image.open(BytesIO(picture)).convert("RGB").quantize(64).save(path, optimize=True)
    assert path.stat().st_size < 60 * 1024
