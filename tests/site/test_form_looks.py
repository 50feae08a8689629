"""Every page in Chromium, in each of its states: axe-core finds nothing, nothing scrolls sideways.

Pictures of them go to the folder that TERUGKOM_PICTURES names, if it names one.
"""

import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page
from sqlalchemy import select

from terugkom.ideas.model import Idea
from terugkom.ideas.remarks import submit_remark
from terugkom.ideas.submission import Submission, submit_idea
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.report_progress import ProgressChoice
from tests.browser import running
from tests.editions.media.browser import look
from tests.site.conftest import TODAY, ServedPages, make_link
from tests.site.test_coordinator_page import make_link as make_coordinator_link
from tests.site.test_owner_page import fields
from tests.site.test_submission_page import IDEA, REMARK, opened, send, stamp  # noqa: F401
from tests.site.test_subscription_page import ask, subscribe
from tests.soak import often

MOSTLY_SQLITE = True

WIDTHS = (320, 1200)
# axe-core takes a second a page: `make soak` looks at all of them, by day too.
SCHEMES = often(("dark",), soak=("light", "dark"))
LOOKED_AT = often(
    ("idee-fout", "idee-bewijs", "mails-fout", "afgemeld", "gedragscode", "coordinator", "inzending-fout"),
    soak=(),
)
STORY = "2027-Q1/klaar-e-01"
STUCK = "De aannemer is failliet, en de gemeenteraad moet een nieuwe aanbesteding goedkeuren."


def collect(pages: ServedPages) -> dict[str, str]:
    """Return each page in each of its states."""
    return {**collect_forms(pages), **collect_owner(pages), **collect_coordinator(pages)}


def collect_owner(pages: ServedPages) -> dict[str, str]:
    """Return the owner's page for each choice, what follows from it, and links that open nothing."""
    with pages.database.write_session() as session:
        an = session.scalars(select(Person).where(Person.code == "an")).one()
        other = session.get_one(Action, 2)
        other.owners.append(an)
        measured = {"code": "I-1", "name": "Opbrengst per jaar", "unit": "MWh", "target": 40}
        session.add(Indicator(municipality_id=1, action_id=1, **measured))
    link = make_link(pages, "an", "looks")

    def get(query: str = "") -> str:
        return pages.browser.get(f"{link}{query}").text

    def post(**given: str) -> str:
        answer = pages.browser.post(link, data=fields(**given))
        return pages.browser.get(answer.headers["location"]).text if answer.is_redirect else answer.text

    found = {f"trekker-{each}": get(f"?action=E-01&choice={each}") for each in ProgressChoice}
    found |= {
        "trekker": get(),
        "trekker-fout": post(choice="later", text=" ", new_deadline="gisteren"),
        "trekker-verstuurd-later": post(choice="later", text="Te laat geleverd.", new_deadline="2027-05-20"),
        "trekker-verstuurd-vast": post(choice="stuck", text=STUCK),
    }
    today, pages.today = pages.today, pages.today + timedelta(days=90)
    found["link-verlopen"] = get()
    pages.today = today
    unknown = pages.browser.get("/o/" + "0" * 40).text
    wrong = pages.browser.post("/o/unknown/link", data={"address": "geen adres"}).text
    mailed = pages.browser.post("/o/unknown/link", data={"address": "niemand@elders.example"}).text
    return {**found, "link-onbekend": unknown, "link-fout": wrong, "link-gemaild": mailed}


def collect_coordinator(pages: ServedPages) -> dict[str, str]:
    """Return the coordinator's page: with what came back, with one question, an idea, and errors."""
    link = make_coordinator_link(pages, "co")
    with pages.database.write_session() as session:
        municipality = session.get_one(Municipality, 1)
        municipality.media_settings = {"ideas_open_to_all": True}
        given = Submission("Een deelfiets aan het station.\nDaar staan er nu geen.", theme="Mobiliteit")
        submit_idea(session, municipality, replace(given, picture="jpg"), TODAY - timedelta(days=90))
        submit_remark(session, municipality, replace(given, about=STORY, theme=""), TODAY)
        code = session.scalars(select(Idea.code).order_by(Idea.id.desc())).first()
    get, idea = pages.browser.get, f"{link}/inzending?kind=idea&code={code}"
    return {
        "coordinator": get(link).text,
        "coordinator-vraag": get(f"{link}?about=E-01&choice=seen").text,
        "coordinator-beantwoord": get(f"{link}?question=99").text,
        "inzending": get(f"{idea}&choice=accept").text,
        "inzending-fout": pages.browser.post(idea, data={"choice": "taken", "seen_state": "unread"}).text,
        "opmerking-inzending": get(f"{link}/inzending?kind=remark&code=R1").text,
    }


def collect_forms(pages: ServedPages) -> dict[str, str]:
    """Return the pages of ideas, remarks and subscribers."""
    link, conduct = subscribe(pages), ask(pages)
    get = pages.browser.get
    found = {
        "idee": get(IDEA).text,
        "idee-fout": send(pages, text=" ", address="geen adres", theme="x" * 300)[1],
        "idee-te-snel": send(pages, opened=stamp(pages, 1))[1],
        "idee-bewijs": send(pages, address="an@zb.example.org")[1],
        "opmerking": get(f"{REMARK}?over={STORY}").text,
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


@pytest.mark.long
def test_every_page_can_be_read_by_everybody(opened: ServedPages, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "style.css").write_text(opened.browser.get("/style.css").text, encoding="utf-8")
    Image.new("RGB", (640, 400), "seagreen").save(folder / "foto.jpg")
    found = collect(opened)
    for name, text in ((each, found[each]) for each in LOOKED_AT or found):
        text = re.sub(r'src="/c/[^"]*"', 'src="foto.jpg"', text)
        shown = text.replace("/zb/style.css", "style.css").replace('"/style.css', '"style.css')
        (folder / f"{name}.html").write_text(shown, encoding="utf-8")
    view: Any = {"width": 320, "height": 900}
    with running() as browser:
        page = browser.new_page(viewport=view)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for path in sorted(folder.glob("*.html")):
                seen = look(page, path, folder, WIDTHS, mail=False, axe=True)
                assert (path.name, seen.findings, seen.broken) == (path.name, [], [])
                assert (path.name, seen.too_wide, seen.scripts) == (path.name, 0, 0)
                assert (path.name, zoom(page)) == (path.name, 0)
                _keep_pictures(page, f"{path.stem}-{scheme}")


def zoom(page: Page) -> int:
    """Return by how many pixels a page is too wide with letters of twice the size."""
    page.set_viewport_size({"width": 640, "height": 900})
    return int(
        page.evaluate(
            "document.documentElement.style.fontSize = '200%',"
            " document.documentElement.scrollWidth - window.innerWidth"
        )
    )


def _keep_pictures(page: Page, name: str) -> None:
    if where := os.environ.get("TERUGKOM_PICTURES"):
        page.evaluate("document.documentElement.style.fontSize = ''")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(where) / f"{name}-{width}.png", full_page=True)
