"""The website: one page per public story, an overview and a feed.

Each edition has its own folder, so published URLs stay valid; the root contains the newest
overview, the feed and the style sheet, which the next edition replaces.
"""

from collections.abc import Sequence
from typing import Any

from terugkom.documents.messages import translate
from terugkom.editions.edition_period import format_edition
from terugkom.editions.media import atom_feed
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import (
    build_edition_context,
    load_pictures,
    render_page_assets,
    render_page_file,
)
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story
from terugkom.plan.media import Medium

FEED = "feed.atom"
ROOT_PAGES = ("index.html", FEED)  # of the newest edition: the next one replaces them


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the pages of an edition. Raises DocumentChanged, InputError, TemplateError."""
    proof = proof.public_only
    shown = load_pictures(proof.stories, media_context, _format_folder(proof.period))
    pages = [
        _render_overview(
            proof, media_context, "index.html", shown, earlier=_list_earlier_editions(proof, media_context)
        ),
        _render_overview(proof, media_context, format_overview_path(proof.period), shown, earlier=()),
        *(_render_story(proof, media_context, story, shown) for story in proof.stories),
    ]
    atom = render_feed_file(proof, media_context, ())
    return RenderedMedium(
        Medium.WEBSITE, (*pages, atom, *render_page_assets(media_context), *shown.values()), has_pages=True
    )


def render_feed_file(
    proof: Proof, media_context: MediaContext, corrected: Sequence[atom_feed.FeedEntry]
) -> File:
    """Render the feed of an edition, with what was corrected of earlier ones since it was published."""
    entries = [*build_feed_entries(proof, media_context), *corrected]
    return File(FEED, "application/atom+xml", atom_feed.render_feed(proof, media_context, entries))


def format_page_path(period: str, code: str) -> str:
    """Return the path of a story's page on the website."""
    return f"{_format_folder(period)}{code}.html"


def format_overview_path(period: str) -> str:
    """Return the path of an edition's overview on the website."""
    return f"{_format_folder(period)}index.html"


def format_action_overview_path(language: str) -> str:
    """Return the path of the overview of all public actions on the website."""
    return f"{translate('file.actions', language)}/index.html"


def build_story_url(media_context: MediaContext, period: str, story: Story) -> str:
    """Return the URL of a public story's page; empty for an internal story, without a website, and for a page
    that the website did not take."""
    if not story.public:
        return ""
    path = format_page_path(period, story.code)
    if media_context.page_urls is not None:
        return media_context.page_urls.get(path, "")
    website = media_context.settings.website
    return format_page_url(website, path) if website else ""


def format_page_url(website: str, path: str) -> str:
    """Return the URL of a page on the website, by its path there."""
    return f"{website.rstrip('/')}/{path}"


def _format_folder(period: str) -> str:
    return f"{period.lower()}/"


def _render_overview(
    proof: Proof, media_context: MediaContext, name: str, shown: dict[str, File], earlier: tuple[Any, ...]
) -> File:
    own = _format_folder(proof.period) if "/" in name else ""  # from its own folder they are close by
    addresses = {story.code: format_page_path(proof.period, story.code) for story in proof.stories}
    context = {
        **build_edition_context(proof, media_context),
        "addresses": {code: address.removeprefix(own) for code, address in addresses.items()},
        "pictures": {code: file.name.removeprefix(own) for code, file in shown.items()},
        "earlier": earlier,
        "actions_page": format_action_overview_path(media_context.templates.language)
        if media_context.has_action_pages
        else "",
    }
    return render_page_file(media_context, name, "website/overview.html", context)


def _render_story(proof: Proof, media_context: MediaContext, story: Story, shown: dict[str, File]) -> File:
    context = {
        **build_edition_context(proof, media_context),
        "story": story,
        "changed_on": story.changed_on,
        "others": [each for each in proof.stories if each is not story],
        "addresses": {each.code: format_page_path(proof.period, each.code) for each in proof.stories},
        "overview": format_overview_path(proof.period),
        "pictures": {
            code: file.name.removeprefix(_format_folder(proof.period)) for code, file in shown.items()
        },
    }
    return render_page_file(
        media_context, format_page_path(proof.period, story.code), "website/story.html", context, story
    )


def _list_earlier_editions(proof: Proof, media_context: MediaContext) -> tuple[Any, ...]:
    language = media_context.templates.language
    return tuple(
        {"name": format_edition(period, language), "address": format_overview_path(period)}
        for period in media_context.earlier_periods
        if period != proof.period
    )


def build_feed_entries(proof: Proof, media_context: MediaContext) -> list[atom_feed.FeedEntry]:
    """Return the public stories of an edition as entries of the feed."""
    return [
        atom_feed.FeedEntry(
            story,
            proof.period,
            format_page_path(proof.period, story.code),
            media_context.templates.render_text("website/entry.html", {"story": story}),
            media_context.corrected_at.get(story.code, media_context.rendered_at),
        )
        for story in proof.public_only.stories
    ]
