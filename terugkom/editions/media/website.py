"""The website: one page per public story, an overview and a feed.

Each edition has its own folder, so published URLs stay valid; the root contains the newest
overview, the feed and the style sheet, which the next edition replaces.
"""

from typing import Any

from terugkom.editions.media import atom_feed
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.page_parts import about, page, pictures, quarter, style
from terugkom.editions.media.rendered import File, Made
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import House

FEED = "feed.atom"


def made(proof: Proof, kit: Kit) -> Made:
    """Render the pages of an edition. Raises DocumentChanged, InputError, TemplateProblem."""
    proof = proof.public
    shown = pictures(proof.stories, kit, _folder(proof.period))
    pages = [
        _overview(proof, kit, "index.html", shown, earlier=_earlier(proof, kit)),
        _overview(proof, kit, overview_name(proof.period), shown, earlier=()),
        *(_story(proof, kit, story, shown) for story in proof.stories),
    ]
    atom = File(FEED, "application/atom+xml", atom_feed.atom(proof, kit, _entries(proof, kit)))
    return Made(Medium.WEBSITE, (*pages, atom, style(kit), *shown.values()), pages=True)


def page_name(period: str, code: str) -> str:
    """Return the path of a story's page on the website."""
    return f"{_folder(period)}{code}.html"


def overview_name(period: str) -> str:
    """Return the path of an edition's overview on the website."""
    return f"{_folder(period)}index.html"


def address_of(house: House, period: str, story: Story) -> str:
    """Return the URL of a public story's page; empty for an internal story or without a website."""
    return (
        f"{house.website.rstrip('/')}/{page_name(period, story.code)}"
        if house.website and story.public
        else ""
    )


def _folder(period: str) -> str:
    return f"{period.lower()}/"


def _overview(proof: Proof, kit: Kit, name: str, shown: dict[str, File], earlier: tuple[Any, ...]) -> File:
    own = _folder(proof.period) if "/" in name else ""  # from its own folder they are close by
    addresses = {story.code: page_name(proof.period, story.code) for story in proof.stories}
    context = {
        **about(proof, kit),
        "addresses": {code: address.removeprefix(own) for code, address in addresses.items()},
        "pictures": {code: file.name.removeprefix(own) for code, file in shown.items()},
        "earlier": earlier,
    }
    return page(kit, name, "website/overview.html", context)


def _story(proof: Proof, kit: Kit, story: Story, shown: dict[str, File]) -> File:
    context = {
        **about(proof, kit),
        "story": story,
        "others": [each for each in proof.stories if each is not story],
        "addresses": {each.code: page_name(proof.period, each.code) for each in proof.stories},
        "overview": overview_name(proof.period),
        "pictures": {code: file.name.removeprefix(_folder(proof.period)) for code, file in shown.items()},
    }
    return page(kit, page_name(proof.period, story.code), "website/story.html", context)


def _earlier(proof: Proof, kit: Kit) -> tuple[Any, ...]:
    language = kit.templates.language
    return tuple(
        {"name": quarter(period, language), "address": overview_name(period)}
        for period in kit.earlier
        if period != proof.period
    )


def _entries(proof: Proof, kit: Kit) -> list[atom_feed.Entry]:
    return [
        atom_feed.Entry(
            story,
            page_name(proof.period, story.code),
            kit.templates.text("website/entry.html", {"story": story}),
        )
        for story in proof.stories
    ]
