"""The idea box: the call for ideas, and what became of those that were answered.

The call itself is a part of the newsletter and of the intranet too: see ``idea-box/section.html``.
"""

from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import (
    build_edition_context,
    load_pictures,
    render_page_assets,
    render_page_file,
)
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium

PAGE_NAME = "ideeenbus.html"


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the page of the idea box. Raises DocumentChanged, InputError, TemplateError."""
    return RenderedMedium(
        Medium.IDEA_BOX,
        (*render_files(proof, media_context), *render_page_assets(media_context)),
        has_pages=True,
        story_codes=tuple(story.code for story in _list_ideas(proof, media_context)),
    )


def _list_ideas(proof: Proof, media_context: MediaContext) -> tuple[Story, ...]:
    kept = media_context.kept_stories
    return tuple(story for story in proof.stories if story.kind is StoryKind.IDEA or story.code in kept)


def render_files(proof: Proof, media_context: MediaContext) -> tuple[File, ...]:
    """Return the page and its pictures."""
    ideas = _list_ideas(proof, media_context)
    shown = load_pictures(ideas, media_context, "pictures/")
    context = {
        **build_edition_context(proof, media_context, for_staff=True),
        "ideas": ideas,
        "pictures": {code: file.name for code, file in shown.items()},
    }
    return (render_page_file(media_context, PAGE_NAME, "idea-box/page.html", context), *shown.values())
